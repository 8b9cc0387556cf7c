"""Guided reviews: where they stand, what is noted and chosen, and the words of their steps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui import wordlists
from kamtui.domain.catalogue import CATALOGUE
from kamtui.domain.guided import (
    END,
    FILE,
    GUIDED,
    PIPELINE,
    Guided,
    GuidedStep,
    ReviewWords,
    chosen_problems,
    guided_for,
    moved,
    noted,
    place_in,
    proposal,
    read_review_words,
    scored,
    settled,
    with_chosen,
    without_chosen,
)
from kamtui.domain.reviews import ReviewKind, spent

KEYS = ("a", "b", PIPELINE, END)
STEPS = tuple(GuidedStep(key, key.upper()) for key in KEYS)
MONTH_END = GUIDED[ReviewKind.MONTH_END]


@pytest.mark.rule("F-2")
def test_the_accounts_come_one_after_another_and_both_ends_hold():
    review, seen = settled(Guided(), KEYS), []
    for _ in range(6):
        seen.append(review.place)
        review = moved(review, KEYS, 1)
    assert seen == ["a", "b", PIPELINE, END, END, END]
    for _ in range(6):
        review = moved(review, KEYS, -1)
    assert (review.place, place_in(review, KEYS)) == ("a", 0)


@pytest.mark.rule("F-2")
def test_a_step_stays_in_sight_while_its_note_is_typed():
    review = settled(Guided(), KEYS)
    for text in ("c", "ca", "call"):
        review = noted(review, "a", text)
        assert place_in(review, KEYS) == 0
    assert (review.notes, review.noted) == ({"a": "call"}, 1)
    assert noted(review, "a", "call") is review
    assert noted(review, "b", "").notes == {"a": "call"}


@pytest.mark.rule("F-2")
def test_an_account_that_is_gone_gives_way_to_the_first_one_not_gone_through():
    left = Guided("gone", notes={"a": "call", "gone": ""})
    assert KEYS[place_in(left, KEYS)] == "b"
    everything = replace(left, notes=dict.fromkeys(KEYS, ""))
    assert KEYS[place_in(everything, KEYS)] == END


@pytest.mark.rule("F-2")
def test_at_most_three_priorities_are_chosen():
    review = Guided()
    for text in ("one", "two", "three"):
        review = with_chosen(review, text)
    assert [problem.text for problem in chosen_problems(review, "four")] == ["There are 3 already: take one off first."]
    with pytest.raises(ValueError, match="take one off first"):
        with_chosen(review, "four")
    assert without_chosen(review, 1).chosen == ("one", "three")
    with pytest.raises(ValueError, match="empty"):
        with_chosen(Guided(), " ")
    with pytest.raises(IndexError):
        without_chosen(Guided(), 0)


@pytest.mark.rule("F-2")
def test_its_minutes_and_what_was_written_make_the_summary():
    review = spent(spent(Guided(notes={"a": "call", "b": "", "gone": "x"}, chosen=("one",)), 3599), -9)
    assert proposal(review, MONTH_END, STEPS) == (
        "59 minutes, 2 of 2 key accounts gone through, 1 with a priority; priorities for the month: 1."
    )
    strategy = GUIDED[ReviewKind.EXPANSION_STRATEGY]
    assert proposal(review, strategy, STEPS) == "59 minutes, 1 note; bets of the quarter: 1."


@pytest.mark.rule("Y-4")
def test_every_guided_review_completes_an_activity_of_the_catalogue():
    names = {activity.name for activity in CATALOGUE}
    assert {kind.activity for kind in GUIDED.values()} <= names
    assert guided_for("month_end_review") is MONTH_END
    assert guided_for("health_check") is None
    assert scored(Guided(), "strategy", 4).figures == {"strategy": 4}


@given(st.lists(st.sampled_from([-1, 1]), max_size=12))
def test_every_way_through_stands_at_a_step_and_marks_what_it_left(ways: list[int]):
    review = settled(Guided(), KEYS)
    for by in ways:
        before = review.place
        review = moved(review, KEYS, by)
        assert review.place in KEYS
        assert before in review.notes


def test_every_step_has_its_question_in_the_file_of_words():
    words = wordlists.load(FILE, read_review_words).value
    asked = GuidedStep("uid", "Acme", words="account")
    assert "one thing for next month" in words.ask("month_end", asked)
    assert words.hint("month_end", asked) == "next month's priority"
    assert all(words.ask(kind, GuidedStep(END, "")) for kind in GUIDED)
    assert (ReviewWords().ask("x", asked), ReviewWords().hint("x", asked)) == ("", "note")


def test_words_for_a_review_that_there_is_not_are_refused():
    with pytest.raises(ValueError, match="is not a valid"):
        read_review_words({"year_end": {"end": {"asks": "What?"}}})
    with pytest.raises(TypeError, match=r"month_end\.end\.asks is no text"):
        read_review_words({"month_end": {"end": {"asks": 7}}})
