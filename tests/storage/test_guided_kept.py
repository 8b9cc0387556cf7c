"""Guided reviews as they are kept: left, gone on with, finished, listed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamtui.clock import Clock
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.errors import Refused
from kamtui.domain.guided import Guided
from kamtui.domain.reviews import ReviewKind
from kamtui.models.reviews import Review
from kamtui.models.rhythm import Occurrence
from kamtui.storage import guided
from kamtui.storage.database import Database
from kamtui.storage.review_list import review_list
from kamtui.storage.reviews import last_finished, of_the_month, under_way
from kamtui.storage.reviews_changes import OnScreen, begin, begin_guided, finish_guided, keep, leave
from kamtui.storage.week_changes import done
from tests.storage.guided_records import MONTH_END, ON_TUESDAY, PRACTICE, TODAY
from tests.storage.records import actions, add
from tests.storage.week_records import GIVEN, client, line, lines, put, week

HALF_WAY = OnScreen(
    Guided("u", 754, ("call Jo",), {"u": "call Jo\nagain", "v": ""}, {"x": 2}), "a good", unsaved_priority="ask I"
)


@pytest.fixture
def month(database: Database) -> Database:
    """The database on the last working day of the month."""
    database.clock = Clock(TODAY)
    return database


@pytest.mark.rule("F-2")
def test_a_review_that_was_left_goes_on_where_it_was_with_everything_typed(month: Database):
    begun = month.note(begin_guided, MONTH_END)
    month.note(keep, begun.id, HALF_WAY)
    found = month.note(begin_guided, MONTH_END)
    assert (found.id, found.review, found.summary, found.unsaved) == (begun.id, HALF_WAY.review, "a good", "ask I")
    assert month.undo() is None
    month.clock = Clock(TODAY + timedelta(days=21))
    again = month.note(begin_guided, MONTH_END)
    assert (again.id, again.review) == (begun.id, replace(HALF_WAY.review, place="", seconds=0))


@pytest.mark.rule("F-1", "F-2")
def test_reviews_of_different_kinds_and_accounts_do_not_mix(month: Database):
    owner = client(month)
    friday, month_end = month.note(begin).id, month.note(begin_guided, MONTH_END).id
    own = month.note(begin_guided, ReviewKind.RELATIONSHIP_REVIEW, owner).id
    assert len({friday, month_end, own}) == 3
    assert month.read(under_way).id == friday
    assert month.read(guided.left, ReviewKind.RELATIONSHIP_REVIEW, owner).id == own
    assert month.read(guided.left, ReviewKind.RELATIONSHIP_REVIEW) is None


@pytest.mark.rule("F-2")
def test_one_in_which_nothing_was_done_goes_when_it_is_left(month: Database):
    begun = month.note(begin_guided, MONTH_END)
    assert month.note(leave, begun.id, OnScreen(Guided("u", 59))) is False
    assert month.read(guided.left, MONTH_END) is None
    begun = month.note(begin_guided, MONTH_END)
    assert month.note(leave, begun.id, OnScreen(Guided(figures={"strategy": 3}))) is True


@pytest.mark.rule("F-2", "Y-4", "Y-5")
def test_a_finished_month_end_completes_the_month_and_is_kept_with_its_priorities(month: Database):
    client(month)
    assert line(month, "month_end_review", TODAY).container
    begun = month.note(begin_guided, MONTH_END)
    month.note(keep, begun.id, HALF_WAY)
    assert month.run(finish_guided, begun.id, HALF_WAY, "Solid.\n", PRACTICE) == "the month-end review"
    assert lines(month, "month_end_review", TODAY) == []
    (kept,) = month.read(guided.finished, TODAY)
    assert (kept.kind, kept.on, kept.minutes, kept.summary, kept.chosen) == (
        MONTH_END, TODAY, 12, "Solid.", ("call Jo",),
    )  # fmt: skip
    assert (kept.notes, kept.title) == ({"u": "call Jo\nagain", "v": ""}, "month-end review")
    assert month.read(last_finished, TODAY) is None
    assert week(month, TODAY).month.priorities == ("call Jo",)
    assert month.read(of_the_month, TODAY + timedelta(days=35)).on == TODAY
    assert month.read(of_the_month, TODAY + timedelta(days=36)) is None
    with pytest.raises(Refused, match="finished already"):
        month.run(finish_guided, begun.id, HALF_WAY, "", PRACTICE)
    assert month.undo() == "the month-end review finished"
    assert month.read(guided.left, MONTH_END).review == HALF_WAY.review


@pytest.mark.rule("F-2")
def test_more_than_three_priorities_are_refused(month: Database):
    begun = month.note(begin_guided, MONTH_END)
    full = OnScreen(Guided(chosen=("1", "2", "3", "4")))
    with pytest.raises(Refused, match="3 priorities for the month at most"):
        month.run(finish_guided, begun.id, full, "", PRACTICE)


@pytest.mark.rule("Y-4", "Y-17")
@pytest.mark.parametrize("kind", ["expansion_strategy", "portfolio_health"])
def test_finishing_a_review_of_the_portfolio_marks_it_done_once(month: Database, kind: str):
    client(month)
    begun = month.note(begin_guided, ReviewKind(kind))
    month.run(finish_guided, begun.id, HALF_WAY, "Done.", PRACTICE)
    begun = month.note(begin_guided, ReviewKind(kind))
    month.run(finish_guided, begun.id, HALF_WAY, "Again.", PRACTICE)
    marks = month.read(lambda c: c.execute("SELECT activity, period, minutes FROM occurrence").fetchall())
    assert marks == [(kind, "2026-Q4" if kind == "expansion_strategy" else "2026", 12)]
    assert actions(month.connection)[-1] == (f"the {kind.replace('_', ' ')} finished", "done")
    (found, *_) = [each for each in month.read(review_list, TODAY, PRACTICE).lines if each.name == kind]
    assert (found.last, found.minutes_used) == (TODAY, None)


@pytest.mark.rule("Y-4")
def test_a_relationship_review_belongs_to_its_account_and_to_the_periods_of_its_tier(month: Database):
    key, small = client(month), client(month, "Small", tier=3)
    for owner in (key, small):
        begun = month.note(begin_guided, ReviewKind.RELATIONSHIP_REVIEW, owner)
        title = month.run(finish_guided, begun.id, HALF_WAY, "Good talk.", PRACTICE)
    assert title == "the relationship review of Small"
    assert month.read(lambda c: c.execute("SELECT account_id, period FROM occurrence").fetchall()) == [(key, "2026")]
    kept = month.read(guided.last, ReviewKind.RELATIONSHIP_REVIEW, TODAY, key)
    assert (kept.account, kept.account_id) == ("Nordwind", key)
    assert month.read(guided.last, ReviewKind.RELATIONSHIP_REVIEW, TODAY) is None


@pytest.mark.rule("Y-4")
def test_only_a_finished_review_completes_the_month_end_and_the_assessment(month: Database):
    client(month, created_on=date(2025, 12, 1))
    with pytest.raises(Refused, match="a finished review completes it"):
        month.run(done, line(month, "month_end_review", TODAY), GIVEN)
    month.clock = Clock(date(2026, 1, 2))
    asked = line(month, "readiness_assessment", date(2026, 1, 2))
    with pytest.raises(Refused, match="an assessment completes it"):
        month.run(done, asked, GIVEN)


@pytest.mark.rule("F-2", "Y-4")
def test_all_reviews_stand_in_one_list_with_what_is_under_way(month: Database):
    empty = month.read(review_list, TODAY, PRACTICE)
    assert (empty.lines, empty.kept) == ((), ())
    client(month, created_on=date(2026, 10, 1))
    begun = month.note(begin_guided, MONTH_END)
    month.note(keep, begun.id, HALF_WAY)
    put(month, Occurrence(activity="tier_review", period="2026-Q4", state="done", on=date(2026, 11, 20)))
    found = month.read(review_list, TODAY, PRACTICE)
    by_name = {each.name: each for each in found.lines}
    assert by_name["month_end_review"].minutes_used == 12
    assert (by_name["month_end_review"].due, by_name["month_end_review"].last) == (TODAY, None)
    assert by_name["tier_review"].last == date(2026, 11, 20)
    assert list(found.names.values()) == ["Nordwind"]


@pytest.mark.rule("Y-4")
def test_an_activity_that_was_switched_off_is_still_kept_but_marks_nothing(month: Database):
    client(month)
    catalogue, problems = edited({"relationship_review": {"growth": "never"}})
    assert problems == []
    begun = month.note(begin_guided, ReviewKind.RELATIONSHIP_REVIEW, 1)
    month.run(finish_guided, begun.id, HALF_WAY, "Fine.", replace(PRACTICE, catalogue=catalogue))
    assert month.read(lambda c: c.execute("SELECT count(*) FROM occurrence").fetchone()) == (0,)


def test_what_was_kept_by_another_hand_is_read_as_far_as_it_goes(month: Database):
    put(
        month,
        Review(kind="friday", started_at=ON_TUESDAY, ended_at=ON_TUESDAY + timedelta(minutes=20)),
        Review(kind="month_end", started_at=ON_TUESDAY, figures={"a": True, "b": "2", "c": 2.5}),
    )
    month.connection.execute("UPDATE review SET notes = '[]', figures = '[]' WHERE kind = 'friday'")
    (kept,) = month.read(guided.finished, TODAY)
    assert (kept.title, kept.minutes, kept.notes, kept.figures) == ("Friday review", 20, {}, {})
    assert month.read(guided.left, MONTH_END).review.figures == {"c": 2.5}
    assert month.run(add) == []
