from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.catalogue import activity_named
from kamtui.domain.dates import Cadence, Calendar, period_of, week_of
from kamtui.domain.period_keys import parse_week
from kamtui.domain.rhythm import (
    Duty,
    Mark,
    OccurrenceState,
    done,
    next_occurrence,
    occurrence_for,
    occurrence_in,
    scheduled_on,
    skipped,
    snoozed,
)

HEALTH_CHECK = activity_named("health_check")
DONE, SKIPPED, SNOOZED = OccurrenceState
NOVEMBER = period_of(date(2026, 11, 1), Cadence.MONTHLY)
FRIDAY_20 = date(2026, 11, 20)
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def monthly(slot=2, **rest):
    """A monthly health check; in November 2026 slot 2 is Friday 20."""
    return Duty(HEALTH_CHECK, Cadence.MONTHLY, slot, **rest)


def status(duty, today, week=None):
    return str(occurrence_for(duty, today, week).status)


@pytest.mark.rule("Y-2")
@given(
    st.integers(0, 47),
    days,
    st.sampled_from([(Cadence.MONTHLY, 4), (Cadence.QUARTERLY, 12), (Cadence.HALF_YEARLY, 24), (Cadence.YEARLY, 48)]),
    st.integers(0, 6),
    st.integers(1, 12),
)
def test_an_activity_falls_on_the_review_day_of_its_slot_inside_its_period(slot, day, kind, review_day, fiscal_start):
    cadence, weeks = kind
    period = period_of(day, cadence, fiscal_start)
    scheduled = scheduled_on(HEALTH_CHECK, period, slot, Calendar(review_day, fiscal_start))
    assert scheduled in period
    assert scheduled.weekday() == review_day
    assert (scheduled - period.start).days // 7 == slot % weeks


@pytest.mark.rule("Y-4")
@pytest.mark.parametrize(
    ("name", "day", "scheduled"),
    [
        ("friday_review", date(2026, 11, 18), date(2026, 11, 20)),
        ("pipeline_review", date(2026, 11, 18), date(2026, 11, 6)),
        ("month_end_review", date(2026, 10, 18), date(2026, 10, 30)),
        ("expansion_strategy", date(2026, 11, 18), date(2026, 10, 2)),
        ("tier_review", date(2026, 11, 18), date(2026, 12, 25)),
        ("portfolio_health", date(2026, 11, 18), date(2026, 12, 25)),
        ("readiness_assessment", date(2026, 11, 18), date(2026, 1, 2)),
    ],
)
def test_the_portfolios_own_work_falls_on_its_day(name, day, scheduled):
    activity = activity_named(name)
    assert scheduled_on(activity, period_of(day, activity.cadence_for(None))) == scheduled


@pytest.mark.rule("Y-6")
@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 15), "upcoming"),
        (date(2026, 11, 16), "due"),
        (date(2026, 11, 20), "due"),
        (date(2026, 11, 22), "due"),
        (date(2026, 11, 23), "overdue"),
        (date(2026, 11, 29), "overdue"),
    ],
)
def test_an_occurrence_is_upcoming_then_due_in_its_week_then_overdue(today, expected):
    assert status(monthly(), today) == expected


@pytest.mark.rule("Y-6")
def test_after_its_period_it_is_missed_and_only_the_new_one_is_asked_for():
    november = occurrence_in(monthly(), NOVEMBER, date(2026, 12, 1), week_of(date(2026, 12, 1)))
    assert november.status == "missed"
    asked = occurrence_for(monthly(), date(2026, 12, 1))
    assert (asked.period.key, asked.status) == ("2026-12", "upcoming")


@pytest.mark.rule("Y-5")
@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 30)])
def test_anything_on_any_day_of_the_period_completes_it(day):
    occurrence = occurrence_for(monthly(completions=[day, date(2026, 10, 31), date(2026, 12, 1)]), date(2026, 11, 30))
    assert (occurrence.status, occurrence.done_on) == ("done", day)


@pytest.mark.rule("Y-5")
def test_what_was_done_in_another_period_does_not_count():
    assert status(monthly(completions=[date(2026, 10, 31), date(2026, 12, 1)]), FRIDAY_20) == "due"


@pytest.mark.rule("Y-7")
@given(days, st.integers(0, 47), st.sampled_from(Cadence))
def test_nothing_is_born_overdue(day, slot, cadence):
    first = occurrence_for(Duty(HEALTH_CHECK, cadence, slot, entered_on=day), day)
    assert first.status in ("due", "upcoming")
    assert first.scheduled >= day


