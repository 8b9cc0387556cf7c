"""Every figure of the portfolio from one reading of the file."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.health import Colour
from kamtui.domain.practice import Practice
from kamtui.domain.what_if import Gone, Lost, Shrunk, Won, changed, figures
from kamtui.models.expansion import Opportunity
from kamtui.models.health import HealthCheck
from kamtui.models.issues import Issue
from kamtui.models.plans import PlanVersion
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.models.revenue import Contract, RevenueEvent
from kamtui.models.reviews import Review
from kamtui.models.rhythm import Occurrence
from kamtui.models.stakeholders import MapReview, Stakeholder
from kamtui.models.touchpoints import Referral, Touchpoint
from kamtui.models.value import ValueEntry
from kamtui.storage.database import Database
from kamtui.storage.portfolio_figures import Portfolio, portfolio, renewals_ahead
from kamtui.storage.portfolio_practice import middle
from tests.storage.records import DAY, account, add

PRACTICE = Practice()
GOOD = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")
POOR = {**GOOD, "tone": "poor", "response_time": "poor"}


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def at(days: float) -> datetime:
    return datetime(2026, 11, 20, 12, tzinfo=UTC) - timedelta(days=days)


def client(database: Database, name: str = "Nord", tier: int = 1, **more: Any) -> int:
    return database.run(add, account(name, tier=tier, **{"created_on": ago(500), **more}))[0]


def put(database: Database, *records: Any) -> list[int]:
    return database.run(add, *records)


def read(database: Database) -> Portfolio:
    return database.read(portfolio, DAY, PRACTICE)


def test_an_empty_file_says_not_yet_everywhere(database: Database) -> None:
    found = read(database)
    assert (found.figures.accounts, found.figures.current_value, found.clients) == (0, 0, ())
    assert (found.figures.compass.secured, found.figures.retention.grr) == (None, None)
    assert (found.habits.reviews.share, found.habits.follow_ups.share, found.habits.service.share) == (None, None, None)
    assert middle(found.habits.first_value.values()) is None
    assert (found.renewals, found.questions, found.loops, found.audit.rows) == ((), (), (), ())


@pytest.mark.rule("R-7", "H-3")
def test_health_is_counted_by_tier_and_colour_and_a_stale_green_is_none(database: Database) -> None:
    for name, tier, days, ratings in (("A", 1, 5, GOOD), ("B", 1, 60, GOOD), ("C", 1, 60, POOR), ("D", 3, 60, GOOD)):
        key = client(database, name, tier)
        put(database, HealthCheck(account_id=key, on=ago(days), **ratings), Contract(account_id=key, annual_value=10))
    put(database, Contract(account_id=client(database, "E", 2, status="ended"), annual_value=99))
    found = read(database)
    counted = {(cell.tier, cell.colour): (cell.count, cell.value) for cell in found.cells if cell.count}
    assert counted == {
        (Tier.STRATEGIC, Colour.GREEN): (1, 10),
        (Tier.STRATEGIC, Colour.UNRATED): (1, 10),
        (Tier.STRATEGIC, Colour.RED): (1, 10),
        (Tier.MAINTAIN, Colour.GREEN): (1, 10),
    }
    assert len(found.cells) == 12
    assert [row.name for row in found.at_risk] == ["C"]
    assert [row.name for row in found.clients] == ["A", "B", "C", "D"]
    assert found.figures.current_value == 40


@pytest.mark.rule("R-2")
def test_renewals_come_with_their_account_and_their_timeline(database: Database) -> None:
    key = client(database)
    put(database, Contract(account_id=key, annual_value=10, end=DAY + timedelta(days=80)))
    put(database, Contract(account_id=client(database, "Gone", status="ended"), annual_value=1, end=DAY))
    put(database, Contract(account_id=client(database, "Far"), annual_value=1, end=DAY + timedelta(days=200)))
    (row,) = read(database).renewals
    assert (row.account.name, row.renewal.value, [step.late(DAY) for step in row.steps]) == (
        "Nord",
        10,
        [10, 0, 0, 0, 0],
    )
    assert [step.step.value for step in row.late(DAY)] == ["mapped"]
    period = str(DAY + timedelta(days=80))
    put(database, Occurrence(account_id=key, activity="renewal_mapping", period=period, state="done", on=DAY))
    assert read(database).renewals[0].late(DAY) == ()
    ahead = database.read(renewals_ahead, DAY, PRACTICE, 365)
    assert [each.account.name for each in ahead] == ["Nord", "Far"]


@pytest.mark.rule("R-2")
def test_the_end_of_a_line_that_has_not_begun_is_not_a_renewal_of_another_one(database: Database) -> None:
    key = client(database)
    begins, ends = DAY + timedelta(days=30), DAY + timedelta(days=40)
    put(database, Contract(account_id=key, annual_value=5, start=begins, end=ends))
    put(database, Contract(account_id=key, annual_value=10, end=DAY + timedelta(days=80)))
    assert [(row.renewal.on, row.renewal.value) for row in read(database).renewals] == [(DAY + timedelta(days=80), 10)]


@pytest.mark.rule("R-5", "R-7", "X-7")
def test_loops_referrals_and_the_pipeline(database: Database) -> None:
    for number in range(3):
        key = client(database, f"A{number}", client_since=ago(900))
        put(
            database,
            Contract(account_id=key, annual_value=100 + number),
            Referral(account_id=key, on=ago(9), referred="F"),
        )
    gone = client(database, "Gone", status="ended")
    put(
        database,
        Referral(account_id=key, on=ago(400), referred="Old"),
        Opportunity(account_id=key, name="open", annual_value=200, stage="exploring"),
        Opportunity(account_id=key, name="parked", annual_value=50, integrity="mine"),
        Opportunity(account_id=gone, name="gone", annual_value=999),
    )
    found = read(database)
    assert [row.ledger.client.name for row in found.loops] == ["A2", "A1"]
    assert found.loops[0].loops.referral
    assert set(found.loops[0].asked) == {"expansion"}
    assert found.referred == 3
    assert (found.pipeline.count, found.pipeline.value, found.pipeline.weighted) == (1, 200, 100)
    assert (found.pipeline.stalled, found.pipeline.parked) == (1, 1)


@pytest.mark.rule("Q-7", "Q-10")
def test_reviews_held_and_follow_ups_in_time(database: Database) -> None:
    key = client(database)

    def review(state: str, days: int, **more: Any) -> Qbr:
        return Qbr(account_id=key, scheduled_on=ago(days), state=state, **more)

    put(
        database,
        review("followed_up", 100, ended_at=at(100), followed_up_at=at(99.5)),
        review("followed_up", 90, ended_at=at(90), followed_up_at=at(88)),
        review("held", 60, ended_at=at(60)),
        review("held", 1, ended_at=at(0.5)),
        review("held", 40),
        review("cancelled", 30),
        review("planned", 20),
        review("planned", 0),
        review("planned", -20),
        review("held", 400, ended_at=at(400)),
    )
    habits = read(database).habits
    assert (habits.reviews.kept, habits.reviews.of) == (5, 7)
    assert habits.reviews.under("1").of == 7
    assert habits.reviews.groups == ("1",)
    assert [(row.kept, row.what) for row in habits.follow_ups.rows] == [
        (False, "not sent"), (False, "sent after 48 h"), (True, "sent after 12 h"),
    ]  # fmt: skip


@pytest.mark.rule("S-2")
def test_issues_in_time_by_severity_and_those_with_time_left_count_neither_way(database: Database) -> None:
    key = client(database)

    def issue(severity: str, days: float, resolved: float | None = None) -> Issue:
        return Issue(
            account_id=key, title="Late", severity=severity, opened_at=at(days),
            resolved_at=None if resolved is None else at(resolved),
        )  # fmt: skip

    put(
        database, issue("P1", 50, 49.5), issue("P1", 40, 30), issue("P1", 20), issue("P4", 20),
        issue("P4", 20, 19), issue("P2", 500),
    )  # fmt: skip
    service = read(database).habits.service
    assert (service.kept, service.of) == (2, 4)
    assert (service.under("P1").share, service.under("P4").share, service.under("P3").share) == (1 / 3, 1.0, None)


@pytest.mark.rule("O-2")
def test_time_to_first_value_is_the_days_to_the_first_delivered_entry(database: Database) -> None:
    one, two = client(database, client_since=ago(100)), client(database, "Con", created_on=ago(50))
    client(database, "None")
    for key, days, kind in (
        (one, 60, "delivered"),
        (one, 90, "adjacent"),
        (one, 10, "delivered"),
        (two, 70, "delivered"),
    ):
        put(database, ValueEntry(account_id=key, kind=kind, what="w", on=ago(days)))
    put(database, ValueEntry(account_id=two, kind="delivered", what="w", on=DAY + timedelta(days=3)))
    assert read(database).habits.first_value == {one: 40, two: 0}
    assert middle([40, 0]) == 20


@pytest.mark.rule("R-9")
def test_minutes_come_from_touchpoints_reviews_and_checks(database: Database) -> None:
    key, other = client(database, potential_value=300), client(database, "Con")
    put(database, Contract(account_id=key, annual_value=100), Contract(account_id=other, annual_value=100))
    put(database, Touchpoint(account_id=client(database, "Gone", status="ended"), at=at(3), minutes=999))
    done = {"account_id": key, "state": "done", "on": ago(3)}
    held, unclocked = put(
        database,
        Qbr(account_id=key, scheduled_on=ago(9), state="held", ended_at=at(9)),
        Qbr(account_id=other, scheduled_on=ago(9), state="followed_up"),
    )
    put(
        database,
        QbrPhase(qbr_id=held, phase="results", seconds=600),
        QbrPhase(qbr_id=held, phase="vision", seconds=1200),
        Touchpoint(account_id=key, at=at(3), channel="call", minutes=7),
        Touchpoint(account_id=key, at=at(3), channel="visit"),
        Touchpoint(account_id=key, at=at(3), internal=True, minutes=500),
        Touchpoint(account_id=key, at=at(400), minutes=500),
        HealthCheck(account_id=key, on=ago(3), minutes=4, **GOOD),
        HealthCheck(account_id=key, on=ago(40), **GOOD),
        MapReview(account_id=key, on=ago(3)),
        PlanVersion(account_id=key, frozen_on=ago(3)),
        PlanVersion(account_id=key, frozen_on=ago(4), rewrite=True),
        Occurrence(**done, activity="relationship_review", period="2026", minutes=25),
        Occurrence(**done, activity="relationship_review", period="2025"),
        Occurrence(**done, activity="map_review", period="2026-11", minutes=99),
        Occurrence(**done, activity="renewal_mapping", period="2026-12-01"),
        Occurrence(**{**done, "state": "skipped"}, activity="relationship_review", period="2024", minutes=99),
    )
    assert unclocked
    rows = {row.name: row for row in read(database).audit.rows}
    assert rows["Nord"].minutes == 30 + 7 + 60 + 4 + 15 + 10 + 30 + 90 + 25 + 30
    assert [(each.what, each.times, each.minutes) for each in rows["Nord"].took] == [
        ("plan_rewrite", 1, 90),
        ("visit", 1, 60),
        ("relationship_review", 2, 55),
        ("plan_review", 1, 30),
        ("qbr", 1, 30),
        ("health_check", 2, 19),
        ("map_review", 1, 10),
        ("call", 1, 7),
    ]
    assert (rows["Con"].minutes, set(rows)) == (60, {"Nord", "Con"})
    assert (rows["Nord"].value, rows["Con"].value) == (400 / 600, 200 / 600)


@pytest.mark.rule("Y-9", "F-3")
def test_adherence_and_the_streak_stand_beside(database: Database) -> None:
    client(database)
    put(database, Review(kind="friday", started_at=at(0.1), ended_at=at(0)))
    habits = read(database).habits
    assert habits.streak == 1
    assert habits.adherence.of_tier(Tier.STRATEGIC).missed > 0
    assert habits.adherence.overall().share is not None


@pytest.mark.rule("R-8")
def test_what_if_leaves_the_file_byte_for_byte_as_it_was(database: Database, database_file: Path) -> None:
    key = client(database)
    (who, deal) = put(
        database,
        Stakeholder(account_id=key, name="Ida", quality="strong", primary_contact=True),
        Opportunity(account_id=key, name="more", annual_value=50, expected_close=DAY),
    )
    put(
        database,
        Contract(account_id=key, annual_value=100),
        RevenueEvent(account_id=key, kind="new", amount=1, on=ago(9)),
    )
    before = database_file.read_bytes()
    found = read(database)
    for change in (Lost(key), Shrunk(key, 20), Gone(key, who), Won(deal)):
        assert figures(changed(found.book, change), found.assumed) != found.figures
    assert figures(found.book, found.assumed) == found.figures
    assert database_file.read_bytes() == before
