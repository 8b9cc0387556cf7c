"""All date arithmetic: periods, review days, month ends, anniversaries.

Everything counts in whole days and month indices (year × 12 + month − 1), so that no month end or leap year drifts.
Days from 1900 to 2199 are the years of this program; `period_keys.parse_week` refuses others, the rest does not ask.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from kamtui.domain.frozen import frozen

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
FRIDAY = 4
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Cadence(StrEnum):
    """How often something comes round, and so how long its period is (rule Y-1)."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}
_LETTER = {Cadence.QUARTERLY: "-Q", Cadence.HALF_YEARLY: "-H"}
_STALE_DAYS = {
    Cadence.WEEKLY: 10,
    Cadence.MONTHLY: 45,
    Cadence.QUARTERLY: 137,
    Cadence.HALF_YEARLY: 274,
    Cadence.YEARLY: 548,
}


@frozen
class Period:
    """A week, month, quarter, half or year: its first and last day, and its key in the data format.

    Keys are `2026-W47`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`. Where the fiscal year starts in another month than
    January, the year is named by its first month, so that a key never changes its meaning with the setting:
    `2026/04` is April 2026 to March 2027, `2026/04-Q1` its first quarter, `2026/04-H2` its second half.
    """

    cadence: Cadence
    start: date
    end: date
    key: str

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """The user's calendar (rules Y-1, Y-13): review day (0 is Monday), first month of the fiscal year, days away.

    Days away are ranges of first and last day. `earlier` are the review days of earlier times, the oldest first, each
    with the day from which the next one held: what was scheduled before that day stays where it was. Raises ValueError
    for a weekday, a month or a range that cannot be.
    """

    review_day: int = FRIDAY
    fiscal_start: int = 1
    away: tuple[tuple[date, date], ...] = ()
    earlier: tuple[tuple[int, date], ...] = ()

    def __post_init__(self) -> None:
        for day in (self.review_day, *(each for each, _ in self.earlier)):
            if not 0 <= day <= 6:
                raise ValueError(f"the review day is 0 (Monday) to 6 (Sunday), not {day}")
        if not 1 <= self.fiscal_start <= 12:
            raise ValueError(f"the fiscal year starts in month 1 to 12, not {self.fiscal_start}")
        for first, last in self.away:
            if last < first:
                raise ValueError(f"the days away from {first} end before they begin, on {last}")

    @property
    def at_home(self) -> "Calendar":
        """The same calendar without days away."""
        return replace(self, away=()) if self.away else self

    def review_day_on(self, day: date) -> int:
        """The review day that held on a day."""
        return next((each for each, until in self.earlier if day < until), self.review_day)

    def is_away(self, day: date) -> bool:
        """Whether the day lies in the days away."""
        return any(first <= day <= last for first, last in self.away)


