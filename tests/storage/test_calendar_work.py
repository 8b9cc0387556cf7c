"""What goes into the calendar: dated work ahead and late, client work to book, and what was settled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kamtui.models.columns import Record
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.health import CheckIn, HealthCheck
from kamtui.models.issues import Issue, Milestone
from kamtui.models.plans import Objective, PlanAction
from kamtui.models.qbr import Qbr
from kamtui.models.touchpoints import Touchpoint
from kamtui.storage.calendar_work import AHEAD, BACK, CalendarWork, calendar_work
from kamtui.storage.database import Database
from tests.storage.records import person
from tests.storage.week_records import LONG_AGO, PRACTICE, TODAY, client, put

DAY = timedelta(days=1)


def work(database: Database) -> CalendarWork:
    return database.read(calendar_work, TODAY, PRACTICE)


def due(database: Database, activity: str) -> list[date]:
    return [item.due for item in work(database).items if item.activity == activity]


@pytest.mark.rule("Y-14")
def test_dated_work_is_there_when_late_and_up_to_90_days_ahead(database: Database) -> None:
    owner = client(database)
    days = [TODAY - 500 * DAY, TODAY - DAY, TODAY, TODAY + AHEAD, TODAY + AHEAD + DAY]
    put(database, *[Commitment(account_id=owner, side="ours", what="x", due=day) for day in days])
    assert due(database, "commitment") == days[:-1]


@pytest.mark.rule("Y-14")
def test_a_renewal_is_there_with_both_its_mapping_and_its_talk(database: Database) -> None:
    client(database, renewal_date=TODAY + 100 * DAY)
    assert due(database, "renewal_mapping") == [TODAY + 10 * DAY]
    assert due(database, "renewal_conversation") == [TODAY + 58 * DAY]


def test_a_deal_without_a_next_step_has_no_date_to_be_there_with(database: Database) -> None:
    put(database, Opportunity(account_id=client(database), name="More seats"))
    assert due(database, "stalled_opportunity") == []


@pytest.mark.rule("Y-16")
def test_client_work_is_there_once_with_its_next_open_day_and_desk_work_is_not(database: Database) -> None:
    client(database)
    titles = {item.activity: item.due for item in work(database).items}
    assert titles["value_touchpoint"] == TODAY
    assert "health_check" not in titles
    put(database, Touchpoint(account_id=1, at=datetime(2026, 11, 20, 9, tzinfo=UTC), transactional=False))
    assert due(database, "value_touchpoint") == [date(2026, 12, 18)]


def test_client_work_further_ahead_is_not_there_yet(database: Database) -> None:
    client(database, tier=3, created_on=TODAY, slot=15)
    assert work(database).items == ()


def test_an_ended_account_has_no_work(database: Database) -> None:
    owner = client(database, status="ended")
    put(database, Commitment(account_id=owner, side="ours", what="x", due=TODAY))
    put(database, Commitment(account_id=owner, side="ours", what="y", due=TODAY, state="kept", settled_on=TODAY))
    assert work(database) == CalendarWork((), (), LONG_AGO)


def test_without_accounts_there_is_nothing(database: Database) -> None:
    assert work(database) == CalendarWork((), (), None)


def settled_records(owner: int, on: date) -> list[tuple[Record, str, bool]]:
    """One of every kind that can be settled, its kind and whether it was met."""
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    of: dict[str, Any] = {"account_id": owner}
    return [
        (CheckIn(**of, health_check_id=1, opened_on=on, due=on, done_on=on, question="x"), "check_in", True),
        (Trigger(**of, kind="milestone", noted_on=on, state="acted", acted_on=on, heard="x"), "trigger_window", True),
        (Trigger(**of, kind="milestone", noted_on=on, state="expired", heard="x"), "trigger_window", False),
        (person(owner, outreach_what="x", outreach_due=on, outreach_done_on=on), "outreach", True),
        (Conversation(**of, noted_on=on, committed_on=on, closed_on=on, state="held", happened="x"), "conversation",
         True),
        (Commitment(**of, side="ours", what="x", due=on, state="late", settled_on=on), "commitment", True),
        (Commitment(**of, side="ours", what="x", due=on, state="broken", settled_on=on), "commitment", False),
        (Touchpoint(**of, at=at, next_step="x", next_step_due=on, next_step_done_on=on), "next_step", True),
        (PlanAction(**of, what="x", due=on, done_on=on), "action", True),
        (Objective(**of, what="x", due=on, status="done"), "objective", True),
        (Objective(**of, what="x", due=on, status="dropped"), "objective", False),
        (Milestone(**of, day=30, what="x", due=on, met_on=on), "milestone", True),
        (Qbr(**of, scheduled_on=on, state="followed_up", ended_at=at, followed_up_at=at), "follow_up", True),
        (Issue(**of, title="x", opened_at=at, status="resolved", resolved_at=at), "issue", True),
    ]  # fmt: skip


@pytest.mark.rule("Y-14")
def test_what_was_settled_lately_is_said_so_that_its_to_do_is_ticked_off(database: Database) -> None:
    owner = client(database)
    put(database, HealthCheck(account_id=owner, on=TODAY))
    records = settled_records(owner, TODAY)
    put(database, *[record for record, _, _ in records])
    found = work(database).settled
    assert sorted((each.kind, each.met) for each in found) == sorted((kind, met) for _, kind, met in records)
    assert {each.account for each in found} == {"Nordwind"}
    assert {each.on for each in found} == {TODAY}
    assert {each.what for each in found} == {"x", ""}


def test_what_was_settled_long_ago_or_never_had_a_date_is_not_said(database: Database) -> None:
    owner = client(database)
    put(
        database,
        Commitment(account_id=owner, side="ours", what="x", due=TODAY, state="kept", settled_on=TODAY - BACK - DAY),
        Commitment(account_id=owner, side="ours", what="x", state="kept", settled_on=TODAY),
        PlanAction(account_id=owner, what="x", done_on=TODAY),
    )
    assert work(database).settled == ()
