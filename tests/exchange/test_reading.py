"""Whole files, in the shape in which other programs write them, read into drafts."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kamtui.domain.accounts import Status, Tier
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import OpportunityKind, Stage
from kamtui.domain.issues import IssueStatus, Severity
from kamtui.domain.stakeholders import Function, Quality, Role
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.mapping import parse_map
from kamtui.exchange.reading import Reading, parse_kind, read_file

FILES = Path(__file__).parent / "files"


def read(name: str, **how: Any) -> Reading:
    return read_file(FILES / name, **how)


def drafts(reading: Reading) -> dict[int, Any]:
    return {row.number: row.draft for row in reading.rows() if row.draft is not None}


def errors(reading: Reading) -> dict[int, str]:
    return {row.number: row.error for row in reading.rows() if row.error is not None}


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_reading_says_what_a_file_is_taken_for() -> None:
    reading = read("salesforce_account.csv")
    assert reading.kind is FileKind.SALESFORCE_ACCOUNT
    assert reading.taken_for == (
        "salesforce_account.csv: Salesforce accounts, 4 rows, UTF-8 with a byte order mark, comma-separated"
    )
    assert ("NAME", "name") in reading.mapping
    assert reading.unmapped == ("OWNERID", "CREATEDDATE", "LASTACTIVITYDATE", "SEGMENT__C")
    assert any(note.startswith("columns not read") for note in reading.notes)
    assert reading.columns[0] == "ID"


def test_salesforce_accounts_keep_the_clients_turnover_in_the_profile() -> None:
    first, second, third = drafts(read("salesforce_account.csv")).values()
    assert first.current_value is None
    assert first.profile[0] == "Annual revenue of the client: 1.5E9"
    assert (first.external_id, first.given_id) == ("0015g00000AbCdE", "0015g00000AbCdEAAV")
    assert first.domain == "northwind.example"
    assert first.profile[-1] == "Address: 12 Harbour Street Floor 3, 5003 Bergen, Norway"
    assert first.notes == ('Wants "one" supplier,\nfor the nordics',)
    assert second.parent_external_id == first.external_id
    assert second.profile[-1] == "Address: 1 rue Nord, 69001 Lyon, France"
    assert (second.name, third.name) == ("Contoso", "Contoso")
    assert second.external_id != third.external_id
    assert third.notes == ("=1+1",)


def test_rows_that_were_deleted_there_are_skipped() -> None:
    rows = list(read("salesforce_account.csv").rows())
    assert [row.skipped for row in rows] == [None, None, None, "is deleted there"]


def test_unmapped_columns_are_kept_in_the_notes_when_asked() -> None:
    reading = read("salesforce_account.csv", keep_unmapped=True)
    assert "SEGMENT__C: Nordics" in next(iter(drafts(reading).values())).notes
    assert any(note.startswith("columns kept in the notes") for note in reading.notes)


def test_salesforce_contacts_know_their_account_and_their_manager() -> None:
    reading = read("salesforce_contact.csv")
    berg, lind = drafts(reading).values()
    assert (berg.name, berg.title, berg.function) == ("Åsa Berg", "CFO", Function.FINANCE)
    assert berg.account_external_id == lind.account_external_id == "0015g00000AbCdE"
    assert (berg.phone, berg.notes) == ("+47 1", ("Mobile: +47 2",))
    assert lind.reports_to_external_id == berg.external_id
    assert lind.function is Function.PROCUREMENT
    assert lind.phone == "+47 3"
    assert errors(reading) == {
        4: "there is neither a name nor an e-mail address",
        5: "has 4 cells where the header has 15",
    }


@pytest.mark.rule("X-4")
def test_salesforce_opportunities_have_stages_and_a_close_date() -> None:
    reading = read("salesforce_opportunity.csv")
    open_one, won, lost, house = drafts(reading).values()
    assert (open_one.stage, open_one.probability, open_one.annual_value) == (Stage.PROPOSED, 90, 12_000_000)
    assert (open_one.kind, open_one.next_step) == (OpportunityKind.UPSELL, "Send terms")
    assert (open_one.expected_close, open_one.closed_on) == (date(2026, 12, 15), None)
    assert (won.stage, won.closed_on, won.expected_close) == (Stage.WON, date(2026, 2, 1), None)
    assert (lost.stage, lost.probability) == (Stage.LOST, 0)
    assert (house.stage, house.stage_word, house.probability) == (Stage.PROPOSED, "Verbal yes", 80)
    assert errors(reading) == {5: "Amount: '-5' is negative; CloseDate: '2026-02-30' is not a possible date"}


def test_a_closed_deal_in_a_stage_of_their_own_is_won_or_lost(file) -> None:
    header = "Id,AccountId,Name,StageName,Probability,IsClosed,IsWon\n"
    path = file(f"{header}1,2,A,Signed,100,true,true\n3,2,B,Gone,0,true,false\n4,2,C,Odd,0,,\n5,2,D,Odd,100,true,\n")
    assert [draft.stage for draft in drafts(read_file(path)).values()] == [Stage.WON, Stage.LOST, None, Stage.WON]


@pytest.mark.rule("M-1")
def test_contact_roles_link_people_to_deals() -> None:
    reading = read("salesforce_contact_role.csv")
    first, other, wizard = drafts(reading).values()
    assert (first.role, first.is_primary) == (Role.ECONOMIC_BUYER, True)
    assert (other.role, other.role_word, other.notes) == (None, "Other", ())
    assert wizard.notes == ("Role: Wizard",)
    assert errors(reading) == {5: "there is no contact id"}


@pytest.mark.rule("S-1")
def test_salesforce_cases_become_issues() -> None:
    late, nameless, odd = drafts(read("salesforce_case.csv")).values()
    assert (late.severity, late.status) == (Severity.P1, IssueStatus.ESCALATED)
    assert late.opened_at == datetime(2026, 10, 1, 8, 30, tzinfo=UTC)
    assert (nameless.title, nameless.severity, nameless.status) == ("Case 00001002", Severity.P3, IssueStatus.RESOLVED)
    assert nameless.resolved_at == datetime(2026, 9, 3, 12, tzinfo=UTC)
    assert (odd.severity, odd.status, odd.notes) == (None, None, ("Priority: Whatever", "Status: Parked"))


def test_the_footer_of_a_report_is_not_rows() -> None:
    reading = read("report_accounts.csv")
    assert reading.kind is FileKind.SALESFORCE_REPORT_ACCOUNTS
    assert [draft.name for draft in drafts(reading).values()] == ["Total", "Fabrikam"]
    assert errors(reading) == {}
    assert reading.row_count == 2
    assert any(note.startswith("7 footer lines left out: 'Grand Total', 'My Accounts'") for note in reading.notes)
    total, fabrikam = drafts(reading).values()
    assert total.profile[0] == "Annual revenue of the client: 1.234.567,00"
    assert (fabrikam.parent_name, fabrikam.profile[-1]) == ("Total", "Address: Köln")


def test_a_report_of_contacts_is_recognised() -> None:
    reading = read("report_contacts.csv")
    assert reading.kind is FileKind.SALESFORCE_REPORT_CONTACTS
    assert [draft.account_external_id for draft in drafts(reading).values()] == ["0015g00000Fab01"] * 2


def test_a_report_of_opportunities_shows_its_conventions_and_currencies() -> None:
    reading = read("report_opportunities.csv")
    warehouse, fleet = drafts(reading).values()
    assert (warehouse.annual_value, warehouse.currency) == (123_400, "EUR")
    assert fleet.annual_value == 1_234_550
    assert warehouse.expected_close == date(2027, 4, 3)
    assert (
        "Amount: amounts are read with a decimal comma (1.234 is 1,234), as the column's other values" in reading.notes
    )
    assert "Close Date: day first, as 28/04/2027 shows" in reading.notes
    assert "amounts are in EUR and USD; they are taken as they are, not converted" in reading.notes


def test_hubspot_companies_have_domains_and_tiers() -> None:
    reading = read("hubspot_company.csv")
    adatum, tailspin = drafts(reading).values()
    assert (adatum.tier, adatum.domain, adatum.external_id) == (Tier.STRATEGIC, "adatum.example", "9001234567")
    assert "Annual revenue of the client: 5000000" in adatum.profile
    assert (tailspin.name, tailspin.parent_name) == ("tailspin.example", "Adatum")
    assert errors(reading) == {
        4: "Ideal Customer Profile Tier: 'Platinum' is not a tier: Strategic, Growth or Maintain",
        5: "Record ID: the id '9.00123E+09' was rounded by a spreadsheet: export the file again",
    }


def test_hubspot_contacts_are_associated_by_id_or_by_name() -> None:
    eva, mail, ola, kim, lee = drafts(read("hubspot_contact.csv")).values()
    assert (eva.account_external_id, eva.account_name) == ("9001234567", "Adatum")
    assert (eva.roles, eva.notes) == ((Role.ECONOMIC_BUYER, Role.CHAMPION), ("Buying role: Wizard",))
    assert (mail.name, mail.account_external_id) == ("only.mail@tailspin.example", "9001234568")
    assert mail.notes == ("Also associated with: 9001234567",)
    assert (ola.account_external_id, ola.account_name, ola.email) == ("9001234567", None, None)
    assert ola.notes == ("E-mail: not an address", "Also associated with: 9001234568")
    assert (kim.email, kim.account_domain, kim.notes) == (
        "kim@gmail.com",
        None,
        ("Other e-mail: kim@tailspin.example",),
    )
    assert lee.account_domain == "wingtip.example"


def test_one_associated_id_keeps_a_name_with_a_semicolon_whole(file) -> None:
    header = "Record ID,First Name,Associated Company,Associated Company IDs\n"
    first, second = drafts(read_file(file(f"{header}1,A,Me; You,7\n2,B,Me; You,7;8\n"))).values()
    assert (first.account_name, first.notes) == ("Me; You", ())
    assert (second.account_name, second.notes) == ("Me", ("Also associated with: You",))


def test_hubspot_deals_take_the_yearly_value_or_the_amount_in_the_companys_currency() -> None:
    reading = read("hubspot_deal.csv")
    licences, lost = drafts(reading).values()
    assert (licences.annual_value, licences.currency) == (1_100_000, None)
    assert (licences.stage, licences.probability) == (Stage.PROPOSED, 90)
    assert licences.contact_external_ids == ("101", "999")
    assert licences.expected_close == date(2027, 1, 31)
    assert (lost.stage, lost.closed_on, lost.account_name) == (Stage.LOST, date(2026, 1, 31), "Tailspin")
    assert lost.notes == ("Closed Lost Reason: Price", "Also associated with: Toys", "Type: newbusiness")
    assert not any("currenc" in note or "amounts are in" in note for note in reading.notes)


def test_localised_headers_are_recognised_or_mapped(file) -> None:
    reading = read("hubspot_deal_es.csv", mapping=parse_map(["Importe=amount"]))
    assert next(iter(drafts(reading).values())).annual_value == 100_000
    text = "ID,Titre de la transaction,Phase\n1,Licences,Contract Sent\n"
    mapping = parse_map(["ID=external_id", "Titre de la transaction=name", "Phase=stage"])
    reading = read_file(file(text), kind=FileKind.HUBSPOT_DEAL, mapping=mapping)
    assert next(iter(drafts(reading).values())).probability == 90


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
        ('{"a": "é"}', "is broken JSON: it is not text in UTF-8"),
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