def _first_of(month_index: int) -> date:
    """Return the first day of a month given as year × 12 + month − 1."""
    return date(month_index // 12, month_index % 12 + 1, 1)


def months_from(month_index: int, cadence: Cadence, fiscal_start: int) -> Period:
    """Return the period of one or more months that holds a month, given as year × 12 + month − 1."""
    length = _MONTHS[cadence]
    since_fiscal_start = (month_index - (fiscal_start - 1)) % 12
    first = month_index - since_fiscal_start % length
    start, end = _first_of(first), _first_of(first + length) - ONE_DAY
    if cadence is Cadence.MONTHLY:
        return Period(cadence, start, end, f"{start.year:04d}-{start.month:02d}")
    key = f"{(month_index - since_fiscal_start) // 12:04d}" + (f"/{fiscal_start:02d}" if fiscal_start > 1 else "")
    if cadence in _LETTER:
        key += f"{_LETTER[cadence]}{since_fiscal_start // length + 1}"
    return Period(cadence, start, end, key)


@lru_cache(maxsize=8192)
def period_of(day: date, cadence: Cadence, fiscal_start: int = 1) -> Period:
    """Return the period that holds the day (rule Y-1); weeks run Monday to Sunday and are numbered as in ISO 8601."""
    if cadence is Cadence.WEEKLY:
        year, number, weekday = day.isocalendar()
        start = day - timedelta(days=weekday - 1)
        return Period(cadence, start, start + timedelta(days=6), f"{year:04d}-W{number:02d}")
    return months_from(day.year * 12 + day.month - 1, cadence, fiscal_start)


def next_period(period: Period, fiscal_start: int = 1) -> Period:
    """Return the period of the same kind that begins the day after."""
    return period_of(period.end + ONE_DAY, period.cadence, fiscal_start)


def previous_period(period: Period, fiscal_start: int = 1) -> Period:
    """Return the period of the same kind that ended the day before."""
    return period_of(period.start - ONE_DAY, period.cadence, fiscal_start)


@lru_cache(maxsize=256)
def periods_between(first: date, last: date, cadence: Cadence, fiscal_start: int = 1) -> tuple[Period, ...]:
    """Return all periods that share a day with first to last, both included, in order."""
    found = []
    period = period_of(first, cadence, fiscal_start)
    while period.start <= last:
        found.append(period)
        period = next_period(period, fiscal_start)
    return tuple(found)


def week_of(day: date) -> Period:
    """Return the week of the day, Monday to Sunday (rule Y-1)."""
    return period_of(day, Cadence.WEEKLY)


def review_days(period: Period, review_day: int = FRIDAY) -> tuple[date, ...]:
    """Return the period's review days in order: at least 4 in a month, 12 in a quarter, 24 in a half, 48 in a year."""
    first = first_review_day(period, review_day)
    return tuple(first + n * ONE_WEEK for n in range((period.end - first).days // 7 + 1))


def first_review_day(period: Period, review_day: int = FRIDAY) -> date:
    """Return the period's first review day."""
    return period.start + timedelta(days=(review_day - period.start.weekday()) % 7)


def last_review_day(period: Period, review_day: int = FRIDAY) -> date:
    """Return the period's last review day."""
    return period.end - timedelta(days=(period.end.weekday() - review_day) % 7)


def working_day_up_to(day: date) -> date:
    """Return the day itself, or the Friday before a weekend day."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def last_working_day(day: date) -> date:
    """Return the last Monday-to-Friday day of the day's month."""
    return working_day_up_to(period_of(day, Cadence.MONTHLY).end)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later (or earlier) month, or that month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, (_first_of(index + 1) - _first_of(index)).days))


def anniversaries(first: date, every_months: int) -> Iterator[date]:
    """Yield the first date and its returns, counted from the first: 31 Jan, 28 or 29 Feb, 31 Mar. Never ends.

    Raises ValueError when the step is not at least one month.
    """
    if every_months < 1:
        raise ValueError(f"an anniversary returns every 1 or more months, not {every_months}")
    months = 0
    while True:
        yield add_months(first, months)
        months += every_months


def stale_days(cadence: Cadence) -> int:
    """Return the days in one and a half periods (rule H-3); what is older has gone stale."""
    return _STALE_DAYS[cadence]


def local_date(moment: datetime, zone: tzinfo | None = None) -> date:
    """Return the calendar day of a moment, in the zone given or the machine's. Raises ValueError without an offset."""
    if moment.tzinfo is None:
        raise ValueError(f"the moment {moment} says nothing about its time zone")
    return moment.astimezone(zone).date()


def by_review_day(period: Period, calendar: Calendar, place: Callable[[int], date]) -> date:
    """Return the day that `place` gives for the review day that holds then (rule Y-1).

    A changed review day moves what was still ahead when it changed, and nothing before: not out of the past, not into
    it, and not out of its period, where it stays on its old day when there is no other.
    """
    since, before = date.min, period.end
    for weekday, until in calendar.earlier:
        before = _placed_since(since, weekday, period, before, place)
        if before < until:
            return before
        since = until
    return _placed_since(since, calendar.review_day, period, before, place)


def _placed_since(since: date, weekday: int, period: Period, before: date, place: Callable[[int], date]) -> date:
    """Where `place` puts it, on `since` at the earliest; `before`, its old day, where that leaves the period."""
    day = place(weekday)
    if day < since:
        day = since + timedelta(days=(weekday - since.weekday()) % 7)
    return before if day > period.end else day


def before_days_away(day: date, period: Period, calendar: Calendar, *, on_review_day: bool = True) -> date:
    """Move a day inside the days away to the last review day before them, within its period (rule Y-13).

    Without such a review day it is the last working day before them; without that either, the day stays. Work tied to
    a working day (the month-end review) asks with `on_review_day=False` and goes straight to the working day.
    """
    if not calendar.is_away(day):
        return day
    candidate = day
    working_day: date | None = None
    while (candidate := candidate - ONE_DAY) >= period.start:
        if calendar.is_away(candidate):
            continue
        if on_review_day and candidate.weekday() == calendar.review_day_on(candidate):
            return candidate
        if working_day is None and candidate.weekday() <= FRIDAY:
            working_day = candidate
            if not on_review_day:
                break
    return working_day or day
