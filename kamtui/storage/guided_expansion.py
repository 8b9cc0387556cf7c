"""What the quarterly expansion strategy looks at: gaps, needs next door, rivals to take over from, loops (R-5, T-4)."""

import sqlite3
from collections.abc import Mapping
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import AccountValue, largest_gaps
from kamtui.domain.guided import GuidedLine, GuidedStep
from kamtui.domain.ledger import ledgers
from kamtui.domain.loops import asked, loops, most_valuable
from kamtui.domain.practice import Practice
from kamtui.domain.wording import due_words
from kamtui.storage import revenue
from kamtui.storage.guided import PastReview
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import day

ADJACENT = """
SELECT v.account_id, v.what, v.amount FROM value_entry v JOIN account a ON a.id = v.account_id
WHERE v.kind = 'adjacent' AND a.status <> 'ended' AND NOT EXISTS (
  SELECT 1 FROM opportunity o WHERE o.account_id = v.account_id
  AND (json_extract(o.external_ids, '$.value_entry') = v.uid OR o.name = v.what))
ORDER BY v.amount IS NULL, v.amount DESC, a.name_key, v.id LIMIT 40
"""

CONSOLIDATE = """
SELECT c.account_id, c.provider, c.area, c.position, c.contract_end FROM competitor c
JOIN account a ON a.id = c.account_id WHERE c.kind = 'consolidation' AND a.status <> 'ended'
ORDER BY c.contract_end IS NULL, c.contract_end, a.name_key, c.id LIMIT 40
"""


def expansion_strategy(
    connection: sqlite3.Connection, today: date, practice: Practice, last: PastReview | None
) -> tuple[tuple[GuidedStep, ...], Mapping[str, float]]:
    """The four looks at growth, before at most three bets are chosen (rules T-4, M-6, M-7, R-5)."""
    rows = {row.id: row for row in accounts(connection, today, practice)}
    notes = last.notes if last is not None else {}
    found = {
        "gaps": _gaps(rows),
        "adjacent": _adjacent(connection, rows),
        "consolidate": _consolidate(connection, rows, today),
        "loops": _loops(connection, rows, today, practice),
    }
    steps = tuple(
        GuidedStep(key, title, found[key], notes.get(key, ""), nothing=nothing)
        for key, (title, nothing) in STEPS.items()
    )
    return steps, {}


STEPS = {
    "gaps": ("largest gaps", "No account has a potential above what it pays. e on an account writes one."),
    "adjacent": ("needs next door", "No adjacent need waits: those on the maps are opportunities already."),
    "consolidate": ("to consolidate", "No competitor is marked as one to consolidate."),
    "loops": ("loops that do not run", "No client pays anything yet, so there is no loop to look at."),
}
"""The steps: their titles, and what is said where nothing is known."""


def _gaps(rows: Mapping[int, AccountRow]) -> tuple[GuidedLine, ...]:
    values = [
        AccountValue(row.id, row.name, row.current_value, row.potential_value, row.expansion_observation, row.status)
        for row in rows.values()
    ]
    found = []
    for flag in largest_gaps(values):
        row = rows[flag.account_id]
        said = f"{row.name} · {flag.words or row.expansion_observation}"
        found.append(_line(row, money.short(flag.gap), said, "account", asks=flag.observation_missing))
    return tuple(found)


def _adjacent(connection: sqlite3.Connection, rows: Mapping[int, AccountRow]) -> tuple[GuidedLine, ...]:
    return tuple(
        _line(rows[owner], money.short(amount) if amount else "no amount", f"{rows[owner].name} · {what}", "map")
        for owner, what, amount in connection.execute(ADJACENT).fetchall()
    )


def _consolidate(connection: sqlite3.Connection, rows: Mapping[int, AccountRow], today: date) -> tuple[GuidedLine, ...]:
    found = []
    for owner, provider, area, position, until in connection.execute(CONSOLIDATE).fetchall():
        ends = day(until)
        parts = [rows[owner].name, provider, area, f"we are {position}"]
        parts.append(f"their contract ends {due_words(ends, today)}" if ends is not None and ends >= today else "")
        found.append(_line(rows[owner], "competitor", " · ".join(filter(None, parts)), "map"))
    return tuple(found)


def _loops(
    connection: sqlite3.Connection, rows: Mapping[int, AccountRow], today: date, practice: Practice
) -> tuple[GuidedLine, ...]:
    found = []
    for ledger in most_valuable(ledgers(revenue.book_of(connection, list(rows.values()), today, practice))):
        row, running = rows[ledger.client.id], loops(ledger)
        for name, action in asked(ledger).items():
            found.append(_line(row, name, f"{row.name} · {action}", "account", asks=True))
        if running.all_three:
            found.append(_line(row, "all three", f"{row.name} · all loops run", "account"))
    return tuple(found)


def _line(row: AccountRow, label: str, text: str, place: str, *, asks: bool = False) -> GuidedLine:
    return GuidedLine(label, text, asks, place, row.id, row.name)
