"""The workbook: whatever the lists hold comes back, text stays text, and nothing is cut."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kamtui.domain.errors import Refused
from kamtui.exchange import xlsx_out
from kamtui.exchange.document_fields import Kind
from kamtui.exchange.document_lists import all_lists
from kamtui.exchange.tables_out import Column, Table
from kamtui.exchange.tables_out import tables as tables_of
from kamtui.exchange.xlsx_out import LONGEST, as_xlsx, pieces
from tests.exchange.document_samples import document
from tests.exchange.table_samples import HOSTILE, tables

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)


def sheet(content: bytes, name: str = "accounts") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def back(content: bytes, table: Table) -> tuple[tuple[Any, ...], ...]:
    """Read a sheet back by what its columns hold; columns that go on are put together."""
    head, *rows = sheet(content, table.name)
    found = []
    for row in rows + [[""] * len(head)] * (len(table.rows) - len(rows)):
        whole: dict[str, Any] = {}
        for name, cell in zip(head, row, strict=True):
            first = re.sub(r" \(\d+\)$", "", name)
            whole[first] = whole[first] + cell if first in whole and cell != "" else whole.get(first, cell)
        found.append(tuple(value(whole[column.name], column) for column in table.columns))
    return tuple(found)


def value(cell: Any, column: Column) -> Any:
    if cell == "":
        return None if column.nullable or column.kind not in (Kind.TEXT, Kind.OBJECT) else ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, date):
        return f"{cell}T00:00:00Z" if column.kind is Kind.MOMENT else str(cell)
    return cell


@settings(max_examples=40)
@given(table=tables())
def test_any_table_survives_xlsx_and_back(table: Table) -> None:
    assert back(as_xlsx([table], NOW), table) == table.rows


def test_text_is_never_a_formula_nor_a_link() -> None:
    table = Table("accounts", (Column("a", Kind.TEXT),), tuple((text,) for text in HOSTILE))
    with zipfile.ZipFile(io.BytesIO(as_xlsx([table], NOW))) as book:
        written = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in written
        assert "hyperlink" not in written
        assert not any("rels" in name and "sheet" in name for name in book.namelist())


def test_dates_are_dates_amounts_numbers_and_the_header_stays_in_sight() -> None:
    columns = tuple(Column(kind.name, kind) for kind in (Kind.DATE, Kind.MOMENT, Kind.MONEY, Kind.YES_NO, Kind.TEXT))
    content = as_xlsx([Table("accounts", columns, (("2026-11-20", "2026-11-20T15:10:00Z", -1.5, True, "007"),))], NOW)
    assert sheet(content)[1] == [date(2026, 11, 20), datetime.fromisoformat("2026-11-20T15:10"), -1.5, True, "007"]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        written = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'state="frozen"' in written
        assert "#,##0.00" in book.read("xl/styles.xml").decode()


def test_days_that_excel_counts_wrongly_are_text() -> None:
    table = Table("accounts", (Column("a", Kind.DATE),), (("1900-02-28",), ("1900-03-01",)))
    assert sheet(as_xlsx([table], NOW)) == [["a"], ["1900-02-28"], [date(1900, 3, 1)]]


@pytest.mark.parametrize("text", ["x" * (2 * LONGEST + 1), "\U0001f600" * LONGEST, "", "short", "x" * LONGEST])
def test_long_text_goes_on_in_the_next_column_and_no_sign_is_cut_in_two(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert all(len(piece.encode("utf-16-le")) <= 2 * LONGEST for piece in pieces(text))
    assert len(pieces("x" * LONGEST)) == 1
    table = Table("accounts", (Column("notes", Kind.TEXT, nullable=False), Column("on", Kind.DATE)), ((text, None),))
    content = as_xlsx([table], NOW)
    assert back(content, table) == ((text, None),)
    assert sheet(content)[0] == [f"notes ({at})" if at > 1 else "notes" for at in range(1, len(pieces(text)) + 1)] + [
        "on"
    ]


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6))
def test_every_list_of_a_document_is_a_sheet(seed: int) -> None:
    held = list(tables_of(document(seed, least=1)))
    content = as_xlsx(held, NOW)
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == [each.name for each in all_lists()]
    for table in held:
        assert len(back(content, table)) == len(table.rows)


def test_the_same_lists_make_the_same_file() -> None:
    held = list(tables_of(document(3)))
    assert as_xlsx(held, NOW) == as_xlsx(held, NOW)


def test_a_list_too_long_for_a_sheet_is_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_out, "MOST_ROWS", 1)
    with pytest.raises(Refused, match="accounts has 2 records, a sheet 1 rows; export it as csv"):
        as_xlsx([Table("accounts", (Column("a", Kind.TEXT),), (("x",), ("y",)))], NOW)
