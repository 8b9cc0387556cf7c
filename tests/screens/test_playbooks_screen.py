"""Playbooks by keys alone: started, done step by step, stopped, copied and written."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kamtui import keys
from kamtui.clock import Clock
from kamtui.domain.playbooks import Playbook, Step
from kamtui.models.playbooks import Playbook as Stored
from kamtui.screens.account import AccountScreen
from kamtui.screens.playbook import PlaybookScreen
from kamtui.screens.playbooks import PlaybooksScreen
from kamtui.storage import playbooks_changes
from kamtui.storage.database import Database
from tests.screens.clients import HOSTILE
from tests.screens.hands import file_with, press, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.storage.records import account, add

DAY = date(2026, 11, 20)
PLACES = [place for place in keys.PLACES if place.id in ("accounts", "more")]
RESCUE = Playbook("Rescue", "", "start", (Step(0, "us", "Put the facts on one page"), Step(7, "champion", "Ask")))


def book(session: Session) -> None:
    nord, alder = add(session, account("Northwind"), account("Alder Mills", renewal_date=date(2027, 1, 4)))
    for owner, days_ago in ((nord, 3), (alder, 40)):
        session.info["today"] = DAY - timedelta(days=days_ago)
        playbooks_changes.start(session, owner, RESCUE, session.info["today"])
    steps = [Step(-60, "us", "Send the letter").as_stored(), Step(14, "", "Check the invoice").as_stored()]
    add(session, Stored(name="Price increase", about="The price goes up.", anchor="renewal", steps=steps))


@pytest.fixture
def filled(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, book)


async def open_playbooks(pilot: Any) -> None:
    await pilot.app.push_screen(PlaybooksScreen())
    await settle(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_runs_and_playbooks(filled: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(filled, clock, size=size, places=PLACES) as pilot:
        await open_playbooks(pilot)
        golden(f"playbooks_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "down", "down")
        assert "Alder Mills: renews in 45 d. b starts it there." in shown(pilot)
        await press(pilot, "down", "enter")
        golden(f"playbook_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_a_run_is_done_step_by_step_and_stopped(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, size=LARGE, places=PLACES) as pilot:
        await open_playbooks(pilot)
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "“Put the facts on one page” is done · 1 of 2"
        await press(pilot, "d")
        assert "finished" in shown(pilot)
        await press(pilot, "end", "d", "x")
        assert notices(pilot.app)[-2:] == ["every step of it is done", "nothing of it is open any more"]
        await press(pilot, "home", "x")
        assert notices(pilot.app)[-1] == "Rescue is stopped: 2 open steps removed · u brings them back"
        assert rows_of(filled, "SELECT count(*) FROM plan_action") == [(2,)]
        await press(pilot, "u", "home", "down", "b", "ctrl+s")
        assert notices(pilot.app)[-1].startswith("Renewal runway at Alder Mills: 8 steps, first Fri 20 Nov, 5 of them")
        await press(pilot, "home", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)


async def test_a_playbook_is_started_here_and_from_an_account(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await open_playbooks(pilot)
        await press(pilot, "down", "down", "down", "d", "x", "b", "enter", *"north", "enter", "ctrl+s")
        assert notices(pilot.app)[-2:] == [
            "this is no run: b starts a playbook",
            "this is no run; only a run can be stopped",
        ]
        assert "has no renewal date" in shown(pilot)
        await press(pilot, "tab", *"1 feb", "ctrl+s")
        assert notices(pilot.app)[-1].startswith("Price increase at Northwind: 2 steps, first Thu 3 Dec")
        (owner,) = rows_of(filled, "SELECT id FROM account WHERE name = 'Alder Mills'")[0]
        await pilot.app.push_screen(AccountScreen(owner, "Alder Mills"))
        await settle(pilot)
        await press(pilot, "b", *"sponsor change", "enter", "ctrl+s")
        assert notices(pilot.app)[-1].startswith("Sponsor change at Alder Mills: 6 steps, first Fri 20 Nov")
        await press(pilot, "b", "escape")


async def test_a_copy_is_ones_own_and_its_steps_are_written(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await open_playbooks(pilot)
        await press(pilot, "t", "e", "/", *"onboarding", "enter", "enter", "e", "delete", "t")
        assert notices(pilot.app)[0] == "put the cursor on a playbook to copy it"
        assert isinstance(pilot.app.screen, PlaybookScreen)
        assert pilot.app.screen.playbook.name == "Onboarding, my own"
        await press(pilot, "delete")
        assert "is out · u brings it back" in notices(pilot.app)[-1]
        await press(pilot, "right", "right", "left")
        await press(pilot, "n", *"0", "tab", *"us", "tab", *"Begin", "ctrl+s")
        await press(pilot, "enter", "tab", "tab", *"!", "ctrl+s")
        await press(pilot, "t", *" two", "ctrl+s")
        screen: Any = pilot.app.screen
        assert screen.playbook.name == "Onboarding, my own two"
        assert screen.playbook.steps[0] == Step(0, "us", "Begin!")
        assert screen.playbook.steps[1].day == 3
        await press(pilot, "b", "escape", "escape", "escape")
        await press(pilot, "/", *"my own", "enter", "e", *"!", "ctrl+s", "delete")
        assert "is removed, runs go on" in notices(pilot.app)[-1]
        assert rows_of(filled, "SELECT name FROM playbook") == [("Price increase",)]


async def test_a_new_one_has_no_steps_and_says_so(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await open_playbooks(pilot)
        await press(pilot, "b")
        assert "there is no account" in notices(pilot.app)[-1]
        await press(pilot, "n", *"Mine", "ctrl+s", "e", "delete")
        assert isinstance(pilot.app.screen, PlaybookScreen)
        assert notices(pilot.app)[-1] == "there is no step here; n adds one"
        await press(pilot, "n", "ctrl+s")
        assert "what is needed" in shown(pilot)
        await press(pilot, *"x", "up", "up", *"9999", "ctrl+s")
        assert "the day is between" in shown(pilot)
        await press(pilot, "escape", "y", "escape")
        assert "No steps yet" in shown(pilot)


async def test_hostile_words_are_shown_as_they_are(database_file: Path, clock: Clock) -> None:
    def hostile(session: Session) -> None:
        (owner,) = add(session, account(HOSTILE))
        found = Playbook(HOSTILE, HOSTILE, "start", (Step(0, HOSTILE, HOSTILE),))
        playbooks_changes.start(session, owner, found, DAY)
        add(session, Stored(name=HOSTILE, about=HOSTILE, steps=[Step(0, HOSTILE, HOSTILE).as_stored()]))

    opened = Database.open(database_file, clock)
    opened.run(hostile)
    opened.close()
    async with cockpit(database_file, clock, size=LARGE, places=PLACES) as pilot:
        await open_playbooks(pilot)
        assert "[@click=app.quit]x[/]" in shown(pilot)
        await press(pilot, "down", "b", "enter", "enter", "ctrl+s")
        assert "is under way at" in shown(pilot)
        await press(pilot, "escape", "y", "enter")
        assert "[@click=app.quit]x[/]" in shown(pilot)
