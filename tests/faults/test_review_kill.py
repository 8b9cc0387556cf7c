"""A Friday review and a month-end cut off by kill -9 go on where they were."""

import os
import signal
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui.clock import Clock
from kamtui.domain.reviews import FridayStep
from tests.faults import programs
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import cockpit, screen_text
from tests.screens.week_book import TODAY, friday_portfolio
from tests.screens.week_hands import go_to_line

Hands = Callable[[Pilot[Any]], Awaitable[None]]

REVIEWS_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from tests.faults import test_review_kill
asyncio.run(test_review_kill.review_for_ever(Path(sys.argv[1]), getattr(test_review_kill, sys.argv[2])))
"""


async def half_a_friday(pilot: Pilot[Any]) -> None:
    await press(pilot, "r")
    await type_in(pilot, "Contoso: called Ida ~warm")
    await press(pilot, "enter")
    await type_in(pilot, "Northwind: half a li")
    await press(pilot, "f6", "f6", "f6", "space", "n")
    await type_in(pilot, "half a pl")
    await press(pilot, "tab")
    await type_in(pilot, " Half a sum")


async def half_a_month_end(pilot: Pilot[Any]) -> None:
    await press(pilot, "v")
    await go_to_line(pilot, "Month-end review")
    await press(pilot, "enter")
    await type_in(pilot, "call the board")
    await press(pilot, "enter")
    await type_in(pilot, "half a priori")


async def review_for_ever(file: Path, half: Hands) -> None:
    """What the killed program does: half a review, and then it stands still."""
    async with cockpit(file, Clock(TODAY)) as pilot:
        await half(pilot)
        os.write(1, b"typed\n")
        threading.Event().wait()


def kill_in(half: Hands, file: Path) -> None:
    """Kill a program in the middle of a review."""
    friday_portfolio(file)
    program = programs.start(REVIEWS_UNTIL_KILLED, file, half.__name__)
    assert program.stdout is not None
    assert program.stdout.readline() == "typed\n"
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert program.returncode == -signal.SIGKILL


@pytest.mark.rule("F-1")
async def test_a_killed_review_goes_on_where_it_was_with_every_letter(database_file: Path, clock: Clock):
    kill_in(half_a_friday, database_file)
    assert rows_of(database_file, "SELECT count(*) FROM touchpoint") == [(1,)]
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "r")
        screen = pilot.app.screen
        assert screen.review.step is FridayStep.NEXT_WEEK
        assert screen.review.next_week == ("check-in of Contoso",)
        assert screen.query_one("#line").value == "Northwind: half a li"
        assert screen.query_one("#own").value == "half a pl"
        assert screen.query_one("#summary").text.endswith(" Half a sum")
        assert "will be done: 1 of 5" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert rows_of(database_file, "SELECT count(*) FROM review WHERE ended_at IS NULL") == [(0,)]


@pytest.mark.rule("F-2")
async def test_a_killed_month_end_goes_on_at_its_account_with_every_letter(database_file: Path, clock: Clock):
    kill_in(half_a_month_end, database_file)
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "v")
        await go_to_line(pilot, "Month-end review")
        assert "under way" in shown(pilot)
        await press(pilot, "r")
        assert "2 of 5" in screen_text(pilot.app)[1]
        assert pilot.app.screen.query_one("#note").value == "half a priori"
        await press(pilot, "f5")
        assert pilot.app.screen.query_one("#note").value == "call the board"
    assert len(rows_of(database_file, "SELECT id FROM review WHERE ended_at IS NULL")) == 1
