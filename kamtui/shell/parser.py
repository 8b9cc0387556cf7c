"""The words of the command line: every command with its options. Not loaded for `kamtui` alone."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, NoReturn

from kamtui import __version__
from kamtui.shell.status import USAGE, say_error

OPTION = re.compile("--?[A-Za-z][^ ]*")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line.

    `explain` gives what its help ends with; it is called only when the help is asked for.
    """

    explain: Callable[[], str] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse as usual, but let the options of a command stand anywhere among its other words."""
        words = args if args is None or self._subparsers is not None else self._options_first(args)
        return super().parse_known_args(words, namespace)

    def _options_first(self, words: Sequence[str]) -> list[str]:
        options: list[str] = []
        others: list[str] = []
        given = iter(words)
        for word in given:
            if word == "--":
                others += given
            elif OPTION.fullmatch(word):
                options.append(word)
                options += islice(given, int(self._takes_value(word)))
            else:
                others.append(word)
        return [*options, "--", *others] if others else options

    def _takes_value(self, word: str) -> bool:
        """Whether an option, or the beginning of one, is followed by its value as a word of its own."""
        known = self._option_string_actions
        meant = [known[word]] if word in known else [known[each] for each in known if each.startswith(word)]
        return len(meant) == 1 and meant[0].nargs is None

    def format_help(self) -> str:
        """The help, with its explanation."""
        if self.explain is not None:
            self.epilog = self.explain()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say it and leave with the status of wrong usage."""
        say_error(f"{message}; try `{self.prog} --help`")
        sys.exit(USAGE)


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="kamtui",
        description="A terminal cockpit for managing client accounts. Without a command it opens.",
        epilog="Exit status: 0 fine, 1 found something, 2 wrong usage, 3 refused input, 4 unusable database.",
    )
    top.add_argument("--version", action="version", version=f"kamtui {__version__}")
    top.add_argument("--db", metavar="FILE", help="the database file (or KAMTUI_DB)")
    top.add_argument("--today", metavar="YYYY-MM-DD", help="take this day for today (or KAMTUI_TODAY)")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_reading(commands)
    _add_writing(commands)
    _add_upkeep(commands)
    for each in commands.choices.values():  # behind the command they mean the same
        each.add_argument("--db", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        each.add_argument("--today", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return top


Commands = argparse._SubParsersAction


def _add_reading(commands: "Commands[Parser]") -> None:
    due = commands.add_parser("due", help="this week's list in order, what fits the half hour, capacity")
    due.add_argument("--week", metavar="2026-W48", help="another week than this one")
    due.add_argument("--minutes", type=_minutes, metavar="N", help="minutes of the half hour")
    accounts = commands.add_parser("accounts", help="all accounts with their verdicts")
    accounts.add_argument("--tier", help="only this tier: 1, 2, 3 or its name")
    accounts.add_argument("--colour", choices=("green", "yellow", "red", "unrated"), help="only this colour")
    accounts.add_argument("--sort", metavar="FIELD", help="a field of --json, such as gap, name or days_silent")
    show = commands.add_parser("show", help="everything about one account")
    show.add_argument("account", metavar="ACCOUNT", help="a name, the beginning of one, or a uid")
    figures = commands.add_parser("portfolio", help="the portfolio in figures: compass, health, renewals, growth")
    for each in (due, accounts, show, figures):
        each.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    keys = commands.add_parser("keys", help="every key of the cockpit")
    keys.add_argument("--markdown", action="store_true", help="as a Markdown page")


def _add_writing(commands: "Commands[Parser]") -> None:
    demo = commands.add_parser("demo", help="write a realistic portfolio and open it")
    demo.add_argument("--accounts", type=int, default=28, metavar="N", help="how many accounts (1 to 1000)")
    demo.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed writes the same portfolio")
    demo.add_argument("--to", metavar="FILE", help="write it there and open nothing")
    log = commands.add_parser(
        "log",
        help="note one line: Acme: called Jane ~warm next: send offer by fri",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    log.explain = _grammar
    log.add_argument("text", nargs="*", metavar="TEXT", help="the line; without it, it is read from standard input")
    log.add_argument("--dry-run", action="store_true", help="say what was understood and save nothing")
    log.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    log.set_defaults(leave=log.error)
    _add_import(commands)
    _add_export(commands)


def _grammar() -> str:
    from kamtui.domain.capture_words import GRAMMAR_HELP

    return GRAMMAR_HELP


def _add_import(commands: "Commands[Parser]") -> None:
    bring = commands.add_parser(
        "import",
        help="read accounts and contacts from a CRM's or an address book's files, or a kamtui document",
        description="Read accounts, contacts, deals and cases from Salesforce, HubSpot, Google Contacts or Outlook, "
        "from any table as .csv or .xlsx (its first sheet), from vCards (.vcf), or from a kamtui document.",
    )
    bring.add_argument("files", nargs="*", metavar="FILE", help="one or several files, in any order")
    bring.add_argument("--kind", metavar="K", help="what the file is, where its header does not say")
    bring.add_argument("--map", action="append", default=[], metavar="Column=field", help="what a column means")
    order = bring.add_mutually_exclusive_group()
    order.add_argument("--dayfirst", action="store_true", help="3/1/2027 is 3 January")
    order.add_argument("--monthfirst", action="store_true", help="3/1/2027 is 1 March")
    bring.add_argument("--won-as-contracts", action="store_true", help="won deals become contract lines")
    bring.add_argument("--keep-unmapped", action="store_true", help="keep unknown columns as lines of the notes")
    bring.add_argument("--dry-run", action="store_true", help="show, row by row, what would happen")
    bring.add_argument("--undo", metavar="BATCH", help="take back an earlier import")
    bring.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    bring.set_defaults(leave=bring.error)


def _add_export(commands: "Commands[Parser]") -> None:
    out = commands.add_parser("export", help="write everything for this or other programs, or one account as a page")
    out.add_argument(
        "what",
        choices=("json", "csv", "xlsx", "ics", "brief", "followup", "plan", "handover", "readiness"),
        help="json, csv, xlsx: the whole portfolio; ics: the reviews and dated work for a calendar; "
        "brief: an account since its last QBR; followup: of its latest QBR; "
        "plan: its account plan; handover: all about it, for whoever takes it over; "
        "readiness: the report of the latest readiness assessment",
    )
    out.add_argument(
        "account",
        nargs="?",
        metavar="ACCOUNT",
        help="a name, the beginning of one, or a uid; for csv the one list to write, such as accounts",
    )
    out.add_argument("--format", choices=("md", "html"), help="of a page; md unless given")
    out.add_argument("--paper", choices=("a4", "letter"), help="what an html page is printed on; a4 unless given")
    out.add_argument(
        "-o",
        dest="output",
        metavar="FILE",
        help="write to a file (csv of everything: a folder) instead of standard output",
    )
    out.add_argument("--force", action="store_true", help="replace an existing file")
    out.add_argument("--redact", action="store_true", help="leave names, texts and amounts out")
    out.set_defaults(leave=out.error)


def _add_upkeep(commands: "Commands[Parser]") -> None:
    backup = commands.add_parser("backup", help="make, list or verify backups, or go back to one")
    backup.add_argument(
        "what",
        nargs="?",
        default="now",
        choices=("now", "list", "verify", "restore"),
        help="now (unless given): make one; list; verify: read FILE or all of them through; restore: go back to FILE",
    )
    backup.add_argument("file", nargs="?", metavar="FILE", help="a backup, by its path or its name in the list")
    backup.set_defaults(leave=backup.error)
    doctor = commands.add_parser("doctor", help="look the database and what lies beside it over, change nothing")
    doctor.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    config = commands.add_parser("config", help="show the settings, or change one")
    config.add_argument(
        "what",
        nargs="?",
        default="show",
        choices=("path", "show", "set"),
        help="show (unless given): every setting; path: of their file; set: change one",
    )
    config.add_argument("words", nargs="*", metavar="KEY VALUE", help="such as silence_days 30 or keys.week.done D")
    config.set_defaults(leave=config.error)


def _minutes(text: str) -> int:
    minutes = int(text) if text.isdecimal() and len(text) < 5 else 0
    if not 1 <= minutes <= 1440:
        raise argparse.ArgumentTypeError("minutes are a whole number from 1 to 1440")
    return minutes
