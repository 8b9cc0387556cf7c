import os
import sqlite3
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.storage import backup
from kamtui.storage.database import Database
from kamtui.storage.errors import FULL, Unusable
from tests.storage.records import account, add, dump


def test_a_backup_is_a_whole_database_that_only_the_user_can_read(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    database.run(add, account("Nordwind"))
    target = tmp_path / "backups" / "copy.db"
    assert backup.copy(database.path, target) == target
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.parent.stat().st_mode & 0o777 == 0o700
    copy = Database.open(target, clock)
    assert dump(copy.connection) == dump(database.connection)
    assert copy.undo() == "add"
    copy.close()
    assert [each.name for each in target.parent.iterdir()] == ["copy.db"]


def test_a_backup_taken_while_somebody_writes_has_what_was_acknowledged(database: Database, tmp_path: Path) -> None:
    database.run(add, account("Nordwind"))
    database.connection.execute("BEGIN IMMEDIATE")
    database.connection.execute("DELETE FROM account")
    backup.copy(database.path, tmp_path / "copy.db")
    database.connection.execute("ROLLBACK")
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT name FROM account").fetchall() == [("Nordwind",)]
    copy.close()


def test_a_new_backup_takes_the_place_of_one_of_the_same_name(database: Database, tmp_path: Path) -> None:
    target = backup.copy(database.path, tmp_path / "copy.db")
    database.run(add, account())
    backup.copy(database.path, target)
    copy = sqlite3.connect(target)
    assert copy.execute("SELECT count(*) FROM account").fetchone() == (1,)
    copy.close()


def test_a_failing_backup_leaves_the_earlier_one_and_nothing_half_done(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = backup.copy(database.path, tmp_path / "backups" / "copy.db")
    held = target.read_bytes()

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "sync", full)
    with pytest.raises(Unusable, match=FULL):
        backup.copy(database.path, target)
    assert {each.name: each.read_bytes() for each in target.parent.iterdir()} == {"copy.db": held}


def test_the_database_is_never_its_own_backup(database: Database) -> None:
    held = database.path.read_bytes()
    with pytest.raises(Unusable, match="is the database itself"):
        backup.copy(database.path, database.path)
    assert database.path.read_bytes() == held


def test_a_backup_goes_neither_over_a_folder_nor_below_a_file(database: Database, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "folder", database.path / "copy.db"):
        with pytest.raises(Unusable, match=r"no backup could be written to .*: the system says: "):
            backup.copy(database.path, target)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "kamtui.db"]


def test_what_killed_backups_left_is_removed_but_what_is_being_written_is_not(
    database: Database, tmp_path: Path
) -> None:
    old, young, other = (tmp_path / name for name in ("a.db.1.kamtui-part", "b.db.2.kamtui-part", "c.part"))
    mine = tmp_path / f"copy.db.{os.getpid()}.kamtui-part"
    for each in (old, young, other, mine):
        each.touch()
    long_ago = old.stat().st_mtime - backup.LEFT_BEHIND_AFTER - 1
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    backup.copy(database.path, tmp_path / "copy.db")
    assert sorted(each.name for each in tmp_path.iterdir()) == [young.name, "c.part", "copy.db", "kamtui.db"]


def test_a_missing_database_makes_no_backup(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"there is no database at .*kamtui.db to copy"):
        backup.copy(tmp_path / "kamtui.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_copy_does_not_verify(database: Database, tmp_path: Path) -> None:
    copy = backup.copy(database.path, tmp_path / "copy.db")
    backup.verify(copy)
    whole = copy.read_bytes()
    with copy.open("r+b") as file:
        file.seek(len(whole) // 2)
        file.write(b"\xff" * 4096)
    with pytest.raises(sqlite3.DatabaseError):
        backup.verify(copy)


def test_a_copy_with_a_page_that_nothing_knows_does_not_verify(database: Database) -> None:
    database.connection.execute("PRAGMA writable_schema = ON")
    database.connection.execute("DELETE FROM sqlite_master WHERE name = 'stakeholder_email'")
    with pytest.raises(sqlite3.DatabaseError, match="the copy is damaged: "):
        backup.verify(database.path)


def test_an_empty_or_a_foreign_copy_does_not_verify(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("no database" * 100)
    with pytest.raises(sqlite3.DatabaseError, match="the copy is empty"):
        backup.verify(tmp_path / "empty.db")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        backup.verify(tmp_path / "text.db")


def test_a_backup_that_is_broken_off_leaves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "STEPS_BETWEEN_LOOKS", 1)
    with pytest.raises(Unusable, match="interrupted"):
        backup.copy(database.path, tmp_path / "backups" / "copy.db", lambda: True)
    assert list((tmp_path / "backups").iterdir()) == []
    backup.copy(database.path, tmp_path / "backups" / "copy.db", lambda: False)
