"""Letting everything that refers to one record refer to another, keys and uids alike."""

import json
from typing import TYPE_CHECKING, Any, Final

from kamtui.domain.duplicates import pair_key
from kamtui.domain.merging import with_uid_replaced, without_twice
from kamtui.storage import documents

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

UID_KEYS: Final = frozenset({"account", "accounts", "stakeholder", "stakeholders", "person", "people"})
"""Under which keys of a structure a uid refers to an account or a person."""

FROZEN: Final = frozenset({("plan_version", "document")})
"""Structures that say how something was, and stay as they are."""


def references() -> list[tuple[str, str, str]]:
    """Every reference of the models: table, column, and the table it leads to."""
    from sqlmodel import SQLModel

    from kamtui import models  # noqa: F401  registers every table

    return [
        (name, key.parent.name, key.column.table.name)
        for name, table in sorted(SQLModel.metadata.tables.items())
        for key in sorted(table.foreign_keys, key=lambda each: each.parent.name)
    ]


def structures() -> list[tuple[str, str]]:
    """Every column of the models that holds a structure and may change: table and column."""
    from sqlmodel import SQLModel

    from kamtui.models.columns import Plain

    return [
        (name, column.name)
        for name, table in sorted(SQLModel.metadata.tables.items())
        for column in table.columns
        if isinstance(column.type, Plain) and (name, column.name) not in FROZEN
    ]


def repoint(session: "Session", target: str, stays: int, goes: int) -> None:
    """Let every row that refers to the key `goes` of the table `target` refer to `stays`."""
    session.flush()
    now = _now(session)
    for table, column, to in references():
        if to == target:
            session.connection().exec_driver_sql(
                f'UPDATE "{table}" SET "{column}" = ?, changed_at = ? WHERE "{column}" = ?', (stays, now, goes)
            )


def rewrite_uids(session: "Session", stays: str, goes: str) -> None:
    """Let references by uid, in structures and in pairs that are not the same, lead to the record that stays."""
    now = _now(session)
    connection = session.connection()
    for table, column in structures():
        rows = connection.exec_driver_sql(f'SELECT id, "{column}" FROM "{table}" WHERE instr("{column}", ?)', (goes,))
        for row_id, text in rows.fetchall():
            before = json.loads(text)
            after = _rewritten(table, column, before, stays, goes)
            if after != before:
                documents.update(session, table, row_id, {column: json.dumps(after), "changed_at": now})
    pairs = connection.exec_driver_sql(
        "SELECT id, one, other FROM distinct_pair WHERE one = ? OR other = ?", (goes, goes)
    )
    for row_id, one, other in pairs.fetchall():
        first, second = pair_key(stays if one == goes else one, stays if other == goes else other)
        documents.update(session, "distinct_pair", row_id, {"one": first, "other": second, "changed_at": now})


def forget_pair(session: "Session", one: str, other: str) -> None:
    """Two records that become one were said not to be the same; that no longer holds."""
    first, second = pair_key(one, other)
    session.connection().exec_driver_sql("DELETE FROM distinct_pair WHERE one = ? AND other = ?", (first, second))


def forget_twice_present(session: "Session", person: int) -> None:
    """Who took part in a touchpoint under two names took part once."""
    session.connection().exec_driver_sql(
        "DELETE FROM touchpoint_person WHERE stakeholder_id = ? AND id NOT IN "
        "(SELECT min(id) FROM touchpoint_person WHERE stakeholder_id = ? GROUP BY touchpoint_id)",
        (person, person),
    )


def _rewritten(table: str, column: str, value: Any, stays: str, goes: str) -> Any:
    changed = with_uid_replaced(value, goes, stays, UID_KEYS)
    return without_twice(changed) if (table, column) == ("qbr", "participants") else changed


def _now(session: "Session") -> str:
    now: datetime = session.info["now"]
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
