"""An import: what each file is taken for, row by row what would happen, and then it happens or not."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.errors import Refused
from kamtui.exchange.applying import Options, Result, import_sources, rehearse_sources
from kamtui.exchange.document_settings import settings_to_take, tell_settings
from kamtui.exchange.sources import remember
from kamtui.screens import import_rows, setting_keeping
from kamtui.screens.import_files import CANCELLED, ImportFiles
from kamtui.storage import imports
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Rows, VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP = 0.2
"""Seconds between two looks at how far an import is."""


class ImportScreen(ImportFiles):
    """Files in, preview, import, undo; nothing is written before enter."""

    SCOPE = "import"
    CSS_PATH = "import_screen.tcss"
    FILTERS = True
    HELP = (
        "Every row of every file with what would happen to it and why. Nothing is written before enter. The files may "
        "come in any order: contacts find their accounts by id, else by domain, else by name. One import is one "
        "change: u takes it back. escape cancels what takes a while."
    )

    def __init__(self, first: Path | None = None) -> None:
        super().__init__()
        self.won = False
        self._first = first
        self._items: Sequence[import_rows.Item] = ()

    def body(self) -> ComposeResult:
        """What came of it, the rows, and the why of the row under the cursor."""
        yield Lines(id="result")
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*import_rows.columns())
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    def on_mount(self) -> None:
        """Ask for the first file."""
        self.set_interval(STEP, self.show_progress)
        self._begin()

    @work(group="files")
    async def _begin(self) -> None:
        if self._first is not None:
            await self.add(self._first)
        else:
            await self.ask()
        if not (self.files or self.problem) and self.app.screen is self:
            self.dismiss()

    # What would happen

    async def load(self) -> None:
        """Find out what would happen; after the import, whether it still stands."""
        if self.done is not None and self.done.batch:
            standing = [batch for batch, _, _ in await self.read(imports.batches)]
            if self.done.batch not in standing:
                self.done = None
        if self.done is None and self.files:
            await self._rehearse()
        self.show_all()

    async def _rehearse(self) -> None:
        self.preview, self.problem = None, ""
        self.say_busy("looking")
        now, today = self.desk.clock.now(), self.desk.today
        try:
            found = await self.read(
                rehearse_sources, self.sources, now, today, self._options(every_row=True), self.step
            )
            self.preview = await self._with_settings(found)
        except Refused as problem:
            self.problem = str(problem)
        finally:
            self.say_busy("")

    async def _with_settings(self, result: Result, *, keep: bool = False) -> Result:
        """What becomes of a document's settings; with `keep` those of a portfolio that is restored are taken."""
        if not result.documents:
            return result
        own = self.desk.settings
        changes = settings_to_take(self.sources, result, own)
        try:
            if changes and keep:
                await setting_keeping.keep(self.app, changes, "the settings of the document")
        except Refused as problem:
            self.refuse(f"it is imported, but not its settings: {problem}")
            changes = {}
        return tell_settings(self.sources, result, own, taken=bool(changes))

    def _options(self, *, every_row: bool) -> Options:
        return Options(self.won, every_row, self.desk.settings.practice().catalogue)

    # Showing it

    def show_all(self) -> None:
        """Show the rows, the sums and where the import stands."""
        self._items = import_rows.items(self.sources, self.done or self.preview, self.problem)
        self.apply_filter(self.filter_text)
        seen = self.done or self.preview
        options = [
            words for words, on in (("won deals as contracts", self.won), ("the rest in notes", self.keeps)) if on
        ]
        self.show_status(import_rows.sums(seen.totals) if seen else "", (" · ".join(options), "dim"))
        self.query_one("#result", Lines).show([import_rows.headline(self.preview, self.done, self.problem)])

    def apply_filter(self, text: str) -> None:
        """Only the rows that hold every word of `text`."""
        words = text.casefold().split()
        shown = [one for one in self._items if import_rows.fits(one, words)] if words else self._items
        empty = "No row fits the filter. escape shows all of them." if words else "n chooses a file to import."
        self.list.show(Rows(shown, draw=import_rows.draw, key=import_rows.key_of), empty=empty)
        self._show_why()

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        key = self.list.key
        item = next((one for one in self._items if key is not None and import_rows.key_of(one) == key), None)
        lines = import_rows.why_lines(item)
        self.query_one("#why", Lines).show(lines)
        self.query_one("#below", Lines).show(lines[2:])

    # Doing it

    def action_won(self) -> None:
        """Won deals as contract lines, or not."""
        self.won = not self.won
        self.done = None
        self.reload()

    @work(group="files")
    async def action_open(self) -> None:
        """Import; afterwards, go to the accounts."""
        if self.done is not None:
            self.dismiss()
            if any(place.id == "accounts" for place in self.desk.places):
                await self.app.run_action("go('accounts')")
        elif self.problem == CANCELLED and self.files and not self.busy:
            self.reload()
        elif self.busy or self.preview is None:
            self.refuse(self.problem or "wait until the rows are there")
        else:
            await self._import()

    async def _import(self) -> None:
        self.say_busy("importing")
        try:
            saved = await self.change(import_sources, self.sources, self._options(every_row=False), self.step)
        finally:
            self.say_busy("")
        if saved is None:
            self.show_all()
            return
        result = await self._with_settings(saved.value, keep=True)
        self.done = replace(result, rows=self.preview.rows if self.preview else ())
        self.show_all()
        try:
            await asyncio.to_thread(remember, self.sources)
        except Refused as problem:
            self.refuse(f"it is imported; {problem}")
