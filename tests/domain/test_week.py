from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import With, account_activities, activity_named
from kamtui.domain.dates import Cadence, Calendar, week_of
from kamtui.domain.period_keys import parse_week
from kamtui.domain.rhythm import Duty, Mark, OccurrenceState, OccurrenceStatus, occurrence_for
from kamtui.domain.week import (
    DEADLINE,
    RHYTHM,
    AccountFacts,
    WeekItem,
    belongs_in,
    deadline_status,
    in_order,
    pack,
    rhythm_item,
    rhythm_items,
    why,
)

TODAY = date(2026, 11, 18)
HEALTH_CHECK = activity_named("health_check")
CONTOSO = AccountFacts(7, "uid-7", "Contoso", Tier.STRATEGIC, 18_000_000)


def item(klass=2, due=TODAY, tier=Tier.GROWTH, value=0, name="Acme", **rest):
    """A line of the list, desk work of 10 minutes unless told otherwise."""
    fields = {
        "kind": RHYTHM,
        "activity": "health_check",
        "account_uid": None,
        "status": OccurrenceStatus.DUE,
        "minutes": 10,
        "with_": With.DESK,
        "why": "",
    }
    return WeekItem(klass=klass, due=due, tier=tier, value=value, account=name, **{**fields, **rest})


items = st.builds(
    item,
    klass=st.integers(0, 3),
    due=st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=4)),
    tier=st.sampled_from([*Tier, None]),
    value=st.integers(0, 3),
    name=st.sampled_from(["Acme", "acme", "Zeta", None]),
    minutes=st.integers(1, 90),
    with_=st.sampled_from(With),
    record_uid=st.sampled_from("abcdefghijklmnopqrst"),
    container=st.booleans(),
)
lists = st.lists(items, max_size=15, unique_by=lambda line: line.record_uid)


@pytest.mark.rule("Y-11")
def test_the_list_goes_by_class_then_day_then_tier_then_value_then_name():
    expected = [
        item(klass=0, due=TODAY + timedelta(days=2)),
        item(klass=1, due=TODAY - timedelta(days=9)),
        item(klass=1, due=TODAY - timedelta(days=8), tier=Tier.STRATEGIC),
        item(klass=1, due=TODAY - timedelta(days=8), tier=Tier.MAINTAIN, value=900),
        item(tier=Tier.STRATEGIC, value=1),
        item(value=500),
        item(value=400, name="abel"),
        item(value=400, name="Acme"),
        item(value=400, name="Öland"),
        item(name=None, tier=None),
        item(klass=3, due=TODAY - timedelta(days=90), tier=Tier.STRATEGIC, value=9999),
    ]
    assert in_order(reversed(expected)) == expected


