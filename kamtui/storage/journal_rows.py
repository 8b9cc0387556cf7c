"""What the journal keeps of a row, and bringing a row from one image to another."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

Image = dict[str, Any]

CHANGES_SQL = (
    "SELECT id, table_name, row_id, before, after FROM journal_change "
    "WHERE action_id = :action AND (:account IS NULL OR account_id = :account) ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it did not exist."""

    id: int
    table: str
    row_id: int
    before: Image | None
    after: Image | None


def changes_of(connection: sqlite3.Connection, action: int, account_id: int | None = None) -> list[Change]:
    """The rows an action changed, in the order in which it changed them; only an account's own when it is given."""
    rows = connection.execute(CHANGES_SQL, {"action": action, "account": account_id}).fetchall()
    return [Change(key, table, row, _read(before), _read(after)) for key, table, row, before, after in rows]


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
