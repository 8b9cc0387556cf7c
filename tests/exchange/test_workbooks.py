"""Excel workbooks: the first sheet as a table, and those that would do harm."""

import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from kamtui.domain.errors import Refused
from kamtui.exchange import workbook_guard
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.reading import read_file
from kamtui.exchange.tabular import open_table

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path):
    """Write a workbook of the given sheets, each a list of rows."""

    def write(*sheets, at=(0, 0), name="book.xlsx", hidden=0):
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as workbook:
            day = workbook.add_format({"num_format": "dd.mm.yyyy"})
            for place, rows in enumerate(sheets):
                sheet = workbook.add_worksheet(f"Sheet {place + 1}")
                if place < hidden:
                    sheet.hide()
                for y, row in enumerate(rows, start=at[0]):
                    for x, value in enumerate(row, start=at[1]):
                        if isinstance(value, date | time):
                            sheet.write_datetime(y, x, value, day)
                        elif value is not None:
                            sheet.write(y, x, value)
            if hidden:
                workbook.worksheets()[hidden].activate()
                workbook.worksheets()[hidden].set_first_sheet()
        return path

    return write


@pytest.fixture
def changed(tmp_path):
    """Copy a workbook with some of its parts replaced or added."""

    def write(path, parts, **how):
        target = tmp_path / "changed.xlsx"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, parts.get(name, old.read(name)), **how)
            for name in set(parts) - set(old.namelist()):
                new.writestr(name, parts[name])
        return target

    return write


def cells(path):
    return [row.cells for row in open_table(path).rows()]


