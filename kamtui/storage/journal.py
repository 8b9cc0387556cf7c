"""The journal: every change of a row, in the transaction that made it.

Triggers write it, so that nothing passes by, whatever statement made the change. Undo, redo, the history of an
account and taking back an import are all read from it.
"""

import json
import sqlite3
from collections.abc import Sequence

from kamtui.domain.frozen import frozen
from kamtui.storage.journal_rows import Change, bring, changes_of, each_change
from kamtui.storage.journal_triggers import TABLES, build_triggers, drop_triggers, journalled
from kamtui.storage.roll_back import RolledBack, roll_back

__all__ = [
    "TABLES",
    "Action",
    "Change",
    "RolledBack",
    "action_of_batch",
    "batches",
    "build_triggers",
    "changes_of",
    "drop_triggers",
    "finish",
    "former_keys",
    "history",
    "holds",
    "import_to_undo",
    "journalled",
    "redo",
    "roll_back",
    "start",
    "undo",
]

TURNED_ROUND_SQL = """
INSERT INTO journal_change (action_id, table_name, row_id, account_id, before, after)
SELECT :action, table_name, row_id, account_id, after, before FROM journal_change
WHERE action_id = :passing ORDER BY id DESC
"""
NEXT_UNDO_SQL = "SELECT id, label FROM journal_action WHERE state = 'done' ORDER BY id DESC LIMIT 1"
IMPORT_NEXT_SQL = (
    "SELECT label FROM journal_action WHERE batch IS NOT NULL "
    "AND id = (SELECT max(id) FROM journal_action WHERE state = 'done')"
)
NEXT_REDO_SQL = "SELECT id, label FROM journal_action WHERE state = 'undone' ORDER BY id LIMIT 1"
HISTORY_SQL = (
    "SELECT id, at, label, state FROM journal_action WHERE state = 'done' "
    "AND id IN (SELECT action_id FROM journal_change WHERE account_id IN (SELECT value FROM json_each(?))) "
    "ORDER BY id DESC LIMIT ?"
)
FORMER_SQL = (
    "SELECT DISTINCT row_id FROM journal_change WHERE table_name = 'account' AND after IS NULL "
    "AND json_extract(before, '$.uid') IN (SELECT value FROM json_each(?))"
)
BATCHES_SQL = "SELECT batch, at, label FROM journal_action WHERE batch IS NOT NULL AND state = 'done' ORDER BY id DESC"
HOLDS_SQL = (
    "SELECT 1 FROM journal_change WHERE action_id = :action AND instr(after, :sign) "
    "AND NOT instr(coalesce(before, ''), :sign) LIMIT 1"
)
ACTION_OF_BATCH_SQL = "SELECT id FROM journal_action WHERE batch = ? AND state = 'done'"


@frozen
class Action:
    """One thing the user did, with the rows it changed."""

    id: int
    at: str
    label: str
    state: str
    changes: tuple[Change, ...]


def start(connection: sqlite3.Connection, at: str, label: str) -> int:
    """Open an action; from here on every change belongs to it."""
    cursor = connection.execute("INSERT INTO journal_action (at, label, state) VALUES (?, ?, 'done')", (at, label))
    action = int(cursor.lastrowid or 0)
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
    """Take back the newest action that stands; returns what it was, or None when there is nothing to take back.

    What goes with it, though it came later and outside the journal (notes typed into what the action made), is
    recorded while it goes, so that redo brings all of it back.
    """
    found = connection.execute(NEXT_UNDO_SQL).fetchone()
    if found is None:
        return None
    action = found[0]
    passing = start(connection, "", "")
    for change in each_change(connection, action, backwards=True):
        bring(connection, change.table, change.row_id, change.after, change.before)
    connection.execute("DELETE FROM journal_now")
    connection.execute("DELETE FROM journal_change WHERE action_id = ?", (action,))
    connection.execute(TURNED_ROUND_SQL, {"action": action, "passing": passing})
    connection.execute("DELETE FROM journal_change WHERE action_id = ?", (passing,))
    connection.execute("DELETE FROM journal_action WHERE id = ?", (passing,))
    connection.execute("UPDATE journal_action SET state = 'undone' WHERE id = ?", (action,))
    return str(found[1])


def import_to_undo(connection: sqlite3.Connection) -> str | None:
    """What undo would take back where that is a whole import, else None."""
    found = connection.execute(IMPORT_NEXT_SQL).fetchone()
    return None if found is None else str(found[0])


def redo(connection: sqlite3.Connection) -> str | None:
    """Do again what was undone last; returns what it was, or None when there is nothing to redo."""
    found = connection.execute(NEXT_REDO_SQL).fetchone()
    if found is None:
        return None
    for change in each_change(connection, found[0]):
        bring(connection, change.table, change.row_id, change.before, change.after)
    connection.execute("UPDATE journal_action SET state = 'done' WHERE id = ?", (found[0],))
    return str(found[1])


def holds(connection: sqlite3.Connection, action: int, sign: str) -> bool:
    """Whether an action under way brought a sign into a row that did not hold it before."""
    return connection.execute(HOLDS_SQL, {"action": action, "sign": sign}).fetchone() is not None


def history(connection: sqlite3.Connection, accounts: Sequence[int], limit: int = 200) -> list[Action]:
    """What was done to accounts and all that belongs to them, newest first; undone actions are left out.

    Each action carries the changes of these accounts alone.
    """
    found = connection.execute(HISTORY_SQL, (json.dumps(accounts), limit)).fetchall()
    return [
        Action(key, at, label, state, tuple(changes_of(connection, key, accounts))) for key, at, label, state in found
    ]


def former_keys(connection: sqlite3.Connection, uids: Sequence[str]) -> list[int]:
    """The inner keys that accounts had which are gone."""
    return [key for (key,) in connection.execute(FORMER_SQL, (json.dumps(uids),))] if uids else []


def batches(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """The imports that stand: batch, moment and label, newest first."""
    return connection.execute(BATCHES_SQL).fetchall()


def action_of_batch(connection: sqlite3.Connection, batch: str) -> int | None:
    """The action that a batch was, or None when there is none that stands."""
    found = connection.execute(ACTION_OF_BATCH_SQL, (batch,)).fetchone()
    return None if found is None else int(found[0])
