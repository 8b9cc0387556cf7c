"""What somebody does with a business review in the tests of its screens."""

import sqlite3
from pathlib import Path
from typing import Any

from textual.events import Key

from kamtui.screens.qbr_run import QbrRunScreen
from kamtui.screens.typed import TypedScreen
from tests.hand_clock import HandClock
from tests.screens.harness import screen_text, settle

PHASES = "SELECT phase, seconds, notes FROM qbr_phase WHERE qbr_id = ? ORDER BY id"


STATE = "SELECT state FROM qbr WHERE id = ?"


async def press(pilot: Any, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def write(pilot: Any, text: str) -> None:
    """Type a text, key by key."""
    for letter in text:
        pilot.app.post_message(Key("enter", "\r") if letter == "\n" else Key(letter, letter))
    await settle(pilot)


async def kept(pilot: Any) -> None:
    """Keep what is typed, as it is within the second."""
    screen = pilot.app.screen
    assert isinstance(screen, TypedScreen)
    await screen.flush()
    screen.show_kept()
    await settle(pilot)


async def pass_time(pilot: Any, clock: HandClock, seconds: int) -> None:
    """Let the meeting go on with somebody there."""
    screen = pilot.app.screen
    for _ in range(seconds // 15):
        clock.on(seconds=15)
        screen.tick()
    clock.on(seconds=seconds % 15)
    screen.tick()
    await settle(pilot)


def text(pilot: Any) -> str:
    return "\n".join(screen_text(pilot.app))


def stored(file: Path, sql: str, *given: Any) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(sql, given).fetchall()
    finally:
        connection.close()


def go_to(pilot: Any, key: int) -> None:
    assert pilot.app.screen.list.go_to(("qbr", key))


async def running(pilot: Any, key: int) -> QbrRunScreen:
    """From anywhere to the review under way."""
    await press(pilot, "5")
    go_to(pilot, key)
    await press(pilot, "r", "y")
    assert isinstance(pilot.app.screen, QbrRunScreen)
    return pilot.app.screen