def sheet_of(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


ACCOUNTS = [["Name", "Tier", "Annual Value", "Renewal Date"], ["Fjordline", "Key", 1234.5, date(2027, 1, 3)]]


def test_a_workbook_s_first_sheet_is_read_as_a_table(book):
    reading = read_file(book(ACCOUNTS, [["Other"]]))
    assert reading.kind is FileKind.PLAIN_ACCOUNTS
    assert reading.taken_for == "book.xlsx: accounts, 1 row, Excel workbook, sheet Sheet 1, the first of 2"
    (row,) = reading.rows()
    assert (row.number, row.draft.name, row.draft.current_value) == (2, "Fjordline", 123_450)
    assert row.draft.renewal_date == date(2027, 1, 3)


def test_a_hidden_sheet_is_not_the_first(book):
    assert open_table(book([["Secret"], ["x"]], ACCOUNTS, hidden=1)).header[0] == "Name"


def test_cells_become_text_as_people_would_write_it(book):
    values = [12, 12.0, 0.1 + 0.2, 1.234, 1e-7, -0.5, 123456789012345, 123456789012345678, True, False, " a ", "=1+1"]
    days = [date(2026, 1, 2), datetime.fromisoformat("2026-01-02T13:05:59"), time(13, 5)]
    (row,) = cells(book([[f"h{place}" for place in range(15)], [*values, *days]]))
    assert row == (
        "12", "12", "0.3", "1.2340", "0.0000001", "-0.5", "123456789012345", "1.23456789012346E+17", "TRUE", "FALSE",
        " a ", "=1+1", "2026-01-02", "2026-01-02 13:05:59", "13:05:00",
    )  # fmt: skip


def test_a_number_with_three_decimals_is_never_thousands(book):
    (row,) = read_file(book([["Name", "Annual Value"], ["A", 1.234]]), decimal_comma=True).rows()
    assert row.draft.current_value == 123


def test_a_probability_that_a_workbook_shows_as_per_cent_is_one(book):
    path = book([["Opportunity", "Stage", "Probability"], ["Deal", "Proposal", 0.6], ["Other", "Proposal", 60]])
    assert [row.draft.probability for row in read_file(path).rows()] == [60, 60]


def test_an_id_that_the_workbook_has_rounded_is_an_error_of_its_row(book):
    (row,) = read_file(book([["Id", "Name", "Tier"], [123456789012345678, "A", "Key"]])).rows()
    assert "was rounded by a spreadsheet" in row.error


def test_titles_and_blank_rows_above_the_table_and_columns_beside_it_are_no_part_of_it(book, tmp_path):
    path = tmp_path / "titled.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(1, 1, 1, 4, "Our clients in 2026")
        sheet.write(2, 1, "as of")
        sheet.write_datetime(2, 2, date(2026, 11, 20))
        for y, row in enumerate(ACCOUNTS, start=4):
            for x, value in enumerate(row, start=1):
                sheet.write(y, x, value.isoformat() if isinstance(value, date) else value)
        sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    reading = read_file(path)
    assert reading.columns == tuple(ACCOUNTS[0])
    assert [row.number for row in reading.rows()] == [6]


def test_a_single_column_has_its_header_in_the_first_row(book):
    path = book([["Name"], ["Acme"], [None], ["Beta"]])
    assert open_table(path).header == ("Name",)
    assert [row.draft.name for row in read_file(path).rows()] == ["Acme", "Beta"]


def test_a_cell_beyond_the_header_is_an_error_of_its_row(book):
    reading = read_file(book([["Name", "Tier"], ["Acme", "Key"], ["Beta", "Key", None, "stray"]]))
    assert [row.error for row in reading.rows()] == [None, "has 4 cells where the header has 2"]


def test_hostile_cells_are_cleaned_and_counted(book):
    path = book([["Name", "Tier"], ["a\x1b[31mb\u202e", "Key"]])
    reading = read_file(path)
    assert "control characters were removed" in reading.notes[-1]
    (row,) = reading.rows()
    assert row.draft.name == "ab"


def test_progress_is_told_in_bytes_of_the_file(book):
    path = book([["Name"], *([f"n{place}"] for place in range(600))])
    told = []
    rows = list(open_table(path).rows(lambda done, total: told.append((done, total))))
    size = path.stat().st_size
    assert len(rows) == 600
    assert told[-1] == (size, size)
    assert told == sorted(told)


def test_an_empty_sheet_is_refused(book):
    with pytest.raises(Refused, match=r"book.xlsx: the sheet Sheet 1 is empty"):
        open_table(book([]))


def refusal(path):
    with pytest.raises(Refused) as found:
        open_table(path)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_a_zip_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert refusal(path) == "photos.xlsx is a zip archive, but no Excel workbook"


def test_a_workbook_with_broken_insides_is_refused(book, changed):
    path = book(ACCOUNTS)
    assert "is not a workbook that can be read" in refusal(changed(path, {"xl/workbook.xml": "<workbook>"}))
    assert "has no sheet to read" in refusal(
        changed(path, {"xl/workbook.xml": (Path(path), b"")[1] or "<workbook></workbook>"})
    )


@pytest.mark.parametrize("cut", [30, 400, -30])
def test_half_a_workbook_is_refused(book, cut):
    path = book(ACCOUNTS)
    path.write_bytes(path.read_bytes()[:cut])
    assert refusal(path) == "book.xlsx is damaged, or no Excel workbook at all"


def test_a_zip_bomb_is_refused_by_what_it_says(book, changed):
    path = changed(book(ACCOUNTS), {})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(257):
            part.write(bytes(1 << 20))
    assert refusal(path).endswith("unpacks to more than 256 MB: save the sheet as CSV and import that")


def test_a_zip_bomb_that_lies_about_its_size_is_refused_by_what_it_does(book, changed):
    path = changed(book(ACCOUNTS), {"xl/bomb.xml": bytes(3 << 20)})
    content = path.read_bytes()
    size = struct.pack("<I", 3 << 20)
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, struct.pack("<I", 1000)))
    assert refusal(path).endswith("unpacks to more than it says: it is not read")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_billion_laughs_are_refused(book, changed, name, encoding):
    laughs = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a9;</x>'.encode(encoding)
    assert "declares entities of its own" in refusal(changed(book(ACCOUNTS), {name: bomb}))


def test_two_cells_at_the_ends_of_a_sheet_are_refused(book, changed):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "has a sheet too large to be read" in refusal(changed(book(ACCOUNTS), {SHEET: sheet_of(rows)}))
    prefixed = rows.replace("<c ", "<x:c ").replace("<row ", "<x:row ").replace("</row", "</x:row")
    assert "too large" in refusal(changed(book(ACCOUNTS), {SHEET: sheet_of(prefixed)}))


def test_a_long_text_shared_by_many_cells_is_refused(book, changed):
    strings = f'<sst count="2"><si><t>{"x" * 1_000_000}</t></si><si/></sst>'
    rows = "".join(f'<row r="{y}"><c r="A{y}" t="s"><v>0</v></c></row>' for y in range(1, 200))
    path = changed(book(ACCOUNTS), {"xl/sharedStrings.xml": strings, SHEET: sheet_of(rows)})
    assert "has a sheet too large to be read" in refusal(path)
    unclear = rows.replace("<v>0</v>", "<f>1</f><v>0</v>")
    assert "too large" in refusal(changed(book(ACCOUNTS), {"xl/sharedStrings.xml": strings, SHEET: sheet_of(unclear)}))


