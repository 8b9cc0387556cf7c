"""Values, deals and cases of files into the database."""

from datetime import UTC, date, datetime

import pytest

from kamtui.domain.issues import Targets
from kamtui.domain.loops import loops
from kamtui.domain.retention import retention
from kamtui.exchange.applying import Options
from kamtui.exchange.ledger import Action
from kamtui.storage.issues import board
from tests.exchange.brought import FILES, SALESFORCE, TODAY, ledgers_of, one, select, whys


@pytest.mark.rule("R-1")
def test_a_current_value_is_one_open_ended_line_and_a_change_of_it_an_event(bring):
    bring("Name,Current value,Client since\nAcme,1000,2020-01-01\nBare,0,\n")
    assert select(bring.database, 'SELECT annual_value, start, "end" FROM contract') == [(100000, "2020-01-01", None)]
    assert whys(bring("Name,Current value\nAcme,800\n"), Action.UPDATE) == ["known by its name: current value"]
    assert bring("Name,Current value\nAcme,800\n").totals.changes == 0
    assert select(bring.database, 'SELECT kind, amount, "on", reason FROM revenue_event') == [
        ("new", 100000, "2020-01-01", "imported"),
        ("contraction", 20000, str(TODAY), "imported"),
    ]


@pytest.mark.rule("R-1", "R-4", "R-5")
def test_a_client_of_this_year_is_not_measured_as_one_of_last_year(bring):
    bring("Name,Current value,Client since\nOld,1000,2020-01-01\nFresh,3000,2026-08-01\nNobody knows,500,\n")
    found = {each.client.name: each for each in ledgers_of(bring.database)}
    a_year_ago = date(2025, 11, 20)
    assert {name: each.value_on(a_year_ago) for name, each in found.items()} == {
        "Old": 100000, "Fresh": 0, "Nobody knows": 50000,
    }  # fmt: skip
    year = retention(found.values())
    assert (year.start, year.nrr) == (150000, 1)
    assert not loops(found["Fresh"]).expansion


@pytest.mark.rule("R-1", "R-4", "R-5")
def test_won_deals_are_new_or_expansion_by_their_days_in_whatever_order_they_come(bring):
    deals = "Deal,Account,Stage,Amount,Close date\nMore,Acme,won,400,2026-06-01\nFirst,Acme,won,1000,2024-01-01\n"
    options = Options(won_as_contracts=True, every_row=True)
    for _ in range(2):
        bring(deals, kind="plain_pipeline", options=options)
    asked = 'SELECT kind, amount, "on" FROM revenue_event ORDER BY "on", id'
    began = [("new", 100000, "2024-01-01"), ("expansion", 40000, "2026-06-01")]
    assert select(bring.database, asked) == began
    (ledger,) = ledgers_of(bring.database)
    assert retention([ledger]).nrr == pytest.approx(1.4)
    assert loops(ledger).expansion
    bring(deals.replace("400", "500"), kind="plain_pipeline", options=options)
    assert select(bring.database, asked) == [*began, ("expansion", 10000, str(TODAY))]


def test_won_deals_become_contract_lines_only_when_asked_and_only_once(bring):
    bring(FILES / "salesforce_account.csv", FILES / "salesforce_opportunity.csv")
    assert one(bring.database, "SELECT count(*) FROM contract") == 0
    options = Options(won_as_contracts=True, every_row=True)
    for created in (1, 0):
        result = bring(FILES / "salesforce_opportunity.csv", options=options)
        assert result.totals.created == created
    lines = select(bring.database, 'SELECT description, annual_value, start, "end" FROM contract')
    assert lines == [("Pilot", 2000000, "2026-02-01", None)]


def test_the_value_of_an_account_with_lines_of_its_own_is_left(bring):
    bring("Name,Current value\nNorthwind Traders,5\n")
    options = Options(won_as_contracts=True, every_row=True)
    bring(FILES / "salesforce_account.csv", FILES / "salesforce_opportunity.csv", options=options)
    result = bring("Name,Current value\nNorthwind Traders,7\n")
    assert [row.why for row in result.rows if "was left" in row.why]
    assert one(bring.database, "SELECT sum(annual_value) FROM contract") == 2000500


def test_a_pipeline_makes_its_accounts_and_keeps_what_has_no_column_in_the_notes(bring):
    result = bring(FILES / "plain_pipeline.csv", dayfirst=True)
    accounts = [name for (name,) in select(bring.database, "SELECT name FROM account ORDER BY id")]
    assert accounts == ["Cancity", "Isdom"]
    assert whys(result, Action.SKIP) == ["no account is named"]
    stage, closed, notes = select(
        bring.database, "SELECT stage, closed_on, notes FROM opportunity WHERE name LIKE 'GTX Plus%'"
    )[0]
    assert (stage, closed) == ("won", "2017-03-01")
    assert "Owner: Moses Frase" in notes


