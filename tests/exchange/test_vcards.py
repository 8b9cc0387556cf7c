"""vCards in three versions, as telephones, address books and mail programs write them."""

from pathlib import Path

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.stakeholders import Function
from kamtui.exchange import content_lines
from kamtui.exchange.drafts import AccountDraft, ContactDraft
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.reading import read_file

FILES = Path(__file__).parent / "files"


def drafts(name, **how):
    return [row.draft for row in read_file(FILES / name, **how).rows() if row.draft]


@pytest.fixture
def cards(tmp_path):
    """Write a file of cards and give its rows."""

    def write(text, **how):
        path = tmp_path / "cards.vcf"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(read_file(path, **how).rows())

    return write


def card(*lines, version="3.0"):
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def test_a_file_of_cards_says_its_version_how_many_there_are_and_what_is_not_read():
    reading = read_file(FILES / "cards_40.vcf")
    assert reading.kind is FileKind.VCARD
    assert reading.taken_for == "cards_40.vcf: vCards 4.0, 3 cards, 1 of them a company"
    assert reading.notes == (
        "1 line that is no property left out",
        "pictures, sounds and what is private are not read: BDAY, ANNIVERSARY, GENDER, RELATED",
        "properties not read (--keep-unmapped keeps them in the notes): GEO, MEMBER",
    )
    assert (reading.row_count, reading.columns, reading.questions) == (3, (), ())


def test_quoted_printable_text_of_vcard_2_1_is_decoded_by_its_charset_over_soft_line_breaks():
    (juergen,) = drafts("cards_21.vcf")
    assert (juergen.name, juergen.account_name) == ("Jürgen Müller", "Käserei Höß")
    assert (juergen.function, juergen.email) == (Function.PROCUREMENT, "j.mueller@kaeserei.example")
    assert "likes short mails,\nand a call before noon" in juergen.notes
    assert (juergen.phone, juergen.title) == ("+49 170 0000 5", "Einkauf\\Leiter")
    assert "Other phone: +49 89 0000 4" in juergen.notes


def test_apple_s_cards_name_the_manager_by_a_label_and_the_preferred_address_first():
    ines, company, marit = drafts("cards_30.vcf")
    assert (ines.reports_to_name, ines.email) == ("Marit Sund", "ines.vallejo@fjordline.example")
    assert (ines.account_name, ines.function) == ("Fjordline Ferries, AS", Function.IT)
    assert ines.external_id == "0F1E2D3C-aaaa-bbbb-cccc-000000000001"
    assert "Sails on Sundays; never call then.\nSecond line, long enough to be folded by the program that wrote it" in (
        ines.notes
    )
    for line in ("Categories: Clients; VIP, really", "Other e-mail: ines@home.example", "Assistant: Kari Assist"):
        assert line in ines.notes
    assert "Mobile: +47 900 00 001" in ines.notes
    assert not [line for line in ines.notes if "Ola" in line]
    assert isinstance(company, AccountDraft)
    assert (marit.title, marit.external_id) == ("CFO", None)


def test_a_company_s_card_is_an_account():
    company = drafts("cards_30.vcf")[1]
    assert (company.name, company.domain, company.phone) == (
        "Fjordline Ferries, AS",
        "fjordline.example",
        "+47 22 000 100",
    )
    mills = drafts("cards_40.vcf")[0]
    assert isinstance(mills, AccountDraft)
    assert (mills.name, mills.domain) == ("Quiet Mills", "quietmills.example")
    assert mills.external_id == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"


def test_vcard_4_ranks_addresses_and_writes_numbers_as_links():
    zoe = drafts("cards_40.vcf")[1]
    assert isinstance(zoe, ContactDraft)
    assert (zoe.email, zoe.phone) == ("zoe@quietmills.example", "+44-20-0000-0001")
    assert (zoe.function, zoe.title) == (Function.LEGAL, "Counsel")
    assert "Role: Signs contracts" in zoe.notes


def test_a_list_of_people_is_skipped():
    assert [row.skipped for row in read_file(FILES / "cards_40.vcf").rows()][2] == "is a list of people, not a person"


def test_unknown_properties_are_kept_when_wanted_and_days_without_a_year_never_read():
    zoe = drafts("cards_40.vcf", keep_unmapped=True)[1]
    assert "GEO: geo:51.5,0.1" in zoe.notes
    assert not [line for line in zoe.notes if "02-29" in line or "Sam" in line]


