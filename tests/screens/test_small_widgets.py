"""Strips, bars, labels, the footer, the title line, and text as it is drawn."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from kamtui.widgets import strips
from kamtui.widgets.choice import Choice
from kamtui.widgets.ink import INKS, fit, one_line, parts, plain, wrap
from kamtui.widgets.key_bar import chosen
from kamtui.widgets.lines import EmptyState, Lines, three
from tests.screens.harness import screen_text, settle

TODAY = date(2026, 11, 20)
anything = st.text(max_size=60)


def text_of(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for text, _ in pieces)


@given(anything, st.integers(1, 40), st.booleans())
def test_a_cell_takes_exactly_its_columns(text: str, width: int, right: bool) -> None:
    drawn = text_of(fit([(text, "good"), "x"], width, right=right))
    assert sum(cell_len(one) for one in drawn) == width or cell_len(drawn) == width


@given(st.text(alphabet="ab \u4e2d[]/", max_size=80), st.integers(2, 20))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = [text_of(line) for line in wrap(text, width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.rstrip()) <= width for line in lines)


@given(st.text())
def test_what_is_drawn_holds_no_control_and_no_direction_override(text: str) -> None:
    drawn = one_line("\x1b\x9b\u202e" + text + "\n\r\x00\u2066")
    assert not any(
        ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2069" for c in drawn
    )
    drawn.encode()


def test_a_pair_of_words_is_not_taken_for_a_word_and_its_ink() -> None:
    assert parts(("late", "late")) == [("late", "late")]
    assert parts(["a", ("b", "good")]) == [("a", ""), ("b", "good")]
    assert plain([("●", "good"), " 9"]) == "● 9"


@pytest.mark.rule("H-7")
def test_the_strip_shows_twelve_months_and_says_each_colour_by_its_sign() -> None:
    strip = strips.colour_strip(["green", "yellow", "red", "unrated"])
    assert text_of(strip) == "········●◐○·"
    assert {ink for _, ink in strip} <= set(INKS)


@pytest.mark.rule("H-3")
def test_a_stale_green_is_not_drawn_as_good() -> None:
    assert strips.colour_strip(["green", "green"], stale=True)[-2:] == [("●", "good"), ("●", "stale")]
    assert strips.sign("green", stale=True) == ("●", "stale")
    assert strips.sign(None) == ("·", "dim")


def test_bars_and_curves_are_text() -> None:
    assert strips.bar(0.5, 8) == "████    "
    assert strips.bar(0.01, 4) == "    "
    assert strips.bar(7, 4) == "████"
    assert strips.bar(-1, 4) == "    "
    assert strips.curve([0.25, 0.5, 0.9, 1.0], 20) == "▃▅██"
    assert strips.curve([(at + 1) / 200 for at in range(200)], 8) == "▁▂▃▄▅▆▇█"
    assert strips.curve([], 8) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-5, "5 d late"),
        (-1, "1 d late"),
        (0, "today"),
        (1, "tomorrow"),
        (3, "in 3 d"),
        (14, "2026-12-04"),
        (-200, "2026-05-04"),
    ],
)
def test_dates_are_relative_where_near_and_iso_where_far(days: int, words: str) -> None:
    assert strips.due_label(TODAY + timedelta(days=days), TODAY)[0] == words


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (9, "9 d ago"), (99, "99 d ago"), (100, "2026-08-12"), (-3, "in 3 d")]
)
def test_the_past_is_relative_where_near(days: int, words: str) -> None:
    assert strips.ago_label(TODAY - timedelta(days=days), TODAY)[0] == words


def test_no_date_has_no_label_and_never_is_never() -> None:
    assert strips.due_label(None, TODAY)[0] == ""
    assert strips.ago_label(None, TODAY)[0] == "never"
    assert strips.day_label(TODAY) == "Fri 20 Nov"
    assert strips.trend_sign("declining")[0] == "↘"
    assert strips.trend_sign(None)[0] == " "


def test_a_narrow_footer_drops_the_least_important_keys_first() -> None:
    hints = [("enter", "open", 1), ("d", "done", 2), ("q", "quit", 8), ("h", "hidden", 0), ("?", "help", 1)]
    assert chosen(hints, 80) == [("enter", "open"), ("d", "done"), ("q", "quit"), ("?", "help")]
    assert chosen(hints, 28) == [("enter", "open"), ("d", "done"), ("?", "help")]
    assert chosen(hints, 3) == [("enter", "open")]


@given(st.integers(1, 120))
def test_the_title_line_is_never_wider_than_the_terminal(width: int) -> None:
    pieces = three("Week 47 · Fri 21 Nov", [("secured 71 %", "good")], "● 9  streak 6", width)
    assert cell_len(text_of(pieces)) == width


class Shown(App[None]):
    def __init__(self, *widgets: Any) -> None:
        super().__init__()
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self.widgets


async def test_a_panel_wraps_and_grows_with_its_text() -> None:
    panel = Lines([("Why [b]", "title"), "", "one two three four"])
    app = Shown(panel)
    async with app.run_test(size=(12, 10)) as pilot:
        await settle(pilot)
        assert screen_text(app)[:4] == ["Why [b]", "", "one two", "three four"]
        panel.show(["x"])
        await settle(pilot)
        assert screen_text(app)[:3] == ["x", "", ""]
        assert panel.size.height == 1


async def test_an_empty_screen_names_the_keys_that_fill_it() -> None:
    app = Shown(EmptyState("No accounts yet.", [("n", "adds one"), ("i", "imports a file")]))
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        assert "n  adds one" in "\n".join(screen_text(app))


async def test_choices_wrap_and_are_made_with_arrows_space_and_letters() -> None:
    one = Choice([(1, "Strategic"), (2, "Growth"), (3, "Maintain")], 2)
    several = Choice(
        [(word, word) for word in ("champion", "gatekeeper", "end user")], ["end user", "nobody"], several=True
    )
    app = Shown(one, several)
    async with app.run_test(size=(30, 10)) as pilot:
        await settle(pilot)
        one.focus()
        await pilot.press("right", "right")
        assert one.value == 1
        await pilot.press("m")
        assert one.value == 3
        await pilot.press("space", "z")
        assert one.value == 1
        one.choose(2)
        assert one.value == 2
        several.focus()
        await pilot.press("space", "g", "space")
        assert several.value == ["gatekeeper"]
        await settle(pilot)
        assert screen_text(app)[:4] == [
            "○ Strategic   ● Growth",
            "○ Maintain",
            "☐ champion   ☒ gatekeeper",
            "☐ end user",
        ]
    assert Choice([]).value is None
