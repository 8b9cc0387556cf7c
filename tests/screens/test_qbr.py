"""The business review by keys alone, from planning to follow-up."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from kamtui import mail
from kamtui.domain.qbr import Phase
from kamtui.domain.qbr_notes import THEIRS
from kamtui.screens.qbr_close import QbrCloseScreen
from kamtui.screens.qbr_follow_up import QbrFollowUpScreen
from kamtui.screens.qbr_prepare import QbrPrepareScreen
from kamtui.screens.qbr_run import QbrRunScreen
from kamtui.screens.qbrs import QbrsScreen
from kamtui.screens.typed import TypedScreen
from kamtui.settings import Settings
from kamtui.storage import qbr_run_changes, qbrs, qbrs_changes, rescued
from kamtui.storage.database import Database
from kamtui.storage.qbr_run_changes import OnScreen
from tests.hand_clock import HandClock
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle, until
from tests.screens.qbr_book import HOSTILE, fill
from tests.storage.records import change, remove

PHASES = "SELECT phase, seconds, notes FROM qbr_phase WHERE qbr_id = ? ORDER BY id"
STATE = "SELECT state FROM qbr WHERE id = ?"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def book(database_file: Path) -> dict[str, int]:
    return fill(database_file)


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


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screens_look_as_agreed(
    database_file: Path, clock: HandClock, book: dict[str, int], size: tuple[int, int]
) -> None:
    name = f"{size[0]}x{size[1]}"
    async with cockpit(database_file, clock, size=size) as pilot:
        await press(pilot, "5")
        golden(f"qbrs_{name}", screen_text(pilot.app))
        go_to(pilot, book["planned"])
        await press(pilot, "enter")
        golden(f"qbr_prepare_{name}", screen_text(pilot.app))
        await press(pilot, "escape")
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 580)
        await press(pilot, "f6")
        await pass_time(pilot, clock, 60)
        await write(
            pilot,
            "new COO\n! send the list by fri\n* intro to COO, Ida sets it up by 12 dec\n^ org change: one supplier",
        )
        await kept(pilot)
        golden(f"qbr_run_{name}", screen_text(pilot.app))
        await press(pilot, "f10")
        golden(f"qbr_close_{name}", screen_text(pilot.app))
        await press(pilot, "escape", "escape")
        go_to(pilot, book["held"])
        await press(pilot, "enter")
        golden(f"qbr_follow_up_{name}", screen_text(pilot.app))


@pytest.mark.rule("Q-2")
@pytest.mark.rule("Q-4")
@pytest.mark.rule("Q-5")
@pytest.mark.rule("Q-7")
@pytest.mark.rule("Q-8")
async def test_from_planning_to_the_follow_up_by_keys_alone(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        assert pilot.app.screen.list.go_to(("proposal", 3))
        await press(pilot, "n")
        await press(pilot, "tab")
        await write(pilot, "Ida Sol, Jo Rau")
        await press(pilot, "tab")
        await write(pilot, "Max Hill")
        await press(pilot, "ctrl+s")
        ((key,),) = stored(database_file, "SELECT id FROM qbr WHERE account_id = 3")
        go_to(pilot, key)
        await press(pilot, "enter")
        for part in ("results", "intelligence", "hypothesis"):
            await write(pilot, f"{part} noted")
            await press(pilot, "f8")
        assert stored(database_file, STATE, key) == [("prepared",)]
        await press(pilot, "f9")
        screen = pilot.app.screen
        assert isinstance(screen, QbrRunScreen)
        lines = (
            "+ saved 84k",
            "? who signs",
            "Ida is keen",
            "plain",
            "! Max: send the list by 27 nov\n* Ida names the lead by 1 dec\n^ new COO wants one supplier",
        )
        for place, line in enumerate(lines):
            await write(pilot, line)
            await pass_time(pilot, clock, 600)
            await press(pilot, *(["f6"] if place < 4 else []))
        await press(pilot, "f5", "f5", "f8")
        clock.on(minutes=5)
        await press(pilot, "f8")
        await pass_time(pilot, clock, 100)
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, QbrCloseScreen)
        assert "3 of 3 parts" in text(pilot)
        await press(pilot, "ctrl+s", "4", "ctrl+s")
        assert isinstance(pilot.app.screen, QbrFollowUpScreen)
        assert "What we will do:" in text(pilot)
        assert "half an hour on Fri 27 Nov" in text(pilot)
        await press(pilot, "e")
        await write(pilot, "Hello ")
        await press(pilot, "escape")
        clock.on(hours=23)
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "the follow-up went out on time · u takes it back"
        assert isinstance(pilot.app.screen, QbrsScreen)
    phases = stored(database_file, PHASES, key)
    assert [notes for _, _, notes in phases] == list(lines)
    assert [seconds for _, seconds, _ in phases] == [600, 600, 700, 600, 600]
    ((state, rating, began, ended, sent, follow_up),) = stored(
        database_file,
        "SELECT state, rating, started_at, ended_at, followed_up_at, follow_up FROM qbr WHERE id = ?",
        key,
    )
    assert (state, rating, began, ended, sent) == (
        "followed_up", 4, "2026-11-20T15:10:00Z", "2026-11-20T16:06:40Z", "2026-11-21T15:06:40Z",
    )  # fmt: skip
    assert follow_up.startswith("Hello Dear Ida Sol and Jo Rau")
    assert stored(database_file, "SELECT side, what, who, due FROM commitment ORDER BY id") == [
        ("ours", "send the list", "Max Hill", "2026-11-27"),
        ("theirs", "Ida names the lead", "Ida Sol", "2026-12-01"),
    ]
    assert stored(database_file, "SELECT kind, heard FROM expansion_trigger") == [
        ("org_change", "new COO wants one supplier")
    ]
    assert stored(database_file, "SELECT what, amount FROM value_entry WHERE account_id = 3") == [
        ("saved 84k", 84_000_00)
    ]


@pytest.mark.rule("Q-4")
async def test_the_phases_add_up_over_visits_a_pause_and_time_away(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 100)
        await press(pilot, "f6")
        await pass_time(pilot, clock, 50)
        await press(pilot, "f5", "f8")
        clock.on(minutes=30)
        assert "paused" in text(pilot)
        await press(pilot, "f8")
        await pass_time(pilot, clock, 25)
        await press(pilot, "escape")
        assert notices(pilot.app)[-1] == "the review runs on: enter goes back to it"
        assert "running · 2:55 used" in text(pilot)
        clock.on(minutes=10)
        await press(pilot, "enter")
        assert "Away for 10 minutes" in text(pilot)
        await press(pilot, "enter", "escape")
        clock.on(minutes=5)
        await press(pilot, "enter", "down", "enter", "f6")
        await pass_time(pilot, clock, 20)
        await kept(pilot)
        assert [seconds for _, seconds, _ in stored(database_file, PHASES, book["planned"])] == [725, 70, 0, 0, 0]


@pytest.mark.rule("Q-4")
async def test_when_the_lid_was_closed_it_asks_and_the_meeting_may_have_ended_then(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 60)
        clock.on(hours=20)
        for key in ("f6", "f8", "f10"):
            await press(pilot, key)
            assert "Away for 20 h 00" in text(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, QbrsScreen)
            await press(pilot, "enter")
        assert isinstance(pilot.app.screen_stack[-2], QbrRunScreen)
        await press(pilot, "down", "down", "enter")
        assert isinstance(pilot.app.screen, QbrCloseScreen)
    assert stored(database_file, "SELECT state, counted_at FROM qbr WHERE id = ?", book["planned"]) == [
        ("paused", "2026-11-20T15:11:00Z")
    ]


@pytest.mark.rule("Q-4")
async def test_over_time_turns_visible_and_stops_nothing(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    settings = Settings(qbr_phase_minutes=(1, 1, 1, 1, 1))
    async with cockpit(database_file, clock, settings=settings) as pilot:
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 75)
        assert "1 Results 0:15 over" in text(pilot)
        assert "3:45 left" in screen_text(pilot.app)[0]
        await pass_time(pilot, clock, 300)
        assert "1:15 over" in screen_text(pilot.app)[0]
        await press(pilot, "f5")
        assert notices(pilot.app)[-1] == "this is the first phase"
        await press(pilot, "f6", "f6", "f6", "f6", "f6")
        assert notices(pilot.app)[-1] == "this is the last phase: f10 closes the review"


@pytest.mark.rule("Q-5")
async def test_keys_put_marks_on_lines_and_the_brief_comes_and_goes(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        await write(pilot, "send it")
        for key, line in (
            ("f3", "! send it"),
            ("f4", "* send it"),
            ("f7", "^ send it"),
            ("f9", "+ send it"),
            ("ctrl+t", "? send it"),
            ("ctrl+t", "send it"),
        ):
            await press(pilot, key)
            assert screen.area.text == line
        await write(pilot, "!")
        assert screen.area.text == "send it!"
        await press(pilot, "f3")
        await kept(pilot)
        assert "1 ours · saved" in text(pilot)
        await press(pilot, "f2")
        assert "Value delivered  1, worth 84k" in text(pilot)
        assert "send it!" not in text(pilot)
        await press(pilot, "escape")
        assert "send it!" in text(pilot)
        assert screen.area.has_focus
        await press(pilot, "f2", "f2")
        assert screen.area.has_focus


@pytest.mark.rule("Q-7")
@pytest.mark.rule("Q-9")
async def test_closing_asks_for_the_missing_parts_or_a_reason(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await running(pilot, book["planned"])
        await write(pilot, "! send it\n? who signs\nplain")
        await press(pilot, "f10")
        assert "1 of 3 parts, missing: what the client will do; when both will be done" in text(pilot)
        await press(pilot, "space", "up", "space", "up", "enter", "tab")
        await write(pilot, " now")
        await press(pilot, "ctrl+s", "n", "v", "tab")
        await write(pilot, "saved 12k")
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        assert "the meeting was is needed" in text(pilot)
        await press(pilot, "1", "ctrl+s")
        assert "the follow-up still needs what the client will do" in text(pilot)
        await press(pilot, "tab", "space", "tab")  # Ida did not come
        await write(pilot, "Zoe")
        await press(pilot, "tab")
        await write(pilot, "They plan in spring")
        await press(pilot, "tab")
        await write(pilot, "sign it")
        await press(pilot, "tab", "tab")
        await write(pilot, "27 nov")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, QbrFollowUpScreen)
    assert stored(database_file, "SELECT side, what, due FROM commitment ORDER BY id") == [
        ("ours", "send it now", "2026-11-27"), ("theirs", "sign it", "2026-11-27"),
    ]  # fmt: skip
    ((people, learned, rating),) = stored(
        database_file, "SELECT participants, learned, rating FROM qbr WHERE id = ?", book["planned"]
    )
    assert '"Ida Sol", "stakeholder": "ida", "side": "theirs", "came": false' in people
    assert '"name": "Zoe", "stakeholder": null, "side": "theirs", "came": true' in people
    assert (learned, rating) == ("They plan in spring", 1)


async def test_a_close_without_lines_says_so_and_what_was_changed_is_rescued(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    from kamtui.models.qbr import Qbr

    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await press(pilot, "f10")
        assert "No line carries a mark" in text(pilot)
        await press(pilot, "space")
        assert notices(pilot.app)[-1] == "there is no line to drop"
        await press(pilot, "e")
        assert notices(pilot.app)[-1] == "there is no line to change: n adds one"
        await press(pilot, "n", "escape", "n", "tab")
        await write(pilot, "Ida sends it by 27 nov")
        await press(pilot, "ctrl+s", "e", "escape", "ctrl+s", "escape")
        assert isinstance(pilot.app.screen, QbrCloseScreen)
        await pilot.app.screen.flush()
        (file,) = (database_file.parent / "rescue").iterdir()
        assert "Ida sends it" in file.read_text()
        other = Database.open(database_file, clock)
        other.run(change, Qbr, book["planned"], state="held")
        other.close()
        pilot.app.screen.reload()
        await settle(pilot)
        assert not isinstance(pilot.app.screen, QbrCloseScreen)


@pytest.mark.rule("T-3")
async def test_proposals_are_accepted_one_by_one_or_together(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5", "a")
        assert notices(pilot.app)[-1] == "there is no proposal here: n plans a review of your own"
        await press(pilot, "space")
        assert notices(pilot.app)[-1] == "only proposals are marked"
        pilot.app.screen.list.go_to(("proposal", 3))
        await settle(pilot)
        assert "The rhythm asks for it on Fri 27 Nov" in text(pilot)
        await press(pilot, "r")
        assert notices(pilot.app)[-1] == "a proposal is planned first: a accepts it"
        await press(pilot, "space", "space", "a")
        assert notices(pilot.app)[-1].startswith("2 planned")
        assert len(stored(database_file, "SELECT 1 FROM qbr WHERE state = 'planned'")) == 3
        await press(pilot, "u")
        pilot.app.screen.list.go_to(("proposal", 4))
        await press(pilot, "enter")
        assert len(stored(database_file, "SELECT 1 FROM qbr WHERE state = 'planned'")) == 2


async def test_a_review_is_moved_called_off_and_found_again(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        go_to(pilot, book["planned"])
        await press(pilot, "e", "ctrl+k")
        await press(pilot, "home", "ctrl+k")
        await write(pilot, "27 nov")
        await press(pilot, "ctrl+s")
        assert stored(database_file, "SELECT scheduled_on FROM qbr WHERE id = ?", book["planned"]) == [("2026-11-27",)]
        await press(pilot, "x")
        await write(pilot, "they moved")
        await press(pilot, "ctrl+s")
        go_to(pilot, book["planned"])
        await press(pilot, "enter")
        assert "was called off" in notices(pilot.app)[-1]
        await press(pilot, "r")
        assert "is cancelled: it is not run again" in notices(pilot.app)[-1]
        await press(pilot, "x")
        await write(pilot, "no")
        await press(pilot, "ctrl+s")
        assert "cancelled and cannot become cancelled" in text(pilot)
        await press(pilot, "escape", "y", "d")
        assert "d says that the follow-up" in notices(pilot.app)[-1]
        go_to(pilot, book["held"])
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "follow-up sent on time · u undoes it"
        await press(pilot, "slash")
        await write(pilot, "north")
        assert "Contoso" not in text(pilot)
        await write(pilot, "zzz")
        assert "No review fits" in text(pilot)
        await press(pilot, "escape")


async def test_an_empty_list_says_which_key_fills_it(database_file: Path, clock: HandClock) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "5")
        assert "n plans one" in text(pilot)
        for key, why in (
            ("n", "there are no accounts yet"),
            ("e", "nothing to edit"),
            ("r", "nothing to run"),
            ("x", "only a planned review"),
            ("enter", ""),
        ):
            await press(pilot, key)
            assert why in notices(pilot.app)[-1]


async def test_a_review_of_another_account_is_planned_by_choosing_it(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "5")
        go_to(pilot, book["planned"])
        await press(pilot, "n")
        await write(pilot, "north")
        await press(pilot, "enter")
        await write(pilot, "4 dec")
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1] == "planned · enter prepares it, u undoes it"
        await press(pilot, "n", "escape")
    ((people,),) = stored(database_file, "SELECT participants FROM qbr WHERE scheduled_on = '2026-12-04'")
    assert "Ida Sol" in people
    assert "Max Hill" in people


@pytest.mark.rule("Q-3")
async def test_the_preparation_beside_the_brief_whose_lines_lead_to_their_records(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        go_to(pilot, book["planned"])
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, QbrPrepareScreen)
        assert screen.shown == "intelligence"
        await write(pilot, "who decides")
        await press(pilot, "f5", "f8")
        assert notices(pilot.app)[-1] == "results open again"
        await press(pilot, "f8", "f5", "f5", "f2")
        assert screen.query_one("#brief").has_focus
        await press(pilot, "f2")
        assert screen.area.has_focus
        await press(pilot, "f2", "home", "enter")
        assert pilot.app.current_mode == "map"
        await press(pilot, "5", "f2", "f2", "down", "enter")
        assert "this line is a blank" in notices(pilot.app)[-1]
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, QbrsScreen)
        await press(pilot, "r", "n")
        assert stored(database_file, STATE, book["planned"]) == [("planned",)]
        assert stored(database_file, "SELECT prep ->> '$.intelligence' FROM qbr WHERE id = ?", book["planned"]) == [
            ("who decides",)
        ]


@pytest.mark.rule("Q-7")
async def test_the_follow_up_is_copied_mailed_and_written_to_a_file(
    database_file: Path, clock: HandClock, book: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    copied: list[str] = []
    async with cockpit(database_file, clock) as pilot:
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        await press(pilot, "5")
        go_to(pilot, book["held"])
        await press(pilot, "enter", "y")
        assert copied[0].startswith("Dear Ida Sol,")
        monkeypatch.setattr(mail, "hand_over", lambda url: bool(opened.append(url)) or len(opened) > 1)
        await press(pilot, "m", "m")
        assert notices(pilot.app)[-2:] == [
            "no mail program can be opened from here: y copies the text, w writes it to a file",
            "handed to the mail program; d says that it was sent",
        ]
        assert opened[1].startswith("mailto:?subject=Our%20review")
        await press(pilot, "w", "home", "ctrl+k")
        await write(pilot, str(tmp_path / "out.txt"))
        await press(pilot, "ctrl+s")
        assert (tmp_path / "out.txt").read_text().startswith("Dear Ida Sol,")
        await press(pilot, "o", "home", "ctrl+k")
        await write(pilot, str(tmp_path / "out.txt"))
        await press(pilot, "ctrl+s")
        assert "is there already" in text(pilot)
        await press(pilot, "home", "ctrl+k")
        await write(pilot, "/nowhere/at/all")
        await press(pilot, "ctrl+s")
        assert "it cannot be written" in text(pilot)
        await press(pilot, "escape", "y", "e")
        pilot.app.screen.area.insert("a" * 1_900)
        await press(pilot, "escape", "m")
        assert "too long for the mail program" in notices(pilot.app)[-1]
        assert copied[-1].startswith("aaa")
        clock.on(hours=30)
        await press(pilot, "d")
        assert notices(pilot.app)[-1].startswith("the follow-up went out late")
        go_to(pilot, book["held"])
        await press(pilot, "enter", "e")
        assert notices(pilot.app)[-1] == "it went out already: this is what was sent"
        assert "sent late" in text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QbrsScreen)


# Nothing typed is lost


def other_window(file: Path, clock: HandClock, key: int, phase: Phase, typed: str) -> None:
    database = Database.open(file, clock)
    found = qbrs.qbr(database.connection, key)
    assert found is not None
    database.note(qbr_run_changes.keep, key, OnScreen(found.clock, found.clock, {phase: (found.notes[phase], typed)}))
    database.close()


@pytest.mark.rule("Q-6")
async def test_two_windows_on_one_review_keep_both_texts_and_say_so(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        await write(pilot, "mine")
        await kept(pilot)
        other_window(database_file, clock, book["planned"], Phase.RESULTS, "mine\ntheirs")
        await kept(pilot)
        assert screen.area.text == "mine\ntheirs"
        other_window(database_file, clock, book["planned"], Phase.RESULTS, "mine\ntheirs\nand more")
        await write(pilot, "!")
        await kept(pilot)
        assert screen.area.text == f"mine!\ntheirs\n{THEIRS}\nand more"
        assert notices(pilot.app)[-1] == "another window wrote here too: both are kept"
    assert stored(database_file, PHASES, book["planned"])[0][2] == f"mine!\ntheirs\n{THEIRS}\nand more"


@pytest.mark.rule("Q-6")
async def test_while_the_file_is_locked_the_text_stays_and_lies_in_a_file_of_its_own(
    database_file: Path, clock: HandClock, book: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        await write(pilot, "before ")
        await kept(pilot)
        await pilot.app.database.read(lambda connection: connection.execute("PRAGMA busy_timeout = 0"))
        other = sqlite3.connect(database_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await write(pilot, "after")
        assert not await screen.keep_now()
        screen._again()
        screen.touched()
        await settle(pilot)
        screen.show_kept()
        assert "not saved yet: another program is using the database" in text(pilot)
        (file,) = (database_file.parent / "rescue").iterdir()
        assert file.read_text() == "before after"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QbrRunScreen)
        other.execute("ROLLBACK")
        await kept(pilot)
        assert "saved" in screen_text(pilot.app)[-2]
        assert list((database_file.parent / "rescue").iterdir()) == []
    assert stored(database_file, PHASES, book["planned"])[0][2] == "before after"


@pytest.mark.rule("Q-6")
async def test_while_the_disk_is_full_the_text_stays_and_is_saved_once_there_is_room(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        database = pilot.app.database
        pages = await database.read(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
        await database.read(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone())
        screen.area.insert("much " * 20_000)
        await settle(pilot)
        assert "not saved yet: the disk is full" in text(pilot)
        (file,) = (database_file.parent / "rescue").iterdir()
        assert file.read_text() == screen.area.text
        await database.read(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())
        await kept(pilot)
        assert "· saved" in text(pilot)
    assert stored(database_file, PHASES, book["planned"])[0][2] == "much " * 20_000


@pytest.mark.rule("Q-6")
async def test_what_is_typed_before_the_notes_are_read_is_not_lost(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    other = Database.open(database_file, clock)
    other.run(qbr_run_changes.begin, book["planned"])
    other.close()
    other_window(database_file, clock, book["planned"], Phase.RESULTS, "stored\n")
    async with cockpit(database_file, clock) as pilot:
        screen = QbrRunScreen(book["planned"])
        await pilot.app.push_screen(screen)
        screen.area.insert("early")
        await settle(pilot)
        await until(pilot, lambda: screen.shown)
        assert screen.area.text == "stored\nearly"
        await kept(pilot)
    assert stored(database_file, PHASES, book["planned"])[0][2] == "stored\nearly"


@pytest.mark.rule("Q-6")
async def test_what_could_not_be_saved_the_last_time_is_back(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    folder = database_file.parent / "rescue"
    ((uid,),) = stored(database_file, "SELECT uid FROM qbr WHERE id = ?", book["planned"])
    rescued.write(folder, f"qbr-{uid}-results", "left over")
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        assert screen.area.text == "left over"
        assert notices(pilot.app)[-1] == "what could not be saved the last time is back"
        await kept(pilot)
    assert stored(database_file, PHASES, book["planned"])[0][2] == "left over"
    assert list(folder.iterdir()) == []


@pytest.mark.rule("Q-6")
async def test_ending_the_cockpit_keeps_the_last_keystroke(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await write(pilot, "to the last letter")
        pilot.app.end()
        await settle(pilot)
    assert stored(database_file, PHASES, book["planned"])[0][2] == "to the last letter"


async def test_a_review_that_was_closed_or_removed_elsewhere_says_so(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    from kamtui.models.qbr import Qbr

    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        other = Database.open(database_file, clock)
        other.run(change, Qbr, book["planned"], state="held")
        screen.area.insert("late")
        await settle(pilot)
        assert notices(pilot.app)[-1] == "this review is held now"
        assert isinstance(pilot.app.screen, QbrsScreen)
        assert stored(database_file, PHASES, book["planned"])[0][2] == "late"
        go_to(pilot, book["held"])
        other.run(remove, Qbr, book["held"])
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QbrsScreen)
        other.run(remove, Qbr, book["early"])
        pilot.app.screen._show_prepare(book["early"])
        await settle(pilot)
        assert notices(pilot.app)[-1] == "this review is no longer there"
        other.close()


@pytest.mark.rule("Q-6")
async def test_two_windows_on_one_preparation_keep_both(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "5")
        go_to(pilot, book["planned"])
        await press(pilot, "enter", "f5")
        screen = pilot.app.screen
        assert isinstance(screen, QbrPrepareScreen)
        other = Database.open(database_file, clock)
        other.note(qbrs_changes.keep_prep, book["planned"], "results", "3 of 4 goals met", "3 of 4 goals met\ntheirs")
        other.close()
        await write(pilot, "!")
        await kept(pilot)
        assert screen.area.text == f"3 of 4 goals met!\n{THEIRS}\ntheirs"


async def test_hostile_text_is_only_text(database_file: Path, clock: HandClock, book: dict[str, int]) -> None:
    from kamtui.models.accounts import Account
    from kamtui.models.qbr import Qbr, QbrPhase

    database = Database.open(database_file, clock)
    ((phase,),) = stored(
        database_file, "SELECT id FROM qbr_phase WHERE qbr_id = ? AND phase = 'results'", book["planned"]
    )
    people = [{"name": HOSTILE, "side": "theirs"}, {"name": "x" * 10_000, "side": "ours"}]
    database.run(change, Account, 1, name=HOSTILE)
    database.run(change, Account, 2, name=HOSTILE + " 2")
    database.run(change, Qbr, book["planned"], participants=people, prep={"results": HOSTILE})
    database.run(
        change, Qbr, book["held"], participants=people, learned=HOSTILE, follow_up=f"{HOSTILE}\n=1+1\n" + "y" * 10_000
    )
    database.run(change, QbrPhase, phase, notes=f"! {HOSTILE}\n* =1+1\n+ {'z' * 10_000}\n? \x1b[31mred\x1b[0m")
    database.close()
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        assert "R&D [/x] [@click=app.quit]x[/]" in text(pilot)
        go_to(pilot, book["held"])
        await press(pilot, "enter")
        assert "R&D [/x] [@click=app.quit]x[/]" in text(pilot)
        await press(pilot, "escape")
        go_to(pilot, book["planned"])
        await press(pilot, "enter", "f5", "escape", "r", "y", "f10")
        assert "R&D [/x] [@click=app.quit]x[/]" in text(pilot)
        await press(pilot, "ctrl+s", "space", "escape", "y", "escape")
        assert isinstance(pilot.app.screen, QbrRunScreen)
