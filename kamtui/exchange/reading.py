"""From a file to drafts: what the file is taken for, how its columns are read, and its rows one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.exchange.amounts import AmountReading, to_cents
from kamtui.exchange.building import build
from kamtui.exchange.days import DayReading, Question, to_day, to_day_or_year, to_moment
from kamtui.exchange.encodings import is_vcard
from kamtui.exchange.footers import parted, ragged
from kamtui.exchange.formats.catalogue import BOOKS, BY_KIND, FORMATS
from kamtui.exchange.formats.fields import DAYS, IGNORE, Cell, reading_of
from kamtui.exchange.formats.shape import FileKind, Format, Source
from kamtui.exchange.google_rows import GoogleTable
from kamtui.exchange.headers import normal, recognise, signature
from kamtui.exchange.json_files import is_kamtui_document
from kamtui.exchange.mapping import Column, map_columns
from kamtui.exchange.row_values import Values, ids_of
from kamtui.exchange.survey import decide, look_through, private, remarks, unmapped
from kamtui.exchange.tabular import Row, Table, open_table, shown_name
from kamtui.exchange.values import to_id, to_percent, to_yes_no
from kamtui.exchange.vocabulary import tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kamtui.exchange.drafts import Draft
    from kamtui.exchange.vcards import CardReader

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as read: its draft, or in one line why there is none: an error, or a reason to skip it.

    Without a draft, `name` is what the row calls itself, as far as it could be read.
    """

    number: int
    draft: Draft | None = None
    error: str | None = None
    skipped: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is taken for and how it is read. `mapping` pairs columns with fields, `row_count` counts data rows.

    Nothing can be read before the `questions` are answered.
    """

    path: Path
    kind: FileKind
    source: Source
    taken_for: str
    signature: str = ""
    columns: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    unmapped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    row_count: int = 0
    reader: RowReader | CardReader | None = field(default=None, repr=False)

    def rows(self, progress: Progress | None = None) -> Iterator[ReadRow]:
        """Read the rows, each as a draft or with the reason why not; `progress` is told bytes read and bytes in all.

        Raises Refused with the first question while any is open.
        """
        for question in self.questions:
            raise Refused(question.text)
        if self.reader is not None:
            yield from self.reader.rows(progress)


def read_file(
    path: Path | str,
    *,
    kind: FileKind | None = None,
    mapping: Iterable[tuple[str, str]] = (),
    dayfirst: bool | None = None,
    decimal_comma: bool | None = None,
    keep_unmapped: bool = False,
    progress: Progress | None = None,
    table: Table | None = None,
) -> Reading:
    """Look through a file and say what it is taken for; its rows are then read from what this returns.

    `mapping` comes from `parse_map`, `dayfirst` answers for dates that can be read in two ways, `decimal_comma` is how
    the user writes amounts, `table` the file where it is open already. Raises Refused, in one sentence, for a file that
    cannot be read or is of no known kind.
    """
    path = Path(path)
    if kind in (None, FileKind.KAMTUI_JSON) and is_kamtui_document(path):
        return Reading(path, FileKind.KAMTUI_JSON, Source.KAMTUI, f"{shown_name(path)}: a kamtui document")
    if kind is FileKind.KAMTUI_JSON:
        raise Refused(f"{shown_name(path)} is not a kamtui document")
    if is_vcard(path) and kind in (None, FileKind.VCARD):
        from kamtui.exchange.vcards import read_cards

        return read_cards(path, keep_unmapped=keep_unmapped, progress=progress)
    table = table or open_table(path)
    if kind is FileKind.VCARD:
        raise Refused(f"{table.name} is not a vCard file")
    overrides = tuple(mapping)
    form = BY_KIND[kind] if kind else _recognised(table, overrides)
    if form.kind is FileKind.GOOGLE_CONTACTS:
        table = GoogleTable(table)
    columns = map_columns(table.header, form, overrides)
    survey = look_through(table, form, columns, progress)
    amounts, days = decide(survey, dayfirst, decimal_comma)
    reasons = [one.why for one in amounts.values()] + [one.why for one in days.values()]
    return Reading(
        path,
        form.kind,
        form.source,
        f"{table.name}: {form.called}, {survey.rows:,} {'row' if survey.rows == 1 else 'rows'}, {table.described}",
        signature(table.header),
        tuple(column.name for column in columns),
        tuple((column.name, column.field) for column in columns if column.field),
        tuple(unmapped(columns, survey)),
        (*filter(None, reasons), *private(form, columns), *remarks(table, columns, survey, keep_unmapped)),
        tuple(one.question for one in days.values() if one.question),
        survey.rows,
        RowReader(table, form, columns, amounts, days, keep_unmapped),
    )


def parse_kind(text: str) -> FileKind:
    """Read the name of a kind of file; `accounts`, `contacts` and `pipeline` mean the plain ones. Raises Refused."""
    key = normal(text)
    for kind in FileKind:
        if key in (normal(kind), normal(kind.removeprefix("plain_"))):
            return kind
    raise Refused(f'"{shorten(text, 40)}" is no kind of file: {", ".join(FileKind)}')


def _recognised(table: Table, overrides: Sequence[tuple[str, str]]) -> Format:
    place = next((place for place, header in enumerate(table.header) if normal(header) == "id"), None)
    first = next((row for row in table.rows() if not row.is_blank), None) if place is not None else None
    first_id = first.cells[place].strip() if first and place is not None and place < len(first.cells) else ""
    found = recognise(table.header, FORMATS, first_id=first_id, mapped=[name for _, name in overrides])
    if len(found) > 1:
        able = [one for one in found if one.source not in BOOKS]
        able = [one for one in able if all(reading_of(one.record, name) for _, name in overrides)]
        found = tuple(one for one in able if one.source is not Source.PLAIN) or tuple(able) or found
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"{table.name} could be {' or '.join(one.kind for one in found)}: say which with --kind")
    for column, name in overrides:
        if all(reading_of(one.record, name) is None for one in FORMATS):
            raise Refused(
                f'"{column}={name}": no kind of file has a field "{name}"; with --kind, what there is is said'
            )
    shown = shorten(", ".join(header.strip() for header in table.header), 80)
    raise Refused(f'{table.name} has no header that is known ({shown}): say --kind and --map "Column=field"')


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of a table whose columns are all decided."""

    table: Table
    form: Format
    columns: tuple[Column, ...]
    amounts: Mapping[Column, AmountReading]
    days: Mapping[Column, DayReading]
    keep_unmapped: bool

    def rows(self, progress: Progress | None = None) -> Iterator[ReadRow]:
        """Read every data row from the beginning."""
        readers = [(column, self._reader(column)) for column in self.columns if self._is_read(column)]
        for row, is_footer in parted(self.table, self.form, progress):
            if is_footer:
                continue
            if fault := row.fault or ragged(row, len(self.columns)):
                yield ReadRow(row.number, error=fault)
                continue
            yield self._row(row, readers)

    def _is_read(self, column: Column) -> bool:
        return column.field != IGNORE and (column.field is not None or self.keep_unmapped)

    def _row(self, row: Row, readers: Sequence[tuple[Column, Callable[[str], Any]]]) -> ReadRow:
        values = Values(self.form.source)
        errors: list[str] = []
        for column, read in readers:
            text = row.cells[column.place].strip()
            if not text:
                continue
            try:
                self._take(values, column, text, read)
            except ValueError as error:
                errors.append(f"{column.name}: {error}")
        if values.of.get("deleted"):
            return ReadRow(row.number, skipped="is deleted there", name=values.called)
        if errors:
            return ReadRow(row.number, error="; ".join(errors), name=values.called)
        try:
            return ReadRow(row.number, build(self.form.record, values))
        except ValueError as error:
            return ReadRow(row.number, error=str(error), name=values.called)

    @staticmethod
    def _take(values: Values, column: Column, text: str, read: Callable[[str], Any]) -> None:
        if column.cell is Cell.NOTE:
            values.notes.append(text)
        elif column.cell is Cell.LABELLED or column.field is None:
            values.note(column.name, None if text == "0/0/00" else text)
        else:
            values.of[column.field] = read(text)
            if column.field == "external_id":
                values.given_id = text

    def _reader(self, column: Column) -> Callable[[str], Any]:
        source = self.form.source
        simple: dict[Cell, Callable[[str], Any]] = {
            Cell.YES_NO: to_yes_no,
            Cell.PERCENT: to_percent,
            Cell.SHARE: lambda text: to_percent(text, is_share=True),
            Cell.TIER: tier,
            Cell.ID: lambda text: to_id(text, source),
            Cell.IDS: lambda text: ids_of(text, source),
        }
        if column.cell is Cell.MONEY:
            comma = self.amounts[column].decimal_comma
            return lambda text: to_cents(text, comma)
        if column.cell in DAYS:
            dayfirst = self.days[column].dayfirst
            convert = {Cell.DAY: to_day, Cell.DAY_OR_YEAR: to_day_or_year, Cell.MOMENT: to_moment}[column.cell]
            return lambda text: convert(text, dayfirst)
        return simple.get(column.cell, str)
