"""Keys that come all at once do what they do one after the other."""

import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.pilot import Pilot

from kamtui import paths, type_ahead
from kamtui.clock import Clock
from kamtui.screens import capture
from kamtui.screens.account import AccountScreen
from kamtui.screens.capture import CaptureScreen
from kamtui.screens.help import HelpScreen
from kamtui.screens.palette import Palette
from kamtui.storage import inbox, touchpoints
from tests.screens.harness import cockpit, screen_text, settle
from tests.screens.week_book import TODAY, friday_portfolio


@pytest.fixture
def clock() -> Clock:
    return Clock(TODAY)


@pytest.fixture(autouse=True)
def _portfolio(database_file: Path) -> None:
    friday_portfolio(database_file)


def at_once(pilot: Pilot[Any], text: str) -> None:
    """What the terminal sends in one piece."""
    app = pilot.app
    for event in XTermParser().feed(text):
        if isinstance(event, events.Key | events.Paste):
            event.set_sender(app)
            app.post_message(event)


async def rows(pilot: Pilot[Any], statement: str) -> list[tuple[Any, ...]]:
    app: Any = pilot.app
    found: list[tuple[Any, ...]] = await app.database.read(lambda connection: connection.execute(statement).fetchall())
    return found


@pytest.mark.rule("I-2")
@pytest.mark.parametrize(
    "line",
    ["cContoso: met Sol next: dine\r", "c\x1b[200~Contoso: met Sol next: dine\x1b[201~\r"],
    ids=["typed", "pasted"],
)
async def test_a_line_typed_together_with_its_key_is_captured_and_nothing_happens_to_the_week(
    database_file: Path, clock: Clock, line: str
) -> None:
    async with cockpit(database_file, clock) as pilot:
        before = await rows(pilot, "SELECT count(*) FROM occurrence")
        at_once(pilot, line)
        await settle(pilot)
        assert await rows(pilot, "SELECT summary, next_step FROM touchpoint") == [("met Sol", "dine")]
        assert await rows(pilot, "SELECT count(*) FROM occurrence") == before


@pytest.mark.rule("I-2")
@pytest.mark.parametrize("key", ["c", "r"])
async def test_enter_before_the_names_are_read_waits_for_them(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    go_on, read = Event(), touchpoints.capture_lists

    def slowly(*given: Any) -> Any:
        go_on.wait(30)
        return read(*given)

    monkeypatch.setattr(touchpoints, "capture_lists", slowly)
    monkeypatch.setattr(capture, "capture_lists", slowly)
    monkeypatch.setattr(type_ahead, "PATIENCE", 0.01)
    async with cockpit(database_file, clock) as pilot:
        await pilot.press(key)
        at_once(pilot, "Contoso: met Sol\r")
        await pilot.pause(0)
        go_on.set()
        await settle(pilot)
        assert await rows(pilot, "SELECT summary FROM touchpoint") == [("met Sol",)]


async def test_one_screen_after_another_gets_its_keys(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock) as pilot:
        at_once(pilot, "2nZeta\x132/zeta\r\re")
        await settle(pilot)
        assert await rows(pilot, "SELECT name FROM account WHERE name = 'Zeta'") == [("Zeta",)]
        assert isinstance(pilot.app.screen_stack[1], AccountScreen)
        assert "Zeta" in screen_text(pilot.app)[0]
        at_once(pilot, "\x1b[B\x1b[27u\x1b[27u1?")
        await settle(pilot)
        assert pilot.app.current_mode == "week"
        assert isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize("keys", ["\x1b[5~", "\x1b[6~", "d\x1b[5~"])
async def test_a_page_turned_in_the_palette_before_it_is_drawn_ends_nothing(
    database_file: Path, clock: Clock, keys: str
) -> None:
    async with cockpit(database_file, clock) as pilot:
        at_once(pilot, "\x10" + keys)
        await settle(pilot)
        assert isinstance(pilot.app.screen, Palette)


async def test_a_key_that_gets_no_answer_holds_the_next_ones_up_for_a_moment_only(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE", 0.01)
    go_on = Event()
    async with cockpit(database_file, clock) as pilot:
        app: Any = pilot.app
        held_up = app.run_worker(app.database.read(lambda _: go_on.wait(30)), group="test")
        at_once(pilot, "dcContoso: met")
        async with asyncio.timeout(20):
            while not isinstance(app.screen, CaptureScreen) or app.screen.text != "Contoso: met":
                await pilot.pause(0)
        go_on.set()
        await held_up.wait()
        await settle(pilot)
        await app.action_quit()
    assert [line.text for line in inbox.kept(paths.inbox(database_file))] == ["Contoso: met"]
