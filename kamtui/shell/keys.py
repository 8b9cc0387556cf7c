"""`kamtui keys`: every key of the cockpit."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kamtui import keys
from kamtui.shell.output import say, table

if TYPE_CHECKING:
    from kamtui.cli import Shell


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the registry, with the user's own keys; returns the exit status."""
    if arguments.markdown:
        say(keys.as_markdown().rstrip())
        return 0
    for where in dict.fromkeys(action.where for action in keys.ACTIONS):
        say(keys.title(where))
        rows = [(keys.shown_all(keys.key_of(one, shell.settings.keys)), one.words) for one in keys.of(where)]
        table(rows, indent="  ")
    return 0
