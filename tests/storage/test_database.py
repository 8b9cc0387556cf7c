import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.models.accounts import Account
from kamtui.models.health import Score
from kamtui.models.stakeholders import Stakeholder
from kamtui.storage import backup
from kamtui.storage.database import Database, connect
from kamtui.storage.errors import BUSY, Unusable
from tests.storage.records import DAY, account, actions, add, change, count, dump, locked, person

PATIENCE = 0.05


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "delete"), ("synchronous", 3), ("foreign_keys", 1), ("secure_delete", 1),
     ("busy_timeout", 5000), ("recursive_triggers", 1)],
)  # fmt: skip
def test_the_open_file_is_written_so_that_a_power_cut_loses_nothing(
    database: Database, pragma: str, value: object
) -> None:
    database.run(add, account())
    assert database.connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_missing_file_is_created_and_an_existing_one_is_opened(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "new" / "kamtui.db"
    for expected in (0, 1):
        opened = Database.open(path, clock)
        assert opened.read(count) == expected
        opened.run(add, account(str(expected)))
        opened.close()


def test_without_a_clock_today_is_today(database_file: Path) -> None:
    opened = Database(database_file)
    assert opened.clock == Clock()
    opened.close()


def test_what_another_program_wrote_is_noticed_once_and_what_was_written_here_is_not(database: Database) -> None:
    database.run(add, account("One"))
    assert not database.changed_elsewhere()
    other = Database.open(database.path, database.clock)
    other.run(add, account("Two"))
    other.close()
    assert database.changed_elsewhere()
    assert not database.changed_elsewhere()
    waiting = Database(database.path, patience=PATIENCE)
    with locked(database.path, "EXCLUSIVE"):
        with pytest.raises(Unusable, match=BUSY):
            waiting.changed_elsewhere()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            Database(database.path, patience=PATIENCE)
    waiting.close()


def test_a_failing_action_changes_nothing(database: Database) -> None:
    def fails(session: Session) -> None:
        add(session, account("One"))
        raise LookupError("the screen was wrong")

    with pytest.raises(LookupError):
        database.run(fails)
    assert not any(dump(database.connection).values())
    assert actions(database.connection) == []
    assert not database.connection.in_transaction
    database.run(add, account("Two"))
    assert database.read(count) == 1


def test_all_that_an_action_does_is_one_transaction(database: Database) -> None:
    def begins(statement: str) -> None:
        seen.append(statement)

    seen: list[str] = []
    database.run(add, account("Zero"))
    database.connection.set_trace_callback(begins)
    database.run(add, account("One"), account("Two"))
    database.connection.set_trace_callback(None)
    assert [each for each in seen if each.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]


def test_a_contradiction_is_refused_and_changes_nothing(database: Database) -> None:
    database.run(add, account("One"))
    with pytest.raises(Refused, match="contradicts"):
        database.run(add, account("Two"), account("One"))
    with pytest.raises(Refused, match="contradicts"):
        database.run(add, person(404))
    with pytest.raises(Refused, match="contradicts"):
        database.run(change, Account, 1, tier=4)
    assert database.read(count) == 1
    assert not database.connection.in_transaction


def test_a_contradiction_below_sqlmodel_is_refused_too(database: Database) -> None:
    def twice(session: Session) -> None:
        for _ in range(2):
            database.connection.execute("INSERT INTO journal_action (id, at, label, state) VALUES (99, '', '', 'done')")

    with pytest.raises(Refused, match="UNIQUE"):
        database.run(twice)
    assert actions(database.connection) == []


def test_a_value_that_the_practice_does_not_know_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="cannot be stored: 'dormant'"):
        database.run(add, account(status="dormant"))
    with pytest.raises(Refused, match="a number is expected, not inf"):
        database.run(add, account(), Score(account_id=1, kind="nps", value=float("inf"), on=DAY))
    assert not any(dump(database.connection).values())


def test_a_statement_that_the_file_refuses_is_one_plain_line(database: Database) -> None:
    with pytest.raises(Unusable, match=r"^the database refused: no such table: nowhere$"):
        database.read(count, "nowhere")


def test_what_is_stored_says_when_it_changed(database: Database) -> None:
    database.run(add, account())
    database.connection.execute("UPDATE account SET changed_at = '2020-01-01T00:00:00Z'")
    database.run(change, Account, 1, name="Nordwind")
    assert database.connection.execute("SELECT changed_at FROM account").fetchone() == ("2020-01-01T00:00:00Z",)
    database.run(change, Account, 1, name="Südwind")
    assert database.connection.execute("SELECT changed_at FROM account").fetchone()[0].startswith("2026-11-20T")


