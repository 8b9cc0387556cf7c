"""The line being typed, mirrored into the inbox, and the kept lines beside it."""

import asyncio
from pathlib import Path

from kamtui.clock import Clock
from kamtui.storage import inbox
from kamtui.storage.inbox import Kept


class Draft:
    """One line and its file. `shown` is the kept line that is being worked on, if it is one.

    A kept line that is emptied is set aside as it was found; only saving and dropping take it out of the inbox.
    """

    def __init__(self, folder: Path, clock: Clock, prefill: str = "") -> None:
        self.shown: Kept | None = None
        self._folder, self._clock = folder, clock
        self._waiting: list[Kept] = []
        self._file: Path | None = None
        self._written, self._prefill = prefill, prefill
        self._turn = asyncio.Lock()

    @property
    def others(self) -> list[Kept]:
        """The kept lines beside this one, newest first."""
        return [one for one in self._waiting if one.file != self._file]

    @property
    def holds_text(self) -> bool:
        """Whether the line is in the inbox now."""
        return self._file is not None

    async def look(self) -> None:
        """Read what is kept."""
        self._waiting = await asyncio.to_thread(inbox.kept, self._folder)

    def first(self) -> str:
        """Take up the newest kept line and give its text; empty when there is none."""
        line = next(iter(self.others), None)
        self._take(line)
        return line.text if line else ""

    def leave(self) -> None:
        """Begin a new line; the kept one stays as it was found."""
        self._take(None)

    async def next(self) -> str:
        """Take up the kept line after this one and give its text; after the last one a new, empty line."""
        async with self._turn:
            await self.look()
            files = [one.file for one in self._waiting]
            place = files.index(self._file) + 1 if self._file in files else 0
            line = self._waiting[place] if place < len(files) else None
            self._take(line)
            return line.text if line else ""

    async def keep(self, text: str) -> str:
        """Write the line as it stands into the inbox; gives a sentence when it cannot be written."""
        async with self._turn:
            try:
                await asyncio.to_thread(self._write, text)
            except OSError as error:
                return f"the line cannot be kept: {error.strerror}"
            return ""

    async def forget(self) -> None:
        """The line is saved, or not wanted: take it out of the inbox."""
        async with self._turn:
            if self._file is not None:
                await asyncio.to_thread(inbox.drop, self._file)
            self._waiting = self.others
            self._take(None)

    def _take(self, line: Kept | None) -> None:
        self.shown = line
        self._file = line.file if line else None
        self._written = line.text if line else ""

    def _write(self, text: str) -> None:
        if text == self._written:
            return
        if text and (self.shown is not None or text != self._prefill):
            self._file = inbox.keep(self._folder, text, self._clock.now(), self._file)
            self._written = text
            return
        if self.shown is not None:
            inbox.keep(self._folder, self.shown.text, self._clock.now(), self.shown.file)
        elif self._file is not None:
            inbox.drop(self._file)
        self._take(None)
