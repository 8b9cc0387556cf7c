"""Capacity: whether the month's desk work fits into its reviews, and the minutes things really take."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import (
    CATALOGUE,
    FRIDAY_REVIEW,
    MONTH_END_REVIEW,
    Activity,
    Scope,
    With,
    account_activities,
    activity_named,
    portfolio_activities,
)
from kamtui.domain.dates import Cadence, Calendar, period_of, periods_between
from kamtui.domain.frozen import frozen
from kamtui.domain.rhythm import scheduled_on

TIMINGS_TO_LEARN = 5
_A_YEAR = {Cadence.WEEKLY: 52, Cadence.MONTHLY: 12, Cadence.QUARTERLY: 4, Cadence.HALF_YEARLY: 2, Cadence.YEARLY: 1}
_LONGER = {Cadence.WEEKLY: Cadence.MONTHLY, Cadence.MONTHLY: Cadence.QUARTERLY, Cadence.QUARTERLY: Cadence.HALF_YEARLY}
_KEY_TIERS = (Tier.STRATEGIC, Tier.GROWTH)
_USUAL = Calendar()


@frozen
class Minutes:
    """How long an activity takes (rule Y-17): what to plan with, and the user's own median once there is one."""

    planned: int
    measured: int | None = None


@frozen
class Capacity:
    """Desk minutes a month needs against the minutes its reviews offer, and what would make it fit (rule Y-15)."""

    needed: int
    available: int
    suggestions: tuple[str, ...] = ()

    @property
    def shortfall(self) -> int:
        """Minutes a month that are missing; 0 when it fits."""
        return max(0, self.needed - self.available)

    @property
    def fits(self) -> bool:
        """Whether the reviews hold the work."""
        return self.shortfall == 0


@frozen
class Work:
    """What a month has to hold: active accounts by tier, the catalogue, minutes learned by activity name."""

    accounts: Mapping[Tier, int]
    activities: Sequence[Activity] = CATALOGUE
    learned: Mapping[str, int] | None = None

    def minutes(self, activity: Activity) -> int:
        """Minutes of the activity, learned or the catalogue's."""
        return (self.learned or {}).get(activity.name, activity.minutes)


def learned(activity: Activity, timings: Sequence[float]) -> Minutes:
    """Return the minutes to plan an activity with, from the minutes it took so far (rule Y-17).

    Below five timings the catalogue's minutes. From then on the median, rounded half up: shown as measured, and
    planned with up to the catalogue's bound, at least one minute.
    """
    if len(timings) < TIMINGS_TO_LEARN:
        return Minutes(activity.minutes)
    measured = int(_median(timings) + 0.5)
    return Minutes(max(1, min(measured, activity.minutes)), measured)


def _median(timings: Sequence[float]) -> float:
    """The middle of the timings; the `statistics` module would cost the first screen more than all its arithmetic."""
    ordered = sorted(timings)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def desk_minutes_a_year(tier: Tier, work: Work) -> int:
    """Return the desk minutes one account of the tier needs in a year (rule T-3)."""
    return sum(
        work.minutes(activity) * _A_YEAR[cadence]
        for activity, cadence in account_activities(tier, work.activities)
        if activity.with_ is With.DESK
    )


def minutes_a_year(activity: Activity, work: Work) -> int:
    """Return the minutes that one activity takes in a year over all accounts, at the desk or with the client."""
    turns = [
        _A_YEAR[cadence] * (work.accounts.get(tier, 0) if activity.scope is Scope.ACCOUNT else tier is Tier.STRATEGIC)
        for tier in Tier
        if (cadence := activity.cadence_for(tier)) is not None
    ]
    return work.minutes(activity) * sum(turns)


def needed_a_year(work: Work) -> int:
    """Return the desk minutes of a whole year: every account's, and the portfolio's own.

    The Friday and the month-end review are left out: they are the time in which the work is done.
    """
    portfolio = sum(
        work.minutes(activity) * _A_YEAR[cadence]
        for activity, cadence in portfolio_activities(work.activities)
        if activity.with_ is With.DESK and not activity.container
    )
    return portfolio + sum(desk_minutes_a_year(tier, work) * count for tier, count in work.accounts.items())


