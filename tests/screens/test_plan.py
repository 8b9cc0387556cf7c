"""The account plan by keys: writing, objectives, actions, predictions, freezing, and versions side by side."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from kamtui.clock import Clock
from kamtui.domain.plan_diff import Pair
from kamtui.domain.plans import PlanPart
from kamtui.domain.smart import Objective
from kamtui.keys import Place
from kamtui.models.accounts import Account
from kamtui.models.plans import Objective as StoredObjective
from kamtui.models.plans import Plan, PlanAction, PlanVersion, Prediction
from kamtui.screens import keeping, plan_rows
from kamtui.screens.plan import PlanScreen
from kamtui.screens.plan_compare import PlanCompareScreen
from kamtui.screens.plan_write import PlanWriteScreen
from kamtui.storage.database import Database
from kamtui.wordlists import Loaded
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle, until
from tests.screens.plan_book import TODAY, plan_book
from tests.storage.records import account, add, change

PLACES = (Place("8", "plan", "Plan", "kamtui.screens.plan", "PlanScreen"),)
HOSTILE = "R&D [/x] [ACME] [@click=app.quit]x[/] =1+1 שלום \U0001f600"


@pytest.fixture
def owner(database: Database) -> int:
    return plan_book(database)


async def go(pilot: Pilot[Any], part: PlanPart) -> None:
    """To the first row of a part."""
    spot = page(pilot).spot
    assert spot is not None
    places = list(PlanPart)
    steps = (places.index(part) - places.index(spot.part)) % len(places)
    back = len(places) - steps
    await press(pilot, ("tab",) * steps if steps < back else ("left",) * back)
    spot = page(pilot).spot
    assert spot is not None
    assert spot.part is part


def page(pilot: Pilot[Any]) -> PlanScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PlanScreen)
    return screen


def editor(pilot: Pilot[Any]) -> PlanWriteScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PlanWriteScreen)
    return screen


async def put(pilot: Pilot[Any], text: str) -> None:
    """Type as a paste would."""
    area = editor(pilot).query_one(TextArea)
    area.insert(text, area.document.end)
    await settle(pilot)


async def put_line(pilot: Pilot[Any], text: str) -> None:
    """Write a line in place of the one that stands there, as a paste would."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = text
    await settle(pilot)


def said(pilot: Pilot[Any]) -> str:
    return notices(pilot.app)[-1]


# The page


@pytest.mark.rule("P-1", "P-5", "P-7")
async def test_the_plan_on_a_small_screen_and_its_editor(database_file: Path, clock: Clock, owner: int) -> None:
    async with cockpit(database_file, clock, size=SMALL, places=PLACES) as pilot:
        golden("plan_80x24", screen_text(pilot.app))
        await go(pilot, PlanPart.REVENUE)
        await press(pilot, "e")
        await type_in(pilot, "depends on Ida")
        assert await editor(pilot).save()
        golden("plan_write_80x24", screen_text(pilot.app))


@pytest.mark.rule("P-1", "P-6")
async def test_the_plan_on_a_large_screen_and_its_versions(database_file: Path, clock: Clock, owner: int) -> None:
    async with cockpit(database_file, clock, size=LARGE, places=PLACES) as pilot:
        await go(pilot, PlanPart.OBJECTIVES)
        golden("plan_140x40", screen_text(pilot.app))
        await press(pilot, "v")
        golden("plan_versions_140x40", screen_text(pilot.app))
        await press(pilot, "enter")
        golden("plan_compare_140x40", screen_text(pilot.app))
        await press(pilot, "escape", "down")
        assert "The pilot began" in shown(pilot)
        await press(pilot, "enter")
        assert "nothing before → 2026-08-20" in shown(pilot)


