"""The wall chart: the cursor reaches every card, a held card stays on the chart or in the lane."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Size

from kamtui.domain.stakeholders import Influence, Person, Role, Stance
from kamtui.domain.wallchart import INFLUENCES, STANCES, Direction, Place, place_of
from kamtui.widgets.ink import width_of
from kamtui.widgets.wall_chart import WallChart
from kamtui.widgets.wall_drawing import draw_wall, row_heights
from kamtui.widgets.wall_steps import Spot, step
from tests.screens.harness import golden, screen_text, settle

TODAY = date(2026, 11, 20)
PLACES = [Place(stance, influence) for stance in STANCES for influence in INFLUENCES]


def person(key: int, stance: str = "unknown", influence: str = "unknown", name: str = "", **more: Any) -> Person:
    return Person(id=key, name=name or f"P{key}", stance=stance, influence=influence, **more)


class ChartApp(App[None]):
    def __init__(self, *people: Person, primary: int | None = None) -> None:
        super().__init__()
        self.people, self.primary = people, primary
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield WallChart()

    def on_mount(self) -> None:
        self.chart.show(self.people, TODAY, self.primary)
        self.chart.focus()

    @property
    def chart(self) -> WallChart:
        return self.query_one(WallChart)

    def on_wall_chart_dropped(self, event: WallChart.Dropped) -> None:
        self.heard.append((event.person.name, *event.place))

    def on_wall_chart_opened(self) -> None:
        self.heard.append("opened")


ASA = person(1, "ally", "high", "Åsa Berg", quality="strong", title="CFO")
JO = person(2, "opponent", "high", "Jo Lind")
MAX = person(3, "neutral", "medium", "Max Rau", quality="neutral")
UNA = person(4, name="Una Ek")


@pytest.mark.rule("M-3")
async def test_space_picks_up_the_arrows_move_and_space_drops_in_one_go() -> None:
    app = ChartApp(JO, ASA, MAX, UNA)
    async with app.run_test(size=(80, 20)) as pilot:
        assert app.chart.person == JO
        await pilot.press("space", "right", "right", "down", "space")
        await settle(pilot)
        assert app.heard == [("Jo Lind", "ally", "medium")]
        await pilot.press("space", "up", "enter")
        await settle(pilot)
        assert app.heard[1:] == [("Jo Lind", "ally", "high")]


async def test_escape_puts_the_card_back_and_a_card_that_did_not_move_says_nothing() -> None:
    app = ChartApp(JO, ASA)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("space", "right", "escape")
        assert app.chart.person == JO
        assert app.chart.held is None
        await pilot.press("space", "right", "left", "space", "enter", "escape")
        await settle(pilot)
        assert app.heard == []


async def test_a_card_goes_back_when_the_focus_goes_away() -> None:
    app = ChartApp(JO, ASA)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("space", "right")
        app.chart.blur()
        await settle(pilot)
        assert app.chart.person == JO
        assert app.heard == []


async def test_the_chart_looks_as_agreed_and_a_click_goes_to_a_card() -> None:
    app = ChartApp(JO, ASA, MAX, UNA, person(5, "ally", name="Half Known"), primary=1)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        golden("wall_chart_80x14", screen_text(app))
        await pilot.click(WallChart, offset=(60, 2))
        assert app.chart.person == ASA
        await pilot.click(WallChart, offset=(12, 13), times=2)
        await settle(pilot)
        assert app.chart.person == UNA
        assert app.heard == ["opened"]


async def test_many_in_one_place_are_counted_and_every_one_is_reached() -> None:
    users = [person(n, "neutral", "low", f"User {n:02}", roles=frozenset({Role.END_USER})) for n in range(10)]
    app = ChartApp(*users)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        assert any("+7 end users" in line for line in screen_text(app))
        seen = {app.chart.at}
        for _ in range(9):
            await pilot.press("down")
            seen.add(app.chart.at)
            await settle(pilot)
            assert any(f"User {app.chart.at:02}" in line for line in screen_text(app))
        assert seen == set(range(10))


async def test_an_empty_chart_takes_every_key() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 14)) as pilot:
        await pilot.press("up", "down", "left", "right", "space", "enter", "escape")
        assert app.chart.person is None
        assert not app.chart.go_to(1)
        assert any("nobody" in line for line in screen_text(app))
        app.chart.show([ASA, JO], TODAY)
        assert app.chart.person == JO
        app.chart.show([ASA], TODAY)
        assert app.chart.person == ASA


@pytest.mark.rule("M-3")
@settings(max_examples=60)
@given(
    start=st.sampled_from([(stance, influence) for stance, influence in product(Stance, Influence)]),
    ways=st.lists(st.sampled_from(list(Direction)), max_size=25),
)
def test_any_sequence_of_arrows_keeps_the_held_card_on_the_chart_or_in_the_lane(
    start: tuple[Stance, Influence], ways: list[Direction]
) -> None:
    chart = WallChart()
    chart.refresh = lambda *_, **__: chart
    chart.post_message = lambda _: True
    chart.show([person(1, *start), ASA if start == ("x", "x") else replace(ASA, id=9)], TODAY)
    chart.go_to(1)
    chart.action_hold()
    for way in ways:
        chart.action_arrow(way)
        found = chart.chart
        shown = [one.id for cell in found.cells.values() for one in cell] + [one.id for one in found.lane]
        assert sorted(shown) == [1, 9]
        assert chart.person is not None
        assert place_of(chart.person) in PLACES or place_of(chart.person).in_lane
    chart.action_put_back()
    assert chart.person is not None
    assert place_of(chart.person) == start


def test_the_arrows_reach_every_card_from_every_other() -> None:
    squares = list(product(range(3), range(3)))
    for filled in range(1, 512, 3):
        cards = {square: 2 * (filled >> number & 1) for number, square in enumerate(squares)}
        for lane in (0, 2):
            spots = [Spot(square, place) for square, number in cards.items() for place in range(number)]
            spots += [Spot(None, place) for place in range(lane)]
            for start in (spots[0], spots[-1]):
                seen, ahead = {start}, [start]
                while ahead:
                    here = ahead.pop()
                    fresh = {step(cards, lane, here, way) for way in Direction} - seen
                    seen |= fresh
                    ahead += fresh
                assert seen == set(spots)


@given(
    st.lists(st.integers(0, 30), min_size=3, max_size=3),
    st.integers(3, 60),
)
def test_the_rows_share_the_lines_and_one_that_lacks_some_gets_those_nobody_needs(needed: list[int], room: int) -> None:
    heights = row_heights(needed, room)
    assert sum(heights) == room
    assert min(heights) >= 1
    if sum(max(2, one) for one in needed) <= room:
        assert all(height >= one for height, one in zip(heights, needed, strict=True))


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (14, 4), (200, 60)])
def test_every_size_draws_straight_lines_and_the_card_under_the_cursor(size: tuple[int, int]) -> None:
    names = ["R&D [/x]", "[@click=app.quit]x[/]", "株式会社アクメ", "x" * 10_000, "=1+1", "שלום עולם", "👩‍👩‍👧 family"]
    people = [person(n, "ally", "high", name) for n, name in enumerate(names * 4)]
    lane = [person(100 + n, name=name) for n, name in enumerate(names)]
    squares = [[[], [], people], [[], people[:1], []], [[], [], []]]
    for at in (0, 20, 27, 100, 106):
        made = draw_wall(squares, lane, Size(*size), at, at, 0)
        assert any(under for line in made.lines for _, under in line)
        grid = [sum(width_of(pieces) for pieces, _ in line) for line in made.lines if line[0][0][-1][0] == "│"]
        assert len(set(grid)) == 1