def capacity(
    work: Work,
    today: date,
    review_minutes: int = 30,
    month_end_minutes: int = 60,
    steady_greens: Mapping[Tier, int] | None = None,
    calendar: Calendar = _USUAL,
) -> Capacity:
    """Weigh an average month's desk work against the reviews of today's month (rule Y-15).

    The need is a twelfth of a year's, rounded up to whole minutes. The offer is `review_minutes` for each of the
    month's four or five review days, plus the month-end review; a review that cannot be held because of days away
    offers nothing (rule Y-13). `steady_greens` counts the accounts that were green check after check, by tier, for the
    advice.
    """
    needed = ceil(needed_a_year(work) / 12)
    all_days, days = _fridays(today, calendar.at_home), _fridays(today, calendar)
    available = days * review_minutes + month_end_minutes * _month_end(today, calendar)
    if needed <= available:
        return Capacity(needed, available)
    short = needed - available
    advice = [_away(all_days - days), _longer_review(short, days, review_minutes), _fewer_key_accounts(short, work)]
    advice.append(_longer_cadence(short, work, steady_greens or {}))
    return Capacity(needed, available, tuple(line for line in advice if line))


def _fridays(today: date, calendar: Calendar) -> int:
    """How many weekly reviews that belong to today's month can be held."""
    month, review = period_of(today, Cadence.MONTHLY), activity_named(FRIDAY_REVIEW)
    weeks = periods_between(month.start, month.end, Cadence.WEEKLY)
    own = [week for week in weeks if scheduled_on(review, week, 0, calendar.at_home) in month]
    return sum(not calendar.is_away(scheduled_on(review, week, 0, calendar)) for week in own)


def _month_end(today: date, calendar: Calendar) -> bool:
    day = scheduled_on(activity_named(MONTH_END_REVIEW), period_of(today, Cadence.MONTHLY), 0, calendar)
    return not calendar.is_away(day)


def _away(lost: int) -> str:
    return f"Days away take {lost} of this month's reviews." if lost else ""


def _longer_review(short: int, days: int, review_minutes: int) -> str:
    if not days:
        return ""
    longer = ceil(short / days)
    return f"A Friday review of {review_minutes + longer} minutes, {longer} longer, would hold it."


def _fewer_key_accounts(short: int, work: Work) -> str:
    """Say how many key accounts, moved to Maintain, would make it fit: those that free the most first."""
    maintained = desk_minutes_a_year(Tier.MAINTAIN, work)
    freed: list[int] = []
    for tier in _KEY_TIERS:
        freed += [desk_minutes_a_year(tier, work) - maintained] * work.accounts.get(tier, 0)
    freed = sorted((minutes for minutes in freed if minutes > 0), reverse=True)
    total = 0
    for count, minutes in enumerate(freed, 1):
        total += minutes
        if total >= short * 12:
            return f"{count} of {len(freed)} key accounts moved to Maintain would make it fit."
    return f"All {len(freed)} key accounts moved to Maintain would free {total // 12} minutes." if freed else ""


def _longer_cadence(short: int, work: Work, steady_greens: Mapping[Tier, int]) -> str:
    """Say what the next longer cadence of health checks and map reviews frees on accounts that are steadily green."""
    count = total = 0
    for tier in _KEY_TIERS:
        greens = min(steady_greens.get(tier, 0), work.accounts.get(tier, 0))
        a_year = sum(
            work.minutes(activity) * (_A_YEAR[cadence] - _A_YEAR[_LONGER[cadence]])
            for activity, cadence in account_activities(tier, work.activities)
            if activity.name in ("health_check", "map_review") and cadence in _LONGER
        )
        if greens and a_year:
            count, total = count + greens, total + greens * a_year
    if not count:
        return ""
    enough = "which is enough" if total >= short * 12 else f"of the {short} that are missing"
    accounts = "account" if count == 1 else "accounts"
    return f"A longer cadence for {count} steady green {accounts} would free {total // 12} minutes a month, {enough}."
