"""Tables as CSV that no spreadsheet takes for formulas, and that reads back as it was."""

import csv
import io
from typing import Final

from kamtui.exchange.tables_out import Cell, Table

MARK: Final = "'"
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM: Final = "\ufeff"


def as_csv(table: Table, *, bom: bool = False) -> str:
    """The table as text: a header line, commas, quotes where needed, lines that end in CR LF (RFC 4180).

    `bom` begins it with the mark without which Excel does not read UTF-8. Nothing known and empty text are both an
    empty cell, yes is `true`.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out)
    write.writerow([column.name for column in table.columns])
    write.writerows([_shown(cell) for cell in row] for row in table.rows)
    return (BOM if bom else "") + out.getvalue()


def marked(text: str) -> str:
    """Text as a cell holds it: with an apostrophe before it where a spreadsheet would see a formula.

    Text that begins with an apostrophe gets one more, so that taking one off gives every text back.
    """
    return MARK + text if text.startswith((MARK, *STARTS_A_FORMULA)) else text


def unmarked(cell: str) -> str:
    """The text of a cell that `marked` wrote."""
    return cell.removeprefix(MARK)


def _shown(cell: Cell) -> str | int | float:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return marked(cell)
    return "" if cell is None else cell
