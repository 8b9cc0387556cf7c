"""What the user is asked of a file that does not say it itself: what it is, and what its columns mean."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.exchange.days import Question
from kamtui.exchange.formats.catalogue import BY_KIND
from kamtui.exchange.formats.fields import ESSENTIAL, IGNORE, NOTES, fields_of
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.headers import named_columns, normal
from kamtui.exchange.sources import Asked, Source
from kamtui.exchange.tabular import open_table
from kamtui.screens.choose import ChooseScreen

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

SHOWN = 60


async def ask_what_it_is(app: App[Any], path: Path, asked: Asked) -> Asked | None:
    """Ask for the kind of a table that is not recognised, and for the columns that it cannot do without.

    None when it is no table at all, or when the user does not say.
    """
    try:
        columns = named_columns(open_table(path).header)
    except Refused:
        return None
    if len(columns) < 2 and not path.name.casefold().endswith((".csv", ".tsv", ".txt", ".xlsx")):
        return None
    kinds: list[tuple[Any, Cell]] = [
        (kind, [form.called, (f"  {kind.value}", "dim")]) for kind, form in _kinds() if form is not None
    ]
    kind = await app.push_screen_wait(ChooseScreen(f"{shorten(path.name, 40)} is not recognised. What is it?", kinds))
    if kind is None:
        return None
    form = BY_KIND[kind]
    mapping = list(asked.mapping)
    for group in ESSENTIAL[form.record]:
        if any(form.field_of(column) in group for column in columns):
            continue
        chosen = await app.push_screen_wait(
            ChooseScreen(f"Which column is the {_spoken(group[0])}?", [(column, column) for column in columns])
        )
        if chosen is None:
            return None
        mapping.append((chosen, group[0]))
    return replace(asked, kind=kind, mapping=tuple(mapping))


async def ask_days(app: App[Any], question: Question) -> bool | None:
    """Ask whether the day comes first in a column; None when the user does not say."""
    seen = shorten(", ".join(question.examples), 40)
    answers: list[tuple[Any, Cell]] = [(True, "the day comes first"), (False, "the month comes first")]
    found: bool | None = await app.push_screen_wait(ChooseScreen(f"{shorten(question.column, 30)}: {seen}", answers))
    return found


async def ask_column(app: App[Any], files: Sequence[tuple[Asked, Source]]) -> tuple[int, Asked] | None:
    """Ask which column means which field; gives the place of the file and how to read it now, or None."""
    options: list[tuple[Any, Cell]] = []
    for place, (_, source) in enumerate(files):
        fields = dict(source.reading.mapping)
        ordered = sorted(source.reading.columns, key=lambda column: column in fields)
        for column in ordered:
            field = fields.get(column)
            what: Cell = [shorten(column, SHOWN), (f"  {_spoken(field)}", "dim") if field else ("  not read", "watch")]
            options.append(((place, column), what))
    if not options:
        return None
    found = await app.push_screen_wait(ChooseScreen("Which column?", options))
    if found is None:
        return None
    place, column = found
    asked, source = files[place]
    form = BY_KIND[source.reading.kind]
    given = {IGNORE: "not read", NOTES: "kept in the notes"}
    names = dict.fromkeys((IGNORE, NOTES, *fields_of(form.record)))
    unique: list[tuple[Any, Cell]] = [(name, given.get(name, _spoken(name))) for name in names]
    now = dict(source.reading.mapping).get(column)
    field = await app.push_screen_wait(ChooseScreen(f"{shorten(column, 40)} is …", unique, chosen=now))
    if field is None:
        return None
    kept = tuple(pair for pair in asked.mapping if normal(pair[0]) != normal(column) and pair[1] != field)
    return place, replace(asked, mapping=(*kept, (column, field)))


def _kinds() -> list[tuple[FileKind, Any]]:
    """The kinds of tables, plain ones first."""
    tables = [pair for pair in BY_KIND.items() if pair[1].columns]
    return sorted(tables, key=lambda pair: not pair[0].value.startswith("plain"))


def _spoken(name: str) -> str:
    return name.replace("_", " ")
