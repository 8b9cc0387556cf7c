"""The list that draws only what is in sight."""

from typing import Any

import pytest
from textual.app import App, ComposeResult

from kamtui.widgets.columns import Column, lay_out
from kamtui.widgets.virtual_list import Heading, Row, Rows, VirtualList
from tests.screens.harness import screen_text, settle


class ListApp(App[None]):
    def __init__(self, *columns: Column, empty: str = "") -> None:
        super().__init__()
        self.list = VirtualList(*columns, empty=empty)
        self.heard: list[tuple[str, Any]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        self.heard.append(("at", event.key))

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        self.heard.append(("open", event.key))


def rows(*names: str) -> list[Row]:
    return [Row([name], key=name) for name in names]


async def test_the_arrows_and_the_letters_j_and_k_move_over_headings() -> None:
    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show([Heading("one"), *rows("a", "b"), Heading("two"), *rows("c")])
        await settle(pilot)
        assert app.list.key == "a"
        await pilot.press("down", "j")
        assert app.list.key == "c"
        await pilot.press("k", "up", "up")
        assert app.list.key == "a"
        await pilot.press("end", "enter")
        await settle(pilot)
        assert app.heard[-1] == ("open", "c")


async def test_the_cursor_stays_on_its_row_when_other_rows_come_and_go() -> None:
    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show(rows("b", "c", "d"))
        await pilot.press("down")
        app.list.show(rows("a", "b", "x", "c", "d"))
        assert app.list.key == "c"
        app.list.show(rows("a", "b", "x"))
        assert app.list.key == "x"
        app.list.show([])
        assert app.list.key is None
        await pilot.press("down", "up", "home", "end", "pagedown", "pageup", "enter")
        app.list.show(rows("a"))
        assert app.list.key == "a"


async def test_ten_thousand_rows_draw_only_those_in_sight() -> None:
    drawn: list[int] = []

    def draw(number: int) -> Row:
        drawn.append(number)
        return Row([f"row {number}"], key=number)

    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.show(Rows(range(10_000), draw, key=lambda number: number))
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert app.list.key == 9999
        assert screen_text(app)[-1].startswith("▸ row 9999")
        assert app.list.go_to(5000)
        await pilot.press("pagedown")
        await settle(pilot)
        assert app.list.key == 5010
        assert len(set(drawn)) < 80


async def test_a_page_down_and_up_again_lands_where_it_began() -> None:
    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.show(rows(*map(str, range(100))))
        await pilot.press("down", "pagedown", "pageup")
        assert app.list.key == "1"


async def test_the_same_rows_shown_again_keep_the_scroll_where_it_was() -> None:
    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.show(rows(*map(str, range(100))))
        await pilot.press(*["pagedown"] * 4, *["up"] * 5)
        await settle(pilot)
        before = screen_text(app)
        app.list.show(rows(*map(str, range(100))))
        await settle(pilot)
        assert screen_text(app) == before


async def test_names_are_drawn_as_they_are_and_controls_never_reach_the_terminal() -> None:
    app = ListApp(Column("name", 24), Column("right", 6, right=True))
    async with app.run_test(size=(40, 14)) as pilot:
        names = [
            "R&D [/x]",
            "[ACME Corp]",
            "[@click=app.quit]x",
            "a\x1b[31mb\x07\u202ec",
            "株式会社アクメ",
            "l\ni\tn",
            "x" * 10_000,
        ]
        app.list.show(rows(*names))
        await settle(pilot)
        lines = screen_text(app)
        assert lines[1:8] == [
            "▸ R&D [/x]",
            "  [ACME Corp]",
            "  [@click=app.quit]x",
            "  a[31mbc",
            "  株式会社アクメ",
            "  l i n",
            "  " + "x" * 23 + "…",
        ]


async def test_wide_characters_keep_the_columns_in_line() -> None:
    app = ListApp(Column("name", 9), Column("n", 3, right=True))
    async with app.run_test(size=(30, 8)) as pilot:
        app.list.show([Row(["株式会社アクメ", "1"]), Row(["Åsa", "22"]), Row([[("●", "good"), ("◐", "watch")], "3"])])
        await settle(pilot)
        assert screen_text(app)[1:4] == ["▸ 株式会社…    1", "  Åsa         22", "  ●◐           3"]


async def test_an_empty_list_says_which_key_fills_it_but_not_before_it_was_filled() -> None:
    app = ListApp(Column("name"), empty="Nobody yet. n adds the first one.")
    async with app.run_test(size=(50, 10)) as pilot:
        await settle(pilot)
        assert "n adds" not in "".join(screen_text(app))
        app.list.show([])
        await settle(pilot)
        assert "n adds" in "".join(screen_text(app))


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show(rows("a", "b", "c"))
        await settle(pilot)
        await pilot.click(VirtualList, offset=(3, 2))
        assert app.list.key == "b"
        await pilot.click(VirtualList, offset=(3, 3), times=2)
        await settle(pilot)
        assert app.heard[-1] == ("open", "c")


async def test_every_move_is_told_once() -> None:
    app = ListApp(Column("name"))
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show(rows("a", "b"))
        await pilot.press("down", "down", "up")
        await settle(pilot)
        assert app.heard == [("at", "a"), ("at", "b"), ("at", "a")]


@pytest.mark.parametrize(("room", "shown"), [(60, [0, 1, 2, 3]), (33, [0, 1, 3]), (20, [0, 3]), (5, [0])])
def test_narrow_terminals_drop_the_columns_that_matter_least(room: int, shown: list[int]) -> None:
    columns = [Column("name", least=10), Column("a", 9, keep=3), Column("b", 12, keep=4), Column("c", 8, keep=2)]
    assert [index for index, _ in lay_out(columns, room).columns] == shown


def test_columns_fill_the_room_exactly() -> None:
    columns = [Column("a", share=2), Column("b", 7), Column("c", share=1)]
    layout = lay_out(columns, 77)
    assert sum(width for _, width in layout.columns) + layout.gap * 2 == 77
