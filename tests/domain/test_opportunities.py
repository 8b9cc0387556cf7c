"""Opportunities: stages, the three parts, the integrity test, and the ranking."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.expansion import Integrity, Stage
from kamtui.domain.opportunities import (
    PARKED,
    UNASKED,
    Opportunity,
    Part,
    asks_integrity,
    by_stage,
    missing_parts,
    next_stage,
    probability,
    rank_key,
    review_key,
    stalled,
    totals,
    validate_opportunity,
    weighted,
    why_not,
)

TODAY = date(2026, 11, 20)
PARTS = {"observation": "two systems", "connection": "one does both", "invitation": "what would that change?"}
FORWARD = [Stage.INVITED, Stage.EXPLORING, Stage.PROPOSED, Stage.WON]


def deal(**changes):
    moving = {"name": "Nordic rollout", "annual_value": 40_000_00, "next_step": "call", "next_step_due": TODAY}
    return Opportunity(**(moving | changes))


@pytest.mark.rule("X-4")
def test_each_stage_has_its_probability_and_the_users_own_counts_before_it():
    usual = [probability(deal(stage=stage)) for stage in Stage]
    assert usual == [10, 25, 50, 75, 100, 0]
    assert probability(deal(stage="invited", probability=60)) == 60
    assert probability(deal(stage="won", probability=60)) == 100
    assert probability(deal(stage="idea", usual={"idea": 5})) == 5


@pytest.mark.rule("X-4")
def test_everything_that_is_wrong_is_said_at_once():
    wrong = deal(name=" ", kind="gift", annual_value=-1, stage="maybe", integrity="ours", probability=101)
    fields = [problem.field for problem in validate_opportunity(wrong)]
    assert fields == ["name", "kind", "annual_value", "stage", "integrity", "probability"]
    assert validate_opportunity(deal(probability=0, **PARTS)) == ()


@pytest.mark.rule("X-5")
@pytest.mark.parametrize("to", FORWARD)
def test_it_leaves_the_idea_only_with_all_three_parts_and_says_which_are_missing(to):
    bare = deal(integrity="theirs")
    assert why_not(bare, to) == "it stays an idea until there is an observation, a connection and an invitation"
    for part in Part:
        lacking = deal(integrity="theirs", **{**PARTS, part.value: "  "})
        assert missing_parts(lacking) == (part,)
        assert part.value in why_not(lacking, to)
    assert why_not(deal(integrity="theirs", **PARTS), to) == ""


@pytest.mark.rule("X-6")
@pytest.mark.parametrize("to", FORWARD)
def test_it_is_not_invited_without_the_integrity_answer_and_mine_parks_it(to):
    unasked, mine = deal(**PARTS), deal(integrity="mine", **PARTS)
    assert why_not(unasked, to) == UNASKED
    assert asks_integrity(unasked, to)
    assert why_not(mine, to) == PARKED
    assert mine.parked
    assert not asks_integrity(mine, to)
    assert not asks_integrity(deal(), to)


@pytest.mark.rule("X-6")
def test_what_is_parked_may_still_be_lost_and_what_is_lost_is_not_parked():
    assert why_not(deal(stage="exploring", integrity="mine"), "lost") == ""
    assert why_not(deal(stage="exploring", integrity="mine"), "proposed") == PARKED
    assert not deal(stage="lost", integrity="mine").parked


@pytest.mark.rule("X-5")
def test_what_came_from_elsewhere_in_a_later_stage_goes_on_and_back():
    imported = deal(stage="exploring")
    assert why_not(imported, "proposed") == ""
    assert why_not(imported, "idea") == ""
    assert why_not(imported, "exploring") == "it is exploring already"
    assert "stays an idea" in why_not(deal(stage="lost"), "invited")


@pytest.mark.rule("X-4")
def test_the_stages_follow_each_other():
    assert [next_stage(stage) for stage in Stage] == ["invited", "exploring", "proposed", "won", None, None]
    assert [next_stage(stage, -1) for stage in Stage] == [None, "idea", "invited", "exploring", "proposed", None]


@pytest.mark.rule("X-7")
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"next_step": " "}, "no next step"),
        ({"next_step_due": None}, "next step without a day"),
        ({"next_step_due": TODAY - timedelta(days=1)}, "next step is past"),
        ({}, ""),
        ({"next_step": "", "stage": "won"}, ""),
        ({"next_step": "", "integrity": Integrity.MINE}, ""),
    ],
)
def test_no_next_step_or_one_in_the_past_stalls(changes, why):
    assert stalled(deal(**changes), TODAY) == why


@pytest.mark.rule("X-7")
def test_the_pipeline_is_ranked_by_probability_times_value_and_reviews_begin_with_what_stalls():
    big_idea = deal(name="big idea", annual_value=100_000_00)
    small_sure = deal(name="small", annual_value=20_000_00, stage="proposed")
    same_weight = deal(name="another", annual_value=60_000_00, stage="invited")
    unknown = deal(name="unknown", annual_value=None, stage="proposed", next_step="")
    everything = [unknown, big_idea, same_weight, small_sure]
    assert [each.name for each in sorted(everything, key=rank_key)] == ["another", "small", "big idea", "unknown"]
    assert [weighted(each) for each in everything] == [0, 10_000_00, 15_000_00, 15_000_00]
    first = min(everything, key=lambda each: review_key(each, TODAY))
    assert first is unknown


@pytest.mark.rule("X-7")
def test_weights_are_rounded_half_up():
    assert weighted(deal(annual_value=1, probability=50)) == 1
    assert weighted(deal(annual_value=1, probability=49)) == 0


@pytest.mark.rule("X-7")
def test_the_chart_counts_what_moves_stage_by_stage():
    deals = [
        deal(), deal(annual_value=None), deal(stage="proposed", annual_value=10_000_00, next_step=""),
        deal(integrity="mine"), deal(stage="won"), deal(stage="lost"),
    ]  # fmt: skip
    bars = by_stage(deals)
    assert [(bar.stage, bar.count, bar.value, bar.weighted) for bar in bars] == [
        ("idea", 2, 40_000_00, 4_000_00), ("invited", 0, 0, 0), ("exploring", 0, 0, 0),
        ("proposed", 1, 10_000_00, 7_500_00),
    ]  # fmt: skip
    sums = totals(deals, TODAY)
    assert (sums.count, sums.value, sums.weighted, sums.stalled, sums.parked) == (3, 50_000_00, 11_500_00, 1, 1)


@pytest.mark.rule("X-7")
@given(st.lists(st.tuples(st.none() | st.integers(0, 10**9), st.sampled_from(Stage), st.none() | st.integers(0, 100))))
def test_no_weight_is_beyond_its_value_and_the_bars_hold_every_open_one(rows):
    deals = [replace(deal(), annual_value=value, stage=stage, probability=own) for value, stage, own in rows]
    assert all(0 <= weighted(each) <= (each.annual_value or 0) for each in deals)
    assert sum(bar.count for bar in by_stage(deals)) == sum(each.open for each in deals)
