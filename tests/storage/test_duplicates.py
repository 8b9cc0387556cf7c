import json
from datetime import date
from typing import Any

import pytest
from sqlmodel import SQLModel

from kamtui.domain.duplicates import Kind, Verdict
from kamtui.domain.errors import Refused
from kamtui.domain.merging import ACCOUNT_FIELDS, PERSON_FIELDS
from kamtui.domain.names import known_elsewhere
from kamtui.exchange.document_out import dumps, export_document
from kamtui.models.accounts import Account, TierChange
from kamtui.models.plans import Plan
from kamtui.models.qbr import Qbr
from kamtui.models.stakeholders import QualityChange, Stakeholder
from kamtui.models.touchpoints import TouchpointPerson
from kamtui.storage import duplicates, duplicates_compare, merging_changes, repointing
from kamtui.storage.database import Database
from kamtui.storage.duplicates_compare import compare
from kamtui.storage.merging_notes import said
from tests.storage.records import DAY, account, add, change, dump, person, touch, whole_account

ACCOUNT, PERSON = Kind.ACCOUNT, Kind.PERSON


def merge(database: Database, kind: Kind, stays: int, goes: int, **keep: str) -> str:
    return database.run(merging_changes.merge, kind, stays, goes, keep)


def one(database: Database, table: str, key: int) -> dict[str, Any]:
    cursor = database.connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (key,))
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def uid(database: Database, table: str, key: int) -> str:
    return str(one(database, table, key)["uid"])


def document(database: Database) -> str:
    return dumps(database.read(export_document))


@pytest.fixture
def twins(database: Database) -> tuple[int, int]:
    """Two whole accounts that are one, each with a row in every table."""
    return database.run(whole_account, "Nordwind"), database.run(whole_account, "Nordwind GmbH")


def test_pairs_are_found_with_what_stands_beside_them(database: Database, twins: tuple[int, int]) -> None:
    day = date(2026, 11, 20)
    found = database.read(duplicates.found, day)
    (clients,) = [each for each in found if each.pair.kind is ACCOUNT]
    assert (clients.one.name, clients.other.name) == ("Nordwind", "Nordwind GmbH")
    assert clients.one.beside == "Strategic, active"
    assert clients.key == ("account", clients.pair.one, clients.pair.other)
    assert database.read(duplicates.likely, day) == 1
    told = database.run(
        merging_changes.say_distinct, "account", clients.other.uid, clients.one.uid, ("Nordwind", "Nordwind GmbH")
    )
    assert told == "Nordwind and Nordwind GmbH are not the same, and will not be shown again"
    assert database.read(duplicates.likely, day) == 0
    assert database.undo() == "Nordwind and Nordwind GmbH are not the same"
    assert database.read(duplicates.likely, day) == 1


def test_people_are_found_by_their_address_whoever_left_and_placeholders_never(database: Database) -> None:
    (owner,) = database.run(add, account("Alder"))
    database.run(
        add,
        person(owner, "Jo Lind", email="jo@alder.example", title="CFO", left_on=DAY),
        person(owner, "Lind, Jo", email="jo@alder.example"),
        person(owner, "Head of IT", placeholder=True),
        person(owner, "Head of IT", placeholder=True),
    )
    (pair,) = database.read(duplicates.found, DAY)
    assert pair.pair.verdict is Verdict.LIKELY
    assert {pair.one.beside, pair.other.beside} == {"CFO, Alder, left", "Alder"}


def test_every_field_of_a_record_is_asked_for_or_kept_by_itself() -> None:
    by_itself = {"id", "uid", "changed_at", "external_ids"}
    asked = {field.name for field in ACCOUNT_FIELDS} - {"primary_contact"}
    kept = {"name_key", "created_on", "slot", "value_none_known", "competition_none_known"}
    assert asked | kept | by_itself == set(Account.model_fields)
    asked = {field.name for field in PERSON_FIELDS} - {"outreach"}
    kept = {"account_id", "placeholder", "primary_contact", "person"}
    kept |= {"outreach_what", "outreach_due", "outreach_done_on"}
    assert asked | kept | by_itself == set(Stakeholder.model_fields)


def test_the_models_name_every_reference_that_the_file_has(database: Database) -> None:
    named = {(table, column) for table, column, to in repointing.references() if to == "account"}
    assert named == set(database.read(duplicates_compare.references_to, "account"))
    for name, table in SQLModel.metadata.tables.items():
        assert "account_id" not in table.columns or (name, "account_id") in named, name
        for column in table.columns:
            assert not column.name.endswith("_id") or column.foreign_keys, column


