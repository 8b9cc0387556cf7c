"""Taking back one action out of its turn, as an import is taken back."""

import sqlite3
from collections.abc import Iterator

from kamtui.domain.frozen import frozen
from kamtui.storage.journal_rows import Change, Image, Net, bring, net_of, row
from kamtui.storage.journal_triggers import journalled

Key = tuple[str, int]


PARTS = {
    "tier_change": ("account", "account_id"),
    "quality_change": ("stakeholder", "stakeholder_id"),
    "revenue_event": ("contract", "contract_id"),
    "touchpoint_person": ("touchpoint", "touchpoint_id"),
    "qbr_phase": ("qbr", "qbr_id"),
}
"""Rows that are no record of their own but how another came about or what it consists of: which table's, by column."""


@frozen
class RolledBack:
    """What taking back a batch did: rows reversed, rows kept because they were edited since, and what failed."""

    reversed: int
    kept: tuple[str, ...]
    errored: tuple[str, ...]


@frozen
class Reference:
    """A column whose value is the key of a row in `to`."""

    table: str
    column: str
    to: str


def roll_back(connection: sqlite3.Connection, action: int) -> RolledBack:
    """Take back one action out of its turn: rows that were edited since stay as they are.

    A row that others have come to hang on is kept too, and so are the history and the parts of one that is. Must run
    inside an action of its own, so that it can be undone. Every row that the action changed is counted once: reversed,
    kept or errored.
    """
    references = _references(connection)
    done, kept = 0, []
    stays: set[Key] = set()
    leaving: dict[Key, Net] = {}
    waiting: list[Net] = []
    for net in net_of(connection, action):
        change = net.change(connection)
        now = row(connection, net.table, net.row_id)
        if _same(now, change.before):
            done += 1
        elif not _same(now, change.after):
            kept.append(_words(change))
            stays.add((net.table, net.row_id))
        elif change.before is None:
            leaving[net.table, net.row_id] = net
        else:
            waiting.append(net)
    before_leaving = _restore(connection, references, waiting)
    held = _held(connection, references, leaving, stays)
    for key, net in leaving.items():
        if key in held:
            kept.append(_words(net.change(connection)))
        else:
            bring(connection, *key, None, None)
    errored = _restore(connection, references, [net for net, _ in before_leaving])
    done += len(leaving) - len(held) + len(waiting) - len(errored)
    return RolledBack(
        done, tuple(kept), tuple(f"{_words(net.change(connection))}: {reason}" for net, reason in errored)
    )


def _references(connection: sqlite3.Connection) -> list[Reference]:
    return [
        Reference(table, key[3], key[2])
        for table in journalled(connection)
        for key in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    ]


def _restore(connection: sqlite3.Connection, references: list[Reference], rows: list[Net]) -> list[tuple[Net, str]]:
    """Give rows their earlier image, as often as one more can be; returns those that cannot, each with the reason."""
    while rows:
        failed = [(net, reason) for net in rows if (reason := _why_not(connection, references, net)) is not None]
        if len(failed) == len(rows):
            return failed
        rows = [net for net, _ in failed]
    return []


def _why_not(connection: sqlite3.Connection, references: list[Reference], net: Net) -> str | None:
    """Give one row its earlier image; returns why that is not possible, or None when it is done."""
    change = net.change(connection)
    image = change.before or {}
    for each in references:
        to = image.get(each.column) if each.table == net.table else None
        if to is not None and row(connection, each.to, to) is None:
            return f"the {_spoken(each.to)} it refers to is gone"
    try:
        bring(connection, net.table, net.row_id, change.after, change.before)
    except sqlite3.IntegrityError as error:
        return str(error)
    return None


def _held(
    connection: sqlite3.Connection, references: list[Reference], leaving: dict[Key, Net], stays: set[Key]
) -> set[Key]:
    """The rows that would leave but that a row which stays refers to, or that are part of one."""
    held: set[Key] = set()
    while (
        more := {
            *_holding(connection, references, leaving, held),
            *_parts(connection, leaving, stays | held),
        }
        - held
    ):
        held |= more
    return held


def _parts(connection: sqlite3.Connection, leaving: dict[Key, Net], stays: set[Key]) -> Iterator[Key]:
    """The rows that would leave but are part of one that stays."""
    for table, row_id in leaving:
        if table in PARTS:
            whole, column = PARTS[table]
            now = row(connection, table, row_id) or {}
            if (whole, now.get(column)) in stays:
                yield table, row_id


def _holding(
    connection: sqlite3.Connection, references: list[Reference], leaving: dict[Key, Net], held: set[Key]
) -> Iterator[Key]:
    """The rows that would leave but that something refers to which does not."""
    tables = {table for table, _ in leaving}
    for each in (each for each in references if each.to in tables):
        ties = connection.execute(f'SELECT id, "{each.column}" FROM "{each.table}" WHERE "{each.column}" IS NOT NULL')
        for holder, to in ties:
            key = (each.table, holder)
            if (each.to, to) in leaving and (key not in leaving or key in held):
                yield each.to, to


def _words(change: Change) -> str:
    image = change.after or change.before or {}
    names = (image.get(column) for column in ("name", "what", "description", "title", "summary"))
    return f"{_spoken(change.table)} {next(filter(None, names), None) or image.get('on') or image.get('uid')}"


def _spoken(table: str) -> str:
    return table.replace("_", " ")


def _same(now: Image | None, then: Image | None) -> bool:
    if now is None or then is None:
        return now is then
    return all(now.get(column) == value for column, value in then.items())