@pytest.mark.rule("Y-7")
def test_the_first_occurrence_is_the_first_one_scheduled_on_or_after_the_day_of_entry():
    assert occurrence_for(monthly(entered_on=FRIDAY_20), FRIDAY_20).scheduled == FRIDAY_20
    assert occurrence_for(monthly(entered_on=date(2026, 11, 21)), date(2026, 11, 21)).scheduled == date(2026, 12, 18)
    assert occurrence_for(monthly(entered_on=date(2027, 3, 1)), FRIDAY_20).scheduled == date(2027, 3, 19)


@pytest.mark.rule("Y-7", "Y-13")
def test_days_away_never_make_the_first_occurrence_overdue():
    away = Calendar(away=((date(2026, 11, 16), date(2026, 11, 22)),))
    assert occurrence_for(monthly(), date(2026, 11, 10), calendar=away).scheduled == date(2026, 11, 13)
    entered = monthly(entered_on=date(2026, 11, 14))
    assert occurrence_for(entered, date(2026, 11, 14), calendar=away).scheduled == FRIDAY_20


@pytest.mark.rule("Y-13")
def test_a_two_week_absence_moves_its_work_to_the_last_review_day_before_it_within_its_period_and_says_so():
    away = Calendar(away=((date(2026, 11, 16), date(2026, 11, 29)),))
    for slot, scheduled, moved_from in (
        (1, date(2026, 11, 13), None),
        (2, date(2026, 11, 13), date(2026, 11, 20)),
        (3, date(2026, 11, 13), date(2026, 11, 27)),
    ):
        found = occurrence_for(monthly(slot), date(2026, 11, 10), calendar=away)
        assert (found.scheduled, found.due, found.moved_from) == (scheduled, scheduled, moved_from)
        assert next_occurrence(monthly(slot), date(2026, 11, 10), away) == found
        december = next_occurrence(monthly(slot), date(2026, 12, 1), away)
        assert (december.scheduled.month, december.moved_from) == (12, None)
    whole = Calendar(away=((date(2026, 11, 1), date(2026, 11, 30)),))
    stays = occurrence_for(monthly(2), date(2026, 11, 10), calendar=whole)
    assert (stays.scheduled, stays.moved_from) == (FRIDAY_20, None)


@pytest.mark.rule("Y-1", "Y-14")
@given(
    st.integers(0, 6),
    st.integers(0, 6),
    days,
    st.sampled_from(["health_check", "friday_review", "pipeline_review", "tier_review", "month_end_review"]),
    st.integers(0, 47),
    st.integers(-1, 1),
)
def test_a_changed_review_day_moves_every_occurrence_ahead_and_none_of_the_past(old, new, on, name, slot, shift):
    activity = activity_named(name)
    cadence = activity.cadence_for(None)
    period = period_of(on + timedelta(days=40 * shift), cadence)
    before = scheduled_on(activity, period, slot, Calendar(old))
    fresh = scheduled_on(activity, period, slot, Calendar(new))
    after = scheduled_on(activity, period, slot, Calendar(new, earlier=((old, on),)))
    assert after in period
    if before < on:
        assert after == before
    else:
        assert after >= on
        assert after == (fresh if fresh >= on else after)
        assert after.weekday() in (fresh.weekday(), before.weekday())
        assert after.weekday() == fresh.weekday() or fresh + timedelta(days=7) > period.end or after == before


@pytest.mark.rule("Y-1", "Y-7")
def test_a_changed_review_day_leaves_what_is_overdue_and_what_was_missed_as_they_are():
    today = date(2026, 11, 18)
    monday = Calendar(0, earlier=((4, today),))
    first = monthly(slot=0, entered_on=date(2026, 11, 3))
    assert occurrence_for(first, today, calendar=monday) == occurrence_for(first, today)
    assert occurrence_for(monthly(slot=3), today, calendar=monday).scheduled == date(2026, 11, 23)
    assert occurrence_for(monthly(slot=2), today, calendar=monday).scheduled == date(2026, 11, 23)
    assert next_occurrence(monthly(slot=0), date(2026, 12, 1), monday).scheduled == date(2026, 12, 7)
    twice = Calendar(2, earlier=((4, today), (0, date(2026, 12, 10))))
    assert occurrence_for(first, today, calendar=twice) == occurrence_for(first, today)
    assert next_occurrence(monthly(slot=0), date(2026, 12, 1), twice).scheduled == date(2026, 12, 7)
    assert next_occurrence(monthly(slot=1), date(2026, 12, 1), twice).scheduled == date(2026, 12, 16)
    assert [twice.review_day_on(day) for day in (date(2026, 11, 17), today, date(2026, 12, 10))] == [4, 0, 2]


