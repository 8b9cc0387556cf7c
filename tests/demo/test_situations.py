"""What the demo portfolio shows: every situation that the practice knows, and a practice that is kept."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from kamtui.domain import adherence, catalogue, dates, departure, health, rhythm, stakeholders
from kamtui.domain.accounts import Tier
from kamtui.domain.issues import Targets, recurring
from kamtui.domain.period_keys import parse_period
from tests.demo.made import USUAL, Document, day, day_or_none, of


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
