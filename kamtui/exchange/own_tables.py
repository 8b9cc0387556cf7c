"""Lists that kamtui itself wrote as csv or xlsx, brought back: the same records as in its document, known by their uid.

A row that still has the time of change of the record here and says something else was edited in a spreadsheet: it is
taken. One that is older than the record here is not.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kamtui.domain.errors import Refused
from kamtui.domain.wording import plural
from kamtui.exchange.csv_out import unmarked
from kamtui.exchange.document_fields import Field, Kind, Listed
from kamtui.exchange.document_in import Document, check_distinct
from kamtui.exchange.document_lists import all_lists
from kamtui.exchange.document_records import Problems, read_records
from kamtui.exchange.footers import ragged
from kamtui.exchange.tables_out import NESTED, columns_of, header_of
from kamtui.exchange.workbooks import SheetTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamtui.exchange.tabular import Row, Table

NUMBERS: Final = frozenset({Kind.MONEY, Kind.WHOLE, Kind.NUMBER, Kind.TIER})
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?: ([0-9:]{8}))?")
_GOES_ON: Final = re.compile(r" \([0-9]+\)$")


def own_list(header: Sequence[str]) -> Listed | None:
    """The list whose table has this header, as `kamtui export csv` and `xlsx` write it; columns may be missing."""
    given = {_GOES_ON.sub("", name) for name in header}
    if not {"uid", "changed_at"} <= given:
        return None
    able = [(each, {column.name for column in columns_of(each)}) for each in all_lists()]
    fitting = [(len(names), each) for each, names in able if given <= names]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def read_own_table(table: Table, each: Listed) -> Document:
    """Read a table of ours as a document of one list. Raises Refused for the first row that is wrong."""
    fields = {header_of(field): field for field in each.fields if field.exported}
    in_workbook = isinstance(table, SheetTable)
    rows: list[Row] = [row for row in table.rows() if not row.is_blank]
    problems = Problems()
    given = []
    for row in rows:
        if fault := row.fault or ragged(row, len(table.header)):
            raise Refused(f"{table.name}: row {row.number} {fault}")
        given.append(_record(zip(table.header, row.cells, strict=False), fields, in_workbook=in_workbook))
    records = read_records(each, given, problems)
    check_distinct({each.name: records}, problems)
    numbers = [row.number for row in rows]
    if problems.found:
        place, _, why = problems.found[0].partition(": ")
        row_number = numbers[int(place.partition("[")[2].partition("]")[0])]
        more = f" … and {plural(len(problems.found) - 1, 'more problem')}" if len(problems.found) > 1 else ""
        raise Refused(f"{table.name}: row {row_number}: {why}{more}")
    return Document({}, {each.name: records}, partial=True)


def joined(documents: Sequence[Document]) -> list[Document]:
    """Let tables that came together be read as one, so that one may refer to the other; the first then holds all."""
    tables = [one for one in documents if one.partial]
    lists: dict[str, Any] = {}
    for one in tables:
        for name, records in one.lists.items():
            lists[name] = (*lists.get(name, ()), *records)
    whole = replace(tables[0], lists=lists) if tables else None
    empty = Document({}, {}, partial=True)
    return [(whole if one is tables[0] else empty) if whole and one.partial else one for one in documents]


def _record(cells: Iterable[tuple[str, str]], fields: Mapping[str, Field], *, in_workbook: bool) -> dict[str, Any]:
    record: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, cell in cells:
        base = _GOES_ON.sub("", name)
        texts[base] = texts.get(base, "") + cell
    for name, cell in texts.items():
        text = cell if in_workbook else unmarked(cell)
        field = fields.get(name)
        must_be = field is not None and field.required and field.kind is Kind.TEXT
        if (not text and not must_be) or (field is None and name not in ("uid", "changed_at")):
            continue
        kind = field.kind if field else Kind.MOMENT if name == "changed_at" else Kind.TEXT
        group, _, inner = name.rpartition(".")
        (record.setdefault(group, {}) if group else record)[inner] = _value(kind, text)
    return record


def _value(kind: Kind, text: str) -> Any:
    """A cell as the document has it; what does not fit stays text, and is refused where it is checked."""
    if kind in NESTED or (kind in NUMBERS and _NUMBER.fullmatch(text)):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    if kind is Kind.YES_NO:
        return {"true": True, "false": False}.get(text.casefold(), text)
    if kind is Kind.MOMENT and (found := _MOMENT.fullmatch(text)):
        return f"{found[1]}T{found[2] or '00:00:00'}Z"
    return text