def test_two_deals_of_one_name_and_no_id_stay_two(bring):
    text = "Opportunity Name,Stage,Amount,Account Name\nRenewal,Prospecting,5,X\nRenewal,Prospecting,7,X\n"
    assert len(bring(text).duplicates) == 1
    assert bring(text).totals.changes == 0
    assert one(bring.database, "SELECT count(*) FROM opportunity") == 2


def test_a_deal_with_a_known_id_needs_no_account_and_follows_its_new_name(bring):
    bring(*SALESFORCE)
    result = bring("Id,Name,StageName,CloseDate\n0065g00000AAAAAAA1,Nordic wave,Closed Won,2026-11-01\n")
    assert "known by its id" in whys(result, Action.UPDATE)[0]
    assert one(bring.database, "SELECT stage FROM opportunity WHERE name = 'Nordic wave'") == "won"


@pytest.mark.rule("S-1")
def test_a_case_keeps_its_description_and_stands_on_the_list_of_issues(bring):
    accounts = "Id,Name\n001000000000001,Contoso\n"
    cases = (
        "Id,AccountId,Subject,Description,Status,Priority,CreatedDate,ClosedDate\n"
        '500000000000001,001000000000001,Link is down,"Since Monday, [/x]",New,High,2026-11-19T10:00:00Z,\n'
    )
    bring(accounts, cases)
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    (row,) = bring.database.read(board, now, Targets()).rows
    assert (row.account, row.issue.title, row.notes) == ("Contoso", "Link is down", "Since Monday, [/x]")
    assert (row.issue.severity, str(row.standing)) == ("P1", "breached")
    bring(cases.replace(",\n", ",2026-11-20T09:00:00Z\n").replace("Since Monday, [/x]", "It was the cable"))
    (row,) = bring.database.read(board, now, Targets()).rows
    assert (row.notes, str(row.standing)) == ("Since Monday, [/x]\nIt was the cable", "met")
    bring(cases)
    assert one(bring.database, "SELECT count(*) FROM issue") == 1


def test_a_deal_or_a_case_that_is_opened_again_is_no_longer_over(bring):
    deal = "Id,AccountId,Name,StageName,CloseDate,IsClosed,IsWon\n0065g00000XaXaX,0015g00000AbCdE,Deal,"
    case = "Id,AccountId,Subject,Status,CreatedDate,ClosedDate\n5005g00000XaXaX,0015g00000AbCdE,Leak,"
    bring(FILES / "salesforce_account.csv", deal + "Closed Won,2026-01-15,true,true\n")
    bring(case + "Closed,2026-10-01T10:00:00Z,2026-10-03T10:00:00Z\n")
    of_deal, of_case = "SELECT closed_on FROM opportunity", "SELECT resolved_at FROM issue"
    assert (one(bring.database, of_deal), one(bring.database, of_case)) == ("2026-01-15", "2026-10-03T10:00:00Z")
    bring(deal + "Negotiation/Review,2027-01-15,false,false\n", case + "Working,2026-10-01T10:00:00Z,\n")
    assert (one(bring.database, of_deal), one(bring.database, of_case)) == (None, None)
    assert one(bring.database, "SELECT stage FROM opportunity") == "proposed"


def test_a_stage_that_means_nothing_here_is_said(bring):
    result = bring("Id,Deal Name,Account Name,Stage\n7,Fleet,Fabrikam,Pilot [running]\n", options=Options())
    assert [row.why for row in result.rows] == ["the stage “Pilot [running]” is not known: taken as an idea"]
    result = bring("Id,Deal Name,Account Name,Stage\n7,Fleet,Fabrikam,Elsewhere\n", options=Options())
    assert result.rows[0].why.endswith("the stage “Elsewhere” is not known: its stage was left")
    assert one(bring.database, "SELECT notes FROM opportunity") == "Stage: Elsewhere"


def test_a_report_of_cases_is_a_list_of_issues_and_no_list_of_accounts(bring):
    report = (
        '"Account Name","Case Number","Subject","Status","Priority","Date/Time Opened","Date/Time Closed"\n'
        '"Fabrikam","00001001","Pump [leaks]","New","High","11/20/2026 10:00 AM",""\n'
        '"Fabrikam","00001002","","Closed","Low","11/13/2026 4:30 PM","11/14/2026 9:00 AM"\n\n'
        '"Grand Totals (2 records)"\n"Copyright © 2000-2026 salesforce.com, inc. All rights reserved."\n'
    )
    assert bring(report).by_record["issue"].created == 2
    assert bring(report).totals.changes == 0
    found = select(bring.database, "SELECT title, severity, status, opened_at FROM issue ORDER BY title")
    assert found == [
        ("Case 00001002", "P3", "resolved", "2026-11-13T16:30:00Z"),
        ("Pump [leaks]", "P1", "open", "2026-11-20T10:00:00Z"),
    ]
    assert select(bring.database, "SELECT name, status FROM account") == [("Fabrikam", "active")]
