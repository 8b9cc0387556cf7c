"""`kamtui export`: everything as a file for this or other programs, or one account's brief, plan or hand-over pack."""

import sys
from argparse import Namespace
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.exchange.document_file import write_file
from kamtui.shell import export_files
from kamtui.storage.database import Database
from kamtui.storage.lookup import account_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kamtui.cli import Shell
    from kamtui.exchange.page import Page

PAGES = ("brief", "followup", "plan", "handover")
"""What is written about one account."""
READINESS = "readiness"
"""A page, too, but about the whole portfolio."""


def run(arguments: Namespace, shell: "Shell") -> int:
    """Write it to a file or standard output; returns the exit status.

    Raises Refused when the file exists and `--force` was not given, or when there is nothing to write; leaves with the
    status of wrong usage when the words do not go together.
    """
    if wrong := _wrong_usage(arguments):
        arguments.leave(wrong)
    database = Database.open(shell.database, shell.clock)
    try:
        account = database.read(account_id, arguments.account) if arguments.what in PAGES else 0
        with _redacted(arguments, database):
            _write(arguments, shell, database, account)
    finally:
        database.close()
    return 0


def _write(arguments: Namespace, shell: "Shell", database: Database, account: int) -> None:
    if arguments.what in export_files.FILES:
        export_files.write(arguments, shell, database)
        return
    text = _text(arguments, shell, database, account)
    if arguments.output:
        write_file(Path(arguments.output).expanduser(), text, force=arguments.force)
    else:
        sys.stdout.write(text)


@contextmanager
def _redacted(arguments: Namespace, database: Database) -> "Iterator[None]":
    """With `--redact`, everything is read and said without names, texts and amounts inside (rule G-2); tells so."""
    if not arguments.redact:
        yield
        return
    from kamtui.domain import money
    from kamtui.storage.veil import Veil

    database.veil(Veil.FILE)
    with money.hidden():
        yield
    print(f"{arguments.output or 'this'} is redacted: names, texts and amounts are left out", file=sys.stderr)


def _wrong_usage(arguments: Namespace) -> str:
    if arguments.paper and arguments.format != "html":
        return "--paper is for a page to print: it goes with --format html"
    if arguments.what in export_files.FILES:
        return export_files.wrong_usage(arguments)
    if arguments.what in PAGES and not arguments.account:
        return f"export {arguments.what} needs an ACCOUNT"
    if arguments.what == READINESS:
        return f"export {READINESS} is about all accounts: leave ACCOUNT out" if arguments.account else ""
    if arguments.what not in PAGES and (arguments.account or arguments.format):
        return f"export {arguments.what} writes everything, in one format: leave ACCOUNT and --format out"
    return ""


def _text(arguments: Namespace, shell: "Shell", database: Database, account: int) -> str:
    if arguments.what not in (*PAGES, READINESS):
        from kamtui.exchange.document import dumps, export_document

        settings = {} if arguments.redact else shell.settings.in_document()
        return dumps(database.read(export_document, settings))
    from kamtui.exchange.page import redacted

    page = _page(arguments.what, database, account, shell)
    return writer(arguments.format or "md", arguments.paper or "a4")(redacted(page) if arguments.redact else page)


def writer(format_: str, paper: str = "a4") -> "Callable[[Page], str]":
    """What makes a page the text of a file: `md` or `html`, the latter to be printed on `a4` or `letter`."""
    if format_ == "html":
        from functools import partial

        from kamtui.exchange.webpage import as_html

        return partial(as_html, paper=paper)
    from kamtui.exchange.markdown import as_markdown

    return as_markdown


def _page(what: str, database: Database, account: int, shell: "Shell") -> "Page":
    if what == READINESS:
        return _readiness(database, shell)
    if what == "plan":
        return _plan(database, account, shell)
    if what == "handover":
        return _handover(database, account, shell)
    return _brief(database, account, shell) if what == "brief" else _follow_up(database, account)


def _plan(database: Database, account: int, shell: "Shell") -> "Page":
    from kamtui import wordlists
    from kamtui.domain.plan_words import FILE, read_plan_words
    from kamtui.exchange.plan_page import plan_page
    from kamtui.storage.plans import the_plan

    today = shell.clock.today()
    found: Any = database.read(the_plan, account, today, shell.settings.practice())
    return plan_page(found, today, wordlists.load(FILE, read_plan_words).value)


def _handover(database: Database, account: int, shell: "Shell") -> "Page":
    from kamtui import wordlists
    from kamtui.domain.plan_words import FILE, read_plan_words
    from kamtui.exchange.handover_page import handover_page
    from kamtui.storage.handover import handover_of

    today, practice = shell.clock.today(), shell.settings.practice()
    found: Any = database.read(handover_of, account, today, practice)
    return handover_page(found, today, practice, wordlists.load(FILE, read_plan_words).value)


def _brief(database: Database, account: int, shell: "Shell") -> "Page":
    from kamtui.exchange.page import brief_page
    from kamtui.storage.briefs import brief_of

    found: Any = database.read(brief_of, account, shell.clock.today(), shell.settings.practice())
    return brief_page(found)


def _readiness(database: Database, shell: "Shell") -> "Page":
    from kamtui.exchange.readiness_page import readiness_page
    from kamtui.storage.readiness_report import readiness_report

    clock = shell.clock
    return readiness_page(database.read(readiness_report, clock.today(), shell.settings.practice(), clock.now()))


def _follow_up(database: Database, account: int) -> "Page":
    from kamtui.exchange.page import follow_up_page
    from kamtui.storage.follow_ups import follow_up_of

    return follow_up_page(database.read(follow_up_of, account))
