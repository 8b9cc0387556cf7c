"""Delimited text files: opened, decoded and read row by row in bounded memory, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_text, removed_count, shorten
from kamtui.exchange.encodings import Encoding, detect, is_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_ROW: Final = 1_000_000
"""The most characters that one row may have; a longer one is no table, or has a quotation mark that never closes."""

_BATCH: Final = 256
_SNIFFED_ROWS: Final = 30
_DELIMITER_NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, its cleaned cells, and what is wrong with it, if anything."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in any cell."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(slots=True)
class Counts:
    """What cleaning took out of the rows read so far, and how many cells of a workbook have no value to be read."""

    removed: int = 0
    hollow: int = 0


class Table(Protocol):
    """A table in whatever kind of file: its name safe to show, its header, and how it is written, in a few words."""

    @property
    def name(self) -> str: ...  # noqa: D102  said above, as are the others
    @property
    def header(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def described(self) -> str: ...  # noqa: D102
    @property
    def encoding(self) -> Encoding: ...  # noqa: D102
    @property
    def counts(self) -> Counts: ...  # noqa: D102

    def rows(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Row]:
        """Read the rows beneath the header from the beginning; `progress` is told bytes read and bytes in all."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in a delimited text file."""

    path: Path
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    counts: Counts = field(default_factory=Counts, compare=False)

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return shown_name(self.path)

    @property
    def described(self) -> str:
        """How the file is written, in a few words."""
        return f"{self.encoding.called}, {_DELIMITER_NAMES.get(self.delimiter, repr(self.delimiter))}-separated"

    def rows(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Row]:
        """Read the rows beneath the header from the beginning; `progress` is told bytes read and bytes in all.

        Raises Refused when a row is longer than `LONGEST_ROW`.
        """
        counts = self.counts
        counts.removed = 0
        for number, cells, fault in _records(self.path, self.encoding, self.delimiter, progress):
            if number <= self.header_row:
                continue
            counts.removed += sum(removed_count(cell) for cell in cells if not (cell.isascii() and cell.isprintable()))
            yield Row(number, tuple(map(clean_text, cells)), fault)


def open_table(path: Path) -> Table:
    """Find out how a file is written: encoding, delimiter and header, the first row with anything in it.

    A workbook gives its first sheet. Raises Refused for what is not a readable table: missing, a folder, empty, binary.
    """
    if is_zip(path):
        from kamtui.exchange.workbooks import open_sheet

        return open_sheet(path)
    try:
        encoding = detect(path)
    except OSError as error:
        raise Refused(f"{shown_name(path)} cannot be read: {(error.strerror or 'unknown reason').lower()}") from error
    except ValueError as error:
        raise Refused(f"{shown_name(path)} {error}") from error
    given = _given_delimiter(path, encoding)
    delimiter = given or _sniffed(path, encoding)
    for number, cells, fault in _records(path, encoding, delimiter):
        if any(cell.strip() for cell in cells) and not (number == 1 and given):
            if fault:
                raise Refused(f"{shown_name(path)}: the header row {fault}")
            return TextTable(path, encoding, delimiter, tuple(map(clean_text, cells)), number)
    raise Refused(f"{shown_name(path)} is empty")


def shown_name(path: Path) -> str:
    """Give a file's name as one short safe line."""
    return shorten(path.name or str(path), 60)


class _Lines:
    """Feeds lines to the csv reader, and knows how long the present row is."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self.stream, self.name = stream, name
        self.line = self.in_row = self.size = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        text = self.stream.readline(LONGEST_ROW + 1)
        if not text:
            self.ended = True
            raise StopIteration
        self.line += 1
        self.in_row += 1
        self.size += len(text)
        if self.size > LONGEST_ROW:
            first = self.line - self.in_row + 1
            why = "is a quotation mark never closed?" if self.in_row > 1 else "is it a table at all?"
            raise Refused(f"{self.name}: the row at line {first:,} is longer than {LONGEST_ROW:,} characters; {why}")
        return text.lstrip("\ufeff") if self.line == 1 else text

    def finish_row(self) -> str:
        """Begin to count anew; give the fault of the row that ends: its lines ran out within quotation marks."""
        inside, self.in_row, self.size = self.in_row - 1, 0, 0
        if not self.ended:
            return ""
        return "opens a quotation mark that is never closed" + (f", {inside} more lines are in it" if inside else "")


def _records(
    path: Path, encoding: Encoding, delimiter: str, progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[int, list[str], str]]:
    """Give every record with its number from 1 and its fault."""
    try:
        with (
            path.open("rb") as file,
            io.TextIOWrapper(file, encoding=encoding.codec, errors=encoding.errors, newline="") as stream,
        ):
            lines = _Lines(stream, shown_name(path))
            reader = csv.reader(lines, delimiter=delimiter)
            size = path.stat().st_size
            for start in itertools.count(1, _BATCH):
                batch = _batch(reader, lines)
                for number, (cells, fault) in enumerate(batch, start=start):
                    yield number, cells, fault
                if progress is not None:
                    progress(min(file.tell(), size), size)
                if len(batch) < _BATCH:
                    return
    except OSError as error:
        raise Refused(f"{shown_name(path)} cannot be read: {(error.strerror or 'unknown reason').lower()}") from error


def _batch(reader: Iterator[list[str]], lines: _Lines) -> list[tuple[list[str], str]]:
    """Read some records under a limit of our own, and leave the csv module as it was."""
    before = csv.field_size_limit(2 * LONGEST_ROW)
    try:
        return [(cells, lines.finish_row()) for cells in itertools.islice(reader, _BATCH)]
    finally:
        csv.field_size_limit(before)


def _given_delimiter(path: Path, encoding: Encoding) -> str | None:
    """Read the delimiter from a first line such as `sep=;`, as spreadsheets write and obey it."""
    with path.open("r", encoding=encoding.codec, errors=encoding.errors, newline="") as stream:
        first = stream.readline(20).lstrip("\ufeff").strip("\r\n\"' ")
    return first[4] if first[:4].lower() == "sep=" and first[4:] in DELIMITERS else None


def _sniffed(path: Path, encoding: Encoding) -> str:
    """Choose the delimiter that parts the header, and the first rows into as many cells as the header."""
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        records = itertools.islice(_records(path, encoding, delimiter), _SNIFFED_ROWS)
        try:
            widths = [len(cells) for _, cells, _ in records if any(cell.strip() for cell in cells)]
        except Refused:
            continue
        if not widths or widths[0] < 2:
            continue
        score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best
