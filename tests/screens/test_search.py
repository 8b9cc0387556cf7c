"""Searching everything: found while typing, opened with enter."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from kamtui.clock import Clock
from kamtui.keys import Place
from kamtui.screens.account import AccountScreen
from kamtui.screens.search import SearchScreen
from kamtui.storage.errors import Unusable
from kamtui.widgets.virtual_list import VirtualList
from tests.screens.harness import LARGE, SMALL, cockpit, golden, screen_text, settle

PLACES = [Place("1", "week", "Week", "kamtui.screens.base", "CockpitScreen")]


def fill(session: Any) -> None:
    from tests.storage.records import account, add, person, touch

    acme, hostile = add(session, account("Northwind"), account("R&D [/x]"))
    add(session, person(acme, "Åsa Berg", title="CFO"), person(hostile, "[@click=app.quit]Bo[/]", notes="=1+1 budget"))
    add(
        session,
        touch(acme, "talked about the budget of next year and who decides on it", next_step="send budget figures"),
        touch(acme, "budget again"),
        touch(hostile, "[/x] budget 🦊 " + "x" * 10_000, next_step="budget", next_step_due=date(2026, 11, 27)),
    )


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_is_found_stands_by_kind_with_account_and_day(
    database_file: Path, clock: Clock, size: tuple[int, int]
) -> None:
    async with cockpit(database_file, clock, size=size, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        await pilot.press("ctrl+f", *"budget", "down")
        await settle(pilot)
        golden(f"search_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_enter_opens_the_page_of_the_account_and_escape_comes_back(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        before = pilot.app.screen
        await pilot.press("ctrl+f", *"asa", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AccountScreen)
        assert (pilot.app.desk.account_id, pilot.app.desk.account_name) == (1, "Northwind")
        page = pilot.app.screen
        await pilot.press("ctrl+f", *"click=app", "enter")
        await settle(pilot)
        assert pilot.app.screen is page
        assert pilot.app.desk.account_name == "R&D [/x]"
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen is before


async def test_nothing_found_is_said_and_enter_then_does_nothing(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        await pilot.press("ctrl+f")
        await settle(pilot)
        assert "accounts, people, touchpoints, next steps" in "\n".join(screen_text(pilot.app))
        await pilot.press(*"zebra", "enter")
        await settle(pilot)
        assert "nothing was written down about that" in "\n".join(screen_text(pilot.app))
        await pilot.press(*["backspace"] * 5, "escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, SearchScreen)
        assert pilot.app.desk.account_id is None


async def test_the_whole_text_of_the_line_under_the_cursor_is_shown(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        await pilot.press("ctrl+f", *"northwind budget")
        pilot.app.screen.query_one(Input).value = "northwind budget"
        await settle(pilot)
        await pilot.press("pagedown", "pageup")
        await settle(pilot)
        assert "who decides on it" in "\n".join(screen_text(pilot.app))
        await pilot.click(VirtualList, offset=(6, 1), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, AccountScreen)


@pytest.mark.parametrize("text", ["[/x]", "[@click=app.quit]", "%", '" OR', "\\", "x" * 5_000, "İ", "🦊"])
async def test_hostile_words_are_looked_for_as_they_are(database_file: Path, clock: Clock, text: str) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        await pilot.press("ctrl+f")
        pilot.app.screen.query_one(Input).value = text
        await settle(pilot)
        assert isinstance(pilot.app.screen, SearchScreen)


async def test_a_file_that_cannot_be_read_is_said(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("ctrl+f")
        await settle(pilot)

        async def read(*_arguments: Any) -> None:
            raise Unusable("the database is damaged")

        monkeypatch.setattr(pilot.app.database, "read_plainly", read)
        await pilot.press("x")
        await settle(pilot)
        monkeypatch.undo()
        assert "the database is damaged" in "\n".join(screen_text(pilot.app))
