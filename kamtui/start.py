"""Starting the cockpit: what has to be set before Textual is imported."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from kamtui import paths
from kamtui.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from sqlite3 import Connection

    from kamtui.clock import Clock
    from kamtui.settings import Settings
    from kamtui.storage.week import Week

DEFAULTS = {"ESCDELAY": "25", "TEXTUAL_FPS": "240", "TEXTUAL_ANIMATIONS": "none"}

EMPTY_AFTER = 0.2
"""Seconds that the first list is waited for; then an empty screen is better than none."""


def launch(database_file: Path, settings: Settings, clock: Clock) -> int:
    """Open the cockpit over a database file and return the exit status once it is closed.

    In a file in which nothing was ever done it asks how to begin; the status is `DEMO` when the answer was to look at
    the demo. The file is opened on the database thread while Textual is imported; then the first screen's list is read,
    so that the screen is drawn once, filled.
    Raises Unusable, before the screen is taken, when the file must not be touched, and Refused without a terminal.
    """
    if not has_terminal():
        raise Refused("the cockpit needs a terminal; `kamtui --help` lists the commands that do not")
    prepare()
    gc.disable()
    from concurrent.futures import wait

    from kamtui.storage.database_thread import DatabaseThread
    from kamtui.storage.imports import is_untouched

    folder = paths.private_folder(database_file.parent)
    database = DatabaseThread(database_file, clock)
    first = database.begin(is_untouched)
    from kamtui.app import Cockpit

    # Read while nothing else runs: both threads would only take turns, handing over for every row.
    ahead = database.begin(partial(_first_list, clock=clock, settings=settings))
    wait((ahead,), timeout=EMPTY_AFTER)
    try:
        app = Cockpit(
            database,
            settings,
            clock,
            folder=folder,
            welcome=first.result(),
            ahead=ahead,
            keep_backup=partial(keep_backup, database_file),
        )
        app.run()
    finally:
        gc.enable()
    return app.return_code or 0


def has_terminal() -> bool:
    """Whether there is a keyboard to read from and a screen to draw on; Textual draws on standard error."""
    return all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__))


def keep_backup(database_file: Path, halted: Callable[[], bool]) -> str:
    """Make the automatic backup where one is due; gives the line that says why it could not be made, or none."""
    from kamtui.clock import Clock
    from kamtui.storage.backups import make_automatic
    from kamtui.storage.errors import Unusable

    try:
        make_automatic(database_file, Clock().now(), halted)
    except Unusable as problem:
        return "" if halted() else str(problem)
    return ""


def _first_list(connection: Connection, clock: Clock, settings: Settings) -> Week:
    from kamtui.storage.week import the_week

    return the_week(connection, clock.today(), settings.practice())


def prepare() -> None:
    """Set the environment for Textual: a quick escape, no animation, and never a log of what is typed."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    for name in ("TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL"):
        os.environ.pop(name, None)
