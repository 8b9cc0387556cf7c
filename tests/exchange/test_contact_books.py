"""Address books as tables: Google Contacts, new and old, and Outlook."""

from pathlib import Path

import pytest

from kamtui.domain.stakeholders import Function
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.mapping import parse_map
from kamtui.exchange.reading import parse_kind, read_file

FILES = Path(__file__).parent / "files"


def people(name, **how):
    return {row.number: row.draft for row in read_file(FILES / name, **how).rows()}


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "contacts.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_google_is_known_by_its_new_and_its_old_header():
    for name in ("google_new.csv", "google_old.csv"):
        reading = read_file(FILES / name)
        assert reading.kind is FileKind.GOOGLE_CONTACTS
        assert reading.taken_for.startswith(f"{name}: Google contacts, ")


def test_google_s_main_address_is_the_one_whose_label_has_the_star():
    ines = people("google_new.csv")[2]
    assert ines.email == "ines.vallejo@fjordline.example"
    assert "E-mail 2 - Value: ines@home.example (Home)" in ines.notes


def test_google_s_main_address_is_the_one_that_has_the_star_itself():
    tomasz = people("google_new.csv")[3]
    assert (tomasz.name, tomasz.email) == ("Tomasz Jan Wróbel", "t.wrobel@fjordline.example")
    assert "E-mail 2 - Value: tomasz@fjordline.example" in tomasz.notes


def test_many_values_in_one_google_cell_are_parted_and_none_is_lost():
    ines = people("google_new.csv")[2]
    assert ines.phone == "+47 22 000 101"
    assert "Phone 2 - Value: +47 22 000 102 (Work); +47 900 00 001 (Mobile)" in ines.notes
    tomasz = people("google_new.csv")[3]
    assert tomasz.account_name == "Fjordline Ferries"
    assert "Organization Name: Fjordline Cargo" in tomasz.notes


def test_google_s_organisation_is_the_account_the_title_and_the_function():
    ines = people("google_new.csv")[2]
    assert (ines.account_name, ines.title, ines.function) == ("Fjordline Ferries", "Head of Fleet IT", Function.IT)
    marit = people("google_old.csv")[2]
    assert (marit.account_name, marit.title, marit.function) == ("Fjordline Ferries", "CFO", Function.FINANCE)


def test_google_s_own_labels_are_left_out_and_those_of_people_kept():
    assert "Labels: Clients; VIP" in people("google_new.csv")[2].notes
    assert "Group Membership: Suppliers" in people("google_old.csv")[2].notes
    assert people("google_old.csv")[3].notes == ()


def test_a_star_in_a_google_note_is_a_bullet():
    assert people("google_new.csv")[2].notes[0] == "* met at the harbour fair\nlikes short mails"


def test_an_old_google_name_without_parts_is_the_whole_name():
    assert people("google_old.csv")[3].name == "Office Quiet Mills"


def test_a_google_header_without_notes_or_labels_and_a_ragged_row_do_no_harm(file):
    header = "Organization Name,Organization Title,Labels,E-mail 1 - Value"
    path = file(f"{header}\nA ::: B,,,x@a.example ::: y@a.example\n1\n")
    first, second = read_file(path).rows()
    assert (first.draft.account_name, first.draft.email) == ("A", "x@a.example")
    assert first.draft.notes == ("Other e-mail: y@a.example",)
    assert second.error == "has 1 cell where the header has 4"


def test_outlook_s_title_is_a_salutation_and_its_job_title_the_title():
    first, second = people("outlook.csv").values()
    assert (first.name, first.title, first.function) == ("Jürgen Müßig", "Leiter Controlling", Function.FINANCE)
    assert (first.account_name, first.reports_to_name) == ("Käserei Höß", "Renate Höß")
    assert second.title == "Inhaberin"
    assert "Title" in read_file(FILES / "outlook.csv").unmapped


def test_outlook_is_read_in_the_encoding_of_windows():
    reading = read_file(FILES / "outlook.csv")
    assert reading.taken_for == "outlook.csv: Outlook contacts, 2 rows, Windows-1252, comma-separated"


def test_what_is_private_is_not_read_even_when_unknown_columns_are_kept():
    reading = read_file(FILES / "outlook.csv", keep_unmapped=True)
    assert "Children, Gender, Government ID Number, Hobby, Spouse" in reading.notes[0]
    first = next(iter(reading.rows())).draft
    kept = "\n".join(first.notes)
    assert "Title: Dr." in kept
    for private in ("Anna", "Male", "12 345678", "Angeln", "Eva"):
        assert private not in kept


def test_no_date_is_not_kept_as_one():
    first = next(iter(read_file(FILES / "outlook.csv", keep_unmapped=True).rows())).draft
    assert not [line for line in first.notes if "0/0/00" in line]


def test_a_private_column_is_read_when_the_user_maps_it():
    reading = read_file(FILES / "outlook.csv", mapping=parse_map(["Hobby=notes"]))
    assert "Angeln" in next(iter(reading.rows())).draft.notes
    assert "Hobby" not in reading.notes[0]


def test_columns_without_any_content_are_not_listed_as_left_out():
    assert "Suffix" not in read_file(FILES / "outlook.csv").unmapped


def test_a_table_of_one_s_own_is_not_taken_for_an_address_book(file):
    path = file("First Name,Last Name,Company,Email Address,Business Phone\nA,B,C,a@c.example,1\n")
    assert read_file(path).kind is FileKind.PLAIN_CONTACTS


@pytest.mark.parametrize("kind", ["google_contacts", "Outlook Contacts", "vcard"])
def test_the_kinds_can_be_named(kind):
    assert parse_kind(kind) in (FileKind.GOOGLE_CONTACTS, FileKind.OUTLOOK_CONTACTS, FileKind.VCARD)
