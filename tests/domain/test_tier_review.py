"""The tier review: what the figures suggest, with its reasons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import Capacity
from kamtui.domain.tier_review import Reviewed, load_of, suggestions

TODAY = date(2026, 11, 20)
K = 1000_00


def one(key, value, potential=None, tier=Tier.MAINTAIN, **more):
    return Reviewed(id=key, tier=tier, current_value=value * K, potential_value=potential and potential * K, **more)


def tiers(*accounts):
    return {each.account_id: each.tier for each in suggestions(accounts, TODAY)}


@pytest.mark.rule("T-5")
def test_the_top_fifth_of_both_ranks_is_strategic_then_growth_then_maintain():
    accounts = [
        one(1, 300, 500), one(2, 200, 210, last_referral=date(2026, 3, 1)), one(3, 150, 180), one(4, 100, 110),
        one(5, 90, 400), one(6, 80, 80), one(7, 70, 70), one(8, 60, 60), one(9, 50, 50), one(10, 40, 40),
    ]  # fmt: skip
    found = suggestions(accounts, TODAY)
    assert [each.tier for each in found] == [1, 2, 2, 3, 2, 3, 3, 3, 3, 3]
    assert found[0].words == "value 300k is in the top 2 of 10; gap 200k is in the top 2 of 10"
    assert found[1].words == "value 200k is at or above the median of 85k; a referral on 2026-03-01"
    assert found[2].words == "value 150k is at or above the median of 85k; gap 30k, 20 % of the value"
    assert (
        found[3].words
        == "value 100k is at or above the median of 85k; gap 10k, 10 % of the value, no referral in 12 months"
    )
    assert found[9].words == "value 40k is below the median of 85k; gap 0, no referral in 12 months"
    assert found[0].differs
    assert not found[9].differs


@pytest.mark.rule("T-5")
def test_an_account_that_would_leave_strategic_is_told_what_it_lacks():
    rest = [one(key, 10 * key, 20 * key) for key in range(2, 11)]
    for value, potential, lacking in ((300, 310, "gap"), (1, 200, "value"), (50, 55, "value and gap")):
        found = suggestions([*rest, one(1, value, potential, tier=Tier.STRATEGIC)], TODAY)[-1]
        assert found.reasons[-1] == f"for Strategic its {lacking} would have to be in the top 2 of 10"


@pytest.mark.rule("T-5")
def test_the_fifth_is_rounded_up_and_equals_share_it():
    assert tiers(one(1, 10, 20)) == {1: Tier.STRATEGIC}
    six = [one(key, value, value * 2) for key, value in enumerate([60, 50, 50, 40, 30, 20])]
    assert [each.tier for each in suggestions(six, TODAY)][:3] == [1, 1, 1]


@pytest.mark.rule("T-5")
def test_no_value_and_no_gap_are_never_at_the_top():
    assert tiers(one(1, 0, 10)) == {1: Tier.GROWTH}
    assert tiers(one(1, 10, 5)) == {1: Tier.MAINTAIN}
    assert suggestions([one(1, 10)], TODAY)[0].reasons[1] == "no potential is known and no referral in 12 months"


@pytest.mark.rule("T-5")
def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle_and_counts_as_above():
    accounts = [one(1, 40, 400), one(2, 30, 36), one(3, 20, 40), one(4, 10, 20)]
    assert tiers(*accounts) == {1: 1, 2: 2, 3: 3, 4: 3}
    assert tiers(one(1, 30, 300), one(2, 20, 24), one(3, 10, 20)) == {1: 1, 2: 2, 3: 3}


@pytest.mark.rule("T-5", "I-6")
@pytest.mark.parametrize(
    ("day", "tier"), [(date(2025, 11, 20), 2), (date(2025, 11, 19), 3), (TODAY, 2), (date(2026, 11, 21), 3)]
)
def test_a_referral_counts_for_twelve_months(day, tier):
    accounts = [one(1, 90, 200), one(2, 50, 50, last_referral=day), one(3, 10, 10)]
    assert tiers(*accounts)[2] == tier


@pytest.mark.rule("T-5")
def test_below_the_median_an_opening_does_not_lift_and_is_not_called_missing():
    found = suggestions([one(1, 90, 200), one(2, 50), one(3, 10, 20)], TODAY)
    assert (found[2].tier, found[2].reasons) == (Tier.MAINTAIN, ("value 10k is below the median of 50k",))


@pytest.mark.rule("T-5")
def test_only_active_accounts_are_ranked():
    assert suggestions([one(1, 10, status="ended"), one(2, 10, status="onboarding")], TODAY) == ()
    assert tiers(one(1, 10, 20), one(2, 999, 9999, status="onboarding")) == {1: Tier.STRATEGIC}


@pytest.mark.rule("T-5", "Y-3")
def test_the_load_of_a_week_is_rounded_half_up_with_the_busiest_beside_it():
    month = Capacity(60, 180)
    weeks = [10] * 24 + [11] * 24
    assert (load_of(weeks, month).mean, load_of(weeks, month).busiest) == (11, 11)
    assert load_of([0] * 47 + [23], month).mean == 0


@pytest.mark.rule("T-5")
@given(st.lists(st.tuples(st.integers(0, 500), st.none() | st.integers(0, 900)), min_size=1, max_size=30))
def test_every_active_account_gets_one_suggestion_with_reasons_and_order_does_not_matter(rows):
    accounts = [one(key, value, potential) for key, (value, potential) in enumerate(rows)]
    found = suggestions(accounts, TODAY)
    assert [each.account_id for each in found] == list(range(len(rows)))
    assert all(each.reasons for each in found)
    backwards = suggestions(accounts[::-1], TODAY)
    assert {each.account_id: each.tier for each in backwards} == {each.account_id: each.tier for each in found}
