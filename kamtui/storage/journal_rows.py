"""What the journal keeps of a row, and bringing a row from one image to another."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from kamtui.domain.frozen import frozen

Image = dict[str, Any]

CHANGES_SQL = (
    "SELECT id, table_name, row_id, before, after FROM journal_change "
    "WHERE action_id = :action AND (:accounts IS NULL OR account_id IN (SELECT value FROM json_each(:accounts))) "
    "ORDER BY id"
)
ONWARD_SQL = (
    "SELECT id, table_name, row_id, before, after FROM journal_change "
    "WHERE action_id = ? AND id > ? ORDER BY id LIMIT ?"
)
BACKWARD_SQL = (
    "SELECT id, table_name, row_id, before, after FROM journal_change "
    "WHERE action_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
)
NET_SQL = (
    "SELECT table_name, row_id, min(id), max(id) FROM journal_change WHERE action_id = ? "
    "GROUP BY table_name, row_id ORDER BY max(id) DESC"
)
BEFORE_SQL = "SELECT before FROM journal_change WHERE id = ?"
AFTER_SQL = "SELECT after FROM journal_change WHERE id = ?"

SOME = 200
"""How many changes of an action are in memory at a time."""
LAST = 2**63 - 1


@frozen
class Change:
    """One row before and after; None where it did not exist."""

    id: int
    table: str
    row_id: int
    before: Image | None
    after: Image | None


def changes_of(connection: sqlite3.Connection, action: int, accounts: Sequence[int] | None = None) -> list[Change]:
    """The rows an action changed, in the order in which it changed them; only those of accounts that are given."""
    only = None if accounts is None else json.dumps(accounts)
    rows = connection.execute(CHANGES_SQL, {"action": action, "accounts": only}).fetchall()
    return [Change(key, table, row, _read(before), _read(after)) for key, table, row, before, after in rows]


@frozen
class Net:
    """What an action did to one row in all: from before its first change to after its last."""

    table: str
    row_id: int
    first: int
    last: int

    def change(self, connection: sqlite3.Connection) -> Change:
        """The row before and after."""
        before = connection.execute(BEFORE_SQL, (self.first,)).fetchone()
        after = connection.execute(AFTER_SQL, (self.last,)).fetchone()
        return Change(self.last, self.table, self.row_id, _read(before[0]), _read(after[0]))


def net_of(connection: sqlite3.Connection, action: int) -> list[Net]:
    """Every row that an action changed, the one that it changed last first; without what stands in them."""
    return [Net(*found) for found in connection.execute(NET_SQL, (action,))]


def each_change(connection: sqlite3.Connection, action: int, *, backwards: bool = False) -> Iterator[Change]:
    """The rows an action changed, few at a time, so that an action of any size fits into memory."""
    statement, place = (BACKWARD_SQL, LAST) if backwards else (ONWARD_SQL, 0)
    while found := connection.execute(statement, (action, place, SOME)).fetchall():
        for key, table, row_id, before, after in found:
            yield Change(key, table, row_id, _read(before), _read(after))
        place = found[-1][0]


def row(connection: sqlite3.Connection, table: str, row_id: int) -> Image | None:
    """A row as it stands, or None when there is none."""
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,))
    found = cursor.fetchone()
    return None if found is None else dict(zip((each[0] for each in cursor.description), found, strict=True))


def bring(connection: sqlite3.Connection, table: str, row_id: int, old: Image | None, new: Image | None) -> None:
    """Bring a row from one image to another; columns that are equal in both are left as they stand.

    Raises sqlite3.IntegrityError when the table does not allow it.
    """
    if new is None:
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
    elif old is None:
        columns = ", ".join(f'"{column}"' for column in new)
        places = ", ".join("?" * len(new))
        connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', list(new.values()))
    else:
        changed = {column: value for column, value in new.items() if column == "id" or old.get(column) != value}
        assignments = ", ".join(f'"{column}" = ?' for column in changed)
        connection.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', [*changed.values(), row_id])


def _read(text: str | None) -> Image | None:
    return None if text is None else json.loads(text)
