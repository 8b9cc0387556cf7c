# ruff: noqa: N999  the module is called as the command is
"""`kamtui import`: other programs' files and kamtui documents, looked at first and taken back if wanted."""

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui import paths
from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import plural
from kamtui.exchange.applying import Options, Result, import_sources, rehearse_sources
from kamtui.exchange.ledger import Action, Outcome, Totals
from kamtui.exchange.mapping import parse_map
from kamtui.exchange.reading import parse_kind
from kamtui.exchange.sources import Asked, Source, read_sources, remember
from kamtui.shell.output import print_json, say, table
from kamtui.shell.progress import Bar
from kamtui.storage import imports
from kamtui.storage.database import Database

if TYPE_CHECKING:
    from kamtui.cli import Shell
    from kamtui.exchange.document_report import Report

LISTED = 200
"""How many rows that need attention a real run prints."""


def run(arguments: Namespace, shell: "Shell") -> int:
    """Import the files, show what would happen, or take an import back; returns the exit status.

    Leaves with the status of wrong usage when there is nothing to read, or something beside what is taken back.
    """
    if arguments.undo:
        if arguments.files:
            arguments.leave("--undo takes back an earlier import and reads no files")
        return _undo(arguments, shell)
    if not arguments.files:
        arguments.leave("name the files to import")
    kind = parse_kind(arguments.kind) if arguments.kind else None
    asked = Asked(
        kind,
        parse_map(arguments.map),
        True if arguments.dayfirst else False if arguments.monthfirst else None,
        shell.settings.decimal_comma,
        arguments.keep_unmapped,
    )
    with Bar("reading") as bar:
        sources = read_sources([Path(name) for name in arguments.files], asked, bar)
    for source in sources:
        for question in source.reading.questions:
            raise Refused(f"{source.name}: {question.text}")
    result = _with_settings(arguments, shell, sources, _result(arguments, shell, sources))
    if arguments.json:
        print_json(as_document(sources, result, every_row=arguments.dry_run))
    else:
        _print(sources, result, dry_run=arguments.dry_run)
    if not arguments.dry_run:
        _remember(sources)
    if result.totals.errors and not arguments.json:
        sys.stdout.flush()
        done = "cannot be imported" if arguments.dry_run else "could not be imported"
        print(f"kamtui: {plural(result.totals.errors, 'row')} {done}; the list says why", file=sys.stderr)
    return 0


def _with_settings(arguments: Namespace, shell: "Shell", sources: tuple[Source, ...], result: Result) -> Result:
    """Take the settings of a document that is restored; the result says what became of them."""
    if not result.documents:
        return result
    from kamtui.exchange.document_settings import settings_to_take, tell_settings
    from kamtui.settings_file import change

    changes = settings_to_take(sources, result, shell.settings)
    try:
        if changes and not arguments.dry_run:
            change(paths.settings(), changes, shell.clock.today())
    except Refused as problem:
        print(f"kamtui: everything is imported, but not the settings: {problem}", file=sys.stderr)
        changes = {}
    return tell_settings(sources, result, shell.settings, taken=bool(changes))


def _remember(sources: tuple[Source, ...]) -> None:
    """Keep the mappings; that they cannot be kept is said, and does not make the import a failure."""
    try:
        remember(sources)
    except Refused as problem:
        print(f"kamtui: everything is imported, but the mapping is not remembered: {problem}", file=sys.stderr)


def _result(arguments: Namespace, shell: "Shell", sources: tuple[Source, ...]) -> Result:
    options = Options(arguments.won_as_contracts, arguments.dry_run, shell.settings.practice().catalogue)
    database = Database.open(shell.database, shell.clock)
    try:
        if arguments.dry_run:
            with Bar("trying") as bar:
                now, today = shell.clock.now(), shell.clock.today()
                return database.read(rehearse_sources, sources, now, today, options, bar)
        with Bar("importing") as bar:
            return database.run(import_sources, sources, options, bar)
    finally:
        database.close()


def as_document(sources: tuple[Source, ...], result: Result, *, every_row: bool) -> dict[str, Any]:
    """The import as `--json` gives it."""
    files = [
        {
            "file": str(source.path),
            "kind": source.reading.kind.value,
            "taken_for": source.reading.taken_for,
            "rows": source.reading.row_count,
            "mapping": [{"column": column, "field": field} for column, field in source.reading.mapping],
            "unmapped": list(source.reading.unmapped),
            "notes": list(source.reading.notes),
        }
        for source in sources
    ]
    values = result.as_values(every_row=every_row)
    for row in values["rows"]:
        row["file"] = sources[row["file"]].path.name
    unmapped = {source.path.name: list(source.reading.unmapped) for source in sources if source.reading.unmapped}
    return {"files": files, **values, "unmapped": unmapped}


