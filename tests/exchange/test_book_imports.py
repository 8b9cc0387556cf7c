"""Address books and workbooks into the database: what they say arrives, and twice is not double."""

import subprocess
import sys

import pytest
import xlsxwriter

from kamtui.domain.errors import Refused
from kamtui.exchange.formats.shape import FileKind
from kamtui.storage import imports
from tests.exchange.brought import FILES, select

CARDS = sorted(FILES.glob("*.vcf"))
BOOKS = [*CARDS, FILES / "google_new.csv", FILES / "google_old.csv", FILES / "outlook.csv"]


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "clients.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Clients")
        sheet.write_row(0, 0, ["Name", "Tier", "Potential Value", "Employees"])
        sheet.write_row(1, 0, ["Fjordline Ferries", "Key", 120000.5, 800])
        sheet.write_row(2, 0, ["Quiet Mills", "Growth", 90000, 40])
    return path


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_every_address_book_brought_twice_creates_nothing_the_second_time(bring, path):
    assert bring(path).totals.created > 1
    again = bring(path)
    assert (again.totals.created, again.totals.updated) == (0, 0)
    assert again.batch == ""


def test_a_workbook_brought_twice_creates_nothing_the_second_time(bring, workbook):
    assert bring(workbook).totals.created == 2
    again = bring(workbook)
    assert (again.totals.created, again.totals.updated, again.totals.unchanged) == (0, 0, 2)
    values = select(bring.database, "SELECT name, potential_value FROM account ORDER BY name")
    assert values == [("Fjordline Ferries", 12_000_050), ("Quiet Mills", 9_000_000)]


def test_a_workbook_s_columns_are_mapped_and_the_mapping_is_for_its_header(bring, workbook):
    bring(workbook, mapping=(("Employees", "notes"),))
    assert select(bring.database, "SELECT notes FROM account ORDER BY name") == [("800",), ("40",)]


def test_a_person_reports_to_the_manager_that_the_card_names(bring):
    bring(FILES / "cards_30.vcf")
    found = select(
        bring.database,
        "SELECT s.name, m.name, a.name, a.domain FROM stakeholder s JOIN account a ON a.id = s.account_id"
        " LEFT JOIN stakeholder m ON m.id = s.reports_to_id ORDER BY s.name",
    )
    assert found == [
        ("Ines Vallejo", "Marit Sund", "Fjordline Ferries, AS", "fjordline.example"),
        ("Marit Sund", None, "Fjordline Ferries, AS", "fjordline.example"),
    ]


def test_a_card_s_own_id_finds_the_person_again_whatever_the_name(bring, tmp_path):
    path = tmp_path / "one.vcf"
    text = "BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:77\nFN:{}\nORG:Acme\nEND:VCARD\n"
    path.write_text(text.format("Jane Doe"))
    bring(path)
    path.write_text(text.format("Jane Roe"))
    assert bring(path).totals.updated == 1
    assert select(bring.database, "SELECT name, external_ids FROM stakeholder") == [("Jane Roe", '{"vcard": "77"}')]


def test_cards_of_every_version_and_a_workbook_come_together_and_are_taken_back_together(bring, workbook):
    result = bring(workbook, *CARDS)
    assert result.totals.errors == 0
    assert not result.duplicates or {one.why for one in result.duplicates} <= {"equal but for the legal form"}
    taken = bring.database.run(imports.take_back, result.batch)
    assert not taken.kept
    assert not taken.errored
    assert select(bring.database, "SELECT count(*) FROM account") == [(0,)]


def test_a_file_with_one_nested_card_alone_is_refused_in_one_line(bring, tmp_path):
    path = tmp_path / "agents.vcf"
    path.write_text("BEGIN:VCARD\nFN:Jo\nAGENT:\nBEGIN:VCARD\nFN:Al\nEND:VCARD\nEND:VCARD\n")
    with pytest.raises(Refused, match="nothing can be imported: row 1: holds another card within it"):
        bring(path)


def test_a_mapping_fits_no_card(bring):
    with pytest.raises(Refused, match='no file has a column "Huis"'):
        bring(CARDS[0], mapping=(("Huis", "name"),))
    with pytest.raises(Refused, match="is a vCard file, not a table"):
        bring(CARDS[0], kind=FileKind.PLAIN_CONTACTS)


def test_the_reader_of_workbooks_is_loaded_only_for_a_workbook(workbook):
    code = (
        "import sys; from pathlib import Path; from kamtui.exchange.reading import read_file\n"
        "heavy = {'python_calamine', 'kamtui.exchange.workbooks', 'kamtui.exchange.vcards', 'zipfile'}\n"
        "read_file(Path(sys.argv[1])); assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "read_file(Path(sys.argv[2])); assert 'python_calamine' in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, FILES / "plain_contacts.csv", workbook], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
