"""The shell: parse the words, run the one command they name, say errors in one line.

Each command lives in `kamtui.shell` and is imported only when it runs.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.domain.frozen import frozen
from kamtui.settings import Settings, load
from kamtui.shell.status import FAULT, FINE, INTERRUPTED, REFUSED, UNUSABLE, say_error
from kamtui.storage.errors import Unusable

UPKEEP = ("backup", "config", "doctor")
"""The commands that work, or help, when the settings file is broken."""
READING = ("accounts", "due", "export", "portfolio", "show")
"""The commands that only read: a file that `--db` names and that is not there was mistyped."""


@frozen
class Shell:
    """What every command is given: the database file, the clock and the settings."""

    database: Path
    chosen: bool
    clock: Clock
    settings: Settings


def main(words: Sequence[str] | None = None) -> int:
    """Run `kamtui` with the given words; returns the exit status."""
    _prepare_streams()
    try:
        return _run(list(sys.argv[1:] if words is None else words))
    except Unusable as error:
        say_error(str(error))
        return UNUSABLE
    except Refused as error:
        say_error(str(error))
        return REFUSED
    except BrokenPipeError:
        _print_no_more()
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the last resort: a user never sees a traceback
        if isinstance(error, OSError) and error.filename is None:  # no file was named: it was what is printed
            _print_no_more()
            say_error(f"standard output cannot be written: {error.strerror}; whatever was saved stays saved")
            return REFUSED
        if os.environ.get("KAMTUI_TRACE"):
            raise
        say_error(f"a fault of ours ({type(error).__name__}); nothing half-done was kept, KAMTUI_TRACE=1 shows where")
        return FAULT


def _run(words: list[str]) -> int:
    arguments = _parsed(words)
    if arguments.db == "":
        raise Refused("--db names no file; leave it out for the usual one")
    shell = Shell(
        database=paths.database(arguments.db),
        chosen=bool(arguments.db or os.environ.get("KAMTUI_DB")),
        clock=Clock(_today(arguments.today)),
        settings=Settings() if arguments.command in UPKEEP else load(paths.settings()),
    )
    if arguments.db and (arguments.command in READING or getattr(arguments, "undo", None)):
        _must_be_there(shell.database)
    module = import_module(f"kamtui.shell.{arguments.command or 'cockpit'}")
    tried = getattr(arguments, "dry_run", False) and not _is_there(shell.database)
    status: int = _try_out(module, arguments, shell) if tried else module.run(arguments, shell)
    sys.stdout.flush()
    return status


def _try_out(module: Any, arguments: Any, shell: Shell) -> int:
    """Run the command on an empty database that is gone afterwards, so that a dry run makes no file."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="kamtui-") as folder:
        status: int = module.run(arguments, replace(shell, database=Path(folder) / shell.database.name))
    return status


def _must_be_there(database: Path) -> None:
    if not _is_there(database):
        raise Refused(f"there is no database at {database}; check --db, or open it with `kamtui` to make one there")


def _is_there(database: Path) -> bool:
    with suppress(OSError):  # what cannot even be looked at is said when it is opened
        return database.exists()
    return True


def _parsed(words: list[str]) -> Any:
    """What the words ask for; no word, which opens the cockpit, needs no parser."""
    if not words:
        return SimpleNamespace(command=None, db=None, today=None)
    from kamtui.shell.parser import parser

    return parser().parse_args(words)


def _today(given: str | None) -> date | None:
    text = os.environ.get("KAMTUI_TODAY", "") if given is None else given
    if given is None and not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text!r} is not a date; write today as 2026-11-21") from None
    if not 1950 <= day.year <= 2150:
        raise Refused(f"{text} is too far away; today lies between 1950 and 2150")
    return day


def _prepare_streams() -> None:
    """UTF-8 whatever the locale; what is printed to a stream that is closed goes nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  it lasts to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _print_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
