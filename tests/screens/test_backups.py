"""The list of backups, by keys alone, and the backup that the cockpit makes by itself, never in the way."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from kamtui import keys, paths, start
from kamtui.clock import Clock
from kamtui.storage import backups
from kamtui.storage.database import Database
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.storage.records import account, add


def filled(file: Path) -> Path:
    opened = Database.open(file)
    opened.run(add, account("R&D [/x]"))
    opened.close()
    return file


PLACES = [place for place in keys.PLACES if place.id in ("accounts", "more")]
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def backed_up(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a backup of each kind, and one that is damaged."""
    monkeypatch.setattr("kamtui.screens.backups.size_words", lambda _size: "1.2 MB")
    file = filled(database_file)
    backups.make(file, NOW - timedelta(days=3))
    backups.make(file, NOW - timedelta(days=1), automatic=True)
    backups.make(file, NOW - timedelta(days=9), before="restore")
    torn = backups.make(file, NOW - timedelta(days=200), automatic=True)
    torn.write_bytes(bytes(4096))
    return file


async def open_backups(pilot: Any) -> None:
    await pilot.press("0", "/", *"backups", "enter", "enter")
    await settle(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_list_of_backups(size: tuple[int, int], backed_up: Path, clock: Clock) -> None:
    async with cockpit(backed_up, clock, size=size, places=PLACES) as pilot:
        await open_backups(pilot)
        golden(f"backups_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_enter_says_how_to_go_back_or_why_that_cannot_be(backed_up: Path, clock: Clock) -> None:
    async with cockpit(backed_up, clock, size=LARGE, places=PLACES) as pilot:
        await open_backups(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "kamtui backup restore kamtui-20261119T093000Z-auto.db" in "\n".join(screen_text(pilot.app))
        await pilot.press("escape", "end", "enter")
        await settle(pilot)
        assert "cannot be restored: it is not a database." in "\n".join(screen_text(pilot.app))


async def test_n_makes_a_backup_and_a_folder_in_the_way_is_said(database_file: Path, clock: Clock) -> None:
    odd = filled(database_file).rename(database_file.with_name("R&D [x] [@click=app.quit].db"))
    async with cockpit(odd, clock, places=PLACES) as pilot:
        await open_backups(pilot)
        assert "There are no backups yet. n makes one." in "\n".join(screen_text(pilot.app))
        await pilot.press("n")
        await settle(pilot)
        (made,) = backups.found(odd)
        assert notices(pilot.app)[-1] == f"backed up as {made.file.name}"
        await pilot.press("enter")
        await settle(pilot)
        assert "R&D [x] [@click=app.quit]" in "\n".join(screen_text(pilot.app))
        await pilot.press("escape")
        made.file.unlink()
        made.file.parent.rmdir()
        made.file.parent.write_text("in the way")
        await pilot.press("n")
        await settle(pilot)
        assert notices(pilot.app)[-1].startswith("no backup could be written to ")


async def test_a_backup_that_fails_says_one_line_and_the_cockpit_goes_on(database_file: Path, clock: Clock) -> None:
    asked = []

    def fails(halted: Callable[[], bool]) -> str:
        asked.append(halted())
        return "no backup could be written to [/x]: the disk is full"

    async with cockpit(database_file, clock, keep_backup=fails) as pilot:
        pilot.app.back_up()
        await settle(pilot)
        assert notices(pilot.app) == ["no backup could be written to [/x]: the disk is full"]
    assert asked == [False]


async def test_a_backup_that_is_made_or_not_due_says_nothing(database_file: Path, clock: Clock) -> None:
    file = filled(database_file)
    async with cockpit(file, clock, keep_backup=lambda halted: start.keep_backup(file, halted)) as pilot:
        pilot.app.back_up()
        await settle(pilot)
        assert len(backups.found(file)) == 1
        pilot.app.back_up()
        await settle(pilot)
        assert len(backups.found(file)) == 1
        assert notices(pilot.app) == []


async def test_quitting_breaks_a_backup_off(database_file: Path, clock: Clock) -> None:
    begun, ended = Event(), Event()

    def slow(halted: Callable[[], bool]) -> str:
        begun.set()
        while not halted():
            pass
        ended.set()
        return ""

    async with cockpit(database_file, clock, keep_backup=slow) as pilot:
        pilot.app.back_up()
        while not begun.is_set():
            await pilot.pause(0)
        assert not ended.is_set()
    assert ended.wait(10)


async def test_where_no_backups_are_wanted_none_is_made(database_file: Path, clock: Clock) -> None:
    async with cockpit(filled(database_file), clock) as pilot:
        pilot.app.back_up()
        await settle(pilot)
    assert not paths.backups(database_file).exists()


def test_what_went_wrong_is_one_line_and_what_was_broken_off_is_none(database_file: Path) -> None:
    file = filled(database_file)
    paths.backups(file).write_text("in the way")
    words = start.keep_backup(file, lambda: False)
    assert words.startswith("no backup could be written to ")
    assert "\n" not in words
    assert start.keep_backup(file, lambda: True) == ""


def test_a_backup_never_makes_a_writer_wait_for_long(database_file: Path) -> None:
    file = filled(database_file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert start.keep_backup(file, lambda: False) == ""
    other.execute("UPDATE account SET notes = 'x'")
    other.execute("COMMIT")
    other.close()
    assert len(backups.found(file)) == 1
