"""What reading commands and the first screen must not load: it would cost more than everything else they do."""

import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.storage.database import Database
from tests.screens.clients import clients

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "python_calamine")
LATER = (
    *(*HEAVY, "argparse", "statistics", "tomllib", "icalendar", "xlsxwriter", "kamtui.exchange", "kamtui.shell.parser"),
    *("kamtui.screens.form", "kamtui.screens.accounts", "kamtui.storage.backups", "kamtui.storage.week_changes"),
)
"""What the first screen does without until something asks for it."""
REPORT = "import sys; sys.stderr.write(' '.join(sorted(set(sys.modules) & set({}))))"

COMMAND = """
import sys
from kamtui.cli import main
assert main(sys.argv[1:]) == 0
"""

FIRST_SCREEN = """
import asyncio, sys
from datetime import date
from pathlib import Path
from kamtui import cli, start
from kamtui.shell import cockpit as _
start.prepare()
from kamtui import app as cockpit
from kamtui.clock import Clock
from kamtui.storage.database_thread import DatabaseThread
cockpit.WARM_AFTER = 3600.0
clock = Clock(date(2026, 11, 20))
app = cockpit.Cockpit(DatabaseThread(Path(sys.argv[1]), clock), clock=clock)

async def run():
    async with app.run_test(size=(80, 24)) as pilot:
        while app.desk.first_loaded is not None:
            await pilot.pause()
        await pilot.press("down")
        assert app.screen.week.items, "the week is empty"

asyncio.run(run())
"""


def loaded(code: str, *words: str, among: tuple[str, ...] = HEAVY) -> str:
    """Those modules `among` these that a program has loaded when it ends."""
    done = subprocess.run([sys.executable, "-c", code + REPORT.format(among), *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture
def four(database: Database) -> Path:
    database.run(clients)
    return database.path


@pytest.mark.parametrize(
    "words",
    [["due"], ["due", "--json"], ["accounts"], ["accounts", "--json"], ["show", "nor"], ["show", "nor", "--json"]],
)
def test_a_reading_command_loads_nothing_heavy(four: Path, words: list[str]) -> None:
    assert loaded(COMMAND, "--db", str(four), "--today", "2026-11-20", *words) == ""


def test_the_first_screen_loads_nothing_that_only_later_screens_and_commands_need(four: Path) -> None:
    assert loaded(FIRST_SCREEN, str(four), among=LATER) == ""


def test_a_program_that_writes_would_be_noticed() -> None:
    assert loaded("import kamtui.storage.sessions\n") == "sqlalchemy sqlmodel"
