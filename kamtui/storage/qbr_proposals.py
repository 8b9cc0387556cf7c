"""The reviews that the rhythm brings and nobody has planned yet."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from kamtui.domain.accounts import Tier
from kamtui.domain.dates import working_day_up_to
from kamtui.domain.practice import Practice
from kamtui.domain.qbr import OPEN
from kamtui.domain.rhythm import next_occurrence
from kamtui.storage import rhythm
from kamtui.storage.portfolio import accounts
from kamtui.storage.qbrs import qbrs


@dataclass(frozen=True, slots=True)
class Proposal:
    """A review that the rhythm brings and nobody has planned yet (rule T-3)."""

    account_id: int
    account: str
    tier: Tier
    on: date
    asked_for: date
    """The day the rhythm has for it, which may be past."""


def proposals(connection: sqlite3.Connection, today: date, practice: Practice) -> tuple[Proposal, ...]:
    """The reviews that the rhythm brings, of whatever tier, and that are neither planned nor under way (rule T-3).

    One whose day is past is proposed for the next working day.
    """
    planned = {row.account_id for row in qbrs(connection) if row.state in OPEN}
    rows = [row for row in accounts(connection, today, practice) if row.id not in planned]
    recorded = rhythm.told(connection, today - timedelta(days=400), practice.calendar)
    found = []
    for duty, account in rhythm.duties(rows, recorded, practice, None):
        if duty.activity.name == "qbr" and account is not None:
            coming = next_occurrence(duty, today, practice.calendar)
            assert coming is not None  # noqa: S101  the duties of clients do not end
            on = _working_day(max(coming.due, today))
            found.append(Proposal(account.id, account.name, account.tier, on, coming.due))
    return tuple(sorted(found, key=lambda each: (each.on, each.tier, each.account)))


def _working_day(on: date) -> date:
    return on if working_day_up_to(on) == on else on + timedelta(days=7 - on.weekday())
