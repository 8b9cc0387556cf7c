"""Excel workbooks: the first sheet as a table of text, as a spreadsheet would write it to a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line, clean_text, removed_count, shorten
from kamtui.exchange.encodings import Encoding
from kamtui.exchange.tabular import Counts, Row, shown_name
from kamtui.exchange.workbook_guard import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

_NONE: Final = Encoding("", "")
_BATCH: Final = 256
_TITLE_ROWS: Final = 30
_EXACT: Final = 10**15
"""Excel keeps fifteen digits of a number; from here on the last ones are made up."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The first sheet of a workbook, from the first column with anything in it."""

    path: Path
    sheet: CalamineSheet = field(repr=False)
    described: str
    header: tuple[str, ...]
    header_row: int
    encoding: Encoding = _NONE
    counts: Counts = field(default_factory=Counts, compare=False)

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return shown_name(self.path)

    def rows(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Row]:
        """Read the rows beneath the header from the beginning; `progress` is told rows read and rows in all, as bytes.

        A row is as long as the header, and longer only where something stands beyond it.
        """
        self.counts.removed = 0
        width, total = len(self.header), max(self.sheet.total_height, 1)
        size = self.path.stat().st_size
        for number, given in enumerate(self.sheet.iter_rows(), start=1):
            if number <= self.header_row:
                continue
            cells = [_text(value) for value in given]
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            self.counts.removed += sum(
                removed_count(cell) for cell in cells if not (cell.isascii() and cell.isprintable())
            )
            yield Row(number, tuple(map(clean_text, cells)))
            if progress is not None and number % _BATCH == 0:
                progress(size * number // total, size)
        if progress is not None:
            progress(size, size)


def open_sheet(path: Path) -> SheetTable:
    """Open the first sheet that is not hidden; its header is the first row that is no mere title above the table.

    Raises Refused, in one line, for what is no workbook, is empty, or is too large or too odd to be read safely.
    """
    hollow = check(path)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_path(path) as book:
            known = list(enumerate(book.sheets_metadata))
            shown = [
                (place, one)
                for place, one in known
                if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
            ]
            sheet = book.get_sheet_by_index(shown[0][0]) if shown else None
    except BaseException as error:  # a panic of the library, which is written in Rust, is no Exception
        if not isinstance(error, CalamineError | OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        raise Refused(f"{shown_name(path)} is not a workbook that can be read: {clean_line(str(error))[:80]}") from None
    if sheet is None:
        raise Refused(f"{shown_name(path)} has no sheet to read")
    title = shorten(clean_line(sheet.name), 40)
    number, header = _header(sheet) if sheet.start is not None else (0, ())
    if not header:
        raise Refused(f"{shown_name(path)}: the sheet {title} is empty")
    several = f", the first of {len(shown)}" if len(shown) > 1 else ""
    described = f"Excel workbook, sheet {title}{several}"
    return SheetTable(path, sheet, described, header, number, counts=Counts(hollow=hollow))


def _header(sheet: CalamineSheet) -> tuple[int, tuple[str, ...]]:
    """Find the header among the first rows: the first that fills more than half as many cells as the fullest."""
    seen: list[tuple[int, list[str]]] = []
    for number, given in enumerate(sheet.iter_rows(), start=1):
        cells = [clean_text(_text(value)) for value in given]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            seen.append((number, cells))
            if len(seen) == _TITLE_ROWS:
                break
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in seen]
    fullest = max(filled, default=0)
    for (number, cells), count in zip(seen, filled, strict=True):
        if count * 2 > fullest:
            return number, tuple(cells)
    return 0, ()


def _text(value: Any) -> str:
    """Write a cell as text: days as in ISO 8601, whole numbers without a fraction, others as exactly as was typed."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    """Write a number; one that the workbook has rounded keeps its power of ten, so that no id is made of it.

    Three decimals get a fourth: `1.234` in a text might be a thousand and more, in a workbook it is not.
    """
    if abs(value) >= _EXACT:
        return f"{value:.14E}"
    if value.is_integer():
        return str(int(value))
    text = f"{float(f'{value:.15g}'):.15f}".rstrip("0").rstrip(".") or "0"
    return text + "0" if len(text.partition(".")[2]) == 3 else text
