from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.problems import (
    NAME_LIMIT,
    Problem,
    choice_problems,
    known,
    listed,
    money_problems,
    name_problems,
    spoken,
)
from kamtui.domain.stakeholders import Quality


def test_stored_words_are_spoken_without_underscores():
    assert spoken(Quality.AT_RISK) == "at risk"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_people_say_them(words, said):
    assert listed(words) == said


@pytest.mark.parametrize("word", ["", None, "superb"])
def test_a_word_nobody_knows_becomes_the_fallback(word):
    assert known(Quality, word, Quality.UNKNOWN) is Quality.UNKNOWN


def test_a_stored_word_becomes_its_choice():
    assert known(Quality, "strong", Quality.UNKNOWN) is Quality.STRONG


def test_an_unknown_choice_says_which_words_are_possible():
    assert choice_problems("quality", Quality, "superb") == [
        Problem("quality", "“superb” is not a known quality; it is one of strong, neutral, unknown or at_risk.")
    ]


def test_nothing_given_is_no_problem_for_a_choice_or_an_amount():
    assert choice_problems("quality", Quality, None) == []
    assert money_problems("amount", None) == []


@pytest.mark.rule("T-1")
@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\u200b", "\x1b\x00"])
def test_a_name_nobody_can_see_is_empty(name):
    assert name_problems("name", name) == [Problem("name", "The name is empty.")]


@pytest.mark.parametrize(
    "name", ["R&D [/x]", "[ACME Corp]", "=1+1", "🦊", "\U0001faea", "شركة", "A" * 10_000, "A" * NAME_LIMIT]
)
def test_any_name_that_can_be_seen_is_kept(name):
    assert name_problems("name", name) == []


def test_a_name_beyond_the_limit_is_refused_in_one_line():
    assert name_problems("name", "A" * (NAME_LIMIT + 1)) == [
        Problem("name", "The name has 20,001 characters; at most 20,000 are kept.")
    ]


@given(st.integers(0, 10**15))
def test_money_from_zero_up_is_fine(amount):
    assert money_problems("amount", amount) == []


def test_negative_and_absurd_money_is_refused():
    assert money_problems("current_value", -1)[0].text == "The current value is negative; amounts start at zero."
    assert money_problems("amount", 10**30)[0].text == "The amount is too large to be an amount of money."


@given(st.text(ascii_letters + "\n", min_size=50))
def test_messages_stay_one_line_however_long_the_word(word):
    [problem] = choice_problems("quality", Quality, word)
    assert "\n" not in problem.text
    assert len(problem.text) < 150
