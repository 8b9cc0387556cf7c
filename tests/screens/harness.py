"""What the tests of screens share: waiting without sleeping, reading the screen back, golden files.

async with cockpit(app, size=(80, 24)) as pilot:
    await pilot.press("2", "/", "n", "o")
    await settle(pilot)
    assert "Northwind" in screen_text(pilot.app)[2]
    golden("accounts_filtered_80x24", screen_text(pilot.app))
"""

import difflib
import os
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerState

from kamtui.app import Cockpit
from kamtui.clock import Clock
from kamtui.settings import Settings
from kamtui.storage.database import DatabaseThread

GOLDEN = Path(__file__).parent / "golden"
SMALL, LARGE = (80, 24), (140, 40)
QUIET_ROUNDS = 4  # how often in a row nothing is left to do
COLUMN = 12.2  # how wide Rich draws one column of the terminal in its pictures


@asynccontextmanager
async def cockpit(
    database_file: Path,
    clock: Clock,
    *,
    size: tuple[int, int] = SMALL,
    settings: Settings | None = None,
    toasts: bool = False,
    **more: Any,
) -> AsyncIterator[Pilot[Any]]:
    """Run the cockpit over a file, without a terminal, settled; `more` goes to `Cockpit`.

    Notices are drawn only with `toasts`; `notices(app)` reads them in any case.
    """
    database = DatabaseThread(database_file, clock)
    app = Cockpit(database, settings, clock, folder=database_file.parent, **more)
    _remember_notices(app)
    async with app.run_test(size=size, notifications=toasts) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[Any], rounds: int = 2000) -> None:
    """Wait until the database thread and the workers have nothing left to do but wait for the user."""
    app = pilot.app
    database = getattr(app, "database", None)
    quiet = 0
    for _ in range(rounds):
        await pilot.pause(0)
        if database is not None:
            await database.settled()
            await pilot.pause(0)
        quiet = 0 if _busy(app) else quiet + 1
        if quiet == QUIET_ROUNDS:
            return
    raise AssertionError(f"still busy: {_busy(app)}")


def _busy(app: App[Any]) -> list[Any]:
    """The workers that do something, rather than wait for a window to be closed."""
    running = [worker for worker in app.workers if worker.state in (WorkerState.PENDING, WorkerState.RUNNING)]
    screens = [screen for stack in app._screen_stacks.values() for screen in stack]
    waiting = [
        callback.future
        for screen in screens
        for callback in screen._result_callbacks
        if callback.future is not None and not callback.future.done()
    ]
    return running[len(waiting) :]


def notices(app: App[Any]) -> list[str]:
    """The notices that were given, oldest first, also those that are gone."""
    return list(getattr(app, "said", ()))


def _remember_notices(app: Any) -> None:
    app.said = []
    give = app.notify

    def notify(message: str, **kwargs: Any) -> None:
        app.said.append(message)
        give(message, **kwargs)

    app.notify = notify


def screen_text(app: App[Any]) -> list[str]:
    """The lines on the screen, read back from the public screenshot."""
    width, height = app.size
    rows = [[" "] * width for _ in range(height)]
    picture = ET.fromstring(app.export_screenshot())  # our own picture
    texts = [one for one in picture.iter("{http://www.w3.org/2000/svg}text") if "clip-path" in one.attrib]
    for text in texts:
        line = int(text.attrib["clip-path"].rpartition("-line-")[2].rstrip(")"))
        column = round(float(text.attrib["x"]) / COLUMN)
        for letter in text.text or "":
            size = cell_len(letter)
            if line < height and column < width:
                rows[line][column : column + size] = [letter, *[""] * (size - 1)]
            column += size
    return ["".join(row).replace("\xa0", " ").rstrip() for row in rows]


def golden(name: str, lines: list[str]) -> None:
    """Compare a screen with its golden file; `KAMTUI_GOLDEN=write` writes it."""
    file = GOLDEN / f"{name}.txt"
    now = "\n".join(lines).rstrip() + "\n"
    if os.environ.get("KAMTUI_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
    then = file.read_text(encoding="utf-8") if file.exists() else ""
    if then != now:
        diff = difflib.unified_diff(then.splitlines(), now.splitlines(), f"golden/{name}.txt", "now", lineterm="")
        raise AssertionError("the screen changed (KAMTUI_GOLDEN=write takes it over):\n" + "\n".join(diff))