def test_a_duty_that_ended_asks_for_nothing():
    ended = monthly(until=FRIDAY_20)
    assert occurrence_for(ended, FRIDAY_20) is None
    assert next_occurrence(ended, FRIDAY_20) is None


@pytest.mark.rule("Y-6")
def test_in_a_week_of_two_months_the_open_old_one_is_asked_for_until_its_month_ends():
    first_friday = monthly(slot=0)
    assert occurrence_for(first_friday, date(2026, 11, 30)).scheduled == date(2026, 11, 6)
    assert status(first_friday, date(2026, 11, 30)) == "overdue"
    december = occurrence_for(first_friday, date(2026, 12, 1))
    assert (december.scheduled, december.status) == (date(2026, 12, 4), "due")


@pytest.mark.rule("Y-6")
@pytest.mark.parametrize("settled", ["done", "skipped"])
def test_in_a_week_of_two_months_the_new_one_is_due_once_the_old_one_is_settled(settled):
    mark = Mark("2026-11", OccurrenceState(settled), date(2026, 11, 6), reason="quiet month")
    asked = occurrence_for(monthly(slot=0, marks=[mark]), date(2026, 11, 30))
    assert (asked.period.key, asked.scheduled, asked.status) == ("2026-12", date(2026, 12, 4), "due")


@pytest.mark.rule("Y-6")
def test_in_a_week_of_two_months_a_later_week_of_the_new_one_is_not_asked_for_yet():
    done_in_november = monthly(slot=1, completions=[date(2026, 11, 13)])
    assert status(done_in_november, date(2026, 11, 30)) == "done"
    assert status(done_in_november, date(2026, 12, 1)) == "upcoming"


@pytest.mark.rule("Y-6")
def test_an_account_entering_on_the_last_monday_of_a_month_is_due_on_the_first_friday_of_the_next():
    assert status(monthly(slot=0, entered_on=date(2026, 11, 30)), date(2026, 11, 30)) == "due"


@pytest.mark.rule("Y-6")
def test_another_week_is_seen_from_its_monday_with_what_is_known_today():
    today = date(2026, 11, 18)
    assert status(monthly(slot=3), today, parse_week("2026-W48")) == "due"
    assert status(monthly(slot=2), today, parse_week("2026-W48")) == "overdue"
    assert status(monthly(slot=2), today, parse_week("2026-W46")) == "upcoming"
    assert status(monthly(slot=0), today, parse_week("2026-W45")) == "due"
    assert status(monthly(slot=0), today, parse_week("2026-W49")) == "overdue"
    assert status(monthly(slot=0), today, parse_week("2026-W50")) == "overdue"


@pytest.mark.rule("Y-6")
def test_a_past_week_whose_month_is_over_shows_what_was_missed():
    assert status(monthly(slot=2), date(2026, 12, 10), parse_week("2026-W47")) == "missed"
    assert status(monthly(slot=0), date(2026, 12, 10), parse_week("2026-W49")) == "due"


@pytest.mark.rule("Y-16")
@given(days, st.integers(0, 47), st.sampled_from(Cadence), days)
def test_there_is_one_open_occurrence_however_long_ignored(entered, slot, cadence, today):
    duty = Duty(HEALTH_CHECK, cadence, slot, entered_on=entered)
    occurrence = occurrence_for(duty, today)
    assert occurrence.is_open
    assert today <= occurrence.period.end
    assert occurrence.scheduled >= entered
    assert next_occurrence(duty, today) == occurrence


def test_the_next_occurrence_skips_what_is_done():
    duty = monthly(completions=[date(2026, 11, 3), date(2026, 12, 1)])
    assert next_occurrence(duty, FRIDAY_20).scheduled == date(2027, 1, 15)


@pytest.mark.rule("Y-8")
def test_snooze_moves_it_to_a_later_day_of_its_period():
    mark = snoozed(occurrence_for(monthly(), FRIDAY_20), date(2026, 11, 27), FRIDAY_20, " on holiday ")
    assert mark == Mark("2026-11", SNOOZED, FRIDAY_20, date(2026, 11, 27), "on holiday")
    moved = occurrence_for(monthly(marks=[mark]), FRIDAY_20)
    assert (moved.status, moved.due, moved.scheduled, moved.reason) == (
        "upcoming",
        date(2026, 11, 27),
        FRIDAY_20,
        "on holiday",
    )
    assert status(monthly(marks=[mark]), date(2026, 11, 23)) == "due"
    assert status(monthly(marks=[mark]), date(2026, 11, 30)) == "overdue"


