"""Health checks, the check-ins they open, and scores, as they are written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck as Health
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.errors import Refused
from kamtui.domain.health import Colour, Rating, Signal, Trend
from kamtui.domain.practice import Practice
from kamtui.models.health import CheckIn
from kamtui.storage import health, health_changes, week
from kamtui.storage.database import Database
from kamtui.storage.health_changes import SavedCheck, openings, save_check
from tests.storage.health_records import LONG_AGO, TODAY, USUAL, ago, check_ins, held, rated, the_row
from tests.storage.records import account, add

QUESTION = "How does it feel?"


@pytest.fixture
def nordwind(database: Database) -> int:
    """A strategic account known since long ago, its check due on the third Friday of each month."""
    return database.run(add, account(created_on=LONG_AGO, slot=2))[0]


# A check


@pytest.mark.rule("H-2")
@pytest.mark.rule("H-6")
@pytest.mark.rule("Y-11")
def test_two_poor_signals_turn_an_account_red_and_put_a_check_in_due_in_ten_days_on_the_list(
    database: Database, nordwind: int
) -> None:
    saved = database.run(save_check, nordwind, rated("pgpg"))
    (opened,) = check_ins(database, nordwind)
    assert saved == SavedCheck(Colour.RED, None, None, date(2026, 11, 30), opened.uid, opened=True)
    assert opened.due == TODAY + timedelta(days=10)
    assert opened.question in openings()
    assert the_row(database, nordwind).account.standing.at_risk
    coming = database.read(week.the_week, date(2026, 11, 27), USUAL)
    assert "check_in" not in [item.activity for item in coming.items]
    listed = database.read(week.the_week, date(2026, 11, 30), USUAL)
    (item,) = [item for item in listed.items if item.activity == "check_in"]
    assert item.due == date(2026, 11, 30)
    assert item.why.startswith("At risk since the check of 2026-11-20.")
    assert opened.question in item.why


@pytest.mark.rule("H-6")
def test_the_days_until_a_check_in_is_due_are_the_users(database: Database, nordwind: int) -> None:
    assert database.run(save_check, nordwind, rated("pppp"), practice=Practice(check_in_days=3)).check_in_due == (
        TODAY + timedelta(days=3)
    )


@pytest.mark.rule("H-2")
def test_one_poor_signal_is_yellow_and_opens_nothing(database: Database, nordwind: int) -> None:
    assert database.run(save_check, nordwind, rated("pggg")) == SavedCheck(Colour.YELLOW, None, None)
    assert check_ins(database, nordwind) == ()


@pytest.mark.rule("H-4")
def test_a_check_is_told_beside_the_one_before_it(database: Database, nordwind: int) -> None:
    database.run(add, held(nordwind, "gggg", ago(30)))
    saved = database.run(save_check, nordwind, rated("ggww"))
    assert (saved.colour, saved.was, saved.trend) == (Colour.YELLOW, Colour.GREEN, Trend.DECLINING)


@pytest.mark.rule("H-1")
def test_a_check_without_all_four_signals_is_refused_and_nothing_is_kept(database: Database, nordwind: int) -> None:
    with pytest.raises(Refused, match="tone"):
        database.run(save_check, nordwind, dict.fromkeys(list(Signal)[:3], Rating.GOOD))
    with pytest.raises(Refused, match="superb"):
        database.run(save_check, nordwind, dict.fromkeys(Signal, "superb"))
    assert database.read(health.history, nordwind, TODAY) == []


def test_a_check_of_an_account_that_is_gone_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="no longer there"):
        database.run(save_check, 99, rated("gggg"))


@pytest.mark.rule("Y-17")
def test_a_second_check_on_one_day_replaces_the_first_and_adds_its_minutes(database: Database, nordwind: int) -> None:
    database.run(save_check, nordwind, rated("gggg"), "first \x1b[31mthoughts", 4)
    database.run(save_check, nordwind, rated("gggw"), None, 3)
    (check,) = database.read(health.history, nordwind, TODAY)
    assert (check.ratings, check.notes, check.minutes) == (rated("gggw"), "first thoughts", 7)
    database.run(save_check, nordwind, rated("gggw"), "", 500)
    (check,) = database.read(health.history, nordwind, TODAY)
    assert (check.notes, check.minutes) == ("", 60)
    database.undo()
    database.undo()
    (check,) = database.read(health.history, nordwind, TODAY)
    assert (check.ratings, check.minutes) == (rated("gggg"), 4)


@pytest.mark.rule("H-6")
def test_a_red_check_made_better_the_same_day_takes_its_check_in_along(database: Database, nordwind: int) -> None:
    database.run(save_check, nordwind, rated("pppp"))
    assert not database.run(save_check, nordwind, rated("pggg")).opened
    assert check_ins(database, nordwind) == ()
    uid = database.run(save_check, nordwind, rated("pppp")).check_in_uid
    database.run(health_changes.edit_check_in, uid, QUESTION, TODAY)
    database.run(save_check, nordwind, rated("gggg"))
    assert [one.question for one in check_ins(database, nordwind)] == [QUESTION]


@pytest.mark.rule("H-6")
def test_an_account_has_one_open_check_in_at_a_time_and_each_begins_with_another_question(
    database: Database, nordwind: int
) -> None:
    (old,) = database.run(add, held(nordwind, "pppp", ago(30)))
    first = CheckIn(account_id=nordwind, health_check_id=old, opened_on=ago(30), due=ago(20), question=QUESTION)
    database.run(add, first)
    saved = database.run(save_check, nordwind, rated("pppp"))
    assert (saved.opened, saved.check_in_due, saved.check_in_uid) == (False, ago(20), first.uid)
    database.run(health_changes.close_check_in, first.uid, "a tired team", "fewer meetings")
    saved = database.run(save_check, nordwind, rated("ppww"))
    assert saved.opened
    assert check_ins(database, nordwind)[0].question == openings()[1]


def test_a_check_is_one_action_that_undo_takes_back_with_all_it_opened(database: Database, nordwind: int) -> None:
    database.run(save_check, nordwind, rated("pppp"), "tense")
    assert database.undo() == "health check of Nordwind"
    assert database.read(health.history, nordwind, TODAY) == []
    assert check_ins(database, nordwind) == ()


def test_removing_the_last_check_brings_the_one_before_back(database: Database, nordwind: int) -> None:
    database.run(add, held(nordwind, "gggg", ago(30)))
    database.run(save_check, nordwind, rated("pppp"))
    assert database.run(health_changes.remove_last_check, nordwind) == TODAY
    assert check_ins(database, nordwind) == ()
    assert the_row(database, nordwind).account.standing.colour == Colour.GREEN
    assert database.undo() == "removal of the health check of Nordwind on 2026-11-20"
    assert the_row(database, nordwind).account.standing.colour == Colour.RED
    assert len(check_ins(database, nordwind)) == 1


def test_a_check_in_made_ones_own_outlives_its_check(database: Database, nordwind: int) -> None:
    uid = database.run(save_check, nordwind, rated("pppp")).check_in_uid
    database.run(health_changes.edit_check_in, uid, QUESTION, TODAY)
    database.run(health_changes.remove_last_check, nordwind)
    assert [(one.question, one.check_id) for one in check_ins(database, nordwind)] == [(QUESTION, None)]
    with pytest.raises(Refused, match="Nordwind has no check to remove"):
        database.run(health_changes.remove_last_check, nordwind)


# A check-in


@pytest.mark.rule("H-6")
def test_a_check_in_closes_with_what_was_discovered_and_what_was_done(database: Database, nordwind: int) -> None:
    uid = database.run(save_check, nordwind, rated("pppp")).check_in_uid
    close = health_changes.close_check_in
    with pytest.raises(Refused, match="discovered"):
        database.run(close, uid, " ", "called")
    with pytest.raises(Refused, match="done about it"):
        database.run(close, uid, "a tired team", "\n")
    for wrong in (ago(1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="between 2026-11-20 and today"):
            database.run(close, uid, "a tired team", "fewer meetings", wrong)
    database.run(close, uid, "a tired team", "fewer meetings")
    (done,) = check_ins(database, nordwind)
    assert (done.done_on, done.discovered, done.action) == (TODAY, "a tired team", "fewer meetings")
    with pytest.raises(Refused, match="done on 2026-11-20"):
        database.run(close, uid, "again", "again")
    assert database.undo() == "check-in with Nordwind done"


@pytest.mark.rule("H-6")
def test_the_opening_question_and_the_day_are_the_users_to_change(database: Database, nordwind: int) -> None:
    uid = database.run(save_check, nordwind, rated("pppp")).check_in_uid
    edit = health_changes.edit_check_in
    with pytest.raises(Refused, match="opening question"):
        database.run(edit, uid, "  ", TODAY)
    for wrong in (None, ago(1)):
        with pytest.raises(Refused, match="the day of the check, or later"):
            database.run(edit, uid, QUESTION, wrong)
    database.run(edit, uid, QUESTION, TODAY + timedelta(days=2))
    (opened,) = check_ins(database, nordwind)
    assert (opened.question, opened.due) == (QUESTION, TODAY + timedelta(days=2))


def test_there_are_several_opening_questions_and_none_of_them_sells() -> None:
    assert len(set(openings())) >= 3
    assert not any(word in question for question in openings() for word in ("buy", "offer", "price", "upgrade"))


def test_a_list_of_questions_without_any_is_refused() -> None:
    with pytest.raises(ValueError, match="openings is empty"):
        health_changes._openings({"openings": []})


# Scores


@pytest.mark.rule("H-9")
def test_scores_are_kept_with_date_and_source_and_never_decide_the_colour(database: Database, nordwind: int) -> None:
    database.run(save_check, nordwind, rated("gggg"))
    database.run(health_changes.add_score, nordwind, "csat", 2.5, ago(3), " survey\n of autumn ")
    database.run(health_changes.add_score, nordwind, "nps", -100)
    newest, older = database.read(health.beside, nordwind, TODAY).scores
    assert (newest.words, newest.on) == ("NPS -100", TODAY)
    assert (older.words, older.on, older.source) == ("CSAT 2.5", ago(3), "survey of autumn")
    assert the_row(database, nordwind).account.standing.colour == Colour.GREEN
    with pytest.raises(Refused, match="between 0 and 10"):
        database.run(health_changes.add_score, nordwind, "csat", 11)
    with pytest.raises(Refused, match="not in the future"):
        database.run(health_changes.add_score, nordwind, "csat", 9, TODAY + timedelta(days=1))
    assert database.undo() == "NPS score of Nordwind"


@settings(suppress_health_check=[Health.function_scoped_fixture], max_examples=15)
@given(letters=st.lists(st.text("gwp.", min_size=4, max_size=4), min_size=1, max_size=4))
@pytest.mark.rule("H-6")
def test_whatever_is_saved_on_a_day_there_is_one_check_and_a_check_in_only_when_it_is_red(
    database: Database, letters: list[str]
) -> None:
    (owner,) = database.run(add, account(f"Account {datetime.now(UTC).timestamp()}"))
    for each in letters:
        saved = database.run(save_check, owner, rated(each))
    (check,) = database.read(health.history, owner, TODAY)
    assert check.colour == saved.colour
    assert len(check_ins(database, owner)) == (saved.colour == Colour.RED)


def test_the_changes_can_be_named_without_loading_what_writing_needs() -> None:
    import subprocess
    import sys

    code = "import kamtui.storage.health_changes, kamtui.storage.health_round, sys; print('sqlmodel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
