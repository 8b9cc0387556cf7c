"""Nothing that is typed in a review is lost."""

import sqlite3
from pathlib import Path

import pytest

from kamtui.domain.qbr import Phase
from kamtui.domain.qbr_notes import THEIRS
from kamtui.screens import typed
from kamtui.screens.qbr_prepare import QbrPrepareScreen
from kamtui.screens.qbr_run import QbrRunScreen
from kamtui.screens.qbrs import QbrsScreen
from kamtui.storage import qbr_run_changes, qbrs, qbrs_changes, rescued
from kamtui.storage.database import Database
from kamtui.storage.qbr_run_changes import OnScreen
from tests.hand_clock import HandClock
from tests.screens.hands import go_to, press, rows_of, shown
from tests.screens.harness import cockpit, notices, screen_text, settle, until
from tests.screens.qbr_book import fill
from tests.screens.qbr_hands import PHASES, kept, running, write
from tests.storage.records import change, remove


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def book(database_file: Path) -> dict[str, int]:
    return fill(database_file)


def other_window(file: Path, clock: HandClock, key: int, phase: Phase, typed: str) -> None:
    database = Database.open(file, clock)
    found = qbrs.qbr(database.connection, key)
    assert found is not None
    database.note(qbr_run_changes.keep, key, OnScreen(found.clock, found.clock, {phase: (found.notes[phase], typed)}))
    database.close()


@pytest.mark.rule("Q-6")
@pytest.mark.usefixtures("halting")
async def test_notes_are_saved_without_a_key_again_and_again(
    database_file: Path, clock: HandClock, book: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typed.KEEP_EVERY < 0.5
    monkeypatch.setattr(typed, "KEEP_EVERY", 0.001)
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        for letter in "abc":
            await write(pilot, letter)
            await until(pilot, lambda: screen.stored[screen.shown] == screen.area.text)
        assert rows_of(database_file, PHASES, book["planned"])[0][2] == "abc"


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
    assert rows_of(database_file, PHASES, book["planned"])[0][2] == f"mine!\ntheirs\n{THEIRS}\nand more"


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
        assert "not saved yet: another program is using the database" in shown(pilot)
        (file,) = (database_file.parent / "rescue").iterdir()
        assert file.read_text() == "before after"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QbrRunScreen)
        other.execute("ROLLBACK")
        await kept(pilot)
        assert "saved" in screen_text(pilot.app)[-2]
        assert list((database_file.parent / "rescue").iterdir()) == []
    assert rows_of(database_file, PHASES, book["planned"])[0][2] == "before after"


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
        assert "not saved yet: the disk is full" in shown(pilot)
        (file,) = (database_file.parent / "rescue").iterdir()
        assert file.read_text() == screen.area.text
        await database.read(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())
        await kept(pilot)
        assert "· saved" in shown(pilot)
    assert rows_of(database_file, PHASES, book["planned"])[0][2] == "much " * 20_000


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
    assert rows_of(database_file, PHASES, book["planned"])[0][2] == "stored\nearly"


@pytest.mark.rule("Q-6")
async def test_what_could_not_be_saved_the_last_time_is_back(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    folder = database_file.parent / "rescue"
    ((uid,),) = rows_of(database_file, "SELECT uid FROM qbr WHERE id = ?", book["planned"])
    rescued.write(folder, f"qbr-{uid}-results", "left over")
    async with cockpit(database_file, clock) as pilot:
        screen = await running(pilot, book["planned"])
        assert screen.area.text == "left over"
        assert notices(pilot.app)[-1] == "what could not be saved the last time is back"
        await kept(pilot)
    assert rows_of(database_file, PHASES, book["planned"])[0][2] == "left over"
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
    assert rows_of(database_file, PHASES, book["planned"])[0][2] == "to the last letter"


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
        assert rows_of(database_file, PHASES, book["planned"])[0][2] == "late"
        await go_to(pilot, ("qbr", book["held"]))
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
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "enter", "f5")
        screen = pilot.app.screen
        assert isinstance(screen, QbrPrepareScreen)
        other = Database.open(database_file, clock)
        other.note(qbrs_changes.keep_prep, book["planned"], "results", "3 of 4 goals met", "3 of 4 goals met\ntheirs")
        other.close()
        await write(pilot, "!")
        await kept(pilot)
        assert screen.area.text == f"3 of 4 goals met!\n{THEIRS}\ntheirs"
