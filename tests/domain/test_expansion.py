from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.expansion import (
    Trigger,
    TriggerState,
    asked_on,
    conversion_by_age,
    days_left,
    state_on,
    validate_trigger,
    window_closes,
    window_words,
)

TODAY = date(2026, 11, 20)


def trigger(age=0, **changes):
    return Trigger(**{"kind": "milestone", "heard": "went live", "noted_on": TODAY - timedelta(days=age)} | changes)


@pytest.mark.rule("X-1")
def test_a_trigger_with_a_kind_and_what_was_heard_is_fine():
    assert validate_trigger(trigger(acted_on=TODAY)) == ()


@pytest.mark.rule("X-1")
def test_everything_that_is_wrong_with_a_trigger_is_said_at_once():
    wrong = trigger(kind="hunch", heard="", strength="mild", state="lost", acted_on=TODAY - timedelta(days=1))
    fields = [problem.field for problem in validate_trigger(wrong)]
    assert fields == ["kind", "heard", "strength", "state", "acted_on"]


@pytest.mark.rule("X-2")
@pytest.mark.parametrize(
    ("age", "left", "state", "words"),
    [
        (0, 14, "open", "closes in 14 days"),
        (13, 1, "open", "closes in 1 day"),
        (14, 0, "open", "closes today"),
        (15, -1, "expired", "expired 1 day ago"),
    ],
)
def test_a_trigger_is_to_be_acted_on_within_14_days(age, left, state, words):
    assert days_left(trigger(age), TODAY) == left
    assert state_on(trigger(age), TODAY) == state
    assert window_words(trigger(age), TODAY) == words


@pytest.mark.rule("X-2")
def test_the_days_of_the_window_can_be_changed():
    assert window_closes(trigger(), 7) == date(2026, 11, 27)
    assert state_on(trigger(8), TODAY, 7) is TriggerState.EXPIRED


@pytest.mark.rule("X-2")
@pytest.mark.parametrize("state", ["acted", "filed"])
def test_a_trigger_that_was_settled_never_expires(state):
    assert state_on(trigger(100, state=state), TODAY) == state
    assert window_words(trigger(100, state=state), TODAY) == state


@pytest.mark.rule("X-2")
def test_an_expired_trigger_that_is_reopened_is_asked_for_on_its_new_day():
    reopened = trigger(100, look_again_on=TODAY + timedelta(days=5))
    assert state_on(reopened, TODAY) is TriggerState.OPEN
    assert days_left(reopened, TODAY) == 5
    assert days_left(trigger(0, look_again_on=TODAY), TODAY) == 14


@pytest.mark.rule("X-2")
def test_an_expired_trigger_stays_expired_until_reopened():
    assert window_words(trigger(1, state="expired"), TODAY) == "expired"


@pytest.mark.rule("X-2")
def test_conversion_is_shown_by_age():
    found = conversion_by_age([(0, True), (3, False), (4, True), (14, False), (15, True), (90, False)])
    assert [(one.words, one.acted, one.converted, one.share) for one in found] == [
        ("0 to 3 days", 2, 1, 0.5),
        ("4 to 7 days", 1, 1, 1.0),
        ("8 to 14 days", 1, 0, 0.0),
        ("15 days or more", 2, 1, 0.5),
    ]
    assert [one.share for one in conversion_by_age([])] == [None] * 4


@pytest.mark.rule("X-2")
@given(st.lists(st.tuples(st.integers(0, 400), st.booleans())))
def test_every_outcome_is_counted_in_exactly_one_age(outcomes):
    found = conversion_by_age(iter(outcomes))
    assert sum(one.acted for one in found) == len(outcomes)
    assert sum(one.converted for one in found) == sum(converted for _, converted in outcomes)


@pytest.mark.rule("X-3")
@pytest.mark.parametrize(
    ("day", "words"),
    [(5, "look again in 5 days"), (1, "look again in 1 day"), (0, "look again today"), (-3, "look again")],
)
def test_a_filed_trigger_says_when_to_look_again(day, words):
    filed = trigger(100, state="filed", look_again_on=TODAY + timedelta(days=day))
    assert window_words(filed, TODAY) == words
    assert asked_on(filed) == TODAY + timedelta(days=day)


@pytest.mark.rule("X-2")
def test_an_open_trigger_asks_by_the_end_of_its_window_and_a_settled_one_not_at_all():
    assert asked_on(trigger()) == TODAY + timedelta(days=14)
    assert asked_on(trigger(state="acted", look_again_on=TODAY)) is None
    assert asked_on(trigger(state="filed")) is None
