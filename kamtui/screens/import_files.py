"""The files of an import screen: chosen, read, asked about, read anew in another way, left out."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.exchange.sources import Asked, Source, read_source
from kamtui.screens.base import CockpitScreen
from kamtui.screens.file_choice import FileScreen
from kamtui.screens.import_columns import ask_column, ask_days, ask_what_it_is

if TYPE_CHECKING:
    from kamtui.exchange.ledger import Result


CANCELLED = "cancelled: nothing of it was kept"


class Cancelled(Refused):
    """The user did not want to wait for the end."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file, how it is asked to be read, and how it is understood then."""

    asked: Asked
    source: Source


class ImportFiles(CockpitScreen):
    """What the import screen holds; `preview` is what would happen, `done` what did, `problem` why nothing can."""

    PLAIN = True

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Chosen] = []
        self.preview: Result | None = None
        self.done: Result | None = None
        self.problem = ""
        self.busy = ""
        self._far: tuple[int, int] = (0, 0)
        self._given_up = False

    def show_all(self) -> None:
        """Show the files and what is known of them."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files as they are understood."""
        return tuple(one.source for one in self.files)

    def step(self, done: int, whole: int) -> None:
        """Remember how far it is; called from whichever thread does the work. Raises Cancelled after escape."""
        self._far = (done, whole)
        if self._given_up:
            raise Cancelled(CANCELLED)

    def say_busy(self, what: str) -> None:
        """Say what takes a while; nothing ends it."""
        self.busy, self._far, self._given_up = what, (0, 0), False
        self.show_progress()

    def show_progress(self) -> None:
        """Show how far it is."""
        if self.busy:
            done, whole = self._far
            far = f" {done / whole:.0%}" if whole else " …"
            cancels = "cancelling" if self._given_up else "escape cancels"
            self.show_status((f"{self.busy}{far}", "accent"), (cancels, "dim"))

    def action_back(self) -> None:
        """Cancel what takes a while; otherwise, or when that does not stop, leave."""
        if self.busy and not self._given_up:
            self._given_up = True
            self.show_progress()
        else:
            super().action_back()

    # The files

    @work(group="files")
    async def action_new(self) -> None:
        """One more file."""
        await self.ask()

    async def ask(self) -> None:
        """Let the user choose a file, and add it."""
        folder = self.files[-1].source.path.parent if self.files else None
        path = await self.app.push_screen_wait(FileScreen(folder))
        if path is not None:
            await self.add(path)

    async def add(self, path: Path) -> None:
        """Add a file, once."""
        if any(one.source.path == path for one in self.files):
            self.refuse(f"{shorten(path.name, 60)} is here already")
            return
        asked = Asked(decimal_comma=self.desk.settings.decimal_comma, keep_unmapped=self.keeps)
        chosen = await self._read(path, asked)
        if chosen is not None:
            self.files.append(chosen)
            self.done = None
            self.reload()

    async def _read(self, path: Path, asked: Asked) -> Chosen | None:
        """Look through a file, asking what only the user can tell; None when it cannot be read, which was said."""
        try:
            source = await self._look(path, asked)
        except Cancelled as problem:
            self._say_why(problem)
            return None
        except Refused as problem:
            told = await ask_what_it_is(self.app, path, asked)
            if told is None:
                self._say_why(problem)
                return None
            try:
                source, asked = await self._look(path, told), told
            except Refused as still:
                self._say_why(still)
                return None
        if source.reading.questions and asked.dayfirst is None:
            dayfirst = await ask_days(self.app, source.reading.questions[0])
            return None if dayfirst is None else await self._read(path, replace(asked, dayfirst=dayfirst))
        return Chosen(asked, source)

    def _say_why(self, problem: Refused) -> None:
        """Say why a file cannot be read; while there is no other, the reason stays on the screen."""
        self.refuse(str(problem))
        if not self.files:
            self.problem = str(problem)
            self.show_all()

    async def _look(self, path: Path, asked: Asked) -> Source:
        self.say_busy("reading")
        try:
            return await asyncio.to_thread(read_source, path, asked, self.step)
        finally:
            self.say_busy("")
            self.show_all()

    async def _again(self, place: int, asked: Asked) -> None:
        """Read one file anew, in another way; what cannot be read that way stays as it was."""
        try:
            source = await self._look(self.files[place].source.path, asked)
        except Refused as problem:
            self.refuse(str(problem))
            return
        self.files[place] = Chosen(asked, source)
        self.done = None
        self.reload()

    @work(group="files")
    async def action_edit(self) -> None:
        """Say what a column means."""
        if not self.files:
            self.refuse("there is no file yet")
        elif (found := await ask_column(self.app, [(one.asked, one.source) for one in self.files])) is not None:
            await self._again(*found)

    @work(group="files")
    async def action_remove(self) -> None:
        """Leave out the last file that was added."""
        if self.files:
            gone = self.files.pop()
            self.tell(f"{gone.source.name} is left out")
            self.done = self.preview = None
            self.problem = ""
            self.reload()

    @property
    def keeps(self) -> bool:
        """Whether what no field is for goes to the notes."""
        return any(one.asked.keep_unmapped for one in self.files)

    @work(group="files")
    async def action_keep(self) -> None:
        """Keep what no field is for in the notes, or not."""
        keeps = not self.keeps
        for place, one in enumerate(list(self.files)):
            if one.source.document is None:
                await self._again(place, replace(one.asked, keep_unmapped=keeps))

    @work(group="files")
    async def action_days(self) -> None:
        """The day or the month first, the other way round for dates that can be read in two ways."""
        for place, one in enumerate(list(self.files)):
            if one.source.document is None:
                await self._again(place, replace(one.asked, dayfirst=not one.asked.dayfirst))
