"""What is known of a record after it was merged into another: documents that hold it, its past, its uid."""

import json

from kamtui.domain.names import MERGED, base_source
from kamtui.exchange.document import import_document, read_document
from kamtui.exchange.document_lists import MODELS
from kamtui.models.accounts import Account
from kamtui.storage import duplicates
from kamtui.storage.account_history import account_history
from kamtui.storage.database import Database
from tests.storage.records import DAY, account, add, change, person, whole_account
from tests.storage.test_duplicates import ACCOUNT, PERSON, document, merge, one, uid


def test_a_document_from_before_a_merge_brings_nothing_back(database: Database) -> None:
    stays, goes = database.run(whole_account, "Nordwind"), database.run(whole_account, "Nordwind GmbH")
    before = document(database)
    merge(database, ACCOUNT, stays, goes)
    people = [row[0] for row in database.connection.execute("SELECT id FROM stakeholder ORDER BY id")]
    merge(database, PERSON, people[0], people[-1])
    standing = json.loads(document(database))
    report = database.run(import_document, read_document(before))
    assert (report.total.created, report.total.updated) == (0, 0)
    assert [(each.list, each.name, each.into) for each in report.conflicts if each.into] == [
        ("accounts", "Nordwind GmbH", "Nordwind"),
        ("stakeholders", "Ida", "Boss"),
        ("plans", "", "Nordwind"),
    ]
    after = json.loads(document(database))
    for name in MODELS:
        assert [each["uid"] for each in after[name]] == [each["uid"] for each in standing[name]], name
        assert after[name] == standing[name], name


def test_what_belongs_to_a_merged_record_comes_to_the_one_that_is_there(database: Database) -> None:
    stays, goes = database.run(add, account("A"), account("Old A"))
    jo, joe = database.run(add, person(stays, "Jo"), person(goes, "Joe"))
    gone, left = (uid(database, "account", goes), uid(database, "stakeholder", joe))
    merge(database, ACCOUNT, stays, goes)
    merge(database, PERSON, jo, joe)
    later = "2027-01-01T00:00:00Z"
    touchpoints = [
        {"uid": "t", "account": gone, "at": later, "channel": "call", "people": [left]},
        {"uid": "u", "account": "old a", "at": later, "channel": "call"},
    ]
    given = {"uid": gone, "name": "Old A", "notes": "newer", "changed_at": later}
    kept = {"uid": uid(database, "account", stays), "name": "A", "external_ids": {"x": "1"}, "changed_at": later}
    pairs = [
        {"kind": "account", "on": "2026-01-01", "one": gone, "other": kept["uid"]},
        {"kind": "account", "on": "2026-01-01", "one": gone, "other": "elsewhere"},
        {"kind": "person", "on": "2026-01-01", "one": left, "other": "elsewhere"},
    ]
    present = [{"name": "Joe", "stakeholder": left}, {"name": "Jo", "stakeholder": uid(database, "stakeholder", jo)}]
    qbrs = [{"uid": "q", "account": gone, "scheduled_on": "2027-01-01", "participants": present}]
    lists = {"accounts": [given, kept], "touchpoints": touchpoints, "distinct_pairs": pairs, "qbrs": qbrs}
    plans = [{"uid": "p", "account": gone, "profile": "theirs"}]
    report = database.run(import_document, read_document(json.dumps({**lists, "plans": plans})))
    assert report.lists["accounts"].kept == report.lists["distinct_pairs"].kept == 1
    told = json.loads(document(database))
    assert [each["name"] for each in told["accounts"]] == ["A"]
    assert told["accounts"][0]["external_ids"] == {"x": "1", "merged": gone}
    assert {each["account"] for name in ("touchpoints", "qbrs", "plans") for each in told[name]} == {kept["uid"]}
    assert [each["people"] for each in told["touchpoints"]] == [[uid(database, "stakeholder", jo)], []]
    assert len(told["qbrs"][0]["participants"]) == 1
    assert sum(map(len, database.read(duplicates.distinct).values())) == 2


def test_a_merged_uid_is_no_sign_of_another_pair_and_goes_with_the_merge(database: Database) -> None:
    first, second, third, fourth = database.run(add, *map(account, ("Acme", "Acme Ltd", "Acme AG", "Acme Inc")))
    alike = [twins.pair.score for twins in database.read(duplicates.found, DAY)]
    merge(database, ACCOUNT, first, second)
    merge(database, ACCOUNT, third, fourth)
    assert [twins.pair.score for twins in database.read(duplicates.found, DAY)] == alike[:1]
    merge(database, ACCOUNT, first, third)
    ids = json.loads(one(database, "account", first)["external_ids"])
    assert (len(set(ids.values())), {base_source(name) for name in ids}) == (3, {MERGED})
    database.undo()
    assert len(json.loads(one(database, "account", first)["external_ids"])) == 1


def test_the_past_of_a_merged_account_is_in_the_history_of_the_one_it_became(database: Database) -> None:
    stays, goes = database.run(add, account("A"), account("Old A"))
    database.run(change, Account, goes, industry="wind")
    database.run(change, Account, stays, industry="sun")
    merge(database, ACCOUNT, stays, goes)
    (third,) = database.run(add, account("Newest A"))
    merge(database, ACCOUNT, third, stays)
    told = [(entry.label, entry.lines) for entry in database.read(account_history, third)]
    assert ("change", ("account Old A: industry: nothing → wind",)) in told
    assert ("change", ("account A: industry: nothing → sun",)) in told
    assert "removed: account Old A" in [line for _, lines in told for line in lines]
    database.undo()
    assert len(database.read(account_history, third)) == 1
    assert len(database.read(account_history, stays)) == 4
    assert database.read(account_history, 999) == ()
