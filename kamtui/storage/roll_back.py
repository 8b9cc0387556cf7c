"""Taking back one action out of its turn, as an import is taken back."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from kamtui.storage.journal_rows import Change, Image, bring, changes_of, row
from kamtui.storage.journal_triggers import journalled

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What taking back a batch did: rows reversed, rows kept because they were edited since, and what failed."""

    reversed: int
    kept: tuple[str, ...]
    errored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose value is the key of a row in `to`."""

    table: str
    column: str
    to: str


def roll_back(connection: sqlite3.Connection, action: int) -> RolledBack:
    """Take back one action out of its turn: rows that were edited since stay as they are.

    A row that others have come to hang on is kept too. Must run inside an action of its own, so that it can be undone.
    Every row that the action changed is counted once: reversed, kept or errored.
    """
    references = _references(connection)
    done, kept = 0, []
    leaving: dict[Key, Change] = {}
    waiting: list[Change] = []
    for change in reversed(_net(changes_of(connection, action))):
        now = row(connection, change.table, change.row_id)
        if _same(now, change.before):
            done += 1
        elif not _same(now, change.after):
            kept.append(_words(change))
        elif change.before is None:
            leaving[change.table, change.row_id] = change
        else:
            waiting.append(change)
    before_leaving = _restore(connection, references, waiting)
    held = _held(connection, references, set(leaving))
    for (table, row_id), change in leaving.items():
        if (table, row_id) in held:
            kept.append(_words(change))
        else:
            bring(connection, table, row_id, change.after, None)
    errored = _restore(connection, references, [change for change, _ in before_leaving])
    done += len(leaving) - len(held) + len(waiting) - len(errored)
    return RolledBack(done, tuple(kept), tuple(f"{_words(change)}: {reason}" for change, reason in errored))


def _net(changes: Iterable[Change]) -> list[Change]:
    """One change a row: its first before and its last after."""
    rows: dict[Key, Change] = {}
    for change in changes:
        key = (change.table, change.row_id)
        first = rows.pop(key, change)
        rows[key] = Change(change.id, change.table, change.row_id, first.before, change.after)
    return list(rows.values())


def _references(connection: sqlite3.Connection) -> list[Reference]:
    return [
        Reference(table, key[3], key[2])
        for table in journalled(connection)
        for key in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    ]


def _restore(
    connection: sqlite3.Connection, references: list[Reference], changes: list[Change]
) -> list[tuple[Change, str]]:
    """Give rows their earlier image, as often as one more can be; returns those that cannot, each with the reason."""
    while changes:
        failed = [
            (change, reason) for change in changes if (reason := _why_not(connection, references, change)) is not None
        ]
        if len(failed) == len(changes):
            return failed
        changes = [change for change, _ in failed]
    return []


def _why_not(connection: sqlite3.Connection, references: list[Reference], change: Change) -> str | None:
    """Give one row its earlier image; returns why that is not possible, or None when it is done."""
    image = change.before or {}
    for each in references:
        to = image.get(each.column) if each.table == change.table else None
        if to is not None and row(connection, each.to, to) is None:
            return f"the {_spoken(each.to)} it refers to is gone"
    try:
        bring(connection, change.table, change.row_id, change.after, change.before)
    except sqlite3.IntegrityError as error:
        return str(error)
    return None


def _held(connection: sqlite3.Connection, references: list[Reference], leaving: set[Key]) -> set[Key]:
    """The rows that would leave but that a row which stays refers to."""
    tables = {table for table, _ in leaving}
    ties = [
        ((each.table, holder), (each.to, to))
        for each in references
        if each.to in tables
        for holder, to in connection.execute(
            f'SELECT id, "{each.column}" FROM "{each.table}" WHERE "{each.column}" IS NOT NULL'
        ).fetchall()
        if (each.to, to) in leaving
    ]
    held: set[Key] = set()
    while more := {to for holder, to in ties if holder not in leaving or holder in held} - held:
        held |= more
    return held


def _words(change: Change) -> str:
    image = change.after or change.before or {}
    names = (image.get(column) for column in ("name", "what", "description", "title", "summary"))
    return f"{_spoken(change.table)} {next(filter(None, names), None) or image.get('uid')}"


def _spoken(table: str) -> str:
    return table.replace("_", " ")


def _same(now: Image | None, then: Image | None) -> bool:
    if now is None or then is None:
        return now is then
    return all(now.get(column) == value for column, value in then.items())
