"""The people of one account's map, as lists and verdicts need them."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from kamtui.domain.departure import THREAD_DAYS
from kamtui.domain.practice import Practice
from kamtui.domain.touchpoints import Touch
from kamtui.storage.portfolio import StakeholderRow, accounts

TOUCHES = """
SELECT date(t.at, 'localtime') AS day, group_concat(p.stakeholder_id)
FROM touchpoint t LEFT JOIN touchpoint_person p ON p.touchpoint_id = t.id
WHERE t.account_id = :account AND NOT t.internal AND date(t.at, 'localtime') BETWEEN :since AND :today
GROUP BY t.id ORDER BY t.at
"""

ENGAGEMENTS = """
SELECT s.id, a.id, a.name, other.left_on
FROM stakeholder s
JOIN stakeholder other ON other.person = s.person AND other.id <> s.id
JOIN account a ON a.id = other.account_id
WHERE s.account_id = :account AND s.person IS NOT NULL
ORDER BY s.id, other.left_on IS NOT NULL, a.name_key
"""


@dataclass(frozen=True, slots=True)
class Engagement:
    """Where else one person is, or was, known to us (rule M-10)."""

    account_id: int
    account: str
    left_on: str | None


def people_of(connection: sqlite3.Connection, account_id: int, today: date) -> tuple[StakeholderRow, ...]:
    """Everyone on an account's map, by name, those who left last (rules M-1, M-10); nobody for an unknown account."""
    found = accounts(connection, today, Practice(), account_id)
    return found[0].people if found else ()


def touches_of(
    connection: sqlite3.Connection, account_id: int, today: date, days: int = THREAD_DAYS
) -> tuple[Touch, ...]:
    """The touchpoints of the last `days` days with who took part, oldest first; internal notes are none (rule I-4)."""
    asked = {"account": account_id, "today": today.isoformat(), "since": (today - timedelta(days=days)).isoformat()}
    return tuple(
        Touch(on=date.fromisoformat(on), people=tuple(map(int, people.split(","))) if people else ())
        for on, people in connection.execute(TOUCHES, asked).fetchall()
    )


def engagements_of(connection: sqlite3.Connection, account_id: int) -> dict[int, tuple[Engagement, ...]]:
    """The other engagements of an account's people, by person; those who have none are left out (rule M-10)."""
    found: dict[int, tuple[Engagement, ...]] = {}
    for stakeholder, other, name, left_on in connection.execute(ENGAGEMENTS, {"account": account_id}).fetchall():
        found[stakeholder] = (*found.get(stakeholder, ()), Engagement(other, name, left_on))
    return found
