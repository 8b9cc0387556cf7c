"""What `kamtui export` writes for other programs: the calendar, csv and xlsx."""

import sys
from argparse import Namespace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from kamtui.exchange.document_file import write_file, write_folder
from kamtui.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamtui.cli import Shell
    from kamtui.exchange.tables_out import Table

FILES = ("ics", "csv", "xlsx")


def wrong_usage(arguments: Namespace) -> str:
    """Why the words do not go together, or nothing."""
    if arguments.format:
        return f"export {arguments.what} has one format: leave --format out"
    if arguments.what == "csv":
        return "" if arguments.account or arguments.output else "export csv needs a LIST, or a folder with -o"
    if arguments.account:
        return f"export {arguments.what} writes everything: leave {arguments.account!r} out"
    if arguments.what == "xlsx" and not arguments.output and sys.stdout.isatty():
        return "export xlsx needs a file with -o"
    return ""


def write(arguments: Namespace, shell: "Shell", database: Database) -> None:
    """Write what is asked for. Raises Refused when a file or folder exists and `--force` was not given."""
    if arguments.what == "ics":
        _put(_calendar(shell, database, redact=arguments.redact), arguments)
    elif arguments.what == "xlsx":
        from kamtui.exchange.xlsx_out import as_xlsx

        _put(as_xlsx(_tables(database), shell.clock.now()), arguments)
    else:
        _csv(arguments, database)


def _csv(arguments: Namespace, database: Database) -> None:
    from kamtui.exchange.csv_out import as_csv
    from kamtui.exchange.tables_out import list_named

    if arguments.account:
        (table,) = _tables(database, list_named(arguments.account))
        _put(as_csv(table, bom=bool(arguments.output)).encode(), arguments)
        return
    files: dict[str, str | bytes] = {f"{each.name}.csv": as_csv(each, bom=True) for each in _tables(database)}
    write_folder(Path(arguments.output).expanduser(), files, force=arguments.force)


def _tables(database: Database, only: str = "") -> "Iterator[Table]":
    from kamtui.exchange.document_out import export_document
    from kamtui.exchange.tables_out import tables

    return tables(database.read(export_document), only)


def _calendar(shell: "Shell", database: Database, *, redact: bool) -> bytes:
    from kamtui.exchange.calendar import as_calendar
    from kamtui.exchange.calendar_reviews import review_series
    from kamtui.storage.calendar_work import calendar_work
    from kamtui.storage.veil import Veil, seen

    practice, today = shell.settings.practice(), shell.clock.today()
    practice = seen(practice, Veil.FILE) if redact else practice
    work = database.read(calendar_work, today, practice)
    at = time.fromisoformat(shell.settings.review_time)
    reviews = review_series(practice, work.started or today, at)
    return as_calendar(reviews, work.items, work.settled, shell.clock.now())


def _put(content: bytes, arguments: Namespace) -> None:
    if arguments.output:
        write_file(Path(arguments.output).expanduser(), content, force=arguments.force)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