def test_a_card_without_a_name_takes_its_parts_or_its_address(cards):
    rows = cards(card("N:Doe;Jane;Q;;") + card("EMAIL:jo@acme.example") + card("TITLE:CEO"))
    assert [row.draft and row.draft.name for row in rows] == ["Jane Q Doe", "jo@acme.example", None]
    assert rows[2].error == "there is neither a name nor an e-mail address"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_cards_are_read_in_whatever_encoding(cards, encoding):
    (row,) = cards(card("FN:Zoë Müßig").encode(encoding))
    assert row.draft.name == "Zoë Müßig"


def test_a_charset_that_is_named_is_used_and_one_that_is_unknown_does_no_harm(cards):
    rows = cards(card("FN;CHARSET=iso-8859-2:Łódź").encode("iso-8859-2"))
    assert rows[0].draft.name == "Łódź"
    assert cards(card("FN;CHARSET=none-such;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB"))[0].draft.name == "Zoë"


def test_a_letter_that_is_cut_in_two_by_a_fold_is_whole_again(cards):
    (row,) = cards(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zo\xc3\r\n \xab\r\n\tPark\r\nEND:VCARD\r\n")
    assert row.draft.name == "ZoëPark"


def test_a_card_without_an_end_is_an_error_of_its_own(cards):
    (row,) = cards("\r\n\r\nBEGIN:VCARD\r\nFN:Jo")
    assert row.error == "has no end: is the file complete?"


def test_what_stands_outside_of_cards_is_counted(tmp_path):
    path = tmp_path / "x.vcf"
    path.write_text(card("FN:Jo") + "FN:Lost\r\nstill lost\r\n" + card("FN:Al"))
    reading = read_file(path)
    assert (reading.row_count, reading.notes) == (2, ("2 lines that are no property left out",))


def test_a_card_within_a_card_is_refused_and_the_next_is_read(cards):
    inner = card("FN:Agent")
    first, second = cards(card("FN:Jo", "AGENT:", inner.strip()) + card("FN:Al"))
    assert first.error == "holds another card within it: export it without its agents"
    assert second.draft.name == "Al"


def test_cards_nested_without_end_are_one_error_in_no_time(cards):
    (row,) = cards("BEGIN:VCARD\r\nAGENT:\r\n" * 10_000)
    assert "another card within it" in row.error


def test_a_line_without_end_is_refused_and_not_held(tmp_path, monkeypatch):
    path = tmp_path / "long.vcf"
    with path.open("wb") as stream:
        stream.write(b"BEGIN:VCARD\r\nNOTE:")
        stream.truncate(1 << 30)
    with pytest.raises(Refused, match=r"long.vcf: line 2 is longer than 16 MB, which no vCard needs"):
        read_file(path)


def test_a_value_folded_over_endless_lines_is_cut_off(cards, monkeypatch):
    monkeypatch.setattr(content_lines, "LONGEST_VALUE", 1000)
    (row,) = cards(card("FN:Jo", "NOTE:" + "x" * 900 + "\r\n " + "y" * 900 + ("\r\n " + "z" * 900) * 50))
    assert len(row.draft.notes[0]) == 1800


def test_hostile_text_is_cleaned(cards):
    (row,) = cards(card("FN:[@click=app.quit]x[/]\x1b[31m red", "ORG:=1+1;R&D \\\\; Tests", 'TEL;X="open:1'))
    assert row.draft.name == "[@click=app.quit]x[/] red"
    assert row.draft.account_name == "=1+1"


def test_progress_is_told_in_bytes(tmp_path):
    path = tmp_path / "x.vcf"
    path.write_text(card("FN:Jo"))
    told = []
    list(read_file(path).rows(lambda done, total: told.append((done, total))))
    size = path.stat().st_size
    assert told[-1] == (size, size)


def test_a_table_is_no_vcard_and_a_vcard_no_table(tmp_path):
    with pytest.raises(Refused, match="is not a vCard file"):
        read_file(FILES / "plain_contacts.csv", kind=FileKind.VCARD)
    with pytest.raises(Refused, match="is a vCard file, not a table"):
        read_file(FILES / "cards_30.vcf", kind=FileKind.PLAIN_CONTACTS)


def test_a_file_of_cards_that_goes_away_is_refused(tmp_path):
    path = tmp_path / "gone.vcf"
    path.write_text(card("FN:Jo"))
    reading = read_file(path)
    path.unlink()
    with pytest.raises(Refused, match=r"gone.vcf cannot be read: no such file"):
        list(reading.rows())
