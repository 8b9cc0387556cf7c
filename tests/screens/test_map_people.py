"""The people on the map by keys alone: added, rated, reached out to, gone, moved, removed."""

from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.screens.details import DetailsScreen
from kamtui.screens.map import MapScreen
from tests.screens.hands import file_with, press, rows_of, shown, type_in
from tests.screens.harness import LARGE, cockpit, notices
from tests.screens.map_book import PLACES, account, northwind


@pytest.fixture
def file(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, northwind)


@pytest.mark.rule("M-1", "M-4")
async def test_a_new_person_is_typed_and_stands_on_the_map_with_the_cursor_on_them(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "n")
        await type_in(pilot, "Una Ek")
        await press(pilot, "ctrl+s")
        screen = pilot.app.screen
        assert isinstance(screen, MapScreen)
        assert "▸   Una Ek" in shown(pilot)
        await press(pilot, "u")
        assert "Una Ek" not in shown(pilot)


async def test_a_form_refuses_with_one_line_and_keeps_what_was_typed(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "n", "ctrl+s")
        assert "✗ name is needed" in shown(pilot)
        await type_in(pilot, "Una Ek")
        for _ in range(13):
            await pilot.press("tab")
        await type_in(pilot, "lunch")
        await press(pilot, "ctrl+s")
        assert "The outreach does not say by when." in shown(pilot)
        await pilot.press("tab")
        await type_in(pilot, "in 3 days")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, MapScreen)
    assert rows_of(file, "SELECT name, outreach_what, outreach_due FROM stakeholder ORDER BY id DESC LIMIT 1") == [
        ("Una Ek", "lunch", "2026-11-23")
    ]


async def test_a_circle_of_reporting_is_refused_in_the_form(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        assert "▸ ★ Åsa" in shown(pilot)
        await press(pilot, "e")
        for _ in range(9):
            await pilot.press("tab")
        await press(pilot, "enter", "M", "a", "x", "enter", "ctrl+s")
        assert "This would make them report to themselves." in shown(pilot)
        await press(pilot, "escape", "y")
        assert isinstance(pilot.app.screen, MapScreen)


@pytest.mark.rule("M-2")
async def test_two_keys_rate_the_relationship(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "M", "a", "x", "enter", "h")
        assert "How does the relationship with Max Rau stand?" in shown(pilot)
        await press(pilot, "a")
        assert notices(pilot.app) == ["Max Rau: at risk · f plans the outreach"]
        await press(pilot, "h", "a")
        assert notices(pilot.app)[-1] == "Max Rau is at risk already"
        await press(pilot, "h", "escape")
    assert rows_of(file, 'SELECT "on", quality FROM quality_change ORDER BY id DESC LIMIT 1') == [
        ("2026-11-20", "at_risk")
    ]


@pytest.mark.rule("M-4")
async def test_an_outreach_is_planned_and_made(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "J", "o", "enter", "f")
        await type_in(pilot, "coffee")
        await pilot.press("tab")
        await type_in(pilot, "mon")
        await press(pilot, "ctrl+s")
        assert "outreach: coffee · in 3 d" in shown(pilot)
        await press(pilot, "F")
        assert notices(pilot.app) == ["outreach to Jo Lind made · still owes the next one, f plans it"]
        await press(pilot, "F")
        assert notices(pilot.app)[-1] == "no outreach to Jo Lind is planned"


@pytest.mark.rule("M-10")
async def test_who_left_is_dimmed_at_the_end_and_can_come_back(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "J", "o", "enter", "L", "ctrl+s")
        assert notices(pilot.app) == ["Jo Lind is kept among those who left"]
        await press(pilot, "escape")
        assert "── 2 people left" in shown(pilot)
        await press(pilot, "slash", "J", "o", "enter", "L")
        assert "Is Jo Lind back?" in shown(pilot)
        await press(pilot, "y", "L", "escape")
    assert rows_of(file, "SELECT count(*) FROM stakeholder WHERE left_on IS NOT NULL") == [(1,)]


async def test_the_primary_contact_changes_with_one_key(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "I", "d", "a", "enter", "asterisk", "escape")
        assert "★ Ida Sol" in shown(pilot)
        await press(pilot, "asterisk")
        assert notices(pilot.app) == ["Ida Sol is the primary contact", "Ida Sol is the primary contact already"]


@pytest.mark.rule("M-10")
async def test_who_moves_is_one_person_on_two_maps(file: Path, clock: Clock) -> None:
    file_with(file, clock, lambda session: account(session, "Contoso", 3))
    async with cockpit(file, clock, places=PLACES, size=LARGE) as pilot:
        await press(pilot, "slash", "I", "d", "a", "enter", "M", "enter")
        assert notices(pilot.app) == ["Ida Sol is now on the map of Contoso"]
        assert "also at Contoso" in shown(pilot)
        await press(pilot, "escape", "a", "C", "o", "n", "enter")
        assert "Map · Contoso" in shown(pilot)
        assert "was at Northwind" in shown(pilot)
        await press(pilot, "a", "escape", "M", "escape", "delete", "n")
        assert "Ida Sol" in shown(pilot)


async def test_removing_asks_and_is_undone(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "J", "o", "enter", "delete")
        assert "L marks somebody who left" in shown(pilot)
        await press(pilot, "y")
        assert notices(pilot.app) == ["Jo Lind is removed · u brings them back"]
        await press(pilot, "h")
        assert notices(pilot.app)[-1] == "nobody is chosen; n adds a person"
        await press(pilot, "u")
        assert "Jo Lind" in shown(pilot)


async def test_enter_shows_everything_about_a_person(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "s", "a", "enter", "enter")
        assert isinstance(pilot.app.screen, DetailsScreen)
        assert "67 % of recent touchpoints ran through them" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MapScreen)
