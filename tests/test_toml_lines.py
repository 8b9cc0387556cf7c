"""Changing one value in the text of a TOML file, and leaving every other line as it was."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui import toml_lines
from kamtui.settings_file import path_of, with_value, without
from kamtui.toml_lines import edited, removed, toml
from tests.own_settings import MINE


def put(text: str, name: str, value: Any) -> str:
    place = path_of(name)
    result = edited(text, place, value, with_value(tomllib.loads(text), place, value))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("theme", "kamtui-light", 'theme = "ansi"   # the', 'theme = "kamtui-light"   # the'),
        ("silence_days", 45, "silence_days=30", "silence_days=45"),
        (
            "qbr_phase_minutes",
            [1, 2, 3, 4, 5],
            "[\n  5, # short\n  10, 5, 20, 5,\n]  # forty",
            "[1, 2, 3, 4, 5]  # forty",
        ),
        ("keys.week.done", "#", '"D"  # not', '"#"  # not'),
        ("keys.week.skip", '"', "accident\n", 'accident\n"week.skip" = "\\""\n'),
        ("activities.health_check.minutes", 12, "minutes = 10", "minutes = 12"),
        ("activities.health_check.growth", "never", "minutes = 10\n", 'minutes = 10\ngrowth = "never"\n'),
        ("activities.qbr.minutes", 50, "{ minutes = 45, str", "{minutes = 50, str"),
        ("activities.plan_review.minutes", 25, "review.minutes = 20", "review.minutes = 25"),
        ("activities.plan_review.title", "plan", "= 20\n", '= 20\nplan_review.title = "plan"\n'),
        ("activities.map_review.minutes", 5, "= 20\n", "= 20\n\n[activities.map_review]\nminutes = 5\n"),
        ("currency", "CHF", "minutes\n\n# my keys", 'minutes\ncurrency = "CHF"\n\n# my keys'),
        (
            "away",
            [[date(2026, 12, 24), date(2027, 1, 2)]],
            "minutes\n\n#",
            "minutes\naway = [[2026-12-24, 2027-01-02]]\n\n#",
        ),
    ],
)
def test_one_line_changes_and_everything_else_stays(name: str, value: Any, before: str, after: str) -> None:
    assert MINE.count(before) == 1
    wanted = MINE.replace(before, after)
    assert (
        put(MINE, name, value) == wanted.replace('strategic = "quarterly" }', 'strategic = "quarterly"}')
        if (name == "activities.qbr.minutes")
        else wanted
    )


@pytest.mark.parametrize(
    ("text", "name", "value", "after"),
    [
        ("", "theme", "ansi", 'theme = "ansi"\n'),
        ("# only words", "theme", "ansi", '# only words\ntheme = "ansi"\n'),
        ("", "keys.week.done", "D", '[keys]\n"week.done" = "D"\n'),
        ("[keys]\n", "keys.week.done", "D", '[keys]\n"week.done" = "D"\n'),
        ("[keys]", "theme", "ansi", 'theme = "ansi"\n\n[keys]\n'),
        ("theme = 'ansi'", "theme", "kamtui-dark", 'theme = "kamtui-dark"\n'),
        ("theme = 'ansi'\r\n# x\r\n", "currency", "CHF", "theme = 'ansi'\r\ncurrency = \"CHF\"\r\n# x\r\n"),
        ("theme = 'ansi'\r\n# x\r\n", "theme", "kamtui-dark", 'theme = "kamtui-dark"\r\n# x\r\n'),
        ("'theme' = 'a#b' # c=d\n", "theme", "ansi", "'theme' = \"ansi\" # c=d\n"),
        ('currency = """\nE#"""  # x\n', "currency", "CHF", 'currency = "CHF"  # x\n'),
        ("keys = {}\n", "keys.week.done", "D", 'keys = {"week.done" = "D"}\n'),
        (
            "activities.qbr.minutes = 5\n",
            "activities.qbr.growth",
            "never",
            'activities.qbr.minutes = 5\nactivities.qbr.growth = "never"\n',
        ),
    ],
)
def test_a_file_may_be_laid_out_in_any_way(text: str, name: str, value: Any, after: str) -> None:
    assert put(text, name, value) == after


@pytest.mark.parametrize("text", ['"a\\"b" = 1\n"theme" = "x"\n"="=1\n', "[[keys]]\nx = 1\n"])
def test_a_layout_that_is_not_understood_is_left_alone(text: str) -> None:
    wanted = {**tomllib.loads(text), "keys": {"week.done": "D"}}
    assert edited(text, ("keys", "week.done"), "D", wanted) is None


@given(st.text(), st.lists(st.integers() | st.booleans() | st.dates()), st.dictionaries(st.text(), st.text()))
def test_what_is_written_is_read_back_as_it_was(text: str, values: list[Any], table: dict[str, str]) -> None:
    for value in (text, values, table):
        assert tomllib.loads(f"v = {toml(value)}")["v"] == value


@given(st.sampled_from(["theme", "currency"]), st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_the_word_the_rest_of_the_file_stays(name: str, word: str) -> None:
    after = put(MINE, name, word)
    assert tomllib.loads(after) == {**tomllib.loads(MINE), name: word}
    assert [line for line in MINE.splitlines() if "#" in line and "theme" not in line] == [
        line for line in after.split("\n") if "#" in line and "theme" not in line and not line.startswith("currency")
    ]


def test_a_key_without_an_equals_sign_is_no_statement() -> None:
    with pytest.raises(ValueError, match="theme"):
        toml_lines._equals("theme")


# Back to the default


def drop(text: str, *place: str) -> str:
    result = removed(text, place, without(tomllib.loads(text), place))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [
        (("theme",), 'theme = "ansi"   # the office terminal\n', ""),
        (("qbr_phase_minutes",), "qbr_phase_minutes = [\n  5, # short\n  10, 5, 20, 5,\n]  # forty-five minutes\n", ""),
        (("keys", "week.done"), '"week.done" = "D"  # not by accident\n', ""),
        (("activities", "health_check"), "\n[activities.health_check]  # quick ones\nminutes = 10\n", ""),
        (("activities", "health_check", "minutes"), "minutes = 10\n", ""),
        (("activities", "qbr"), 'qbr = { minutes = 45, strategic = "quarterly" }\n', ""),
        (("activities", "qbr", "minutes"), "{ minutes = 45, strategic = ", "{strategic = "),
        (("activities", "plan_review"), "plan_review.minutes = 20\n", ""),
    ],
)
def test_one_setting_goes_and_everything_else_stays(place: tuple[str, ...], before: str, after: str) -> None:
    assert MINE.count(before) == 1
    wanted = MINE.replace(before, after).replace('"quarterly" }', '"quarterly"}' if "qbr" in place else '"quarterly" }')
    assert drop(MINE, *place) == wanted


def test_a_setting_goes_from_any_layout_or_not_at_all() -> None:
    assert drop("theme = 'ansi'\r\nkeys = {x = 'y'}\r\n", "theme") == "keys = {x = 'y'}\r\n"
    assert drop("keys = {x = 'y', z = 'a'}\r\n", "keys", "x") == 'keys = {z = "a"}\r\n'
    assert drop("[activities.a]\nminutes = 5\n[activities.a.b]\nc = 1\n\n[keys]\n", "activities", "a") == "\n[keys]\n"
    assert removed("[[keys]]\nx = 1\n", ("keys", "x"), {}) is None
