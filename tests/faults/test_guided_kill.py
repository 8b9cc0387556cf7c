"""A month-end review cut off by kill -9 goes on where it was."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.clock import Clock
from tests.screens.harness import cockpit, screen_text
from tests.screens.test_week import go_to, press, rows
from tests.screens.week_book import friday_portfolio

REVIEWS_UNTIL_KILLED = """
import asyncio, sys, threading
from pathlib import Path
from kamtui.clock import Clock
from tests.screens.harness import cockpit
from tests.screens.test_week import go_to, press, type_in
from tests.screens.week_book import TODAY


async def review():
    async with cockpit(Path(sys.argv[1]), Clock(TODAY)) as pilot:
        await press(pilot, "v")
        await go_to(pilot, "Month-end review")
        await press(pilot, "enter")
        await type_in(pilot, "call the board")
        await press(pilot, "enter")
        await type_in(pilot, "half a priori")
        print("typed", flush=True)
        threading.Event().wait()


asyncio.run(review())
"""


@pytest.mark.rule("F-2")
async def test_a_killed_month_end_goes_on_at_its_account_with_every_letter(database_file: Path, clock: Clock):
    friday_portfolio(database_file)
    command = [sys.executable, "-c", REVIEWS_UNTIL_KILLED, str(database_file)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert program.stdout is not None
    assert program.stdout.readline() == "typed\n"
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert program.returncode == -signal.SIGKILL
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "v")
        await go_to(pilot, "Month-end review")
        assert "under way, 0 min" in "\n".join(screen_text(pilot.app))
        await press(pilot, "r")
        assert "2 of 5" in screen_text(pilot.app)[1]
        assert pilot.app.screen.query_one("#note").value == "half a priori"
        await press(pilot, "f5")
        assert pilot.app.screen.query_one("#note").value == "call the board"
    assert len(rows(database_file, "SELECT id FROM review WHERE ended_at IS NULL")) == 1
