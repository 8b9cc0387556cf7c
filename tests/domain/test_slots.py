from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import CATALOGUE, account_activities, activity_named
from kamtui.domain.dates import Cadence, period_of, week_of
from kamtui.domain.rhythm import Duty, OccurrenceStatus, occurrence_for, scheduled_on
from kamtui.domain.slots import WEEKS, Slotted, best_slot, loads, rebalance

HEALTH_CHECK = activity_named("health_check")
key_tiers = st.lists(st.sampled_from([Tier.STRATEGIC, Tier.GROWTH]), min_size=12, max_size=12)
tiers = st.lists(st.sampled_from(Tier), max_size=30)


def added_one_after_another(tiers):
    accounts = []
    for n, tier in enumerate(tiers):
        accounts.append(Slotted(str(n), tier, best_slot(loads(accounts), tier)))
    return accounts


@pytest.mark.rule("Y-2")
@given(st.integers(0, 47), st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_an_account_keeps_its_own_week_month_after_month(slot, day, review_day):
    month = period_of(day, Cadence.MONTHLY)
    scheduled = scheduled_on(HEALTH_CHECK, month, slot)
    assert scheduled in month
    assert scheduled.weekday() == 4
    assert (scheduled.day - 1) // 7 == slot % 4


@pytest.mark.rule("Y-3")
def test_the_first_accounts_take_the_lowest_free_weeks():
    assert [account.slot for account in added_one_after_another([Tier.STRATEGIC] * 5)] == [0, 1, 2, 3, 4]


@pytest.mark.rule("Y-3")
@settings(max_examples=30)
@given(tiers, st.sampled_from(Tier))
def test_the_best_slot_makes_the_busiest_week_as_light_as_any_and_is_the_lowest_such(tiers, tier):
    there = added_one_after_another(tiers)
    busiest = [max(loads([*there, Slotted("new", tier, slot)])) for slot in range(WEEKS)]
    assert best_slot(loads(there), tier) == busiest.index(min(busiest))


@pytest.mark.rule("Y-3")
@settings(max_examples=60)
@given(key_tiers, st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_no_week_carries_more_than_a_third_of_a_months_health_checks_of_twelve_key_accounts(tiers, day):
    month = period_of(day, Cadence.MONTHLY)
    weeks = Counter(
        week_of(scheduled_on(HEALTH_CHECK, month, account.slot)).key for account in added_one_after_another(tiers)
    )
    assert sum(weeks.values()) == 12
    assert max(weeks.values()) * 3 <= 12


@pytest.mark.rule("Y-7")
@settings(max_examples=30)
@given(key_tiers, st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_nobodys_first_occurrence_is_overdue_on_the_day_they_are_added(tiers, today):
    for account in added_one_after_another(tiers):
        for activity, cadence in account_activities(account.tier):
            first = occurrence_for(Duty(activity, cadence, account.slot, account.tier, today), today)
            assert first.status in (OccurrenceStatus.DUE, OccurrenceStatus.UPCOMING)
            assert first.scheduled >= today


@pytest.mark.rule("Y-3")
@settings(max_examples=30)
@given(tiers)
def test_loads_add_up_to_what_the_tiers_get_in_a_year(tiers):
    accounts = added_one_after_another(tiers)
    times = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
    expected = sum(
        activity.minutes * times[cadence]
        for account in accounts
        for activity, cadence in account_activities(account.tier)
    )
    assert sum(loads(accounts)) == expected


@pytest.mark.rule("Y-3")
@settings(max_examples=20)
@given(tiers)
def test_rebalance_gives_every_account_a_slot_and_shows_before_and_after(tiers):
    crowded = [Slotted(str(n), tier, 0) for n, tier in enumerate(tiers)]
    proposal = rebalance(crowded)
    assert proposal.before == loads(crowded)
    assert proposal.after == loads([Slotted(a.uid, a.tier, proposal.slots[a.uid]) for a in crowded])
    assert set(proposal.slots) == {account.uid for account in crowded}
    assert max(proposal.after) <= max(proposal.before)
    assert sum(proposal.after) == sum(proposal.before)


@pytest.mark.rule("Y-3")
def test_a_tier_that_gets_nothing_takes_the_lowest_slot():
    assert best_slot([10] * WEEKS, Tier.MAINTAIN, [activity_named("plan_review", CATALOGUE)]) == 0


def test_a_slot_is_0_to_47():
    with pytest.raises(ValueError, match="0 to 47, not 48"):
        Slotted("a", Tier.GROWTH, 48)