def test_a_moment_that_is_given_is_kept(database: Database) -> None:
    given = datetime(2024, 2, 29, 12, tzinfo=UTC)
    later = datetime(2025, 2, 28, 12, tzinfo=UTC)
    database.run(add, account(changed_at=given))
    assert database.connection.execute("SELECT changed_at FROM account").fetchone() == ("2024-02-29T12:00:00Z",)
    database.run(change, Account, 1, name="Südwind", changed_at=later)
    assert database.connection.execute("SELECT changed_at FROM account").fetchone() == ("2025-02-28T12:00:00Z",)


def test_what_is_not_a_record_is_left_without_a_moment(database: Database) -> None:
    from kamtui.storage.sessions import engine

    with Session(engine(database.connection)) as session:
        session.info["now"] = database.clock.now()
        session.add(account())
        session.flush()
        session.exec(select(Account)).one().industry = "wind"
        session.flush()
        session.rollback()
    assert database.read(count) == 0


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_locked_file_is_told_plainly_and_left_alone(database_file: Path, clock: Clock, how: str) -> None:
    opened = Database.open(database_file, clock, patience=PATIENCE)
    opened.run(add, account("One"))
    held = database_file.read_bytes()
    with locked(database_file, how):
        for write in (lambda: opened.run(add, account()), lambda: opened.note(add, account()), opened.undo):
            with pytest.raises(Unusable, match=f"^{BUSY}$"):
                write()
            assert not opened.connection.in_transaction
    assert database_file.read_bytes() == held
    opened.run(add, account("Two"))
    assert opened.undo() == "add"
    assert opened.redo() == "add"
    opened.close()


def test_a_file_that_is_locked_for_reading_is_told_plainly(database_file: Path, clock: Clock) -> None:
    opened = Database.open(database_file, clock, patience=PATIENCE)
    with locked(database_file, "EXCLUSIVE"), pytest.raises(Unusable, match=f"^{BUSY}$"):
        opened.read(count)
    opened.close()


@pytest.mark.parametrize("at", ["connecting", "asking"])
def test_a_locked_file_is_waited_for_once(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    held: list[Path] = []
    if at == "asking":
        monkeypatch.setattr("kamtui.storage.database.PRAGMAS", ())
    monkeypatch.setattr("kamtui.storage.schema.examine", held.append)
    with locked(database_file, "EXCLUSIVE"), pytest.raises(Unusable, match=f"kamtui.db: {BUSY}$"):
        Database.open(database_file, clock, patience=PATIENCE)
    assert held == []


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, clock: Clock, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(Unusable, match=f"^{path} is not a file$"):
        Database.open(path, clock)
    with pytest.raises(Unusable, match=f"^there is no database at {path} to copy$"):
        backup.copy(path, tmp_path / "copy.db")


def test_a_file_that_goes_away_while_it_is_opened_is_told_plainly(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr("kamtui.storage.database.connect", gone)
    with pytest.raises(Unusable, match="unable to open"):
        Database.open(database_file, clock)


def test_a_connection_that_cannot_be_set_up_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("not a database " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        connect(path)


def test_a_closed_database_says_so_in_one_line(database: Database) -> None:
    database.close()
    for use in (lambda: database.read(count), lambda: database.run(add, account()), database.undo):
        with pytest.raises(Unusable, match="closed database"):
            use()


def test_the_first_change_after_warming_loads_nothing_more(database: Database) -> None:
    database.warm()
    database.run(add, account())
    assert database.read(count) == 1


def test_two_copies_of_a_file_are_two_databases(database: Database, tmp_path: Path, clock: Clock) -> None:
    database.run(add, account("One"), person(1))
    other = Database.open(Path(shutil.copy(database.path, tmp_path / "copy.db")), clock)
    other.run(change, Stakeholder, 1, name="Other")
    assert other.undo() == "change"
    assert dump(other.connection) == dump(database.connection)
    other.close()


def test_a_file_that_is_locked_between_two_looks_is_let_go(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[sqlite3.Connection] = []

    def revision_of(connection: sqlite3.Connection) -> str:
        looked.append(connection)
        with locked(database_file, "EXCLUSIVE"):
            connection.execute("PRAGMA busy_timeout = 0")
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchone())

    monkeypatch.setattr("kamtui.storage.schema.revision_of", revision_of)
    with pytest.raises(Unusable, match=f"kamtui.db: {BUSY}$"):
        Database.open(database_file, clock)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        looked[0].execute("SELECT 1")


def test_what_is_read_past_a_veil_is_told_plainly_when_it_cannot_be(database: Database) -> None:
    with pytest.raises(Unusable):
        database.read_plainly(lambda connection: connection.execute("SELECT nothing FROM nowhere"))
