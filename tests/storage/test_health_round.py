"""The month's round: who is asked, in what order, and how the portfolio stands."""

from datetime import date, timedelta

import pytest

from kamtui.domain.accounts import Status
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.health import Colour
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import OccurrenceState, OccurrenceStatus
from kamtui.models.rhythm import Occurrence
from kamtui.storage import health_changes, health_round
from kamtui.storage.database import Database
from kamtui.storage.health_changes import save_check
from tests.storage.health_records import LONG_AGO, TODAY, USUAL, ago, held, rated, the_row
from tests.storage.records import account, add, change


@pytest.fixture
def nordwind(database: Database) -> int:
    """A strategic account known since long ago, its check due on the third Friday of each month."""
    return database.run(add, account(created_on=LONG_AGO, slot=2))[0]


@pytest.mark.rule("Y-5")
@pytest.mark.rule("Y-6")
def test_a_check_on_any_day_of_the_month_completes_its_turn(database: Database, nordwind: int) -> None:
    row = the_row(database, nordwind)
    assert (row.status, row.asked, row.to_do, row.done) == (OccurrenceStatus.DUE, True, True, False)
    database.run(save_check, nordwind, rated("gggg"))
    row = the_row(database, nordwind)
    assert (row.status, row.asked, row.to_do, row.done) == (OccurrenceStatus.DONE, False, False, True)
    found = database.read(health_round.the_round, TODAY, USUAL)
    assert (found.done, found.total, found.queue) == (1, 1, ())


@pytest.mark.rule("Y-6")
@pytest.mark.rule("Y-11")
def test_the_round_asks_in_the_order_of_the_week(database: Database) -> None:
    late, due, later, quarter, done, ended = database.run(
        add,
        account("Late", created_on=LONG_AGO, slot=0), account("Due", created_on=LONG_AGO, slot=2),
        account("Later", created_on=LONG_AGO, slot=3),
        account("Next month", created_on=LONG_AGO, slot=11, tier=3), account("Done", created_on=LONG_AGO, slot=1),
        account("Ended", created_on=LONG_AGO, status=Status.ENDED),
    )  # fmt: skip
    database.run(add, held(done, "gggg", ago(9)))
    found = database.read(health_round.the_round, TODAY, USUAL)
    assert [row.account.id for row in found.rows] == [late, due, later, done, quarter]
    assert [row.account.id for row in found.queue] == [late, due]
    assert (found.done, found.total) == (1, 4)
    assert found.row(ended) is None
    database.run(add, held(late, "gggg", ago(1)), held(due, "gggg", ago(1)))
    found = database.read(health_round.the_round, TODAY, USUAL)
    assert [row.account.id for row in found.queue] == [later]


@pytest.mark.rule("Y-6")
def test_what_was_marked_done_by_hand_is_done_and_what_was_skipped_is_not_asked_for(database: Database) -> None:
    done, skipped = database.run(add, *(account(name, created_on=LONG_AGO, slot=2) for name in ("Done", "Skipped")))
    for owner, state in ((done, OccurrenceState.DONE), (skipped, OccurrenceState.SKIPPED)):
        mark = Occurrence(
            account_id=owner, activity="health_check", period="2026-11", state=state, on=ago(2), reason="x"
        )
        database.run(add, mark)
    found = database.read(health_round.the_round, TODAY, USUAL)
    assert (found.done, found.total, found.queue) == (1, 1, ())


def test_on_the_months_last_monday_the_next_turn_is_due_and_the_month_still_counts_as_done(
    database: Database, nordwind: int
) -> None:
    database.run(change, type(account()), nordwind, slot=0)
    database.run(add, held(nordwind, "gggg", ago(9)))
    monday = date(2026, 11, 30)
    row = the_row(database, nordwind, monday)
    assert (row.asked, row.to_do, row.done) == (True, False, True)
    assert database.read(health_round.the_round, monday, USUAL).done == 1


def test_a_tier_that_gets_no_checks_is_shown_and_never_asked(database: Database, nordwind: int) -> None:
    catalogue, problems = edited({"health_check": {"strategic": "never"}})
    assert not problems
    row = the_row(database, nordwind, practice=Practice(catalogue=catalogue))
    assert (row.check, row.status, row.asked, row.to_do) == (None, None, False, False)


@pytest.mark.rule("H-3")
def test_a_check_older_than_one_and_a_half_periods_is_stale_and_not_counted_green(
    database: Database, nordwind: int
) -> None:
    database.run(add, held(nordwind, "gggg", ago(45)))
    found = database.read(health_round.the_round, TODAY, USUAL)
    assert found.months[-1].counts == {Colour.GREEN: 1}
    tomorrow = TODAY + timedelta(days=1)
    row = the_row(database, nordwind, tomorrow)
    assert (row.account.standing.colour, row.account.standing.stale) == (Colour.GREEN, True)
    assert database.read(health_round.the_round, tomorrow, USUAL).months[-1].counts == {Colour.UNRATED: 1}


@pytest.mark.rule("H-7")
def test_twelve_months_of_the_portfolio_say_how_many_stood_under_each_colour(database: Database, nordwind: int) -> None:
    (young,) = database.run(add, account("Young", created_on=date(2026, 10, 9), client_since=date(2026, 10, 9)))
    (known,) = database.run(add, account("Known", created_on=TODAY, client_since=date(2026, 9, 1), tier=3))
    database.run(add, held(nordwind, "pppp", date(2026, 8, 31)), held(nordwind, "gggg", date(2026, 10, 31)))
    database.run(add, held(young, "pggg", date(2026, 11, 2)), held(known, "gggg", date(2026, 9, 2)))
    months = database.read(health_round.the_round, TODAY, USUAL).months
    assert [month.month for month in months][:2] == [date(2025, 12, 1), date(2026, 1, 1)]
    assert [dict(month.counts) for month in months[-4:]] == [
        {Colour.RED: 1},
        {Colour.RED: 1, Colour.GREEN: 1},
        {Colour.GREEN: 2, Colour.UNRATED: 1},
        {Colour.GREEN: 2, Colour.YELLOW: 1},
    ]


@pytest.mark.rule("H-6")
@pytest.mark.rule("H-8")
def test_a_row_shows_its_open_check_in_and_its_silence(database: Database, nordwind: int) -> None:
    database.run(save_check, nordwind, rated("pppp"))
    row = the_row(database, nordwind)
    assert row.check_in is not None
    assert row.check_in.due == date(2026, 11, 30)
    assert row.account.silence == "no touchpoint yet"
    database.run(health_changes.close_check_in, row.check_in.uid, "a tired team", "fewer meetings")
    assert the_row(database, nordwind).check_in is None
