"""Difficult conversations: the states they go through, the days they wait, and what is promised in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import conversations as talks
from kamtui.domain.conversations import (
    BEFORE,
    STEPS,
    TITLES,
    ConversationKind,
    ConversationState,
    Effect,
    Part,
    Promise,
)
from kamtui.domain.errors import Refused

TODAY = date(2026, 11, 20)
DRAFT, COMMITTED, HELD, CLOSED = ConversationState


@pytest.mark.rule("D-1")
def test_there_are_four_kinds() -> None:
    assert [*ConversationKind] == ["service_failure", "scope_creep", "feedback", "other"]


@pytest.mark.rule("D-2")
def test_three_questions_come_before_the_script() -> None:
    assert BEFORE == ("happened", "holding_back", "cost_of_waiting")


@pytest.mark.rule("D-3")
def test_the_script_has_five_steps_in_this_order() -> None:
    assert STEPS == ("acknowledge", "invite", "own", "propose", "confirm")
    assert tuple(Part) == (*BEFORE, *STEPS) == tuple(TITLES)


@pytest.mark.rule("D-2")
def test_the_days_are_counted_from_the_day_it_was_first_noted() -> None:
    assert talks.days_waiting(TODAY - timedelta(days=23), TODAY) == 23
    assert talks.days_waiting(TODAY, TODAY) == 0
    assert talks.days_waiting(TODAY + timedelta(days=2), TODAY) == 0


@pytest.mark.rule("D-5")
def test_a_draft_surfaces_seven_days_after_it_was_noted() -> None:
    assert talks.surfaces_on(date(2026, 11, 13), 7) == TODAY


@pytest.mark.rule("D-5")
def test_a_date_commits_a_draft() -> None:
    assert talks.dated(DRAFT, TODAY, TODAY) is COMMITTED
    assert talks.dated(DRAFT, TODAY + timedelta(days=9), TODAY) is COMMITTED


@pytest.mark.rule("D-5")
def test_the_date_of_a_committed_one_moves_or_is_taken_away() -> None:
    assert talks.dated(COMMITTED, TODAY + timedelta(days=9), TODAY) is COMMITTED
    assert talks.dated(COMMITTED, None, TODAY) is DRAFT


@pytest.mark.rule("D-5")
@pytest.mark.parametrize(
    ("state", "day", "said"),
    [
        (DRAFT, None, "a date is needed"),
        (DRAFT, TODAY - timedelta(days=1), "2026-11-19 is gone"),
        (COMMITTED, TODAY - timedelta(days=1), "2026-11-19 is gone"),
        (HELD, TODAY, "it is held already"),
        (CLOSED, None, "it is closed already"),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_one_line(state: ConversationState, day: date | None, said: str) -> None:
    with pytest.raises(Refused, match=said):
        talks.dated(state, day, TODAY)


@pytest.mark.rule("D-5")
def test_only_a_committed_conversation_is_held() -> None:
    assert talks.held(COMMITTED) is HELD
    for state, said in ((DRAFT, "no date yet"), (HELD, "held already"), (CLOSED, "closed already")):
        with pytest.raises(Refused, match=said):
            talks.held(state)


@pytest.mark.rule("D-5")
def test_a_held_conversation_is_closed_with_outcome_effect_and_lesson() -> None:
    assert talks.closed(HELD, "we have a plan", Effect.DEEPER, "call on day one") is CLOSED


@pytest.mark.rule("D-5")
@pytest.mark.parametrize(
    ("state", "outcome", "effect", "lesson", "said"),
    [
        (DRAFT, "a plan", Effect.SAME, "ask first", "still a draft"),
        (COMMITTED, "a plan", Effect.SAME, "ask first", "not held yet"),
        (CLOSED, "a plan", Effect.SAME, "ask first", "closed already"),
        (HELD, " ", Effect.SAME, "ask first", "what came of it"),
        (HELD, "a plan", None, "ask first", "deeper, same or damaged"),
        (HELD, "a plan", Effect.SAME, "\n", "what you take from it"),
    ],
)
def test_what_is_missing_keeps_it_open(
    state: ConversationState, outcome: str, effect: Effect | None, lesson: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        talks.closed(state, outcome, effect, lesson)


@pytest.mark.rule("C-1")
@pytest.mark.parametrize(
    ("line", "what", "who", "due"),
    [
        ("send the numbers by fri", "send the numbers", "", TODAY),
        ("send the numbers, by 4 dec", "send the numbers", "", date(2026, 12, 4)),
        ("Ida: introduce us to the COO by 12 dec", "introduce us to the COO", "Ida", date(2026, 12, 12)),
        ("Ida Berg (COO): a second site", "a second site", "Ida Berg (COO)", None),
        ("rehearse every update", "rehearse every update", "", None),
        ("meet at 10:30 every week", "meet at 10:30 every week", "", None),
        ("this is what we agreed on that long morning: no more surprises",) * 2 + ("", None),
        (": nobody", ": nobody", "", None),
        ("who knows:", "who knows:", "", None),
        ("tomorrow", "tomorrow", "", None),
    ],
)
def test_a_promise_is_read_as_it_is_typed(line: str, what: str, who: str, due: date | None) -> None:
    assert talks.promise(line, TODAY) == Promise(what, who, due)


@pytest.mark.rule("C-1")
def test_promises_stand_one_a_line() -> None:
    read = talks.promises("\nsend the numbers\n   \nIda: call on mon\n", TODAY)
    assert read == [Promise("send the numbers"), Promise("call", "Ida", date(2026, 11, 23))]
    assert talks.promise(" ", TODAY) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_promise_or_nothing(line: str) -> None:
    found = talks.promise(line, TODAY)
    assert found is None or found.what.strip() or found.who