def _print(sources: tuple[Source, ...], result: Result, *, dry_run: bool) -> None:
    for source in sources:
        _print_source(source, with_mapping=dry_run)
    rows = [one for one in result.rows if dry_run or one.matters or one.why]
    if rows:
        say()
        several = len(sources) > 1
        table([_cells(one, sources, several=several) for one in rows[: None if dry_run else LISTED]])
        if not dry_run and len(rows) > LISTED:
            say(f"… and {plural(len(rows) - LISTED, 'more row')}; --dry-run shows every one")
    for report in result.documents:
        _print_report(report, dry_run=dry_run)
    for one in result.duplicates:
        say(f"possible duplicate: {one.record} {shorten(one.name, 40)} and {shorten(one.other, 40)} ({one.why})")
    say()
    for record, totals in result.by_record.items():
        say(f"{record.replace('_', ' ')}: {_sums(totals)}")
    said = "would be: " if dry_run else "in all: "
    say(said + _sums(result.totals))
    if dry_run:
        say("Nothing was changed. Without --dry-run it is imported.")
    elif result.batch:
        say(f"Batch {result.batch}; `kamtui import --undo {result.batch}` takes it back.")
    else:
        say("Everything was known already; nothing was changed.")


def _print_report(report: "Report", *, dry_run: bool) -> None:
    for conflict in report.conflicts:
        fields = f" ({', '.join(conflict.fields)})" if conflict.fields else ""
        what = f"{conflict.list} {shorten(conflict.name or conflict.uid, 40)}"
        say(f"conflict: {what}{fields}: {conflict.words}")
    for renamed in report.renamed:
        say(f"possible duplicate: account {shorten(renamed.name, 40)} came as {shorten(renamed.kept_as, 40)}")
    if report.settings_applied:
        say(f"The document's settings {'would be' if dry_run else 'are'} yours; `kamtui config` shows them.")
    elif report.settings_found:
        say("The document holds settings too; yours were left as they are.")


def _print_source(source: Source, *, with_mapping: bool) -> None:
    reading = source.reading
    say(reading.taken_for)
    if reading.mapping and with_mapping:
        say("  " + ", ".join(f"{column} = {field}" for column, field in reading.mapping))
    for note in reading.notes:
        say(f"  {note}")


def _cells(one: Outcome, sources: tuple[Source, ...], *, several: bool) -> list[str]:
    where = [sources[one.file].name] if several else []
    action = one.action.value.upper() if one.action is Action.ERROR else one.action.value
    return [*where, f"row {one.number}", action, one.record.replace("_", " "), one.name, one.why]


def _sums(totals: Totals) -> str:
    counted = asdict(totals)
    created, errors = counted.pop("created"), counted.pop("errors")
    more = [f"{number:,} {name}" for name, number in counted.items() if number]
    return ", ".join([f"{created:,} created", *more, *([plural(errors, "error")] if errors else [])])


def _undo(arguments: Namespace, shell: "Shell") -> int:
    database = Database.open(shell.database, shell.clock)
    try:
        if arguments.undo == "list":
            return _list(database.read(imports.batches), as_json=arguments.json)
        found = database.run(imports.take_back, clean_line(arguments.undo))
    finally:
        database.close()
    if arguments.json:
        print_json({"batch": arguments.undo, "reversed": found.reversed, "kept": found.kept, "errored": found.errored})
        return 0
    for one in found.kept:
        say(f"kept, edited or needed since: {one}")
    for one in found.errored:
        say(f"could not be taken back: {one}")
    say(f"{found.reversed:,} reversed, {len(found.kept):,} kept, {len(found.errored):,} errored")
    return 0


def _list(known: list[tuple[str, str, str]], *, as_json: bool) -> int:
    if as_json:
        print_json([{"batch": batch, "at": at, "what": label} for batch, at, label in known])
    elif known:
        table([[batch, at.replace("T", " ").rstrip("Z"), label] for batch, at, label in known])
    else:
        say("No imports.")
    return 0
