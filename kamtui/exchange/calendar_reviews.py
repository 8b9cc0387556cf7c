"""The Friday review and the month-end review as series of events (rules Y-2, Y-13, Y-14)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from kamtui.domain.catalogue import FRIDAY_REVIEW, MONTH_END_REVIEW, Activity, Placing, activity_named
from kamtui.domain.dates import ONE_DAY, Cadence, Calendar, Period, next_period, period_of, periods_between
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import scheduled_on

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING: Final = DAYS[:5]
WARNING: Final = timedelta(minutes=-10)
WORDS: Final = MappingProxyType(
    {
        FRIDAY_REVIEW: "Catch up, work the list, pipeline, next week. In kamtui: r on the Week screen.",
        MONTH_END_REVIEW: "Every key account against its plan, then the pipeline, then the month's priorities.",
    }
)

Rule = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Block:
    """One review in the calendar: local times without a zone, how long it takes, and when it warns."""

    key: tuple[str, ...]
    title: str
    start: datetime
    length: timedelta
    words: str
    warning: timedelta = WARNING


@dataclass(frozen=True, slots=True)
class Series(Block):
    """A review that comes round: its recurrence rule, and the starts that are left out of it."""

    rule: Rule = field(default_factory=dict)
    left_out: tuple[datetime, ...] = ()


def review_series(practice: Practice, begins: date, at: time) -> Iterator[Series | Block]:
    """Both reviews from a day on, at that time of day; the month-end review follows when the Friday review ends.

    A review that falls into the days away is left out of its series; where rule Y-13 moves it to an earlier day that is
    not away, it stands there as an event of its own.
    """
    friday, month_end = timedelta(minutes=practice.friday_minutes), timedelta(minutes=practice.month_end_minutes)
    yield from _series(activity_named(FRIDAY_REVIEW, practice.catalogue), Cadence.WEEKLY, practice, begins, at, friday)
    after = datetime.combine(begins, at) + friday
    later = after.time() if (after + month_end).date() == begins else at
    name = activity_named(MONTH_END_REVIEW, practice.catalogue)
    yield from _series(name, Cadence.MONTHLY, practice, begins, later, month_end)


def _series(
    activity: Activity, cadence: Cadence, practice: Practice, begins: date, at: time, length: timedelta
) -> Iterator[Series | Block]:
    """One series for each review day that held since then, and the single events that fit none of them."""
    calendar = practice.calendar
    title, words = activity.title[0].upper() + activity.title[1:], WORDS[activity.name]
    by_day = activity.placing is not Placing.LAST_WORKING_DAY
    changes = [each for each in calendar.earlier if each[1] > begins] if by_day else []
    alone = {period_of(until, cadence) for _, until in changes}
    alone |= {each for away in calendar.away for each in periods_between(*away, cadence)}
    really = {scheduled_on(activity, turn, 0, calendar) for turn in alone}
    regular: set[date] = set()
    start = begins
    for weekday, until in (*changes, (calendar.review_day, date.max)):
        plain = Calendar(weekday, calendar.fiscal_start)
        period = period_of(start, cadence)
        if scheduled_on(activity, period, 0, plain) < start:
            period = next_period(period)
        first = scheduled_on(activity, period, 0, plain)
        key: tuple[str, ...] = (activity.name,)
        rule = dict(rule_of(activity, cadence, weekday))
        if until != date.max:
            rule["until"], key = datetime.combine(until - ONE_DAY, time.max.replace(microsecond=0)), (*key, str(until))
        if first < until:
            days = {day for turn in alone if first <= (day := scheduled_on(activity, turn, 0, plain)) < until}
            regular |= days
            gone = sorted(day for day in days if day not in really or calendar.is_away(day))
            left_out = tuple(datetime.combine(day, at) for day in gone)
            yield Series(key, title, datetime.combine(first, at), length, words, rule=rule, left_out=left_out)
        start = until
    for turn in sorted(alone, key=_start):
        day = scheduled_on(activity, turn, 0, calendar)
        if day >= begins and day not in regular and not calendar.is_away(day):
            yield Block((activity.name, turn.key), title, datetime.combine(day, at), length, words)


def rule_of(activity: Activity, cadence: Cadence, review_day: int) -> Rule:
    """The recurrence rule of an activity that is placed by a day of its week or month (rule Y-2)."""
    day = DAYS[review_day]
    if cadence is Cadence.WEEKLY:
        return {"freq": "WEEKLY", "byday": "FR" if activity.placing is Placing.LAST_WORKING_DAY else day}
    if activity.placing is Placing.LAST_WORKING_DAY:
        return {"freq": "MONTHLY", "byday": list(WORKING), "bysetpos": -1}
    return {"freq": "MONTHLY", "byday": f"1{day}" if activity.placing is Placing.FIRST_REVIEW_DAY else f"-1{day}"}


def _start(period: Period) -> date:
    return period.start
