"""Which column of a file is which field: by the format's table, and as the user says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.exchange.formats.fields import COLLECTED, ESSENTIAL, Cell, fields_of, reading_of
from kamtui.exchange.headers import named_columns, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamtui.exchange.formats.shape import Format


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its place from 0, its name, and the field it is mapped to with how its cells are read."""

    place: int
    name: str
    field: str | None = None
    cell: Cell = Cell.TEXT


def parse_map(words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read mappings such as `Nombre del negocio=name` into pairs of column and field.

    Raises Refused for a word that is not of this form.
    """
    pairs = []
    for word in words:
        column, equals, name = word.rpartition("=")
        if not equals or not column.strip() or not name.strip():
            raise Refused(f'a mapping is written "Column=field", not "{word}"')
        pairs.append((column.strip(), normal_field(name)))
    return tuple(pairs)


def normal_field(name: str) -> str:
    """Write a field's name as it is known: small letters, words parted by underscores."""
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def map_columns(header: Sequence[str], form: Format, overrides: Iterable[tuple[str, str]] = ()) -> tuple[Column, ...]:
    """Give each column of a header its field, the user's word first; a field that is taken is not given twice.

    Raises Refused for a column that the file does not have, a field that the record does not have, a field given to
    two columns, and when no column is what every such record must have.
    """
    names = named_columns(header)
    chosen = _chosen(names, form, overrides)
    taken = {field for field in chosen.values() if field not in COLLECTED}
    mapped = []
    for place, (name, title) in enumerate(zip(names, header, strict=True)):
        field = chosen.get(place)
        if field is None:
            field = form.field_of(title)
            if field in taken:
                field = None
            elif field is not None and field not in COLLECTED:
                taken.add(field)
        mapped.append(Column(place, name, field, (reading_of(form.record, field) if field else None) or Cell.TEXT))
    _check_essentials(form, {column.field for column in mapped}, names)
    return tuple(mapped)


def _check_essentials(form: Format, fields: set[str | None], names: Sequence[str]) -> None:
    for group in ESSENTIAL[form.record]:
        if not fields.intersection(group):
            wish, shown = f'--map "Column={group[0]}"', shorten(", ".join(names), 80)
            raise Refused(f"no column is the {group[0]} of {form.called}: say which, {wish}; the file has {shown}")


def _chosen(names: Sequence[str], form: Format, overrides: Iterable[tuple[str, str]]) -> dict[int, str]:
    places = {normal(name) or name: place for place, name in reversed(list(enumerate(names)))}
    chosen: dict[int, str] = {}
    for column, field in overrides:
        place = places.get(normal(column) or column)
        if place is None:
            raise Refused(f'there is no column "{column}": the file has {", ".join(names)}')
        if reading_of(form.record, field) is None:
            raise Refused(f'there is no field "{field}": {form.called} have {", ".join(fields_of(form.record))}')
        if field not in COLLECTED and field in chosen.values():
            raise Refused(f'two columns are mapped to "{field}": {names[place]} is the second')
        chosen[place] = field
    return chosen