def counts(database: Database) -> dict[str, int]:
    return {table: len(rows) for table, rows in dump(database.connection).items()}


def test_merging_two_accounts_moves_every_row_and_undo_brings_both_back(
    database: Database, twins: tuple[int, int]
) -> None:
    stays, goes = twins
    before, were = document(database), counts(database)
    assert merge(database, ACCOUNT, stays, goes) == "Nordwind GmbH merged into Nordwind"
    now = counts(database)
    assert {table for table in were if now[table] < were[table]} == {"account", "plan"}
    for table, column, to in repointing.references():
        if to == "account":
            hanging = database.connection.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = ?', (goes,))
            assert hanging.fetchone() == (0,), table
    record = one(database, "account", stays)
    assert record["name"] == "Nordwind"
    assert record["notes"].startswith("Merged on ")
    assert "with Nordwind GmbH." in record["notes"]
    assert database.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert document(database) != before
    assert database.undo() == "Nordwind GmbH merged into Nordwind"
    assert document(database) == before
    assert counts(database) == were


def test_what_the_user_chose_is_kept_and_the_rest_is_named_in_the_notes(
    database: Database, twins: tuple[int, int]
) -> None:
    stays, goes = twins
    database.run(
        change, Account, stays, tier=1, industry="Energy", our_objective="", notes="Ours", auto_renew=True,
        client_since=date(2022, 1, 1), external_ids={"salesforce": "A", "hubspot": "1"}, value_none_known=True,
    )  # fmt: skip
    database.run(
        change, Account, goes, tier=2, industry="Wind", our_objective="Grow", notes="Theirs",
        client_since=date(2020, 1, 1), potential_value=5_000_00, created_on=date(2019, 5, 1),
        external_ids={"salesforce": "B", "hubspot": "1"}, value_none_known=True,
    )  # fmt: skip
    merge(database, ACCOUNT, stays, goes, name="other", tier="other")
    record = one(database, "account", stays)
    assert (record["name"], record["name_key"]) == ("Nordwind GmbH", "nordwind gmbh")
    assert (record["tier"], record["industry"], record["our_objective"]) == (2, "Energy", "Grow")
    assert (record["client_since"], record["created_on"]) == ("2020-01-01", "2019-05-01")
    assert (record["potential_value"], record["auto_renew"], record["value_none_known"]) == (5_000_00, 1, 1)
    ids = {"salesforce": "A", "hubspot": "1", "salesforce:2": "B"}
    assert known_elsewhere(json.loads(record["external_ids"])) == ids
    assert record["notes"].splitlines()[:3] == ["Ours", "", "Theirs"]
    lines = record["notes"].splitlines()
    assert {"Name was: Nordwind", "Tier was: Strategic", "Industry was: Wind"} <= set(lines)
    assert "Client since was: 2022-01-01" in lines
    history = database.connection.execute("SELECT to_tier, reason FROM tier_change ORDER BY id").fetchall()
    assert history[-1] == (2, "merged with Nordwind GmbH")
    assert len(history) == 3


def test_one_primary_contact_and_one_plan_are_left(database: Database, twins: tuple[int, int]) -> None:
    stays, goes = twins

    own, theirs = (key for (key,) in database.connection.execute("SELECT id FROM plan ORDER BY account_id"))
    database.run(change, Plan, own, team=[{"person": "Robin"}, {"person": "Ada"}])
    team = [{"person": "Robin"}, {"person": "Max"}]
    swot = {"threats": "prices", "odd": ""}
    database.run(change, Plan, theirs, team=team, profile="Wind parks", swot=swot)
    (boss,) = database.connection.execute(duplicates_compare.PRIMARY, (goes,)).fetchone()
    merge(database, ACCOUNT, stays, goes, primary_contact="other")
    assert database.connection.execute("SELECT id FROM stakeholder WHERE primary_contact").fetchall() == [(boss,)]
    ((kept,),) = database.connection.execute("SELECT team FROM plan").fetchall()
    assert json.loads(kept) == [{"person": "Robin"}, {"person": "Ada"}, {"person": "Max"}]
    notes = one(database, "account", stays)["notes"]
    assert "From the plan of Nordwind GmbH:\nClient profile: Wind parks\nThreats: prices" in notes
    assert "Primary contact was: Boss" in notes


def test_an_only_plan_moves_and_no_plan_is_none(database: Database) -> None:
    first, second, third = database.run(add, account("A"), account("A Ltd"), account("A AG"))
    database.run(add, Plan(account_id=second, profile="kept"))
    merge(database, ACCOUNT, first, second)
    merge(database, ACCOUNT, first, third)
    assert database.connection.execute("SELECT account_id, profile FROM plan").fetchall() == [(first, "kept")]


