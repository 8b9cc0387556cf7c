from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.adherence import Tally, adherence, streak
from kamtui.domain.catalogue import activity_named
from kamtui.domain.dates import Cadence, Calendar
from kamtui.domain.rhythm import Duty, Mark, OccurrenceState

HEALTH_CHECK, MAP_REVIEW = activity_named("health_check"), activity_named("map_review")
TODAY = date(2026, 11, 18)
FRIDAYS = [date(2026, 11, 13) - timedelta(days=7 * n) for n in range(10)]


def duty(**rest):
    return Duty(HEALTH_CHECK, Cadence.MONTHLY, 0, Tier.STRATEGIC, **rest)


@pytest.mark.rule("Y-9")
def test_adherence_is_done_over_done_and_missed_with_skipped_beside_it():
    marks = [
        Mark("2026-09", OccurrenceState.SKIPPED, date(2026, 9, 4), reason="strike"),
        Mark("2026-08", OccurrenceState.DONE, date(2026, 8, 7)),
        Mark("2026-07", OccurrenceState.SNOOZED, date(2026, 7, 3), date(2026, 7, 10)),
    ]
    completions = [date(2026, 10, 30), date(2026, 6, 1), date(2026, 6, 30)]
    found = adherence([duty(marks=marks, completions=completions)], TODAY)
    tally = found.tallies["health_check", Tier.STRATEGIC]
    assert tally == Tally(done=3, missed=7, skipped=1)
    assert tally.share == 0.3


@pytest.mark.rule("Y-9")
def test_an_open_occurrence_is_not_yet_missed_but_counts_when_done():
    entered = date(2026, 11, 1)
    assert adherence([duty(entered_on=entered)], date(2026, 11, 30)).overall() == Tally()
    assert adherence([duty(entered_on=entered, completions=[TODAY])], TODAY).overall() == Tally(done=1)
    assert adherence([duty(entered_on=entered)], date(2026, 12, 1)).overall() == Tally(missed=1)


@pytest.mark.rule("Y-9")
def test_what_was_scheduled_a_year_ago_to_the_day_no_longer_counts():
    once = duty(entered_on=date(2025, 11, 1), until=date(2025, 12, 1))
    assert adherence([once], date(2026, 11, 6)).overall() == Tally(missed=1)
    assert adherence([once], date(2026, 11, 7)).overall() == Tally()


@pytest.mark.rule("Y-9")
def test_nothing_counted_has_no_share():
    assert Tally(skipped=4).share is None
    assert adherence([], TODAY).overall().share is None


@pytest.mark.rule("Y-9")
def test_tallies_add_up_by_activity_by_tier_and_in_all():
    since = date(2026, 9, 1)
    duties = [
        duty(entered_on=since, completions=[date(2026, 9, 9)]),
        duty(entered_on=since),
        Duty(HEALTH_CHECK, Cadence.MONTHLY, 1, Tier.GROWTH, since),
        Duty(MAP_REVIEW, Cadence.MONTHLY, 1, Tier.GROWTH, since, completions=[date(2026, 10, 1)]),
    ]
    found = adherence(duties, TODAY)
    assert found.of_activity("health_check") == Tally(done=1, missed=5)
    assert found.of_tier(Tier.GROWTH) == Tally(done=1, missed=3)
    assert found.of_tier(None) == Tally()
    assert found.overall() == Tally(done=2, missed=6)


@pytest.mark.rule("Y-9", "Y-7")
def test_a_tier_counts_only_while_the_account_was_in_it():
    changed = date(2026, 8, 15)
    before = duty(until=changed)
    after = Duty(HEALTH_CHECK, Cadence.MONTHLY, 0, Tier.GROWTH, changed)
    found = adherence([before, after], TODAY)
    assert found.of_tier(Tier.STRATEGIC) == Tally(missed=9)
    assert found.of_tier(Tier.GROWTH) == Tally(missed=2)


@pytest.mark.rule("Y-9")
@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(0, 47),
    st.lists(st.dates(date(2023, 1, 1), date(2030, 1, 1)), max_size=30),
)
def test_a_years_monthly_activity_is_counted_twelve_times_at_most(today, slot, completions):
    tally = adherence([Duty(HEALTH_CHECK, Cadence.MONTHLY, slot, completions=completions)], today).overall()
    assert 11 <= tally.done + tally.missed + tally.skipped <= 13
    assert tally.share is None or 0 <= tally.share <= 1


@pytest.mark.rule("F-3")
def test_the_streak_counts_the_weeks_in_a_row_and_is_not_broken_while_this_week_is_open():
    assert streak(FRIDAYS[:6], TODAY) == 6
    assert streak([*FRIDAYS[:6], date(2026, 11, 16)], TODAY) == 7
    assert streak(FRIDAYS[:6], date(2026, 11, 22)) == 6
    assert streak(FRIDAYS[:6], date(2026, 11, 23)) == 0


@pytest.mark.rule("F-3")
def test_a_week_without_a_review_ends_the_streak():
    assert streak(FRIDAYS[:2] + FRIDAYS[3:], TODAY) == 2
    assert streak([], TODAY) == 0


@pytest.mark.rule("F-3")
def test_two_reviews_in_a_week_count_once_and_one_in_the_future_not_at_all():
    assert streak([FRIDAYS[0], FRIDAYS[0] - timedelta(days=1), date(2026, 12, 4)], TODAY) == 1


@pytest.mark.rule("F-3", "Y-13")
def test_a_week_away_altogether_neither_adds_to_the_streak_nor_ends_it():
    away = Calendar(away=((FRIDAYS[2] - timedelta(days=4), FRIDAYS[2]),))
    assert streak(FRIDAYS[:2] + FRIDAYS[3:5], TODAY, away) == 4
    only_the_friday = Calendar(away=((FRIDAYS[2], FRIDAYS[2]),))
    assert streak(FRIDAYS[:2] + FRIDAYS[3:5], TODAY, only_the_friday) == 2
