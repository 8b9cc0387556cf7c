"""Adherence: how much of the rhythm was kept, and the streak of Friday reviews."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.dates import (
    ONE_WEEK,
    Calendar,
    add_months,
    before_days_away,
    first_review_day,
    periods_between,
    week_of,
)
from kamtui.domain.frozen import frozen
from kamtui.domain.rhythm import Duty, OccurrenceState, exists

_USUAL = Calendar()


@frozen
class Tally:
    """How many occurrences were done, missed and skipped (rule Y-9)."""

    done: int = 0
    missed: int = 0
    skipped: int = 0

    @property
    def share(self) -> float | None:
        """Done ÷ (done + missed), 0 to 1; None while nothing counts. Skipped ones are left out."""
        counted = self.done + self.missed
        return self.done / counted if counted else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.done + other.done, self.missed + other.missed, self.skipped + other.skipped)


@frozen
class Adherence:
    """The tallies of the last twelve months by (activity name, tier); the portfolio's own have the tier None."""

    tallies: Mapping[tuple[str, Tier | None], Tally]

    def of_activity(self, activity: str) -> Tally:
        """All tiers of one activity together."""
        return summed(tally for (name, _), tally in self.tallies.items() if name == activity)

    def of_tier(self, tier: Tier | None) -> Tally:
        """All activities of one tier together."""
        return summed(tally for (_, of), tally in self.tallies.items() if of == tier)

    def overall(self) -> Tally:
        """Everything together."""
        return summed(self.tallies.values())


def summed(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    return sum(tallies, Tally())


def adherence(duties: Iterable[Duty], today: date, calendar: Calendar = _USUAL) -> Adherence:
    """Tally the occurrences scheduled in the twelve months up to today, today included (rule Y-9).

    An occurrence that is neither done nor skipped counts as missed once its period is over; until then not at all.
    """
    since = add_months(today, -12)
    found: dict[tuple[str, Tier | None], Tally] = {}
    for duty in duties:
        key = (duty.activity.name, duty.tier)
        found[key] = found.get(key, Tally()) + _tally(duty, since, today, calendar)
    return Adherence(found)


def _tally(duty: Duty, since: date, today: date, calendar: Calendar) -> Tally:
    done = missed = skipped = 0
    completions = sorted(duty.completions)
    done_keys = {mark.period for mark in duty.marks if mark.state is OccurrenceState.DONE}
    skipped_keys = {mark.period for mark in duty.marks if mark.state is OccurrenceState.SKIPPED}
    for period in periods_between(since, today, duty.cadence, calendar.fiscal_start):
        scheduled = exists(duty, period, calendar)
        if scheduled is None or not since < scheduled <= today:
            continue
        at = bisect_left(completions, period.start)
        if (at < len(completions) and completions[at] <= period.end) or period.key in done_keys:
            done += 1
        elif period.key in skipped_keys:
            skipped += 1
        elif period.end < today:
            missed += 1
    return Tally(done, missed, skipped)


def streak(finished: Sequence[date], today: date, calendar: Calendar = _USUAL) -> int:
    """Count the weeks in a row, up to now, with a finished Friday review (rule F-3).

    A review finished on any day of a week counts for that week. The present week adds to the streak when its review
    is finished and does not end it while it is still open; nor does a week spent away altogether.
    """
    weeks = {week_of(day).start for day in finished if day <= today}
    if not weeks:
        return 0
    week, first, count = week_of(today), min(weeks), 0
    while week.start >= first:
        review_day = first_review_day(week, calendar.review_day_on(week.start))
        if week.start in weeks:
            count += 1
        elif week.end < today and not _no_day_left(review_day, calendar):
            break
        week = week_of(week.start - ONE_WEEK)
    return count


def _no_day_left(review_day: date, calendar: Calendar) -> bool:
    """Whether the review day is spent away and no working day before it in its week is left."""
    return calendar.is_away(review_day) and before_days_away(review_day, week_of(review_day), calendar) == review_day
