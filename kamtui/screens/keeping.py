"""Keeping what is typed on a screen: saved within a second, and never lost where it cannot be saved."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work

from kamtui.screens import rescue
from kamtui.screens.base import CockpitScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.later import later
from kamtui.storage.errors import Unusable
from kamtui.widgets.lines import StatusLine

if TYPE_CHECKING:
    from pathlib import Path

    from kamtui.widgets.ink import Cell

KEEP_AFTER = 0.4
"""Seconds from a key to the file."""
AGAIN_AFTER = 2.0
"""Seconds after which a save that failed is tried again."""


class KeepingScreen(CockpitScreen):
    """A screen whose texts are saved while they are typed; call `keep_soon` at every change."""

    PLAIN = True

    WRITTEN: ClassVar[str] = ""
    """What the texts are, as the file of unsaved text calls them."""

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""
        self._turn = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._copy: Path | None = None

    # For the screens to fill in

    @property
    def unsaved(self) -> bool:
        """Whether anything on the screen is not in the file."""
        raise NotImplementedError

    @property
    def labelled(self) -> Mapping[str, str]:
        """What stands on the screen, by what a person calls each text."""
        raise NotImplementedError

    async def store(self) -> None:
        """Save what stands on the screen; raises ValueError or Unusable."""
        raise NotImplementedError

    def show_kept(self) -> None:
        """Show whether everything is saved, and what is in the way if it is not."""

    # What they use

    def keep_soon(self, after: float | None = None) -> None:
        """Save in a moment; what is typed until then is saved with it."""
        if self._timer is None:
            self._timer = later(self, KEEP_AFTER if after is None else after, self._keep)

    async def save(self) -> bool:
        """Save what is on the screen now; False when it could not be, which is then said."""
        async with self._turn:
            if self.unsaved:
                try:
                    await self.store()
                except (ValueError, Unusable) as problem:
                    self._copy_aside()
                    where = f", with a copy in {self._copy}" if self._copy else ""
                    self.problem = f"not saved: {problem}. What you typed is still here{where}"
                    self._show()
                    return False
            self.problem = ""
            self._drop_copy()
            self._show()
            return True

    @property
    def stands(self) -> bool:
        """Whether its widgets are there; while the cockpit ends they go before it does."""
        return bool(self.query(StatusLine))

    async def flush(self) -> None:
        """The cockpit ends: save what is on the screen; a copy stands by until that is done."""
        if self.unsaved:
            self._copy_aside()
        await self.save()

    @work(group="leave", exclusive=True)
    async def action_save(self) -> None:
        """It is saved already; say so."""
        if await self.save():
            self.tell("everything is saved; it is saved as you type")

    def action_back(self) -> None:
        """Leave; everything is saved."""
        self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        if not await self.save():
            more: Cell = (self.problem, "dim")
            question = "Leave although not everything is saved?"
            if not await self.app.push_screen_wait(ConfirmScreen(question, yes="leave", no="stay", more=more)):
                return
        self.desk.version += 1
        self.dismiss()

    # How it is done

    @work(group="keep")
    async def _keep(self) -> None:
        self._timer = None
        if self.stands and not await self.save():
            self.keep_soon(AGAIN_AFTER)

    def _show(self) -> None:
        if self.stands:
            self.show_kept()

    def _copy_aside(self) -> None:
        """Write a copy beside the database; it takes the place of the one before."""
        copy = rescue.keep(self.desk.rescue_folder, self.desk.clock.now(), self.WRITTEN, self.labelled)
        if copy is not None and copy != self._copy:
            self._drop_copy()
            self._copy = copy

    def _drop_copy(self) -> None:
        if self._copy is not None:
            with suppress(OSError):
                self._copy.unlink()
            self._copy = None
