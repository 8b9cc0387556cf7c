"""The demo portfolio: reproducible, consistent on any day, and with every situation that the practice knows."""

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.demo import portfolio
from kamtui.demo.clients import clients
from kamtui.domain import (
    adherence,
    catalogue,
    commitments,
    competition,
    conversations,
    dates,
    departure,
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
from kamtui.domain.accounts import Tier, name_key
from kamtui.domain.issues import Targets, recurring
from kamtui.domain.period_keys import parse_period
from kamtui.domain.text import clean_text
from kamtui.exchange.document_in import read_document

USUAL = date(2026, 11, 21)
DAYS = (USUAL, date(2024, 2, 29), date(2027, 1, 31), date(2027, 1, 1), date(2026, 11, 30))
Document = dict[str, Any]
_MADE: dict[date, Document] = {}

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


def made(today: date) -> Document:
    if today not in _MADE:
        _MADE[today] = portfolio(today)
    return _MADE[today]


@pytest.fixture(params=DAYS, ids=str)
def on(request: pytest.FixtureRequest) -> tuple[date, Document]:
    return request.param, made(request.param)


@pytest.fixture
def demo() -> Document:
    return made(USUAL)


def lists(document: Document) -> dict[str, list[dict[str, Any]]]:
    return {name: rows for name, rows in document.items() if isinstance(rows, list)}


def of(document: Document, name: str, account: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in document[name] if row["account"] == account["uid"]]


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def day_or_none(text: str | None) -> date | None:
    return day(text) if text else None


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


def test_the_colours_of_today_are_mixed(on: tuple[date, Document]) -> None:
    today, document = on
    colours: Counter[str] = Counter()
    for account in document["accounts"]:
        cadence = dates.Cadence.QUARTERLY if account["tier"] == Tier.MAINTAIN else dates.Cadence.MONTHLY
        checks = [
            health.Check(day(row["on"]), health.ratings(*(row[signal] for signal in health.Signal)))
            for row in of(document, "health_checks", account)
        ]
        standing = health.standing(checks, today, cadence)
        colours[standing.colour] += 1
        colours["stale"] += standing.stale and account["status"] != "ended"
        colours["declining"] += standing.trend == health.Trend.DECLINING
    assert colours["red"] == 3
    assert colours["unrated"] == 1
    assert colours["yellow"] >= 3
    assert colours["green"] >= 10
    assert 1 <= colours["stale"] <= 4
    assert colours["declining"] >= 2
    assert {row["opened_on"] for row in document["check_ins"] if not row["done_on"]}


def test_every_rating_was_given(demo: Document) -> None:
    assert {row[signal] for row in demo["health_checks"] for signal in health.Signal} == set(health.Rating)


@pytest.mark.rule("M-9")
def test_departures_leave_some_accounts_secure_some_exposed_some_lost(on: tuple[date, Document]) -> None:
    today, document = on
    verdicts: Counter[str] = Counter()
    single = silent = 0
    for account in document["accounts"]:
        touches = [row for row in of(document, "touchpoints", account) if not row["internal"]]
        last = {uid: day(row["at"]) for row in sorted(touches, key=lambda row: row["at"]) for uid in row["people"]}
        people = [
            stakeholders.Person(
                id=number, name=row["name"], quality=row["quality"], influence=row["influence"],
                left_on=day_or_none(row["left_on"]), last_touch=last.get(row["uid"]), placeholder=row["placeholder"],
            )
            for number, row in enumerate(of(document, "stakeholders", account))
        ]  # fmt: skip
        threads = departure.live_threads(people, today)
        single += len(threads) <= 1
        silent += max(row["at"] for row in touches)[:10] < (today - timedelta(days=45)).isoformat()
        if account["primary_contact"]:
            verdicts[departure.verdict(one for one in threads if one.id)] += 1
    assert min(verdicts[verdict] for verdict in departure.Verdict) >= 4
    assert single >= 3
    assert silent == 2, "the silent account and the one that ended"


@pytest.mark.rule("Y-9")
def test_the_rhythm_was_kept_about_four_times_in_five_and_little_is_late_today(demo: Document) -> None:
    duties = [
        duty for account in demo["accounts"] if account["status"] != "ended" for duty in _duties(demo, account)
    ]  # fmt: skip
    assert 0.72 <= (adherence.adherence(duties, USUAL).overall().share or 0) <= 0.9
    stands = [rhythm.occurrence_for(duty, USUAL) for duty in duties]
    counted = Counter(one.status for one in stands if one)
    assert 2 <= counted[rhythm.OccurrenceStatus.OVERDUE] <= 6
    assert 3 <= counted[rhythm.OccurrenceStatus.DUE] <= 12
    assert any(one.snoozes and one.is_open for one in stands if one)


def _duties(demo: Document, account: dict[str, Any]) -> list[rhythm.Duty]:
    touches = [row for row in of(demo, "touchpoints", account) if not row["transactional"] and not row["internal"]]
    held = [row for row in of(demo, "qbrs", account) if row["state"] in ("held", "followed_up")]
    versions = of(demo, "plan_versions", account)
    done = {
        "health_check": [row["on"] for row in of(demo, "health_checks", account)],
        "value_touchpoint": [row["at"] for row in touches],
        "map_review": [row["on"] for row in of(demo, "map_reviews", account)],
        "qbr": [row["started_at"] for row in held],
        "plan_review": [row["frozen_on"] for row in versions],
        "plan_rewrite": [row["frozen_on"] for row in versions if row["rewrite"]],
    }
    entered = max(row["on"] for row in of(demo, "tier_changes", account))
    duties = []
    for activity, cadence in catalogue.account_activities(Tier(account["tier"])):
        marks = [
            rhythm.Mark(
                row["period"],
                rhythm.OccurrenceState(row["state"]),
                day(row["on"]),
                day_or_none(row["to"]),
                row["reason"],
            )
            for row in of(demo, "occurrences", account)
            if row["activity"] == activity.name
        ]
        days = [day(text) for text in done.get(activity.name, [])]
        duties.append(rhythm.Duty(activity, cadence, account["slot"], None, day(entered), date.max, days, marks))
    return duties


def test_periods_of_occurrences_can_be_read_and_hold_their_day(on: tuple[date, Document]) -> None:
    for row in on[1]["occurrences"]:
        period = parse_period(row["period"])
        assert day(row["on"]) in period
        assert row["to"] is None or day(row["to"]) in period
        assert row["reason"] or row["state"] == "done"


@pytest.mark.rule("Q-7")
def test_a_review_held_yesterday_still_owes_its_follow_up(on: tuple[date, Document]) -> None:
    today, document = on
    yesterday = (today - timedelta(days=1)).isoformat()
    held = [row for row in document["qbrs"] if row["state"] == "held"]
    assert [row["ended_at"] for row in held] == [f"{yesterday}T16:10:00Z"]
    notes = "\n".join(phase["notes"] for row in document["qbrs"] for phase in row["phases"])
    assert {line[:1] for line in notes.splitlines()} >= set("!*^+?")
    assert {"planned", "prepared", "followed_up", "cancelled"} <= {row["state"] for row in document["qbrs"]}
    for row in document["qbrs"]:
        if row["started_at"]:
            assert 2700 <= sum(phase["seconds"] for phase in row["phases"]) <= 4500
        if row["state"] in ("planned", "prepared"):
            assert row["scheduled_on"] >= today.isoformat()


def test_people_of_every_situation_are_there(demo: Document) -> None:
    people = demo["stakeholders"]
    assert any(row["placeholder"] and "name unknown" in row["name"] for row in people)
    assert any(row["left_on"] for row in people)
    assert any(row["stance"] == "ally" and row["quality"] == "at_risk" for row in people)
    assert any(row["stance"] == "opponent" and row["quality"] == "strong" for row in people)
    owing = [row for row in people if row["quality"] in ("unknown", "at_risk") and not row["left_on"]]
    assert {bool(row["outreach"]) for row in owing} == {True, False}
    shared = Counter(row["person"] for row in people if row["person"])
    assert list(shared.values()) == [2]
    assert any(row["primary_contact"] is None for row in demo["accounts"])


@pytest.mark.rule("R-2")
def test_renewals_triggers_and_promises_of_every_situation_are_there(on: tuple[date, Document]) -> None:
    today, demo = on

    def days_to(text: str) -> int:
        return (date.fromisoformat(text) - today).days

    ahead = sorted(days_to(row["renewal_date"]) for row in demo["accounts"] if row["renewal_date"])
    assert ahead[:2] == [37, 80]
    assert ahead[2] > 90
    assert -12 in [days_to(row["noted_on"]) for row in demo["triggers"] if row["state"] == "open"]
    assert any(days_to(row["end"]) == -12 for row in demo["contracts"] if row["end"])
    assert any(row["state"] == "open" and days_to(row["due"]) < 0 for row in demo["commitments"])
    drafts = [row for row in demo["conversations"] if row["state"] == "draft" and not row["committed_on"]]
    assert -23 in [days_to(row["noted_on"]) for row in drafts]
    assert [row["parked_on"] for row in demo["opportunities"] if row["integrity"] == "mine"] != []
    assert any(row["stage"] == "idea" and not row["connection"] for row in demo["opportunities"])
    stalled = [row for row in demo["opportunities"] if row["next_step_due"] and days_to(row["next_step_due"]) < 0]
    assert any(row["stage"] == "proposed" for row in stalled)
    starting = [row["uid"] for row in demo["accounts"] if row["status"] == "onboarding"]
    met = {bool(row["met_on"]) for row in demo["milestones"] if row["account"] in starting}
    assert met == {True, False}
    assert any(row["solicited"] for row in demo["referrals"])


def test_names_try_the_screen(demo: Document) -> None:
    names = " ".join(row["name"] for row in demo["accounts"])
    assert all(part in names for part in ("R&D", "ü", " & ", "[ACME] Labs", "株式会社"))
    japanese = next(row for row in demo["accounts"] if "株式会社" in row["name"])
    assert not any(row["name"].isascii() for row in of(demo, "stakeholders", japanese))


def test_plans_keep_their_limits(demo: Document) -> None:
    for account in demo["accounts"]:
        actions = [row for row in of(demo, "actions", account) if not row["done_on"]]
        assert sum(row["in_plan"] for row in actions) <= 3
        assert sum(row["most_important"] for row in actions) <= 1
        assert len(account["our_objective"]) <= 140
    assert any(not row["measure"] for row in demo["objectives"])
    assert sum(row["settled_on"] is not None for row in demo["predictions"]) >= 10
    assert sum(row["stage"] in ("won", "lost") for row in demo["opportunities"]) >= 10


@pytest.mark.rule("F-3")
def test_the_last_six_friday_reviews_make_a_streak(on: tuple[date, Document]) -> None:
    fridays = [day(row["started_at"]) for row in on[1]["reviews"] if row["kind"] == "friday"]
    assert adherence.streak(fridays, on[0]) == 6
    assert all(len(row["priorities"]) <= 5 for row in on[1]["reviews"])
    for row in on[1]["assessments"]:
        assert set(row["scores"]) == set(row["findings"])
        assert set(row["scores"].values()) <= set(range(1, 6))


def test_a_check_in_follows_each_red_check_within_ten_days(on: tuple[date, Document]) -> None:
    checks = {row["uid"]: row for row in on[1]["health_checks"]}
    red = {
        uid for uid, row in checks.items()
        if health.colour(health.ratings(*(row[signal] for signal in health.Signal))) == health.Colour.RED
    }  # fmt: skip
    assert {row["health_check"] for row in on[1]["check_ins"]} == red
    for row in on[1]["check_ins"]:
        assert day(row["due"]) == health.check_in_due(day(checks[row["health_check"]]["on"]))


@pytest.mark.rule("O-1", "S-1", "S-2", "S-3")
def test_onboardings_and_issues_have_something_to_show(on: tuple[date, Document]) -> None:
    today, demo = on
    begun = [row for row in demo["accounts"] if row["status"] == "onboarding"]
    assert len(begun) == 2
    assert all(row["handover_note"] and row["success_criteria"] and row["onboarding_started_on"] for row in begun)
    assert {bool(row["criteria_agreed_on"]) for row in begun} == {True, False}
    assert all(len(of(demo, "milestones", account)) == 3 for account in begun)
    still, noon = [row for row in demo["issues"] if row["status"] != "resolved"], datetime.combine(today, time(12), UTC)
    ends = [Targets().until(row["severity"], datetime.fromisoformat(row["opened_at"])) for row in still]
    assert sum(end <= noon for end in ends) >= 2
    assert any(end > noon for end in ends)
    assert any(row["status"] == "escalated" and row["escalated_to"] for row in still)
    assert all(row["notes"] for row in still)
    assert any(row["severity"] == "P1" and row["resolved_at"] and not row["root_cause"] for row in demo["issues"])
    raised = [(row["account"], row["theme"], day(row["opened_at"])) for row in demo["issues"]]
    accounts = {row["uid"]: number for number, row in enumerate(demo["accounts"])}
    assert "reporting" in {each.name for each in recurring([(accounts[who], *rest) for who, *rest in raised], today)}
