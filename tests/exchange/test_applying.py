"""Files into the database: created, updated, never doubled, and taken back; and what becomes of their accounts."""

import hashlib
import json
import shutil

import pytest

from kamtui.domain.errors import Refused
from kamtui.exchange.applying import Options, rehearse_sources
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.ledger import Action
from kamtui.exchange.sources import FILE, Asked, read_sources, remember
from kamtui.storage import imports
from kamtui.storage.accounts_changes import add_account, edit_account
from tests.exchange.brought import FILES, SALESFORCE, one, select, whys


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


def test_hubspot_s_labels_in_spanish_and_german_name_the_company(bring):
    result = bring(
        "ID de registro,Nombre,Apellidos,Correo,Nombre de la empresa,Cargo\n1,Ana,Ruiz,ana@x.example,Empresa SA,CFO\n",
        "Datensatz-ID,Vorname,Nachname,E-Mail-Adresse,Unternehmensname\n2,Jan,Beck,jan@y.example,Werk AG\n",
        "ID de registro,Nombre del negocio,Importe,Empresa asociada\n3,Gran negocio,1000,Empresa SA\n",
        "Datensatz-ID,Unternehmensname,Domainname des Unternehmens,Branche,Stadt\n4,Werk AG,werk.example,Bau,Köln\n",
    )
    assert (result.totals.errors, result.totals.skipped) == (0, 0)
    found = select(bring.database, "SELECT name, domain, industry FROM account ORDER BY name")
    assert found == [("Empresa SA", "", ""), ("Werk AG", "werk.example", "Bau")]
    assert select(bring.database, "SELECT title FROM stakeholder WHERE name = 'Ana Ruiz'") == [("CFO",)]
    assert one(bring.database, "SELECT annual_value FROM opportunity") == 100_000


def test_where_nothing_can_be_imported_the_columns_that_were_not_read_are_named(bring):
    with pytest.raises(Refused, match=r"no account has the domain x\.example \(columns not read: Firmenname\)"):
        bring("Record ID,First Name,Email,Firmenname\n1,Ana,ana@x.example,Werk AG\n")
