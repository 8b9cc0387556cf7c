"""`kamtui` alone: open the cockpit."""

import sqlite3
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamtui.screens.desk import DEMO
from kamtui.start import launch
from kamtui.storage import schema
from kamtui.storage.imports import is_untouched

if TYPE_CHECKING:
    from kamtui.cli import Shell


def run(arguments: Namespace, shell: "Shell") -> int:  # noqa: ARG001
    """Open the cockpit over the database; returns the exit status. The very first time it asks how to begin.

    The demo has a file of its own beside the user's. Raises Unusable before the screen is taken when the file must
    not be touched.
    """
    found = schema.examine(shell.database)
    first = found is schema.Found.MISSING or (found is schema.Found.CURRENT and _is_untouched(shell.database))
    status = launch(shell.database, shell.settings, shell.clock, welcome=first)
    if status != DEMO:
        return status
    from kamtui.shell import demo

    return demo.run(Namespace(accounts=28, seed=1, to=None), replace(shell, chosen=False))


def _is_untouched(path: Path) -> bool:
    """Whether nothing was ever done in the file; one that cannot be asked now is not asked how to begin."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return is_untouched(connection)
        finally:
            connection.close()
    except sqlite3.Error:
        return False
