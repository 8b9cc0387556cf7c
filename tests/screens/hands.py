"""What somebody does at the cockpit in the tests of its screens, and what they look at afterwards."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session
from textual.pilot import Pilot

from kamtui.clock import Clock
from kamtui.storage.database import Database
from tests.screens.harness import screen_text, settle


def file_with(file: Path, clock: Clock, work: Callable[[Session], Any]) -> Path:
    """The database file, after `work` has been done in it."""
    database = Database.open(file, clock)
    database.run(work)
    database.close()
    return file


async def press(pilot: Pilot[Any], *keys: str | tuple[str, ...]) -> None:
    """Press keys one by one, each when the one before was answered; a tuple is pressed at once."""
    for key in keys:
        await pilot.press(*([key] if isinstance(key, str) else key))
        await settle(pilot)


async def type_in(pilot: Pilot[Any], text: str) -> None:
    """Type a text as fast as it can be typed."""
    await pilot.press(*text)
    await settle(pilot)


async def go_to(pilot: Pilot[Any], key: Any) -> None:
    """Put the cursor of the list in sight on a row, which has to be there."""
    screen: Any = pilot.app.screen
    assert screen.list.go_to(key), key
    await settle(pilot)


def shown(pilot: Pilot[Any]) -> str:
    """The whole screen."""
    return "\n".join(screen_text(pilot.app))


def rows_of(file: Path, statement: str, *given: Any) -> list[tuple[Any, ...]]:
    """What a statement finds in the file."""
    connection = sqlite3.connect(file)
    try:
        return connection.execute(statement, given).fetchall()
    finally:
        connection.close()
