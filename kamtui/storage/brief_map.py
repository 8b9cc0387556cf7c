"""The parts of a brief about people and the contract, as they are read."""

import sqlite3
from datetime import date
from typing import Any

from kamtui.domain import brief_map as tell
from kamtui.domain import money
from kamtui.domain.brief import BriefLine, Section, joined, said_day
from kamtui.domain.brief_map import Ahead, Arrival, QualityStep
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import uncovered_roles
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.rows import day

FIRST_SEEN = """
SELECT s.id, min(
  coalesce((SELECT min("on") FROM quality_change WHERE stakeholder_id = s.id), '9999-12-31'),
  coalesce((SELECT min(date(t.at, 'localtime')) FROM touchpoint_person p JOIN touchpoint t ON t.id = p.touchpoint_id
            WHERE p.stakeholder_id = s.id), '9999-12-31'),
  coalesce((SELECT min(date(a.at, 'localtime')) FROM journal_change c JOIN journal_action a ON a.id = c.action_id
            WHERE c.account_id = :account AND c.table_name = 'stakeholder' AND c.row_id = s.id AND c.before IS NULL
              AND a.batch IS NULL AND a.state = 'done'), '9999-12-31')
) FROM stakeholder s WHERE s.account_id = :account
"""

QUALITIES = """
SELECT uid, person, name, "on", before, quality FROM (
  SELECT q.uid, s.uid AS person, s.name, q."on", q.quality, q.id,
    coalesce(lag(q.quality) OVER (PARTITION BY s.id ORDER BY q."on", q.id), '') AS before
  FROM quality_change q JOIN stakeholder s ON s.id = q.stakeholder_id WHERE q.account_id = :account
) WHERE "on" BETWEEN :first AND :last ORDER BY "on", id
"""

ENDING = """
SELECT uid, description, annual_value, "end", renewal_stage, auto_renew FROM contract
WHERE account_id = :account AND "end" BETWEEN :today AND date(:today, '+12 months') ORDER BY "end", id
"""

EVENTS = """
SELECT uid, kind, amount, "on", reason FROM revenue_event
WHERE account_id = :account AND "on" BETWEEN :first AND :last ORDER BY "on", id
"""

NEVER = "9999-12-31"
"""What the statement gives for a person of whom nothing is dated."""


def map_section(
    connection: sqlite3.Connection, account: AccountRow, asked: dict[str, Any], first: date, last: date, since: str
) -> Section:
    """Who came and went, whose relationship changed, which roles were left uncovered (rules M-2, M-10)."""
    seen = dict(connection.execute(FIRST_SEEN, asked).fetchall())
    open_roles = set(uncovered_roles((each.person for each in account.people), date.fromisoformat(asked["today"])))
    people = [
        Arrival(
            each.uid,
            each.person.name,
            each.person.title,
            day(seen[each.person.id]) if seen[each.person.id] != NEVER else None,
            each.person.left_on,
            tuple(sorted(each.person.roles & open_roles)),
        )
        for each in account.people
    ]
    steps = [
        QualityStep(uid, person, name, date.fromisoformat(on), before, after)
        for uid, person, name, on, before, after in connection.execute(QUALITIES, asked).fetchall()
    ]
    return tell.map_section(people, steps, first, last, since)


def contract_section(
    connection: sqlite3.Connection, account: AccountRow, asked: dict[str, Any], today: date
) -> Section:
    """What the account pays, when it renews, which lines end within a year, and what happened to them (R-1, R-2)."""
    ending = []
    for uid, what, value, end, stage, auto_renew in connection.execute(ENDING, asked).fetchall():
        on = date.fromisoformat(end)
        itself = "renews by itself" if auto_renew else f"renewal {spoken(stage)}"
        text = joined(f"{money.short(value)} a year ends {said_day(on, today)}", what, itself)
        ending.append(BriefLine(text, "contract", uid, on))
    events = []
    for uid, kind, amount, on, reason in connection.execute(EVENTS, asked).fetchall():
        text = joined(f"{spoken(kind)} of {money.short(amount)}", reason)
        events.append(BriefLine(text, "revenue_event", uid, date.fromisoformat(on)))
    ahead = Ahead(account.uid, account.current_value, account.renewal_date, account.auto_renew)
    return tell.contract_section(ahead, ending, events, today)
