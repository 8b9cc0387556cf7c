"""The Pipeline screen by keys alone: charts, ranking, triggers, stages with their refusals."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kamtui import keys
from kamtui.clock import Clock
from kamtui.domain.expansion import TriggerState
from kamtui.domain.practice import Practice
from kamtui.screens.details import DetailsScreen
from kamtui.screens.form import FormScreen
from kamtui.screens.opportunity import OpportunityScreen
from kamtui.screens.opportunity_form import IntegrityScreen
from kamtui.screens.pipeline import PipelineScreen
from kamtui.screens.pipeline_rows import trigger_row
from kamtui.screens.pipeline_words import verdict_line
from kamtui.screens.tier_review import TierReviewScreen
from kamtui.settings import Settings
from kamtui.storage.database import Database
from kamtui.storage.opportunities import pipeline
from kamtui.widgets.ink import plain
from kamtui.widgets.virtual_list import VirtualList
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text
from tests.screens.pipeline_book import hostile_book, pipeline_book
from tests.storage.records import account, add

PLACES = [place for place in keys.PLACES if place.id == "pipeline"]


@pytest.fixture
def file(database_file: Path) -> Path:
    pipeline_book(database_file)
    return database_file


def at(app: Any, name: str) -> None:
    """Put the cursor of the opportunities on one of them."""
    screen = app.screen
    assert isinstance(screen, PipelineScreen)
    assert screen.found is not None
    rows = (*screen.found.moving, *screen.found.parked, *screen.found.closed)
    key = next(row.id for row in rows if row.deal.name == name)
    assert screen.query_one("#opportunities", VirtualList).go_to(("opportunity", key))


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_pipeline_looks_as_agreed(file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(file, clock, size=size, places=PLACES) as pilot:
        golden(f"pipeline_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "tab")
        golden(f"pipeline_triggers_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "tab", "enter")
        golden(f"opportunity_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.parametrize("theme", ["kamtui-light", "ansi"])
async def test_the_charts_say_the_same_in_every_theme(file: Path, clock: Clock, theme: str) -> None:
    async with cockpit(file, clock, settings=Settings(theme=theme), places=PLACES) as pilot:
        golden("pipeline_80x24", screen_text(pilot.app))


@pytest.mark.rule("X-3", "X-4", "X-5", "X-6", "X-8")
async def test_a_trigger_becomes_an_opportunity_is_invited_and_won_by_keys_alone(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "tab", "home", "down", "down", "i")
        assert "an idea is in the pipeline" in notices(pilot.app)[-1]
        row = pilot.app.screen.opportunity
        assert row.deal.name == "New COO wants one supplier"
        await press(pilot, "right")
        assert notices(pilot.app)[-1] == "it stays an idea until there is a connection and an invitation · w writes it"
        await press(pilot, "w", "tab")
        await type_in(pilot, "one hub")
        await press(pilot, "tab")
        await type_in(pilot, "shall we look?")
        await press(pilot, "ctrl+s", "e", "tab", "tab")
        await type_in(pilot, "30k")
        await press(pilot, "ctrl+s", "right")
        assert isinstance(pilot.app.screen, IntegrityScreen)
        assert "mainly for their benefit?" in shown(pilot)
        await press(pilot, "t", "right", "right", "right")
        assert "Won. Does Northwind pay 30k a year more" in shown(pilot)
        await press(pilot, "y")
        assert "Northwind pays 270k a year now" in notices(pilot.app)[-1]
    columns = "stage, integrity, annual_value, probability, closed_on"
    assert rows_of(file, f"SELECT {columns} FROM opportunity ORDER BY id DESC LIMIT 1") == [
        ("won", "theirs", 30_000_00, 75, "2026-11-20")
    ]
    assert rows_of(file, "SELECT state FROM expansion_trigger WHERE heard LIKE 'New COO%'") == [("acted",)]
    assert rows_of(file, "SELECT sum(annual_value) FROM contract WHERE account_id = 1") == [(270_000_00,)]


@pytest.mark.rule("X-2", "X-3")
def test_nobody_is_told_to_act_now_on_what_expired(file: Path, clock: Clock) -> None:
    database = Database.open(file, clock)
    known = database.read(pipeline, clock.today(), Practice()).triggers
    database.close()
    one = next(each for each in known if each.trigger.heard.startswith("New COO"))
    assert (plain(trigger_row(one, clock.today()).cells[3]), plain(verdict_line(one))) == ("act now", "▶ act now")
    late = replace(one, trigger=replace(one.trigger, state=TriggerState.EXPIRED))
    assert plain(trigger_row(late, clock.today()).cells[3]) == "reopen"
    assert plain(verdict_line(late)) == "▷ its window is over, and all three legs stand"


@pytest.mark.rule("X-6")
async def test_mine_parks_it_and_new_evidence_lets_it_go_on(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        at(pilot.app, "Nordic rollout")
        await press(pilot, "i", "m")
        assert "parked until there is new evidence" in notices(pilot.app)[-1]
        await press(pilot, "right")
        assert "i says what is new" in notices(pilot.app)[-1]
        await press(pilot, "i")
        await type_in(pilot, "the COO asked")
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1] == "Nordic rollout goes on"
        at(pilot.app, "Nordic rollout")
        await press(pilot, "i", "escape", "right")
        assert "Nordic rollout is proposed now" in notices(pilot.app)[-1]
    found = rows_of(file, "SELECT stage, integrity, parked_on, notes FROM opportunity WHERE name = 'Nordic rollout'")
    assert found == [("proposed", "theirs", "2026-11-20", "2026-11-20 new evidence: the COO asked")]


@pytest.mark.rule("X-5", "X-6")
async def test_stages_go_back_by_the_arrow_and_anywhere_by_name(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        at(pilot.app, "Nordic rollout")
        await press(pilot, "left")
        assert "Nordic rollout is invited now" in notices(pilot.app)[-1]
        at(pilot.app, "One order desk")
        await press(pilot, "<")
        assert "there is no stage before that" in notices(pilot.app)[-1]
        at(pilot.app, "Analytics")
        await press(pilot, ">")
        assert "it is lost; t chooses" in notices(pilot.app)[-1]
        await press(pilot, "s")
        assert "needs no next step" in notices(pilot.app)[-1]
        await press(pilot, "i")
        assert "comes before the invitation" in notices(pilot.app)[-1]
        await press(pilot, "x")
        assert "it is lost already" in notices(pilot.app)[-1]
        await press(pilot, "t")
        await type_in(pilot, "idea")
        await press(pilot, "enter")
        assert "Analytics is idea now" in notices(pilot.app)[-1]
        await press(pilot, "t", "enter")
        at(pilot.app, "Second depot")
        await press(pilot, "right")
        assert "there is no stage after that" in notices(pilot.app)[-1]


@pytest.mark.rule("X-7")
async def test_a_next_step_ends_the_stalling_and_b_puts_what_stalls_first(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        names = [plain for plain in screen_text(pilot.app) if "▸" in plain]
        assert "Nordic rollout" in names[0]
        await press(pilot, "b")
        assert "Longer term" in next(line for line in screen_text(pilot.app) if "▸" in line)
        await press(pilot, "d")
        await type_in(pilot, "sign")
        await press(pilot, "tab")
        await type_in(pilot, "in 3 days")
        await press(pilot, "ctrl+s")
        assert "stalled" not in screen_text(pilot.app)[0]
        await press(pilot, "b", "s", "escape")
    assert rows_of(file, "SELECT next_step, next_step_due FROM opportunity WHERE name = 'Longer term'") == [
        ("sign", "2026-11-23")
    ]


async def test_an_opportunity_is_added_lost_removed_and_undone(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "n")
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        await press(pilot, "ctrl+s")
        assert "name is needed" in shown(pilot)
        await type_in(pilot, "Third depot")
        await press(pilot, "ctrl+s")
        screen = pilot.app.screen
        assert isinstance(screen, PipelineScreen)
        assert screen.opportunity is not None
        assert screen.opportunity.deal.name == "Third depot"
        await press(pilot, "x")
        await type_in(pilot, "no budget")
        await press(pilot, "ctrl+s")
        at(pilot.app, "Third depot")
        await press(pilot, "delete", "n", "delete", "y")
        assert rows_of(file, "SELECT count(*) FROM opportunity WHERE name = 'Third depot'") == [(0,)]
        await press(pilot, "u")
    assert rows_of(file, "SELECT stage, notes FROM opportunity WHERE name = 'Third depot'") == [
        ("lost", "2026-11-20 lost: no budget")
    ]


@pytest.mark.rule("X-2", "X-3")
async def test_triggers_are_filed_with_a_day_reopened_acted_on_let_go_and_removed(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "f")
        assert "this is no trigger to file" in notices(pilot.app)[-1]
        await press(pilot, "tab", "home", "f")
        assert "Missing: the signal is weak" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "look again on is needed" in shown(pilot)
        await type_in(pilot, "in 3 weeks")
        await press(pilot, "ctrl+s", "right")
        assert "i makes it an opportunity" in notices(pilot.app)[-1]
        await press(pilot, "end", "s", "ctrl+s", "e", "escape")
        assert "open again" in notices(pilot.app)[-1]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsScreen)
        await press(pilot, "escape", "d", "home", "f", "escape", "x", "end", "delete", "n", "delete", "y")
    assert dict(rows_of(file, "SELECT heard, state FROM expansion_trigger")) == {
        "Go-live of depot two": "acted",
        "New COO wants one supplier": "open",
        "Returns take weeks": "filed",
        "Zeta gave a demo": "acted",
    }


async def test_a_trigger_is_noted_for_the_account_that_is_chosen(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "g")
        await type_in(pilot, "fabr")
        await press(pilot, "enter", "tab")
        await type_in(pilot, "new plant")
        await press(pilot, "ctrl+s", "g", "escape")
    assert rows_of(file, "SELECT account_id FROM expansion_trigger WHERE heard = 'new plant'") == [(3,)]


async def test_the_filter_finds_in_both_lists(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "/")
        await type_in(pilot, "contoso parked")
        await press(pilot, "enter")
        assert "Premium support" in shown(pilot)
        assert "Longer term" not in shown(pilot)
        assert "Nothing fits the filter" in shown(pilot)


@pytest.mark.rule("X-2", "X-8")
async def test_h_shows_how_it_turned_out_and_says_not_yet(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "h")
        assert "your forecasts: not yet" in shown(pilot)
        assert "8 closed forecasts to go" in shown(pilot)
        assert "100 %, 1 of 1" in shown(pilot)


@pytest.mark.rule("X-8")
async def test_ten_closed_forecasts_are_drawn_with_their_score(file: Path, clock: Clock) -> None:
    from kamtui.models.expansion import Opportunity

    database = Database.open(file, clock)
    closed = [Opportunity(account_id=1, name=f"deal {n}", stage="won", probability=75) for n in range(10)]
    database.run(add, *closed)
    database.close()
    async with cockpit(file, clock, size=LARGE, places=PLACES) as pilot:
        assert "won at 75 % ████████ 100 %, 11 of 11" in shown(pilot)
        assert "Brier score 0.08 of 12 forecasts" in shown(pilot)


async def test_the_page_acts_like_the_list_and_says_when_it_is_gone(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await press(pilot, "enter", "right")
        assert isinstance(pilot.app.screen, OpportunityScreen)
        assert "proposed" in screen_text(pilot.app)[0]
        await press(pilot, "d", "escape", "s", "escape", "e", "escape", "w", "escape", "i", "escape", "x", "escape")
        await press(pilot, "left", "t", "escape", "delete", "y", "right")
        assert "no longer there" in shown(pilot)
        assert "no opportunity is chosen" in notices(pilot.app)[-1]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PipelineScreen)


async def test_without_anything_the_screen_says_which_keys_fill_it(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        assert "No opportunities yet" in shown(pilot)
        assert "No triggers" in shown(pilot)
        await press(pilot, "g")
        assert "there is no account yet" in notices(pilot.app)[-1]
        await press(pilot, "n")
        assert "there is no account yet" in notices(pilot.app)[-1]
        await press(pilot, "enter", "e", "d", "s", "x", "i", "right", "left", "t", "w", "delete")
        assert notices(pilot.app)[-1] == "no opportunity is chosen; n adds one"
        await press(pilot, "T", "d", "escape")


async def test_hostile_text_is_shown_literally(database_file: Path, clock: Clock) -> None:
    hostile_book(database_file)
    async with cockpit(database_file, clock, size=LARGE, places=PLACES) as pilot:
        assert "[@click=app.quit]x[/] R&D [/x]" in shown(pilot)
        await press(pilot, "enter")
        assert "[@click=app.quit]x[/] R&D [/x]" in shown(pilot)
        await press(pilot, "i", "escape", "e", "escape", "w", "escape", "s", "escape", "escape", "tab", "f", "escape")
        await press(pilot, "enter", "escape", "i", "T")
        assert isinstance(pilot.app.screen, TierReviewScreen)
        assert "[@click" in shown(pilot)


async def test_an_opportunity_without_value_offers_no_contract(file: Path, clock: Clock) -> None:
    database = Database.open(file, clock)
    database.run(add, account("Zenith"))
    database.connection.execute("UPDATE opportunity SET annual_value = NULL WHERE name = 'Longer term'")
    database.close()
    async with cockpit(file, clock, places=PLACES) as pilot:
        at(pilot.app, "Longer term")
        await press(pilot, "right")
        assert "Longer term is won now" in notices(pilot.app)[-1]
        assert isinstance(pilot.app.screen, PipelineScreen)
        assert "closed; the last step was: Call legal" in shown(pilot)


@pytest.mark.rule("M-7")
async def test_a_provider_on_the_map_becomes_an_opportunity_with_one_key(file: Path, clock: Clock) -> None:
    from kamtui.models.competition import Competitor

    database = Database.open(file, clock)
    database.run(add, *(Competitor(account_id=1, provider=name, kind=kind) for name, kind in
                        (("Alpha", "consolidation"), ("Zeta", "vulnerability"))))  # fmt: skip
    database.close()
    places = [place for place in keys.PLACES if place.id in ("map", "pipeline")]
    async with cockpit(file, clock, places=places) as pilot:
        pilot.app.set_account(1, "Northwind")
        await press(pilot, "m", "home", "i")
        assert "in the pipeline as an idea" in notices(pilot.app)[-1]
        await press(pilot, "end", "i")
        assert "could displace us" in notices(pilot.app)[-1]
        await press(pilot, "7")
        assert "Take over from" in shown(pilot)
