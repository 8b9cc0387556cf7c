"""Whole tables read and written at once, for the document that holds everything."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sqlmodel import Session

Row = tuple[Any, ...]


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """See one state of the file in all that is read inside, whatever other programs write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def rows(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> list[Row]:
    """Every row of a table in the order it was written, with these columns."""
    return connection.execute(f'SELECT {_names(columns)} FROM "{table}" ORDER BY id').fetchall()


def keys(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    """The inner key of every row of a table by its uid."""
    return dict(connection.execute(f'SELECT uid, id FROM "{table}"').fetchall())


def rows_of(session: "Session", table: str, columns: Sequence[str], key: str, wanted: Iterable[Any]) -> list[Row]:
    """The rows of a table whose `key` is among those wanted, with these columns, in the order they were written."""
    found: list[Row] = []
    connection = session.connection()
    asked = list(wanted)
    for start in range(0, len(asked), 500):
        part = tuple(asked[start : start + 500])
        statement = f'SELECT {_names(columns)} FROM "{table}" WHERE "{key}" IN ({_marks(part)}) ORDER BY id'
        found += [tuple(row) for row in connection.exec_driver_sql(statement, part)]
    return found


def raw(session: "Session") -> sqlite3.Connection:
    """The connection under a session, for reading inside its transaction."""
    return cast("sqlite3.Connection", session.connection().connection.driver_connection)


def insert(session: "Session", table: str, columns: Sequence[str], new: Sequence[Row]) -> None:
    """Write new rows, stored values in the order of the columns."""
    if new:
        statement = f'INSERT INTO "{table}" ({_names(columns)}) VALUES ({_marks(columns)})'
        session.connection().exec_driver_sql(statement, list(new))


def update(session: "Session", table: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of one row to stored values."""
    changes = ", ".join(f'"{column}" = ?' for column in values)
    session.connection().exec_driver_sql(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*values.values(), row_id))


def delete(session: "Session", table: str, row_ids: Iterable[int]) -> None:
    """Take rows out of a table."""
    for row_id in row_ids:
        session.connection().exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))


def last_id(session: "Session", table: str) -> int:
    """The largest inner key that a table ever gave out, 0 when it never had a row."""
    statement = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?"
    return int(session.connection().exec_driver_sql(statement, (table,)).scalar_one())


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
