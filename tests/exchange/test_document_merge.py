"""A document into a database that holds something already: the newer change wins, nothing is merged silently."""

import json
from typing import Any

import pytest

from kamtui.domain.errors import Refused
from kamtui.exchange.document import (
    Conflict,
    Counts,
    Renamed,
    Report,
    Side,
    export_document,
    import_document,
    read_document,
)
from kamtui.storage.database import Database
from tests.exchange.document_samples import document as sample

OLD, NEW = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


def put(database: Database, **lists: Any) -> Report:
    return database.run(import_document, read_document(json.dumps(lists)))


def found(database: Database, name: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = database.read(export_document)[name]
    return records


def one(database: Database, name: str = "accounts") -> dict[str, Any]:
    (record,) = found(database, name)
    return record


def acme(**more: Any) -> dict[str, Any]:
    return {"uid": "a", "name": "Acme", "changed_at": OLD, **more}


def jane(**more: Any) -> dict[str, Any]:
    return {"uid": "j", "account": "a", "name": "Jane", "changed_at": OLD, **more}


def test_the_newer_change_wins_and_the_conflict_says_what_differed(database: Database) -> None:
    put(database, accounts=[acme(notes="old")])
    report = put(database, accounts=[acme(notes="new", industry="steel", changed_at=NEW)])
    assert report.conflicts == (Conflict("accounts", "a", "Acme", Side.DOCUMENT, ("industry", "notes")),)
    assert report.conflicts[0].words == "the document's version is the newer one and was taken"
    assert report.lists == {"accounts": Counts(updated=1)}
    assert (one(database)["notes"], one(database)["changed_at"]) == ("new", NEW)


@pytest.mark.rule("P-6")
def test_a_frozen_plan_is_never_changed_by_a_merge(database: Database) -> None:
    def version(**more: Any) -> dict[str, Any]:
        return {"uid": "v", "account": "a", "frozen_on": "2026-01-02", "changed": "hired", "changed_at": OLD, **more}

    put(database, accounts=[acme()], plan_versions=[version(document={"profile": "old"})])
    before = one(database, "plan_versions")
    rewritten = version(document={"profile": "new"}, changed="fired", rewrite=True, changed_at=NEW)
    report = put(database, accounts=[acme()], plan_versions=[rewritten, version(uid="w", frozen_on="2026-02-02")])
    assert report.conflicts == (Conflict("plan_versions", "v", "", Side.DATABASE, ("rewrite", "document", "changed")),)
    assert report.conflicts[0].words == "what is frozen never changes, the database's version stays"
    assert report.lists["plan_versions"] == Counts(created=1, kept=1)
    assert before in found(database, "plan_versions")
    assert put(database, plan_versions=[version(document={"profile": "old"})]).conflicts == ()


@pytest.mark.parametrize("changed_at", [OLD, "2025-12-31T00:00:00Z"])
def test_an_older_or_equal_change_is_kept_out_and_listed(database: Database, changed_at: str) -> None:
    put(database, accounts=[acme(notes="here")])
    report = put(database, accounts=[acme(notes="there", changed_at=changed_at)])
    assert report.conflicts == (Conflict("accounts", "a", "Acme", Side.DATABASE, ("notes",)),)
    assert report.total == Counts(kept=1)
    assert one(database)["notes"] == "here"
    assert report.conflicts[0].words == "the document's version is not newer, the database's stays"


def test_an_equal_record_is_unchanged_and_takes_the_newer_time(database: Database) -> None:
    put(database, accounts=[acme()])
    assert put(database, accounts=[acme()]).total == Counts(unchanged=1)
    assert put(database, accounts=[acme(changed_at=NEW)]).total == Counts(unchanged=1)
    assert one(database)["changed_at"] == NEW


def test_importing_everything_again_changes_nothing(database: Database) -> None:
    read = read_document(json.dumps(sample(3, least=1)))
    database.run(import_document, read)
    before = database.read(export_document)
    report = database.run(import_document, read)
    assert (report.total.created, report.total.updated, report.total.kept) == (0, 0, 0)
    assert not report.conflicts
    assert database.read(export_document) == before


def test_what_a_record_does_not_say_stays_as_it_is(database: Database) -> None:
    put(database, accounts=[acme(notes="kept", tier=1)])
    put(database, accounts=[{"uid": "a", "name": "Acme", "industry": "steel"}])
    assert (one(database)["notes"], one(database)["tier"], one(database)["industry"]) == ("kept", 1, "steel")


def test_a_record_without_a_time_counts_as_changed_now(database: Database) -> None:
    put(database, accounts=[{"uid": "a", "name": "Acme"}])
    assert one(database)["changed_at"].startswith("2026-11-20T")
    put(database, accounts=[{"uid": "a", "name": "Acme", "notes": "again"}])
    assert one(database)["notes"] == "again"


def test_a_file_by_hand_imported_twice_doubles_nothing(database: Database) -> None:
    lists: dict[str, Any] = {
        "accounts": [{"name": "Acme", "tier": "growth", "current_value": 1200}],
        "actions": [{"account": "acme", "what": "call"}],
    }
    first = put(database, **lists)
    assert first.total.created == 4
    before = database.read(export_document)
    assert put(database, **lists).total == Counts(unchanged=3)
    assert database.read(export_document) == before


def test_what_was_edited_here_since_a_file_by_hand_stays_edited(database: Database) -> None:
    lists: dict[str, Any] = {"accounts": [acme()], "actions": [{"account": "Acme", "what": "call"}]}
    put(database, **lists)
    uid = one(database, "actions")["uid"]
    put(database, actions=[{"uid": uid, "account": "a", "what": "call", "done_on": "2026-11-20"}])
    put(database, **lists)
    assert one(database, "actions")["done_on"] == "2026-11-20"


def test_an_account_of_the_same_name_and_another_uid_is_never_merged(database: Database) -> None:
    put(database, accounts=[acme()])
    lists: dict[str, Any] = {"accounts": [acme(uid="b")], "actions": [{"uid": "x", "account": "Acme", "what": "call"}]}
    report = put(database, **lists)
    assert report.renamed == (Renamed("b", "Acme", "Acme (2)"),)
    assert [each["name"] for each in found(database, "accounts")] == ["Acme", "Acme (2)"]
    assert one(database, "actions")["account"] == "b"
    assert put(database, **lists).total == Counts(unchanged=1, kept=1)
    put(database, accounts=[acme(uid="b", notes="more", changed_at=NEW)])
    assert [each["name"] for each in found(database, "accounts")] == ["Acme", "Acme (2)"]
    assert put(database, accounts=[{"uid": "c", "name": "ACME"}]).renamed[0].kept_as == "ACME (3)"


def test_accounts_can_swap_their_names(database: Database) -> None:
    put(database, accounts=[acme(), acme(uid="b", name="Beta")])
    put(database, accounts=[acme(uid="b", changed_at=NEW), acme(name="Beta", changed_at=NEW)])
    assert {each["uid"]: each["name"] for each in found(database, "accounts")} == {"a": "Beta", "b": "Acme"}


def test_a_name_without_a_uid_is_the_account_of_that_name_unless_its_uid_is_taken(database: Database) -> None:
    put(database, accounts=[acme()])
    put(database, accounts=[{"name": "ACME", "notes": "same"}])
    assert (one(database)["name"], one(database)["notes"]) == ("ACME", "same")
    put(database, accounts=[{"uid": "a", "name": "Other"}, {"name": "Acme"}])
    assert {each["name"] for each in found(database, "accounts")} == {"Other", "Acme"}


def test_references_that_lead_nowhere_are_refused_and_nothing_changes(database: Database) -> None:
    with pytest.raises(Refused, match=r'stakeholders\[0\]: account: "gone" is not among the accounts … and 1 more'):
        put(database, accounts=[acme()], stakeholders=[jane(account="gone", reports_to="nobody")])
    with pytest.raises(Refused, match=r'touchpoints\[0\]: people: "x" is not among the stakeholders'):
        put(database, accounts=[acme()], touchpoints=[{"account": "a", "at": NEW, "people": ["x"]}])
    assert found(database, "accounts") == []
    assert database.undo() is None


def test_references_may_lead_to_what_is_here_already_and_in_circles(database: Database) -> None:
    put(database, accounts=[acme()])
    people = [jane(reports_to="k"), jane(uid="k", name="Kim", reports_to="j")]
    put(database, stakeholders=people)
    assert [each["reports_to"] for each in found(database, "stakeholders")] == ["k", "j"]


def test_the_primary_contact_moves_with_the_account(database: Database) -> None:
    people = [jane(), jane(uid="k", name="Kim")]
    put(database, accounts=[acme(primary_contact="j")], stakeholders=people)
    assert one(database)["primary_contact"] == "j"
    report = put(database, accounts=[acme(primary_contact="k", changed_at=NEW)], stakeholders=people)
    assert report.conflicts[0].fields == ("primary_contact",)
    assert one(database)["primary_contact"] == "k"
    put(database, accounts=[{"uid": "a", "name": "Acme", "primary_contact": None}])
    assert one(database)["primary_contact"] is None


def test_the_primary_contact_must_work_there(database: Database) -> None:
    with pytest.raises(Refused, match="stakeholder of a different account"):
        put(database, accounts=[acme(), acme(uid="b", name="B", primary_contact="j")], stakeholders=[jane()])
    assert found(database, "accounts") == []


def test_the_people_of_a_touchpoint_and_the_phases_of_a_review_are_replaced(database: Database) -> None:
    people = [jane(), jane(uid="k", name="Kim"), jane(uid="l", name="Lee")]
    touchpoint = {"uid": "t", "account": "a", "at": NEW, "changed_at": OLD}
    qbr = {"uid": "q", "account": "a", "scheduled_on": "2026-11-20", "changed_at": OLD}
    phases = [{"phase": "vision", "seconds": 60, "notes": "n"}, {"phase": "results"}]
    lists: dict[str, Any] = {"accounts": [acme()], "stakeholders": people}
    put(database, **lists, touchpoints=[{**touchpoint, "people": ["j", "k"]}], qbrs=[{**qbr, "phases": phases}])
    assert [phase["phase"] for phase in one(database, "qbrs")["phases"]] == ["results", "vision"]
    report = put(
        database,
        touchpoints=[{**touchpoint, "people": ["l", "k"], "changed_at": NEW}],
        qbrs=[{**qbr, "phases": [{"phase": "context"}], "changed_at": NEW}],
    )
    assert [conflict.fields for conflict in report.conflicts] == [("people",), ("phases",)]
    assert one(database, "touchpoints")["people"] == ["k", "l"]
    assert one(database, "qbrs")["phases"] == [{"phase": "context", "seconds": 0, "notes": ""}]
    assert put(database, touchpoints=[{**touchpoint, "people": ["k", "l"]}]).total == Counts(unchanged=1)


def test_a_current_value_becomes_one_open_ended_contract_line(database: Database) -> None:
    put(database, accounts=[acme(current_value=1200.5)])
    line = one(database, "contracts")
    assert (line["annual_value"], line["start"], line["end"], line["changed_at"]) == (1200.5, None, None, OLD)
    assert "current_value" not in one(database)
    put(database, accounts=[acme(current_value=900, changed_at=NEW)])
    assert one(database, "contracts")["annual_value"] == 900
    put(database, accounts=[acme(uid="b", name="B", current_value=0)])
    assert len(found(database, "contracts")) == 1


def test_a_current_value_beside_contract_lines_is_refused(database: Database) -> None:
    line = {"uid": "c", "account": "Acme", "annual_value": 5}
    with pytest.raises(Refused, match=r"accounts\[0\]: current_value: the account has contract lines"):
        put(database, accounts=[acme(current_value=1)], contracts=[line])
    put(database, accounts=[acme()], contracts=[line])
    with pytest.raises(Refused, match="current_value: the account has contract lines"):
        put(database, accounts=[acme(current_value=1)])


@pytest.mark.rule("T-6")
def test_a_new_account_begins_its_tier_history_and_a_changed_tier_goes_on_with_it(database: Database) -> None:
    put(database, accounts=[acme(tier=2, created_on="2025-05-01")])
    first = one(database, "tier_changes")
    assert (first["on"], first["from_tier"], first["to_tier"]) == ("2025-05-01", None, 2)
    put(database, accounts=[acme(tier=1, changed_at="2025-01-01T00:00:00Z")])
    assert len(found(database, "tier_changes")) == 1
    put(database, accounts=[acme(tier=1, changed_at=NEW)])
    last = found(database, "tier_changes")[-1]
    assert (last["on"], last["from_tier"], last["to_tier"]) == ("2026-11-20", 2, 1)


@pytest.mark.rule("T-6")
def test_a_tier_history_in_the_document_is_taken_as_it_is(database: Database) -> None:
    change = {"uid": "t", "account": "Acme", "on": "2024-01-01", "to_tier": "maintain", "changed_at": OLD}
    put(database, accounts=[acme()], tier_changes=[change])
    assert one(database, "tier_changes")["uid"] == "t"


@pytest.mark.rule("Y-3")
def test_accounts_without_a_slot_are_spread_and_enter_today(database: Database) -> None:
    put(database, accounts=[{"name": f"Account {number}", "tier": 1} for number in range(8)])
    accounts = found(database, "accounts")
    weeks = [each["slot"] % 4 for each in accounts]
    assert {weeks.count(week) for week in range(4)} == {2}
    assert {each["created_on"] for each in accounts} == {"2026-11-20"}
    put(database, accounts=[{"name": "Ended", "status": "ended", "slot": 3}, {"name": "Given", "slot": 5}])
    assert {each["name"]: each["slot"] for each in found(database, "accounts")}["Given"] == 5


def test_structures_that_only_look_different_are_the_same(database: Database) -> None:
    put(database, accounts=[acme(external_ids={"a": "1", "b": "2"}, notes="{")])
    assert put(database, accounts=[acme(external_ids={"b": "2", "a": "1"}, notes="{")]).total == Counts(unchanged=1)
    assert put(database, accounts=[acme(notes="{ ")]).total == Counts(kept=1)


def test_the_report_says_plainly_what_happened(database: Database) -> None:
    report = put(database, settings={"friday_minutes": 45}, accounts=[acme()])
    values = report.as_values()
    assert json.loads(json.dumps(values)) == values
    assert (values["created"], values["settings_found"], values["settings_applied"]) == (2, True, False)
    assert values["lists"]["accounts"] == {"created": 1, "updated": 0, "unchanged": 0, "kept": 0}
    put(database, accounts=[acme(uid="b", name="Beta")])
    values = put(database, accounts=[acme(notes="x", changed_at=NEW), acme(uid="c", name="BETA")]).as_values()
    assert values["conflicts"] == [
        {"list": "accounts", "uid": "a", "name": "Acme", "won": "document", "fields": ["notes"], "into": ""}
    ]
    assert values["renamed"] == [{"uid": "c", "name": "BETA", "kept_as": "BETA (2)"}]


def test_something_without_a_name_is_listed_all_the_same(database: Database) -> None:
    review = {"uid": "m", "account": "Acme", "on": "2026-01-01", "changed_at": OLD}
    put(database, accounts=[acme()], map_reviews=[review])
    report = put(database, map_reviews=[{**review, "on": "2026-01-02", "changed_at": NEW}])
    assert report.conflicts == (Conflict("map_reviews", "m", "", Side.DOCUMENT, ("on",)),)
