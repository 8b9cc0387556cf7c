"""Files into the database: created, updated, never doubled, and taken back."""

import hashlib
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.issues import Targets
from kamtui.domain.ledger import ledgers
from kamtui.domain.loops import loops
from kamtui.domain.practice import Practice
from kamtui.domain.retention import retention
from kamtui.exchange.applying import Options, import_sources, rehearse_sources
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.ledger import Action
from kamtui.exchange.sources import FILE, Asked, read_sources, remember
from kamtui.storage import imports, revenue
from kamtui.storage.accounts_changes import add_account, edit_account
from kamtui.storage.issues import board

TODAY = date(2026, 11, 20)
FILES = Path(__file__).parent / "files"
SALESFORCE = sorted(FILES.glob("salesforce_*.csv"))


@pytest.fixture
def bring(database, tmp_path, monkeypatch):
    """Import files, given as paths or as text, and give the result."""
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "config" / "settings.toml"))

    def call(*given, options=None, **asked):
        paths = []
        for place, one in enumerate(given):
            path = tmp_path / f"file{place}.csv" if isinstance(one, str) else one
            if isinstance(one, str):
                path.write_text(one, encoding="utf-8")
            paths.append(path)
        sources = read_sources(paths, Asked(**asked))
        return database.run(import_sources, sources, options or Options(every_row=True))

    call.database = database
    return call


def select(database, statement, *values):
    return database.read(lambda connection: connection.execute(statement, values).fetchall())


def one(database, statement, *values):
    return select(database, statement, *values)[0][0]


def ledgers_of(database):
    return ledgers(database.read(revenue.book, TODAY, Practice()))


def whys(result, action):
    return [row.why for row in result.rows if row.action is action]


def test_the_same_salesforce_files_twice_create_nothing_the_second_time(bring):
    first = bring(*SALESFORCE)
    assert first.totals.created == 12
    before = {table: select(bring.database, f'SELECT * FROM "{table}"') for table in ("account", "stakeholder")}
    second = bring(*reversed(SALESFORCE))
    assert (second.totals.created, second.totals.updated, second.totals.unchanged) == (0, 0, 13)
    assert second.batch == ""
    assert before == {table: select(bring.database, f'SELECT * FROM "{table}"') for table in before}


@pytest.mark.parametrize("name", [path.name for path in FILES.glob("*.csv") if path.name != "with_nul.csv"])
def test_every_file_brought_twice_creates_nothing_the_second_time(bring, name):
    asked = {"dayfirst": True}
    if name == "hubspot_deal_es.csv":
        columns = ("Nombre del negocio", "name"), ("Etapa del negocio", "stage"), ("ID de registro", "external_id")
        bring("Company name,Record ID,Lifecycle Stage\nAcme,1,Lead\n")
        asked["mapping"] = (*columns, ("Importe", "amount"))
    if name == "salesforce_contact_role.csv":
        bring(*SALESFORCE)
    try:
        bring(FILES / name, **asked)
    except Refused as problem:
        assert "nothing can be imported" in str(problem)  # noqa: PT017  it has links to files that are not here
        return
    again = bring(FILES / name, **asked)
    assert (again.totals.created, again.totals.updated) == (0, 0)


def test_accounts_of_equal_names_and_different_ids_are_both_kept_and_reported(bring):
    result = bring(FILES / "salesforce_account.csv")
    names = select(bring.database, "SELECT name, external_ids FROM account ORDER BY id")
    assert [name for name, _ in names] == ["Northwind Traders", "Contoso", "Contoso (2)"]
    assert [(found.name, found.other) for found in result.duplicates] == [("Contoso (2)", "Contoso")]
    assert json.loads(names[2][1]) == {"salesforce": "0015g00000AbCdGAAV"}


def test_an_account_made_by_hand_takes_the_id_of_the_first_row_of_its_name(bring):
    bring.database.run(add_account, {"name": "contoso", "tier": 1})
    bring(FILES / "salesforce_account.csv")
    found = select(
        bring.database, "SELECT name, tier, external_ids FROM account WHERE name LIKE 'contoso%' ORDER BY id"
    )
    assert [(name, tier) for name, tier, _ in found] == [("Contoso", 1), ("Contoso (2)", 3)]
    assert json.loads(found[0][2]) == {"salesforce": "0015g00000AbCdFAAV"}


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


def test_an_update_sets_what_the_file_says_and_blanks_nothing(bring):
    bring("Name,Domain,Industry,Notes\nAcme,acme.example,Retail,Likes boats\n")
    key = one(bring.database, "SELECT id FROM account")
    bring.database.run(edit_account, key, {"their_objective": "grow", "notes": "Likes boats\nMine"})
    result = bring("Name,Domain,Industry,Notes\nAcme Group,acme.example,,Likes boats\n")
    assert whys(result, Action.UPDATE) == ["known by its domain: name"]
    found = select(bring.database, "SELECT name, industry, their_objective, notes FROM account")
    assert found == [("Acme Group", "Retail", "grow", "Likes boats\nMine")]


