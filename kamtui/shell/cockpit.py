"""`kamtui` alone: open the cockpit."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kamtui.start import launch
from kamtui.storage import schema

if TYPE_CHECKING:
    from kamtui.cli import Shell


def run(arguments: Namespace, shell: "Shell") -> int:  # noqa: ARG001
    """Open the cockpit over the database; returns the exit status.

    Raises Unusable before the screen is taken when the file must not be touched.
    """
    schema.examine(shell.database)
    return launch(shell.database, shell.settings, shell.clock)
