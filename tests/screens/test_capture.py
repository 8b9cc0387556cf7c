"""The capture line: understood while it is typed, saved with enter, never lost."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.expansion import TriggerKind
from kamtui.keys import Place
from kamtui.screens.capture import CaptureScreen
from kamtui.screens.capture_help import CaptureHelp
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.referral_form import ReferralForm
from kamtui.storage import inbox
from kamtui.widgets.line_input import LineInput
from tests.screens.hands import shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle, until

PLACES = [Place("1", "week", "Week", "kamtui.screens.base", "CockpitScreen")]
HOSTILE = "[@click=app.quit]x[/] R&D [/x] =1+1 🦊 שלום"
EARLIER = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)

pytestmark = pytest.mark.rule("I-2")


def fill(session: Any) -> None:
    from tests.storage.records import account, add, person

    names = ("Acme", "Adatum", "R&D [/x]")
    keys = [add(session, account(name))[0] for name in names]
    add(session, person(keys[0], "Jane Doe"), person(keys[0], "Max Rau"), person(keys[1], "Ida Sol"))


@asynccontextmanager
async def opened(
    file: Path, clock: Clock, size: tuple[int, int] = SMALL, current: int | None = None
) -> AsyncIterator[Pilot[Any]]:
    """A cockpit with three accounts and the capture line open."""
    async with cockpit(file, clock, size=size, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        pilot.app.desk.account_id, pilot.app.desk.account_name = current, "Acme" if current else ""
        await pilot.press("c")
        await settle(pilot)
        yield pilot


def put(pilot: Pilot[Any], text: str) -> None:
    pilot.app.screen.query_one(LineInput).value = text


async def rows(pilot: Pilot[Any], statement: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = await pilot.app.database.read(
        lambda connection: connection.execute(statement).fetchall()
    )
    return found


def waiting(file: Path) -> list[str]:
    return [line.text for line in inbox.kept(paths.inbox(file))]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_was_understood_stands_under_the_line(
    database_file: Path, clock: Clock, size: tuple[int, int]
) -> None:
    async with opened(database_file, clock, size) as pilot:
        put(pilot, "Acme: called Jane ~warm #milestone next: send case study by fri")
        await settle(pilot)
        golden(f"capture_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_a_line_is_saved_by_keys_alone_and_u_takes_it_back(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        await type_in(pilot, "acme: met Jane? #renewal next: call by mon")
        await pilot.press("enter")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, CaptureScreen)
        assert notices(pilot.app) == [
            "saved: meeting with Jane Doe at Acme · 1 trigger · next step by Mon 23 Nov · u undoes it"
        ]
        assert await rows(pilot, "SELECT summary FROM touchpoint") == [("met Jane?",)]
        assert waiting(database_file) == []
        await pilot.press("u")
        await settle(pilot)
        assert await rows(pilot, "SELECT count(*) FROM touchpoint") == [(0,)]


async def test_a_line_without_account_is_about_the_current_one_and_says_so(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock, current=1) as pilot:
        assert "about Acme, unless it begins with another account" in shown(pilot)
        put(pilot, "called Jane")
        await settle(pilot)
        assert "Acme · the current one" in shown(pilot)
        put(pilot, "ada: called")
        await settle(pilot)
        assert "the current one" not in shown(pilot)
        put(pilot, "called Jane next: think")
        await pilot.press("enter")
        await settle(pilot)
        assert notices(pilot.app) == ["saved: call with Jane Doe at Acme · next step · u undoes it"]


async def test_an_ambiguous_account_is_asked_for_among_the_candidates(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        put(pilot, "a: called Ida")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChooseScreen)
        assert "R&D [/x]" not in shown(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CaptureScreen)
        assert pilot.app.screen.text == "a: called Ida"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert await rows(pilot, "SELECT account_id, summary FROM touchpoint") == [(2, "called Ida")]
        assert await rows(pilot, "SELECT stakeholder_id FROM touchpoint_person") == [(3,)]


async def test_a_missing_account_is_found_by_typing_and_no_word_is_dropped(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        put(pilot, "Foo: called")
        await settle(pilot)
        assert "enter asks which one" in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press(*"r&d", "enter")
        await settle(pilot)
        assert await rows(pilot, "SELECT account_id, summary FROM touchpoint") == [(3, "Foo: called")]
        assert notices(pilot.app) == ["saved: call at R&D [/x] · u undoes it"]


async def test_nothing_to_say_is_refused_in_the_line(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        assert "✗ say what happened; f1 shows how" in shown(pilot)
        put(pilot, "Acme:")
        await pilot.press("enter")
        await settle(pilot)
        assert "✗ the line does not say yet what happened" in shown(pilot)
        await pilot.press("f2")
        await settle(pilot)
        assert "✗ no other line is kept" in shown(pilot)
        await pilot.press("f8")
        await settle(pilot)
        assert "✗ only a kept line is dropped" in shown(pilot)
        assert pilot.app.screen.query_one(LineInput).value == "Acme:"


async def test_without_any_account_the_line_says_how_to_begin(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("c")
        await settle(pilot)
        put(pilot, "called Jane")
        await pilot.press("enter")
        await settle(pilot)
        assert "✗ there are no accounts yet" in shown(pilot)
        assert waiting(database_file) == ["called Jane"]


async def test_escape_keeps_the_line_and_the_next_c_shows_it_again(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        await pilot.press("escape")
        await settle(pilot)
        assert (notices(pilot.app), waiting(database_file)) == ([], [])
        await pilot.press("c")
        await settle(pilot)
        await type_in(pilot, "Acme: cal")
        await pilot.press("escape")
        await settle(pilot)
        assert notices(pilot.app) == ["the line is kept; c shows it again"]
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("c")
        await settle(pilot)
        assert "Capture · kept from today" in shown(pilot)
        await pilot.press("end")
        await type_in(pilot, "led")
        await pilot.press("enter")
        await settle(pilot)
        assert await rows(pilot, "SELECT summary FROM touchpoint") == [("called",)]
        assert waiting(database_file) == []


@pytest.mark.usefixtures("halting")
async def test_the_line_is_in_the_inbox_soon_after_each_key(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kamtui.screens.capture.KEEP_AFTER", 0.001)
    async with opened(database_file, clock) as pilot:
        await type_in(pilot, "Acme: ca")
        await until(pilot, lambda: waiting(database_file) == ["Acme: ca"])
        assert waiting(database_file) == ["Acme: ca"]
        (file,) = paths.inbox(database_file).iterdir()
        assert file.stat().st_mode & 0o777 == 0o600
        await pilot.press(*["backspace"] * 8)
        await pilot.app.screen.flush()
        assert waiting(database_file) == []


async def test_a_line_is_kept_when_the_cockpit_has_to_end(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        put(pilot, "Acme: in the middle of")
        await pilot.app.action_quit()
    assert waiting(database_file) == ["Acme: in the middle of"]


async def test_typing_at_once_begins_a_new_line_and_the_kept_one_stays(database_file: Path, clock: Clock) -> None:
    inbox.keep(paths.inbox(database_file), "Foo: called", EARLIER)
    async with opened(database_file, clock) as pilot:
        await type_in(pilot, "Acme: met")
        assert pilot.app.screen.text == "Acme: met"
        await pilot.press("enter")
        await settle(pilot)
        assert await rows(pilot, "SELECT account_id, summary FROM touchpoint") == [(1, "met")]
    assert waiting(database_file) == ["Foo: called"]


async def test_kept_lines_are_offered_one_after_another(database_file: Path, clock: Clock) -> None:
    folder = paths.inbox(database_file)
    inbox.keep(folder, "Foo: called", EARLIER)
    inbox.keep(folder, "Acme: met Jane", EARLIER.replace(minute=1))
    async with opened(database_file, clock) as pilot:
        assert "Capture · kept from today 00:01" in shown(pilot)
        assert "f2 1 kept line" in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CaptureScreen)
        assert pilot.app.screen.text == "Foo: called"
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, CaptureScreen)
        assert await rows(pilot, "SELECT account_id, summary FROM touchpoint") == [(1, "met Jane"), (1, "Foo: called")]
    assert waiting(database_file) == []


async def test_a_kept_line_is_set_aside_for_a_new_one_or_dropped(database_file: Path, clock: Clock) -> None:
    folder = paths.inbox(database_file)
    inbox.keep(folder, "Foo: called", EARLIER)
    inbox.keep(folder, "Bar: met", EARLIER.replace(minute=1))
    async with opened(database_file, clock) as pilot:
        screen = pilot.app.screen
        await pilot.press("f2")
        await settle(pilot)
        assert screen.text == "Foo: called"
        await pilot.press("f2")
        await settle(pilot)
        assert screen.text == ""
        put(pilot, "Acme: new")
        await pilot.press("enter")
        await settle(pilot)
        assert waiting(database_file) == ["Bar: met", "Foo: called"]
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("f8")
        await settle(pilot)
        assert pilot.app.screen.text == "Foo: called"
        assert waiting(database_file) == ["Foo: called"]


async def test_a_kept_line_that_is_emptied_stays_as_it_was(database_file: Path, clock: Clock) -> None:
    inbox.keep(paths.inbox(database_file), "Foo: called", EARLIER)
    async with opened(database_file, clock) as pilot:
        await pilot.press("end")
        put(pilot, "F")
        await pilot.app.screen.flush()
        assert waiting(database_file) == ["F"]
        put(pilot, "")
        await pilot.app.screen.flush()
        assert waiting(database_file) == ["Foo: called"]
        assert "kept from" not in shown(pilot)
        put(pilot, "Acme: other")
        await pilot.press("enter")
        await settle(pilot)
        assert waiting(database_file) == ["Foo: called"]


async def test_a_prefilled_line_is_not_kept_until_something_is_added(database_file: Path, clock: Clock) -> None:
    inbox.keep(paths.inbox(database_file), "Foo: called", EARLIER)
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        pilot.app.push_screen(CaptureScreen(prefill="Acme: "))
        await settle(pilot)
        assert pilot.app.screen.query_one(LineInput).value == "Acme: "
        put(pilot, "Acme: x")
        await pilot.app.screen.flush()
        assert waiting(database_file) == ["Acme: x", "Foo: called"]
        put(pilot, "Acme: ")
        await pilot.press("escape")
        await settle(pilot)
        assert waiting(database_file) == ["Foo: called"]


async def test_a_locked_file_leaves_the_line_where_it_is_and_a_copy_in_the_inbox(
    database_file: Path, clock: Clock
) -> None:
    async with opened(database_file, clock) as pilot:
        await pilot.app.database._call(lambda database: database.connection.execute("PRAGMA busy_timeout = 0"))
        other = sqlite3.connect(database_file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        put(pilot, "Acme: called Jane")
        await pilot.press("enter")
        await settle(pilot)
        assert "✗ another program is using the database" in shown(pilot)
        assert pilot.app.screen.text == "Acme: called Jane"
        assert waiting(database_file) == ["Acme: called Jane"]
        other.execute("ROLLBACK")
        other.close()
        await pilot.press("enter")
        await settle(pilot)
        assert await rows(pilot, "SELECT summary FROM touchpoint") == [("called Jane",)]
        assert waiting(database_file) == []


async def test_a_full_disk_is_said_and_only_a_second_escape_leaves(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    async with opened(database_file, clock) as pilot:
        monkeypatch.setattr("os.fsync", full)
        put(pilot, "Acme: called")
        await pilot.press("escape")
        await settle(pilot)
        words = " ".join(shown(pilot).replace("│", " ").split())
        assert "✗ the line cannot be kept: No space left on device; escape again leaves without it" in words
        assert pilot.app.screen.text == "Acme: called"
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, CaptureScreen)


async def test_f1_shows_how_a_line_is_written_and_a_question_mark_is_a_letter(
    database_file: Path, clock: Clock
) -> None:
    async with opened(database_file, clock) as pilot:
        await pilot.press("question_mark")
        assert pilot.app.screen.query_one(LineInput).value == "?"
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CaptureHelp)
        golden("capture_help_80x24", screen_text(pilot.app))
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CaptureScreen)


async def test_a_paste_of_several_lines_becomes_one_line(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        pilot.app.screen.query_one(LineInput).post_message(events.Paste("Acme: one\r\ntwo\x1b[31m\tthree"))
        await settle(pilot)
        assert pilot.app.screen.text == "Acme: one two three"


async def test_a_referral_heard_asks_whom_it_was_about(database_file: Path, clock: Clock) -> None:
    async with opened(database_file, clock) as pilot:
        put(pilot, "Acme: yesterday met Jane, she recommended us to her brother #referral")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ReferralForm)
        await pilot.press(*"Bo", "ctrl+s")
        await settle(pilot)
        assert await rows(pilot, 'SELECT referred, referrer_id, "on" FROM referral') == [("Bo", 1, "2026-11-19")]
        kinds = await rows(pilot, "SELECT kind FROM expansion_trigger")
        assert kinds == [(TriggerKind.UNSOLICITED_REFERRAL.value,)]


@pytest.mark.parametrize("text", [HOSTILE, "Acme: " + HOSTILE, "R&D [/x]: " + HOSTILE, "Acme: " + "x" * 10_000])
async def test_hostile_lines_are_shown_and_saved_as_plain_words(database_file: Path, clock: Clock, text: str) -> None:
    async with opened(database_file, clock, current=3) as pilot:
        put(pilot, text)
        await settle(pilot)
        assert text[6:20] in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        ((summary,),) = await rows(pilot, "SELECT summary FROM touchpoint")
        assert summary == text.removeprefix("Acme: ").removeprefix("R&D [/x]: ")