def test_merging_two_people_moves_what_they_did_and_undo_brings_both_back(
    database: Database, twins: tuple[int, int]
) -> None:
    owner, _ = twins
    jo, lind = database.run(
        add,
        person(owner, "Jo Lind", quality="neutral", roles=["champion"], external_ids={"hubspot": "1"}),
        person(owner, "Lind, Jo", quality="strong", roles=["end_user"], title="CFO", outreach_what="call",
               outreach_due=DAY, email="jo@x.example", external_ids={"hubspot": "2"}, notes="likes tea"),
    )  # fmt: skip
    ida, boss = _ida_and_boss(database, owner)
    (talk, other_talk) = database.run(add, touch(owner), touch(owner))
    database.run(
        add,
        TouchpointPerson(touchpoint_id=talk, stakeholder_id=jo),
        TouchpointPerson(touchpoint_id=talk, stakeholder_id=lind),
        TouchpointPerson(touchpoint_id=other_talk, stakeholder_id=lind),
        QualityChange(account_id=owner, stakeholder_id=lind, on=DAY, quality="strong"),
        Qbr(account_id=owner, scheduled_on=DAY, participants=[
            {"name": "Jo", "side": "theirs", "stakeholder": uid(database, "stakeholder", jo), "came": False},
            {"name": "Lind", "side": "theirs", "stakeholder": uid(database, "stakeholder", lind), "came": True},
            {"name": "Robin", "side": "ours", "stakeholder": None, "came": True},
            {"name": uid(database, "stakeholder", lind), "side": "ours", "stakeholder": None, "came": None},
        ]),
    )  # fmt: skip
    database.run(change, Stakeholder, ida, reports_to_id=lind)
    database.run(change, Stakeholder, jo, reports_to_id=ida)
    database.run(add, Plan(account_id=owner, remarks={"map": uid(database, "stakeholder", lind)}))
    before = document(database)
    merge(database, PERSON, jo, lind, roles="both", reports_to_id="first")
    record = one(database, "stakeholder", jo)
    assert (record["quality"], record["title"], record["email"]) == ("neutral", "CFO", "jo@x.example")
    assert json.loads(record["roles"]) == ["champion", "end_user"]
    assert (record["outreach_what"], record["outreach_due"]) == ("call", DAY.isoformat())
    assert record["reports_to_id"] is None
    assert "Relationship was: strong" in record["notes"]
    ids = {"hubspot": "1", "hubspot:2": "2"}
    assert known_elsewhere(json.loads(record["external_ids"])) == ids
    assert one(database, "stakeholder", ida)["reports_to_id"] == jo
    present = database.connection.execute(
        "SELECT touchpoint_id FROM touchpoint_person WHERE stakeholder_id = ? ORDER BY 1", (jo,)
    ).fetchall()
    assert present == [(talk,), (other_talk,)]
    ((came,),) = database.connection.execute("SELECT participants FROM qbr WHERE participants <> '[]'").fetchall()
    assert [(each["name"], each["came"]) for each in json.loads(came)[:2]] == [("Jo", True), ("Robin", True)]
    last = database.connection.execute(
        "SELECT quality FROM quality_change WHERE stakeholder_id = ? ORDER BY id DESC", (jo,)
    ).fetchone()
    assert last == ("neutral",)
    assert database.undo() is not None
    assert document(database) == before
    assert boss


def _ida_and_boss(database: Database, owner: int) -> tuple[int, int]:
    rows = dict(database.connection.execute("SELECT name, id FROM stakeholder WHERE account_id = ?", (owner,)))
    return rows["Ida"], rows["Boss"]


def test_the_primary_contact_stays_one_whoever_of_the_two_it_was(database: Database, twins: tuple[int, int]) -> None:
    owner, _ = twins
    ida, boss = _ida_and_boss(database, owner)
    compared = database.read(compare, PERSON, ida, boss)
    assert compared.first["id"] == ida
    assert not compared.across
    assert compared.other["reports_to_id"] is None
    merge(database, PERSON, ida, boss, quality="other")
    assert one(database, "stakeholder", ida)["primary_contact"] == 1
    (jo,) = database.run(add, person(owner, "Jo"))
    (max_,) = database.run(add, person(owner, "Max", reports_to_id=jo))
    merge(database, PERSON, jo, max_)
    assert one(database, "stakeholder", ida)["primary_contact"] == 1
    assert one(database, "stakeholder", jo)["primary_contact"] == 0


