"""The first ninety days by keys alone: started, written about, met, and ended with the results review."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kamtui import keys
from kamtui.clock import Clock
from kamtui.models.accounts import Account
from kamtui.models.issues import Milestone
from kamtui.models.value import ValueEntry
from kamtui.screens.account import AccountScreen
from kamtui.screens.handover_note import HandoverNoteScreen
from kamtui.screens.onboarding import OnboardingScreen
from kamtui.screens.onboardings import OnboardingsScreen
from kamtui.settings import Settings
from kamtui.storage.database import Database
from kamtui.storage.onboarding import Onboarding, onboarding
from tests.screens.clients import HOSTILE
from tests.screens.hands import file_with, press, rows_of
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

DAY = date(2026, 11, 20)
PLACES = [place for place in keys.PLACES if place.id in ("week", "more")]
NOTE = "Promised Ida Sol a pilot at two depots by Christmas.\nTheir IT was against it: keep Max Rau close."


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def account(session: Session, name: str, **more: Any) -> int:
    record = Account(**{"name": name, "name_key": name.casefold(), "tier": 2, "created_on": ago(400), **more})
    session.add(record)
    session.flush()
    return record.id or 0


def some_onboardings(session: Session) -> None:
    """Northwind is on day 88, R&D has just begun without milestones, Contoso is through, Fabrikam never was in it."""
    nord = account(
        session, "Northwind", status="onboarding", onboarding_started_on=ago(88), handover_note=NOTE,
        success_criteria="Planners work a day without the old sheets", criteria_agreed_on=ago(80),
    )  # fmt: skip
    account(session, "R&D [/x]", status="onboarding", client_since=ago(3))
    through = account(session, "Contoso", client_since=ago(300))
    account(session, "Fabrikam", client_since=ago(900))
    for owner, day, what, measure, due, met_on in (
        (nord, 30, "First depot plans with us", "10 users a day", ago(58), ago(60)),
        (nord, 60, "Second depot goes live", "no calls for a week", ago(28), ago(20)),
        (nord, 90, "Results review with Ida Sol", "both sign the page", ago(-2), None),
        (through, 90, "Results review", "", ago(210), ago(210)),
    ):
        session.add(Milestone(account_id=owner, day=day, what=what, success_measure=measure, due=due, met_on=met_on))
    for owner, days in ((nord, 41), (through, 281)):
        session.add(ValueEntry(account_id=owner, kind="delivered", what="hours saved", on=ago(days)))


def hostile(session: Session) -> None:
    key = account(session, HOSTILE, status="onboarding", handover_note=HOSTILE, success_criteria=HOSTILE)
    session.add(Milestone(account_id=key, day=30, what=HOSTILE, success_measure=HOSTILE, due=ago(-9)))


@pytest.fixture
def filled(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, some_onboardings)


def stored(file: Path, key: int) -> Onboarding:
    opened = Database.open(file, Clock(DAY))
    found = opened.read(onboarding, key, DAY)
    opened.close()
    assert found is not None
    return found


async def to_onboarding(pilot: Any) -> None:
    await press(pilot, "0", "/", tuple("onboard"), "enter", "enter")
    assert isinstance(pilot.app.screen, OnboardingsScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.rule("O-1", "O-2")
async def test_the_first_ninety_days_look_as_agreed(filled: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(filled, clock, size=size, places=PLACES) as pilot:
        await to_onboarding(pilot)
        await press(pilot, "down")
        golden(f"onboardings_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "enter", "end")
        golden(f"onboarding_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("O-1", "O-3")
async def test_milestones_are_written_met_and_the_review_ends_it_with_a_trigger(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await to_onboarding(pilot)
        await press(pilot, "down", "s", *["backspace"] * 10, tuple("in 5 days"), "enter")
        assert stored(filled, 1).milestones[-1].milestone.due == ago(-5)
        await press(pilot, "enter", "n", tuple("Train the night shift"), "down", tuple("12 people"), "down",
                    tuple("in 3 days"), "ctrl+s")  # fmt: skip
        page = pilot.app.screen
        assert isinstance(page, OnboardingScreen)
        assert (page.current.milestone.what, page.current.milestone.day) == ("Train the night shift", 91)
        await press(pilot, "e", "end", tuple("s"), "ctrl+s", "delete", "u")
        assert stored(filled, 1).milestones[-2].milestone.what == "Train the night shifts"
        await press(pilot, "end", "up", "delete")
        assert len(stored(filled, 1).milestones) == 3
        await press(pilot, "end", "s", *["backspace"] * 10, tuple("tomorrow"), "enter", "d")
        assert stored(filled, 1).status == "active"
        await press(pilot, "y")
        assert rows_of(filled, "SELECT kind, heard, noted_on, state FROM expansion_trigger") == [
            ("milestone", "Results review with Ida Sol", "2026-11-20", "open")
        ]
        assert notices(pilot.app)[-2:] == [
            "met in time, the onboarding has ended · u undoes it", "the trigger is noted: 7 shows its window",
        ]  # fmt: skip
        await press(pilot, "d", "s", "x")
        assert notices(pilot.app)[-3:] == [
            "the milestone is met already", "it is met already; t opens it again",
            "it is not under way: the account is active",
        ]  # fmt: skip
        await press(pilot, "t", "e", "escape", "u", "u", "u", "x", "y")
        assert stored(filled, 1).status == "active"
        assert notices(pilot.app)[-1] == "the onboarding has ended · u undoes it"


@pytest.mark.rule("O-1")
async def test_an_onboarding_is_started_with_its_note_and_what_was_agreed(filled: Path, clock: Clock) -> None:
    settings = Settings(onboarding_days=(14, 45))
    async with cockpit(filled, clock, places=PLACES, settings=settings) as pilot:
        await to_onboarding(pilot)
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "it has no milestones: enter and n add one"
        await press(pilot, "s")
        await press(pilot, "n", "enter", tuple("fab"), "enter", "down", "down", tuple("promised a [pilot]"), "ctrl+s")
        begun = stored(filled, 4)
        assert (begun.status, begun.start, begun.handover_note) == ("onboarding", DAY, "promised a [pilot]")
        assert [row.milestone.day for row in begun.milestones] == [14, 45]
        assert pilot.app.screen.current.account == "Fabrikam"
        await press(pilot, "enter", "a", tuple("ten users"), "tab", tuple("today"), "ctrl+s")
        assert (stored(filled, 4).success_criteria, stored(filled, 4).criteria_agreed_on) == ("ten users", DAY)
        assert notices(pilot.app)[-1].endswith(" · u undoes it")
        await press(pilot, "a", "ctrl+s")
        assert notices(pilot.app)[-1].endswith(" · nothing has changed")
        await press(pilot, "b", *["backspace"] * 10, tuple("mon"), "enter")
        assert stored(filled, 4).start == date(2026, 11, 23)
        assert [row.milestone.due for row in stored(filled, 4).milestones] == [date(2026, 12, 7), date(2027, 1, 7)]
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, HandoverNoteScreen)
        await press(pilot, tuple(" and more"), "ctrl+s", "escape")
        assert stored(filled, 4).handover_note == "promised a [pilot] and more"
        await press(pilot, "u")
        assert stored(filled, 4).handover_note == "promised a [pilot]"
        await press(pilot, "escape", "w", tuple("!"), "escape")
        assert stored(filled, 4).handover_note.endswith("!")


@pytest.mark.rule("O-1", "O-3", "Y-10")
async def test_the_weeks_list_opens_the_onboarding_and_meets_its_milestone(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        week = pilot.app.screen
        week.list.go_to(next(key for key, item in week.found.items() if item.activity == "milestone"))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OnboardingScreen)
        assert pilot.app.screen.current.milestone.what == "Results review with Ida Sol"
        await press(pilot, "escape", "d", "n")
        assert notices(pilot.app)[-1].startswith("milestone of Northwind is met, onboarding has ended")
        assert (stored(filled, 1).status, rows_of(filled, "SELECT 1 FROM expansion_trigger")) == ("active", [])
        await pilot.app.push_screen(AccountScreen(1, "Northwind"))
        await settle(pilot)
        page = pilot.app.screen
        key = next(one.id for one in page.happened if one.kind == "milestone" and "Second" in one.text)
        page.lines.go_to(("line", "milestone", key))
        await press(pilot, "enter")
        assert pilot.app.screen.current.milestone.what == "Second depot goes live"


async def test_hostile_text_is_shown_as_it_is(database_file: Path, clock: Clock) -> None:
    async with cockpit(file_with(database_file, clock, hostile), clock, size=LARGE, places=PLACES) as pilot:
        await to_onboarding(pilot)
        assert any("[@click=app.quit]x[/] =1+1" in line for line in screen_text(pilot.app))
        await press(pilot, "/", tuple("zebra"), "enter", *"dsw", "escape", "enter", "e", "escape", "a", "escape")
        assert isinstance(pilot.app.screen, OnboardingScreen)
        assert any("[@click=app.quit]x[/] =1+1" in line for line in screen_text(pilot.app))
        await press(pilot, "w", "escape", "delete", *"edst", "delete")
        assert notices(pilot.app)[-1] == "there is no milestone to remove; n adds one, b writes the usual ones"


async def test_without_accounts_nothing_is_started(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await to_onboarding(pilot)
        assert any("No account is being onboarded" in line for line in screen_text(pilot.app))
        await press(pilot, "n", "enter")
        assert notices(pilot.app)[-1] == "there are no accounts yet; 2 and n add the first one"
        await pilot.app.push_screen(OnboardingScreen())
        await settle(pilot)
        await press(pilot, *"nabwx")
        assert notices(pilot.app)[-1] == "there is no account to end the onboarding of"
        await pilot.app.push_screen(HandoverNoteScreen(99))
        await settle(pilot)
        assert notices(pilot.app)[-1] == "this account is no longer there"
