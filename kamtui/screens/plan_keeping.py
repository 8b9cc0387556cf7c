"""Keeping what is typed in a plan: saved within a second, and never lost where it cannot be saved."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from kamtui.domain.plans import TITLES
from kamtui.screens import rescue
from kamtui.screens.base import CockpitScreen
from kamtui.storage.errors import Unusable
from kamtui.storage.plans_writing import Writing, cleaned, keep_text
from kamtui.widgets.lines import StatusLine

if TYPE_CHECKING:
    from pathlib import Path

    from textual.timer import Timer

KEEP_AFTER = 0.4
"""Seconds from a key to the file."""
AGAIN_AFTER = 2.0
"""Seconds after which a save that failed is tried again."""


class KeptText(CockpitScreen):
    """A screen whose text is saved while it is typed; one visit is one action."""

    def __init__(self) -> None:
        super().__init__()
        self.writing: Writing | None = None
        self.problem = ""
        self._turn = asyncio.Lock()
        self._timer: Timer | None = None
        self._copy: Path | None = None

    @property
    def typed(self) -> str:
        """What stands on the screen."""
        raise NotImplementedError

    def show_kept(self) -> None:
        """Show whether everything is saved, and what is in the way if it is not."""

    @property
    def unsaved(self) -> bool:
        """Whether what stands on the screen is not in the file."""
        writing = self.writing
        return writing is not None and cleaned(writing.part, self.typed) != writing.kept

    def keep_soon(self, after: float | None = None) -> None:
        """Save in a moment; what is typed until then is saved with it."""
        if self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER if after is None else after, self._keep)

    @work(group="keep")
    async def _keep(self) -> None:
        self._timer = None
        if self.stands and not await self.save():
            self.keep_soon(AGAIN_AFTER)

    async def save(self) -> bool:
        """Save what is on the screen now; False when it could not be, which is then said."""
        async with self._turn:
            if self.writing is None or not self.unsaved:
                self._saved()
                return True
            try:
                self.writing = await self.desk.database.run(keep_text, self.writing, self.typed)
            except (ValueError, Unusable) as problem:
                self._copy_aside()
                where = f", with a copy in {self._copy}" if self._copy else ""
                self.problem = f"not saved: {problem}. What you typed is still here{where}"
                self._show()
                return False
            self._saved()
            return True

    def _saved(self) -> None:
        self.problem = ""
        self._drop_copy()
        self._show()

    @property
    def stands(self) -> bool:
        """Whether its widgets are there; while the cockpit ends they go before it does."""
        return bool(self.query(StatusLine))

    def _show(self) -> None:
        if self.stands:
            self.show_kept()

    def _copy_aside(self) -> None:
        """Write a copy beside the database; it takes the place of the one before."""
        words = {TITLES[self.writing.part]: self.typed} if self.writing is not None else {}
        copy = rescue.keep(self.desk.rescue_folder, self.desk.clock.now(), "An account plan", words)
        if copy is not None and copy != self._copy:
            self._drop_copy()
            self._copy = copy

    def _drop_copy(self) -> None:
        if self._copy is not None:
            with suppress(OSError):
                self._copy.unlink()
            self._copy = None

    async def flush(self) -> None:
        """The cockpit ends: save what is on the screen."""
        await self.save()
