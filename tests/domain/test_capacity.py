from datetime import date
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import Minutes, Work, capacity, learned, minutes_a_year
from kamtui.domain.catalogue import CATALOGUE, activity_named
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.dates import Calendar

NOVEMBER, OCTOBER = date(2026, 11, 18), date(2026, 10, 18)
HEALTH_CHECK = activity_named("health_check")


@pytest.mark.rule("Y-15")
def test_the_need_of_a_month_is_the_portfolios_own_work_and_every_accounts():
    # the portfolio: 15 + 60/3 + 30/3 + 60/12 + 60/12; a growth account: 15 + 10 + 30/3 + 90/12; maintain: 5 + 10/6
    assert capacity(Work({}), NOVEMBER).needed == 55
    assert capacity(Work({Tier.GROWTH: 2}), NOVEMBER).needed == 55 + 85
    assert capacity(Work({Tier.MAINTAIN: 6}), NOVEMBER).needed == 55 + 40


@pytest.mark.rule("Y-15")
def test_the_offer_of_a_month_is_its_review_days_and_the_month_end():
    assert capacity(Work({}), NOVEMBER).available == 4 * 30 + 60
    assert capacity(Work({}), OCTOBER).available == 5 * 30 + 60
    assert capacity(Work({}), NOVEMBER, 45, 90).available == 4 * 45 + 90
    assert capacity(Work({}), NOVEMBER, calendar=Calendar(review_day=0)).available == 5 * 30 + 60


@pytest.mark.rule("Y-13", "Y-15")
def test_reviews_that_days_away_take_offer_nothing():
    two_weeks = Calendar(away=((date(2026, 11, 9), date(2026, 11, 22)),))
    found = capacity(Work({Tier.STRATEGIC: 2, Tier.GROWTH: 4}), NOVEMBER, calendar=two_weeks)
    assert found.available == 2 * 30 + 60
    assert found.suggestions[0] == "Days away take 2 of this month's reviews."
    a_friday = Calendar(away=((date(2026, 11, 20), date(2026, 11, 22)),))
    assert capacity(Work({}), NOVEMBER, calendar=a_friday).available == 4 * 30 + 60
    month = Calendar(away=((date(2026, 10, 26), date(2026, 12, 6)),))
    found = capacity(Work({}), NOVEMBER, calendar=month)
    assert (found.available, found.suggestions) == (0, ("Days away take 4 of this month's reviews.",))


@pytest.mark.rule("Y-15")
def test_work_that_fits_needs_no_advice():
    fitting = capacity(Work({Tier.GROWTH: 2}), NOVEMBER)
    assert (fitting.fits, fitting.shortfall, fitting.suggestions) == (True, 0, ())


@pytest.mark.rule("Y-15")
def test_work_that_does_not_fit_says_by_how_much_and_what_would_help():
    work = Work({Tier.STRATEGIC: 2, Tier.GROWTH: 4})
    found = capacity(work, NOVEMBER, steady_greens={Tier.GROWTH: 3, Tier.STRATEGIC: 0})
    assert (found.needed, found.available, found.shortfall, found.fits) == (310, 180, 130, False)
    assert found.suggestions == (
        "A Friday review of 63 minutes, 33 longer, would hold it.",
        "4 of 6 key accounts moved to Maintain would make it fit.",
        "A longer cadence for 3 steady green accounts would free 50 minutes a month, of the 130 that are missing.",
    )


@pytest.mark.rule("Y-15")
def test_each_advice_makes_it_fit():
    work = Work({Tier.STRATEGIC: 2, Tier.GROWTH: 4})
    assert capacity(work, NOVEMBER, 63).fits
    assert not capacity(work, NOVEMBER, 62).fits
    assert capacity(Work({Tier.STRATEGIC: 2, Tier.MAINTAIN: 4}), NOVEMBER).fits
    assert not capacity(Work({Tier.STRATEGIC: 2, Tier.GROWTH: 1, Tier.MAINTAIN: 3}), NOVEMBER).fits


