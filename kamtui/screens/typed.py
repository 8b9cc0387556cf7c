"""A screen on which long text is typed: kept within a second, beside what other windows write, whatever happens.

What is typed goes to the database at once, and again as it goes on, on the database thread; nothing waits for it.
While it cannot be saved, because another program holds the file or the disk is full, it lies in a private file beside
the database, and that file is read when the text is opened again.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from time import monotonic

from textual import events, work
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.widgets import TextArea

from kamtui import keys
from kamtui.domain.qbr_marks import with_mark
from kamtui.domain.qbr_notes import merged
from kamtui.domain.text import clean_text
from kamtui.screens.base import CockpitScreen, data_changed
from kamtui.storage import rescued
from kamtui.storage.errors import Unusable
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines

KEEP_EVERY = 0.3
"""Seconds between two writes while somebody types."""
SLOW = 0.5
"""Seconds after which unsaved text goes to a file of its own."""
RETRY = 1.0


def first_of(scope: str) -> list[Binding]:
    """The keys of a scope that work while one types: function keys and those with ctrl."""
    typed = [one for one in keys.bindings(scope) if one.key.startswith(("f", "ctrl+")) and len(one.key) > 1]
    return [replace(one, priority=True) for one in typed]


class NotesArea(TextArea):
    """A plain editor: what is pasted is made safe first, tab leaves it."""

    DEFAULT_CSS = """
    NotesArea { border: none; padding: 0 1; background: $surface; width: 1fr; height: 1fr; }
    NotesArea:ansi { background: ansi_default; }
    """

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(id=id, compact=True, tab_behavior="focus", placeholder=placeholder)
        self.highlight_cursor_line = False

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean_text(event.text)

    def write(self, text: str) -> None:
        """Show another text, with the cursor behind it."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def write_over(self, text: str) -> None:
        """Show a text that another window added to; the cursor stays where it is."""
        at = self.cursor_location
        self.load_text(text)
        self.move_cursor(at)

    def mark(self, sign: str) -> None:
        """Put a mark on the line of the cursor, or take it off."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        marked = with_mark(line, sign)
        self.replace(marked, (row, 0), (row, len(line)))
        self.move_cursor((row, max(0, column + len(marked) - len(line))))


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
        self._mirrored: dict[str, str] = {}
        self._mirroring = asyncio.Lock()

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
            left = await self._rescued(name)
            if left is not None:
                self.texts[name] = merged("", texts[name], left)
                self._mirrored[name] = left
        early = self.area.text  # typed while the text was still being read
        if early:
            self.texts[shown] = "\n".join(filter(None, (self.texts[shown].rstrip("\n"), early)))
        self.shown = shown
        self.area.write(self.texts[shown])
        if self._mirrored:
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
                self.set_timer(pause, self._again)

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
            await self._unmirror()

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
        if self._since and monotonic() - self._since > SLOW and not self._mirroring.locked():
            await self._mirror()

    async def _mirror(self) -> None:
        folder = self.desk.rescue_folder
        if folder is None:
            return
        async with self._mirroring:
            for name, (_, text) in self._changed().items():
                if self._mirrored.get(name) != text:
                    try:
                        await asyncio.to_thread(rescued.write, folder, self.rescue_name(name), text)
                    except OSError as problem:
                        self.trouble = self.trouble or f"no file can be written either ({problem.strerror})"
                    else:
                        self._mirrored[name] = text

    async def _unmirror(self) -> None:
        folder = self.desk.rescue_folder
        if folder is not None and self._mirrored:
            async with self._mirroring:
                for name in self._mirrored.keys() - self._changed().keys():
                    del self._mirrored[name]
                    await asyncio.to_thread(rescued.drop, folder, self.rescue_name(name))

    async def _rescued(self, name: str) -> str | None:
        folder = self.desk.rescue_folder
        return None if folder is None else await asyncio.to_thread(rescued.read, folder, self.rescue_name(name))
