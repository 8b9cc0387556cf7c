"""The lists of a kamtui document as flat tables: one row a record, one column a field, for csv and xlsx."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from kamtui.domain.errors import Refused
from kamtui.exchange.document_fields import Field, Kind, Listed
from kamtui.exchange.document_lists import MODELS, all_lists

Cell = str | int | float | bool | None
"""A value of a table: dates and moments as ISO text, structures as JSON text, None where nothing is known."""

NESTED: Final = frozenset({Kind.WORDS, Kind.OBJECT, Kind.OBJECTS, Kind.PEOPLE, Kind.PHASES})
NAMED: Final = ("accounts", "stakeholders")
"""The lists whose records have a name, shown beside every reference to them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what its cells hold, and whether a text cell can be unknown rather than empty."""

    name: str
    kind: Kind
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One list of the document; every row has a cell for every column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def list_named(name: str) -> str:
    """The list that is meant by a name such as `accounts`. Raises Refused when there is none."""
    wanted = name.strip().lower().replace("-", "_")
    if wanted not in MODELS:
        raise Refused(f"no list is called {name!r}; there are {', '.join(MODELS)}")
    return wanted


def tables(document: Mapping[str, Any], only: str = "") -> Iterator[Table]:
    """Every list of a document as a table, empty ones too, in the document's order; or only the list of that name.

    A reference is a uid; beside one to an account or a person stands the name, in a column `account_name`,
    `people_names` and so on.
    """
    names = {each["uid"]: each["name"] for listed in NAMED for each in document[listed]}
    for each in all_lists():
        if not only or each.name == only:
            yield _table(each, document[each.name], names)


def columns_of(each: Listed) -> tuple[Column, ...]:
    """The columns of a list's table."""
    columns = [Column("uid", Kind.TEXT, nullable=False)]
    for field in each.fields:
        if field.exported:
            columns.append(Column(header_of(field), field.kind, field.nullable))
            if field.target in NAMED:
                columns.append(Column(f"{header_of(field)}_name{'s' * (field.kind is Kind.PEOPLE)}", Kind.TEXT))
    return (*columns, Column("changed_at", Kind.MOMENT))


def _table(each: Listed, records: list[dict[str, Any]], names: Mapping[str, str]) -> Table:
    fields = [field for field in each.fields if field.exported]
    return Table(each.name, columns_of(each), tuple(tuple(_row(record, fields, names)) for record in records))


def header_of(field: Field) -> str:
    """What a field's column is called."""
    return f"{field.group}.{field.name}" if field.group else field.name


def _row(record: Mapping[str, Any], fields: list[Field], names: Mapping[str, str]) -> Iterator[Cell]:
    yield record["uid"]
    for group, members in groupby(fields, key=lambda field: field.group):
        held = (record[group] or {}) if group else record
        for field in members:
            value = held.get(field.name)
            yield _cell(field.kind, value)
            if field.target in NAMED:
                yield ", ".join(names[uid] for uid in (value if isinstance(value, list) else [value]) if uid) or None
    yield record["changed_at"]


def _cell(kind: Kind, value: Any) -> Cell:
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False) if kind in NESTED else value
