"""The competition dimension of one account's map, as it is shown."""

import sqlite3
from dataclasses import dataclass

from kamtui.domain.competition import Competitor
from kamtui.storage.rows import day

COMPETITORS = """
SELECT id, provider, kind, position, area, contract_end, notes FROM competitor
WHERE account_id = :account ORDER BY contract_end IS NULL, contract_end, provider COLLATE NOCASE, id
"""


@dataclass(frozen=True, slots=True)
class CompetitorRow:
    """A competitor with what only the list and the form need (rule M-7)."""

    id: int
    competitor: Competitor
    notes: str


def competitors_of(connection: sqlite3.Connection, account_id: int) -> tuple[CompetitorRow, ...]:
    """The other providers in the client's house, the one whose contract ends first on top (rule M-7)."""
    return tuple(
        CompetitorRow(key, Competitor(provider, kind, position, area, day(ends)), notes)
        for key, provider, kind, position, area, ends, notes in connection.execute(
            COMPETITORS, {"account": account_id}
        ).fetchall()
    )
