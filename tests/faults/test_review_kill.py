"""A Friday review cut off by kill -9 goes on where it was."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.reviews import FridayStep
from tests.screens.harness import cockpit, screen_text
from tests.screens.test_week import press, rows
from tests.screens.week_book import friday_portfolio

REVIEWS_UNTIL_KILLED = """
import asyncio, sys, threading
from pathlib import Path
from kamtui.clock import Clock
from tests.screens.harness import cockpit
from tests.screens.test_week import press, type_in
from tests.screens.week_book import TODAY


async def review():
    async with cockpit(Path(sys.argv[1]), Clock(TODAY)) as pilot:
        await press(pilot, "r")
        await type_in(pilot, "Contoso: called Ida ~warm")
        await press(pilot, "enter")
        await type_in(pilot, "Northwind: half a li")
        await press(pilot, "f6", "f6", "f6", "space", "n")
        await type_in(pilot, "half a pl")
        await press(pilot, "tab")
        await type_in(pilot, " Half a sum")
        print("typed", flush=True)
        threading.Event().wait()


asyncio.run(review())
"""


@pytest.mark.rule("F-1")
async def test_a_killed_review_goes_on_where_it_was_with_every_letter(database_file: Path, clock: Clock):
    friday_portfolio(database_file)
    command = [sys.executable, "-c", REVIEWS_UNTIL_KILLED, str(database_file)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert program.stdout is not None
    assert program.stdout.readline() == "typed\n"
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert program.returncode == -signal.SIGKILL
    assert rows(database_file, "SELECT count(*) FROM touchpoint") == [(1,)]
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "r")
        screen = pilot.app.screen
        assert screen.review.step is FridayStep.NEXT_WEEK
        assert screen.review.next_week == ("check-in of Contoso",)
        assert screen.query_one("#line").value == "Northwind: half a li"
        assert screen.query_one("#own").value == "half a pl"
        assert screen.query_one("#summary").text.endswith(" Half a sum")
        assert "will be done: 1 of 5" in "\n".join(screen_text(pilot.app))
        await press(pilot, "ctrl+s")
    assert rows(database_file, "SELECT count(*) FROM review WHERE ended_at IS NULL") == [(0,)]