@pytest.mark.rule("Y-11")
@given(lists, st.randoms(use_true_random=False))
def test_the_order_is_the_same_whatever_order_the_lines_come_in(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert in_order(shuffled) == in_order(lines)
    ranks = [(line.klass, line.due, line.tier or 4, -line.value) for line in in_order(lines)]
    assert ranks == sorted(ranks)


@pytest.mark.rule("Y-12")
@given(lists, st.integers(0, 90))
def test_packing_keeps_the_budget_and_the_order_and_loses_and_doubles_nothing(lines, budget):
    ordered = in_order(lines)
    packing = pack(ordered, budget)
    desk = [line for line in ordered if line.with_ is With.DESK and not line.container]
    assert packing.minutes <= budget or len(packing.packed) == 1
    assert list(packing.packed[:1]) == desk[:1]
    for group in (packing.packed, packing.left_out, packing.client, packing.reviews):
        assert list(group) == in_order(group)
    assert in_order([*packing.packed, *packing.left_out]) == desk
    assert all(line.with_ is With.CLIENT and not line.container for line in packing.client)
    together = [*packing.packed, *packing.left_out, *packing.client, *packing.reviews]
    assert in_order(together) == ordered
    assert all(packing.minutes + line.minutes > budget for line in packing.left_out)


@pytest.mark.rule("Y-12")
def test_the_first_item_always_fits():
    packing = pack([item(minutes=90), item(minutes=5)], 30)
    assert [line.minutes for line in packing.packed] == [90]
    assert (packing.minutes, packing.minutes_left_out, packing.budget) == (90, 5, 30)


@pytest.mark.rule("Y-12")
def test_a_long_item_does_not_keep_shorter_ones_below_it_out_of_the_half_hour():
    packing = pack([item(minutes=10), item(minutes=30), item(minutes=15), item(minutes=6), item(minutes=5)], 30)
    assert [line.minutes for line in packing.packed] == [10, 15, 5]
    assert [line.minutes for line in packing.left_out] == [30, 6]


@pytest.mark.rule("Y-12")
def test_client_work_and_the_review_itself_take_no_minutes_of_the_half_hour():
    packing = pack([item(minutes=60, with_=With.CLIENT), item(minutes=30, container=True), item(minutes=30)], 30)
    assert packing.minutes == 30
    assert (len(packing.client), len(packing.reviews), packing.left_out) == (1, 1, ())


@pytest.mark.rule("Y-11")
def test_a_deadline_is_on_the_list_when_it_is_past_or_in_the_week():
    week = week_of(TODAY)
    assert [belongs_in(week, day) for day in (date(2020, 1, 1), week.end, week.end + timedelta(days=1))] == [
        True,
        True,
        False,
    ]
    assert deadline_status(TODAY, TODAY) == "due"
    assert deadline_status(TODAY - timedelta(days=1), TODAY) == "overdue"


@pytest.mark.rule("Y-6", "Y-11")
def test_an_overdue_check_becomes_a_line_with_all_a_screen_needs():
    duty = Duty(HEALTH_CHECK, Cadence.MONTHLY, 1, Tier.STRATEGIC)
    line = rhythm_item(occurrence_for(duty, TODAY), CONTOSO, TODAY)
    assert (line.klass, line.kind, line.status, line.due) == (1, RHYTHM, "overdue", date(2026, 11, 13))
    assert (line.account, line.account_uid, line.account_id, line.tier) == ("Contoso", "uid-7", 7, Tier.STRATEGIC)
    assert (line.minutes, line.value, line.record_uid, line.container) == (15, 18_000_000, "2026-11", False)
    assert line.why == (
        "The monthly health check, scheduled for 2026-11-13, 5 days late. "
        "Counts until 2026-11-30 (2026-11); completed by a health check."
    )


@pytest.mark.rule("Y-17")
def test_a_due_activity_of_the_portfolio_takes_the_minutes_that_were_learned():
    review = activity_named("friday_review")
    line = rhythm_item(occurrence_for(Duty(review, Cadence.WEEKLY), TODAY), None, TODAY, minutes=22)
    assert (line.klass, line.account, line.account_id, line.tier, line.minutes) == (2, None, None, None, 22)
    assert (line.account_uid, line.value, line.container) == (None, 0, True)


def test_what_is_neither_due_nor_overdue_is_no_line():
    upcoming = occurrence_for(Duty(HEALTH_CHECK, Cadence.MONTHLY, 3), TODAY)
    finished = occurrence_for(Duty(HEALTH_CHECK, Cadence.MONTHLY, 2, completions=[TODAY]), TODAY)
    assert rhythm_item(upcoming, CONTOSO, TODAY) is None
    assert rhythm_item(finished, CONTOSO, TODAY) is None


@pytest.mark.rule("Y-13")
def test_the_line_tells_that_it_was_moved_because_of_days_away():
    away = Calendar(away=((date(2026, 11, 23), date(2026, 12, 4)),))
    found = occurrence_for(Duty(HEALTH_CHECK, Cadence.MONTHLY, 3), TODAY, calendar=away)
    assert "scheduled for 2026-11-20, moved from Fri 27 Nov: you are away" in why(found, TODAY)


@pytest.mark.rule("Y-16")
def test_the_line_tells_how_often_it_was_put_off_and_why():
    marks = [
        Mark("2026-11", OccurrenceState.SNOOZED, date(2026, 11, day), date(2026, 11, day + 3), reason)
        for day, reason in ((6, ""), (9, "ill"), (14, "no data"))
    ]
    once, thrice = (
        why(occurrence_for(Duty(HEALTH_CHECK, Cadence.MONTHLY, 0, marks=marks[:n]), TODAY), TODAY) for n in (1, 3)
    )
    assert "snoozed once, last to 2026-11-09, 9 days late." in once
    assert "snoozed 3 times, last to 2026-11-17 (no data), 1 day late." in thrice
    assert "Put off again and again" in thrice
    assert "Put off" not in once


@pytest.mark.rule("Y-6", "Y-11")
def test_the_weeks_lines_are_those_of_all_duties_due_or_overdue_in_it():
    duties = [
        (Duty(activity, cadence, 2, CONTOSO.tier, entered_on=date(2026, 11, 2)), CONTOSO)
        for activity, cadence in account_activities(CONTOSO.tier)
    ]
    duties.append((Duty(HEALTH_CHECK, Cadence.MONTHLY, until=date(2026, 1, 1)), CONTOSO))
    this_week = rhythm_items(duties, TODAY, minutes={"qbr": 45})
    assert {line.activity: line.minutes for line in this_week} == {
        "health_check": 15,
        "value_touchpoint": 10,
        "map_review": 10,
        "qbr": 45,
    }
    assert rhythm_items(duties, TODAY, parse_week("2026-W46")) == []
    assert {line.status for line in rhythm_items(duties, TODAY, parse_week("2026-W48"))} == {"overdue"}


def test_deadlines_stand_before_the_rhythm():
    deadline = item(klass=0, kind=DEADLINE, activity="check_in")
    assert in_order([item(klass=1), deadline])[0] == deadline
