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
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual._compositor import LayoutUpdate
from textual.app import App
from textual.pilot import Pilot

from kamtui.app import Cockpit
from kamtui.clock import Clock
from kamtui.settings import Settings
from kamtui.storage.database_thread import DatabaseThread
from tests.screens.stillness import at_rest, know_when_to_go_on, watch_threads

GOLDEN = Path(__file__).parent / "golden"
SMALL, LARGE = (80, 24), (140, 40)

know_when_to_go_on()


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
    watch_threads()
    database = DatabaseThread(database_file, clock)
    app = Cockpit(database, settings, clock, folder=database_file.parent, **more)
    _remember_notices(app)
    async with app.run_test(size=size, notifications=toasts) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing goes on but by a key or the clock, and all of it is drawn."""
    if not await at_rest(pilot.app):
        raise AssertionError("it does not come to rest")


async def until(pilot: Pilot[Any], happened: Callable[[], bool]) -> None:
    """Wait for what a timer brings about."""
    for _ in range(2000):
        await settle(pilot)
        if happened():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen")


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
    """The lines on the screen, as the terminal would get them."""
    drawn = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(drawn, LayoutUpdate)
    return ["".join(part.text for part in strip).replace("\xa0", " ").rstrip() for strip in drawn.strips]


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
