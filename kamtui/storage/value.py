"""The value dimension of one account's map, as it is shown."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from kamtui.domain.value import ValueEntry

ENTRIES = """
SELECT v.id, v.kind, v.what, v."on", v.amount, v.evidence, v.unit, v.stakeholder_id, coalesce(s.name, ''),
  coalesce((
    SELECT o.stage FROM opportunity o WHERE o.account_id = v.account_id AND v.kind = 'adjacent'
    AND (json_extract(o.external_ids, '$.value_entry') = v.uid OR o.name = v.what) ORDER BY o.id DESC LIMIT 1
  ), '')
FROM value_entry v LEFT JOIN stakeholder s ON s.id = v.stakeholder_id
WHERE v.account_id = :account ORDER BY v.kind DESC, v."on" DESC, v.id DESC
"""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value entry with what only the list and the form need (rule M-6).

    `opportunity` is the stage of the opportunity that an adjacent entry became, empty where it is none yet.
    """

    id: int
    entry: ValueEntry
    evidence: str
    unit: str
    stakeholder_id: int | None
    stakeholder: str
    opportunity: str


def value_of(connection: sqlite3.Connection, account_id: int) -> tuple[ValueRow, ...]:
    """An account's value entries: what was delivered, then what lies next door, the newest first (rule M-6)."""
    return tuple(
        ValueRow(key, ValueEntry(kind, what, date.fromisoformat(on), amount), evidence, unit, person, name, stage)
        for key, kind, what, on, amount, evidence, unit, person, name, stage in connection.execute(
            ENTRIES, {"account": account_id}
        ).fetchall()
    )
