"""`kamtui demo`: a realistic portfolio to look at and to try things on."""

import json
import os
from argparse import Namespace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from kamtui import paths
from kamtui.clock import Clock
from kamtui.demo import MOST_ACCOUNTS, portfolio
from kamtui.domain.errors import Refused
from kamtui.domain.wording import plural
from kamtui.exchange.document import import_document, read_document
from kamtui.shell.output import say
from kamtui.storage.database import Database

if TYPE_CHECKING:
    import sqlite3

    from kamtui.cli import Shell

FILE = "demo.db"
OWN_WORK = "SELECT 1 FROM journal_action WHERE batch IS NULL LIMIT 1"


class Midnight(Clock):
    """A clock at which it is the beginning of its day, so that the same demo is written at any hour."""

    def now(self) -> datetime:
        """The beginning of today, in UTC."""
        return datetime.combine(self.today(), time()).astimezone(UTC)


def run(arguments: Namespace, shell: "Shell") -> int:
    """Write the demo portfolio and open it; with `--to`, write it there and open nothing.

    The demo that is opened has a file of its own. One that was only looked at is written anew, so that its dates are
    fresh; one that was worked in is opened as it is. Raises Refused when `--to` names an existing file.
    """
    if not 1 <= arguments.accounts <= MOST_ACCOUNTS:
        raise Refused(f"a demo has 1 to {MOST_ACCOUNTS} accounts, not {arguments.accounts}")
    if arguments.to:
        target = Path(arguments.to).expanduser().absolute()
        if target.exists():
            raise Refused(f"{target} exists already; name a new file")
        count = write(target, arguments, shell)
        say(f"{plural(count, 'account')} written to {target}")
        return 0
    target = shell.database if shell.chosen else shell.database.with_name(FILE)
    if not target.exists():
        write(target, arguments, shell)
    elif shell.chosen:
        raise Refused(f"{target} exists already; name a new file, or open it with `kamtui`")
    elif not _worked_in(target, shell):
        target.unlink()
        write(target, arguments, shell)
    from kamtui.start import launch

    return launch(target, shell.settings, shell.clock)


def write(target: Path, arguments: Namespace, shell: "Shell") -> int:
    """Write the portfolio into a new database: built beside it and renamed when it is whole. Returns its accounts."""
    document = portfolio(shell.clock.today(), accounts=arguments.accounts, seed=arguments.seed)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    paths.private_folder(target.parent)
    try:
        database = Database.open(part, Midnight(shell.clock.today()))
        try:
            database.run(import_document, read_document(json.dumps(document)))
        finally:
            database.close()
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return len(document["accounts"])


def _worked_in(target: Path, shell: "Shell") -> bool:
    def asked(connection: "sqlite3.Connection") -> bool:
        return connection.execute(OWN_WORK).fetchone() is not None

    database = Database.open(target, shell.clock)
    try:
        return database.read(asked)
    finally:
        database.close()