def test_facts_of_the_client_are_kept_once_with_their_newest_value(bring):
    bring("Account Name,Employees,Type\nAcme,100,Customer\n")
    bring("Account Name,Employees,Type\nAcme,120,Customer\n")
    assert one(bring.database, "SELECT notes FROM account") == "Employees: 120\nType: Customer"


@pytest.mark.rule("T-6")
def test_a_tier_that_the_file_changes_keeps_its_date_and_reason(bring):
    bring("Name,Tier\nAcme,2\n")
    bring("Name,Industry\nAcme,Retail\n")
    bring("Name,Tier\nAcme,Strategic\n")
    changes = select(bring.database, 'SELECT from_tier, to_tier, reason, "on" FROM tier_change ORDER BY id')
    assert changes == [(None, 2, "", "2026-11-20"), (2, 1, "imported", "2026-11-20")]


@pytest.mark.rule("Y-3")
def test_twelve_imported_key_accounts_are_spread_over_the_weeks_of_a_month(bring):
    bring("Name,Tier\n" + "".join(f"Client {number},1\n" for number in range(12)))
    weeks = [slot % 4 for (slot,) in select(bring.database, "SELECT slot FROM account")]
    assert sorted(weeks.count(week) for week in range(4)) == [3, 3, 3, 3]


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


def test_a_person_with_a_known_id_needs_no_account(bring):
    bring(FILES / "report_contacts.csv")
    result = bring("Id,FirstName,LastName,Title\n0035g00000Fab01AAA,Ida,Sol,CEO\n")
    assert whys(result, Action.UPDATE) == ["known by its id: title"]


def test_a_dry_run_shows_the_same_table_and_changes_no_byte(bring, database_file, tmp_path):
    sources = read_sources(SALESFORCE)
    before = hashlib.sha256(database_file.read_bytes()).hexdigest()
    clock = bring.database.clock
    shown = bring.database.read(rehearse_sources, sources, clock.now(), clock.today(), Options(every_row=True))
    assert hashlib.sha256(database_file.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kamtui.db"]
    assert shown.batch == ""
    done = bring(*SALESFORCE)
    assert (shown.rows, shown.totals, shown.duplicates) == (done.rows, done.totals, done.duplicates)


def test_an_import_edited_and_taken_back_adds_up(bring):
    bring("Name,Industry\nOld,Retail\n")
    result = bring("Name,Industry\nOld,Energy\nNew,Energy\nEdited,Energy\n")
    key = one(bring.database, "SELECT id FROM account WHERE name = 'Edited'")
    bring.database.run(edit_account, key, {"industry": "Mine"})
    changed = one(
        bring.database,
        "SELECT count(DISTINCT table_name || row_id) FROM journal_change c JOIN journal_action a ON a.id = c.action_id "
        "WHERE a.batch = ?",
        result.batch,
    )
    back = bring.database.run(imports.take_back, result.batch)
    assert back.reversed + len(back.kept) + len(back.errored) == changed == 5
    assert set(back.kept) == {"account Edited", "tier change 2026-11-20"}
    found = select(bring.database, "SELECT name, industry FROM account ORDER BY name")
    assert found == [("Edited", "Mine"), ("Old", "Retail")]
    bring.database.undo()
    assert one(bring.database, "SELECT count(*) FROM account") == 3


def test_a_row_that_is_wrong_leaves_the_others_alone(bring):
    result = bring("Name,Potential,Renewal date,Client since\nA,-5,,\nB,,2020-01-01,2021-01-01\nC,1,,\n,,,\n")
    assert (result.totals.created, result.totals.errors) == (1, 2)
    assert [name for (name,) in select(bring.database, "SELECT name FROM account")] == ["C"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Name,Tier\nAcme,Platinum\n", "Platinum"),
        ("Name,Renewal date\nAcme,2026-02-30\n", "2026-02-30"),
        ("Name,Potential\nAcme,-5\n", "negative"),
        ("Name,Industry\n", "no rows"),
    ],
)
def test_nothing_that_can_be_imported_is_refused_in_one_line_and_changes_nothing(bring, text, reason):
    with pytest.raises(Refused, match=reason) as refused:
        bring(text)
    assert "\n" not in str(refused.value)
    assert one(bring.database, "SELECT count(*) FROM journal_action") == 0


def test_names_of_every_kind_are_kept_as_they_are(bring):
    names = ["R&D [/x]", "[ACME Corp]", "=1+1", "🚀 Rocket", "שלום", "x" * 10_000]
    bring("Name,Domain\n" + "".join(f'"{name}",\n' for name in names) + "Esc\x1b[31mape,\n")
    kept = [name for (name,) in select(bring.database, "SELECT name FROM account ORDER BY id")]
    assert kept == [*names, "Escape"]


