"""The thread the database lives on: everything the screens ask goes through it, one after the other."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from kamtui.clock import Clock
from kamtui.storage.database import PATIENCE, Database

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.storage.veil import Veil

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThread:
    """A database on a thread of its own, awaited from the event loop.

    Calls are shielded: a queued write finishes even when the screen that asked for it is gone.
    """

    def __init__(self, path: Path, clock: Clock | None = None, patience: float = PATIENCE) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._path, self._clock, self._patience = path, clock, patience
        self._database: Database | None = None
        self._closed = False

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def changed(self) -> bool:
        """Whether the last `run` changed anything; where it did not, undoing takes back what was done before it."""
        return self._database is None or self._database.changed

    def begin(self, query: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Start opening the file and asking a first question; its result raises Unusable as `Database.open` does."""
        return self._pool.submit(self._with, lambda database: database.read(query))

    async def open(self) -> None:
        """Open the file on the thread; raises Unusable as `Database.open` does."""
        await self._call(lambda _database: None)

    async def read(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `query(connection, …)` on the thread."""
        return await self._call(lambda database: database.read(query, *args, **kwargs))

    async def read_plainly(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `query(connection, …)` on the thread, whatever veil there is."""
        return await self._call(lambda database: database.read_plainly(query, *args, **kwargs))

    async def veil(self, how: "Veil | None") -> None:
        """Read behind a veil from now on, or plainly again."""
        await self._call(lambda database: database.veil(how))

    async def run(self, work: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `work(session, …)` in one transaction on the thread, kept as one action."""
        return await self._call(lambda database: database.run(work, *args, **kwargs))

    async def note(self, work: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `work(session, …)` in one transaction on the thread, outside the journal."""
        return await self._call(lambda database: database.note(work, *args, **kwargs))

    async def undo(self) -> str | None:
        """Take back the newest action; returns its label, or None."""
        return await self._call(Database.undo)

    async def redo(self) -> str | None:
        """Do the last undone action again; returns its label, or None."""
        return await self._call(Database.redo)

    async def changed_elsewhere(self) -> bool:
        """Whether another program wrote to the file since this was last asked."""
        return await self._call(Database.changed_elsewhere)

    def warm(self) -> None:
        """Start loading what writing needs, without waiting for it; once closed there is nothing to load."""
        if not self._closed:
            self._pool.submit(self._with, Database.warm)

    async def settled(self) -> None:
        """Wait until everything asked so far is done."""
        await self._call(lambda _database: None)

    async def close(self) -> None:
        """Finish what is queued and let go of the file; closing twice is closing once."""
        if self._closed:
            return
        self._closed = True
        await asyncio.shield(asyncio.wrap_future(self._pool.submit(self._close)))
        self._pool.shutdown(wait=True)

    def _with(self, work: Callable[[Database], T]) -> T:
        if self._database is None:
            self._database = Database.open(self._path, self._clock, self._patience)
        return work(self._database)

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    async def _call(self, work: Callable[[Database], T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._pool.submit(self._with, work)))
