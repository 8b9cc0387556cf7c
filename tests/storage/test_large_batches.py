"""Imports larger than memory should be: taken back, undone and done again a few rows at a time."""

import tracemalloc
from collections.abc import Callable

import pytest
from sqlmodel import Session

from kamtui.storage import imports
from kamtui.storage.database import Database
from kamtui.storage.sessions import describe
from tests.storage.records import account, add

ROWS = 1500
NOTES = "a" * 10_000
MEGABYTE = 2**20


def an_import(session: Session) -> None:
    describe(session, "import of big.csv", "b-1")
    (owner,) = add(session, account())
    connection = session.connection().connection.driver_connection
    for number in range(ROWS):
        values = {"account_id": owner, "name": f"P {number}", "notes": NOTES}
        imports.add(connection, "stakeholder", values, "2026-11-20T15:00:00Z")


def needed(work: Callable[[], object]) -> float:
    """The megabytes that Python needs at the peak of some work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.fixture
def imported(database: Database) -> Database:
    """A batch whose images take more than 15 MB."""
    database.run(an_import)
    return database


def count(database: Database) -> int:
    return int(database.connection.execute("SELECT count(*) FROM stakeholder").fetchone()[0])


def test_a_large_import_is_taken_back_in_little_memory(imported: Database) -> None:
    found = []
    assert needed(lambda: found.append(imported.run(imports.take_back, "b-1"))) < 5
    assert (found[0].reversed, found[0].kept, found[0].errored) == (ROWS + 1, (), ())
    assert count(imported) == 0


def test_a_large_import_is_undone_and_done_again_in_little_memory(imported: Database) -> None:
    imported.warm()
    assert needed(imported.undo) < 10
    assert count(imported) == 0
    assert needed(imported.redo) < 10
    assert count(imported) == ROWS
