"""Header rows: recognised, mapped and remembered."""

import pytest

from kamtui.domain.errors import Refused
from kamtui.exchange.formats.catalogue import BY_KIND, FORMATS
from kamtui.exchange.formats.fields import reading_of
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.headers import named_columns, normal, recognise, signature
from kamtui.exchange.mapping import map_columns, parse_map


def kind(header: str, first_id: str = "", mapped: tuple[str, ...] = ()) -> list[str]:
    return [one.kind for one in recognise(header.split(","), FORMATS, first_id=first_id, mapped=mapped)]


def test_headers_are_compared_without_case_spaces_and_punctuation() -> None:
    assert normal("\ufeff Probability (%) ") == normal("PROBABILITY") == "probability"
    assert normal("E-mail 1 - Value") == "email1value"


def test_a_signature_ignores_order_and_spelling_of_columns() -> None:
    assert signature(["Name", "E-mail"]) == signature(["EMAIL", "name"])
    assert signature(["Name", "E-mail"]) != signature(["Name", "Phone"])


def test_every_column_has_a_name_of_its_own() -> None:
    assert named_columns(["Name", "", "Name", "Name (2)"]) == ("Name", "column 2", "Name (2)", "Name (2) (2)")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ID,NAME,ANNUALREVENUE,OWNERID", "salesforce_account"),
        ("Id,AccountId,LastName,FirstName,Email", "salesforce_contact"),
        ("Id,AccountId,Name,Email,Title", "salesforce_contact"),
        ("Id,AccountId,Name,StageName,Amount", "salesforce_opportunity"),
        ("OpportunityId,ContactId,Role,IsPrimary", "salesforce_contact_role"),
        ("Id,AccountId,Subject,Status,Priority", "salesforce_case"),
        ("Account Name,Account Owner,Billing City", "salesforce_report_accounts"),
        ("First Name,Last Name,Account Name,Contact ID", "salesforce_report_contacts"),
        ("Account Name,Case Number,Subject,Status,Date/Time Opened", "salesforce_report_cases"),
        ("Opportunity Name,Account Name,Stage,Amount", "salesforce_report_opportunities"),
        ("Record ID,Company name,Industry", "hubspot_company"),
        ("Record ID,First Name,Email", "hubspot_contact"),
        ("Record ID,Deal Name,Amount", "hubspot_deal"),
        ("ID de registro,Nombre del negocio,Importe", "hubspot_deal"),
        ("Company,Sector,Tier", "plain_accounts"),
        ("account,sector,revenue", "plain_accounts"),
        ("id,name,domain", "plain_accounts"),
        ("Name,Company,Email", "plain_contacts"),
        ("Name,Job Title", "plain_contacts"),
        ("Name,E-mail", "plain_contacts"),
        ("Name,E-mail,Tier", "plain_accounts"),
        ("Name,Company,Role", "plain_contacts"),
        ("id,account_id,first_name,last_name,email", "plain_contacts"),
        ("opportunity_id,account,deal_stage,close_value", "plain_pipeline"),
        ("Client,Stage,Amount", "plain_pipeline"),
    ],
)
def test_files_are_recognised_by_their_header(header: str, expected: str) -> None:
    assert kind(header) == [expected]


def test_a_salesforce_id_tells_what_a_short_header_leaves_open() -> None:
    assert kind("Id,Name,Industry", "0015g00000AbCdEAAV") == ["salesforce_account"]
    assert kind("ID,Vorname,Amt", "0035g00000AbCdE") == ["salesforce_contact"]
    assert kind("Id,Name,Industry", "7") == ["plain_accounts"]
    assert kind("Id,Name,Industry", "9995g00000AbCdE") == ["plain_accounts"]


def test_an_unknown_header_is_nothing_and_a_mapping_may_make_it_several() -> None:
    assert kind("Foo,Bar") == []
    assert kind("Foo,Industry", mapped=("name",)) == ["plain_accounts"]
    assert len(kind("Record ID,Foo", mapped=("name", "domain", "email"))) > 1


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.kind)
def test_every_format_maps_to_fields_that_its_record_has(form) -> None:
    assert all(reading_of(form.record, field) for field in form.columns.values())


def test_every_kind_but_our_own_document_has_a_format() -> None:
    assert set(BY_KIND) == set(FileKind) - {FileKind.KAMTUI_JSON}


def test_mappings_are_written_column_equals_field() -> None:
    assert parse_map(["Nombre del negocio=name", "a=b = Current-Value"]) == (
        ("Nombre del negocio", "name"),
        ("a=b", "current_value"),
    )
    for word in ("name", "=name", "Column="):
        with pytest.raises(Refused, match='"Column=field"'):
            parse_map([word])


def fields(header: list[str], *overrides: tuple[str, str]) -> list[str | None]:
    return [column.field for column in map_columns(header, BY_KIND[FileKind.PLAIN_ACCOUNTS], overrides)]


def test_a_field_is_given_to_one_column_and_the_users_word_comes_first() -> None:
    assert fields(["Name", "Company", "Notes", "Comments"]) == ["name", None, "description", "description"]
    assert fields(["Name", "Company"], ("company", "name")) == [None, "name"]
    assert fields(["Name", "Sector"], ("Sector", "ignore")) == ["name", "ignore"]
    assert fields(["Name", "\u2603"], ("\u2603", "notes")) == ["name", "notes"]


def test_mistaken_mappings_say_what_is_known() -> None:
    with pytest.raises(Refused, match='no column "Foo": the file has Name, Sector'):
        fields(["Name", "Sector"], ("Foo", "name"))
    with pytest.raises(Refused, match='no field "colour": accounts have external_id, name, domain'):
        fields(["Name", "Sector"], ("Sector", "colour"))
    with pytest.raises(Refused, match='two columns are mapped to "name"'):
        fields(["A", "B"], ("A", "name"), ("B", "name"))
    missing = r'no column is the name of accounts: say which, --map "Column=name"; the file has A, B'
    with pytest.raises(Refused, match=missing):
        fields(["A", "B"])
