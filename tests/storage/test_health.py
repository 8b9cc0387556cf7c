"""The health round in the file: checks, what they open, what stands beside them, and how the month stands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck as Health
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.domain.accounts import Status
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.errors import Refused
from kamtui.domain.health import Colour, Rating, Signal, Trend
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import OccurrenceState, OccurrenceStatus
from kamtui.models.commitments import Commitment
from kamtui.models.health import CheckIn, HealthCheck
from kamtui.models.rhythm import Occurrence
from kamtui.models.touchpoints import Referral, Touchpoint
from kamtui.storage import health, health_changes, health_round, week
from kamtui.storage.database import Database
from kamtui.storage.health_changes import SavedCheck, openings, save_check
from tests.storage.records import account, add, change

TODAY = date(2026, 11, 20)
LONG_AGO = date(2025, 1, 7)
USUAL = Practice()
LETTERS = {"g": Rating.GOOD, "w": Rating.WATCH, "p": Rating.POOR, ".": Rating.NOT_OBSERVED}
QUESTION = "How does it feel?"


def rated(letters: str) -> dict[Signal, Rating]:
    return {signal: LETTERS[letter] for signal, letter in zip(Signal, letters, strict=True)}


def held(owner: int, letters: str, on: date, **more: Any) -> HealthCheck:
    words = {signal.value: rating.value for signal, rating in rated(letters).items()}
    return HealthCheck(account_id=owner, on=on, **words, **more)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def touch(owner: int, days: int, **more: Any) -> Touchpoint:
    at = datetime(2026, 11, 20, 9, tzinfo=UTC) - timedelta(days=days)
    return Touchpoint(**{"account_id": owner, "at": at, "transactional": False, **more})


@pytest.fixture
def nordwind(database: Database) -> int:
    """A strategic account known since long ago, its check due on the third Friday of each month."""
    return database.run(add, account(created_on=LONG_AGO, slot=2))[0]


def check_ins(database: Database, owner: int) -> tuple[health.CheckInRow, ...]:
    return database.read(health.check_ins, owner)


def the_row(database: Database, owner: int, today: date = TODAY, practice: Practice = USUAL) -> health_round.RoundRow:
    row = database.read(health_round.the_round, today, practice).row(owner)
    assert row is not None
    return row


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


# What stands beside it


@pytest.mark.rule("H-5")
@pytest.mark.rule("I-4")
def test_the_evidence_is_what_was_recorded_up_to_today(database: Database, nordwind: int) -> None:
    database.run(
        add,
        *(touch(nordwind, days, channel="email", response_hours=hours, tone="cool") for days, hours in
          ((50, 10), (45, 14), (12, 30), (9, 32))),
        touch(nordwind, 70, channel="meeting", tone="warm"),
        touch(nordwind, 2, channel="meeting", tone="warm", internal=True),
        touch(nordwind, -5, channel="meeting", tone="warm"),
        Referral(account_id=nordwind, on=ago(40), referred="Contoso"),
    )  # fmt: skip
    found = database.read(health.evidence_of, nordwind, TODAY)
    assert found.words[Signal.RESPONSE_TIME] == "median 31 h, was 12 h over the 90 days before (+158 %)"
    assert found.words[Signal.MEETING_ENGAGEMENT] == "1 held, last 70 d ago, warm"
    assert found.words[Signal.REFERRAL_ACTIVITY] == "1 in 12 months, last 40 d ago"
    assert found.words[Signal.TONE] == "warm cool cool cool cool"
    assert {signal: one.rating for signal, one in found.suggestions.items()} == rated("pwgp")
    assert database.read(health.history, nordwind, TODAY) == []


def test_without_any_record_there_is_nothing_to_suggest_but_what_silence_says(database: Database) -> None:
    (new,) = database.run(add, account(created_on=ago(5)))
    found = database.read(health.beside, new, TODAY)
    assert found.evidence.suggestions == {}
    assert (found.last, found.open_check_in, found.before(TODAY), found.held_on(TODAY)) == (None,) * 4
    assert found.promises == health.Promises(0, 0, 0, 0)
    assert database.read(health.evidence_of, 99, TODAY).words[Signal.TONE] == "no tone noted yet"


@pytest.mark.rule("C-2")
@pytest.mark.rule("I-5")
def test_promises_and_the_touch_balance_stand_beside_the_signals(database: Database, nordwind: int) -> None:
    def promise(state: str, settled: date | None, **more: Any) -> Commitment:
        return Commitment(
            **{"account_id": nordwind, "side": "ours", "what": "x", "state": state, "settled_on": settled, **more}
        )

    database.run(
        add, promise("kept", ago(10)), promise("kept", ago(400)), promise("late", ago(89)),
        promise("broken", None, due=ago(5)), promise("waived", ago(3)), promise("open", None, due=ago(-30)),
        promise("kept", ago(4), side="theirs"), touch(nordwind, 3), touch(nordwind, 2, transactional=True),
    )  # fmt: skip
    found = database.read(health.beside, nordwind, TODAY)
    assert found.promises == health.Promises(kept=1, settled=3, open=1, missed_lately=2)
    assert found.promises.called_out
    assert (found.balance.considered, found.balance.value) == (2, 1)


@pytest.mark.rule("H-4")
@pytest.mark.rule("H-7")
def test_the_history_says_of_each_check_where_it_went(database: Database, nordwind: int) -> None:
    database.run(add, *(held(nordwind, letters, ago(days)) for letters, days in
                        (("gggg", 90), ("ppgg", 60), ("ggww", 30), ("gwgw", 0), ("gggg", -9))))  # fmt: skip
    found = database.read(health.beside, nordwind, TODAY)
    assert [(one.colour.value, one.trend) for one in found.checks] == [
        ("yellow", Trend.STEADY), ("yellow", Trend.IMPROVING), ("red", Trend.DECLINING), ("green", None),
    ]  # fmt: skip
    assert found.last is found.held_on(TODAY) is found.checks[0]
    assert found.before(TODAY) is found.checks[1]


# The round


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


@pytest.mark.parametrize("module", [health, health_round])
def test_every_statement_fits_the_schema(database: Database, module: Any) -> None:
    for name, text in vars(module).items():
        if name.isupper() and isinstance(text, str):
            database.connection.execute(
                f"EXPLAIN {text}", dict.fromkeys(("account", "today", "since", "year_ago", "recently"))
            )


def test_the_changes_can_be_named_without_loading_what_writing_needs() -> None:
    import subprocess
    import sys

    code = "import kamtui.storage.health_changes, kamtui.storage.health_round, sys; print('sqlmodel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
