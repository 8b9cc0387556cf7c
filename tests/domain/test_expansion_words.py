import tomllib
from importlib import resources
from typing import Any

import pytest

from kamtui.domain.expansion_words import FILE, read_expansion_words
from kamtui.domain.opportunities import Part


def ours() -> dict[str, Any]:
    return tomllib.loads(resources.files("kamtui").joinpath("words", FILE).read_text(encoding="utf-8"))


@pytest.mark.rule("X-5", "X-6")
def test_our_own_words_ask_the_integrity_question_and_say_what_each_part_is():
    words = read_expansion_words(ours())
    assert words.integrity.endswith("?")
    assert set(words.parts) == set(Part)
    assert all(words.parts.values())


def test_a_question_over_two_lines_becomes_one():
    assert read_expansion_words(ours() | {"integrity": " For\n them? "}).integrity == "For them?"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"integrity": "  "}, TypeError),
        ({"evidence": 3}, TypeError),
        ({"parts": {"observation": "a", "connection": "b"}}, KeyError),
    ],
)
def test_a_file_with_something_missing_is_refused(wrong: dict[str, Any], error: type[Exception]):
    with pytest.raises(error):
        read_expansion_words(ours() | wrong)
