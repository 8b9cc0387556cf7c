"""Starting the cockpit: what has to be set before Textual is imported."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from kamtui import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kamtui.clock import Clock
    from kamtui.settings import Settings

DEFAULTS = {"ESCDELAY": "25", "TEXTUAL_FPS": "240", "TEXTUAL_ANIMATIONS": "none"}


def launch(
    database_file: Path,
    settings: Settings,
    clock: Clock,
    find_accounts: Callable[[Any], Sequence[tuple[int, str]]] | None = None,
) -> int:
    """Open the cockpit over a database file and return the exit status once it is closed.

    In a file in which nothing was ever done it asks how to begin; the status is `DEMO` when the answer was to look at
    the demo. The file is opened on its thread while Textual is imported. Raises Unusable, before the screen is taken,
    when it must not be touched.
    """
    prepare()
    gc.disable()
    from kamtui.storage.database import DatabaseThread
    from kamtui.storage.imports import is_untouched

    folder = paths.private_folder(database_file.parent)
    database = DatabaseThread(database_file, clock)
    first = database.begin(is_untouched)
    from kamtui.app import Cockpit

    app = Cockpit(database, settings, clock, folder=folder, find_accounts=find_accounts, welcome=first.result())
    app.run()
    return app.return_code or 0


def prepare() -> None:
    """Set the environment for Textual: a quick escape, no animation, and never a log of what is typed."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    for name in ("TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL"):
        os.environ.pop(name, None)
