"""The rhythm as it is set up: minutes a month, what was timed, what days away move, slots and a rebalance."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.dates import Calendar
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.models.health import HealthCheck
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.models.reviews import Review
from kamtui.models.rhythm import Occurrence
from kamtui.models.stakeholders import MapReview
from kamtui.storage import rhythm, slots_changes
from kamtui.storage.accounts_changes import add_account, edit_account
from kamtui.storage.database import Database
from kamtui.storage.plans_freezing import freeze
from kamtui.storage.rhythm_page import moved_by_days_away, the_catalogue
from kamtui.storage.slots import Slots, the_slots
from kamtui.storage.stakeholders_changes import review_map
from kamtui.storage.tier_review_changes import finish_review
from kamtui.storage.week import kept, the_week
from kamtui.storage.week_changes import done
from tests.storage.records import actions
from tests.storage.week_records import GIVEN, PRACTICE, TODAY, client, line, put

RATED: dict[str, Any] = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")


@pytest.mark.rule("Y-17")
def test_what_was_done_in_the_cockpit_is_timed_and_what_was_marked_by_hand_is_not(database: Database) -> None:
    owner, now = client(database, tier=1), datetime(2026, 11, 20, 9, tzinfo=UTC)
    (qbr, planned) = put(
        database,
        Qbr(account_id=owner, scheduled_on=TODAY, state="held", started_at=now, ended_at=now),
        Qbr(account_id=owner, scheduled_on=TODAY, state="planned"),
    )
    put(
        database,
        HealthCheck(account_id=owner, on=TODAY, minutes=8, **RATED),
        HealthCheck(account_id=owner, on=TODAY - timedelta(days=30), **RATED),
        QbrPhase(qbr_id=qbr, phase="results", seconds=1200),
        QbrPhase(qbr_id=qbr, phase="context", seconds=600),
        QbrPhase(qbr_id=planned, phase="results", seconds=600),
        Review(kind="friday", started_at=now, ended_at=now, seconds=1500),
        Review(kind="month_end", started_at=now, seconds=1500),
        Occurrence(activity="pipeline_review", period="2026-11", state="done", on=TODAY),
        Occurrence(activity="expansion_strategy", period="2026-Q4", state="done", on=TODAY, minutes=50),
    )
    database.run(review_map, owner, 6)
    database.run(freeze, owner, PRACTICE, "", "", "", minutes=20)
    database.run(freeze, owner, PRACTICE, "a", "b", "c", rewrite=True, minutes=70)
    database.run(finish_review, PRACTICE, 25)
    assert database.read(rhythm.taken) == {
        "health_check": [8], "qbr": [30], "friday_review": [25], "expansion_strategy": [50], "map_review": [6],
        "plan_review": [20], "plan_rewrite": [70], "tier_review": [25],
    }  # fmt: skip


@pytest.mark.rule("Y-17")
def test_work_marked_done_on_the_week_never_counts_as_timed(database: Database) -> None:
    client(database)
    database.run(done, line(database, "map_review"), GIVEN)
    assert database.read(rhythm.taken) == {}


@pytest.mark.rule("Y-15", "Y-17")
def test_once_five_were_timed_packing_and_capacity_go_by_the_median(database: Database) -> None:
    owner = client(database, tier=1)
    for number, minutes in enumerate((3, 9, 4, 8, 4)):
        before = database.read(the_catalogue, TODAY, PRACTICE)
        put(database, MapReview(account_id=owner, on=date(2026, 10, 1 + number), minutes=minutes))
    after = database.read(the_catalogue, TODAY, PRACTICE)
    assert before.rows[3].minutes.measured is None
    found = after.rows[3]
    assert (found.activity.name, found.minutes.planned, found.minutes.measured, found.timed) == ("map_review", 4, 4, 5)
    assert (before.rows[3].a_month, found.a_month) == (10, 4)
    assert before.capacity.needed - after.capacity.needed == 6
    assert line(database, "map_review").minutes == 4
    assert database.read(the_week, TODAY, PRACTICE).capacity.needed == after.capacity.needed


@pytest.mark.rule("Y-4", "Y-15")
def test_a_changed_catalogue_is_weighed_for_the_same_accounts(database: Database) -> None:
    client(database, tier=1)
    client(database, "Former", tier=1, status="ended")
    found = database.read(the_catalogue, TODAY, PRACTICE)
    assert found.tiers == {Tier.STRATEGIC: 1}
    changed = Practice(catalogue=edited({"map_review": {"minutes": 40}})[0])
    assert found.with_practice(changed, TODAY) == database.read(the_catalogue, TODAY, changed)
    assert found.with_practice(changed, TODAY).capacity.needed == found.capacity.needed + 30


@pytest.mark.rule("Y-4", "Y-7")
def test_an_activity_of_ones_own_is_never_born_overdue_and_was_never_missed(database: Database) -> None:
    client(database, tier=2, slot=0, created_on=date(2026, 1, 1))
    row = {"bucket": "transactional", "cadence": "monthly", "minutes": 5, "since": TODAY}
    for change in (row, {**row, "scope": "portfolio"}):
        practice = Practice(catalogue=edited({"bills": change})[0])
        assert not [item for item in database.read(the_week, TODAY, practice).items if item.activity == "bills"]
        assert database.read(kept, TODAY, practice).of_activity("bills").missed == 0
        december = database.read(the_week, date(2026, 12, 2), practice)
        (item,) = [each for each in december.items if each.activity == "bills"]
        assert item.due == date(2026, 12, 4)


@pytest.mark.rule("Y-13")
def test_days_away_name_what_they_move(database: Database) -> None:
    owner = client(database, tier=2, slot=3)
    client(database, "Former", tier=2, slot=3, status="ended")
    away = ((date(2026, 11, 24), date(2026, 12, 3)), (date(2025, 1, 1), date(2025, 1, 31)))
    found = database.read(moved_by_days_away, TODAY, Practice(calendar=Calendar(away=away)))
    assert [(each.title, each.account, each.home, each.day) for each in found] == [
        ("Friday review", "", date(2026, 11, 27), date(2026, 11, 23)),
        ("health check", "Nordwind", date(2026, 11, 27), TODAY),
        ("map review", "Nordwind", date(2026, 11, 27), TODAY),
        ("value touchpoint", "Nordwind", date(2026, 11, 27), TODAY),
        ("month-end review", "", date(2026, 11, 30), date(2026, 11, 23)),
    ]
    assert database.read(moved_by_days_away, TODAY, PRACTICE) == []
    put(
        database,
        HealthCheck(account_id=owner, on=TODAY, **RATED),
        Occurrence(account_id=owner, activity="map_review", period="2026-11", state="skipped", on=TODAY, reason="x"),
        Occurrence(
            account_id=owner, activity="value_touchpoint", period="2026-11", state="snoozed", on=TODAY,
            to=date(2026, 11, 30),
        ),
    )  # fmt: skip
    left = database.read(moved_by_days_away, TODAY, Practice(calendar=Calendar(away=away)))
    assert [each.title for each in left] == ["Friday review", "month-end review"]


# Slots


def slots(database: Database) -> Slots:
    return database.read(the_slots, TODAY, PRACTICE)


@pytest.mark.rule("Y-3")
def test_a_rebalance_makes_the_busiest_week_lighter_as_one_action(database: Database) -> None:
    for number in range(6):
        client(database, f"Client {number}", tier=number % 3 + 1, slot=7)
    client(database, "Former", status="ended", slot=7)
    found = slots(database)
    assert {row.slot for row in found.rows} == {7}
    assert len(found.rows) == 6
    assert max(found.proposal.after) < max(found.proposal.before)
    assert sum(found.proposal.after) == sum(found.proposal.before)
    moving = len(found.moving)
    assert database.run(slots_changes.rebalance, found.proposal.slots, PRACTICE) == moving
    after = slots(database)
    assert after.proposal.before == found.proposal.after
    assert after.moving == ()
    assert {row.uid: row.slot for row in after.rows} == dict(found.proposal.slots)
    assert actions(database.connection)[-1][0] == f"weeks rebalanced: {moving} accounts moved"
    with pytest.raises(Refused, match="no account would move"):
        database.run(slots_changes.rebalance, after.proposal.slots, PRACTICE)
    database.undo()
    assert {row.slot for row in slots(database).rows} == {7}
    assert database.connection.execute("SELECT slot FROM account WHERE name = 'Former'").fetchone() == (7,)


@pytest.mark.rule("Y-3")
def test_a_slot_is_changed_by_hand(database: Database) -> None:
    key = client(database, "Acme [/x]", slot=3)
    database.run(slots_changes.put_slot, key, 11, PRACTICE)
    assert [row.slot for row in slots(database).rows] == [11]
    assert actions(database.connection)[-1][0] == "slot of Acme [/x]: 3 to 11"
    for wrong, why in ((48, "from 0 to 47"), (-1, "from 0 to 47"), (11, "has the slot 11 already")):
        with pytest.raises(Refused, match=why):
            database.run(slots_changes.put_slot, key, wrong, PRACTICE)
    with pytest.raises(Refused):
        database.run(slots_changes.put_slot, 99, 1, PRACTICE)
    found = slots(database)
    assert found.loads_with(key, 11) == found.proposal.before
    assert found.loads_with(key, 12) != found.proposal.before
    assert slots(database).moving[0].moves


@pytest.mark.rule("Y-3", "Y-7")
def test_nothing_becomes_late_by_another_slot_and_what_was_late_stays_so(database: Database) -> None:
    ahead, late = client(database, "Ahead", slot=3), client(database, "Late", slot=1)
    later, settled = client(database, "Later", slot=0), client(database, "Settled", slot=3)
    put(database, HealthCheck(account_id=settled, on=date(2026, 11, 2), **RATED))
    for key, slot in ((late, 0), (later, 3), (settled, 0)):
        database.run(slots_changes.put_slot, key, slot, PRACTICE)
    database.run(edit_account, ahead, {"slot": 0}, PRACTICE)

    def due(today: date = TODAY) -> dict[str, tuple[str, date]]:
        found = database.read(the_week, today, PRACTICE).items
        return {str(one.account): (str(one.status), one.due) for one in found if one.activity == "health_check"}

    assert due() == {"Late": ("overdue", date(2026, 11, 6))}
    friday = date(2026, 11, 27)
    assert due(friday) == {"Late": ("overdue", date(2026, 11, 6)), "Ahead": ("due", friday), "Later": ("due", friday)}
    assert due(date(2026, 12, 4))["Ahead"] == ("due", date(2026, 12, 4))
    (item,) = [
        each for each in database.read(the_week, friday, PRACTICE).items
        if (each.account, each.activity) == ("Ahead", "map_review")
    ]  # fmt: skip
    assert "snoozed once, last to 2026-11-27 (its week was changed)" in item.why
    database.undo()
    assert not database.connection.execute("SELECT * FROM occurrence WHERE account_id = ?", (ahead,)).fetchall()


@pytest.mark.rule("Y-3")
def test_a_new_account_has_the_slot_that_a_rebalance_would_leave_it(database: Database) -> None:
    database.run(add_account, {"name": "First", "tier": 1}, PRACTICE.catalogue)
    assert slots(database).moving == ()
