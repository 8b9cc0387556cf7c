from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.dates import (
    Cadence,
    Calendar,
    add_months,
    anniversaries,
    before_days_away,
    first_review_day,
    last_review_day,
    last_working_day,
    local_date,
    next_period,
    period_of,
    periods_between,
    previous_period,
    review_days,
    stale_days,
    week_of,
)
from kamtui.domain.period_keys import parse_period, parse_week

days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
cadences = st.sampled_from(Cadence)
months = st.integers(1, 12)
weekdays = st.integers(0, 6)

LEAST_REVIEW_DAYS = {
    Cadence.WEEKLY: 1,
    Cadence.MONTHLY: 4,
    Cadence.QUARTERLY: 12,
    Cadence.HALF_YEARLY: 24,
    Cadence.YEARLY: 48,
}


@pytest.mark.rule("Y-1")
@pytest.mark.parametrize(
    ("cadence", "key", "start", "end"),
    [
        (Cadence.WEEKLY, "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        (Cadence.MONTHLY, "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        (Cadence.QUARTERLY, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (Cadence.HALF_YEARLY, "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        (Cadence.YEARLY, "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_have_the_keys_of_the_data_format(cadence, key, start, end):
    period = period_of(date(2026, 11, 20), cadence)
    assert (period.key, period.start, period.end) == (key, start, end)


@pytest.mark.rule("Y-1")
@pytest.mark.parametrize(
    ("cadence", "key", "start", "end"),
    [
        (Cadence.MONTHLY, "2027-02", date(2027, 2, 1), date(2027, 2, 28)),
        (Cadence.QUARTERLY, "2026/04-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        (Cadence.HALF_YEARLY, "2026/04-H2", date(2026, 10, 1), date(2027, 3, 31)),
        (Cadence.YEARLY, "2026/04", date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_fiscal_year_is_named_by_the_month_it_begins_in(cadence, key, start, end):
    period = period_of(date(2027, 2, 14), cadence, fiscal_start=4)
    assert (period.key, period.start, period.end) == (key, start, end)


@pytest.mark.rule("Y-1")
@given(days, cadences, months)
def test_periods_tile_time_with_no_gap_and_no_overlap(day, cadence, fiscal_start):
    period = period_of(day, cadence, fiscal_start)
    assert day in period
    following = next_period(period, fiscal_start)
    assert following.start == period.end + timedelta(days=1)
    assert previous_period(following, fiscal_start) == period
    assert period_of(period.start, cadence, fiscal_start) == period_of(period.end, cadence, fiscal_start) == period


@given(days, cadences, months)
def test_a_key_reads_back_as_its_period(day, cadence, fiscal_start):
    period = period_of(day, cadence, fiscal_start)
    assert parse_period(period.key) == period


@given(days, st.integers(0, 800), cadences, months)
def test_the_periods_between_two_days_cover_both_and_what_lies_between(first, length, cadence, fiscal_start):
    last = first + timedelta(days=length)
    found = periods_between(first, last, cadence, fiscal_start)
    assert first in found[0]
    assert last in found[-1]
    assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(found))


@pytest.mark.rule("Y-2")
@given(days, cadences, months, weekdays)
def test_every_review_day_lies_in_exactly_one_period_and_there_are_enough(day, cadence, fiscal_start, weekday):
    period = period_of(day, cadence, fiscal_start)
    found = review_days(period, weekday)
    length = (period.end - period.start).days + 1
    inside = [period.start + timedelta(days=n) for n in range(length)]
    assert list(found) == [each for each in inside if each.weekday() == weekday]
    assert len(found) >= LEAST_REVIEW_DAYS[cadence]
    assert (found[0], found[-1]) == (first_review_day(period, weekday), last_review_day(period, weekday))
    following = first_review_day(next_period(period, fiscal_start), weekday)
    assert following - found[-1] == timedelta(days=7)


@pytest.mark.rule("Y-1")
@given(days)
def test_a_week_runs_from_monday_to_sunday(day):
    week = week_of(day)
    assert (week.start.weekday(), week.end.weekday()) == (0, 6)
    assert parse_week(week.key) == week


def test_a_week_is_read_as_people_write_it():
    assert parse_week(" 2026-w48 ").start == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("2026-48", "'2026-48' is not a week; write it like 2026-W48"),
        ("", "'' is not a week; write it like 2026-W48"),
        ("2025-W53", "2025 has no week 53"),
        ("2026-W00", "2026 has no week 0"),
        ("1066-W10", "week 1066-W10 lies outside the years 1900 to 2199"),
    ],
)
def test_what_is_no_week_is_refused_in_one_line(text, complaint):
    with pytest.raises(ValueError, match="week") as refusal:
        parse_week(text)
    assert str(refusal.value) == complaint


@pytest.mark.parametrize("key", ["2026-13", "2026-00", "0000-01", "2026-Q5", "2026/13", "2026/01", "0000", "x", ""])
def test_what_is_no_period_is_refused(key):
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(key)


def test_the_31st_returns_on_the_last_of_february_and_again_on_31_march():
    assert list(islice(anniversaries(date(2027, 1, 31), 1), 3)) == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]
    assert next(islice(anniversaries(date(2028, 1, 31), 1), 1, None)) == date(2028, 2, 29)


def test_a_leap_day_returns_on_28_february_and_every_fourth_year_on_the_29th():
    assert [day.day for day in islice(anniversaries(date(2024, 2, 29), 12), 5)] == [29, 28, 28, 28, 29]


@given(days, st.integers(1, 24), st.integers(0, 40))
def test_anniversaries_never_drift(first, step, n):
    found = next(islice(anniversaries(first, step), n, None))
    index = first.year * 12 + first.month - 1 + n * step
    assert (found.year, found.month) == (index // 12, index % 12 + 1)
    assert found.day == first.day or (found.day < first.day and (found + timedelta(days=1)).day == 1)


@given(days, st.integers(-240, 240))
def test_months_added_and_taken_away_come_back_unless_the_month_was_too_short(day, count):
    there = add_months(day, count)
    assert add_months(there, -count) == day or there.day < day.day


def test_an_anniversary_needs_a_step():
    with pytest.raises(ValueError, match="1 or more months"):
        next(anniversaries(date(2026, 1, 1), 0))


@pytest.mark.rule("Y-4")
@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 3), date(2026, 11, 30)),
        (date(2026, 10, 31), date(2026, 10, 30)),
        (date(2026, 5, 1), date(2026, 5, 29)),
        (date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_the_last_working_day_of_a_month_is_never_a_weekend(day, last):
    assert last_working_day(day) == last


@pytest.mark.rule("H-3")
def test_one_and_a_half_periods_are_45_and_137_days():
    assert stale_days(Cadence.MONTHLY) == 45
    assert stale_days(Cadence.QUARTERLY) == 137
    assert all(stale_days(short) < stale_days(long) for short, long in pairwise(Cadence))


def test_a_moment_belongs_to_the_day_the_user_saw():
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert local_date(moment, timezone(timedelta(hours=2))) == date(2026, 11, 21)
    assert local_date(moment, timezone(timedelta(hours=-5))) == date(2026, 11, 20)
    assert abs(local_date(moment) - date(2026, 11, 20)) <= timedelta(days=1)
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 11, 20, 23, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ({"review_day": 7}, "review day"),
        ({"fiscal_start": 0}, "fiscal year"),
        ({"away": ((date(2026, 8, 2), date(2026, 8, 1)),)}, "end before they begin"),
        ({"earlier": ((7, date(2026, 8, 1)),)}, "the review day is 0"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(setting, complaint):
    with pytest.raises(ValueError, match=complaint):
        Calendar(**setting)


@pytest.mark.rule("Y-13")
def test_work_inside_days_away_moves_to_the_review_day_before():
    november = period_of(date(2026, 11, 1), Cadence.MONTHLY)
    away = Calendar(away=((date(2026, 11, 12), date(2026, 11, 20)),))
    assert before_days_away(date(2026, 11, 20), november, away) == date(2026, 11, 6)
    assert before_days_away(date(2026, 11, 27), november, away) == date(2026, 11, 27)


@pytest.mark.rule("Y-13")
def test_without_a_review_day_before_it_moves_to_the_last_working_day_before():
    november = period_of(date(2026, 11, 1), Cadence.MONTHLY)
    away = Calendar(away=((date(2026, 11, 5), date(2026, 11, 13)),))
    assert before_days_away(date(2026, 11, 6), november, away) == date(2026, 11, 4)


@pytest.mark.rule("Y-13")
def test_the_month_end_moves_straight_to_the_working_day_before():
    november = period_of(date(2026, 11, 1), Cadence.MONTHLY)
    away = Calendar(away=((date(2026, 11, 24), date(2026, 11, 30)),))
    assert before_days_away(date(2026, 11, 30), november, away, on_review_day=False) == date(2026, 11, 23)


@pytest.mark.rule("Y-13")
def test_a_whole_period_away_leaves_the_day_where_it_is():
    november = period_of(date(2026, 11, 1), Cadence.MONTHLY)
    away = Calendar(away=((date(2026, 10, 1), date(2026, 12, 31)),))
    assert before_days_away(date(2026, 11, 6), november, away) == date(2026, 11, 6)


@pytest.mark.rule("Y-13")
@given(days, cadences, st.lists(st.tuples(days, st.integers(0, 40)), max_size=3), st.booleans())
def test_moving_never_leaves_the_period_nor_goes_later_nor_ends_on_another_day_away(day, cadence, spans, on_review_day):
    period = period_of(day, cadence)
    near = [(day - timedelta(days=length // 2), day + timedelta(days=length)) for _, length in spans]
    calendar = Calendar(away=tuple(near))
    moved = before_days_away(day, period, calendar, on_review_day=on_review_day)
    assert period.start <= moved <= day
    assert moved == day or not any(first <= moved <= last for first, last in near)
