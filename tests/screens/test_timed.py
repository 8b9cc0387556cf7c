"""Work is timed on the screens where it is done: key by key, a long pause left out, and not when it is only marked."""

from pathlib import Path
from typing import Any

import pytest

from kamtui.storage import rhythm
from kamtui.storage.database import Database
from tests.hand_clock import HandClock
from tests.screens.harness import cockpit, settle
from tests.storage.records import account, add, person


@pytest.fixture
def book(database_file: Path) -> Path:
    """One account with two people on its map."""
    database = Database.open(database_file, HandClock())
    database.run(add, account("Acme"), person(1, "Ida"), person(1, "Jo"))
    database.close()
    return database_file


async def work(pilot: Any, hands: HandClock, *pauses: float) -> None:
    """Press a key after each pause, in minutes."""
    for pause in pauses:
        hands.on(minutes=pause)
        await pilot.press("down")
    await settle(pilot)


@pytest.mark.rule("Y-17")
async def test_a_map_review_and_a_frozen_plan_are_timed_and_a_mark_alone_is_not(book: Path) -> None:
    hands = HandClock()
    async with cockpit(book, hands) as pilot:
        app: Any = pilot.app
        await pilot.press("3")
        await settle(pilot)
        await work(pilot, hands, 2, 45, 3)
        await pilot.press("d")
        await settle(pilot)
        assert await app.database.read(rhythm.taken) == {"map_review": [5]}
        await pilot.press("8")
        await settle(pilot)
        await work(pilot, hands, 4, 4.5)
        await pilot.press("f")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert (await app.database.read(rhythm.taken))["plan_review"] == [9]
        await pilot.press("3")
        await settle(pilot)
        hands.on(days=1)
        await pilot.press("d")
        await settle(pilot)
        assert (await app.database.read(rhythm.taken))["map_review"] == [5]
