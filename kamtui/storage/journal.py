"""The journal: every change of a row, in the transaction that made it.

Triggers write it, so that nothing passes by, whatever statement made the change. Undo, redo, the history of an
account and taking back an import are all read from it.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TABLES = ("journal_action", "journal_change", "journal_now")
LEFT_OUT = (*TABLES, "alembic_version", "sqlite_sequence")


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it did not exist."""

    id: int
    table: str
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user did, with the rows it changed."""

    id: int
    at: str
    label: str
    state: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What taking back a batch did: rows reversed, rows kept because they were edited since, and what failed."""

    reversed: int
    kept: tuple[str, ...]
    errored: tuple[str, ...]


def build_triggers(connection: sqlite3.Connection) -> None:
    """Write the triggers of every table of the practice anew, from the columns it has now."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if name.startswith("journal_"):
            connection.execute(f'DROP TRIGGER "{name}"')
    for table in journalled(connection):
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            connection.execute(_trigger(table, columns, event, row))


def journalled(connection: sqlite3.Connection) -> list[str]:
    """The tables whose changes are kept."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if name not in LEFT_OUT]


def _trigger(table: str, columns: list[str], event: str, row: str) -> str:
    def image(of: str) -> str:
        return "json_object(" + ", ".join(f"'{column}', {of}.\"{column}\"" for column in columns) + ")"

    owner = f"{row}.account_id" if "account_id" in columns else f"{row}.id" if table == "account" else "NULL"
    before = "NULL" if event == "INSERT" else image("OLD")
    after = "NULL" if event == "DELETE" else image("NEW")
    return (
        f'CREATE TRIGGER "journal_{table}_{event.lower()}" AFTER {event} ON "{table}" '
        f"WHEN (SELECT action_id FROM journal_now) IS NOT NULL BEGIN "
        f"INSERT INTO journal_change (action_id, table_name, row_id, account_id, before, after) "
        f"SELECT action_id, '{table}', {row}.id, {owner}, {before}, {after} FROM journal_now; END"
    )


def start(connection: sqlite3.Connection, at: str, label: str) -> int:
    """Open an action; from here on every change belongs to it."""
    connection.execute("INSERT INTO journal_action (at, label, state) VALUES (?, ?, 'done')", (at, label))
    action: int = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    connection.execute("DELETE FROM journal_now")
    connection.execute("INSERT INTO journal_now (action_id) VALUES (?)", (action,))
    return action


def finish(connection: sqlite3.Connection, action: int, label: str, batch: str | None = None) -> bool:
    """Close the action; one that changed nothing leaves no trace. Returns whether it changed something.

    What had been undone before cannot be redone any more.
    """
    connection.execute("DELETE FROM journal_now")
    changed = connection.execute("SELECT 1 FROM journal_change WHERE action_id = ? LIMIT 1", (action,)).fetchone()
    if changed is None:
        connection.execute("DELETE FROM journal_action WHERE id = ?", (action,))
        return False
    connection.execute("UPDATE journal_action SET state = 'abandoned' WHERE state = 'undone'")
    connection.execute("UPDATE journal_action SET label = ?, batch = ? WHERE id = ?", (label, batch, action))
    return True


