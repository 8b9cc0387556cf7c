"""The first pass over a file: what its columns show about how they are to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.exchange.amounts import AmountReading, AmountVotes, decide_amounts
from kamtui.exchange.days import DayReading, DayVotes, decide_days
from kamtui.exchange.footers import parted, ragged
from kamtui.exchange.formats.fields import DAYS, IGNORE, Cell
from kamtui.exchange.headers import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamtui.exchange.formats.shape import Format
    from kamtui.exchange.mapping import Column
    from kamtui.exchange.tabular import Table


@dataclass(slots=True)
class Survey:
    """What the first pass over a file found; bounded, however long the file."""

    rows: int = 0
    footer: list[str] = field(default_factory=list)
    footers: int = 0
    amounts: dict[Column, AmountVotes] = field(default_factory=dict)
    days: dict[Column, DayVotes] = field(default_factory=dict)
    empty: set[Column] = field(default_factory=set)
    currencies: set[str] = field(default_factory=set)


def look_through(
    table: Table, form: Format, columns: Sequence[Column], progress: Callable[[int, int], None] | None
) -> Survey:
    """Read a file once and gather what its columns show."""
    found = Survey(
        amounts={column: AmountVotes() for column in columns if column.cell is Cell.MONEY},
        days={column: DayVotes() for column in columns if column.cell in DAYS},
        empty={column for column in columns if column.field is None},
    )
    currency = [column.place for column in columns if column.field == "currency"]
    judged: tuple[tuple[int, AmountVotes | DayVotes], ...] = (
        *((column.place, votes) for column, votes in found.amounts.items()),
        *((column.place, votes) for column, votes in found.days.items()),
    )
    for row, is_footer in parted(table, form, progress):
        if is_footer:
            found.footers += 1
            if len(found.footer) < 3:
                found.footer.append(shorten(next(cell for cell in row.cells if cell.strip()), 40))
            continue
        found.rows += 1
        if row.fault or ragged(row, len(columns)):
            continue
        for place, votes in judged:
            if cell := row.cells[place]:
                votes.add(cell)
        if found.empty:
            found.empty = {column for column in found.empty if not row.cells[column.place].strip()}
        for place in currency:
            if len(found.currencies) < 20:
                found.currencies.add(row.cells[place].strip().upper())
    return found


def decide(
    survey: Survey, dayfirst: bool | None, decimal_comma: bool | None
) -> tuple[dict[Column, AmountReading], dict[Column, DayReading]]:
    """Decide for each column how its amounts and dates are read."""
    everything = AmountVotes(
        comma=sum(votes.comma for votes in survey.amounts.values()),
        point=sum(votes.point for votes in survey.amounts.values()),
    )
    verdicts = {votes.verdict for votes in survey.days.values()} - {None}
    others = verdicts.pop() if len(verdicts) == 1 else None
    amounts = {
        column: decide_amounts(column.name, votes, everything, decimal_comma)
        for column, votes in survey.amounts.items()
    }
    days = {column: decide_days(column.name, votes, others, dayfirst) for column, votes in survey.days.items()}
    return amounts, days


def remarks(table: Table, columns: Sequence[Column], survey: Survey, keep_unmapped: bool) -> Iterator[str]:
    """Say what else the user should know about how the file is read."""
    if table.encoding.unreadable:
        are = "is" if table.encoding.unreadable == 1 else "are"
        odd = plural(table.encoding.unreadable, "byte")
        yield f"{odd} {are} not {table.encoding.called} and {are} shown as \ufffd"
    if table.counts.removed:
        were = "was" if table.counts.removed == 1 else "were"
        yield f"{plural(table.counts.removed, 'control character')} {were} removed"
    if table.counts.hollow:
        are = "is" if table.counts.hollow == 1 else "are"
        what = plural(table.counts.hollow, "cell of the workbook", "cells of the workbook")
        yield f"{what} with an error such as #N/A or with a formula never worked out {are} read as empty"
    if survey.footers:
        quoted = ", ".join(f"'{line}'" for line in survey.footer)
        yield f"{plural(survey.footers, 'footer line')} left out: {quoted}"
    if len(seen := _currencies(survey)) > 1 and not any(column.field == "home_amount" for column in columns):
        yield f"amounts are in {' and '.join(sorted(seen))}; they are taken as they are, not converted"
    for column in columns:
        if column.field == "annual_revenue":
            instead = f'--map "{column.name}=current_value" if it is what they pay'
            yield f"{column.name} is the client's own turnover, kept in the profile ({instead})"
    if left_out := unmapped(columns, survey):
        what = "kept in the notes" if keep_unmapped else "not read (--keep-unmapped keeps them in the notes)"
        yield f"columns {what}: {', '.join(left_out)}"


def private(form: Format, columns: Sequence[Column]) -> Iterator[str]:
    """Say which columns about people's private lives are left alone."""
    names = [one.name for one in columns if one.field == IGNORE and normal(one.name) in form.private]
    if names:
        yield f'private, not read unless you map them (--map "{names[0]}=notes"): {", ".join(names)}'


def unmapped(columns: Sequence[Column], survey: Survey) -> list[str]:
    """List the columns that no field is read from and that hold anything."""
    return [column.name for column in columns if column.field is None and column not in survey.empty]


_SYMBOLS: Final = {"€": "EUR", "£": "GBP"}


def _currencies(survey: Survey) -> set[str]:
    """Name the currencies seen; a dollar sign is no other one beside a dollar's code."""
    signs = {one.strip() for votes in survey.amounts.values() for one in votes.currencies} | survey.currencies
    codes = {_SYMBOLS.get(sign, sign) for sign in signs if sign}
    return codes - {"$"} if any(code != "$" and code.endswith("D") for code in codes) else codes