def test_shared_texts_behind_a_long_comment_are_refused(book, changed):
    strings = f"<!--{'x' * 300_000}--><sst><si><t>x</t></si></sst>"
    assert "hides its texts" in refusal(changed(book(ACCOUNTS), {"xl/sharedStrings.xml": strings}))


def test_a_part_that_ends_before_it_should_is_refused(book, changed):
    path = changed(book(ACCOUNTS), {"xl/last.bin": bytes(range(256)) * 99})
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/last.bin")
    short = struct.pack("<I", part.compress_size)
    path.write_bytes(whole.replace(short, struct.pack("<I", part.compress_size - 9)))
    assert "is damaged" in refusal(path)


def test_cells_that_do_not_say_where_they_are_are_counted(book, changed, monkeypatch):
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row>" * 10
    path = changed(book(ACCOUNTS), {SHEET: sheet_of(rows)})
    assert len(cells(path)) == 9
    monkeypatch.setattr(workbook_guard, "MOST_CELLS", 19)
    assert "too large" in refusal(path)


def test_too_many_texts_and_a_row_without_end_are_refused(book, changed, monkeypatch):
    path = book(ACCOUNTS)
    monkeypatch.setattr(workbook_guard, "MOST_STRINGS", 3)
    assert "holds too many texts" in refusal(path)
    monkeypatch.setattr(workbook_guard, "MOST_BYTES", 16 * 500_000)
    endless = changed(path, {"xl/sharedStrings.xml": "<x/>", SHEET: sheet_of("<row>" + " " * 3_000_000)})
    assert "has a row or a text too long" in refusal(endless)


def test_too_many_parts_are_refused(book, changed):
    path = changed(book(ACCOUNTS), {f"xl/part{place}.xml": "" for place in range(2100)})
    assert "has more parts than any workbook" in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_a_password_and_odd_packing_are_refused(book, changed):
    path = changed(book(ACCOUNTS), {})
    odd = path.with_name("odd.xlsx")
    odd.write_bytes(path.read_bytes())
    with zipfile.ZipFile(odd, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/more.xml", "<x/>")
    assert "packed in a way that no spreadsheet uses" in refusal(odd)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/Workbook.xml", "<x/>")
    assert "two parts of the same name" in refusal(path)
    locked = bytearray(book(ACCOUNTS).read_bytes())
    place = locked.find(b"PK\x01\x02")
    locked[place + 8] |= 1
    path.write_bytes(locked)
    assert "protected by a password" in refusal(path)


def test_a_workbook_stored_without_packing_with_a_picture_is_read(book, changed):
    path = changed(book(ACCOUNTS), {"xl/media/logo.svg": "<!DOCTYPE svg><svg/>"}, compress_type=zipfile.ZIP_STORED)
    assert len(cells(path)) == 1


def test_a_workbook_that_cannot_be_opened_is_refused(book, monkeypatch):
    path = book(ACCOUNTS)

    def fail(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(workbook_guard, "_count_parts", fail)
    assert refusal(path) == "book.xlsx cannot be read: permission denied"


def test_cells_without_a_value_to_read_are_counted_and_said(book, changed):
    row = '<row r="2"><c r="A2" t="inlineStr"><is><t>Fjordline</t></is></c>{}</row>'
    titles = "".join(
        f'<c r="{at}1" t="inlineStr"><is><t>{title}</t></is></c>' for at, title in (("A", "Name"), ("B", "ARR"))
    )
    head = f'<row r="1">{titles}</row>'
    said = {
        '<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c>': "1 cell of the workbook with an error such as",
        '<c r="B2"><f>1+1</f><v></v></c><c r="C2"><f ca="1"/></c>': "2 cells of the workbook with",
        '<c r="B2" t="str"><f>IF(A1="","",1)</f><v></v></c><c r="C2"><f>1+1</f><v>2</v></c>': "",
    }
    for cell, words in said.items():
        path = changed(book([["x"]]), {"xl/worksheets/sheet1.xml": sheet_of(head + row.format(cell))})
        notes = read_file(path, mapping=[("ARR", "current_value")]).notes
        assert any(note.startswith(words) for note in notes) if words else not notes, cell
