"""The Friday review: done by keys alone, left, resumed, finished."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.reviews import Friday, FridayStep
from kamtui.models.expansion import Trigger
from kamtui.screens import review_keeping
from kamtui.screens.health_round import HealthRoundScreen
from kamtui.screens.review import ReviewScreen
from kamtui.screens.week import WeekScreen
from kamtui.storage.database import Database
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.week_book import BEGAN, HOSTILE, TODAY, friday_portfolio
from tests.screens.week_hands import go_to_line
from tests.storage.records import account, add

STEPS = ("catch_up", "work_the_list", "pipeline", "next_week")

pytestmark = pytest.mark.usefixtures("reviews_take_no_time")


@pytest.fixture
def file(database_file: Path) -> Path:
    friday_portfolio(database_file)
    return database_file


@pytest.mark.rule("F-1")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_each_step_shows_what_it_asks_for(file: Path, clock: Clock, size: tuple[int, int]):
    async with cockpit(file, clock, size=size) as pilot:
        await press(pilot, "r")
        for step in STEPS:
            golden(f"review_{step}_{size[0]}x{size[1]}", screen_text(pilot.app))
            await press(pilot, "f6")
        assert notices(pilot.app) == ["this is the last step: ctrl+s finishes the review"]
        for _ in STEPS:
            await press(pilot, "f5")
        assert notices(pilot.app)[1:] == ["this is the first step: escape leaves the review and keeps it"]


async def test_where_a_line_is_typed_only_keys_that_work_there_are_shown(file: Path, clock: Clock):
    async with cockpit(file, clock, size=LARGE) as pilot:
        await press(pilot, "r")
        assert screen_text(pilot.app)[-1].split() == ["f6", "next", "step", "f1", "help"]
        await press(pilot, "f6")
        assert "? help" in screen_text(pilot.app)[-1]
        assert screen_text(pilot.app)[-1].endswith("0")


@pytest.mark.rule("F-1", "F-3", "Y-4", "Y-8", "H-1", "I-2")
async def test_a_whole_review_is_done_by_keys_alone(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "Contoso: called Ida ~warm #milestone next: send study by fri")
        assert "tone warm" in shown(pilot)
        await press(pilot, "enter")
        assert notices(pilot.app) == ["kept for Contoso, with 1 trigger"]
        await press(pilot, "enter")
        for name in ("Northwind", "Contoso"):
            await go_to_line(pilot, "health check", name)
            await press(pilot, "d")
            assert isinstance(pilot.app.screen, HealthRoundScreen)
            await press(pilot, "g", "g", "w", "g", "enter")
            assert isinstance(pilot.app.screen, ReviewScreen)
        await go_to_line(pilot, "map review", "Contoso")
        await press(pilot, "s")
        await type_in(pilot, "tue")
        await press(pilot, "enter")
        await type_in(pilot, "Ida is away")
        await press(pilot, "enter")
        await go_to_line(pilot, "map review", "Northwind")
        await press(pilot, "x")
        await type_in(pilot, "redrawn in October")
        await press(pilot, "enter", "right")
        assert "stalled: 1 opportunity" in shown(pilot)
        await press(pilot, "right", "space", "down", "space", "n")
        await type_in(pilot, "call the board")
        await press(pilot, "enter", "tab")
        text = pilot.app.screen.query_one("#summary").text
        assert text == "0 minutes, 1 caught up, 2 done, 1 snoozed, 1 skipped, 3 for next week."
        await type_in(pilot, " Good.")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, WeekScreen)
        top, *body = screen_text(pilot.app)
        assert "streak 2" in top
        assert not any("Friday review" in line for line in body)
        await go_to_line(pilot, "call the board")
        assert "planned in the review of Fri 20 Nov" in shown(pilot)
    found = rows_of(file, "SELECT date(ended_at), summary, priorities FROM review ORDER BY id DESC LIMIT 1")
    assert found[0][0] == str(TODAY)
    assert "1 caught up, 2 done, 1 snoozed, 1 skipped" in found[0][1]
    assert "Good." in found[0][1]
    assert "call the board" in found[0][2]
    assert rows_of(file, "SELECT count(*) FROM health_check WHERE \"on\" = '2026-11-20'") == [(2,)]
    assert rows_of(file, "SELECT state, reason FROM occurrence ORDER BY id DESC LIMIT 2") == [
        ("skipped", "redrawn in October"),
        ("snoozed", "Ida is away"),
    ]


@pytest.mark.rule("F-1")
async def test_escape_leaves_it_and_r_goes_on_where_it_was(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "Contoso: half a li")
        for _ in range(3):
            await press(pilot, "f6")
        await press(pilot, "space", "n")
        await type_in(pilot, "half a pl")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, WeekScreen)
        assert notices(pilot.app) == ["the review is kept: r goes on where it was"]
        await go_to_line(pilot, "Friday review")
        assert "at step 4 of 4" in shown(pilot)
        await press(pilot, "r")
        screen = pilot.app.screen
        assert screen.review.step is FridayStep.NEXT_WEEK
        assert len(screen.review.next_week) == 1
        assert (screen.query_one("#line").value, screen.query_one("#own").value) == ("Contoso: half a li", "half a pl")


@pytest.mark.rule("F-1")
async def test_what_is_typed_is_in_the_file_as_it_is_typed(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "Contoso: half")
        assert rows_of(file, "SELECT unsaved_line FROM review WHERE ended_at IS NULL") == [("Contoso: half",)]
        for _ in range(3):
            await press(pilot, "f6")
        await press(pilot, "tab", "tab", "tab")
        await type_in(pilot, "A word. ")
        assert "A word." in rows_of(file, "SELECT summary FROM review WHERE ended_at IS NULL")[0][0]
        assert rows_of(file, "SELECT step FROM review WHERE ended_at IS NULL") == [(3,)]


@pytest.mark.rule("F-1")
async def test_what_is_typed_before_the_review_is_read_stays(file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    resume = ReviewScreen.resume

    async def slowly(screen: ReviewScreen):
        begun = await resume(screen)
        screen.focused.insert_text_at_cursor("Contoso: cal")
        return begun

    monkeypatch.setattr(ReviewScreen, "resume", slowly)
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "led")
        assert pilot.app.screen.query_one("#line").value == "Contoso: called"
        assert rows_of(file, "SELECT unsaved_line FROM review WHERE ended_at IS NULL") == [("Contoso: called",)]


@pytest.mark.rule("F-1")
async def test_the_minutes_are_counted_and_over_time_is_shown_as_over(
    file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        screen = pilot.app.screen
        assert "0 of 30 min" in screen_text(pilot.app)[0]
        monkeypatch.setattr(review_keeping, "monotonic", lambda: 1059.5)
        screen._tick()
        monkeypatch.setattr(review_keeping, "monotonic", lambda: 1060.5)
        screen._tick()
        await settle(pilot)
        assert "1 of 30 min" in screen_text(pilot.app)[0]
        assert rows_of(file, "SELECT seconds FROM review WHERE ended_at IS NULL") == [(60,)]
        monkeypatch.setattr(review_keeping, "monotonic", lambda: 9000.0)
        screen._tick()
        assert screen.review.seconds == 120
        screen.review = Friday(FridayStep.NEXT_WEEK, 33 * 60)
        screen._show_step()
        screen.minute_passed()
        await settle(pilot)
        assert "33 min, 3 over" in screen_text(pilot.app)[0]


@pytest.mark.rule("F-1", "X-2", "X-3")
async def test_the_pipeline_is_read_with_d_s_and_x(file: Path, clock: Clock):
    database = Database.open(file, clock)
    (owner,) = database.run(add, account("Fabrikam", created_on=BEGAN))
    for heard in ("first", "second"):
        database.run(add, Trigger(account_id=owner, kind="competitor", heard=heard, noted_on=date(2026, 11, 16)))
    database.close()
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r", "f6", "f6")
        await press(pilot, "s")
        await type_in(pilot, "show the offer")
        await press(pilot, "enter")
        await type_in(pilot, "1 dec")
        await press(pilot, "enter")
        assert notices(pilot.app)[-1] == "next step at Adatum by Tue 1 Dec · u undoes it"
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "acted on what was heard at Adatum · u undoes it"
        await press(pilot, "s")
        await type_in(pilot, "20 dec")
        await press(pilot, "enter")
        assert notices(pilot.app)[-1] == "Fabrikam comes up again on Sun 20 Dec · u undoes it"
        lines = pilot.app.screen.list
        lines.go_to(next(row.key for row in lines.lines if "second" in str(getattr(row, "cells", ""))))
        await press(pilot, "x")
        await type_in(pilot, "nothing in it")
        await press(pilot, "enter")
    assert rows_of(file, "SELECT heard, state, look_again_on FROM expansion_trigger ORDER BY id") == [
        ("a new COO since October", "acted", None),
        ("first", "open", "2026-12-20"),
        ("second", "filed", None),
    ]


@pytest.mark.rule("F-1")
async def test_next_week_takes_five_and_gives_them_back(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r", "f6", "f6", "f6")
        for _ in range(5):
            await press(pilot, "enter", "down")
        await press(pilot, "space")
        assert notices(pilot.app) == ["Next week has 5 already: take one off first."]
        await press(pilot, "up", "space")
        assert len(pilot.app.screen.review.next_week) == 4
        await press(pilot, "up", "delete", "delete")
        assert notices(pilot.app)[-1] == "there is no picked line here to take off"
        await press(pilot, "tab", "space", "delete")
        assert len(pilot.app.screen.review.next_week) == 1
        await press(pilot, "tab", "enter")
        assert notices(pilot.app)[-1] == "The line is empty."


async def test_keys_of_another_step_say_so(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r", "ctrl+s", "f6", "space", "n", "delete", "ctrl+s")
        assert notices(pilot.app) == [
            "the review is finished from its last step, next week: f6 goes on",
            "lines are picked in the last step",
            "lines of your own are written in the last step",
            "there is no picked line here to take off",
            "the review is finished from its last step, next week: f6 goes on",
        ]


@pytest.mark.rule("I-2")
async def test_a_line_without_an_account_is_refused_and_stays(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "called somebody")
        assert "begin with an account and a colon" in shown(pilot)
        await press(pilot, "enter")
        assert notices(pilot.app) == ["begin the line with an account and a colon"]
        assert pilot.app.screen.query_one("#line").value == "called somebody"


@pytest.mark.rule("I-2")
async def test_a_line_that_could_mean_two_accounts_asks_which(file: Path, clock: Clock):
    database = Database.open(file, clock)
    database.run(add, account("Contoso Nord"), account("Contoso Sud"))
    database.close()
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "Contos: called")
        assert "which account?" in shown(pilot)
        await press(pilot, "enter")
        assert notices(pilot.app)[0].startswith("which account: Contoso")


async def test_a_review_in_which_nothing_was_done_leaves_no_trace(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r", "escape")
        assert notices(pilot.app) == ["nothing was done in the review yet: it is not under way"]
    assert rows_of(file, "SELECT count(*) FROM review WHERE ended_at IS NULL") == [(0,)]


@pytest.mark.rule("F-1")
async def test_undo_opens_a_finished_review_again(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r", "f6", "f6", "f6", "space", "ctrl+s", "u")
        assert notices(pilot.app)[-1] == "undone: the Friday review finished"
        await press(pilot, "r")
        assert len(pilot.app.screen.review.next_week) == 1


async def test_what_cannot_be_kept_is_said_and_stays_on_the_screen(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "r")
        connection = sqlite3.connect(file)
        connection.execute("DELETE FROM review WHERE ended_at IS NULL")
        connection.commit()
        connection.close()
        await type_in(pilot, "x")
        assert notices(pilot.app)[0].startswith("not kept yet: it is no longer there")
        assert pilot.app.screen.query_one("#line").value == "x"
        await press(pilot, "f6", "f6", "f6", "ctrl+s")
        assert notices(pilot.app)[-1].startswith("it is no longer there")
        await press(pilot, "escape")
        assert notices(pilot.app)[-1].startswith("it is no longer there")


async def test_hostile_text_is_shown_as_it_is(file: Path, clock: Clock):
    database = Database.open(file, clock)
    (owner,) = database.run(add, account(HOSTILE, created_on=BEGAN, slot=2))
    database.run(add, Trigger(account_id=owner, kind="renewal", heard=HOSTILE + "y" * 10_000, noted_on=TODAY))
    database.close()
    for size in (SMALL, LARGE):
        async with cockpit(file, clock, size=size) as pilot:
            await press(pilot, "r")
            pilot.app.screen.query_one("#line").value = HOSTILE + "z" * 10_000
            text = ""
            for _ in STEPS:
                await press(pilot, "f6")
                text += shown(pilot)
            assert "R&D [/x]" in text
            await press(pilot, "n")
            await type_in(pilot, "[/x] [b]")
            await press(pilot, "enter")
            assert "[/x] [b]" in shown(pilot)
            assert pilot.app.return_code is None
