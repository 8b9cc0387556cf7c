import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.storage import backup, database, journal, migrate, schema
from kamtui.storage.database import Database
from kamtui.storage.errors import FULL, Unusable
from tests.storage.records import dump, whole_account

REVISION = """
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    {}
"""
ADDS_A_COLUMN = "op.execute(\"ALTER TABLE account ADD COLUMN region VARCHAR NOT NULL DEFAULT ''\")"
DROPS_A_COLUMN = 'op.execute("ALTER TABLE stakeholder DROP COLUMN phone")'
REBUILDS_A_PARENT = (
    'with op.batch_alter_table("account", recreate="always") as batch:\n        batch.drop_column("industry")'
)
FAILS_HALFWAY = f'{ADDS_A_COLUMN}\n    op.execute("DELETE FROM stakeholder")\n    op.execute("NO SUCH THING")'
LEAVES_ORPHANS = 'op.execute("UPDATE stakeholder SET account_id = 404")'
LOSES_ROWS = 'op.execute("DELETE FROM score")'
LOSES_A_TABLE = 'op.execute("DROP TABLE score")'
BREAKS_A_RULE = 'op.execute("UPDATE account SET tier = 9")'
RAISES = "raise LookupError"


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have a second revision that does what is given."""

    def make(what: str) -> None:
        folder = tmp_path / "100 % migrations"
        shutil.copytree(migrate.scripts(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0002_later.py").write_text(REVISION.format(what))
        monkeypatch.setattr(migrate, "scripts", lambda: folder)
        monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
        monkeypatch.setattr(schema, "HEAD", "0002")

    return make


@pytest.fixture
def filled(tmp_path: Path, migrated_file: Path, clock: Clock) -> Path:
    """A database of the first schema with an account in every table, in a folder of its own."""
    path = tmp_path / "data" / "kamtui.db"
    path.parent.mkdir()
    shutil.copy(migrated_file, path)
    opened = Database.open(path, clock)
    opened.run(whole_account)
    opened.close()
    return path


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    try:
        return dump(connection)
    finally:
        connection.close()


def test_the_migrations_of_the_checkout_are_found() -> None:
    assert (migrate.scripts() / "versions" / "0001_first_schema.py").is_file()


def test_the_migrations_inside_an_installed_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "files", lambda _package: tmp_path)
    assert migrate.scripts() == tmp_path.parent / "migrations"
    (tmp_path / "migrations").mkdir()
    assert migrate.scripts() == tmp_path / "migrations"


def test_the_known_revisions_are_those_in_the_folder() -> None:
    names = sorted(each.name for each in (migrate.scripts() / "versions").glob("*.py"))
    assert tuple(name.split("_")[0] for name in names) == schema.REVISIONS


def test_a_new_file_and_its_folder_are_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "kamtui.db"
    old = os.umask(0)
    try:
        migrate.create(path)
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["kamtui.db"]


def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    migrate.create(folder / "kamtui.db")
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_new_file_is_never_put_over_another_one(tmp_path: Path) -> None:
    path = tmp_path / "kamtui.db"
    path.write_text("mine")
    migrate.create(path)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_program_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f".kamtui.db.{os.getpid()}.new").write_text("half a file")
    migrate.create(tmp_path / "kamtui.db")
    assert schema.examine(tmp_path / "kamtui.db") is schema.Found.CURRENT


def test_a_link_that_points_nowhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kamtui.db"
    path.symlink_to(tmp_path / "nowhere.db")
    with pytest.raises(Unusable, match="File exists"):
        Database.open(path)
    assert [each.name for each in tmp_path.iterdir()] == ["kamtui.db"]


def test_a_file_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unusable, match="the system says"):
        Database.open(tmp_path / "file" / "kamtui.db")


@pytest.mark.parametrize("there_is_one", [True, False])
def test_a_file_system_without_links_gets_its_file_too(
    there_is_one: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    path = tmp_path / "kamtui.db"
    if there_is_one:
        path.write_text("mine")
    monkeypatch.setattr("os.link", no_links)
    migrate.create(path)
    assert path.read_bytes().startswith(b"mine" if there_is_one else schema.MAGIC)
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_leaves_no_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "sync", full)
    with pytest.raises(Unusable, match=FULL):
        migrate.create(tmp_path / "kamtui.db")
    assert list(tmp_path.iterdir()) == []


CREATES = (
    "import sys; from pathlib import Path; from kamtui.storage.database import Database; "
    "Database.open(Path(sys.argv[1])).close()"
)


def test_two_programs_that_create_the_same_file_both_open_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kamtui.db"
    both = [
        subprocess.Popen([sys.executable, "-c", CREATES, path], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [(each.communicate()[1], each.returncode) for each in both] == [("", 0), ("", 0)]
    assert [each.name for each in path.parent.iterdir()] == ["kamtui.db"]
    assert schema.examine(path) is schema.Found.CURRENT


def test_an_older_file_is_backed_up_and_then_brought_up_to_date(
    filled: Path, later: Callable[[str], None], clock: Clock
) -> None:
    before = filled.read_bytes()
    rows = rows_of(filled)
    later(ADDS_A_COLUMN)
    opened = Database.open(filled, clock)
    (saved,) = (filled.parent / "backups").iterdir()
    assert saved.name.startswith("kamtui-before-0002-")
    assert rows_of(saved) == rows
    assert saved.stat().st_mode & 0o777 == 0o600
    assert filled.read_bytes() != before
    assert {**dump(opened.connection), "account": rows["account"]} == rows
    assert opened.connection.execute("SELECT region FROM account").fetchall() == [("",)]
    assert schema.examine(filled) is schema.Found.CURRENT
    opened.close()


def test_the_journal_follows_a_new_column_and_still_undoes_what_was_before(
    filled: Path, later: Callable[[str], None], clock: Clock
) -> None:
    later(ADDS_A_COLUMN)
    opened = Database.open(filled, clock)
    opened.run(lambda _session: opened.connection.execute("UPDATE account SET region = 'north'").close())
    assert opened.undo() == "<lambda>"
    assert opened.connection.execute("SELECT region FROM account").fetchone() == ("",)
    assert opened.undo() == "whole account"
    assert not any(dump(opened.connection).values())
    assert opened.redo() == "whole account"
    opened.close()


@pytest.mark.parametrize("what", [DROPS_A_COLUMN, REBUILDS_A_PARENT])
def test_a_table_can_be_altered_and_keeps_its_rows_its_children_and_its_triggers(
    what: str, filled: Path, later: Callable[[str], None]
) -> None:
    counts = {table: len(rows) for table, rows in rows_of(filled).items()}
    later(what)
    migrate.upgrade(filled)
    assert {table: len(rows) for table, rows in rows_of(filled).items()} == counts
    connection = sqlite3.connect(filled)
    triggers = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert triggers == {f"journal_{table}_{event}" for table in counts for event in ("insert", "update", "delete")}
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (FAILS_HALFWAY, "syntax error"),
        (LEAVES_ORPHANS, "a reference would point nowhere"),
        (LOSES_ROWS, "rows would be lost in score"),
        (LOSES_A_TABLE, "rows would be lost in score"),
        (BREAKS_A_RULE, "CHECK constraint failed"),
        (RAISES, "LookupError"),
    ],
)
def test_an_update_that_fails_leaves_every_byte_as_it_was(
    what: str, why: str, filled: Path, later: Callable[[str], None], clock: Clock
) -> None:
    before = filled.read_bytes()
    later(what)
    with pytest.raises(Unusable, match=why) as refusal:
        Database.open(filled, clock)
    assert "is as it was" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert filled.read_bytes() == before
    assert [each.name for each in filled.parent.iterdir() if each.is_file()] == ["kamtui.db"]


def test_a_file_found_damaged_while_it_is_updated_is_left_alone(
    filled: Path, later: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(filled, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_score_account_id'")
    connection.close()
    before = filled.read_bytes()
    later(ADDS_A_COLUMN)
    monkeypatch.setattr(backup, "verify", lambda _path: None)
    with pytest.raises(Unusable):
        migrate.upgrade(filled)
    assert filled.read_bytes() == before


def test_without_a_backup_nothing_is_updated(
    filled: Path, later: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_path: Path) -> None:
        raise sqlite3.DatabaseError("the copy is damaged")

    before = filled.read_bytes()
    later(ADDS_A_COLUMN)
    monkeypatch.setattr(backup, "verify", damaged)
    with pytest.raises(Unusable, match="no backup could be written"):
        migrate.upgrade(filled)
    assert filled.read_bytes() == before
    assert list((filled.parent / "backups").iterdir()) == []


def test_an_update_is_one_transaction(
    filled: Path, later: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    opening = database.connect

    def watched(path: Path) -> sqlite3.Connection:
        connection = opening(path)
        connection.set_trace_callback(seen.append)
        return connection

    later(ADDS_A_COLUMN)
    monkeypatch.setattr(migrate, "connect", watched)
    migrate.upgrade(filled)
    assert [each for each in seen if each.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "ROLLBACK"))] == [
        "BEGIN IMMEDIATE", "COMMIT",
    ]  # fmt: skip
    off = next(number for number, each in enumerate(seen) if each == "PRAGMA foreign_keys = OFF")
    assert off < seen.index("BEGIN IMMEDIATE")


def test_the_upgrade_of_a_current_file_changes_no_row(filled: Path) -> None:
    rows = rows_of(filled)
    migrate.upgrade(filled)
    assert rows_of(filled) == rows


def test_opening_a_current_file_loads_neither_alembic_nor_sqlmodel(filled: Path) -> None:
    looks = (
        "import sys; from pathlib import Path; from kamtui.storage.database import Database; "
        "opened = Database.open(Path(sys.argv[1])); "
        "opened.read(lambda connection: connection.execute('SELECT 1').fetchall()); opened.close(); "
        "print({'alembic', 'sqlmodel', 'sqlalchemy', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", looks, filled], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_journal_has_no_triggers_on_itself(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    assert not set(journal.journalled(connection)) & set(journal.TABLES)
    connection.close()
