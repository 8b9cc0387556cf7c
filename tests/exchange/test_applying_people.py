"""People of files into the database: at their accounts, below their managers, with their roles."""

import json

import pytest

from kamtui.exchange.ledger import Action
from tests.exchange.brought import FILES, SALESFORCE, one, select, whys


def test_contacts_deals_and_cases_alone_find_their_accounts_by_id(bring):
    bring(FILES / "salesforce_account.csv")
    for name in ("contact", "opportunity", "contact_role", "case"):
        result = bring(FILES / f"salesforce_{name}.csv")
        assert result.totals.changes, name
    owners = "SELECT DISTINCT a.name FROM {} x JOIN account a ON a.id = x.account_id ORDER BY 1"
    for table, names in (
        ("stakeholder", ["Northwind Traders"]),
        ("opportunity", ["Contoso", "Northwind Traders"]),
        ("issue", ["Northwind Traders"]),
    ):
        assert [name for (name,) in select(bring.database, owners.format(table))] == names


def test_a_contact_whose_account_nobody_knows_is_an_error_of_that_row_alone(bring):
    text = "Id,AccountId,LastName,Email\n0035g00000XyZaA,0015g00000Nobody,Berg,b@x.example\n"
    text += "0035g00000XyZbA,0015g00000AbCdE,Lind,l@x.example\n"
    result = bring(FILES / "salesforce_account.csv", text)
    assert any("0015g00000Nobody is in no file and not known" in why for why in whys(result, Action.ERROR))
    assert one(bring.database, "SELECT count(*) FROM stakeholder") == 1


def test_an_account_that_only_a_contact_names_is_made_and_said(bring):
    result = bring(FILES / "plain_contacts.csv")
    made = [row for row in result.rows if row.record == "account"]
    assert [(row.name, row.action) for row in made] == [("Acme", Action.CREATE)]
    assert "not known, made from the name in this row" in made[0].why
    boss = "SELECT m.name FROM stakeholder s JOIN stakeholder m ON m.id = s.reports_to_id"
    assert select(bring.database, boss) == [("Mr Boss",)]


def test_a_contact_of_no_account_is_skipped_and_said(bring):
    result = bring("Name,Email,Company\nJo,jo@gmail.com,\nMax,max@x.example,\nIda,ida@y.example,Y\n")
    assert whys(result, Action.SKIP) == ["no account is named", "no account has the domain x.example"]


@pytest.mark.rule("M-1")
def test_circles_of_reporting_are_refused_row_by_row(bring):
    text = "Name,Company,Email,Reports to\nA,X,a@x.example,B\nB,X,b@x.example,C\nC,X,c@x.example,A\nD,X,d@x.example,D\n"
    result = bring(text + "E,X,e@x.example,Nobody\n")
    left_out = [row.name for row in result.rows if "left out" in row.why]
    assert left_out == ["C", "D", "E"]
    above = select(
        bring.database, "SELECT s.name, m.name FROM stakeholder s JOIN stakeholder m ON m.id=s.reports_to_id"
    )
    assert above == [("A", "B"), ("B", "C")]
    assert bring(text).totals.changes == 0


def test_a_manager_who_comes_with_a_later_file_is_an_update(bring):
    bring("Name,Company,Reports to\nA,X,B\n")
    result = bring("Name,Company,Reports to\nB,X,\nA,X,B\n")
    assert (result.totals.created, result.totals.updated) == (1, 1)
    assert whys(result, Action.UPDATE) == ["known by its name: reports to"]


def test_two_managers_of_one_name_are_left_to_a_person(bring):
    text = "Name,Company,Email,Reports to\nB,X,b@x.example,\nB,X,c@x.example,\nA,X,a@x.example,B\n"
    result = bring(text)
    assert any("several at the account are called that" in row.why for row in result.rows)
    assert [found.record for found in result.duplicates] == ["contact"]


def test_contact_roles_become_roles_of_the_person_and_none_is_taken_away(bring):
    bring(*SALESFORCE)
    roles = dict(select(bring.database, "SELECT name, roles FROM stakeholder"))
    assert json.loads(roles["Åsa Berg"]) == ["economic_buyer"]
    bring("Name,Company,Buying role\nÅsa Berg,Northwind Traders,Champion\n")
    roles = dict(select(bring.database, "SELECT name, roles FROM stakeholder"))
    assert json.loads(roles["Åsa Berg"]) == ["economic_buyer", "champion"]


@pytest.mark.rule("M-2")
def test_a_relationship_keeps_the_day_it_was_first_known_and_changed(bring):
    bring("Name,Company,Relationship\nA,X,Promoter\nB,X,\n")
    bring("Name,Company,Relationship\nA,X,Enemy\nB,X,\n")
    assert select(bring.database, "SELECT quality FROM quality_change ORDER BY id") == [("strong",), ("at_risk",)]


def test_a_person_at_two_accounts_is_kept_at_both_and_said(bring):
    bring("Contact ID,Last Name,Account Name\n0035g00000Fab01,Sol,Fabrikam\n")
    result = bring("Contact ID,Last Name,Account Name\n0035g00000Fab01,Sol,Contoso\n")
    assert any("known at another account" in row.why for row in result.rows)
    again = bring("Contact ID,Last Name,Account Name\n0035g00000Fab01,Sol,Contoso\n")
    assert again.totals.changes == 0


def test_a_person_with_a_known_id_needs_no_account(bring):
    bring(FILES / "report_contacts.csv")
    result = bring("Id,FirstName,LastName,Title\n0035g00000Fab01AAA,Ida,Sol,CEO\n")
    assert whys(result, Action.UPDATE) == ["known by its id: title"]


def test_two_people_of_one_address_and_two_ids_are_both_kept_and_reported(bring):
    head = "Record ID,First Name,Last Name,Email,Associated Company\n"
    result = bring(head + "1,Jane,Lind,jane@x.example,Fabrikam\n2,Jo,Berg,JANE@x.example,Fabrikam\n")
    assert one(bring.database, "SELECT count(*) FROM stakeholder") == 2
    (double,) = result.duplicates
    assert (double.name, double.other, double.why) == ("Jo Berg", "Jane Lind", "the same e-mail jane@x.example")
