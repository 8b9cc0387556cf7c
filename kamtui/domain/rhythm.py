"""The rhythm: when an activity is scheduled, and how its occurrence stands on a day."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import Activity, Placing
from kamtui.domain.dates import (
    ONE_WEEK,
    Cadence,
    Calendar,
    Period,
    before_days_away,
    by_review_day,
    first_review_day,
    last_review_day,
    next_period,
    period_of,
    week_of,
    working_day_up_to,
)
from kamtui.domain.frozen import frozen
from kamtui.domain.slots import TEMPLATE_WEEKS

SNOOZES_TO_CALL_OUT = 3
_USUAL = Calendar()


class OccurrenceState(StrEnum):
    """What the user said about one occurrence of an activity (rule Y-8)."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


class OccurrenceStatus(StrEnum):
    """How an occurrence stands on a day (rule Y-6)."""

    DONE = "done"
    SKIPPED = "skipped"
    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"


_OPEN = frozenset({OccurrenceStatus.UPCOMING, OccurrenceStatus.DUE, OccurrenceStatus.OVERDUE})


@frozen
class Mark:
    """What the user said about the occurrence of one period, given by the period's key (rules Y-8, Y-16)."""

    period: str
    state: OccurrenceState
    on: date
    to: date | None = None
    reason: str = ""


@frozen
class Duty:
    """One activity that one account (or the portfolio) gets, and all that was recorded about it.

    `entered_on` is the day the account entered the tier, `until` the day it left it or ended (that day excluded);
    `completions` are the local dates of whatever satisfies the activity (rule Y-5), in any order; `marks` are in the
    order in which they were made. An account that changed its tier has one duty for each tier.
    """

    activity: Activity
    cadence: Cadence
    slot: int = 0
    tier: Tier | None = None
    entered_on: date = date.min
    until: date = date.max
    completions: Sequence[date] = ()
    marks: Sequence[Mark] = ()


@frozen
class Occurrence:
    """One period's turn of an activity: its scheduled day, the day it is now asked for, and how it stands."""

    activity: Activity
    period: Period
    scheduled: date
    due: date
    status: OccurrenceStatus
    snoozed_to: date | None = None
    snoozes: int = 0
    done_on: date | None = None
    reason: str = ""
    moved_from: date | None = None
    """The day it would be scheduled on if that day were not spent away (rule Y-13)."""

    @property
    def is_open(self) -> bool:
        """Whether it still can and should be done."""
        return self.status in _OPEN

    @property
    def called_out(self) -> bool:
        """Whether it was snoozed so often that it says so (rule Y-16)."""
        return self.snoozes >= SNOOZES_TO_CALL_OUT


def scheduled_on(activity: Activity, period: Period, slot: int = 0, calendar: Calendar = _USUAL) -> date:
    """Return the day of the period on which the activity is scheduled (rules Y-2, Y-4), days away left out (Y-13)."""
    if activity.placing is Placing.LAST_WORKING_DAY:
        day = working_day_up_to(period.end)
    else:
        weeks = slot % TEMPLATE_WEEKS[period.cadence] if activity.placing is Placing.SLOT else 0
        last = activity.placing is Placing.LAST_REVIEW_DAY

        def place(weekday: int) -> date:
            return last_review_day(period, weekday) if last else first_review_day(period, weekday) + weeks * ONE_WEEK

        day = by_review_day(period, calendar, place)
    if not calendar.away:
        return day
    on_review_day = activity.placing is not Placing.LAST_WORKING_DAY
    return before_days_away(day, period, calendar, on_review_day=on_review_day)


def exists(duty: Duty, period: Period, calendar: Calendar = _USUAL) -> date | None:
    """Return the scheduled day of the period's occurrence, or None where there is none (rule Y-7).

    There is none before the day the account entered the tier, nor from the day it left. Days away never pull the
    first occurrence to before the day of entry.
    """
    scheduled = scheduled_on(duty.activity, period, duty.slot, calendar)
    if scheduled < duty.entered_on and calendar.away:
        scheduled = scheduled_on(duty.activity, period, duty.slot, calendar.at_home)
    return scheduled if duty.entered_on <= scheduled < duty.until else None


def done_on(duty: Duty, period: Period) -> date | None:
    """Return the first day on which the period's occurrence was completed, on any day inside it (rule Y-5)."""
    start, end = period.start, period.end
    days = [day for day in duty.completions if start <= day <= end]
    if duty.marks:
        days += [mark.on for mark in duty.marks if mark.period == period.key and mark.state is OccurrenceState.DONE]
    return min(days, default=None)


def status_on(due: date, period: Period, today: date, week: Period) -> OccurrenceStatus:
    """Say how an occurrence that is neither done nor skipped stands (rule Y-6).

    `week` is the week that is asked about, this week or another: what is due in it is `due`, what was due before it
    is `overdue`. Once its period is over, seen from today, it is `missed` whichever week is asked about.
    """
    if period.end < today:
        return OccurrenceStatus.MISSED
    if due > week.end:
        return OccurrenceStatus.UPCOMING
    return OccurrenceStatus.DUE if due >= week.start else OccurrenceStatus.OVERDUE


