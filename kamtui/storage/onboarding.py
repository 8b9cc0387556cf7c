"""The first ninety days as they are shown: note, criteria, milestones, time to first value (rules O-1, O-2)."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamtui.domain.accounts import Status
from kamtui.domain.onboarding import ONBOARDING_DAYS, Milestone, day_of, days_to_first_value, review_day
from kamtui.storage.rows import day

ONBOARDINGS = """
SELECT a.id, a.uid, a.name, a.tier, a.status, a.handover_note, a.success_criteria, a.criteria_agreed_on,
  a.onboarding_started_on IS NOT NULL, coalesce(a.onboarding_started_on, a.client_since, a.created_on) AS start
FROM account a
WHERE a.id = :account OR (:account IS NULL AND (a.status = 'onboarding' OR (a.status = 'active'
  AND (a.onboarding_started_on IS NOT NULL OR EXISTS (SELECT 1 FROM milestone m WHERE m.account_id = a.id)))))
ORDER BY a.status <> 'onboarding', start DESC, a.name_key
"""

MILESTONES = """
SELECT account_id, id, uid, day, what, success_measure, due, met_on FROM milestone
WHERE :account IS NULL OR account_id = :account ORDER BY account_id, due, day, id
"""

OWNER = "SELECT account_id FROM milestone WHERE uid = ?"

DELIVERED = """
SELECT a.id, coalesce(a.onboarding_started_on, a.client_since, a.created_on), a.onboarding_started_on IS NOT NULL,
  v."on" FROM value_entry v JOIN account a ON a.id = v.account_id
WHERE v.kind = 'delivered' AND v."on" <= :today
"""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone with its key and uid; `review` where it is the results review that ends it (rule O-3)."""

    id: int
    uid: str
    milestone: Milestone
    review: bool


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The first ninety days of one account (rule O-1); `first_value` are days from the start (rule O-2)."""

    account_id: int
    uid: str
    account: str
    tier: int
    status: str
    handover_note: str
    success_criteria: str
    criteria_agreed_on: date | None
    start: date
    started_here: bool
    milestones: tuple[MilestoneRow, ...]
    first_value: int | None

    @property
    def under_way(self) -> bool:
        """Whether the account is being onboarded."""
        return self.status == Status.ONBOARDING

    @property
    def coming(self) -> MilestoneRow | None:
        """The open milestone that falls due first; None where all are met."""
        return next((each for each in self.milestones if each.milestone.open), None)

    @property
    def last_day(self) -> int | None:
        """The day of its results review: the ninety of "day 12 of 90"; None where there are no milestones."""
        return next((each.milestone.day for each in self.milestones if each.review), None)

    @property
    def met(self) -> int:
        """How many milestones are met."""
        return sum(not each.milestone.open for each in self.milestones)

    @property
    def in_time(self) -> int:
        """How many milestones were met by their date."""
        return sum(not each.milestone.open and not each.milestone.late for each in self.milestones)

    def day(self, today: date) -> int:
        """Which day it is."""
        return day_of(self.start, today)


def onboardings(
    connection: sqlite3.Connection, today: date, days: Sequence[int] = ONBOARDING_DAYS
) -> tuple[Onboarding, ...]:
    """The accounts that are being onboarded, the newest first, then those that have been through it.

    `days` are the planned ones of the settings, of which the last is the results review (rule O-3).
    """
    return _read(connection, today, None, days)


def onboarding(
    connection: sqlite3.Connection, account_id: int, today: date, days: Sequence[int] = ONBOARDING_DAYS
) -> Onboarding | None:
    """The first ninety days of any account; None when it is gone."""
    return next(iter(_read(connection, today, account_id, days)), None)


def account_of_milestone(
    connection: sqlite3.Connection, uid: str, today: date, days: Sequence[int] = ONBOARDING_DAYS
) -> Onboarding | None:
    """The onboarding that a milestone belongs to; None when it is gone."""
    found = connection.execute(OWNER, (uid,)).fetchone()
    return onboarding(connection, found[0], today, days) if found else None


def first_values(connection: sqlite3.Connection, today: date) -> dict[int, int]:
    """Days from the start to the first value delivered, by account (rule O-2)."""
    delivered: dict[int, list[date]] = defaultdict(list)
    begun: dict[int, tuple[date, bool]] = {}
    for account, start, here, on in connection.execute(DELIVERED, {"today": today.isoformat()}).fetchall():
        begun[account] = (date.fromisoformat(start), bool(here))
        delivered[account].append(date.fromisoformat(on))
    found = {
        account: days_to_first_value(start, delivered[account], began_here=here)
        for account, (start, here) in begun.items()
    }
    return {account: days for account, days in found.items() if days is not None}


def _read(
    connection: sqlite3.Connection, today: date, account_id: int | None, days: Sequence[int]
) -> tuple[Onboarding, ...]:
    asked = {"account": account_id}
    milestones: dict[int, list[tuple[int, str, Milestone]]] = defaultdict(list)
    for owner, key, uid, number, what, measure, due, met_on in connection.execute(MILESTONES, asked).fetchall():
        milestone = Milestone(number, what, date.fromisoformat(due), measure, day(met_on))
        milestones[owner].append((key, uid, milestone))
    value = first_values(connection, today)
    found = []
    for key, uid, name, tier, status, note, criteria, agreed, here, start in connection.execute(ONBOARDINGS, asked):
        begun = date.fromisoformat(start)
        found.append(
            Onboarding(
                key, uid, name, tier, status, note, criteria, day(agreed), begun, bool(here),
                _rows(milestones[key], begun, days, here=bool(here)), value.get(key),
            )
        )  # fmt: skip
    return tuple(found)


def _rows(
    found: list[tuple[int, str, Milestone]], start: date, days: Sequence[int], *, here: bool
) -> tuple[MilestoneRow, ...]:
    """The milestones of this onboarding; those met before it started belong to an earlier one."""
    ours = [each for each in found if not here or each[2].met_on is None or each[2].met_on >= start]
    last = review_day((each.day for _, _, each in ours), days)
    return tuple(MilestoneRow(key, uid, each, each.day == last) for key, uid, each in ours)
