"""The demo portfolio as a document: reproducible, and consistent on any day."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.demo import portfolio
from kamtui.demo.clients import clients
from kamtui.domain import (
    commitments,
    competition,
    conversations,
    expansion,
    health,
    issues,
    plans,
    qbr,
    revenue,
    rhythm,
    stakeholders,
    touchpoints,
    value,
)
from kamtui.domain.accounts import name_key
from kamtui.domain.text import clean_text
from kamtui.exchange.document_in import read_document
from tests.demo.made import USUAL, Document, day, lists, of

CHOICES: dict[str, dict[str, type[StrEnum]]] = {
    "contracts": {"renewal_stage": revenue.RenewalStage},
    "revenue_events": {"kind": revenue.RevenueKind},
    "stakeholders": {
        "function": stakeholders.Function, "quality": stakeholders.Quality, "stance": stakeholders.Stance,
        "influence": stakeholders.Influence, "frequency": stakeholders.Frequency,
    },
    "touchpoints": {"channel": touchpoints.Channel, "initiated_by": touchpoints.Initiator, "tone": touchpoints.Tone},
    "value_entries": {"kind": value.ValueKind},
    "competitors": {"kind": competition.CompetitorKind, "position": competition.Position},
    "health_checks": {signal.value: health.Rating for signal in health.Signal},
    "scores": {"kind": health.ScoreKind},
    "qbrs": {"state": qbr.QbrState},
    "commitments": {"side": commitments.Side, "state": commitments.CommitmentState},
    "conversations": {
        "kind": conversations.ConversationKind, "state": conversations.ConversationState,
        "effect": conversations.Effect,
    },
    "triggers": {
        "kind": expansion.TriggerKind, "strength": expansion.Strength, "state": expansion.TriggerState,
    },
    "opportunities": {
        "kind": expansion.OpportunityKind, "stage": expansion.Stage, "integrity": expansion.Integrity,
    },
    "objectives": {"origin": plans.Origin, "status": plans.ObjectiveStatus},
    "issues": {"severity": issues.Severity, "status": issues.IssueStatus},
    "occurrences": {"state": rhythm.OccurrenceState},
}  # fmt: skip
EVERY_WORD_USED = (
    ("commitments", "state"), ("triggers", "state"), ("opportunities", "stage"), ("conversations", "state"),
    ("occurrences", "state"), ("issues", "status"), ("issues", "severity"),
    ("touchpoints", "tone"), ("stakeholders", "quality"), ("stakeholders", "stance"), ("revenue_events", "kind"),
    ("triggers", "kind"), ("value_entries", "kind"), ("competitors", "position"), ("scores", "kind"),
)  # fmt: skip
REFERENCES = {
    "primary_contact": "stakeholders", "reports_to": "stakeholders", "stakeholder": "stakeholders",
    "referrer": "stakeholders", "health_check": "health_checks", "trigger": "triggers", "account": "accounts",
}  # fmt: skip
PAST = {
    "created_on", "client_since", "left_on", "done_on", "noted_on", "settled_on", "closed_on", "acted_on", "parked_on",
    "frozen_on", "met_on", "opened_on", "next_step_done_on", "at", "started_at", "ended_at", "followed_up_at",
    "opened_at", "resolved_at", "on",
}  # fmt: skip


def every_text(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in [key, *every_text(one)]]
    return [text for one in value for text in every_text(one)] if isinstance(value, list) else []


def test_the_same_seed_and_day_give_the_same_document(demo: Document) -> None:
    assert portfolio(USUAL) == demo
    assert json.dumps(portfolio(USUAL, accounts=5, seed=3)) == json.dumps(portfolio(USUAL, accounts=5, seed=3))
    assert portfolio(USUAL, accounts=5, seed=3) != portfolio(USUAL, accounts=5, seed=4)


@pytest.mark.parametrize("wrong", [0, -3, 1001])
def test_an_impossible_number_of_accounts_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="1 to 1000"):
        portfolio(USUAL, accounts=wrong)


def test_the_importer_finds_nothing_wrong_with_it(on: tuple[date, Document]) -> None:
    document = read_document(json.dumps(on[1]))
    assert len(document.records("accounts")) == 28


def test_it_has_three_tiers_a_hundred_people_and_something_in_every_list(demo: Document) -> None:
    assert Counter(row["tier"] for row in demo["accounts"]) == {1: 6, 2: 10, 3: 12}
    assert len(demo["stakeholders"]) >= 100
    assert [name for name, rows in lists(demo).items() if not rows] == []
    first = min(row["at"] for row in demo["touchpoints"])
    assert USUAL - timedelta(days=550) <= date.fromisoformat(first[:10]) <= USUAL - timedelta(days=530)


@given(accounts=st.integers(1, 300), seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_no_two_accounts_share_a_name(accounts: int, seed: int) -> None:
    found = clients(USUAL, accounts, Random(seed), seed)
    assert len({name_key(client.name) for client in found}) == accounts == len(found)


@pytest.mark.parametrize("accounts", [1, 3, 12, 61])
def test_it_can_be_small_or_large(accounts: int) -> None:
    document = portfolio(date(2025, 3, 31), accounts=accounts, seed=accounts)
    assert len(document["accounts"]) == accounts
    read_document(json.dumps(document))


def test_every_uid_is_there_once_and_looks_like_a_uuid4(on: tuple[date, Document]) -> None:
    uids = [row["uid"] for rows in lists(on[1]).values() for row in rows]
    assert len(uids) == len(set(uids))
    shape = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(shape.fullmatch(uid) for uid in uids)


def test_every_reference_leads_to_a_record_of_the_same_account(on: tuple[date, Document]) -> None:
    document = on[1]
    home = {
        name: {row["uid"]: row.get("account", row["uid"]) for row in rows} for name, rows in lists(document).items()
    }
    for name, rows in lists(document).items():
        for row in rows:
            account = row.get("account") if name != "accounts" else row["uid"]
            pairs = [(REFERENCES[key], uid) for key, uid in row.items() if key in REFERENCES and uid]
            pairs += [("stakeholders", uid) for uid in row.get("people", [])]
            pairs += [("stakeholders", one["stakeholder"]) for one in row.get("participants", []) if one["stakeholder"]]
            source = row.get("source") if name == "commitments" else None
            if source and source["uid"]:
                pairs.append(({"qbr": "qbrs", "touchpoint": "touchpoints"}[source["kind"]], source["uid"]))
            assert all(home[target].get(uid) == account for target, uid in pairs), (name, row)


def test_every_word_of_a_choice_is_known(on: tuple[date, Document]) -> None:
    for name, fields in CHOICES.items():
        for row in on[1][name]:
            for field, choices in fields.items():
                assert row[field] is None or row[field] in list(choices), (name, field, row[field])
    assert {role for row in on[1]["stakeholders"] for role in row["roles"]} <= set(stakeholders.Role)
    assert {phase["phase"] for row in on[1]["qbrs"] for phase in row["phases"]} == set(qbr.Phase)


@pytest.mark.parametrize(("name", "field"), EVERY_WORD_USED)
def test_every_state_is_shown(name: str, field: str, demo: Document) -> None:
    assert {row[field] for row in demo[name]} - {None} == set(CHOICES[name][field])


def test_nothing_that_happened_lies_in_the_future(on: tuple[date, Document]) -> None:
    today, document = on
    for name, rows in lists(document).items():
        for row in rows:
            for field in PAST & row.keys():
                assert row[field] is None or row[field][:10] <= today.isoformat(), (name, field, row[field])
    for row in document["touchpoints"]:
        assert row["at"][:10] >= next(one for one in document["accounts"] if one["uid"] == row["account"])["created_on"]


def test_what_ends_ends_after_it_began(on: tuple[date, Document]) -> None:
    spans = {
        "contracts": ("start", "end"), "reviews": ("started_at", "ended_at"), "qbrs": ("started_at", "ended_at"),
        "issues": ("opened_at", "resolved_at"), "triggers": ("noted_on", "acted_on"),
        "conversations": ("noted_on", "closed_on"), "check_ins": ("opened_on", "done_on"),
        "accounts": ("client_since", "created_on"), "touchpoints": ("at", "next_step_due"),
        "opportunities": ("parked_on", "expected_close"),
    }  # fmt: skip
    for name, (first, last) in spans.items():
        for row in on[1][name]:
            if row[first] and row[last]:
                assert row[first][: len(row[last])] <= row[last], (name, row)
    assert all(row["ended_at"] <= row["followed_up_at"] for row in on[1]["qbrs"] if row["followed_up_at"])


def test_nobody_takes_part_after_leaving(on: tuple[date, Document]) -> None:
    left = {row["uid"]: row["left_on"] for row in on[1]["stakeholders"] if row["left_on"]}
    for row in on[1]["touchpoints"]:
        assert all(uid not in left or row["at"][:10] < left[uid] for uid in row["people"])


def test_all_text_is_clean(on: tuple[date, Document]) -> None:
    texts = every_text(lists(on[1]))
    assert all(text == clean_text(text) and "{" not in text for text in texts)


def test_an_account_is_never_told_the_same_thing_twice_in_touchpoints(demo: Document) -> None:
    said = Counter((row["account"], row["summary"]) for row in demo["touchpoints"])
    assert sum(times - 1 for times in said.values()) <= len(said) // 100


@pytest.mark.rule("T-6")
def test_the_tier_history_ends_in_the_tier(on: tuple[date, Document]) -> None:
    for account in on[1]["accounts"]:
        changes = sorted(of(on[1], "tier_changes", account), key=lambda row: row["on"])
        assert changes[0]["from_tier"] is None
        assert changes[0]["on"] == account["created_on"]
        assert changes[-1]["to_tier"] == account["tier"]
    assert len(on[1]["tier_changes"]) > len(on[1]["accounts"])


@pytest.mark.rule("M-2")
def test_the_history_of_a_relationship_ends_in_its_quality(on: tuple[date, Document]) -> None:
    history = defaultdict(list)
    for row in on[1]["quality_changes"]:
        history[row["stakeholder"]].append((row["on"], row["quality"]))
    for person in on[1]["stakeholders"]:
        steps = history[person["uid"]]
        assert steps == sorted(steps, key=lambda step: step[0])
        assert (steps[-1][1] if steps else "unknown") == person["quality"]


@pytest.mark.rule("R-1")
def test_contracts_sum_to_a_value_below_the_potential_and_the_past_was_never_negative(demo: Document) -> None:
    over = 0
    for account in demo["accounts"]:
        in_force = [
            row for row in of(demo, "contracts", account)
            if day(row["start"]) <= USUAL and (row["end"] is None or day(row["end"]) > USUAL)
        ]  # fmt: skip
        value_now = sum(row["annual_value"] for row in in_force)
        assert (value_now > 0) == (account["status"] != "ended")
        over += value_now > account["potential_value"]
        grown = {"new": -1, "expansion": -1, "contraction": 1, "churn": 1, "renewal": 0}
        events = of(demo, "revenue_events", account)
        assert value_now + sum(grown[row["kind"]] * row["amount"] for row in events) >= 0
    assert over == 1
    slots = Counter((row["tier"], row["slot"] % 4) for row in demo["accounts"])
    assert max(slots.values()) <= 3
