"""What the tests of screens share: waiting without sleeping, reading the screen back, golden files.

async with cockpit(app, size=(80, 24)) as pilot:
    await pilot.press("2", "/", "n", "o")
    await settle(pilot)
    assert "Northwind" in screen_text(pilot.app)[2]
    golden("accounts_filtered_80x24", screen_text(pilot.app))
"""

import asyncio
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

GOLDEN = Path(__file__).parent / "golden"
SMALL, LARGE = (80, 24), (140, 40)
COLUMN = 12.2  # how wide Rich draws one column of the terminal in its pictures


@asynccontextmanager
async def cockpit(app: App[Any], size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[Any]]:
    """Run the app without a terminal, settled."""
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[Any], rounds: int = 200) -> None:
    """Wait until the database thread and the workers have nothing left to do but wait for the user."""
    app = pilot.app
    quiet = 0
    for _ in range(rounds):
        await pilot.pause()
        database = getattr(app, "database", None)
        if database is not None:
            await database.settled()
        await pilot.pause()
        quiet = 0 if any(_busy(app, worker) for worker in app.workers) else quiet + 1
        if quiet == 2:
            return
        await asyncio.sleep(0)
    raise AssertionError(f"still busy: {[worker for worker in app.workers if _busy(app, worker)]}")


def _busy(app: App[Any], worker: Any) -> bool:
    """Whether a worker does something, and is not just waiting for a window to be closed."""
    if worker.state not in (WorkerState.PENDING, WorkerState.RUNNING):
        return False
    task = worker._task
    waits_for = getattr(task, "_fut_waiter", None) if task is not None else None
    answers = {
        callback.future
        for stack in app._screen_stacks.values()
        for screen in stack
        for callback in screen._result_callbacks
    }
    return waits_for is None or waits_for not in answers


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
