"""CSV: whatever the lists hold comes back, and nothing in it is a formula."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.errors import Refused
from kamtui.exchange.csv_out import BOM, STARTS_A_FORMULA, as_csv, marked, unmarked
from kamtui.exchange.document_fields import Kind
from kamtui.exchange.document_lists import all_lists
from kamtui.exchange.tables_out import NESTED, Column, Table, list_named
from kamtui.exchange.tables_out import tables as tables_of
from tests.exchange.document_samples import document
from tests.exchange.table_samples import HOSTILE, TEXT, tables

NUMBERS = (Kind.MONEY, Kind.WHOLE, Kind.NUMBER, Kind.TIER)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def back(text: str, columns: tuple[Column, ...]) -> tuple[tuple[Any, ...], ...]:
    """Read a file back by what its columns hold."""
    head, *rows = cells(text)
    assert head == [column.name for column in columns]
    return tuple(tuple(map(value, row, columns)) for row in rows)


def value(cell: str, column: Column) -> Any:
    if cell == "":
        return None if column.nullable or column.kind not in (Kind.TEXT, *NESTED) else ""
    if column.kind is Kind.YES_NO:
        return cell == "true"
    return json.loads(cell) if column.kind in NUMBERS else unmarked(cell)


@settings(max_examples=60)
@given(table=tables())
def test_any_table_survives_csv_and_back(table: Table) -> None:
    assert back(as_csv(table), table.columns) == table.rows


@settings(max_examples=60)
@given(table=tables())
def test_no_text_begins_as_a_formula_does(table: Table) -> None:
    for row in cells(as_csv(table))[1:]:
        for cell, column in zip(row, table.columns, strict=True):
            assert column.kind in NUMBERS or not cell.startswith(STARTS_A_FORMULA)


@given(text=TEXT)
def test_the_mark_comes_off_again(text: str) -> None:
    assert unmarked(marked(text)) == text


def test_numbers_are_numbers_dates_iso_and_structures_json() -> None:
    columns = tuple(Column(kind.name, kind) for kind in (Kind.MONEY, Kind.DATE, Kind.YES_NO, Kind.OBJECT, Kind.TEXT))
    table = Table("x", columns, ((-12.5, "2026-11-20", True, '{"a": "ö"}', "=1"),))
    assert as_csv(table) == 'MONEY,DATE,YES_NO,OBJECT,TEXT\r\n-12.5,2026-11-20,true,"{""a"": ""ö""}",\'=1\r\n'


def test_a_file_for_excel_says_that_it_is_utf_8() -> None:
    table = Table("x", (Column("a", Kind.TEXT),), ())
    assert as_csv(table, bom=True) == BOM + as_csv(table)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_every_list_and_field_of_a_document_is_in_a_table(seed: int) -> None:
    given_document = document(seed)
    for each in tables_of(given_document):
        names = [column.name for column in each.columns]
        nullable = {column.name for column in each.columns if column.nullable}
        rows = back(as_csv(each), each.columns)
        assert len(rows) == len(given_document[each.name])
        for row, record in zip(rows, given_document[each.name], strict=True):
            held = dict(zip(names, row, strict=True))
            for key, wanted in record.items():
                for name, inner in flat(key, wanted, names):
                    found = held.pop(name)
                    wanted_cell = None if inner == "" and name in nullable else inner
                    assert (json.loads(found) if isinstance(inner, list | dict) else found) == wanted_cell
            assert all(name.endswith(("_name", "_names")) for name in held)


def flat(key: str, wanted: Any, names: list[str]) -> list[tuple[str, Any]]:
    if key in names:
        return [(key, wanted)]
    return [(f"{key}.{inner}", found) for inner, found in wanted.items()]


def test_a_reference_stands_beside_the_name_it_means() -> None:
    given_document = document(7, least=1)
    people = {each["uid"]: each["name"] for each in given_document["stakeholders"]}
    (table,) = tables_of(given_document, "touchpoints")
    names = [column.name for column in table.columns]
    assert names[1:3] == ["account", "account_name"]
    for row, record in zip(table.rows, given_document["touchpoints"], strict=True):
        assert row[names.index("people_names")] == (", ".join(people[uid] for uid in record["people"]) or None)


def test_an_empty_list_still_has_its_header() -> None:
    empty = {each.name: [] for each in all_lists()}
    assert all(as_csv(table).startswith("uid,") for table in tables_of(empty))


def test_an_unknown_list_is_refused_by_name() -> None:
    assert list_named(" Check-ins ") == "check_ins"
    with pytest.raises(Refused, match="no list is called 'nothing'; there are accounts, "):
        list_named("nothing")


def test_the_samples_hold_what_spreadsheets_take_for_formulas() -> None:
    assert {text[0] for text in HOSTILE} >= {"=", "+", "-", "@", "\t", "\n", "'"}
