"""Whole files read into drafts: tables of any make, what is asked about them, and what is refused."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from kamtui.domain.accounts import Status, Tier
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import Stage
from kamtui.domain.stakeholders import Function, Quality, Role
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.mapping import parse_map
from kamtui.exchange.reading import parse_kind, read_file
from tests.exchange.readings import FILES, drafts, errors, read


def test_plain_accounts_are_read_with_any_sensible_headers() -> None:
    reading = read("plain_accounts.csv")
    assert drafts(reading)[3].name == "=1+1"
    assert drafts(reading)[3].current_value == 100_050
    assert drafts(reading)[3].client_since == date(2020, 4, 15)
    assert errors(reading) == {
        2: "Potential: '(500)' is negative",
        4: "Tier: 'Gold' is not a tier: Strategic, Growth or Maintain",
        5: "Renewal date: '31.02.2027' is not a possible date",
        6: "Auto-renew: 'perhaps' is neither yes nor no",
        8: "has 2 cells where the header has 10",
    }


def test_hostile_names_are_kept_as_they_are(file) -> None:
    names = ["R&D [/x]", "[ACME Corp]", "=1+1", "🦊 مرحبا", "x" * 10_000]
    reading = read_file(file("Name;Status;Domain\n" + "".join(f"{name};Active;not one\n" for name in names)))
    assert [draft.name for draft in drafts(reading).values()] == names
    assert all(draft.status is Status.ACTIVE for draft in drafts(reading).values())
    assert all(draft.notes == ("Domain: not one",) for draft in drafts(reading).values())


def test_plain_contacts_are_read_with_roles_and_relationship() -> None:
    zoe, boss = drafts(read("plain_contacts.csv")).values()
    assert (zoe.name, zoe.quality, zoe.roles) == ("Zoë Ångström", Quality.STRONG, (Role.ECONOMIC_BUYER,))
    assert (zoe.function, zoe.notes) == (Function.FINANCE, ("Department: Accounts Payable",))
    assert (zoe.account_name, zoe.reports_to_name) == ("Acme", "Mr Boss")
    assert (boss.quality, boss.notes) == (None, ("Relationship: frenemy",))


def test_a_plain_pipeline_names_accounts_and_products() -> None:
    reading = read("plain_pipeline.csv")
    won, lost, early, homeless = drafts(reading).values()
    assert (won.name, won.account_name, won.annual_value) == ("GTX Plus Basic", "Cancity", 105_400)
    assert (won.started_on, won.closed_on) == (date(2016, 10, 20), date(2017, 3, 1))
    assert (lost.stage, lost.annual_value) == (Stage.LOST, 0)
    assert (early.started_on, early.stage) == (None, Stage.IDEA)
    assert (homeless.account_name, homeless.stage) == (None, Stage.EXPLORING)
    assert "close_date: day first, as in the file's other dates" in reading.notes


def test_the_turnover_of_a_plain_account_is_not_what_it_pays_unless_the_user_says_so() -> None:
    acme, bluth = drafts(read("sector_accounts.csv")).values()
    assert (acme.current_value, acme.industry) == (None, "technolgy")
    assert bluth.parent_name == "Acme Corporation"
    said = read("sector_accounts.csv", mapping=parse_map(["revenue=current_value"]))
    assert [draft.current_value for draft in drafts(said).values()] == [110_004, 124_232]


def test_undecidable_dates_are_asked_about_and_nothing_is_read_before_the_answer() -> None:
    reading = read("undecided_dates.csv")
    assert [question.column for question in reading.questions] == ["Renewal date"]
    with pytest.raises(Refused, match="say --dayfirst or --monthfirst"):
        list(reading.rows())
    day = drafts(read("undecided_dates.csv", dayfirst=True))
    month = drafts(read("undecided_dates.csv", dayfirst=False))
    assert (day[2].renewal_date, month[2].renewal_date) == (date(2027, 4, 3), date(2027, 3, 4))


def test_the_users_decimal_sign_settles_what_the_file_leaves_open(file) -> None:
    path = file("Name,Current value\nAcme,1.234\n")
    assert drafts(read_file(path, decimal_comma=True))[2].current_value == 123_400
    assert drafts(read_file(path))[2].current_value == 123
    assert "by the settings" in read_file(path).notes[0]


def test_removed_characters_and_broken_bytes_are_told() -> None:
    reading = read("with_nul.csv")
    assert (drafts(reading)[2].name, drafts(reading)[2].industry) == ("Acme", "Retail")
    assert reading.notes == ("7 control characters were removed",)


def test_broken_bytes_are_told(file) -> None:
    path = file("Name,Sector\n" + "Zoë,Änergy\n" * 20)
    path.write_bytes(path.read_bytes() + b"Caf\xe9,x\n")
    assert "1 byte is not UTF-8 and is shown as \ufffd" in read_file(path).notes


def test_a_column_without_header_and_content_is_no_column(file) -> None:
    assert read_file(file("Name,Sector,,\nAcme,x,,\n")).unmapped == ()
    assert read_file(file("Name,Sector,,\nAcme,x,,y\n")).unmapped == ("column 4",)


def test_empty_cells_beyond_the_header_do_no_harm_and_others_are_told(file) -> None:
    reading = read_file(file("Name,Sector\nAcme,x,,\nGlobex,y,z\nSolo\n"))
    assert list(drafts(reading)) == [2]
    assert errors(reading) == {
        3: "has 3 cells where the header has 2",
        4: "has 1 cell where the header has 2",
    }


def test_footers_of_plain_files_go_by_their_words_only(file) -> None:
    reading = read_file(file("Name,Sector\nAcme,x\n\nGlobex,\nCopyright (c) 2026 Example\nGrand total,5\n"))
    assert [draft.name for draft in drafts(reading).values()] == ["Acme", "Globex"]
    assert reading.notes == ("2 footer lines left out: 'Copyright (c) 2026 Example', 'Grand total'",)
    assert "1 footer line left out" in read_file(file("Name,Sector\nAcme,x\nGrand total,5\n")).notes[0]


def test_rows_without_what_makes_a_record_are_errors(file) -> None:
    assert errors(read_file(file("Name,Sector\n,x\n"))) == {2: "there is no name"}
    assert errors(read_file(file("deal_id,account,stage\n,Acme,Won\n"))) == {2: "there is no name"}
    assert drafts(read_file(file("deal_id,account,stage\n7,Acme,Won\n")))[2].name == "Opportunity 7"
    assert errors(read_file(file("Id,Subject,Status\n,,New\n"))) == {2: "there is no subject"}


def test_ignored_columns_are_neither_read_nor_listed(file) -> None:
    path = file("Name,Secret\nAcme,x\n")
    reading = read_file(path, mapping=parse_map(["Secret=ignore"]), keep_unmapped=True)
    assert reading.unmapped == ()
    assert drafts(reading)[2].notes == ()
    kept = read_file(path, mapping=parse_map(["Secret=notes"]))
    assert drafts(kept)[2].notes == ("x",)


def test_unknown_and_ambiguous_headers_are_refused_with_what_to_say(file) -> None:
    with pytest.raises(Refused, match=r"file.csv has no header that is known \(Foo, Bar\): say --kind and --map"):
        read_file(file("Foo,Bar\n1,2\n"))
    with pytest.raises(Refused, match='"Foo=bogus": no kind of file has a field "bogus"'):
        read_file(file("Foo,Bar\n1,2\n"), mapping=parse_map(["Foo=bogus"]))
    with pytest.raises(Refused, match=r"could be hubspot_deal or hubspot_company: say which with --kind"):
        read_file(file("Record ID,Foo,Bar\n1,2,3\n"), mapping=parse_map(["Foo=name"]))
    able = read_file(file("Record ID,Foo,Bar\n1,A,a@b.example\n"), mapping=parse_map(["Foo=first_name", "Bar=email"]))
    assert able.kind is FileKind.HUBSPOT_CONTACT


def test_short_rows_do_not_hide_what_the_ids_tell(file) -> None:
    assert read_file(file("Name,Id,Industry\n\nAcme\nB,0015g00000AbCdE,x\n")).kind is FileKind.PLAIN_ACCOUNTS
    assert read_file(file("Name,Id,Industry\nB,0015g00000AbCdE,x\n")).kind is FileKind.SALESFORCE_ACCOUNT


def test_columns_added_to_an_export_by_hand_are_understood(file) -> None:
    reading = read_file(file("Id,Name,Tier,Current value\n0015g00000AbCdEAAV,Acme,A,1000\n"))
    assert reading.kind is FileKind.SALESFORCE_ACCOUNT
    draft = drafts(reading)[2]
    assert (draft.external_id, draft.tier, draft.current_value) == ("0015g00000AbCdE", Tier.STRATEGIC, 100_000)


def test_our_own_document_is_known_by_its_content(file) -> None:
    reading = read_file(file('\ufeff{"version": 1,\n "format" : "kamtui"}'))
    assert (reading.kind, list(reading.rows())) == (FileKind.KAMTUI_JSON, [])
    late = '{"accounts": [' + '"x",' * 400_000 + '"x"], "format": "kamtui"}'
    assert read_file(file(late)).kind is FileKind.KAMTUI_JSON
    with pytest.raises(Refused, match="is JSON, but not a kamtui document"):
        read_file(file('[{"a": 1}]'))
    with pytest.raises(Refused, match="is not a kamtui document"):
        read_file(file("Name\nx\n"), kind=FileKind.KAMTUI_JSON)
    with pytest.raises(Refused, match="cannot be read"):
        read_file("/nowhere/at/all.csv")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"accounts": [}', "is broken JSON: Expecting value in line 1, column 15"),
        ("{format: 1}", "is broken JSON: Expecting property name enclosed in double quotes in line 1, column 2"),
        ('[\n  {"name": "Acme"\n', "is broken JSON: Expecting ',' delimiter in line 3, column 1"),
        ("[" * 100_000, "is JSON nested too deeply, or with a number that is too long"),
        ('{"a": "é"}', "is broken JSON: it is not text in UTF-8 or UTF-16"),
    ],
)
def test_broken_json_is_called_that_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    for name in ("x.json", "x"):
        path = tmp_path / name
        path.write_bytes(text.encode("latin-1"))
        with pytest.raises(Refused) as found:
            read_file(path)
        assert str(found.value) == f"{name} {why}"


def test_a_json_file_is_json_whatever_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "accounts.JSON"
    path.write_text("Name,Tier\nAcme,A\n")
    with pytest.raises(Refused, match=r"accounts.JSON is broken JSON: Expecting value in line 1, column 1"):
        read_file(path)
    assert read_file(path, kind=FileKind.PLAIN_ACCOUNTS).row_count == 1
    path.write_text("  \n")
    with pytest.raises(Refused, match=r"accounts.JSON is empty"):
        read_file(path)


def test_a_calendar_is_refused_whatever_recurs_in_it(tmp_path: Path) -> None:
    path = tmp_path / "every_second.ics"
    event = "BEGIN:VEVENT\r\nDTSTART:19000101T000000\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n"
    path.write_text(f"\ufeffBEGIN:VCALENDAR\r\n{event * 1000}END:VCALENDAR\r\n")
    with pytest.raises(Refused, match=r"^every_second.ics is a calendar, which cannot be imported$"):
        read_file(path)


def test_every_kind_of_file_has_a_sample_in_the_shape_of_the_real_thing() -> None:
    found = set()
    for path in FILES.iterdir():
        with suppress(Refused):  # the one in Spanish has to be told its columns
            found.add(read_file(path).kind)
    assert found == set(FileKind) - {FileKind.KAMTUI_JSON}


def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for name in (tmp_path / "pipe.json", Path("/dev/zero")):
        with pytest.raises(Refused, match="is not a regular file"):
            read_file(name)


def test_kinds_are_named_in_any_spelling() -> None:
    assert parse_kind("Salesforce-Account") is FileKind.SALESFORCE_ACCOUNT
    assert parse_kind("contacts") is FileKind.PLAIN_CONTACTS
    with pytest.raises(Refused, match='"letters" is no kind of file: salesforce_account, '):
        parse_kind("letters")


def test_progress_is_told_in_both_passes(file) -> None:
    told: list[int] = []
    path = file("Name,Sector\n" + "Acme,x\n" * 1000)
    reading = read_file(path, progress=lambda done, _: told.append(done))
    assert told[-1] == path.stat().st_size
    told.clear()
    assert sum(1 for _ in reading.rows(lambda done, _: told.append(done))) == 1000
    assert told[-1] == path.stat().st_size


def test_one_character_is_spoken_of_as_one(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(b"Name\nNul\0Co\n")
    assert "1 control character was removed" in read_file(path).notes
