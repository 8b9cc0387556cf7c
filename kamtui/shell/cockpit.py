"""`kamtui` alone: open the cockpit."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kamtui.screens.desk import DEMO
from kamtui.start import launch

if TYPE_CHECKING:
    from argparse import Namespace

    from kamtui.cli import Shell


def run(arguments: "Namespace", shell: "Shell") -> int:  # noqa: ARG001
    """Open the cockpit over the database; returns the exit status. The very first time it asks how to begin.

    The demo has a file of its own beside the user's. Raises Unusable before the screen is taken when the file must
    not be touched.
    """
    status = launch(shell.database, shell.settings, shell.clock)
    if status != DEMO:
        return status
    from argparse import Namespace

    from kamtui.shell import demo

    return demo.run(Namespace(accounts=28, seed=1, to=None), replace(shell, chosen=False))
