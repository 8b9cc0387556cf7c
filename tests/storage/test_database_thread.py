import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import Session

from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.models.accounts import Account
from kamtui.storage.database import Database
from kamtui.storage.database_thread import DatabaseThread
from kamtui.storage.errors import Unusable
from tests.storage.records import account, add, change, count, locked, person

PATIENCE = 0.05


@pytest.fixture
async def thread(database_file: Path, clock: Clock) -> AsyncIterator[DatabaseThread]:
    opened = DatabaseThread(database_file, clock, patience=PATIENCE)
    yield opened
    await opened.close()


async def test_the_thread_does_all_that_the_database_does(thread: DatabaseThread) -> None:
    thread.warm()
    await thread.open()
    assert thread.path.name == "kamtui.db"
    assert thread.changed
    assert await thread.run(add, account("One")) == [1]
    assert thread.changed
    await thread.run(change, Account, 1, name="One")
    assert not thread.changed
    await thread.note(change, Account, 1, industry="wind")
    assert await thread.undo() == "add"
    assert await thread.read(count) == 0
    assert await thread.redo() == "add"
    await thread.settled()
    assert await thread.read(count) == 1


async def test_what_is_refused_on_the_thread_reaches_who_asked(thread: DatabaseThread) -> None:
    with pytest.raises(Refused):
        await thread.run(add, person(404))


async def test_a_write_is_finished_though_nobody_waits_for_it_any_more(thread: DatabaseThread) -> None:
    held, go = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        held.set()
        assert go.wait(10)
        add(session, account("Kept"))

    task = asyncio.create_task(thread.run(slow))
    await asyncio.to_thread(held.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go.set()
    assert await thread.read(count) == 1


async def test_the_loop_goes_on_while_the_file_is_locked(database_file: Path, clock: Clock) -> None:
    patient = DatabaseThread(database_file, clock, patience=30)
    await patient.open()
    turns = 0
    with locked(database_file, "EXCLUSIVE"):
        writing = asyncio.create_task(patient.run(add, account("One")))
        for _ in range(50):
            await asyncio.sleep(0)
            turns += 1
        assert not writing.done()
    await writing
    assert (turns, await patient.read(count)) == (50, 1)
    await patient.close()


async def test_closing_finishes_what_is_queued_and_may_be_done_twice(database_file: Path, clock: Clock) -> None:
    opened = DatabaseThread(database_file, clock)
    writing = asyncio.create_task(opened.run(add, account("One")))
    await asyncio.sleep(0)
    await opened.close()
    await opened.close()
    await writing
    again = Database.open(database_file, clock)
    assert again.read(count) == 1
    again.close()


async def test_opening_begins_before_anybody_waits_and_nothing_loads_after_closing(
    database_file: Path, clock: Clock
) -> None:
    begun = DatabaseThread(database_file, clock)
    assert begun.begin(lambda connection: connection.in_transaction).result() is False
    await begun.close()
    begun.warm()


async def test_a_thread_that_could_not_open_its_file_can_be_closed(tmp_path: Path) -> None:
    opened = DatabaseThread(tmp_path)
    with pytest.raises(Unusable, match="is not a file"):
        opened.begin(lambda connection: connection).result()
    with pytest.raises(Unusable, match="is not a file"):
        await opened.open()
    await opened.close()
