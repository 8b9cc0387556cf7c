from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.departure import (
    Verdict,
    bus_factor,
    departure,
    departures,
    hangs_by_a_thread,
    is_live_thread,
    live_threads,
    primary_verdict,
    replacement,
    single_threaded,
)
from kamtui.domain.stakeholders import Influence, Person, Quality, Role, Stance
from kamtui.domain.touchpoints import Touch

TODAY = date(2026, 11, 20)


def ago(days):
    return TODAY - timedelta(days=days)


def person(key=1, quality="neutral", influence="unknown", last=0, **changes):
    touched = None if last is None else ago(last)
    return Person(
        **{"id": key, "name": f"Person {key}", "quality": quality, "influence": influence, "last_touch": touched}
        | changes
    )


somebody = st.builds(
    Person,
    id=st.integers(1, 10**6),
    name=st.sampled_from(["Åsa", "Jo", "Max"]),
    quality=st.sampled_from(Quality),
    influence=st.sampled_from(Influence),
    stance=st.sampled_from(Stance),
    placeholder=st.booleans(),
    last_touch=st.none() | st.integers(-5, 120).map(ago),
    left_on=st.none() | st.integers(-5, 5).map(ago),
)
crowd = st.lists(somebody, max_size=6, unique_by=lambda one: one.id)


@pytest.mark.rule("M-8")
@pytest.mark.parametrize(
    ("changes", "live"),
    [
        ({"quality": "strong"}, True),
        ({"quality": "neutral", "last": 90}, True),
        ({"last": 91}, False),
        ({"last": -1}, False),
        ({"last": None}, False),
        ({"quality": "unknown"}, False),
        ({"quality": "at_risk"}, False),
        ({"left_on": TODAY}, False),
        ({"placeholder": True}, False),
    ],
)
def test_a_live_thread_is_active_good_and_touched_in_90_days(changes, live):
    assert is_live_thread(person(**changes), TODAY) is live


@pytest.mark.rule("M-8")
def test_the_days_of_a_thread_can_be_changed():
    assert live_threads([person(last=40)], TODAY, days=30) == ()


@pytest.mark.rule("M-8")
def test_at_most_one_live_thread_is_single_threaded():
    assert single_threaded([], TODAY)
    assert single_threaded([person(1), person(2, last=100)], TODAY)
    assert not single_threaded([person(1), person(2)], TODAY)


@pytest.mark.rule("M-9")
@pytest.mark.parametrize(
    ("remaining", "verdict", "words"),
    [
        ([], "lost", "lost: no live thread remains"),
        ([person(2, "at_risk", "high")], "lost", "lost: no live thread remains"),
        ([person(2, "strong", "high", last=100)], "lost", "lost: no live thread remains"),
        ([person(2, "neutral", "high")], "exposed", "exposed: 1 live thread, none strong with influence"),
        ([person(2, "strong", "low")], "exposed", "exposed: 1 live thread, none strong with influence"),
        ([person(2, "strong", "unknown")], "exposed", "exposed: 1 live thread, none strong with influence"),
        (
            [person(2, "neutral"), person(3, "strong", "high", last=100)],
            "exposed",
            "exposed: 1 live thread, none strong with influence",
        ),
        (
            [person(2, "strong", "medium"), person(3)],
            "secure",
            "secure: 2 live threads, 1 strong with influence",
        ),
    ],
)
def test_a_departure_is_judged_by_what_remains(remaining, verdict, words):
    found = departure([person(1, "strong", "high"), *remaining], 1, TODAY)
    assert found.verdict == verdict
    assert found.words == words


@pytest.mark.rule("M-9")
def test_a_departure_says_which_roles_go_and_whom_to_build():
    people = [
        person(1, "strong", "high", roles=frozenset({Role.ECONOMIC_BUYER, Role.CHAMPION})),
        person(2, "unknown", "high", name="Jo Lind", stance="opponent"),
        person(3, "neutral", "medium", roles=frozenset({Role.CHAMPION})),
    ]
    found = departure(people, 1, TODAY)
    assert found.uncovered_words == "economic buyer"
    assert found.replacement_words == "Jo Lind (high influence, unknown)"


