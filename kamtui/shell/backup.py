"""`kamtui backup`: make a copy, list the copies, read them through, go back to one."""

from argparse import Namespace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from kamtui import paths
from kamtui.clock import Clock
from kamtui.domain.wording import moment_words, plural
from kamtui.shell.output import say, table
from kamtui.storage import backups, schema
from kamtui.storage.doctor import size_words

if TYPE_CHECKING:
    from kamtui.cli import Shell
    from kamtui.storage.backups import Look

FOUND_SOMETHING = 1


def run(arguments: Namespace, shell: "Shell") -> int:
    """Do what was asked; returns the exit status. Raises Refused and Unusable as `backups` and `restore` do."""
    takes_file = arguments.what in ("verify", "restore")
    if (arguments.file and not takes_file) or (arguments.what == "restore" and not arguments.file):
        words = "takes no FILE" if arguments.file else "needs a FILE (`kamtui backup list` shows them)"
        arguments.leave(f"backup {arguments.what} {words}")
    if arguments.what == "now":
        return _now(shell)
    if arguments.what == "list":
        return _list(shell)
    return _verify(arguments, shell) if arguments.what == "verify" else _restore(arguments, shell)


def _now(shell: "Shell") -> int:
    schema.examine(shell.database)
    made = backups.make(shell.database, Clock().now())
    say(f"{made}: {_content(backups.look(made))}")
    return 0


def _list(shell: "Shell") -> int:
    made = backups.found(shell.database)
    if not made:
        say(f"there are no backups in {paths.backups(shell.database)}; `kamtui backup now` makes one")
        return 0
    now = Clock().now().astimezone()
    rows = [["made", "size", "accounts", "schema", "", "file"]]
    for each in made:
        looked = backups.look(each.file)
        accounts = "–" if looked.accounts is None else str(looked.accounts)
        state = looked.problem or "ok"
        rows.append(
            [moment_words(each.at, now), size_words(looked.size), accounts, looked.schema or "–", state, each.file.name]
        )
    say(str(paths.backups(shell.database)))
    table(rows, right=frozenset({1, 2}), indent="  ")
    return 0


def _verify(arguments: Namespace, shell: "Shell") -> int:
    files = [_chosen(arguments.file, shell)] if arguments.file else [one.file for one in backups.found(shell.database)]
    if not files:
        say("there are no backups to verify; `kamtui backup now` makes one")
    looks = [(file, backups.look(file)) for file in files]
    for file, looked in looks:
        say(f"{file.name}: {looked.problem or _content(looked)}")
    return FOUND_SOMETHING if any(looked.problem for _, looked in looks) else 0


def _restore(arguments: Namespace, shell: "Shell") -> int:
    from kamtui.storage.restore import restore

    chosen = _chosen(arguments.file, shell)
    done = restore(shell.database, chosen, Clock().now())
    say(f"restored {chosen.name}: {_content(done.look)}")
    if done.older:
        say("it has an older schema; the next start makes a backup of it and brings it up to date")
    if done.kept is not None:
        db = f"--db {quote(str(shell.database))} " if shell.chosen else ""
        say(f"what was there before is kept in {done.kept}")
        say(f"to go back to it: kamtui {db}backup restore {quote(done.kept.name)}")
    return 0


def _chosen(name: str, shell: "Shell") -> Path:
    """The file of that name, here or in the folder of backups."""
    given = paths.named(name)
    inside = paths.backups(shell.database) / name
    return inside if not _exists(given) and _exists(inside) else given


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return False


def _content(looked: "Look") -> str:
    return f"{plural(looked.accounts or 0, 'account')}, {size_words(looked.size)}, schema {looked.schema}, ok"
