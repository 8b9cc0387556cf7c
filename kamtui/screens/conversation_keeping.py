"""Keeping what is typed in the planner: saved within a second, and never lost where it cannot be saved."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from kamtui.domain.conversations import TITLES, Part
from kamtui.domain.text import clean_text
from kamtui.screens import rescue
from kamtui.screens.base import CockpitScreen
from kamtui.storage.conversations_changes import Editing, keep_plan
from kamtui.storage.errors import Unusable

if TYPE_CHECKING:
    from pathlib import Path

    from textual.timer import Timer

KEEP_AFTER = 0.4
"""Seconds from a key to the file."""
AGAIN_AFTER = 2.0
"""Seconds after which a save that failed is tried again."""


class KeptPlan(CockpitScreen):
    """A screen whose texts are saved while they are typed; one editing session is one action (rule D-3)."""

    def __init__(self) -> None:
        super().__init__()
        self.editing: Editing | None = None
        self.problem = ""
        self._turn = asyncio.Lock()
        self._timer: Timer | None = None
        self._copy: Path | None = None

    @property
    def texts(self) -> Mapping[Part, str]:
        """What stands on the screen, by part."""
        raise NotImplementedError

    def show_kept(self) -> None:
        """Show whether everything is saved, and what is in the way if it is not."""

    @property
    def unsaved(self) -> bool:
        """Whether anything on the screen is not in the file."""
        editing = self.editing
        return editing is not None and any(clean_text(text) != editing.kept[part] for part, text in self.texts.items())

    def keep_soon(self, after: float | None = None) -> None:
        """Save in a moment; what is typed until then is saved with it."""
        if self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER if after is None else after, self._keep)

    @work(group="keep")
    async def _keep(self) -> None:
        self._timer = None
        if not await self.save():
            self.keep_soon(AGAIN_AFTER)

    async def save(self) -> bool:
        """Save what is on the screen now; False when it could not be, which is then said."""
        async with self._turn:
            if self.editing is None or not self.unsaved:
                self._saved()
                return True
            try:
                self.editing = await self.desk.database.run(keep_plan, self.editing, dict(self.texts))
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

    def _show(self) -> None:
        if self.is_mounted:
            self.show_kept()

    def _copy_aside(self) -> None:
        """Write a copy beside the database; it takes the place of the one before."""
        words = {TITLES[part]: text for part, text in self.texts.items()}
        copy = rescue.keep(self.desk.rescue_folder, self.desk.clock.now(), "A difficult conversation", words)
        if copy is not None and copy != self._copy:
            self._drop_copy()
            self._copy = copy

    def _drop_copy(self) -> None:
        if self._copy is not None:
            with suppress(OSError):
                self._copy.unlink()
            self._copy = None

    async def flush(self) -> None:
        """The cockpit ends: save what is on the screen; a copy stands by until that is done."""
        if self.unsaved:
            self._copy_aside()
        await self.save()
