"""The keys that work everywhere in the cockpit, and what they act on."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.driver import Driver

from kamtui.screens.base import CockpitScreen, catch_up
from kamtui.screens.desk import Desk
from kamtui.screens.shielded import LIFT_FIRST, NO_FILTER
from kamtui.storage.database_thread import DatabaseThread
from kamtui.storage.errors import Unusable

if TYPE_CHECKING:
    from datetime import date


class Everywhere(App[None]):
    """An app with a desk, on which lies what its screens share."""

    def __init__(self, desk: Desk, driver_class: type[Driver] | None) -> None:
        super().__init__(driver_class=driver_class)
        self.desk = desk
        self._turn = asyncio.Lock()
        self._glanced: tuple[int, date] | None = None

    # What screens may use (also on `self.desk` of every screen)

    @property
    def database(self) -> DatabaseThread:
        """The database on its thread."""
        return self.desk.database

    def set_account(self, account_id: int | None, name: str = "") -> None:
        """Make this the account that all screens show."""
        self.desk.account_id, self.desk.account_name = account_id, name
        catch_up(self)

    def refuse(self, reason: str) -> None:
        """Say why a key cannot act."""
        self.notify(reason, severity="warning")

    # The keys that work everywhere

    async def action_go(self, place: str) -> None:
        """Show a screen; its own key again goes back to where it began."""
        if self.desk.shielded and not self.desk.veiled:
            return  # the shield is going up: what would be read now is not masked yet
        if place == self.current_mode and self.desk.shielded and not isinstance(self.screen, CockpitScreen):
            self.refuse(LIFT_FIRST)
        elif place == self.current_mode:
            while len(self.screen_stack) > 1:
                await self.screen.dismiss()
        else:
            self.look_elsewhere()
            await self.switch_mode(place)

    def on_app_focus(self) -> None:
        """Back from another window, in which the shell or a second cockpit may have written."""
        self.look_elsewhere()

    def glance(self) -> None:
        """In sight of somebody who types elsewhere, or over night: look closer if the file or the day is another."""
        with suppress(OSError):
            glanced = (self.database.path.stat().st_mtime_ns, self.desk.today)
            if glanced != self._glanced:
                self._glanced = glanced
                self.look_elsewhere()

    @work(group="elsewhere", exclusive=True)
    async def look_elsewhere(self) -> None:
        """Show what another program wrote, and the day if it is a new one."""
        with suppress(Unusable):
            if await self.database.changed_elsewhere():
                self.desk.version += 1
        if not self.desk.shielded or self.desk.veiled:
            catch_up(self)

    @work
    async def action_capture(self) -> None:
        """One line, from anywhere."""
        from kamtui.screens.capture import CaptureScreen

        await self.push_screen_wait(CaptureScreen())

    @work
    async def action_search(self) -> None:
        """Everything that was written down, found by its words; escape comes back here."""
        from kamtui.screens.search import go_to_found

        await go_to_found(self)

    async def action_import_file(self) -> None:
        """Accounts, contacts, deals and cases from another program's files, or a kamtui document."""
        from kamtui.screens.import_screen import ImportScreen

        if isinstance(self.screen, CockpitScreen) and not isinstance(self.screen, ImportScreen):
            await self.push_screen(ImportScreen())

    async def action_filter(self) -> None:
        """Filter the list of the screen."""
        if self.desk.shielded:
            self.refuse(NO_FILTER)
        elif isinstance(self.screen, CockpitScreen):
            await self.screen.show_filter()

    @work(group="privacy")
    async def action_privacy(self) -> None:
        """Names, texts and amounts leave the screen, or come back."""
        from kamtui.screens.privacy import toggle

        async with self._turn:
            await toggle(self)

    @work(group="undo")
    async def action_undo(self) -> None:
        """Take the newest change back; asks before a whole import goes, unless it is the one on the screen."""
        from kamtui.screens.undoing import undo

        async with self._turn:
            await undo(self)

    @work(group="undo")
    async def action_redo(self) -> None:
        """Do what was undone again."""
        from kamtui.screens.undoing import redo

        async with self._turn:
            await redo(self)

    @work(exclusive=True, group="account")
    async def action_previous_account(self) -> None:
        """The account before this one."""
        await self._step_account(-1)

    @work(exclusive=True, group="account")
    async def action_next_account(self) -> None:
        """The account after this one."""
        await self._step_account(1)

    async def _step_account(self, by: int) -> None:
        if isinstance(self.screen, CockpitScreen):
            await self.screen.step_account(by)

    async def action_back(self) -> None:
        """Back, one step."""
        if isinstance(self.screen, CockpitScreen):
            self.screen.action_back()

    def action_help(self) -> None:
        """The keys of this screen and of the whole cockpit."""
        from kamtui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        """All commands, found by typing."""
        self.action_command_palette()

    def action_command_palette(self) -> None:
        """The same, by Textual's name for it."""
        from kamtui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))
