"""What somebody does with a business review in the tests of its screens."""

from typing import Any

from textual.events import Key

from kamtui.screens.qbr_run import QbrRunScreen
from kamtui.screens.typed import TypedScreen
from tests.hand_clock import HandClock
from tests.screens.hands import go_to, press
from tests.screens.harness import settle

PHASES = "SELECT phase, seconds, notes FROM qbr_phase WHERE qbr_id = ? ORDER BY id"


STATE = "SELECT state FROM qbr WHERE id = ?"


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


async def running(pilot: Any, key: int) -> QbrRunScreen:
    """From anywhere to the review under way."""
    await press(pilot, "5")
    await go_to(pilot, ("qbr", key))
    await press(pilot, "r", "y")
    assert isinstance(pilot.app.screen, QbrRunScreen)
    return pilot.app.screen
