"""Text that is typed and cannot be saved yet, in files beside the database: written, read again and taken away."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from kamtui.storage import rescued


class RescueFiles:
    """The files of one screen, one for each of its texts; where there is no folder for them, none.

    `named` gives the name of a text's file, `unsaved` the texts that are not saved as (last read, now).
    """

    def __init__(
        self,
        folder: Callable[[], Path | None],
        named: Callable[[str], str],
        unsaved: Callable[[], Mapping[str, tuple[str, str]]],
    ) -> None:
        self._folder, self._named, self._unsaved = folder, named, unsaved
        self._turn = asyncio.Lock()
        self.kept: dict[str, str] = {}

    @property
    def busy(self) -> bool:
        """Whether a file is being written or taken away."""
        return self._turn.locked()

    async def left(self, name: str) -> str | None:
        """What could not be saved the last time; None when all of it was."""
        folder = self._folder()
        found = None if folder is None else await asyncio.to_thread(rescued.read, folder, self._named(name))
        if found is not None:
            self.kept[name] = found
        return found

    async def keep(self) -> str:
        """Write what is not saved; gives the words for what went wrong, or none."""
        folder, trouble = self._folder(), ""
        if folder is None:
            return trouble
        async with self._turn:
            for name, (_, text) in self._unsaved().items():
                if self.kept.get(name) != text:
                    try:
                        await asyncio.to_thread(rescued.write, folder, self._named(name), text)
                    except OSError as problem:
                        trouble = f"no file can be written either ({problem.strerror})"
                    else:
                        self.kept[name] = text
        return trouble

    async def tidy(self) -> None:
        """Take away the files of what is saved by now."""
        folder = self._folder()
        if folder is not None and self.kept:
            async with self._turn:
                for name in self.kept.keys() - self._unsaved().keys():
                    del self.kept[name]
                    await asyncio.to_thread(rescued.drop, folder, self._named(name))
