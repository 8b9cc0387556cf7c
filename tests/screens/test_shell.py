"""The cockpit around the screens: keys that work everywhere, undo, help, palette, filter, a clean end."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import work
from textual.app import ComposeResult
from textual.events import AppFocus

from kamtui import keys
from kamtui.app import Cockpit
from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.keys import Place
from kamtui.screens.base import CockpitScreen
from kamtui.screens.help import HelpScreen
from kamtui.settings import Settings
from kamtui.storage.database import Database
from kamtui.storage.database_thread import DatabaseThread
from kamtui.widgets.virtual_list import Column, Row, VirtualList
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

PLACES = [
    Place("1", "week", "Week", "cockpit_of_the_test", "First"),
    Place("2", "accounts", "Accounts", "cockpit_of_the_test", "Second"),
]
NAMES = ["Northwind", "R&D [/x]", "[ACME Corp]", "株式会社アクメ"]
loads: list[str] = []


class First(CockpitScreen):
    SCOPE = "week"
    FILTERS = True
    HELP = "What is due, and [why]."
    flushed = False

    def body(self) -> ComposeResult:
        yield VirtualList(Column("account"), Column("number", 6, right=True), empty="Nothing is due. c captures.")

    async def load(self) -> None:
        loads.append("week")
        self.apply_filter(self.filter_text)
        self.show_status(f"{await self.read(count)} lines", ("● 9", "good"))

    def apply_filter(self, text: str) -> None:
        fits = [name for name in NAMES if text.casefold() in name.casefold()]
        self.list.show([Row([name, str(place)], key=name) for place, name in enumerate(fits)], empty="nothing fits")

    def action_open(self) -> None:
        self.tell(f"opened {self.list.key}")

    def action_snooze(self) -> None:
        self.refuse("only what is due can be [snoozed]")

    @work
    async def action_done(self) -> None:
        if saved := await self.change(add, str(self.list.key)):
            self.tell(f"saved {saved.value}")

    @work
    async def action_skip(self) -> None:
        await self.change(say_no)

    async def flush(self) -> None:
        First.flushed = True


class Second(CockpitScreen):
    SCOPE = "accounts"
    FOLLOWS_ACCOUNT = True

    async def load(self) -> None:
        loads.append(f"accounts of {self.desk.account_name}")
        self.show_status()


class Broken(CockpitScreen):
    SCOPE = "map"

    async def load(self) -> None:
        secret_note = "they will leave us"
        raise RuntimeError(f"no {len(secret_note)}")


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM account").fetchone()[0])


def add(session: Any, name: str) -> str:
    from kamtui.models.accounts import Account

    session.add(Account(name=name, name_key=name.casefold(), tier=1, created_on=date(2026, 1, 1)))
    return name


def say_no(session: Any) -> None:
    raise Refused("a skip needs a [reason]")


@pytest.fixture(autouse=True)
def _screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cockpit_of_the_test", sys.modules[__name__])
    loads.clear()
    First.flushed = False


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_shell_looks_as_agreed(database_file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(database_file, clock, size=size, places=PLACES) as pilot:
        await pilot.press("down")
        await settle(pilot)
        golden(f"shell_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_numbers_switch_screens_and_each_keeps_its_cursor(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("down", "down", "2")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Second)
        await pilot.press("1")
        await settle(pilot)
        assert pilot.app.screen.query_one(VirtualList).key == "[ACME Corp]"
        assert loads == ["week", "accounts of "]


async def test_a_page_that_is_done_when_one_is_elsewhere_leaves_as_one_comes_back(
    database_file: Path, clock: Clock
) -> None:
    results: list[object] = []
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        page = Second()
        await pilot.app.push_screen(page, results.append)
        await pilot.press("2", "question_mark")
        await page.dismiss("done")
        page.dismiss("done twice")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "1")
        await settle(pilot)
        assert isinstance(pilot.app.screen, First)
        assert results == ["done"]
        page.dismiss("gone already")
        await settle(pilot)
        assert isinstance(pilot.app.screen, First)


async def test_a_screen_is_made_only_when_it_is_shown(database_file: Path, clock: Clock) -> None:
    missing = Place("2", "accounts", "Accounts", "kamtui.screens.not_written", "Nothing")
    async with cockpit(database_file, clock, places=[PLACES[0], missing]) as pilot:
        assert "kamtui.screens.not_written" not in sys.modules
        assert isinstance(pilot.app.screen, First)


async def test_a_change_is_saved_shown_and_undone_and_done_again(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("d")
        await settle(pilot)
        assert "1 lines" in screen_text(pilot.app)[0]
        await pilot.press("u")
        await settle(pilot)
        assert "0 lines" in screen_text(pilot.app)[0]
        await pilot.press("U")
        await settle(pilot)
        assert "1 lines" in screen_text(pilot.app)[0]
        await pilot.press("U")
        await settle(pilot)
        assert notices(pilot.app) == [
            "saved Northwind",
            "undone: add",
            "done again: add",
            "there is nothing to do again",
        ]


async def test_a_change_elsewhere_is_seen_when_the_screen_is_shown_again(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("1", "d")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert loads == ["week", "accounts of ", "week", "accounts of "]


async def test_what_another_program_wrote_is_shown_on_coming_back(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        other = Database.open(database_file, clock)
        other.run(add, "Elsewhere")
        pilot.app.post_message(AppFocus())
        await settle(pilot)
        assert "1 lines" in screen_text(pilot.app)[0]
        pilot.app.post_message(AppFocus())
        await pilot.press("2")
        await settle(pilot)
        assert loads == ["week", "week", "accounts of "]
        other.run(add, "Later")
        await pilot.press("1")
        await settle(pilot)
        assert "2 lines" in screen_text(pilot.app)[0]
        for number in (2, 3):
            pilot.app.glance()
            await settle(pilot)
            assert f"{number} lines" in screen_text(pilot.app)[0]
            other.run(add, f"In sight {number}")
        other.close()


async def test_a_cockpit_that_stays_open_over_night_shows_the_new_day(database_file: Path, clock: Clock) -> None:
    days = iter([clock.today(), clock.today(), clock.today() + timedelta(1)])
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        for _ in range(3):
            pilot.app.desk.clock = Clock(next(days))
            pilot.app.glance()
            await settle(pilot)
        assert loads == ["week", "week"]


async def test_what_is_refused_says_why_and_is_never_markup(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES, toasts=True) as pilot:
        await pilot.press("s", "x")
        await settle(pilot)
        assert notices(pilot.app) == ["only what is due can be [snoozed]", "a skip needs a [reason]"]
        assert "a skip needs a [reason]" in "\n".join(screen_text(pilot.app))


async def test_a_locked_file_is_said_in_words_and_nothing_ends(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(add, "before")
        await pilot.app.database._call(lambda database: database.connection.execute("PRAGMA busy_timeout = 0"))
        other = sqlite3.connect(database_file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await pilot.press("d")
        await settle(pilot)
        other.execute("ROLLBACK")
        other.close()
        assert notices(pilot.app)[0].startswith("another program is using the database")
        await pilot.press("d")
        await settle(pilot)
        assert "saved Northwind" in notices(pilot.app)


async def test_the_filter_works_while_typing_and_escape_shows_everything(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        listed = pilot.app.screen.query_one(VirtualList)
        await pilot.press("slash", "n", "o", "r")
        await settle(pilot)
        assert [row.key for row in listed.lines] == ["Northwind"]
        await pilot.press("enter", "2", "1")
        await settle(pilot)
        assert [row.key for row in listed.lines] == ["Northwind"]
        assert screen_text(pilot.app)[-2] == " / nor"
        await pilot.press("escape")
        await settle(pilot)
        assert len(listed.lines) == 4
        assert screen_text(pilot.app)[-2] == ""
        await pilot.press("2", "slash")
        await settle(pilot)
        assert notices(pilot.app) == ["there is nothing to filter on this screen"]


async def test_enter_and_a_double_click_open_the_row(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("enter")
        await pilot.click(VirtualList, offset=(4, 2), times=2)
        await settle(pilot)
        assert notices(pilot.app) == ["opened Northwind", "opened R&D [/x]"]


async def test_brackets_step_through_the_accounts_in_their_order(database_file: Path, clock: Clock) -> None:
    order = [(7, "Northwind"), (9, "R&D [/x]")]
    async with cockpit(database_file, clock, places=PLACES, find_accounts=lambda _connection: order) as pilot:
        await pilot.press("right_square_bracket")
        await settle(pilot)
        await pilot.press("2", "right_square_bracket")
        await settle(pilot)
        await pilot.press("right_square_bracket")
        await settle(pilot)
        assert pilot.app.desk.account_id == 9
        assert screen_text(pilot.app)[0] == " Accounts · R&D [/x]"
        await pilot.press("right_square_bracket")
        await settle(pilot)
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert notices(pilot.app) == ["no account is open on this screen", "this is the last account"]
        assert loads[1:] == ["accounts of ", "accounts of Northwind", "accounts of R&D [/x]", "accounts of Northwind"]


async def test_the_help_lists_the_keys_that_work_here(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        golden("help_80x24", screen_text(pilot.app))
        await pilot.press("escape", "f1")
        await settle(pilot)
        assert "What is due, and [why]." in "\n".join(screen_text(pilot.app))


async def test_every_action_is_in_the_palette_and_runs_from_there(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        await pilot.press(*"snooze")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert notices(pilot.app) == ["only what is due can be [snoozed]"]


async def test_the_users_own_keys_work_and_are_shown(database_file: Path, clock: Clock) -> None:
    own = Settings(keys={"week.snooze": "z"})
    async with cockpit(database_file, clock, settings=own, places=PLACES) as pilot:
        assert "z snooze" in screen_text(pilot.app)[-1]
        await pilot.press("z", "s")
        await settle(pilot)
        assert notices(pilot.app) == ["only what is due can be [snoozed]"]


async def test_quitting_saves_what_is_still_on_the_screen(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("q")
        await pilot.pause()
    assert First.flushed


async def test_a_crash_leaves_one_line_and_a_private_note_without_any_value(
    database_file: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [Place("3", "map", "Map", "cockpit_of_the_test", "Broken")]
    with pytest.raises(Exception, match="no 18"):
        async with cockpit(database_file, clock, places=places) as pilot:
            await pilot.pause()
    note = database_file.parent / "crash.log"
    printed = capsys.readouterr().err
    assert printed.startswith("kamtui: something went wrong")
    assert len(printed.splitlines()) == 1
    assert "Traceback" not in printed
    assert note.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError" in note.read_text()
    assert "they will leave us" not in (printed + note.read_text()).replace('secret_note = "they will leave us"', "")


class Slow(CockpitScreen):
    """A screen that is still at work, whatever happens to it, until it finds nothing on itself any more."""

    SCOPE = "week"

    async def load(self) -> None:
        self.show_status("at work")
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        self.query_one("#gone-already")

    def on_unmount(self) -> None:
        for worker in self.workers:
            worker.cancel()


async def test_a_screen_that_was_at_work_when_it_was_left_is_no_crash(
    database_file: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        pilot.app.push_screen(Slow())
        await pilot.pause()
        assert "at work" in screen_text(pilot.app)[0]
    assert capsys.readouterr().err == ""
    assert not (database_file.parent / "crash.log").exists()


@pytest.mark.parametrize("theme", ["kamtui-dark", "kamtui-light", "ansi"])
async def test_the_words_are_the_same_in_every_theme(database_file: Path, clock: Clock, theme: str) -> None:
    async with cockpit(database_file, clock, settings=Settings(theme=theme), places=PLACES) as pilot:
        await pilot.press("down")
        await settle(pilot)
        golden("shell_80x24", screen_text(pilot.app))


async def test_without_colour_the_words_are_the_same(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.press("down")
        await settle(pilot)
        golden("shell_80x24", screen_text(pilot.app))


def test_the_first_screen_imports_no_sqlmodel() -> None:
    code = "import kamtui.start, kamtui.app, sys; print({'sqlmodel', 'sqlalchemy', 'alembic'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_cockpit_needs_a_place_and_takes_those_that_exist(database_file: Path, clock: Clock) -> None:
    assert all(place in keys.PLACES for place in keys.places())
    app = Cockpit(DatabaseThread(database_file, clock), places=PLACES)
    assert [place.id for place in app.desk.places] == ["week", "accounts"]


async def test_at_most_two_notices_lie_on_the_screen(database_file: Path, clock: Clock):
    async with cockpit(database_file, clock, places=PLACES, toasts=True) as pilot:
        for _ in range(4):
            await pilot.press("s")
            await settle(pilot)
        assert len(notices(pilot.app)) == 4
        assert "\n".join(screen_text(pilot.app)).count("only what is due") in (1, 2)
