"""The first start: empty, import or demo."""

import shutil
from pathlib import Path

import pytest

from kamtui.keys import PLACES
from kamtui.screens.desk import DEMO
from kamtui.screens.welcome import WelcomeScreen
from kamtui.storage.accounts_changes import add_account
from tests.screens.hands import press
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

FILES = Path(__file__).parents[1] / "exchange" / "files"


@pytest.mark.parametrize(("size", "name"), [(SMALL, "welcome_80x24"), (LARGE, "welcome_140x40")])
async def test_the_first_start_asks_how_to_begin(database_file, clock, size, name):
    async with cockpit(database_file, clock, size=size, places=PLACES[:4], welcome=True) as pilot:
        golden(name, screen_text(pilot.app))


async def test_empty_leads_to_the_accounts_with_the_key_that_adds_one(database_file, clock):
    async with cockpit(database_file, clock, welcome=True) as pilot:
        await press(pilot, "enter")
        assert "Accounts" in screen_text(pilot.app)[0]
        assert notices(pilot.app) == ["n adds your first account"]
        await press(pilot, "1")
        assert not isinstance(pilot.app.screen, WelcomeScreen)


async def test_an_import_leads_to_the_accounts_and_the_question_is_gone(database_file, clock, tmp_path, monkeypatch):
    folder = tmp_path / "exports"
    folder.mkdir()
    shutil.copy(FILES / "salesforce_account.csv", folder)
    monkeypatch.chdir(folder)
    async with cockpit(database_file, clock, welcome=True) as pilot:
        await press(pilot, "down", "enter", "escape")
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await press(pilot, "enter", "enter", "enter", "enter")
        assert "3 accounts" in screen_text(pilot.app)[0]
        await press(pilot, "1")
        assert not isinstance(pilot.app.screen, WelcomeScreen)


async def test_the_demo_ends_this_cockpit_and_writes_nothing_into_the_file(database_file, clock):
    before = database_file.read_bytes()
    async with cockpit(database_file, clock, welcome=True) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
    assert pilot.app.return_code == DEMO
    assert database_file.read_bytes() == before


async def test_escape_leads_to_the_week(database_file, clock):
    async with cockpit(database_file, clock, welcome=True) as pilot:
        await press(pilot, "escape")
        assert "Week 47" in screen_text(pilot.app)[0]


async def test_once_there_is_an_account_nothing_is_asked(database_file, clock):
    async with cockpit(database_file, clock, welcome=True) as pilot:
        await pilot.app.database.run(add_account, {"name": "Acme", "tier": 1})
        pilot.app.screen.reload()
        await settle(pilot)
        assert not isinstance(pilot.app.screen, WelcomeScreen)
