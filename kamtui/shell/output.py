"""What commands print: one JSON document, or lines whose columns stand under each other."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kamtui.domain.text import cell_width, clean_line, clean_text, shorten

COLUMN_LIMIT = 40


def print_json(document: Any) -> None:
    """Print one JSON document and nothing else."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a document")


def say(text: str = "") -> None:
    """Print text of whatever origin, harmless to a terminal."""
    print(clean_text(text))


def table(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset(), indent: str = "") -> None:
    """Print rows in columns; the places in `right` line up on the right. The last column is never cut."""
    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    cut = [[*(shorten(cell, COLUMN_LIMIT) for cell in row[:-1]), *row[-1:]] for row in cleaned]
    widths = [max(map(cell_width, column)) for column in zip(*cut, strict=True)]
    for row in cut:
        cells = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cell_width(cell))
            cells.append(gap + cell if place in right else cell + gap)
        print((indent + "  ".join(cells)).rstrip())
