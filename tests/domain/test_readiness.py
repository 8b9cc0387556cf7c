"""The readiness assessment: mean, bands, changes, and what is needed to keep one."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.readiness import (
    Assessment,
    Band,
    Change,
    Dimension,
    band,
    changes,
    findings_in,
    moved_words,
    overall,
    overall_words,
    problems,
    score_words,
    share_evidence,
    weakest,
)


def scores(*given_: int) -> dict[Dimension, int]:
    return dict(zip(Dimension, given_, strict=True))


def one(*given_: int) -> Assessment:
    return Assessment(1, date(2026, 1, 5), scores(*given_))


@pytest.mark.rule("A-3")
def test_five_threes_and_a_four_are_3_2_defined():
    assert overall(scores(3, 3, 3, 3, 3, 4)) == 3.2
    assert overall_words(one(3, 3, 3, 3, 3, 4).overall) == "3.2 Defined"


@pytest.mark.rule("A-3")
@pytest.mark.parametrize(
    ("score", "found"),
    [
        (1.0, Band.INITIAL), (1.9, Band.INITIAL), (2.0, Band.DEVELOPING), (2.9, Band.DEVELOPING), (3.0, Band.DEFINED),
        (3.9, Band.DEFINED), (4.0, Band.MANAGED), (4.9, Band.MANAGED), (5.0, Band.OPTIMISED),
    ],
)  # fmt: skip
def test_the_bands_have_their_edges(score: float, found: Band):
    assert band(score) is found


@pytest.mark.rule("A-3")
def test_the_same_bands_hold_for_a_dimension():
    assert [score_words(score) for score in (1, 2, 3, 4, 5)] == [
        "1 Initial", "2 Developing", "3 Defined", "4 Managed", "5 Optimised",
    ]  # fmt: skip
    assert (score_words(None), overall_words(None), overall_words(3.0)) == ("not scored", "not complete", "3.0 Defined")


@pytest.mark.rule("A-3")
@given(st.lists(st.integers(1, 5), min_size=6, max_size=6))
def test_the_mean_is_rounded_half_up_to_one_decimal(given_: list[int]):
    exact = (Decimal(sum(given_)) / 6).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert overall(scores(*given_)) == float(exact)


@pytest.mark.rule("A-3")
def test_without_all_six_scores_there_is_no_mean():
    assert overall({Dimension.STRATEGY: 5}) is None


@pytest.mark.rule("A-1")
def test_it_needs_six_scores_from_1_to_5_and_one_or_two_findings_each():
    findings = dict.fromkeys(Dimension, ("a", "b"))
    assert problems(scores(1, 2, 3, 4, 5, 1), findings) == ()
    found = problems(
        {**scores(1, 2, 3, 4, 5, 1), Dimension.STRATEGY: 6},
        {**findings, Dimension.ISSUES: (), Dimension.REVIEWS: "abc"},
    )
    assert [each.text for each in found] == [
        "strategy and segmentation has no score from 1 to 5 yet.",
        "proactive engagement and reviews has 3 findings: write one or two.",
        "issue resolution has no finding yet: write one or two.",
    ]
    assert len(problems({}, {})) == 12
    assert findings_in(" one \n\n two") == ("one", "two")


@pytest.mark.rule("A-4")
def test_an_assessment_is_compared_with_an_earlier_one():
    now, then = one(3, 3, 3, 4, 2, 3), Assessment(2, date(2025, 1, 6), {Dimension.STRATEGY: 1, Dimension.ISSUES: 4})
    assert [change.words for change in changes(now, then)] == ["+2", "", "", "", "−2", ""]
    assert Change(Dimension.ISSUES, 4, 4).words == "as before"
    assert (moved_words(3.2, 3.5), moved_words(3.3, 3.0), moved_words(None, 1)) == ("−0.3", "+0.3", "")


def test_the_weakest_come_first_and_what_is_best_already_is_left_out():
    assert weakest(one(5, 3, 2, 3, 5, 2)) == (
        Dimension.ONBOARDING, Dimension.RETENTION, Dimension.ENGAGEMENT, Dimension.REVIEWS,
    )  # fmt: skip


@pytest.mark.rule("A-2")
def test_a_share_is_said_with_its_parts_and_asks_where_it_is_low():
    low = share_evidence("sponsor", 9, 13, "key accounts")
    assert (low.words, low.asks) == ("9 of 13 key accounts, 69 %", True)
    assert not share_evidence("sponsor", 4, 5, "key accounts").asks
    none = share_evidence("sponsor", 0, 0, "key accounts")
    assert (none.words, none.asks) == ("nothing to count yet", False)