@pytest.mark.rule("M-10")
def test_people_of_two_clients_are_one_person_and_never_merged(database: Database, twins: tuple[int, int]) -> None:
    nord, other = twins
    jo, lind, third = database.run(
        add, person(nord, "Jo", person="p"), person(other, "Lind", person="q"), person(other, "L", person="q")
    )
    assert database.read(compare, PERSON, jo, lind).across
    with pytest.raises(Refused, match="at two clients"):
        merge(database, PERSON, jo, lind)
    with pytest.raises(Refused, match="at one client"):
        database.run(merging_changes.one_person, lind, third)
    assert database.run(merging_changes.one_person, jo, lind) == "Jo is one person with two engagements"
    assert {one(database, "stakeholder", key)["person"] for key in (jo, lind, third)} == {"p"}
    plain = database.run(add, person(nord, "Ada"), person(other, "Ada"))
    database.run(merging_changes.one_person, *plain)
    assert len({one(database, "stakeholder", key)["person"] for key in plain}) == 1
    merge(database, PERSON, lind, third)
    assert one(database, "stakeholder", lind)["person"] == "p"


def test_the_engagements_of_both_become_those_of_one_person(database: Database, twins: tuple[int, int]) -> None:
    nord, other = twins
    jo, lind, elsewhere = database.run(
        add, person(nord, "Jo", person="p"), person(nord, "Lind", person="q"), person(other, "Lind", person="q")
    )
    merge(database, PERSON, jo, lind)
    assert one(database, "stakeholder", elsewhere)["person"] == "p"


def test_pairs_that_are_not_the_same_follow_the_merge(database: Database) -> None:
    keys = database.run(add, account("A"), account("A Ltd"), account("A AG"))
    first, second, third = (uid(database, "account", key) for key in keys)
    database.run(merging_changes.say_distinct, "account", first, second, ("A", "A Ltd"))
    database.run(merging_changes.say_distinct, "account", second, third, ("A Ltd", "A AG"))
    database.run(merging_changes.say_distinct, "account", third, first, ("A AG", "A"))
    merge(database, ACCOUNT, keys[0], keys[1])
    pairs = database.read(duplicates.distinct)["account"]
    assert {frozenset(pair) for pair in pairs} == {frozenset({first, third})}


def test_the_one_with_more_history_stays(database: Database, twins: tuple[int, int]) -> None:
    (small,) = database.run(add, account("Nordwind AG"))
    compared = database.read(compare, ACCOUNT, small, twins[1])
    assert compared.first["id"] == twins[1]
    assert compared.moves == ()
    other = database.read(compare, ACCOUNT, *twins)
    assert other.first["id"] == twins[0]
    assert dict(other.moves)["stakeholder"] == 2
    assert other.first["primary_contact"] in other.names


def test_what_is_gone_or_the_same_is_refused(database: Database, twins: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="one record already"):
        merge(database, ACCOUNT, twins[0], twins[0])
    with pytest.raises(Refused, match="no longer there"):
        merge(database, ACCOUNT, twins[0], 999)
    assert database.read(lambda connection: connection.execute("SELECT count(*) FROM account").fetchone()) == (2,)


def test_a_tier_history_that_ends_right_gets_no_more(database: Database) -> None:
    first, second = database.run(add, account("A"), account("A Ltd"))
    database.run(add, TierChange(account_id=second, on=DAY, to_tier=1))
    merge(database, ACCOUNT, first, second)
    assert database.connection.execute("SELECT count(*) FROM tier_change").fetchone() == (1,)


def test_values_are_said_as_people_say_them() -> None:
    fields = {field.name: field for field in (*ACCOUNT_FIELDS, *PERSON_FIELDS)}
    shown = {
        "potential_value": (1_250_50, "1250.5"), "auto_renew": (1, "yes"), "assumed": (0, "no"),
        "primary_contact": (7, "Ida"), "reports_to_id": (8, ""),
        "roles": (["end_user", "champion"], "end user, champion"),
        "quality": ("at_risk", "at risk"), "tier": (2, "Growth"), "name": ("", ""), "left_on": (None, ""),
        "renewal_date": ("2027-01-31", "2027-01-31"),
    }  # fmt: skip
    assert {name: said(fields[name], value, {7: "Ida"}) for name, (value, _) in shown.items()} == {
        name: words for name, (_, words) in shown.items()
    }
    outreach = fields["outreach"]
    assert said(outreach, ("call", "2026-11-20", "2026-11-21"), {}) == "call, by 2026-11-20, done on 2026-11-21"
    assert said(outreach, ("call", None, None), {}) == "call"
