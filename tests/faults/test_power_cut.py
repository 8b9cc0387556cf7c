"""The power fails at any moment: what was said to be saved is there, whole, and nothing else is."""

import random
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from kamtui.clock import Clock
from kamtui.storage import database as storage
from kamtui.storage.database import Database
from tests.faults.power_cut import Asked, Recorder, Step, disks
from tests.storage.records import account, actions, add, dump, touch

if TYPE_CHECKING:
    from sqlmodel import Session

ACTIONS = 2


def an_action(session: "Session", number: int) -> None:
    (owner,) = add(session, account(f"Account {number}"))
    add(session, touch(owner, "x" * 3000))


class Written:
    """What a few actions tell SQLite, and what the file holds before and after each."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self.before = file.read_bytes()
        opened = Database.open(file, clock)
        self.told: list[list[str]] = []
        self.held: list[dict[str, Any]] = [dump(opened.connection)]
        for number in range(ACTIONS):
            heard: list[str] = []
            opened.connection.set_trace_callback(heard.append)
            opened.run(an_action, number)
            opened.connection.set_trace_callback(None)
            self.told.append([one for one, _ in groupby(heard) if not one.startswith("--")])  # triggers say it again
            self.held.append(dump(opened.connection))
        opened.close()

    def steps(self, file: Path, pragmas: tuple[str, ...]) -> list[Step]:
        """What the disk is asked for when the same is told to the same file; a promise after each action."""
        file.write_bytes(self.before)
        recorder = Recorder()
        connection = apsw.Connection(str(file), vfs=recorder.NAME)
        for each in pragmas:
            connection.execute(each)
        for number, told in enumerate(self.told, 1):
            for statement in told:
                connection.execute(statement)
            recorder.steps.append(Step(Asked.PROMISE, at=number))
        connection.close()
        recorder.unregister()
        return recorder.steps

    def wrong(self, folder: Path, pragmas: tuple[str, ...]) -> Iterator[str]:
        """What is wrong with the file after each cut of the power, where something is."""
        steps = self.steps(folder / "kamtui.db", pragmas)
        seen = set()
        for files, promised in disks(steps, self.before, "kamtui.db", random.Random(20)):
            disk = promised, frozenset(files.items())
            if disk not in seen and (words := self._judged(folder, files, promised)):
                yield words
            seen.add(disk)

    def _judged(self, folder: Path, files: dict[str, bytes], promised: int) -> str:
        for left in folder.iterdir():
            left.unlink()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        connection = sqlite3.connect(folder / "kamtui.db")
        try:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "damaged"
            kept = len(actions(connection))
            if kept not in (promised, promised + 1):
                return f"{promised} actions were said to be saved, {kept} are there"
            return "" if dump(connection) == self.held[kept] else f"half an action after {kept}"
        except sqlite3.DatabaseError:
            return "damaged"
        finally:
            connection.close()


@pytest.fixture
def written(database_file: Path, clock: Clock) -> Written:
    return Written(database_file, clock)


def test_a_power_cut_at_any_moment_loses_nothing_that_was_said_to_be_saved(written: Written, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    assert list(written.wrong(folder, storage.PRAGMAS)) == []


def test_the_replay_of_power_cuts_finds_what_a_laxer_setting_loses(written: Written, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    lax = tuple(each.replace("EXTRA", "FULL") for each in storage.PRAGMAS)
    assert any(written.wrong(folder, lax))
