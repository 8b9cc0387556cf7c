"""The map of one account by keys alone: every view, the wall, value, competition, and what is missing."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.screens.details import DetailsScreen
from kamtui.screens.form import FormScreen
from kamtui.screens.map import MapScreen
from kamtui.settings import Settings
from kamtui.storage.stakeholders_changes import add_stakeholder, move_to_account
from kamtui.widgets.wall_chart import WallChart
from tests.screens.hands import file_with, press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.map_book import PLACES, TODAY, account, northwind

HOSTILE = [
    "R&D [/x]",
    "[ACME Corp]",
    "[@click=app.quit]x[/]",
    "=1+1",
    "👩‍👩‍👧 family",
    "שלום עולם",
    "x" * 10_000,
    "a\x1b[31mb\x07",
]


@pytest.fixture
def file(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, northwind)


VIEWS = {"people": "l", "tree": "t", "wall": "w", "value": "v", "competition": "m", "missing": "tab"}


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_view_looks_as_agreed(file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(file, clock, size=size, places=PLACES) as pilot:
        for name, key in VIEWS.items():
            await press(pilot, key)
            golden(f"map_{name}_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.parametrize("theme", ["kamtui-light", "ansi"])
async def test_the_words_are_the_same_in_every_theme(file: Path, clock: Clock, theme: str) -> None:
    async with cockpit(file, clock, settings=Settings(theme=theme), places=PLACES) as pilot:
        await press(pilot, "l")
        golden("map_people_80x24", screen_text(pilot.app))
        await press(pilot, "w")
        golden("map_wall_80x24", screen_text(pilot.app))


@pytest.mark.rule("M-3", "M-5")
async def test_a_card_is_carried_across_the_wall_in_one_change(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "slash", "J", "o", "enter", "w", "escape")
        assert "nobody mapped in: executive" in shown(pilot)
        assert pilot.app.screen.query_one(WallChart).person.name == "Jo Lind"
        await press(pilot, "space", "right", "right", "down", "enter")
        assert notices(pilot.app) == ["Jo Lind: ally, influence medium"]
        assert rows_of(file, "SELECT stance, influence FROM stakeholder WHERE name = 'Jo Lind'") == [("ally", "medium")]
        await press(pilot, "u")
        assert rows_of(file, "SELECT stance, influence FROM stakeholder WHERE name = 'Jo Lind'") == [
            ("opponent", "high")
        ]
        await press(pilot, "space", "right", "escape", "enter")
        assert isinstance(pilot.app.screen, DetailsScreen)
        await press(pilot, "escape", "h", "s")
        assert "Jo Lind: strong" in notices(pilot.app)
        await pilot.click(WallChart, offset=(12, 2), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, DetailsScreen)


async def test_a_move_that_is_refused_goes_back(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "w")
        await pilot.press("space", "right", "down")
        connection = sqlite3.connect(file)
        connection.execute("DELETE FROM stakeholder")
        connection.commit()
        connection.close()
        await press(pilot, "space")
        assert notices(pilot.app) == ["it is no longer there: somebody removed it meanwhile"]


@pytest.mark.rule("M-6")
async def test_value_is_added_changed_removed_and_becomes_an_opportunity(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "v", "i")
        assert notices(pilot.app) == ["only an adjacent entry turns into an opportunity; this value is delivered"]
        await press(pilot, "down", "i")
        assert notices(pilot.app)[-1] == "an opportunity of 40k a year is in the pipeline as an idea · u takes it back"
        assert "→ idea" in shown(pilot)
        await press(pilot, "enter")
        assert "is an opportunity in stage idea" in shown(pilot)
        await press(pilot, "escape", "n", "tab")
        await type_in(pilot, "Fewer returns")
        await pilot.press("tab")
        await type_in(pilot, "-5")
        await press(pilot, "ctrl+s")
        assert "✗ an amount cannot be negative" in shown(pilot)
        await press(pilot, "backspace", "backspace", "1", "0", "k", "ctrl+s")
        assert "▸ Fewer returns" in shown(pilot)
        assert "delivered · 2 · 94k" in shown(pilot)
        await press(pilot, "e", "tab", "exclamation_mark", "ctrl+s")
        assert "▸ Fewer returns!" in shown(pilot)
        await press(pilot, "delete", "n", "delete", "y", "z")
        assert notices(pilot.app)[-1] == "there are value entries; only an empty list can be marked as none known"
    assert rows_of(file, "SELECT count(*) FROM value_entry") == [(2,)]


@pytest.mark.rule("M-7", "M-11")
async def test_competitors_are_added_changed_and_removed_until_none_is_known(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "m", "n", "ctrl+s")
        assert "✗ provider is needed" in shown(pilot)
        await type_in(pilot, "Omega")
        await press(pilot, "ctrl+s")
        assert "▸ Omega" in shown(pilot)
        await press(pilot, "e", "x", "ctrl+s", "enter")
        assert "Omegax" in shown(pilot)
        await press(pilot, "escape", "delete", "y", "delete", "n", "delete", "y", "z")
        assert "Marked as none known; z takes that back." in shown(pilot)
        assert "competition none" in shown(pilot)
        await press(pilot, "e", "enter", "delete", "z")
        assert "No competitor is known yet." in shown(pilot)
        assert notices(pilot.app)[-1] == "no competitor is chosen; n adds one"


@pytest.mark.rule("M-11", "Y-4")
async def test_what_is_missing_leads_to_where_it_is_filled(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "tab")
        assert "3 of 5 known by name" not in shown(pilot)
        while "l shows the people, f plans" not in shown(pilot):
            await press(pilot, "down")
        await press(pilot, "enter")
        assert "▸ ? Head of" in shown(pilot)
        await press(pilot, "tab")
        while "d marks the map as reviewed" not in shown(pilot):
            await press(pilot, "down")
        await press(pilot, "enter")
        assert notices(pilot.app) == ["the map is reviewed; 4 of 8 complete before that"]
        assert "tab 5 of 8" in shown(pilot)
        while "✓ complete" not in shown(pilot):
            await press(pilot, "down")
        await press(pilot, "slash", "q", "q", "enter", "enter")
        assert "Nothing here matches the filter." in shown(pilot)
        await press(pilot, "escape", "tab")
        assert "Åsa Berg" in shown(pilot)
    assert rows_of(file, 'SELECT "on" FROM map_review') == [("2026-11-20",)]


async def test_without_any_account_every_key_says_so(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        assert "There is no account yet." in shown(pilot)
        for view in "ltwvm":
            await press(pilot, view, "n", "e", "enter", "z", "i", "delete", "d")
        await press(pilot, "tab", "enter")
        assert set(notices(pilot.app)) >= {
            "there is no account yet",
            "there is no account yet; 2 shows where to add one",
        }


async def test_an_empty_map_says_which_key_fills_it(database_file: Path, clock: Clock) -> None:
    file_with(database_file, clock, account)
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        assert "n adds the first person" in shown(pilot)
        assert "single-threaded" in screen_text(pilot.app)[0]
        for view, words in (("t", "n adds the first"), ("v", "z says that none"), ("m", "z says that none")):
            await press(pilot, view)
            assert words in " ".join(shown(pilot).split())
        await press(pilot, "v", "z")
        assert "Marked as none known" in shown(pilot)
        await press(pilot, "enter", "i")
        assert notices(pilot.app)[-1] == "no entry is chosen; n adds one"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_hostile_names_are_shown_as_they_are_in_every_view(
    database_file: Path, clock: Clock, size: tuple[int, int]
) -> None:
    def hostile(session: Any) -> None:
        from kamtui.storage.competition_changes import add_competitor
        from kamtui.storage.value_changes import add_value

        key = account(session, "[ACME] " + "x" * 3000)
        other = account(session, "R&D [/x]", 3)
        before = None
        for number, name in enumerate(HOSTILE):
            before = add_stakeholder(
                session, key, {"name": name, "title": name, "notes": name, "email": name, "reports_to_id": before,
                               "stance": ("ally", "unknown")[number % 2], "influence": "high",
                               "outreach_what": name, "outreach_due": TODAY, "primary_contact": number == 0},
            )  # fmt: skip
            add_value(session, key, {"what": name, "kind": "adjacent", "unit": name, "evidence": name})
            add_competitor(session, key, {"provider": name, "area": name, "notes": name})
            if number < 2:
                move_to_account(session, before, other)

    file_with(database_file, clock, hostile)
    async with cockpit(database_file, clock, size=size, places=PLACES) as pilot:
        for view in VIEWS.values():
            await press(pilot, view)
            if view != "tab":
                assert "[@click=app" in shown(pilot)
            await pilot.press(*["down"] * (len(HOSTILE) if view == "l" else 2))
            await press(pilot, "enter", "escape")
        for view in "lvm":
            await press(pilot, view, "home", "down", "e")
            assert isinstance(pilot.app.screen, FormScreen)
            await press(pilot, "ctrl+s")
            assert isinstance(pilot.app.screen, MapScreen)
        if size == SMALL:
            await press(pilot, "l", "h", "escape", "f", "escape", "L", "escape", "delete", "n", "M", "escape")
        assert "\x1b" not in shown(pilot)


async def test_a_wider_terminal_gets_the_second_column_at_once(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        assert "If " not in shown(pilot)
        await pilot.resize_terminal(*LARGE)
        await settle(pilot)
        assert "left tomorrow" in shown(pilot) or "name unknown" in shown(pilot)
