"""Whole tables out and in."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kamtui.storage import documents, journal
from kamtui.storage.database import Database, connect

COLUMNS = ("id", "uid", "changed_at", "on", "scores", "findings")


def rows(first: int, count: int) -> list[documents.Row]:
    return [(number, f"u{number}", "now", "2026-11-20", "{}", "{}") for number in range(first, first + count)]


def add(session: Any, new: list[documents.Row]) -> None:
    documents.insert(session, "assessment", COLUMNS, new)


def test_a_snapshot_sees_one_state_while_another_program_writes(database: Database, database_file: Path) -> None:
    other = connect(database_file)
    other.execute("PRAGMA busy_timeout = 0")
    with documents.snapshot(database.connection):
        assert documents.rows(database.connection, "review", ("uid",)) == []
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO assessment (uid, changed_at, 'on', scores, findings) VALUES ('o','n','d','','')")
        assert documents.keys(database.connection, "assessment") == {}
    other.close()
    assert not database.connection.in_transaction


def test_a_snapshot_inside_a_transaction_leaves_it_open(database: Database) -> None:
    database.connection.execute("BEGIN")
    with documents.snapshot(database.connection):
        pass
    assert database.connection.in_transaction
    database.connection.execute("ROLLBACK")


def test_many_rows_are_written_at_once_and_found_again_by_any_key(database: Database) -> None:
    database.run(add, rows(1, 1200))
    assert len(documents.rows(database.connection, "assessment", COLUMNS)) == 1200
    assert documents.keys(database.connection, "assessment")["u7"] == 7

    def wanted(session: Any) -> list[documents.Row]:
        assert documents.raw(session) is database.connection
        return documents.rows_of(session, "assessment", ("id",), "uid", [f"u{number}" for number in range(1300)])

    assert [row_id for (row_id,) in database.run(wanted)] == sorted(range(1, 1200 + 1), key=lambda n: (n >= 500, n))


def test_no_rows_are_no_statement_and_no_action(database: Database) -> None:
    database.run(add, [])
    assert database.undo() is None


def test_rows_are_changed_and_taken_out_under_the_eyes_of_the_journal(database: Database) -> None:
    database.run(add, rows(1, 2))

    def edit(session: Any) -> None:
        documents.update(session, "assessment", 1, {"on": "2026-01-01", "scores": '{"a": 1}'})
        documents.delete(session, "assessment", [2])

    database.run(edit)
    assert documents.rows(database.connection, "assessment", ("id", "on", "scores")) == [(1, "2026-01-01", '{"a": 1}')]
    database.undo()
    assert documents.keys(database.connection, "assessment") == {"u1": 1, "u2": 2}


def test_an_inner_key_is_never_given_out_twice(database: Database) -> None:
    assert database.run(documents.last_id, "assessment") == 0
    database.run(add, rows(5, 1))
    database.run(documents.delete, "assessment", [5])
    assert database.run(documents.last_id, "assessment") == 5
    assert "assessment" in database.read(journal.journalled)