@pytest.mark.rule("M-9")
def test_the_share_counts_recent_touchpoints_and_no_internal_notes():
    touches = [
        Touch(on=ago(0), people=(1, 2)),
        Touch(on=ago(90), people=(1,)),
        Touch(on=ago(5)),
        Touch(on=ago(6), people=(2,)),
        Touch(on=ago(91), people=(1,)),
        Touch(on=ago(3), people=(1,), internal=True),
    ]
    people = [person(1), person(2)]
    found = departures(people, TODAY, iter(touches))
    assert {key: one.share for key, one in found.items()} == {1: 0.5, 2: 0.5}
    assert departure(people, 1, TODAY).share is None


@pytest.mark.rule("M-9")
def test_the_departure_test_covers_everyone_active_placeholders_too():
    people = [person(1), person(2, placeholder=True), person(3, left_on=TODAY)]
    assert set(departures(people, TODAY)) == {1, 2}


@pytest.mark.rule("M-9")
def test_without_anybody_leaving_it_says_how_the_account_stands():
    found = departure([person(1, "strong", "high")], None, TODAY)
    assert (found.verdict, found.uncovered, found.replacement_words) == (Verdict.SECURE, (), "")


@pytest.mark.rule("M-9")
def test_the_account_list_shows_the_verdict_for_the_primary_contact():
    people = [person(1, "strong", "high"), person(2)]
    assert primary_verdict(people, 1, TODAY) is Verdict.EXPOSED
    assert primary_verdict(people, 2, TODAY) is Verdict.SECURE
    assert primary_verdict(people, None, TODAY) is None


@pytest.mark.rule("M-9")
def test_the_bus_factor_counts_the_departures_until_nothing_holds():
    assert [bus_factor([person(key) for key in range(many)], TODAY) for many in range(4)] == [0, 1, 2, 3]
    assert [hangs_by_a_thread(factor) for factor in range(3)] == [True, True, False]


@pytest.mark.rule("M-9")
@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"influence": "high", "quality": "at_risk"}, {"influence": "medium", "quality": "neutral"}),
        ({"influence": "low"}, {"influence": "unknown"}),
        ({"quality": "neutral"}, {"quality": "unknown"}),
        ({"stance": "ally"}, {"stance": "opponent"}),
        ({"last": 3}, {"last": 5}),
        ({"last": 3}, {"last": None}),
        ({"name": "Ada"}, {"name": "Bo"}),
        ({"quality": "neutral", "influence": "low"}, {"quality": "strong", "influence": "high"}),
        ({"influence": "low"}, {"influence": "high", "placeholder": True}),
        ({"influence": "low"}, {"influence": "high", "left_on": TODAY}),
    ],
)
def test_the_best_replacement_has_the_highest_influence_and_is_closest_to_strong(better, worse):
    first, second = person(1, **better), person(2, **worse)
    assert replacement([second, first], TODAY) == first


@pytest.mark.rule("M-9")
def test_a_replacement_of_unknown_influence_says_so():
    found = departure([person(1), person(2, "at_risk", name="Max")], 1, TODAY)
    assert found.replacement_words == "Max (influence unknown, at risk)"


@pytest.mark.rule("M-8")
@given(crowd, st.integers(0, 5))
def test_removing_a_person_never_adds_a_live_thread(people, index):
    fewer = people[:index] + people[index + 1 :]
    assert 0 <= bus_factor(people, TODAY) - bus_factor(fewer, TODAY) <= 1


@pytest.mark.rule("M-9")
@given(crowd, st.integers(0, 5))
def test_a_departure_never_makes_the_verdict_better(people, index):
    order = list(Verdict)
    before = departure(people, None, TODAY).verdict
    for leaver in departures(people, TODAY).values():
        assert order.index(leaver.verdict) >= order.index(before)


@pytest.mark.rule("M-9")
@given(crowd)
def test_it_takes_exactly_the_bus_factor_to_lose_an_account(people):
    here = list(people)
    for _ in range(bus_factor(people, TODAY)):
        assert departure(here, None, TODAY).verdict != Verdict.LOST
        here.remove(live_threads(here, TODAY)[0])
    assert departure(here, None, TODAY).verdict == Verdict.LOST
