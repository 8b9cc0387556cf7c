"""What the rhythm is computed from: completions, marks, timings and finished Fridays."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kamtui.domain.dates import Calendar
from kamtui.domain.rhythm import occurrence_for
from kamtui.models.health import HealthCheck
from kamtui.models.plans import PlanVersion
from kamtui.models.qbr import Qbr
from kamtui.models.reviews import Assessment, Review
from kamtui.models.rhythm import Occurrence
from kamtui.models.stakeholders import MapReview
from kamtui.storage import rhythm
from kamtui.storage.database import Database
from kamtui.storage.portfolio import accounts
from tests.storage.records import touch
from tests.storage.week_records import PRACTICE, TODAY, client, put

CALENDAR = PRACTICE.calendar
HELD = datetime(2026, 11, 10, 15, tzinfo=UTC)


@pytest.mark.rule("Y-4", "Y-5")
def test_everything_that_completes_an_activity_is_told(database: Database):
    owner = client(database)
    put(
        database,
        HealthCheck(account_id=owner, on=TODAY),
        touch(owner, transactional=False),
        MapReview(account_id=owner, on=TODAY),
        Qbr(account_id=owner, scheduled_on=TODAY, state="held", ended_at=HELD),
        Qbr(account_id=owner, scheduled_on=date(2026, 11, 2), state="followed_up"),
        Qbr(account_id=owner, scheduled_on=TODAY, state="planned"),
        PlanVersion(account_id=owner, frozen_on=TODAY, rewrite=True),
        Review(started_at=HELD, ended_at=HELD),
        Review(kind="month_end", started_at=HELD, ended_at=HELD),
        Review(started_at=HELD),
        Assessment(on=TODAY),
    )
    found = database.read(rhythm.told, date(2026, 1, 1), CALENDAR).completions
    tenth = HELD.date()
    assert found == {
        (owner, "health_check"): [TODAY],
        (owner, "value_touchpoint"): [TODAY],
        (owner, "map_review"): [TODAY],
        (owner, "qbr"): [tenth, date(2026, 11, 2)],
        (owner, "plan_review"): [TODAY],
        (owner, "plan_rewrite"): [TODAY],
        (None, "friday_review"): [tenth],
        (None, "month_end_review"): [tenth],
        (None, "readiness_assessment"): [TODAY],
    }
    assert not database.read(rhythm.told, date(2026, 11, 21), CALENDAR).completions


@pytest.mark.rule("Y-8", "Y-16")
def test_marks_come_in_the_order_in_which_they_were_made(database: Database):
    owner = client(database)
    for day, state, to in ((3, "snoozed", 9), (9, "snoozed", 12), (12, "skipped", None)):
        mark = Occurrence(
            account_id=owner, activity="map_review", period="2026-11", state=state, on=date(2026, 11, day),
            to=date(2026, 11, to) if to else None, reason=f"on {day}",
        )  # fmt: skip
        put(database, mark)
    marks = database.read(rhythm.told, date(2026, 1, 1), CALENDAR).marks[owner, "map_review"]
    assert [(mark.state, mark.to, mark.reason) for mark in marks] == [
        ("snoozed", date(2026, 11, 9), "on 3"),
        ("snoozed", date(2026, 11, 12), "on 9"),
        ("skipped", None, "on 12"),
    ]


@pytest.mark.rule("Y-5", "Y-8")
def test_what_was_marked_stays_marked_when_the_fiscal_year_begins_in_another_month(database: Database):
    for activity, state, period in (
        ("tier_review", "done", "2026-Q4"),
        ("expansion_strategy", "skipped", "2026-Q4"),
        ("portfolio_health", "done", "2026"),
        ("pipeline_review", "done", "long ago"),
    ):
        mark = Occurrence(activity=activity, period=period, state=state, on=TODAY, reason="holidays")
        put(database, mark)
    april = replace(PRACTICE, calendar=Calendar(fiscal_start=4))
    for practice in (PRACTICE, april):
        found = {
            duty.activity.name: occurrence_for(duty, TODAY, None, practice.calendar)
            for duty, _ in rhythm.duties(
                [], database.read(rhythm.told, date(2026, 1, 1), practice.calendar), practice, date(2025, 1, 1)
            )
        }
        assert {name: str(one.status) for name, one in found.items() if one is not None and not one.is_open} == {
            "tier_review": "done",
            "expansion_strategy": "skipped",
            "portfolio_health": "done",
        }


@pytest.mark.rule("T-3", "Y-4")
def test_an_account_gets_what_its_tier_gets_and_the_portfolio_its_own(database: Database):
    client(database, "Small", tier=3)
    client(database, "Gone", status="ended")
    rows = database.read(accounts, TODAY, PRACTICE)
    found = rhythm.duties(rows, database.read(rhythm.told, TODAY, CALENDAR), PRACTICE, rhythm.started(rows))
    of_account = {duty.activity.name for duty, row in found if row is not None}
    assert of_account == {"health_check", "value_touchpoint", "map_review", "qbr"}
    assert {"friday_review", "tier_review"} < {duty.activity.name for duty, row in found if row is None}
    assert rhythm.duties([], database.read(rhythm.told, TODAY, CALENDAR), PRACTICE, rhythm.started([])) == []


@pytest.mark.rule("Y-17")
def test_timings_of_marked_work_are_learned_too(database: Database):
    owner = client(database)
    for month in range(6, 11):
        mark = Occurrence(
            account_id=owner, activity="map_review", period=f"2026-{month:02}", state="done",
            on=date(2026, month, 20), minutes=month,
        )  # fmt: skip
        put(database, mark)
    found = database.read(rhythm.timings, PRACTICE.catalogue)
    assert (found["map_review"].planned, found["map_review"].measured) == (8, 8)
    assert found["qbr"].measured is None


@pytest.mark.rule("F-3")
def test_only_finished_friday_reviews_count_for_the_streak(database: Database):
    put(
        database,
        Review(started_at=HELD, ended_at=HELD),
        Review(started_at=HELD),
        Review(kind="month_end", started_at=HELD, ended_at=HELD),
    )
    assert database.read(rhythm.finished_fridays) == [HELD.date()]
