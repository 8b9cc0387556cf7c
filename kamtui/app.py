"""The cockpit: screens by number, what is shown over them, the theme, and a clean end whatever happens."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual._context import active_message_pump
from textual.app import App, ScreenStackError
from textual.command import Provider
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import active_worker

from kamtui import keys, themes
from kamtui.clock import Clock
from kamtui.domain import money
from kamtui.domain.veil import veiled
from kamtui.everywhere import Everywhere
from kamtui.keys import Place
from kamtui.screens.base import CockpitScreen
from kamtui.screens.desk import Desk
from kamtui.screens.later import later
from kamtui.screens.shielded import LIFT_FIRST, STALE, asks_masked, comes_late, shows_typed
from kamtui.settings import Settings
from kamtui.storage.database_thread import DatabaseThread
from kamtui.storage.errors import Unusable
from kamtui.style_sheet import StyleSheet
from kamtui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from concurrent.futures import Future
    from sqlite3 import Connection

    from kamtui.storage.week import Week

LAST_SECONDS = 5.0
WARM_AFTER = 0.3
MOST_NOTICES = 2
BACKUP_AFTER, BACKUP_EVERY = 2.0, 3600.0
GLANCE_EVERY = 3.0


def _palette() -> type[Provider]:
    from kamtui.screens.palette import KeyProvider

    return KeyProvider


def _in_order(connection: "Connection") -> Sequence[tuple[int, str]]:
    from kamtui.storage.accounts import account_order

    return account_order(connection)


class Cockpit(Everywhere):
    """The app. What the screens share is on its `desk`; screens are made when they are first shown and then kept.

    `folder` is where the database lies: crash notes and rescued text go there. With `welcome` it asks how to begin.
    `ahead` is the first screen's list, asked for before there was a screen. `keep_backup` makes the backup that is due,
    on a thread; it is told when to break off and gives a line to say, or none.
    """

    TITLE = "kamtui"
    CSS_PATH = "app.tcss"
    BINDINGS = [*keys.bindings(keys.EVERYWHERE)]
    COMMANDS: ClassVar[set[Any]] = {_palette}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    NOTIFICATION_TIMEOUT = 4

    def __init__(
        self,
        database: DatabaseThread,
        settings: Settings | None = None,
        clock: Clock | None = None,
        *,
        places: Sequence[Place] | None = None,
        folder: Path | None = None,
        find_accounts: Callable[[Any], Sequence[tuple[int, str]]] | None = None,
        welcome: bool = False,
        ahead: "Future[Week] | None" = None,
        keep_backup: "Callable[[Callable[[], bool]], str] | None" = None,
    ) -> None:
        settings = settings or Settings()
        shown = tuple(keys.places() if places is None else places)
        self.DEFAULT_MODE = shown[0].id  # type: ignore[misc]  # Textual has it on the class; the places are this app's
        desk = Desk(database, settings, clock or Clock(), find_accounts=find_accounts or _in_order, places=shown)
        super().__init__(desk, None if os.environ.get("TEXTUAL_DRIVER") else quiet_driver())
        self.desk.ahead = ahead
        self._welcome = welcome
        self._type_ahead = TypeAhead(self, super().on_event)
        self._keep_backup, self._ending = keep_backup, Event()
        self.crash_file = folder / "crash.log" if folder else None
        self.desk.rescue_folder = folder / "rescue" if folder else None
        for place in shown:
            self.add_mode(place.id, partial(self._make, place))
        for theme in themes.THEMES:
            self.register_theme(theme)
        self._wear(settings.theme)
        self.set_keymap(dict(settings.keys))

    def _wear(self, name: str) -> None:
        """Begin in a theme: what setting `theme` does, without reading all style rules again for it."""
        self.set_reactive(App.theme, name)
        theme = self.current_theme
        for word, on in ((f"-theme-{theme.name}", True), ("-dark-mode", theme.dark), ("-light-mode", not theme.dark)):
            self.set_class(on, word, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet = StyleSheet(variables=self.get_css_variables())

    async def on_event(self, event: events.Event) -> None:
        """What is typed waits for the key before it."""
        if isinstance(event, (events.InputEvent, events.Paste)) and not event.is_forwarded:
            await self._type_ahead.take(event)
        else:
            await super().on_event(event)

    # What is shown

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """Show a screen; what shows real text is refused while the privacy shield is up, as if it had been left."""
        if (reason := self._unfit(screen)) is None:
            self._type_ahead.opens(screen)
            return super().push_screen(screen, *args, **kwargs)
        self.refuse(reason)
        left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        left.set_result(None)
        return left

    def _unfit(self, screen: Any) -> str | None:
        if self.desk.shielded:
            over = self.screen_stack[-1] if self.screen_stack else None
            return LIFT_FIRST if shows_typed(screen) or comes_late(self.desk, screen, over) else None
        return STALE if asks_masked(screen) else None

    def notify(self, message: str, **kwargs: Any) -> None:
        """A notice; its text is never markup. Two are shown at most: what lies beneath them is still needed.

        Behind the curtain of the privacy shield nobody knows what it names: it is masked.
        """
        if self.desk.shielded and not isinstance(self.screen, CockpitScreen) and message != LIFT_FIRST:
            message = veiled(message)
        if len(self._notifications) >= MOST_NOTICES:
            self.clear_notifications()
        super().notify(message, **{**kwargs, "markup": False})

    # Beginning and end

    def _make(self, place: Place) -> Screen[Any]:
        """A place's screen; a new one has the styles of the theme, and the layout of the width, at hand."""
        screen: Screen[Any] = getattr(import_module(place.module), place.class_name)(name=place.id)
        screen._css_update_count = self._css_update_count
        breakpoints = screen._get_breakpoint_classes(self.size.width, screen.HORIZONTAL_BREAKPOINTS or [])
        screen.add_class(*breakpoints, update=False)
        return screen

    def on_mount(self) -> None:
        """Let the closing of the terminal end the cockpit properly, and note when the first screen stands."""
        loop = asyncio.get_running_loop()
        if not self.is_headless:
            for name in ("SIGHUP", "SIGTERM"):
                with suppress(AttributeError, NotImplementedError, ValueError):  # not every system has them
                    loop.add_signal_handler(getattr(signal, name), self.end)
            self.set_interval(GLANCE_EVERY, self.glance)
        self.desk.first_loaded = self._first_screen_stands
        if self._welcome:
            from kamtui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen())

    def _first_screen_stands(self) -> None:
        """The first screen has its data: load what waited for it, once the first keys have been answered."""
        gc.freeze()
        gc.enable()
        later(self, WARM_AFTER, self._warm)
        if self._keep_backup is not None:
            later(self, BACKUP_AFTER, self.back_up)
            self.set_interval(BACKUP_EVERY, self.back_up)

    def _warm(self) -> None:
        """Load what the first change and the first line need, so that neither waits."""
        self.database.warm()
        self.run_worker(asyncio.to_thread(import_module, "kamtui.screens.capture"), group="warm")

    @work(group="backup", exclusive=False)
    async def back_up(self) -> None:
        """Make the backup that is due, beside everything else; quitting breaks it off."""
        if self._keep_backup is not None and self.desk.settings.automatic_backups:
            problem = await asyncio.to_thread(self._keep_backup, self._ending.is_set)
            if problem:
                self.refuse(problem)

    def end(self) -> None:
        """The terminal is gone, or the machine goes down: save and stop."""
        self.run_worker(self.action_quit(), group="end", exclusive=True)

    async def action_quit(self) -> None:
        """Save what is still only on the screen, then end."""
        with suppress(TimeoutError, ValueError, Unusable):
            await asyncio.wait_for(self._flush_screens(), LAST_SECONDS)
        self.exit()

    async def _flush_screens(self) -> None:
        for stack in self._screen_stacks.values():
            for screen in stack:
                if (flush := getattr(screen, "flush", None)) is not None:
                    await flush()

    async def on_unmount(self) -> None:
        """Finish what is queued for the file."""
        self._ending.set()
        money.hide(on=False)
        await self.database.close()

    def _handle_exception(self, error: Exception) -> None:
        """An error of ours ends the cockpit; what a screen on its way out does not find any more is none."""
        worker = active_worker.get(None)
        at_work = worker.node if worker is not None else active_message_pump.get(None)
        leaving = not self._running or getattr(at_work, "_pruning", False)
        if not (leaving and isinstance(getattr(error, "error", error), (NoMatches, NoScreen, ScreenStackError))):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End after an error of ours: one line for the user, the trace in a file, never a value of a variable."""
        self.bell()
        note = f"See {self.crash_file}." if self._write_crash_note() else ""
        words = f"kamtui: something went wrong and the cockpit had to close; everything saved is kept. {note}"
        self._exit_renderables[:] = [words.strip()]
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Say how it ended in one line, however narrow the terminal is."""
        for words in self._exit_renderables[:1]:
            print(words, file=self.error_console.file)
        self._exit_renderables.clear()

    def _write_crash_note(self) -> bool:
        error = self._exception or sys.exc_info()[1]
        if self.crash_file is None or error is None:
            return False
        with suppress(ImportError, OSError):
            from kamtui import crash_note

            crash_note.write(self.crash_file, error, self.desk.clock.now())
            return True
        return False


def quiet_driver() -> type[Driver] | None:
    """The input driver that sleeps, or None for Textual's own where that one cannot run."""
    if sys.platform == "win32":
        return None
    try:
        from kamtui.quiet_driver import QuietDriver, fits
    except ImportError:
        return None
    return QuietDriver if fits() else None