@pytest.mark.rule("P-1", "P-3", "P-4", "P-6")
async def test_the_happy_path_writes_marks_freezes_and_compares(database_file: Path, clock: Clock, owner: int) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await go(pilot, PlanPart.CLIENT_PROFILE)
        await press(pilot, "enter")
        await type_in(pilot, "Pumps and fans")
        await press(pilot, "ctrl+s")
        assert said(pilot).startswith("everything is saved")
        await press(pilot, "escape")
        assert "Pumps and fans" in shown(pilot)
        await go(pilot, PlanPart.OBJECTIVES)
        await press(pilot, "n")
        await type_in(pilot, "Grow in Denmark")
        await press(pilot, "ctrl+s")
        assert said(pilot) == "“Grow in Denmark” is not yet SMART: no measure, no owner and no date"
        await go(pilot, PlanPart.ACTIONS)
        await press(pilot, "down", "i")
        assert said(pilot) == "“Show the report” is one of the next 90 days"
        await press(pilot, "*")
        assert said(pilot).endswith("instead of “Ask Ida for a contact in IT”")
        await press(pilot, "f")
        await type_in(pilot, "Denmark")
        await press(pilot, "tab")
        await type_in(pilot, "The budget")
        await press(pilot, "tab")
        await type_in(pilot, "Finance")
        await press(pilot, "ctrl+s")
        assert said(pilot).startswith("the plan of Nordwind is frozen as of 2026-11-20")
        await press(pilot, "o")
        await put_line(pilot, str(database_file.with_name("plan.md")))
        await press(pilot, "ctrl+s")
        assert said(pilot).startswith("written to")
        assert "Pumps and fans" in database_file.with_name("plan.md").read_text()
        await press(pilot, "v", "down", "enter")
        compared = pilot.app.screen
        assert isinstance(compared, PlanCompareScreen)
        profile = next(each for each in compared.compared if each.key == "client_profile")
        assert profile.pairs == (Pair("Pumps", "Pumps and fans"),)
        await press(pilot, "t")
        assert compared.only_changes
        await press(pilot, "escape", "space", "down", "down", "enter")
        assert pilot.app.screen.before[0] == "2026-08-20"
        assert pilot.app.screen.after[0] == "2026-11-20"
    assert rows_of(database_file, "SELECT count(*) FROM plan_version") == [(2,)]


@pytest.mark.rule("P-2", "P-6")
async def test_records_are_edited_settled_and_removed_where_they_stand(
    database_file: Path, clock: Clock, owner: int
) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await go(pilot, PlanPart.PREDICTIONS)
        assert "Did it come true? They renew early (2 d late)" in shown(pilot)
        await press(pilot, "d", "down", "enter")
        assert said(pilot).startswith("“They renew early” did not come true, 70 % were given")
        await press(pilot, "d", "enter")
        assert said(pilot) == "it is settled already: it did not come true"
        await press(pilot, "e", "end")
        await type_in(pilot, "x")
        await press(pilot, "ctrl+s")
        assert "a prediction is not changed afterwards" in shown(pilot)
        await press(pilot, "escape", "y")
        await go(pilot, PlanPart.TEAM)
        assert "Nobody may authorise anything" in shown(pilot)
        await press(pilot, "e", "end")
        await type_in(pilot, " Falk")
        await press(pilot, "ctrl+s", "delete")
        assert said(pilot).startswith("Robin Falk is off the team for Nordwind")
        await press(pilot, "d")
        assert said(pilot).startswith("an objective, an action or a prediction can be done")
        await go(pilot, PlanPart.OBJECTIVES)
        await press(pilot, "d")
        assert said(pilot).startswith("“Every site on the planner” is reached")
        await press(pilot, "delete")
        assert said(pilot).startswith("“Every site on the planner” is removed")
        await go(pilot, PlanPart.ACTIONS)
        await press(pilot, "d")
        assert said(pilot).startswith("“Ask Ida for a contact in IT” is done")
        await press(pilot, "left", "left", "n", "down", "enter")
        await type_in(pilot, "Call Max")
        await press(pilot, "ctrl+s")
        assert said(pilot) == "“Call Max” is noted, not in the plan"


