"""Delimited text: opened, decoded, parted into rows."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_text
from kamtui.exchange import tabular
from kamtui.exchange.tabular import open_table


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in open_table(path).rows()]


_LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)
_WESTERN = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12)
_TRICKY = st.sampled_from(('"', "\n", "\r\n", ",", ";", "\t", "|", "=1+1", "a\x00b", "\x1b[31mred", "é", "", " x "))
_ENCODINGS = st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), delimiter=st.sampled_from(tabular.DELIMITERS), encoding=_ENCODINGS, width=st.integers(2, 4))
def test_every_table_reads_back_to_the_same_cells_cleaned(
    file: Path, data: st.DataObject, delimiter: str, encoding: str, width: int
) -> None:
    letters = _WESTERN if encoding == "cp1252" else _LETTERS
    tricky = _TRICKY.filter(lambda text: encoding != "cp1252" or "\0" not in text)
    row = st.lists(letters | tricky, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([[f"Column {n}" for n in range(width)], *rows])
    content = text.getvalue().encode(encoding)
    if encoding == "cp1252":
        assume(not _is_utf8(content))
    table = open_table(written(file, content))
    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows()] == [tuple(map(clean_text, row)) for row in rows]


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "table.csv is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "table.csv is empty"),
        (b",,\r\n,,\r\n", "table.csv is empty"),
        (b"PK\x03\x04rest", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00", "database"),
        (b"BEGIN:VCARD\r\n", "vCard"),
        (bytes(range(256)) * 4, "not a text file"),
        (b"\x01\x02\x03\x04a", "not a text file"),
        (b'Name,"City\n', "the header row opens a quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(file: Path, content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        open_table(written(file, content))
    assert "\n" not in str(refusal.value)


def test_a_missing_file_and_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nothing\.csv cannot be read: no such file"):
        open_table(tmp_path / "nothing.csv")
    with pytest.raises(Refused, match="is a folder"):
        open_table(tmp_path)
    with pytest.raises(Refused, match="not a regular file"):
        open_table(Path("/dev/zero"))


def test_a_file_that_vanishes_while_it_is_read_is_refused(file: Path) -> None:
    table = open_table(written(file, "a,b\n1,2\n"))
    file.unlink()
    with pytest.raises(Refused, match="cannot be read"):
        list(table.rows())


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_told_apart(file: Path, encoding: str, called: str) -> None:
    table = open_table(written(file, "Name;Place\nMüller – Söhne;Århus\n".encode(encoding)))
    assert table.encoding.called == called
    assert table.header == ("Name", "Place")
    assert [row.cells for row in table.rows()] == [("Müller – Söhne", "Århus")]


def test_a_few_broken_bytes_do_not_turn_utf8_into_another_encoding(file: Path) -> None:
    content = b"Name,City\n" + "Zoë,Århus\n".encode() * 20 + b"Caf\xe9,Lyon\n"
    table = open_table(written(file, content))
    assert (table.encoding.called, table.encoding.unreadable) == ("UTF-8", 1)
    assert list(table.rows())[-1].cells == ("Caf\ufffd", "Lyon")


def test_bytes_that_windows_does_not_know_are_guessed_at_last(file: Path) -> None:
    czech = (
        "Název,Město\n" + "Šťastný a synové, příští schůzka v pátek;Plzeň\n".replace(", ", " ").replace(";", ",") * 30
    )
    assert cells(written(file, czech.encode("cp1250")))[0] == ("Šťastný a synové příští schůzka v pátek", "Plzeň")
    assert cells(written(file, b"Name,City\nA\x81\xe9,B\n"))[0][1] == "B"


def test_a_file_of_one_byte_is_a_table(file: Path) -> None:
    assert open_table(written(file, "a")).header == ("a",)


def test_an_inch_mark_beside_another_delimiter_does_not_hide_the_right_one(file: Path) -> None:
    table = open_table(written(file, "Name;Size\n" + 'Tube;1,"2 inch\n' * 80_000))
    assert table.delimiter == ";"
    assert next(table.rows()).cells == ("Tube", '1,"2 inch')


def test_a_line_that_names_the_delimiter_is_obeyed(file: Path) -> None:
    table = open_table(written(file, "sep=;\r\nName;City, land\r\nA;B\r\n"))
    assert (table.header, table.header_row) == (("Name", "City, land"), 2)
    assert next(table.rows()).cells == ("A", "B")


def test_the_delimiter_that_parts_the_rows_evenly_wins(file: Path) -> None:
    table = open_table(written(file, "Name;Notes, long\nA;b, c, d\nB;e\n"))
    assert table.header == ("Name", "Notes, long")


def test_a_single_column_is_a_table_too(file: Path) -> None:
    assert cells(written(file, "Name\nAcme\n\nGlobex\n")) == [("Acme",), (), ("Globex",)]


def test_rows_are_numbered_as_in_a_spreadsheet(file: Path) -> None:
    table = open_table(written(file, '\nName,City\n"two\nlines",x\n\nlast,y\n'))
    assert [(row.number, row.is_blank) for row in table.rows()] == [(3, False), (4, True), (5, False)]


def test_old_and_doubled_line_ends_are_read(file: Path) -> None:
    assert cells(written(file, "a,b\rc,d\re,f")) == [("c", "d"), ("e", "f")]
    assert [row for row in cells(written(file, "a,b\r\r\nc,d\r\r\n")) if row] == [("c", "d")]


def test_a_quotation_mark_that_never_closes_is_a_fault_of_its_row(file: Path) -> None:
    rows = list(open_table(written(file, 'Name,City\nA,B\nC,"D\nE,F\nG,H\n')).rows())
    assert [row.fault for row in rows] == ["", "opens a quotation mark that is never closed, 2 more lines are in it"]
    assert not next(open_table(written(file, 'Name,City\nA,"B"')).rows()).fault


def test_an_unclosed_quotation_mark_is_found_where_a_batch_ends(file: Path) -> None:
    rows = list(open_table(written(file, "a,b\n" + "1,2\n" * 254 + '3,"4')).rows())
    assert len(rows) == 255
    assert rows[-1].fault.startswith("opens a quotation mark")


def test_endless_lines_and_rows_are_refused_and_the_csv_module_is_left_as_it_was(file: Path) -> None:
    before = csv.field_size_limit()
    with pytest.raises(Refused, match="row at line 1 is longer than 1,000,000 characters; is it a table"):
        open_table(written(file, "x" * 3_000_000))
    table = open_table(written(file, "a,b\n" + "1,2\n" * 300 + '3,"4\n' + "5,6\n" * 300_000))
    with pytest.raises(Refused, match="row at line 302 is longer than 1,000,000 characters; is a quotation mark"):
        list(table.rows())
    assert csv.field_size_limit() == before


def test_a_cell_longer_than_the_csv_module_likes_is_read(file: Path) -> None:
    assert len(cells(written(file, f"a,b\n{'x' * 500_000},y\n"))[0][0]) == 500_000


def test_what_is_removed_is_counted_once_for_each_reading(file: Path) -> None:
    table = open_table(written(file, b"a,b\nx\x00\x07y,z\n"))
    for _ in range(2):
        assert [row.cells for row in table.rows()] == [("xy", "z")]
        assert table.counts.removed == 2


def test_progress_ends_at_the_whole_file(file: Path) -> None:
    told: list[tuple[int, int]] = []
    list(open_table(written(file, "a,b\n" + "1,2\n" * 1000)).rows(lambda done, size: told.append((done, size))))
    assert told[-1] == (4004, 4004)
    assert told == sorted(told)


def test_hostile_file_names_are_shown_as_one_safe_line(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        open_table(tmp_path / "a\n\x1b[31mb.csv")
    assert str(refusal.value).startswith("a b.csv cannot be read")
