"""What only writing needs: SQLModel on the one connection. Imported on the database thread, never before."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine import Connection, Engine, create_engine
from sqlalchemy.orm import UOWTransaction
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from kamtui import models
from kamtui.models.columns import Record
from kamtui.storage.work import describe

__all__ = ["describe", "engine", "models"]


def engine(connection: sqlite3.Connection) -> Engine:
    """An engine over an open connection, whose transactions take the write lock at once."""
    made = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)
    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: UOWTransaction, _instances: Sequence[Any] | None) -> None:
    now = session.info["now"]
    for record in session.new:
        if isinstance(record, Record) and record.changed_at is None:
            record.changed_at = now
    for record in session.dirty:
        given = inspect(record).attrs.changed_at.history.has_changes() if isinstance(record, Record) else True
        if not given and session.is_modified(record):
            record.changed_at = now
