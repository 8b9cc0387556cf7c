"""A document that is wrong is refused with one line that says where."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.errors import Refused
from kamtui.exchange import document_in
from kamtui.exchange.document import read_document
from kamtui.exchange.json_files import is_kamtui_document


def refusal(**lists: Any) -> str:
    with pytest.raises(Refused) as refused:
        read_document(json.dumps(lists))
    text = str(refused.value)
    assert "\n" not in text
    return text


ACME = {"uid": "a", "name": "Acme"}


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"accounts": [ACME, {"name": "B", "teir": 1}]}, 'accounts[1]: unknown field "teir"; known: uid, name, tier,'),
        ({"acounts": []}, 'unknown key "acounts"; known: format, version, settings, accounts,'),
        ({"accounts": [{"tier": 1}]}, "accounts[0]: name is missing"),
        ({"accounts": [{"name": None}]}, "accounts[0]: name is missing"),
        ({"accounts": [{"name": " "}]}, "accounts[0]: The name is empty."),
        ({"accounts": [{"name": 7}]}, "accounts[0]: name: 7 is not text"),
        ({"accounts": [{**ACME, "tier": 4}]}, "accounts[0]: tier: 4 is unknown; known: 1 (strategic)"),
        ({"accounts": [{**ACME, "tier": True}]}, "accounts[0]: tier: true is unknown"),
        ({"accounts": [{**ACME, "status": "gone"}]}, 'accounts[0]: status: "gone" is unknown; known: onboarding'),
        ({"accounts": [{**ACME, "status": []}]}, "accounts[0]: status: [] is unknown"),
        ({"accounts": [{**ACME, "renewal_date": "2026-02-30"}]}, "is not a date like 2026-11-21"),
        ({"accounts": [{**ACME, "renewal_date": "20261121"}]}, "is not a date like 2026-11-21"),
        ({"accounts": [{**ACME, "renewal_date": "1066-10-14"}]}, "the year 1066 is not from 1900 to 2199"),
        ({"accounts": [{**ACME, "potential_value": -1}]}, "accounts[0]: potential_value: an amount cannot be negative"),
        ({"accounts": [{**ACME, "potential_value": 1.234}]}, "at most two decimals"),
        ({"accounts": [{**ACME, "auto_renew": "yes"}]}, 'auto_renew: "yes" is neither true nor false'),
        ({"accounts": [{**ACME, "slot": 48}]}, "slot: 48 is not from 0 to 47"),
        ({"accounts": [{**ACME, "slot": 1.0}]}, "slot: 1.0 is not a whole number"),
        ({"accounts": [{**ACME, "external_ids": []}]}, "external_ids: [] is not an object"),
        ({"accounts": [{**ACME, "uid": ""}]}, 'uid: "" is not a uid'),
        ({"accounts": [{**ACME, "uid": "x" * 101}]}, "is not a uid"),
        ({"accounts": [{**ACME, "primary_contact": 3}]}, "primary_contact: 3 is not a uid"),
        ({"accounts": [{**ACME, "changed_at": "2026-11-21"}]}, "is not a moment like 2026-11-21T15:04:05Z"),
        ({"accounts": [{**ACME, "changed_at": "2026-11-21T10:00"}]}, "is not a moment like 2026-11-21T15:04:05Z"),
        ({"accounts": [{**ACME, "changed_at": "0001-01-01T00:00+14:00"}]}, "is not a moment like"),
        ({"accounts": [{**ACME, "changed_at": "1066-01-01T00:00Z"}]}, "the year 1066 is not from"),
        ({"accounts": [ACME, {**ACME, "name": "B"}]}, 'accounts[1]: the uid "a" is the one of accounts[0]'),
        ({"accounts": [ACME, {"name": "ＡＣＭＥ "}]}, "is the one of accounts[0]"),
        ({"accounts": [3]}, "accounts[0]: 3 is not an object"),
        ({"accounts": {}}, "accounts: {} is not a list"),
        ({"settings": []}, "settings: [] is not an object"),
        ({"occurrences": [{"period": "Nov 26"}]}, 'period: "Nov 26" is not a period like 2026-W47, 2026-11, 2026-Q4'),
        ({"occurrences": [{"period": "2026-02-30"}]}, 'period: "2026-02-30" is not a date like'),
        ({"occurrences": [{"period": 2026}]}, "period: 2026 is not a period like"),
        ({"stakeholders": [{"account": "a", "name": "J", "roles": ["boss"]}]}, 'roles: "boss" is unknown; known: econ'),
        ({"stakeholders": [{"account": "a", "name": "J", "roles": "boss"}]}, "is not a list of texts"),
        ({"stakeholders": [{"account": "a", "name": "J", "outreach": {"who": 1}}]}, 'outreach: unknown field "who"'),
        ({"stakeholders": [{"account": "a", "name": "J", "outreach": 1}]}, "outreach: 1 is not an object"),
        ({"stakeholders": [{"account": "", "name": "J"}]}, 'account: "" is not a uid'),
        ({"touchpoints": [{"account": "a", "at": "2026-11-21T10:00Z", "people": "x"}]}, "is not a list of uids"),
        ({"touchpoints": [{"account": "a", "at": "2026-11-21T10:00Z", "people": [1]}]}, "people: 1 is not a uid"),
        ({"touchpoints": [{"account": "a", "at": "2026-11-21T10:00Z", "response_hours": "1"}]}, "is not a number"),
        ({"qbrs": [{"account": "a", "scheduled_on": "2026-11-21", "phases": {}}]}, "phases: {} is not a list"),
        ({"qbrs": [{"account": "a", "scheduled_on": "2026-11-21", "phases": [{}]}]}, "phases: phase is missing"),
        ({"qbrs": [{"account": "a", "scheduled_on": "2026-11-21", "participants": [1]}]}, "is not a list of objects"),
        ({"scores": [{"account": "a", "kind": "csat", "value": 11, "on": "2026-11-21"}]}, "is between 0 and 10"),
        ({"format": "other"}, 'this is not a kamtui document: its format is "other"'),
        ({"version": "1"}, 'version: "1" is not a version'),
        ({"version": 2}, "was written by a newer kamtui; update kamtui"),
    ],
)
def test_what_is_wrong_is_said_by_name_with_its_place(lists: dict[str, Any], said: str) -> None:
    assert said in refusal(**lists)


def test_the_first_problem_is_said_and_the_others_are_counted() -> None:
    said = refusal(accounts=[{"name": "A", "x": 1}, {"name": "B", "tier": 9, "slot": 99}, {}])
    assert said.startswith('accounts[0]: unknown field "x"')
    assert said.endswith("… and 3 more")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is not JSON: Expecting value in line 1, column 1"),
        ("[]", "this is not a kamtui document, which is a JSON object"),
        ('{"accounts": [', "this is not JSON"),
        ('{"settings": {"a": NaN}}', "NaN is not a number"),
        ('{"settings": {"a": 1e999}}', "settings: it holds a number that is none"),
        ('{"settings": {"a": 1, "a": 2}}', 'the key "a" stands twice in one object'),
        ('{"version": ' + "1" * 5000 + "}", "a number that is too long"),
        ("[" * 100_000, "nested too deeply"),
        ('{"settings": {"a": ' + "[" * 40 + "]" * 40 + "}}", "settings: it is nested too deeply"),
        (
            '{"scores": [{"account": "a", "kind": "nps", "value": 1e999, "on": "2026-11-21"}]}',
            "is not from -100 to 100",
        ),
    ],
)
def test_text_that_is_no_document_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_document(text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_files_that_cannot_be_a_document_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "in.json"
    with pytest.raises(Refused, match="cannot be read: No such file"):
        read_document(file)
    file.write_bytes(b"\x89PNG\xff\x00")
    with pytest.raises(Refused, match="not text in UTF-8"):
        read_document(file)
    file.write_text('{"accounts": []}', encoding="utf-8-sig")
    assert read_document(file).records("accounts") == ()
    monkeypatch.setattr(document_in, "LARGEST", 10)
    with pytest.raises(Refused, match="is larger than"):
        read_document(file)
    with pytest.raises(Refused, match="is larger than"):
        read_document('{"accounts": []}')


def test_a_file_by_hand_may_hold_one_list_with_the_least_that_is_needed() -> None:
    read = read_document('{"accounts": [{"name": "Acme"}], "stakeholders": null, "settings": null}')
    (account,) = read.records("accounts")
    assert account.values == {"name": "Acme"}
    assert read.records("stakeholders") == read.records("qbrs") == ()
    assert read.settings == {}


def test_a_tier_may_be_a_word_and_null_means_not_given() -> None:
    read = read_document('{"accounts": [{"name": "A", "tier": "strategic", "notes": null, "changed_at": null}]}')
    assert read.records("accounts")[0].values == {"name": "A", "tier": 1}


def test_moments_are_kept_in_utc_to_the_second() -> None:
    touchpoint = {"account": "a", "at": "2026-11-21T15:04:05.999+02:00", "people": None, "tone": None}
    (found,) = read_document(json.dumps({"touchpoints": [touchpoint]})).records("touchpoints")
    assert found.values == {"account_id": "a", "at": "2026-11-21T13:04:05Z", "tone": None}
    assert found.people is None
    (qbr,) = read_document('{"qbrs": [{"account": "a", "scheduled_on": "2026-11-21", "phases": null}]}').records("qbrs")
    assert qbr.phases is None


def test_escape_sequences_and_what_is_no_character_are_taken_out_of_all_text() -> None:
    hostile = "a\x1b[31mb\x00c\ud800"
    accounts = [{"name": hostile, "external_ids": {hostile: [hostile]}}]
    (found,) = read_document(json.dumps({"accounts": accounts})).records("accounts")
    assert found.values["name"] == "abc�"
    assert json.loads(str(found.values["external_ids"])) == {"abc�": ["abc�"]}
    assert "\x1b" not in refusal(accounts=[{"name": "A", "\x1b[31mred": 1}])


def test_the_same_record_without_a_uid_gets_the_same_one_every_time() -> None:
    text = json.dumps({"map_reviews": [{"account": "Acme", "on": "2026-11-21"}] * 2})
    first, again = read_document(text).records("map_reviews"), read_document(text).records("map_reviews")
    assert [each.uid for each in first] == [each.uid for each in again]
    assert len({each.uid for each in first}) == 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["accounts", "uid", "name", "qbrs",
        "phases", "people", "settings", "x"]), inner, max_size=3),
        max_leaves=10,
    )
)  # fmt: skip
def test_whatever_stands_in_a_file_it_is_read_or_refused(value: Any) -> None:
    said = ""
    try:
        read_document(json.dumps(value))
    except Refused as refused:
        said = str(refused)
    assert "\n" not in said


@pytest.mark.parametrize("head", [{"format": "kamtui"}, {}])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_document_that_a_shell_wrote_in_its_own_way_is_read(
    tmp_path: Path, encoding: str, head: dict[str, Any]
) -> None:
    path = tmp_path / "everything.json"
    path.write_text(json.dumps({**head, "accounts": [{"name": "Åsa 🎉"}]}, ensure_ascii=False), encoding=encoding)
    assert is_kamtui_document(path)
    assert read_document(path).records("accounts")[0].values["name"] == "Åsa 🎉"
    path.write_text(json.dumps({"format": "other", "accounts": []}), encoding=encoding)
    with pytest.raises(Refused, match="not a kamtui document"):
        is_kamtui_document(path)