def test_a_document_and_a_table_come_in_as_one_batch(bring, tmp_path):
    document = tmp_path / "mine.json"
    document.write_text(json.dumps({"format": "kamtui", "version": 1, "accounts": [{"name": "Acme", "tier": 1}]}))
    result = bring(document, "Name,Company\nJo,Acme\n")
    assert result.totals.created == 3  # the account, its first tier, the person
    assert [report.batch for report in result.documents] == [result.batch]
    assert one(bring.database, "SELECT count(*) FROM account") == 1
    bring.database.run(imports.take_back, result.batch)
    assert one(bring.database, "SELECT count(*) FROM account") == 0


def test_a_mapping_is_used_again_for_the_same_header_and_said(bring, tmp_path):
    given = "Huis,Vak\nAcme,Retail\n"
    asked = {"mapping": (("Huis", "name"), ("Vak", "industry"))}
    path = tmp_path / "huizen.csv"
    path.write_text(given)
    sources = read_sources([path], Asked(kind=FileKind.PLAIN_ACCOUNTS, **asked))
    remember(sources)
    kept = tmp_path / "config" / FILE
    assert kept.stat().st_mode & 0o777 == 0o600
    again = read_sources([shutil.copy(path, tmp_path / "neu.csv")])[0]
    assert again.reading.mapping == (("Huis", "name"), ("Vak", "industry"))
    assert "as you said for this header before: Huis = name, Vak = industry" in again.reading.notes
    changed = read_sources([path], Asked(mapping=(("Vak", "notes"),)))[0]
    assert changed.reading.mapping == (("Huis", "name"), ("Vak", "notes"))
    kept.write_text('{"x": 1, "' + sources[0].reading.signature + '": {"map": 7}}')
    with pytest.raises(Refused):
        read_sources([path])


def test_a_mapping_of_several_files_goes_to_those_that_have_the_column(bring):
    result = bring("Name,Land\nAcme,NO\n", "Name,Company\nJo,Acme\n", mapping=(("Land", "country"),))
    assert result.totals.created == 2
    with pytest.raises(Refused, match='no file has a column "Stadt"'):
        bring("Name,Land\nAcme,NO\n", "Name,Company\nJo,Acme\n", mapping=(("Stadt", "city"),))


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


def test_a_row_that_becomes_nothing_is_called_by_its_name_as_far_as_it_was_read(bring):
    wrong = "Name,Tier\nAlpha,A\nBeta,Z\n"
    gone = "Id,Name,IsDeleted\n0015g00000AbCdX,Gamma,true\n"
    people = "Id,FirstName,LastName,AccountId,IsDeleted\n0035g00000XyZaA,Åsa,Berg,0015g00000AbCdE,true\n"
    group = "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Friends\nEND:VCARD\n"
    result = bring(wrong, gone, people, group)
    named = [(row.action.value, row.name) for row in result.rows]
    assert named == [
        ("create", "Alpha"),
        ("error", "Beta"),
        ("skip", "Gamma"),
        ("skip", "Åsa Berg"),
        ("skip", "Friends"),
    ]


def test_an_account_found_by_its_name_is_known_by_its_salesforce_id_from_then_on(bring):
    bring("Account Name,Account Owner,Type,Industry,Rating\nFabrikam,Ann,Customer,Energy,Hot\n")
    contacts = "First Name,Last Name,Account Name,Contact ID,Account ID\nAvi,Green,FABRIKAM,0035g00000XyZaA,{}\n"
    result = bring(contacts.format("0015g00000AbCdEAAV"))
    assert [(row.record, row.action.value) for row in result.rows] == [("account", "update"), ("contact", "create")]
    result = bring(contacts.replace("FABRIKAM", "Fabrikam Europe").format("0015g00000AbCdE"))
    assert (result.totals.created, one(bring.database, "SELECT count(*) FROM account")) == (0, 1)
    result = bring("Record ID,Last Name,Associated Company,Associated Company IDs\n1,Song,Fabrikam,900\n")
    assert json.loads(one(bring.database, "SELECT external_ids FROM account")) == {"salesforce": "0015g00000AbCdE"}


def test_two_people_of_one_address_and_two_ids_are_both_kept_and_reported(bring):
    head = "Record ID,First Name,Last Name,Email,Associated Company\n"
    result = bring(head + "1,Jane,Lind,jane@x.example,Fabrikam\n2,Jo,Berg,JANE@x.example,Fabrikam\n")
    assert one(bring.database, "SELECT count(*) FROM stakeholder") == 2
    (double,) = result.duplicates
    assert (double.name, double.other, double.why) == ("Jo Berg", "Jane Lind", "the same e-mail jane@x.example")
