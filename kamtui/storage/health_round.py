"""The health round: every account with how its check stands in this month, and the portfolio's last twelve months."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kamtui.domain.catalogue import activity_named
from kamtui.domain.dates import Cadence, Period, period_of, previous_period
from kamtui.domain.health import Check, Colour, ratings, standing
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import Occurrence, OccurrenceStatus, occurrence_for
from kamtui.storage import rhythm
from kamtui.storage.health import CheckInRow, check_in_row
from kamtui.storage.portfolio import AccountRow, accounts

OPEN_CHECK_INS = """
SELECT id, uid, account_id, health_check_id, opened_on, due, question, done_on, discovered, action FROM check_in
WHERE done_on IS NULL ORDER BY opened_on DESC, id DESC
"""

ALL_CHECKS = """
SELECT account_id, "on", response_time, meeting_engagement, referral_activity, tone FROM health_check
WHERE "on" >= :since AND "on" <= :today ORDER BY account_id, "on", id
"""

MONTHS = 12
_ASKED = (OccurrenceStatus.OVERDUE, OccurrenceStatus.DUE)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One account of the round: its verdicts, this period's check, and the check-in that is open.

    `check` is None where the account's tier gets no check at all; `done` says that one was held in this month.
    """

    account: AccountRow
    check: Occurrence | None
    check_in: CheckInRow | None
    month: Period
    done: bool

    @property
    def status(self) -> OccurrenceStatus | None:
        """How the check stands that this week asks for (rule Y-6)."""
        return self.check.status if self.check else None

    @property
    def asked(self) -> bool:
        """Whether the check is due or overdue."""
        return self.status in _ASKED

    @property
    def to_do(self) -> bool:
        """Whether the check is open and falls due before this month ends."""
        return self.check is not None and self.check.is_open and self.check.due <= self.month.end


@dataclass(frozen=True, slots=True)
class MonthOfColours:
    """How many accounts stood under each colour at the end of a month; a stale green counts as unrated."""

    month: date
    counts: Mapping[Colour, int]


@dataclass(frozen=True, slots=True)
class HealthRound:
    """The round of a month (rules H-7, H-8, Y-5): what is asked for first, then what is to come, then what is done."""

    today: date
    rows: tuple[RoundRow, ...]
    months: tuple[MonthOfColours, ...]

    @property
    def done(self) -> int:
        """How many of this month's checks were held."""
        return sum(row.done for row in self.rows)

    @property
    def total(self) -> int:
        """How many checks this month has: those held in it and those open until its end."""
        return sum(row.done or row.to_do for row in self.rows)

    @property
    def queue(self) -> tuple[RoundRow, ...]:
        """Whose turn it is, in order: what is due or overdue; when nothing is, the rest of this month's."""
        asked = tuple(row for row in self.rows if row.asked)
        return asked or tuple(row for row in self.rows if row.to_do)

    def row(self, account_id: int) -> RoundRow | None:
        """The row of one account."""
        return next((row for row in self.rows if row.account.id == account_id), None)


def the_round(connection: sqlite3.Connection, today: date, practice: Practice) -> HealthRound:
    """Every account that is a client, with how its check stands in this month's round."""
    checks_only = replace(practice, catalogue=(activity_named("health_check", practice.catalogue),))
    rows = [row for row in accounts(connection, today, practice) if row.open]
    told = rhythm.told(connection, today - timedelta(days=400), practice.calendar)
    turns = {
        account.id: occurrence_for(duty, today, None, practice.calendar)
        for duty, account in rhythm.duties(rows, told, checks_only, None)
        if account is not None
    }
    waiting: dict[int, CheckInRow] = {}
    for stored in connection.execute(OPEN_CHECK_INS).fetchall():
        one = check_in_row(stored)
        waiting.setdefault(one.account_id, one)
    month = period_of(today, Cadence.MONTHLY)
    found = [
        _row(row, turns.get(row.id), waiting.get(row.id), told.completions.get((row.id, "health_check"), ()), month)
        for row in rows
    ]
    return HealthRound(today, tuple(sorted(found, key=_place)), portfolio_months(connection, rows, today, practice))


def _row(
    account: AccountRow, check: Occurrence | None, check_in: CheckInRow | None, held: Sequence[date], month: Period
) -> RoundRow:
    done = any(day in month for day in held) or (
        check is not None and check.done_on is not None and check.done_on in month
    )
    return RoundRow(account, check, check_in, month, done)


def _place(row: RoundRow) -> tuple[int, date, int, int, str]:
    """Overdue, due, later this month, done, other months; then by day, tier, value and name (as rule Y-11)."""
    later = 2 if row.to_do else 3 if row.done else 4
    group = _ASKED.index(row.status) if row.status in _ASKED else later
    day = row.check.due if row.check else date.max
    return group, day, row.account.tier, -row.account.current_value, row.account.name.casefold()


def portfolio_months(
    connection: sqlite3.Connection, rows: Sequence[AccountRow], today: date, practice: Practice
) -> tuple[MonthOfColours, ...]:
    """The colours of these accounts at the end of each of twelve months, oldest first and today last (rule H-7).

    An account counts from the month in which it became known: client since, added, or first checked.
    """
    ends = [today]
    month = period_of(today, Cadence.MONTHLY)
    while len(ends) < MONTHS:
        month = previous_period(month)
        ends.append(month.end)
    since = ends[-1] - timedelta(days=600)
    checks: dict[int, list[Check]] = defaultdict(list)
    asked = {"since": since.isoformat(), "today": today.isoformat()}
    for owner, on, *words in connection.execute(ALL_CHECKS, asked).fetchall():
        checks[owner].append(Check(date.fromisoformat(on), ratings(*words)))
    return tuple(_month_of_colours(end, rows, checks, practice) for end in reversed(ends))


def _month_of_colours(
    end: date, rows: Sequence[AccountRow], checks: Mapping[int, Sequence[Check]], practice: Practice
) -> MonthOfColours:
    counts: Counter[Colour] = Counter()
    for row in rows:
        held = checks.get(row.id, ())
        since = min(row.client_since or row.created_on, row.created_on, *(check.on for check in held[:1]))
        if since <= end:
            counts[standing(held, end, practice.check_cadence(row.tier)).counted_as] += 1
    return MonthOfColours(end.replace(day=1), counts)