@pytest.mark.rule("Y-15")
def test_a_longer_cadence_may_be_enough():
    found = capacity(Work({Tier.GROWTH: 3}), NOVEMBER, steady_greens={Tier.GROWTH: 1})
    assert found.shortfall == 3
    assert found.suggestions[-1] == (
        "A longer cadence for 1 steady green account would free 16 minutes a month, which is enough."
    )


@pytest.mark.rule("Y-15")
def test_where_all_key_accounts_are_not_enough_it_says_so():
    found = capacity(Work({Tier.GROWTH: 2, Tier.MAINTAIN: 100}), NOVEMBER)
    assert found.suggestions[1] == "All 2 key accounts moved to Maintain would free 71 minutes."


@pytest.mark.rule("Y-15")
def test_without_key_accounts_a_longer_review_is_all_there_is_to_advise():
    found = capacity(Work({Tier.MAINTAIN: 100}), NOVEMBER, steady_greens={Tier.MAINTAIN: 50})
    assert len(found.suggestions) == 1


@pytest.mark.rule("Y-15")
def test_steady_greens_whose_checks_are_rare_already_free_nothing():
    rows, _ = edited({"health_check": {"cadence": "yearly", "minutes": 400}, "map_review": {"cadence": "never"}})
    found = capacity(Work({Tier.GROWTH: 5}, rows), NOVEMBER, steady_greens={Tier.GROWTH: 5})
    assert not found.fits
    assert len(found.suggestions) == 2


@pytest.mark.rule("Y-15", "Y-17")
def test_capacity_reckons_with_the_minutes_that_were_learned():
    work = Work({Tier.GROWTH: 2}, CATALOGUE, {"health_check": 9, "friday_review": 90})
    assert capacity(work, NOVEMBER).needed == 55 + 85 - 12


@pytest.mark.rule("Y-15")
@given(st.dictionaries(st.sampled_from(Tier), st.integers(0, 60)), st.integers(1, 120))
def test_the_longer_review_it_advises_is_the_shortest_that_holds_the_work(accounts, review_minutes):
    found = capacity(Work(accounts), NOVEMBER, review_minutes)
    assert found.shortfall == max(0, found.needed - found.available)
    longer = review_minutes + ceil(found.shortfall / 4)
    assert capacity(Work(accounts), NOVEMBER, longer).fits
    assert found.fits or not capacity(Work(accounts), NOVEMBER, longer - 1).fits


@pytest.mark.rule("Y-17")
def test_below_five_timings_the_catalogues_minutes_hold():
    assert learned(HEALTH_CHECK, [3, 3, 3, 3]) == Minutes(15)


@pytest.mark.rule("Y-17")
@pytest.mark.parametrize(
    ("timings", "expected"),
    [
        ([4, 9, 8, 30, 7], Minutes(8, 8)),
        ([8, 9, 8, 9, 8, 9], Minutes(9, 9)),
        ([20, 22, 24, 26, 28], Minutes(15, 24)),
        ([0.1, 0.1, 0.2, 0.2, 0.3], Minutes(1, 0)),
    ],
)
def test_from_five_timings_on_the_median_is_planned_with_up_to_the_catalogues_bound(timings, expected):
    assert learned(HEALTH_CHECK, timings) == expected


@pytest.mark.rule("T-3", "Y-15")
def test_the_minutes_of_one_activity_are_those_of_all_accounts_that_get_it():
    work = Work({Tier.STRATEGIC: 2, Tier.MAINTAIN: 3}, learned={"qbr": 50})
    assert minutes_a_year(activity_named("qbr"), work) == 50 * (2 * 12 + 3 * 2)
    assert minutes_a_year(activity_named("plan_review"), work) == 30 * 2 * 4
    assert minutes_a_year(activity_named("tier_review"), Work({})) == 30 * 4