def undo(connection: sqlite3.Connection) -> str | None:
    """Take back the newest action that stands; returns what it was, or None when there is nothing to take back."""
    found = connection.execute(
        "SELECT id, label FROM journal_action WHERE state = 'done' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if found is None:
        return None
    for change in reversed(changes_of(connection, found[0])):
        _put(connection, change.table, change.row_id, change.before)
    connection.execute("UPDATE journal_action SET state = 'undone' WHERE id = ?", (found[0],))
    return str(found[1])


def redo(connection: sqlite3.Connection) -> str | None:
    """Do again what was undone last; returns what it was, or None when there is nothing to redo."""
    found = connection.execute(
        "SELECT id, label FROM journal_action WHERE state = 'undone' ORDER BY id LIMIT 1"
    ).fetchone()
    if found is None:
        return None
    for change in changes_of(connection, found[0]):
        _put(connection, change.table, change.row_id, change.after)
    connection.execute("UPDATE journal_action SET state = 'done' WHERE id = ?", (found[0],))
    return str(found[1])


def changes_of(connection: sqlite3.Connection, action: int) -> list[Change]:
    """The rows an action changed, in the order in which it changed them."""
    rows = connection.execute(
        "SELECT id, table_name, row_id, before, after FROM journal_change WHERE action_id = ? ORDER BY id", (action,)
    ).fetchall()
    return [Change(key, table, row, _image(before), _image(after)) for key, table, row, before, after in rows]


def history(connection: sqlite3.Connection, account_id: int, limit: int = 200) -> list[Action]:
    """What was done to an account and all that belongs to it, newest first; undone actions are left out."""
    found = connection.execute(
        "SELECT id, at, label, state FROM journal_action a WHERE state = 'done' AND EXISTS "
        "(SELECT 1 FROM journal_change c WHERE c.action_id = a.id AND c.account_id = ?) ORDER BY id DESC LIMIT ?",
        (account_id, limit),
    ).fetchall()
    return [Action(key, at, label, state, tuple(changes_of(connection, key))) for key, at, label, state in found]


def batches(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """The imports that stand: batch, moment and label, newest first."""
    return connection.execute(
        "SELECT batch, at, label FROM journal_action WHERE batch IS NOT NULL AND state = 'done' ORDER BY id DESC"
    ).fetchall()


def action_of_batch(connection: sqlite3.Connection, batch: str) -> int | None:
    """The action that a batch was, or None when there is none that stands."""
    found = connection.execute("SELECT id FROM journal_action WHERE batch = ? AND state = 'done'", (batch,)).fetchone()
    return None if found is None else int(found[0])


def roll_back(connection: sqlite3.Connection, action: int) -> RolledBack:
    """Take back one action out of its turn: rows that were edited since stay as they are.

    A row that others have come to hang on is kept too. Must run inside an action of its own, so that it can be undone.
    """
    back, kept, errored = 0, [], []
    for change in reversed(_net(changes_of(connection, action))):
        now = _row(connection, change.table, change.row_id)
        if now is None and change.before is None:
            back += 1
        elif now is None or not _same(now, change.after) or _would_take_others(connection, change):
            kept.append(_words(change))
        else:
            try:
                _put(connection, change.table, change.row_id, change.before)
                back += 1
            except sqlite3.IntegrityError as error:
                errored.append(f"{_words(change)}: {error}")
    return RolledBack(back, tuple(kept), tuple(errored))


def _net(changes: Iterable[Change]) -> list[Change]:
    """One change a row: its first before and its last after."""
    rows: dict[tuple[str, int], Change] = {}
    for change in changes:
        key = (change.table, change.row_id)
        first = rows.pop(key, change)
        rows[key] = Change(change.id, change.table, change.row_id, first.before, change.after)
    return list(rows.values())


def _would_take_others(connection: sqlite3.Connection, change: Change) -> bool:
    if change.before is not None:
        return False
    for other in journalled(connection):
        for key in connection.execute(f'PRAGMA foreign_key_list("{other}")').fetchall():
            held = f'SELECT 1 FROM "{other}" WHERE "{key[3]}" = ? LIMIT 1'
            if key[2] == change.table and key[6] == "CASCADE" and connection.execute(held, (change.row_id,)).fetchone():
                return True
    return False


def _words(change: Change) -> str:
    image = change.after or change.before or {}
    name = image.get("name") or image.get("what") or image.get("description") or image.get("title") or image["uid"]
    return f"{change.table.replace('_', ' ')} {name}"


def _same(now: dict[str, Any], then: dict[str, Any] | None) -> bool:
    return then is not None and all(now.get(column) == value for column, value in then.items())


def _image(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)


def _row(connection: sqlite3.Connection, table: str, row_id: int) -> dict[str, Any] | None:
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,))
    found = cursor.fetchone()
    return None if found is None else dict(zip((each[0] for each in cursor.description), found, strict=True))


def _put(connection: sqlite3.Connection, table: str, row_id: int, image: dict[str, Any] | None) -> None:
    if image is None:
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
        return
    columns = ", ".join(f'"{column}"' for column in image)
    changed = ", ".join(f'"{column}" = excluded."{column}"' for column in image if column != "id")
    connection.execute(
        f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(image))}) '
        f"ON CONFLICT (id) DO UPDATE SET {changed}",
        list(image.values()),
    )
