"""Tables as one Excel workbook: a sheet a list, dates as dates, amounts as numbers, text never as a formula."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from kamtui.domain.errors import Refused
from kamtui.exchange.document_fields import Kind
from kamtui.exchange.tables_out import Cell, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_767
"""Characters in a cell of Excel's, counted as UTF-16 does; it drops whatever is longer."""

FORMATS: Final = {Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm:ss", Kind.MONEY: "#,##0.00"}
WIDTHS: Final = {Kind.DATE: 11, Kind.MOMENT: 19, Kind.MONEY: 13, Kind.TEXT: 28, Kind.REFERENCE: 12}
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
MOST_ROWS: Final = 1_048_575
FIRST_DAY: Final = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: only from here on does it count the days as everybody does."""


def as_xlsx(tables: Iterable[Table], now: datetime) -> bytes:
    """The workbook as the bytes of a file; `now` is the moment it says it was made.

    Text that is too long for a cell goes on in a column beside it: `notes`, `notes (2)`, and so on. Moments are in
    UTC, as Excel knows no time zones. Nothing known and empty text are both an empty cell. Days before March 1900
    are text. Raises Refused when a list has more rows than a sheet.
    """
    from xlsxwriter import Workbook

    held = tuple(tables)
    for table in held:
        if len(table.rows) > MOST_ROWS:
            raise Refused(f"{table.name} has {len(table.rows)} records, a sheet {MOST_ROWS} rows; export it as csv")
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": "kamtui", "created": now.replace(tzinfo=None)})
    header = book.add_format({"bold": True, "bottom": 1})
    formats = {kind: book.add_format({"num_format": words}) for kind, words in FORMATS.items()}
    for table in held:
        _write(book.add_worksheet(table.name), table, header, formats)
    book.close()
    return out.getvalue()


def pieces(text: str) -> list[str]:
    """Text cut to what cells hold, no character cut in two; together they are the text."""
    if len(text) * 2 <= LONGEST:
        return [text]
    found, start, units = [], 0, 0
    for at, char in enumerate(text):
        size = 2 if char > "\uffff" else 1
        if units + size > LONGEST:
            found.append(text[start:at])
            start, units = at, 0
        units += size
    return [*found, text[start:]]


def _write(sheet: "Worksheet", table: Table, header: "Format", formats: dict[Kind, "Format"]) -> None:
    needed = _cells_needed(table)
    heads = [
        (f"{column.name} ({number + 1})" if number else column.name, column.kind)
        for column, count in zip(table.columns, needed, strict=True)
        for number in range(count)
    ]
    sheet.freeze_panes(1, 0)
    for at, (name, kind) in enumerate(heads):
        sheet.set_column(at, at, max(len(name) + 2, WIDTHS.get(kind, 9)))
    for at, (name, _) in enumerate(heads):
        sheet.write_string(0, at, name, header)
    for line, row in enumerate(table.rows, start=1):
        for at, (kind, cell) in enumerate(_spread(table, row, needed)):
            _write_cell(sheet, line, at, cell, kind, formats.get(kind))
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(heads) - 1)


def _cells_needed(table: Table) -> list[int]:
    needed = [1] * len(table.columns)
    for row in table.rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) * 2 > LONGEST:
                needed[at] = max(needed[at], len(pieces(cell)))
    return needed


def _spread(table: Table, row: tuple[Cell, ...], needed: list[int]) -> Iterator[tuple[Kind, Cell]]:
    for column, cell, count in zip(table.columns, row, needed, strict=True):
        parts: list[Cell] = [*pieces(cell)] if isinstance(cell, str) else [cell]
        for part, _ in zip_longest(parts, range(count)):
            yield column.kind, part


def _write_cell(sheet: "Worksheet", line: int, at: int, cell: Cell, kind: Kind, form: "Format | None") -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, at, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, at, cell, form)
    elif (moment := _moment(cell, kind)) is not None:
        sheet.write_datetime(line, at, moment, form)
    else:
        sheet.write_string(line, at, cell)


def _moment(cell: str, kind: Kind) -> datetime | None:
    """The moment or day that a cell tells, where Excel's calendar can hold it."""
    if kind not in (Kind.DATE, Kind.MOMENT):
        return None
    found = datetime.fromisoformat(cell).replace(tzinfo=None)
    return found if found.date() >= FIRST_DAY else None