async def test_what_cannot_be_done_is_said_in_one_line(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        assert "There is no account yet" in shown(pilot)
        for key in "endf*vo":
            await press(pilot, key)
            assert notices(pilot.app)
        await press(pilot, "tab", "delete")
        assert said(pilot) == "there is no account yet: 2 shows the accounts"
        await pilot.app.database.run(add, account("Nordwind"), account("Contoso"))
        await press(pilot, "a")
        await type_in(pilot, "contoso")
        await press(pilot, "enter")
        assert "Contoso" in screen_text(pilot.app)[0]
        await press(pilot, "]", "[")
        assert "Contoso" in screen_text(pilot.app)[0]
        await press(pilot, "delete")
        assert said(pilot) == "“The client's objective” has no line to remove here: e writes it"
        await press(pilot, "i")
        assert said(pilot).startswith("only an action is marked")
        await press(pilot, "v", "enter", "t")
        assert pilot.app.screen.compared


# Keeping what is typed


@pytest.mark.rule("P-2")
async def test_our_objective_beyond_140_characters_stays_on_the_screen_and_is_not_saved(
    database_file: Path, clock: Clock, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keeping.KEEP_AFTER < 0.5
    monkeypatch.setattr(keeping, "KEEP_AFTER", 0.001)
    monkeypatch.setattr(keeping, "AGAIN_AFTER", 0.05)
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await press(pilot, "down", "e")
        await put(pilot, "x" * 91)
        screen = editor(pilot)
        await until(pilot, lambda: not screen.unsaved)
        assert rows_of(database_file, "SELECT length(our_objective) FROM account") == [(140,)]
        await press(pilot, "z")
        await until(pilot, lambda: bool(screen.problem))
        assert "141 of 140" in shown(pilot)
        assert "at most 140 characters; this one has 141" in screen.problem
        assert "✗ not saved: our objective" in shown(pilot)
        assert len(list((database_file.parent / "rescue").iterdir())) == 1
        await press(pilot, "escape", "n")
        assert pilot.app.screen is screen
        await press(pilot, "backspace")
        await screen.flush()
        assert not list((database_file.parent / "rescue").iterdir())
        await press(pilot, "escape", "u")
        assert rows_of(database_file, "SELECT length(our_objective) FROM account") == [(49,)]


async def test_leaving_without_saving_is_asked_for_and_a_removed_account_closes_the_editor(
    database_file: Path, clock: Clock, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "KEEP_AFTER", 3600.0)
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await press(pilot, "down", "e")
        await put(pilot, "x" * 100)
        await press(pilot, "escape", "y")
        assert isinstance(pilot.app.screen, PlanScreen)
        await pilot.app.push_screen(PlanWriteScreen(99, PlanPart.TEAM))
        await settle(pilot)
        assert said(pilot) == "this account was removed"
    assert rows_of(database_file, "SELECT length(our_objective) FROM account") == [(49,)]


async def test_hostile_text_is_shown_as_it_was_typed(database_file: Path, clock: Clock, database: Database) -> None:
    (key,) = database.run(add, account(HOSTILE))
    database.run(
        add,
        Plan(account_id=key, profile=HOSTILE + "x" * 10_000, swot={"threats": HOSTILE}, remarks={"revenue": HOSTILE},
             team=[{"person": HOSTILE}]),
        StoredObjective(account_id=key, what=HOSTILE),
        PlanAction(account_id=key, what=HOSTILE),
        Prediction(account_id=key, statement=HOSTILE, probability=5),
        PlanVersion(account_id=key, frozen_on=TODAY, document={"[/x]": HOSTILE}, changed=HOSTILE),
    )  # fmt: skip
    async with cockpit(database_file, clock, size=LARGE, places=PLACES) as pilot:
        await go(pilot, PlanPart.OBJECTIVES)
        assert "R&D [/x] [ACME] [@click=app.quit]x[/] =1+1" in shown(pilot)
        await press(pilot, "end", "e", "escape", "v", "down")
        assert "R&D [/x] [ACME]" in shown(pilot)
        await press(pilot, "enter", "end")
        assert "[/x]" in shown(pilot)
        assert pilot.app.is_running


async def test_words_that_cannot_be_used_are_said_once(
    database_file: Path, clock: Clock, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = plan_rows.plan_words().value
    monkeypatch.setattr("kamtui.screens.plan.plan_words", lambda: Loaded(ours, "plan.toml is left aside: no text"))
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await press(pilot, "f", "escape")
        await pilot.app.database.run(change, Account, owner, notes="x")
        page(pilot).reload()
        await settle(pilot)
        assert notices(pilot.app) == ["plan.toml is left aside: no text"]
        assert Objective(what="x").open
