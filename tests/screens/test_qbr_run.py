"""A review under way: its clocks, its marks and the brief beside the notes."""

from pathlib import Path

import pytest

from kamtui.screens.qbr_close import QbrCloseScreen
from kamtui.screens.qbr_run import QbrRunScreen
from kamtui.screens.qbrs import QbrsScreen
from kamtui.settings import Settings
from kamtui.widgets.virtual_list import VirtualList
from tests.hand_clock import HandClock
from tests.screens.hands import press, rows_of, shown
from tests.screens.harness import cockpit, notices, screen_text
from tests.screens.qbr_book import fill
from tests.screens.qbr_hands import PHASES, kept, pass_time, running, write


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def book(database_file: Path) -> dict[str, int]:
    return fill(database_file)


@pytest.mark.rule("Q-4")
async def test_the_phases_add_up_over_visits_a_pause_and_time_away(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 100)
        await press(pilot, "f6")
        await pass_time(pilot, clock, 50)
        await press(pilot, "f5", "f8")
        clock.on(minutes=30)
        assert "paused" in shown(pilot)
        await press(pilot, "f8")
        await pass_time(pilot, clock, 25)
        await press(pilot, "escape")
        assert notices(pilot.app)[-1] == "the review runs on: enter goes back to it"
        assert "running · 2:55 used" in shown(pilot)
        clock.on(minutes=10)
        await press(pilot, "enter")
        assert "Away for 10 minutes" in shown(pilot)
        assert pilot.app.screen.query_one(VirtualList).size.height == 3
        await press(pilot, "enter", "escape")
        clock.on(minutes=5)
        await press(pilot, "enter", "down", "enter", "f6")
        await pass_time(pilot, clock, 20)
        await kept(pilot)
        assert [seconds for _, seconds, _ in rows_of(database_file, PHASES, book["planned"])] == [725, 70, 0, 0, 0]


@pytest.mark.rule("Q-4")
async def test_when_the_lid_was_closed_it_asks_and_the_meeting_may_have_ended_then(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 60)
        clock.on(hours=20)
        for key in ("f6", "f8", "f10"):
            await press(pilot, key)
            assert "Away for 20 h 00" in shown(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, QbrsScreen)
            await press(pilot, "enter")
        assert isinstance(pilot.app.screen_stack[-2], QbrRunScreen)
        await press(pilot, "down", "down", "enter")
        assert isinstance(pilot.app.screen, QbrCloseScreen)
    assert rows_of(database_file, "SELECT state, counted_at FROM qbr WHERE id = ?", book["planned"]) == [
        ("paused", "2026-11-20T15:11:00Z")
    ]


@pytest.mark.rule("Q-4")
async def test_over_time_turns_visible_and_stops_nothing(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    settings = Settings(qbr_phase_minutes=(1, 1, 1, 1, 1))
    async with cockpit(database_file, clock, settings=settings) as pilot:
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 75)
        assert "1 Results 0:15 over" in shown(pilot)
        assert "3:45 left" in screen_text(pilot.app)[0]
        await pass_time(pilot, clock, 300)
        assert "1:15 over" in screen_text(pilot.app)[0]
        await press(pilot, "f5")
        assert notices(pilot.app)[-1] == "this is the first phase"
        await press(pilot, "f6", "f6", "f6", "f6", "f6")
        assert notices(pilot.app)[-1] == "this is the last phase: f10 closes the review"


@pytest.mark.rule("Q-5")
async def test_keys_put_marks_on_lines_and_the_brief_comes_and_goes(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        await write(pilot, "send it")
        for key, line in (
            ("f3", "! send it"),
            ("f4", "* send it"),
            ("f7", "^ send it"),
            ("f9", "+ send it"),
            ("ctrl+t", "? send it"),
            ("ctrl+t", "send it"),
        ):
            await press(pilot, key)
            assert screen.area.text == line
        await write(pilot, "!")
        assert screen.area.text == "send it!"
        await press(pilot, "f3")
        await kept(pilot)
        assert "1 ours · saved" in shown(pilot)
        await press(pilot, "f2")
        assert "Value delivered  1, worth 84k" in shown(pilot)
        assert "send it!" not in shown(pilot)
        await press(pilot, "escape")
        assert "send it!" in shown(pilot)
        assert screen.area.has_focus
        await press(pilot, "f2", "f2")
        assert screen.area.has_focus
