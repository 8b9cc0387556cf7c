"""Going back to a backup: all of it or nothing, with a way back."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.storage import backup, backups, restore, schema
from kamtui.storage.database import Database
from kamtui.storage.errors import BUSY, FULL, Unusable
from tests.storage.records import account, add, dump

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def names(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    found = [name for (name,) in connection.execute("SELECT name FROM account ORDER BY id")]
    connection.close()
    return found


@pytest.fixture
def saved(database: Database) -> Path:
    """A backup that holds Nordwind, of a database that holds Nordwind and Contoso."""
    database.run(add, account("Nordwind"))
    made = backups.make(database.path, NOW)
    database.run(add, account("Contoso"))
    return made


def files(database_file: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in database_file.parent.rglob("*") if each.is_file()}


def test_a_restore_brings_everything_back_and_keeps_what_was_there(database: Database, saved: Path) -> None:
    copy = Database.open(saved, Clock())
    wanted = dump(copy.connection)
    copy.close()
    done = restore.restore(database.path, saved, NOW)
    assert (done.look.accounts, done.older) == (1, False)
    assert done.kept == paths.backups(database.path) / "kamtui-before-restore-20261120T093000Z.db"
    assert names(done.kept) == ["Nordwind", "Contoso"]
    assert dump(database.connection) == wanted
    assert sorted(each.name for each in database.path.parent.iterdir()) == ["backups", "kamtui.db"]
    back = restore.restore(database.path, done.kept, NOW)
    assert names(database.path) == ["Nordwind", "Contoso"]
    assert back.kept == paths.backups(database.path) / "kamtui-before-restore-20261120T093000Z-2.db"


def test_a_cockpit_that_has_the_file_open_goes_on_with_what_was_restored(database: Database, saved: Path) -> None:
    restore.restore(database.path, saved, NOW)
    database.run(add, account("Fabrikam"))
    assert names(database.path) == ["Nordwind", "Fabrikam"]
    assert database.undo() == "add"
    assert database.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_file_that_another_program_writes_to_is_left_alone(statement: str, database: Database, saved: Path) -> None:
    held = files(database.path)
    database.connection.execute(statement)
    with pytest.raises(Unusable, match=BUSY):
        restore.restore(database.path, saved, NOW, patience=0)
    database.connection.execute("ROLLBACK")
    assert files(database.path) == held


def test_a_backup_that_is_missing_damaged_foreign_or_newer_is_refused_and_nothing_changes(
    database: Database, saved: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    whole = saved.read_bytes()
    (bad / "letter.db").write_text("Dear Jane,")
    (bad / "empty.db").touch()
    (bad / "cut.db").write_bytes(whole[:8192])
    (bad / "torn.db").write_bytes(whole[:40_000] + b"\xff" * 8192 + whole[48_192:])
    for name, statement in (
        ("newer.db", "UPDATE alembic_version SET version_num = '9999'"),
        ("foreign.db", "PRAGMA application_id = 7"),
        ("bare.db", "DROP TABLE account"),
    ):
        (bad / name).write_bytes(whole)
        connection = sqlite3.connect(bad / name)
        connection.execute(statement)
        connection.commit()
        connection.close()
    held = files(database.path)
    for file in (*sorted(bad.iterdir()), bad, tmp_path / "gone.db", tmp_path / ("x" * 300)):
        with pytest.raises(Refused, match="cannot be restored: ") as refusal:
            restore.restore(database.path, file, NOW)
        assert "\n" not in str(refusal.value)
    with pytest.raises(Refused, match="is the database itself"):
        restore.restore(database.path, database.path, NOW)
    assert files(database.path) == held


def test_an_older_backup_is_restored_and_told_to_be_older(
    database: Database, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(schema, "HEAD", "0002")
    assert restore.restore(database.path, saved, NOW).older


def test_a_missing_database_comes_back(database: Database, saved: Path) -> None:
    database.close()
    database.path.unlink()
    done = restore.restore(database.path, saved, NOW)
    assert done.kept is None
    assert names(database.path) == ["Nordwind"]
    assert database.path.stat().st_mode & 0o777 == 0o600


def damage_cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def damage_torn(file: Path) -> None:
    with file.open("r+b") as out:
        out.seek(file.stat().st_size // 2)
        out.write(b"\xff" * 16384)


def damage_head(file: Path) -> None:
    with file.open("r+b") as out:
        out.write(bytes(4096))


def damage_schema(file: Path) -> None:
    with file.open("r+b") as out:
        out.seek(100)
        out.write(b"\xff" * 4000)


def damage_emptied(file: Path) -> None:
    """What is left when a program makes our file anew, with nothing in it."""
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("VACUUM")
    connection.close()


@pytest.mark.parametrize("damage", [damage_cut, damage_torn, damage_head, damage_schema, damage_emptied])
def test_a_damaged_database_is_kept_as_it_is_and_replaced(damage: object, database: Database, saved: Path) -> None:
    database.close()
    damage(database.path)
    held = database.path.read_bytes()
    for end in ("-journal", "-shm"):
        database.path.with_name(f"kamtui.db{end}").write_bytes(b"of the damaged file")
    done = restore.restore(database.path, saved, NOW)
    assert names(database.path) == ["Nordwind"]
    assert done.kept is not None
    assert done.kept.read_bytes() == held
    assert done.kept.with_name(f"{done.kept.name}-shm").read_bytes() == b"of the damaged file"
    assert all(each.stat().st_mode & 0o077 == 0 for each in (done.kept, database.path))
    assert sorted(each.name for each in database.path.parent.iterdir()) == ["backups", "kamtui.db"]


def test_an_empty_file_is_replaced_and_not_kept(database: Database, saved: Path) -> None:
    database.close()
    os.truncate(database.path, 0)
    assert restore.restore(database.path, saved, NOW).kept is None
    assert names(database.path) == ["Nordwind"]


def test_a_present_file_that_is_not_ours_is_never_replaced(database: Database, saved: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Jane,")
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE birds (name)")
    connection.close()
    held = files(database.path)
    for file in (letter, other):
        with pytest.raises(Unusable, match="is not a kamtui database; move it away"):
            restore.restore(file, saved, NOW)
    with pytest.raises(Unusable, match="is not a file"):
        restore.restore(tmp_path / "backups", saved, NOW)
    assert files(database.path) == held


def test_a_full_disk_leaves_everything_as_it_was(
    database: Database, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = files(database.path)

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "sync", full)
    with pytest.raises(Unusable, match=FULL):
        restore.restore(database.path, saved, NOW)
    assert files(database.path) == held


def test_what_is_not_damage_does_not_make_a_restore_replace_the_file(
    database: Database, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = database.path.read_bytes()
    real, calls = backup.write, []

    def second_fails(source: sqlite3.Connection, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            error = sqlite3.OperationalError("disk full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return real(source, target)

    monkeypatch.setattr(backup, "write", second_fails)
    with pytest.raises(Unusable, match=FULL):
        restore.restore(database.path, saved, NOW)
    assert database.path.read_bytes() == held
    assert names(database.path) == ["Nordwind", "Contoso"]


def test_a_database_behind_a_link_stays_behind_it(database: Database, saved: Path, tmp_path: Path) -> None:
    database.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    real = database.path.rename(elsewhere / "real.db")
    database.path.symlink_to(real)
    damage_cut(real)
    restore.restore(database.path, saved, NOW)
    assert database.path.is_symlink()
    assert names(real) == ["Nordwind"]


def test_a_lock_that_comes_in_between_is_not_waited_for(
    database: Database, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, other = backup.write, sqlite3.connect(database.path, isolation_level=None)

    def lets_go(source: sqlite3.Connection, target: Path) -> Path:
        made = real(source, target)
        if target.name.startswith("kamtui-before-restore"):
            source.execute("PRAGMA locking_mode = NORMAL")
            source.execute("SELECT 1 FROM account").fetchone()
            other.execute("BEGIN IMMEDIATE")
        return made

    monkeypatch.setattr(backup, "write", lets_go)
    with pytest.raises(Unusable, match=BUSY):
        restore.restore(database.path, saved, NOW, patience=0)
    other.close()
    assert names(database.path) == ["Nordwind", "Contoso"]
