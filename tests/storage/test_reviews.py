"""The Friday review in the file: begun, kept, resumed, finished, counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kamtui.clock import Clock
from kamtui.domain.dates import week_of
from kamtui.domain.errors import Refused
from kamtui.domain.health import Rating, Signal
from kamtui.domain.reviews import Friday, FridayCounts, FridayStep
from kamtui.models.commitments import Commitment
from kamtui.models.expansion import Trigger
from kamtui.models.plans import PlanAction
from kamtui.models.reviews import Review
from kamtui.models.touchpoints import Referral, Touchpoint
from kamtui.storage import health_changes, reviews
from kamtui.storage.database import Database
from kamtui.storage.deadline_changes import look_again
from kamtui.storage.reviews_changes import OnScreen, begin, finish, keep, leave
from kamtui.storage.week_changes import done, skip, snooze
from tests.storage.records import actions, add, change, remove, touch
from tests.storage.week_records import GIVEN, PRACTICE, TODAY, client, line, put, week

HALF_WAY = OnScreen(
    Friday(FridayStep.PIPELINE, 754, ("call Jo", "map Nordwind")),
    summary="a good",
    unsaved_line="Nordwind: half",
    unsaved_priority="ask I",
)


@pytest.mark.rule("F-1")
def test_a_review_that_was_left_goes_on_where_it_was(database: Database):
    begun = database.note(begin)
    assert (begun.review, begun.unsaved_line) == (Friday(), "")
    database.note(keep, begun.id, HALF_WAY)
    found = database.note(begin)
    assert (found.id, found.review) == (begun.id, HALF_WAY.review)
    assert (found.summary, found.unsaved_line, found.unsaved_priority) == ("a good", "Nordwind: half", "ask I")
    assert database.undo() is None


@pytest.mark.rule("F-1")
def test_one_that_was_left_for_a_week_starts_anew_with_what_was_typed(database: Database):
    begun = database.note(begin)
    database.note(keep, begun.id, HALF_WAY)
    database.clock = Clock(TODAY + timedelta(days=7))
    found = database.note(begin)
    assert (found.id, found.review) == (begun.id, Friday(next_week=HALF_WAY.review.next_week))
    assert found.unsaved_line == "Nordwind: half"
    assert found.started_at.date() == TODAY + timedelta(days=7)


@pytest.mark.rule("F-1")
def test_leaving_keeps_it_unless_nothing_was_done(database: Database):
    begun = database.note(begin)
    assert database.note(leave, begun.id, OnScreen(Friday(seconds=59))) is False
    assert database.read(reviews.under_way) is None
    assert database.note(leave, begun.id, OnScreen(Friday())) is False
    begun = database.note(begin)
    assert database.note(leave, begun.id, HALF_WAY) is True
    assert database.read(reviews.under_way).review.step is FridayStep.PIPELINE


@pytest.mark.rule("F-1", "F-3", "Y-4", "Y-5")
def test_finishing_keeps_the_summary_with_its_date_and_completes_the_week(database: Database):
    client(database)
    begun = database.note(begin)
    assert week(database).under_way is not None
    database.note(keep, begun.id, HALF_WAY)
    database.run(finish, begun.id, HALF_WAY, "A good week.\n")
    found = week(database)
    assert [item for item in found.items if item.activity == "friday_review"] == []
    assert (found.under_way, found.streak) == (None, 1)
    assert found.planned == reviews.FinishedReview(TODAY, 12, "A good week.", ("call Jo", "map Nordwind"))
    assert database.undo() == "the Friday review finished"
    assert database.read(reviews.under_way).review == HALF_WAY.review


@pytest.mark.rule("F-1")
def test_a_finished_review_is_not_finished_again_nor_changed(database: Database):
    begun = database.note(begin)
    database.run(finish, begun.id, HALF_WAY, "once")
    with pytest.raises(Refused, match="finished already"):
        database.run(finish, begun.id, HALF_WAY, "twice")
    database.note(keep, begun.id, OnScreen(Friday(), summary="overwritten"))
    database.note(leave, begun.id, OnScreen(Friday()))
    assert database.read(reviews.last_finished, TODAY).summary == "once"


@pytest.mark.rule("F-1")
def test_next_week_holds_five_at_most(database: Database):
    begun = database.note(begin)
    full = replace(HALF_WAY, review=replace(HALF_WAY.review, next_week=tuple("123456")))
    with pytest.raises(Refused, match="5 at most"):
        database.run(finish, begun.id, full, "")


def test_what_the_last_review_planned_counts_through_the_week_after(database: Database):
    end = datetime(2026, 11, 13, 15, tzinfo=UTC)
    put(database, Review(started_at=end - timedelta(minutes=28), ended_at=end, summary="s", priorities=["p"]))
    put(database, Review(started_at=end, ended_at=end + timedelta(days=30), summary="of tomorrow"))
    assert database.read(reviews.still_planned, TODAY).minutes == 28
    assert database.read(reviews.still_planned, date(2026, 11, 23)) is None
    assert database.read(reviews.last_finished, date(2026, 11, 1)) is None
    assert database.read(reviews.still_planned, date(2026, 11, 1)) is None


@pytest.mark.rule("F-1")
def test_catching_up_shows_what_was_heard_this_week_latest_first(database: Database):
    owner = client(database)
    put(
        database,
        touch(owner, "spoke with Ida", channel="call"),
        Touchpoint(account_id=owner, at=datetime(2026, 11, 12, tzinfo=UTC), summary="long ago"),
        Trigger(account_id=owner, kind="org_change", heard="a new COO", noted_on=date(2026, 11, 17)),
        Referral(account_id=owner, on=date(2026, 11, 16), referred="Contoso"),
    )
    found = database.read(reviews.caught, week_of(TODAY))
    assert [(one.kind, one.sort, one.words, one.account) for one in found] == [
        ("touchpoint", "call", "spoke with Ida", "Nordwind"),
        ("trigger", "org change", "a new COO", "Nordwind"),
        ("referral", "referral", "Contoso", "Nordwind"),
    ]


@pytest.mark.rule("F-1")
def test_it_counts_what_was_done_since_it_began(database: Database):
    owner = client(database)
    put(
        database,
        PlanAction(account_id=owner, what="a", due=TODAY),
        PlanAction(account_id=owner, what="b", due=TODAY),
        Commitment(account_id=owner, side="ours", what="c", due=TODAY),
        Trigger(account_id=owner, kind="renewal", heard="h", noted_on=TODAY),
    )
    since = database.clock.now() + timedelta(hours=1)
    assert database.read(reviews.counts, since) == FridayCounts()
    since = database.clock.now()
    database.connection.execute("UPDATE journal_action SET at = '2026-11-20T00:00:00Z'")
    later = TODAY + timedelta(days=3)
    database.run(add, touch(owner, "caught"))
    database.run(health_changes.save_check, owner, dict.fromkeys(Signal, Rating.GOOD))
    database.run(done, line(database, "map_review"), GIVEN)
    database.run(done, line(database, "pipeline_review"), GIVEN)
    first, _ = (item for item in week(database).items if item.activity == "action")
    database.run(done, first, GIVEN)
    database.run(snooze, later, "", line=line(database, "action"), given=GIVEN)
    database.run(snooze, later, "", line=line(database, "value_touchpoint"), given=GIVEN)
    database.run(skip, "over", line=line(database, "commitment"), given=GIVEN)
    trigger = line(database, "trigger_window", week=week_of(TODAY + timedelta(14)))
    database.run(look_again, TODAY + timedelta(days=30), line=trigger)
    database.run(done, trigger, GIVEN)
    assert database.read(reviews.counts, since) == FridayCounts(caught=1, done=5, snoozed=3, skipped=1)
    database.undo()
    assert database.read(reviews.counts, since).done == 4


@pytest.mark.rule("F-1")
def test_dates_taken_away_and_other_edits_count_as_what_they_are(database: Database):
    owner = client(database)
    (key,) = put(database, PlanAction(account_id=owner, what="a", due=TODAY))
    since = database.clock.now()
    database.connection.execute("UPDATE journal_action SET at = '2026-11-20T00:00:00Z'")
    database.run(skip, "over", line=line(database, "action"), given=GIVEN)
    database.run(change, PlanAction, key, what="b")
    database.run(remove, PlanAction, key)
    assert database.read(reviews.counts, since) == FridayCounts(skipped=1)


@pytest.mark.rule("F-1")
def test_the_pipeline_of_the_review_is_that_of_all_accounts(database: Database):
    put(database, Trigger(account_id=client(database), kind="renewal", heard="h", noted_on=TODAY))
    put(database, Trigger(account_id=client(database, "Gone", status="ended"), kind="renewal", noted_on=TODAY))
    found = database.read(reviews.pipeline, TODAY, PRACTICE)
    assert [item.account for item in found] == ["Nordwind"]
    assert actions(database.connection)
