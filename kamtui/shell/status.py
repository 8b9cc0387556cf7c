"""How a command ends: the exit statuses, and the one line of an error."""

import sys
from contextlib import suppress

FINE, FOUND_SOMETHING, USAGE, REFUSED, UNUSABLE = range(5)
FAULT = 70
INTERRUPTED = 130


def say_error(message: str) -> None:
    """One line on standard error, whatever the message holds; lost where nothing can be written there."""
    from kamtui.domain.text import clean_line

    with suppress(OSError):
        print(f"kamtui: {clean_line(message)}", file=sys.stderr, flush=True)
