"""`kamtui export ics`, `csv` and `xlsx`: files for other programs, whole or not at all."""

import csv
import io
import json
import stat
import subprocess
import sys

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from kamtui.domain.errors import Refused
from kamtui.exchange.document_file import write_file, write_folder
from kamtui.settings_checks import from_mapping
from tests.shell.calling import TODAY, shell_in

LOADED = """
import sys
from kamtui.cli import main
assert main(sys.argv[1:]) == 0
sys.stderr.write(" ".join(sorted({"icalendar", "xlsxwriter"} & set(sys.modules))))
"""


@pytest.fixture
def shell(demo_file, tmp_path, monkeypatch, capsysbinary):
    """A shell with the demo portfolio, whose output is bytes."""
    return shell_in(tmp_path, monkeypatch, capsysbinary, file=demo_file)


def inside(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def document(shell):
    return json.loads(shell("export", "json")[1])


@pytest.mark.rule("Y-14")
def test_the_calendar_goes_to_standard_output_with_both_reviews_and_the_work(shell):
    status, out, err = shell("export", "ics")
    assert (status, err) == (0, "")
    kinds = [each.name for each in Calendar.from_ical(out).subcomponents]
    assert kinds.count("VEVENT") == 2
    assert kinds.count("VTODO") > 10


@pytest.mark.rule("Y-14")
def test_the_settings_say_when_the_reviews_are(shell, tmp_path):
    (tmp_path / "settings.toml").write_text('review_day = "thursday"\nreview_time = "09:15"\nfriday_minutes = 45\n')
    friday, month_end, *_ = Calendar.from_ical(shell("export", "ics")[1]).walk("VEVENT")
    assert (friday["DTSTART"].dt.weekday(), friday["DTSTART"].to_ical()[-6:]) == (3, b"091500")
    assert month_end["DTSTART"].to_ical()[-6:] == b"100000"


@pytest.mark.parametrize("wrong", ["9:15", "24:00", "", 9, "14:00:00"])
def test_a_review_time_that_is_none_is_refused(wrong):
    with pytest.raises(Refused, match="review_time is a time of day like 14:00"):
        from_mapping({"review_time": wrong})


def test_one_list_goes_to_standard_output_as_csv(shell, document):
    status, out, err = shell("export", "csv", "accounts")
    assert (status, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.decode(), newline="")))
    assert [row["uid"] for row in rows] == [each["uid"] for each in document["accounts"]]


def test_all_lists_go_into_a_folder_one_file_each_for_excel(shell, document, tmp_path):
    folder = tmp_path / "lists"
    assert shell("export", "csv", "-o", folder) == (0, b"", "")
    lists = [name for name, value in document.items() if isinstance(value, list)]
    assert inside(folder) == sorted(f"{name}.csv" for name in lists)
    for name in lists:
        text = (folder / f"{name}.csv").read_bytes().decode()
        assert text[0] == "\ufeff"
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(document[name]) + 1
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "plans.csv")] == [0o700, 0o600]
    assert inside(tmp_path) == ["lists"]


def test_the_workbook_has_a_sheet_for_every_list(shell, document, tmp_path):
    target = tmp_path / "all.xlsx"
    assert shell("export", "xlsx", "-o", target) == (0, b"", "")
    book = CalamineWorkbook.from_path(target)
    for name in book.sheet_names:
        assert len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) == len(document[name]) + 1


def test_a_workbook_can_be_piped(shell):
    status, out, err = shell("export", "xlsx")
    assert (status, err) == (0, "")
    assert "accounts" in CalamineWorkbook.from_filelike(io.BytesIO(out)).sheet_names


@pytest.mark.parametrize(("what", "name"), [("ics", "a.ics"), ("xlsx", "a.xlsx"), ("csv", "a.csv")])
def test_an_existing_file_is_replaced_only_by_force(shell, tmp_path, what, name):
    target = tmp_path / name
    target.write_text("mine")
    words = ["export", what, *(["accounts"] if what == "csv" else []), "-o", target]
    status, out, err = shell(*words)
    assert (status, out, err.count("\n")) == (3, b"", 1)
    assert target.read_text() == "mine"
    assert shell(*words, "--force")[0] == 0
    assert target.read_bytes() != b"mine"


def test_an_existing_folder_is_refused_and_by_force_keeps_what_is_not_a_list(shell, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    (folder / "accounts.csv").write_text("old")
    status, _, err = shell("export", "csv", "-o", folder)
    assert (status, err.count("\n")) == (3, 1)
    assert inside(folder) == ["accounts.csv", "letter.txt"]
    assert shell("export", "csv", "-o", folder, "--force")[0] == 0
    assert (folder / "letter.txt").read_text() == "dear"
    assert (folder / "accounts.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    assert inside(tmp_path) == ["mine"]


@pytest.mark.parametrize("where", ["missing/folder", "a-file/x"])
def test_what_cannot_be_written_is_refused_and_leaves_nothing(shell, tmp_path, where):
    (tmp_path / "a-file").write_text("mine")
    for words in (("csv",), ("ics",), ("csv", "accounts")):
        status, _, err = shell("export", *words, "-o", tmp_path / where)
        assert (status, err.count("\n")) == (3, 1)
    assert inside(tmp_path) == ["a-file"]


def test_a_folder_that_fails_half_way_is_not_there(tmp_path):
    with pytest.raises(Refused):
        write_folder(tmp_path / "new", {"a.csv": "x", "b/c.csv": "y"})
    assert inside(tmp_path) == []


def test_the_place_without_a_name_is_refused(tmp_path):
    for write in (lambda path: write_file(path, "x"), lambda path: write_folder(path, {})):
        with pytest.raises(Refused, match="cannot be written"):
            write(tmp_path / tmp_path.root)


def test_bytes_are_written_as_they_are(tmp_path):
    assert write_file(tmp_path / "x", b"a\r\nb\x00").read_bytes() == b"a\r\nb\x00"


@pytest.mark.parametrize(
    "words", [("csv",), ("ics", "acme"), ("xlsx", "accounts"), ("ics", "--format", "md"), ("csv", "--format", "html")]
)
def test_wrong_usage_is_one_line_and_status_2(shell, words):
    status, out, err = shell("export", *words)
    assert (status, out, err.count("\n")) == (2, b"", 1)


def test_a_workbook_is_not_thrown_at_a_terminal(shell, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    status, out, err = shell("export", "xlsx")
    assert (status, out, err.count("\n")) == (2, b"", 1)


@pytest.mark.parametrize("words", [("csv", "nothing"), ("csv", "nothing", "--redact")])
def test_what_is_not_there_is_refused_in_one_line(shell, words):
    status, out, err = shell("export", *words)
    assert (status, out, err.count("\n")) == (3, b"", 1)


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["due"], ""),
        (["export", "ics"], "icalendar"),
        (["export", "xlsx"], "xlsxwriter"),
        (["export", "json"], ""),
        (["export", "csv", "plans"], ""),
    ],
)
def test_a_library_is_loaded_only_for_its_own_format(demo_file, words, loaded):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--db", demo_file, "--today", str(TODAY), *words], capture_output=True
    )
    assert done.stderr.decode() == loaded
