"""How the import screen shows its files, its rows, and what is to be known of each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from kamtui.domain.text import cell_width, shorten
from kamtui.domain.wording import plural
from kamtui.exchange.ledger import Action, Outcome, Result, Totals
from kamtui.exchange.sources import Source
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.virtual_list import Column, Heading, Row

INKS = {
    Action.CREATE: "good",
    Action.UPDATE: "accent",
    Action.UNCHANGED: "dim",
    Action.SKIP: "dim",
    Action.ERROR: "poor",
}


NAME = 26
"""How many terminal cells of a name stand before the why."""

_FOR_THE_SHELL = re.compile(r"\s*\(--[^)]*\)")
"""What a note says of the shell's options, which the screen has keys for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line about a file or about the whole import; `sign` says what kind of line it is."""

    key: str
    sign: str
    text: str
    ink: str = ""


Item = Outcome | Said | str
"""A row, a line that says something, or the title above both."""


def columns() -> list[Column]:
    """Action, row, record, and the name with the why behind it."""
    return [
        Column("", 9),
        Column("row", 6, right=True, keep=2),
        Column("what", 12, keep=3),
        Column("name and why", least=20),
    ]


def items(sources: Sequence[Source], result: Result | None, problem: str = "") -> list[Item]:
    """Everything in order: each file with what is to be known of it and its rows, then possible duplicates."""
    found: list[Item] = []
    by_file: dict[int, list[Outcome]] = {}
    for row in result.rows if result else ():
        by_file.setdefault(row.file, []).append(row)
    for place, source in enumerate(sources):
        found.append(source.reading.taken_for)
        notes = (_FOR_THE_SHELL.sub("", note) for note in source.reading.notes)
        found += [Said(f"note{place}.{number}", "note", note) for number, note in enumerate(notes)]
        found += by_file.get(place, ())
    if problem:
        found.append(Said("problem", "error", problem, "poor"))
    if result is not None:
        found += _documents(result)
        found += _duplicates(result)
    return found


def _documents(result: Result) -> Iterable[Item]:
    for report in result.documents:
        for number, conflict in enumerate(report.conflicts):
            differ = f"{', '.join(conflict.fields)} differ; " if conflict.fields else ""
            text = f"{conflict.list} {conflict.name or conflict.uid}: {differ}{conflict.words}"
            yield Said(f"conflict{number}", "conflict", text, "watch")
        if report.settings_applied:
            yield Said("settings", "note", "the document's settings come along; 0 shows them among the settings")
        elif report.settings_found:
            yield Said("settings", "note", "the document holds settings too; yours stay as they are")


def _duplicates(result: Result) -> Iterable[Item]:
    if result.duplicates:
        yield "possible duplicates, both are kept"
    for number, one in enumerate(result.duplicates):
        yield Said(f"double{number}", "double?", f"{one.name} and {one.other}: {one.why}", "watch")


def draw(item: Item) -> Row | Heading:
    """One line of the list."""
    if isinstance(item, str):
        return Heading(item)
    if isinstance(item, Said):
        return Row([(item.sign, item.ink or "dim"), "", "", item.text], key=item.key)
    ink = INKS[item.action]
    number = str(item.number)
    name = shorten(item.name, NAME)
    why = " " * (NAME - cell_width(name) + 2) + item.why if name else item.why
    told: Cell = [name, (why, ink if item.action is Action.ERROR else "dim")]
    return Row([(item.action.value, ink), number, (item.record.replace("_", " "), "dim"), told], key=key_of(item))


def key_of(item: Item) -> object:
    """What tells a line apart."""
    if isinstance(item, Outcome):
        return (item.file, item.number, item.record)
    return item.key if isinstance(item, Said) else None


def fits(item: Item, words: Sequence[str]) -> bool:
    """Whether a line holds every word of the filter; titles stay."""
    if isinstance(item, str):
        return True
    text = item.text if isinstance(item, Said) else f"{item.action.value} {item.record} {item.name} {item.why}"
    return all(word in text.casefold() for word in words)


def why_lines(item: Item | None) -> list[Cell]:
    """Everything about the line under the cursor."""
    if item is None or isinstance(item, str):
        return []
    if isinstance(item, Said):
        return [(item.sign, "title"), "", item.text]
    title: list[Part] = [(item.action.value, INKS[item.action]), (f" {item.record.replace('_', ' ')}", "")]
    why = item.why or {Action.CREATE: "new", Action.UNCHANGED: "nothing new"}.get(item.action, "")
    return [title, "", shorten(item.name, 400), "", why]


def sums(totals: Totals) -> list[Part]:
    """The totals in a row."""
    inks = {"created": "good", "updated": "accent", "errors": "poor"}
    told: list[Part] = []
    for name, number in asdict(totals).items():
        if number or name == "created":
            words = plural(number, "error") if name == "errors" else f"{number:,} {name}"
            told += [*([(" · ", "dim")] if told else []), (words, inks.get(name, ""))]
    return told


def headline(preview: Result | None, done: Result | None, problem: str) -> Cell:
    """Where the import stands, and the keys that lead on."""
    if done is not None and not done.batch:
        return [("Everything was known already; nothing was changed. ", "strong"), *_keys(("esc", "back"))]
    if done is not None:
        keys = _keys(("u", "takes it back"), ("enter", "accounts"))
        return [(f"Imported as batch {done.batch}. ", "good"), *keys]
    if problem:
        return [(f"✗ {problem}", "poor")]
    if preview is None:
        return ""
    keys = _keys(("enter", "imports"), ("n", "adds a file"), ("e", "columns"))
    return [("Nothing is written yet. ", "strong"), *keys]


def _keys(*told: tuple[str, str]) -> list[Part]:
    return [piece for key, words in told for piece in ((key, "key"), (f" {words}   ", "dim"))]
