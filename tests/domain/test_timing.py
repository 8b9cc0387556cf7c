"""The timing verdict: act now on three legs, else file and name the one that is missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.expansion import Strength, TriggerKind
from kamtui.domain.health import Colour
from kamtui.domain.stakeholders import Quality
from kamtui.domain.timing import Leg, TimingFacts, TimingVerdict, timing

TODAY = date(2026, 11, 20)


def facts(**changes):
    sure = {
        "kind": "org_change", "strength": "strong", "colour": Colour.GREEN, "quality": "strong",
        "delivered_on": TODAY - timedelta(days=10),
    }  # fmt: skip
    return TimingFacts(**(sure | changes))


@pytest.mark.rule("X-3")
def test_strong_and_secure_and_proven_says_act_now():
    verdict = timing(facts(), TODAY)
    assert (verdict.verdict, verdict.words, verdict.missing) == (TimingVerdict.ACT_NOW, "act now", ())


@pytest.mark.rule("X-3")
@pytest.mark.parametrize(
    ("taken", "leg", "words"),
    [
        ({"strength": "weak"}, Leg.SIGNAL, "the signal is weak"),
        ({"colour": Colour.RED}, Leg.RELATIONSHIP, "the account is red, the person is strong"),
        ({"quality": "at_risk"}, Leg.RELATIONSHIP, "the account is green, the person is at risk"),
        ({"quality": "unknown"}, Leg.RELATIONSHIP, "the account is green, the person is unknown"),
        ({"quality": None}, Leg.RELATIONSHIP, "the account is green, nobody named who is still there"),
        ({"delivered_on": None}, Leg.RESULTS, "no value delivered is recorded"),
        ({"delivered_on": TODAY - timedelta(days=91)}, Leg.RESULTS,
         "value was last delivered on 2026-08-21, not within 90 days"),
    ],
)  # fmt: skip
def test_each_of_the_three_taken_away_says_file_and_names_it(taken, leg, words):
    verdict = timing(facts(**taken), TODAY)
    assert verdict.verdict is TimingVerdict.FILE
    assert [(each.leg, each.words) for each in verdict.missing] == [(leg, words)]
    assert verdict.words == f"file: no {leg.value}"


@pytest.mark.rule("X-3")
def test_all_that_is_missing_is_named():
    verdict = timing(facts(strength="weak", quality=None, delivered_on=None), TODAY)
    assert verdict.words == "file: no strong signal, no secure relationship and no proven results"


@pytest.mark.rule("X-3")
@pytest.mark.parametrize("taken", [{"quality": "neutral"}, {"colour": Colour.YELLOW}, {"colour": Colour.UNRATED}])
def test_a_neutral_person_and_any_colour_but_red_are_secure(taken):
    assert timing(facts(**taken), TODAY).verdict is TimingVerdict.ACT_NOW


@pytest.mark.rule("X-3")
def test_a_milestone_is_proof_of_itself_and_value_counts_for_ninety_days():
    assert timing(facts(kind="milestone", delivered_on=None), TODAY).verdict is TimingVerdict.ACT_NOW
    assert timing(facts(delivered_on=TODAY - timedelta(days=90)), TODAY).verdict is TimingVerdict.ACT_NOW
    assert timing(facts(delivered_on=TODAY + timedelta(days=1)), TODAY).verdict is TimingVerdict.FILE
    assert timing(facts(delivered_on=TODAY - timedelta(days=31)), TODAY, 30).verdict is TimingVerdict.FILE


@pytest.mark.rule("X-3")
@given(
    st.sampled_from(TriggerKind), st.sampled_from(Strength), st.sampled_from(Colour),
    st.none() | st.sampled_from(Quality), st.none() | st.integers(-10, 200),
)  # fmt: skip
def test_act_now_stands_on_all_three_legs_whatever_else_is_true(kind, strength, colour, quality, age):
    delivered = None if age is None else TODAY - timedelta(days=age)
    verdict = timing(TimingFacts(kind=kind, strength=strength, colour=colour, quality=quality, delivered_on=delivered),
                     TODAY)  # fmt: skip
    expected = (
        strength == "strong"
        and (colour != "red" and quality in ("strong", "neutral"))
        and (kind == "milestone" or (age is not None and 0 <= age <= 90))
    )
    assert (verdict.verdict is TimingVerdict.ACT_NOW) == expected
    assert len(verdict.legs) == 3
