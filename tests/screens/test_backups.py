"""The backup that the cockpit makes by itself: beside everything else, never in the way."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event

from kamtui import paths, start
from kamtui.clock import Clock
from kamtui.storage import backups
from kamtui.storage.database import Database
from tests.screens.harness import cockpit, notices, settle
from tests.storage.records import account, add


def filled(file: Path) -> Path:
    opened = Database.open(file)
    opened.run(add, account("R&D [/x]"))
    opened.close()
    return file


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
