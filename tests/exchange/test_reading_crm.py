"""Files of Salesforce and HubSpot, in the shape in which they write them, read into drafts."""

from datetime import UTC, date, datetime

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.expansion import OpportunityKind, Stage
from kamtui.domain.issues import IssueStatus, Severity
from kamtui.domain.stakeholders import Function, Role
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.mapping import parse_map
from kamtui.exchange.reading import read_file
from tests.exchange.readings import drafts, errors, read


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