@pytest.mark.rule("Y-8")
@pytest.mark.parametrize(
    ("to", "complaint"),
    [
        (date(2026, 12, 1), "its period ends on 2026-11-30: choose a day up to then, or skip it"),
        (date(2026, 11, 20), "snooze moves it to a later day than 2026-11-20"),
        (date(2026, 11, 2), "snooze moves it to a later day than 2026-11-20"),
    ],
)
def test_snooze_never_goes_past_the_period_nor_back(to, complaint):
    with pytest.raises(ValueError, match="day") as refusal:
        snoozed(occurrence_for(monthly(), date(2026, 11, 18)), to, date(2026, 11, 18))
    assert str(refusal.value) == complaint


@pytest.mark.rule("Y-8")
def test_an_overdue_one_is_snoozed_from_today_on():
    overdue = occurrence_for(monthly(slot=0), FRIDAY_20)
    with pytest.raises(ValueError, match="later day than 2026-11-20"):
        snoozed(overdue, date(2026, 11, 10), FRIDAY_20)
    assert snoozed(overdue, date(2026, 11, 21), FRIDAY_20).to == date(2026, 11, 21)


@pytest.mark.rule("Y-8")
def test_a_snooze_from_elsewhere_that_points_past_the_period_counts_as_its_last_day():
    far = Mark("2026-11", SNOOZED, FRIDAY_20, date(2027, 1, 1))
    nowhere = Mark("2026-11", SNOOZED, FRIDAY_20)
    assert occurrence_for(monthly(marks=[far]), FRIDAY_20).due == date(2026, 11, 30)
    assert occurrence_for(monthly(marks=[nowhere]), FRIDAY_20).due == FRIDAY_20


@pytest.mark.rule("Y-6", "Y-8")
def test_what_is_snoozed_to_sunday_is_still_due_this_week():
    assert status(monthly(marks=[Mark("2026-11", SNOOZED, FRIDAY_20, date(2026, 11, 22))]), FRIDAY_20) == "due"


@pytest.mark.rule("Y-8")
def test_skip_needs_a_reason():
    due = occurrence_for(monthly(), FRIDAY_20)
    with pytest.raises(ValueError, match="needs a reason"):
        skipped(due, FRIDAY_20, "  ")
    mark = skipped(due, FRIDAY_20, "merger, nobody there")
    after = occurrence_for(monthly(marks=[mark]), FRIDAY_20)
    assert (after.status, after.reason, after.is_open) == ("skipped", "merger, nobody there", False)


@pytest.mark.rule("Y-8")
def test_done_wins_over_skipped_and_skipped_over_snoozed():
    skip = Mark("2026-11", SKIPPED, FRIDAY_20, reason="no time")
    snooze = Mark("2026-11", SNOOZED, FRIDAY_20, date(2026, 11, 27), "later")
    both = occurrence_for(monthly(marks=[skip, snooze]), FRIDAY_20)
    assert (both.status, both.reason, both.snoozes) == ("skipped", "no time", 1)
    finished = Mark("2026-11", DONE, FRIDAY_20)
    assert status(monthly(marks=[finished, skip, snooze]), FRIDAY_20) == "done"


@pytest.mark.rule("Y-8")
def test_what_is_settled_can_be_neither_snoozed_nor_skipped():
    settled = occurrence_for(monthly(marks=[done(occurrence_for(monthly(), FRIDAY_20), FRIDAY_20)]), FRIDAY_20)
    assert (settled.status, settled.done_on) == ("done", FRIDAY_20)
    with pytest.raises(ValueError, match="the health check is done and cannot be snoozed"):
        snoozed(settled, date(2026, 11, 27), FRIDAY_20)
    with pytest.raises(ValueError, match="the health check is done and cannot be skipped"):
        skipped(settled, FRIDAY_20, "why not")


@pytest.mark.rule("Y-16")
def test_an_occurrence_snoozed_three_times_is_called_out():
    marks = [Mark("2026-11", SNOOZED, FRIDAY_20, FRIDAY_20 + timedelta(days=n), f"reason {n}") for n in (1, 2, 3)]
    twice = occurrence_for(monthly(marks=marks[:2]), FRIDAY_20)
    thrice = occurrence_for(monthly(marks=marks), FRIDAY_20)
    assert (twice.snoozes, twice.called_out) == (2, False)
    assert (thrice.snoozes, thrice.called_out) == (3, True)
    assert (thrice.due, thrice.reason) == (date(2026, 11, 23), "reason 3")


@pytest.mark.rule("Y-16")
def test_marks_of_another_period_do_not_count():
    old = Mark("2026-10", SKIPPED, date(2026, 10, 16), reason="strike")
    assert status(monthly(marks=[old]), FRIDAY_20) == "due"
