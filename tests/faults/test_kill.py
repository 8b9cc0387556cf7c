import random
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.storage import backup, migrate, schema
from kamtui.storage.database import Database
from tests.faults import programs
from tests.storage.records import actions, dump, whole_account

KILLED = -signal.SIGKILL


def names(database: Database) -> list[str]:
    return [name for (name,) in database.connection.execute("SELECT name FROM account ORDER BY id")]


def assert_whole(database: Database) -> None:
    """The file is sound, every action is there from end to end, and the journal agrees with the rows."""
    connection = database.connection
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT count(*) FROM journal_now").fetchone() == (0,)
    found = len(names(database))
    assert connection.execute("SELECT count(*) FROM stakeholder").fetchone() == (found * 30,)
    assert actions(connection) == [("an action", "done")] * found


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_program_has_lost_nothing_that_it_said_was_kept(seed: int, database_file: Path, clock: Clock) -> None:
    chance = random.Random(seed)
    writing = programs.start(programs.WRITES_FOR_EVER, database_file)
    assert writing.stdout is not None
    wanted = chance.randrange(1, 12)
    for _ in range(wanted):
        writing.stdout.readline()
    sum(
        range(chance.randrange(1_000_000))
    )  # a moment that differs, so that the blow falls elsewhere in the next action
    writing.kill()
    acknowledged = wanted + len(writing.communicate()[0].splitlines())
    opened = Database.open(database_file, clock)
    assert_whole(opened)
    assert acknowledged <= len(names(opened)) <= acknowledged + 1
    assert names(opened) == [f"Account {number}" for number in range(len(names(opened)))]
    opened.close()


@pytest.mark.parametrize("steps", [1, 100, 2_500, 5_000])
def test_an_action_cut_in_its_middle_never_was(steps: int, database_file: Path, clock: Clock) -> None:
    code, out, _ = programs.ended(programs.DIES_INSIDE_AN_ACTION, database_file, steps)
    assert (code, out) == (KILLED, "0\n")
    opened = Database.open(database_file, clock)
    assert names(opened) == ["Account 0"]
    assert_whole(opened)
    assert opened.undo() == "an action"
    assert not any(dump(opened.connection).values())
    opened.close()


@pytest.mark.parametrize("steps", [1, 50])
def test_an_undo_cut_in_its_middle_never_was(steps: int, database_file: Path, clock: Clock) -> None:
    opened = Database.open(database_file, clock)
    opened.run(whole_account)
    standing = dump(opened.connection)
    opened.close()
    assert programs.ended(programs.DIES_UNDOING, database_file, steps)[0] == KILLED
    opened = Database.open(database_file, clock)
    assert dump(opened.connection) == standing
    assert opened.undo() == "whole account"
    opened.close()


def test_an_update_cut_in_its_middle_never_was(database_file: Path, tmp_path: Path, clock: Clock) -> None:
    opened = Database.open(database_file, clock)
    opened.run(whole_account)
    standing = dump(opened.connection)
    opened.close()
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.scripts(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0002_dies.py").write_text(
        "import os, signal\nfrom alembic import op\nrevision, down_revision = '0002', '0001'\n"
        "def upgrade():\n    op.execute('PRAGMA cache_size = 1')\n    op.execute('ALTER TABLE account ADD COLUMN x')\n"
        "    op.execute('DELETE FROM stakeholder')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert programs.ended(programs.DIES_UPDATING, database_file, folder)[0] == KILLED
    (saved,) = (tmp_path / "backups").iterdir()
    backup.verify(saved)
    for path in (database_file, saved):
        opened = Database.open(path, clock)
        assert dump(opened.connection) == standing
        opened.close()


def test_a_killed_backup_is_no_backup_and_in_nobodys_way(database_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups" / "copy.db"
    assert programs.ended(programs.DIES_IN_A_BACKUP, database_file, target)[0] == KILLED
    (left,) = target.parent.iterdir()
    assert left.name.endswith(backup.PART)
    backup.verify(backup.copy(database_file, target))
    assert sorted(each.name for each in target.parent.iterdir()) == ["copy.db", left.name]


def test_a_program_killed_while_it_creates_its_file_can_start_again(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "kamtui.db"
    assert programs.ended(programs.DIES_CREATING, path)[0] == KILLED
    assert not path.exists()
    Database.open(path, clock).close()
    assert schema.examine(path) is schema.Found.CURRENT


def test_two_programs_that_write_at_once_both_keep_everything(database_file: Path, clock: Clock) -> None:
    both = [programs.start(programs.WRITES_A_FEW, database_file, name, 25) for name in ("Left", "Right")]
    assert [(each.communicate()[1], each.returncode) for each in both] == [("", 0), ("", 0)]
    opened = Database.open(database_file, clock)
    assert sorted(names(opened)) == sorted(f"{name} {number}" for name in ("Left", "Right") for number in range(25))
    assert len(actions(opened.connection)) == 50
    opened.close()


def test_a_program_that_dies_with_the_file_locked_locks_nobody_out(database_file: Path, clock: Clock) -> None:
    programs.ended(programs.DIES_INSIDE_AN_ACTION, database_file, 100)
    other = sqlite3.connect(database_file, isolation_level=None, timeout=0)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("ROLLBACK")
    other.close()