def occurrence_in(
    duty: Duty, period: Period, today: date, week: Period, calendar: Calendar = _USUAL
) -> Occurrence | None:
    """Return the period's occurrence as it stands, or None where there is none (rules Y-5 to Y-8, Y-16).

    Done wins over skipped, skipped over snoozed; of several snoozes the last one counts. A snooze that points past
    the period's end (from an import) counts as its last day.
    """
    scheduled = exists(duty, period, calendar)
    if scheduled is None:
        return None
    done = done_on(duty, period)
    due, snoozed_to, snoozes, skip, reason = scheduled, None, 0, False, ""
    for mark in duty.marks:
        if mark.period != period.key or mark.state is OccurrenceState.DONE:
            continue
        if mark.state is OccurrenceState.SKIPPED:
            skip, reason = True, mark.reason
            continue
        snoozes += 1
        due = snoozed_to = min(mark.to or scheduled, period.end)
        reason = reason if skip else mark.reason
    if done:
        status = OccurrenceStatus.DONE
    elif skip:
        status = OccurrenceStatus.SKIPPED
    else:
        status = status_on(due, period, today, week)
    home = scheduled_on(duty.activity, period, duty.slot, calendar.at_home) if calendar.away else scheduled
    moved_from = home if home != scheduled else None
    return Occurrence(duty.activity, period, scheduled, due, status, snoozed_to, snoozes, done, reason, moved_from)


def occurrence_for(
    duty: Duty, today: date, week: Period | None = None, calendar: Calendar = _USUAL
) -> Occurrence | None:
    """Return the one occurrence of the duty that the week asks for (rules Y-6, Y-7, Y-16).

    That is the one of the period that holds today; for another week than today's, of the period that holds its
    Monday, with all that is known today. Where that period ends inside the week: as long as its occurrence is open it
    is the one asked for; once it is done, skipped or missed, or had none, the next period's occurrence takes its place
    if it is scheduled in this same week. So on Monday 30 November a check left over from November is asked for until
    midnight, and otherwise Friday 4 December's is already due. Before the account's first occurrence, that first one
    is returned as upcoming; None means that the duty ended before it.
    """
    week = week or week_of(today)
    seen_from = today if today in week else week.start
    period = period_of(max(seen_from, duty.entered_on), duty.cadence, calendar.fiscal_start)
    occurrence = occurrence_in(duty, period, today, week, calendar)
    if occurrence is not None and (occurrence.is_open or period.end >= week.end):
        return occurrence
    following = occurrence_in(duty, next_period(period, calendar.fiscal_start), today, week, calendar)
    if occurrence is None or (following is not None and following.status is OccurrenceStatus.DUE):
        return following
    return occurrence


def next_occurrence(duty: Duty, today: date, calendar: Calendar = _USUAL) -> Occurrence | None:
    """Return the duty's first occurrence from today on that is still to be done, or None when the duty ended."""
    week = week_of(today)
    period = period_of(max(today, duty.entered_on), duty.cadence, calendar.fiscal_start)
    while period.start < duty.until:
        occurrence = occurrence_in(duty, period, today, week, calendar)
        if occurrence is not None and occurrence.is_open:
            return occurrence
        period = next_period(period, calendar.fiscal_start)
    return None


def snoozed(occurrence: Occurrence, to: date, today: date, reason: str = "") -> Mark:
    """Return the mark that moves an occurrence to a later day of its period (rule Y-8).

    Raises ValueError, in one line for the user, when the day is not after today and after the day it is due, when it
    lies past the period's end, or when there is nothing left to do.
    """
    if not occurrence.is_open:
        raise ValueError(f"the {occurrence.activity.title} is {occurrence.status} and cannot be snoozed")
    if to > occurrence.period.end:
        raise ValueError(f"its period ends on {occurrence.period.end}: choose a day up to then, or skip it")
    if to <= max(today, occurrence.due):
        raise ValueError(f"snooze moves it to a later day than {max(today, occurrence.due)}")
    return Mark(occurrence.period.key, OccurrenceState.SNOOZED, today, to, reason.strip())


def skipped(occurrence: Occurrence, today: date, reason: str) -> Mark:
    """Return the mark that leaves an occurrence out (rule Y-8). Raises ValueError without a reason or when not open."""
    if not occurrence.is_open:
        raise ValueError(f"the {occurrence.activity.title} is {occurrence.status} and cannot be skipped")
    if not reason.strip():
        raise ValueError("skipping needs a reason")
    return Mark(occurrence.period.key, OccurrenceState.SKIPPED, today, None, reason.strip())


def done(occurrence: Occurrence, today: date) -> Mark:
    """Return the mark that an occurrence was done today, for activities that are simply marked done (rule Y-4)."""
    return Mark(occurrence.period.key, OccurrenceState.DONE, today)
