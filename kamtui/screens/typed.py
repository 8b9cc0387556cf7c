"""A screen on which long text is typed: kept within a second, beside what other windows write, whatever happens.

What is typed goes to the database at once, and again as it goes on, on the database thread; nothing waits for it.
While it cannot be saved, because another program holds the file or the disk is full, it lies in a private file beside
the database, and that file is read when the text is opened again.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from time import monotonic

from textual import work
from textual.binding import Binding
from textual.css.query import NoMatches

from kamtui import keys
from kamtui.domain.qbr_notes import merged
from kamtui.domain.text import clean_text
from kamtui.screens.base import CockpitScreen, data_changed
from kamtui.screens.later import later
from kamtui.screens.rescue_files import RescueFiles
from kamtui.storage.errors import Unusable
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines
from kamtui.widgets.notes_area import NotesArea

KEEP_EVERY = 0.3
"""Seconds between two writes while somebody types."""
SLOW = 0.5
"""Seconds after which unsaved text goes to a file of its own."""
RETRY = 1.0


def first_of(scope: str) -> list[Binding]:
    """The keys of a scope that work while one types: function keys and those with ctrl."""
    typed = [one for one in keys.bindings(scope) if one.key.startswith(("f", "ctrl+")) and len(one.key) > 1]
    return [replace(one, priority=True) for one in typed]


class TypedScreen(CockpitScreen):
    """Keeps the texts of one editor; `shown` is the one it holds. Fill in `store` and `rescue_name`."""

    PLAIN = True

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.stored: dict[str, str] = {}
        self.shown = ""
        self.trouble = ""
        self.over = False
        self._unkept = False
        self._keeping = False
        self._waiting = False
        self._since = 0.0
        self._beside = RescueFiles(lambda: self.desk.rescue_folder, self.rescue_name, self._changed)

    # For the screens to fill in

    async def store(self, changed: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
        """Keep the texts that changed (last read, now) and give what is stored; raises ValueError or Unusable."""
        raise NotImplementedError

    def rescue_name(self, name: str) -> str:
        """What the file of an unsaved text is called."""
        raise NotImplementedError

    def show_kept(self) -> None:
        """Something was kept, or could not be."""

    # What they use

    def put(self, selector: str, cell: Cell) -> None:
        """Show a line in a widget of the screen, while there is one."""
        for lines in self.query(selector).results(Lines):
            lines.show([cell])

    @property
    def scopes(self) -> tuple[str, ...]:
        """While one types, letters are text: only the screen's own keys work."""
        return (self.SCOPE,) if isinstance(self.focused, NotesArea) else super().scopes

    @property
    def area(self) -> NotesArea:
        """The editor."""
        return self.query_one(NotesArea)

    def on_mount(self) -> None:
        """Look after text that takes long to be saved."""
        self.set_interval(SLOW / 2, self._look_after)

    async def begin_with(self, texts: Mapping[str, str], shown: str) -> None:
        """Show stored texts for the first time, together with what could not be saved the last time."""
        self.texts, self.stored = dict(texts), dict(texts)
        for name in texts:
            left = await self._beside.left(name)
            if left is not None:
                self.texts[name] = merged("", texts[name], left)
        early = self.area.text  # typed while the text was still being read
        if early:
            self.texts[shown] = "\n".join(filter(None, (self.texts[shown].rstrip("\n"), early)))
        self.shown = shown
        self.area.write(self.texts[shown])
        if self._beside.kept:
            self.tell("what could not be saved the last time is back")
            self.touched()

    def turn_to(self, name: str) -> None:
        """Show another of the texts."""
        self._take()
        self.shown = name
        self.area.write(self.texts[name])

    @property
    def now(self) -> dict[str, str]:
        """Every text as it stands on the screen."""
        return self.texts if self.shown else {}

    def touched(self) -> None:
        """Something is to be kept: now, or as soon as the write before it is done."""
        if not self._unkept:
            self._unkept = True
            self._since = self._since or monotonic()
        self._start()

    @property
    def saved_words(self) -> Part:
        """Whether all of it is kept."""
        if self.trouble:
            return (f"not saved yet: {self.trouble}", "late")
        return ("saving", "dim") if self._since else ("saved", "dim")

    async def keep_now(self) -> bool:
        """Keep everything before going on; says so when that failed."""
        try:
            await self._store()
        except (ValueError, Unusable) as problem:
            self.refuse(str(problem))
            await self._mirror()
            return False
        return True

    async def flush(self) -> None:
        """The cockpit ends: what is not kept yet goes to a file first, then to the database."""
        if self.shown and not self.over:
            self._take()
            if self._changed():
                await self._mirror()
            with suppress(ValueError, Unusable):
                await self._store()

    def leave(self, result: object = None) -> None:
        """Close the screen; everything is kept."""
        if not self.over:
            self.over = True
            self.dismiss(result)
            data_changed(self.app)

    # How it is done

    async def _loading(self) -> None:
        try:
            await super()._loading()
        except NoMatches:
            if self.is_current and not self.over:
                raise  # else it was closed while it read

    def on_text_area_changed(self) -> None:
        """Keep what is typed."""
        if self.shown:
            self._take()
            if self.texts[self.shown] != self.stored[self.shown]:
                self.touched()

    def _take(self) -> None:
        """Take up what stands in the editor."""
        for area in self.query(NotesArea):
            self.texts[self.shown] = area.text

    def _changed(self) -> dict[str, tuple[str, str]]:
        found = {name: (self.stored[name], clean_text(text)) for name, text in self.now.items()}
        return {name: texts for name, texts in found.items() if texts[0] != texts[1]}

    def _start(self) -> None:
        if not self._keeping and not self._waiting and not self.over:
            self._keeping = True
            self._keep()

    @work(group="keep")
    async def _keep(self) -> None:
        pause = KEEP_EVERY
        try:
            self._unkept = False
            await self._store()
        except (ValueError, Unusable) as problem:
            self.trouble, self._unkept, pause = str(problem), True, RETRY
            await self._mirror()
        finally:
            self._keeping = False
        if self.is_mounted:
            self.show_kept()
            if not self.over:
                self._waiting = True
                later(self, pause, self._again)

    def _again(self) -> None:
        self._waiting = False
        if self._unkept:
            self._start()

    async def on_unmount(self) -> None:
        """It is closed, by whatever key: nothing is left behind."""
        await self.flush()

    async def _store(self) -> None:
        self._take()
        changed = self._changed()
        kept = await self.store(changed)
        for name, text in kept.items():
            mine = changed[name][1] if name in changed else self.stored[name]
            self.stored[name] = text
            if text != mine:
                self._take_over(name, mine, text)
        self.trouble = ""
        if not self._changed():
            self._since = 0.0
            await self._beside.tidy()

    def _take_over(self, name: str, mine: str, text: str) -> None:
        """Another window wrote too: show both."""
        here = clean_text(self.now[name])
        both = text if here == mine else merged(mine, here, text)
        self.texts[name] = both
        if name == self.shown:
            for area in self.query(NotesArea):
                area.write_over(both)
        self.tell("another window wrote here too: both are kept")

    # The file beside the database

    async def _look_after(self) -> None:
        if self._since and monotonic() - self._since > SLOW and not self._beside.busy:
            await self._mirror()

    async def _mirror(self) -> None:
        problem = await self._beside.keep()
        self.trouble = self.trouble or problem
