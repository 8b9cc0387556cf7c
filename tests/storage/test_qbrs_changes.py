from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kamtui.domain.commitments import Side
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.qbr import Participant, Phase, QbrState
from kamtui.domain.qbr_marks import Marked, MarkKind, read_notes
from kamtui.domain.qbr_notes import THEIRS
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.storage import qbr_close_changes, qbr_run_changes, qbrs, qbrs_changes
from kamtui.storage.database import Database
from kamtui.storage.qbr_close_changes import Closing
from kamtui.storage.qbr_run_changes import OnScreen
from tests.hand_clock import HandClock
from tests.storage.qbr_records import IDA, MAX, client, days, ida, review
from tests.storage.records import DAY, actions, add, change, dump, remove

NOTES = "! send it by fri\n* Ida names the lead by 12 dec\n^ new COO\n+ saved 84k\n? who signs"


@pytest.fixture
def hands() -> HandClock:
    return HandClock()


@pytest.fixture
def database(database_file: Path, hands: HandClock) -> Iterator[Database]:
    opened = Database.open(database_file, hands)
    yield opened
    opened.close()


def one(database: Database, key: int) -> qbrs.Qbr:
    found = qbrs.qbr(database.connection, key)
    assert found is not None
    return found


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    return database.connection.execute(sql).fetchall()


def labels(database: Database) -> list[str]:
    return [label for label, state in actions(database.connection) if state == "done"]


# Planning


@pytest.mark.rule("Q-2")
@pytest.mark.rule("Q-9")
def test_a_planned_review_takes_over_the_people_of_the_last_one(database: Database) -> None:
    owner = client(database)
    database.run(review, owner, state="held", ended_at=datetime(2026, 10, 1, tzinfo=UTC), scheduled_on=days(-50))
    key = database.run(qbrs_changes.plan, owner, days(7))
    found = one(database, key)
    assert (found.state, found.scheduled_on, found.participants) == (QbrState.PLANNED, days(7), (IDA, MAX))
    assert len(rows(database, f"SELECT 1 FROM qbr_phase WHERE qbr_id = {key}")) == 5
    assert labels(database)[-1] == "QBR with Northwind planned for Fri 27 Nov"
    other = database.run(qbrs_changes.plan, owner, days(8), [MAX, MAX, Participant("  ", Side.OURS)])
    assert one(database, other).participants == (MAX,)


def test_a_review_is_not_planned_for_a_day_that_is_past_or_taken(database: Database) -> None:
    owner, gone = client(database), client(database, "Gone", status="ended")
    key = database.run(qbrs_changes.plan, owner, days(7))
    for wanted, on, why in (
        (owner, days(-1), "is past"),
        (owner, days(7), "planned for Fri 27 Nov already"),
        (gone, days(1), "no client any more"),
    ):
        with pytest.raises(Refused, match=why):
            database.run(qbrs_changes.plan, wanted, on)
    database.run(qbrs_changes.cancel, key, "they moved")
    database.run(qbrs_changes.plan, owner, days(7))


@pytest.mark.rule("T-3")
def test_several_proposals_are_planned_in_one_action(database: Database) -> None:
    wanted = [(client(database, name), days(at)) for at, name in enumerate(("A", "B"), 1)]
    assert database.run(qbrs_changes.plan_several, wanted) == [1, 2]
    assert labels(database)[-1] == "2 QBRs planned"
    database.undo()
    assert rows(database, "SELECT 1 FROM qbr") == []
    assert database.run(qbrs_changes.plan_several, wanted[:1]) == [3]
    assert labels(database)[-1] == "QBR with A planned for Sat 21 Nov"


def test_day_and_people_can_be_changed_until_it_was_held(database: Database) -> None:
    owner = client(database)
    key = database.run(qbrs_changes.plan, owner, days(7))
    database.run(qbrs_changes.edit, key, days(9), [MAX])
    assert (one(database, key).scheduled_on, one(database, key).participants) == (days(9), (MAX,))
    with pytest.raises(Refused, match="is past"):
        database.run(qbrs_changes.edit, key, days(-9), [MAX])
    database.run(change, Qbr, key, scheduled_on=days(-9))
    database.run(qbrs_changes.edit, key, days(-9), [])
    database.run(change, Qbr, key, state="held")
    with pytest.raises(Refused, match="is held: it is not changed any more"):
        database.run(qbrs_changes.edit, key, days(9), [])


@pytest.mark.rule("Q-2")
def test_a_review_is_called_off_with_a_reason_until_it_was_held(database: Database) -> None:
    key = database.run(qbrs_changes.plan, client(database), days(7))
    with pytest.raises(Refused, match="needs a reason"):
        database.run(qbrs_changes.cancel, key, " ")
    assert database.run(qbrs_changes.cancel, key, "they moved") == "QBR with Northwind"
    assert labels(database)[-1] == "QBR with Northwind cancelled: they moved"
    with pytest.raises(Refused, match="cancelled and cannot become cancelled"):
        database.run(qbrs_changes.cancel, key, "again")


# Preparing


@pytest.mark.rule("Q-3")
def test_it_is_prepared_when_the_third_part_is_done(database: Database) -> None:
    key = database.run(qbrs_changes.plan, client(database), days(7))
    assert not database.run(qbrs_changes.mark_prep, key, "results", done=True)
    assert not database.run(qbrs_changes.mark_prep, key, "results", done=False)
    assert labels(database)[-1] == "QBR with Northwind: results open again"
    assert [
        database.run(qbrs_changes.mark_prep, key, part, done=True) for part in ("results", "hypothesis", "intelligence")
    ] == [False, False, True]
    assert (one(database, key).state, one(database, key).prep_done) == (
        QbrState.PREPARED,
        ("results", "intelligence", "hypothesis"),
    )
    with pytest.raises(Refused, match="prepared already"):
        database.run(qbrs_changes.mark_prep, key, "results", done=False)
    database.undo()
    assert one(database, key).state is QbrState.PLANNED


@pytest.mark.rule("Q-6")
def test_notes_of_the_preparation_are_kept_as_typed_and_never_overwrite_another_window(database: Database) -> None:
    key = database.run(qbrs_changes.plan, client(database), days(7))
    assert database.note(qbrs_changes.keep_prep, key, "results", "", "mine") == "mine"
    assert database.note(qbrs_changes.keep_prep, key, "results", "", "theirs") == f"theirs\n{THEIRS}\nmine"
    assert (
        database.note(qbrs_changes.keep_prep, key, "results", "x", f"theirs\n{THEIRS}\nmine")
        == one(database, key).prep["results"]
    )
    assert len(labels(database)) == 2


# Running


def running(database: Database, **more: Any) -> int:
    key = database.run(qbrs_changes.plan, client(database), days(0), [IDA, MAX])
    database.run(qbr_run_changes.begin, key)
    return key


def on_screen(database: Database, key: int, **notes: str) -> OnScreen:
    found = one(database, key)
    return OnScreen(
        found.clock, found.clock, {Phase(name): (found.notes[Phase(name)], text) for name, text in notes.items()}
    )


@pytest.mark.rule("Q-2")
@pytest.mark.rule("Q-4")
def test_a_review_begins_once_prepared_or_not(database: Database, hands: HandClock) -> None:
    key = running(database)
    found = one(database, key)
    assert (found.state, found.started_at, found.clock.counted) == (QbrState.RUNNING, hands.at, hands.at)
    assert found.clock.phase is Phase.RESULTS
    with pytest.raises(Refused, match="under way already"):
        database.run(qbr_run_changes.begin, key)
    database.undo()
    assert one(database, key).state is QbrState.PLANNED
    prepared = database.run(review, client(database, "B"), state="prepared")
    database.run(qbr_run_changes.begin, prepared)
    assert one(database, prepared).state is QbrState.RUNNING
    held = database.run(review, client(database, "C"), state="held")
    with pytest.raises(Refused, match="held and cannot become running"):
        database.run(qbr_run_changes.begin, held)


@pytest.mark.rule("Q-4")
@pytest.mark.rule("Q-6")
def test_clock_and_notes_are_kept_over_visits_and_pauses(database: Database, hands: HandClock) -> None:
    key = running(database)
    first = one(database, key).clock
    hands.on(seconds=600)
    second = first.to(Phase.CONTEXT, hands.at)
    kept = database.note(qbr_run_changes.keep, key, OnScreen(first, second, {Phase.RESULTS: ("", "a [/x]\n! b")}))
    assert (kept.state, kept.clock, kept.notes[Phase.RESULTS]) == (QbrState.RUNNING, second, "a [/x]\n! b")
    hands.on(seconds=30)
    third = second.paused(hands.at)
    assert database.note(qbr_run_changes.keep, key, OnScreen(second, third)).state is QbrState.PAUSED
    hands.on(hours=1)
    fourth = third.resumed(hands.at)
    assert database.note(qbr_run_changes.keep, key, OnScreen(third, fourth)).state is QbrState.RUNNING
    found = one(database, key)
    assert found.clock == fourth
    assert (found.clock.used[Phase.RESULTS], found.clock.used[Phase.CONTEXT]) == (600, 30)
    assert labels(database)[-1] == "QBR with Northwind begun"


@pytest.mark.rule("Q-6")
def test_two_windows_of_a_review_lose_nothing_and_count_once(database: Database, hands: HandClock) -> None:
    key = running(database)
    start = one(database, key).clock
    hands.on(seconds=100)
    database.note(qbr_run_changes.keep, key, OnScreen(start, start.at(hands.at), {Phase.RESULTS: ("", "left")}))
    hands.on(seconds=10)
    kept = database.note(qbr_run_changes.keep, key, OnScreen(start, start.at(hands.at), {Phase.RESULTS: ("", "right")}))
    assert kept.notes[Phase.RESULTS] == f"right\n{THEIRS}\nleft"
    assert kept.clock.total == 110


def test_phases_that_an_import_doubled_or_left_out_are_put_right(database: Database) -> None:
    (key,) = database.run(add, Qbr(account_id=client(database), scheduled_on=DAY, state="prepared"))
    database.run(add, *(QbrPhase(qbr_id=key, phase="results", seconds=5, notes=text) for text in ("a", "b")))
    database.run(qbr_run_changes.begin, key)
    database.note(qbr_run_changes.keep, key, on_screen(database, key, context="c"))
    assert rows(database, "SELECT phase, seconds, notes FROM qbr_phase ORDER BY id") == [
        ("results", 10, "a\nb"), ("context", 0, "c"), ("engagement", 0, ""), ("vision", 0, ""), ("alignment", 0, ""),
    ]  # fmt: skip


def test_what_is_typed_after_it_was_closed_elsewhere_is_kept_too(database: Database) -> None:
    key = database.run(review, client(database), state="held", seconds=60)
    kept = database.note(qbr_run_changes.keep, key, on_screen(database, key, results="late"))
    assert (kept.state, kept.notes[Phase.RESULTS], kept.clock.total) == (QbrState.HELD, "late", 300)
    database.run(remove, Qbr, key)
    with pytest.raises(Refused, match="no longer there"):
        database.note(qbr_run_changes.keep, key, OnScreen(kept.clock, kept.clock))


# Closing


def closing(database: Database, key: int, **more: Any) -> Closing:
    found = one(database, key)
    marks = read_notes(found.notes, found.held_on, found.participants)
    return Closing(**{"marks": marks, "rating": 4, "came": [IDA], "learned": " a\nb ", **more})


def ended(database: Database, hands: HandClock, notes: str = NOTES) -> int:
    key = running(database)
    start = one(database, key).clock
    hands.on(minutes=60)
    stop = start.to(Phase.ALIGNMENT, hands.at).paused(hands.at)
    database.note(qbr_run_changes.keep, key, OnScreen(start, stop, {Phase.ALIGNMENT: ("", notes)}))
    hands.on(minutes=20)
    return key


@pytest.mark.rule("Q-5")
@pytest.mark.rule("Q-7")
@pytest.mark.rule("Q-8")
@pytest.mark.rule("Q-9")
def test_closing_makes_every_line_its_record_in_one_action(database: Database, hands: HandClock) -> None:
    key = ended(database, hands)
    before = dump(database.connection)
    said = database.run(qbr_close_changes.close, key, closing(database, key))
    assert said == "1 promise of ours, 1 promise of theirs, 1 trigger, 1 value entry, 1 open question"
    found = one(database, key)
    assert (found.state, found.rating, found.learned) == (QbrState.HELD, 4, "a\nb")
    assert found.ended_at == datetime(2026, 11, 20, 16, 10, tzinfo=UTC)
    assert found.participants == (replace(IDA, came=True), replace(MAX, came=False))
    uid = found.uid
    assert rows(
        database,
        "SELECT side, what, who, due, state, source ->> '$.kind', source ->> '$.uid' FROM commitment",
    ) == [
        ("ours", "send it", "", "2026-11-20", "open", "qbr", uid),
        ("theirs", "Ida names the lead", "Ida Sol", "2026-12-12", "open", "qbr", uid),
    ]
    assert rows(database, "SELECT kind, heard, noted_on, state FROM expansion_trigger") == [
        ("org_change", "new COO", "2026-11-20", "open")
    ]
    assert rows(database, 'SELECT kind, what, amount, "on" FROM value_entry') == [
        ("delivered", "saved 84k", 84_000_00, "2026-11-20")
    ]
    assert labels(database)[-1] == "QBR with Northwind held"
    database.undo()
    assert dump(database.connection) == before


@pytest.mark.rule("Q-7")
def test_closing_with_a_missing_part_asks_for_it_or_a_reason(database: Database, hands: HandClock) -> None:
    key = ended(database, hands, "! send it")
    with pytest.raises(Refused, match="still needs what the client will do and when both will be done: add it, or say"):
        database.run(qbr_close_changes.close, key, closing(database, key))
    reasons = {"theirs": "nothing was asked of them", "when": "they name the day"}
    database.run(qbr_close_changes.close, key, closing(database, key, reasons=reasons))
    assert one(database, key).reasons == reasons


def test_closing_is_refused_without_a_rating_twice_and_for_an_empty_line(database: Database, hands: HandClock) -> None:
    key = ended(database, hands)
    for rating in (None, 0, 6):
        with pytest.raises(Refused, match="from 1 to 5"):
            database.run(qbr_close_changes.close, key, closing(database, key, rating=rating))
    empty = [*closing(database, key).marks, Marked(MarkKind.QUESTION, " ")]
    with pytest.raises(Refused, match="empty"):
        database.run(qbr_close_changes.close, key, closing(database, key, marks=empty))
    assert rows(database, "SELECT 1 FROM commitment") == []
    database.run(qbr_close_changes.close, key, closing(database, key, came=[IDA, Participant("New", Side.THEIRS)]))
    assert one(database, key).participants[-1] == Participant("New", Side.THEIRS, came=True)
    with pytest.raises(Refused, match="held and cannot become held"):
        database.run(qbr_close_changes.close, key, closing(database, key))


@pytest.mark.rule("Q-5")
def test_open_questions_go_into_the_preparation_of_the_next_review(database: Database, hands: HandClock) -> None:
    key = ended(database, hands)
    owner = one(database, key).account_id
    database.run(qbr_close_changes.close, key, closing(database, key))
    following = database.run(qbrs_changes.plan, owner, days(30))
    assert one(database, following).prep["intelligence"] == "? who signs"
    again = database.run(qbrs_changes.plan, owner, days(60))
    assert one(database, again).prep["intelligence"] == ""
    database.undo()
    database.undo()
    assert one(database, key).agreed.get("carried") is None


@pytest.mark.rule("Q-5")
def test_a_review_that_is_planned_already_gets_the_questions_below_its_notes(
    database: Database, hands: HandClock
) -> None:
    key = ended(database, hands)
    owner = one(database, key).account_id
    following = database.run(qbrs_changes.plan, owner, days(30))
    database.note(qbrs_changes.keep_prep, following, "intelligence", "", "noted")
    database.run(qbr_close_changes.close, key, closing(database, key))
    assert one(database, following).prep["intelligence"] == "noted\n? who signs"
    assert one(database, database.run(qbrs_changes.plan, owner, days(60))).prep["intelligence"] == ""


@pytest.mark.rule("X-1")
def test_only_what_was_raised_in_the_last_phase_is_framed_in_the_follow_up(
    database: Database, hands: HandClock
) -> None:
    key = ended(database, hands)
    early = Marked(MarkKind.TRIGGER, "early", Phase.RESULTS, trigger=TriggerKind.MILESTONE)
    database.run(qbr_close_changes.close, key, closing(database, key, marks=[*closing(database, key).marks, early]))
    assert one(database, key).agreed["expansion"] == [{"kind": "org_change", "heard": "new COO"}]
    assert len(rows(database, "SELECT 1 FROM expansion_trigger")) == 2


# Following up


@pytest.mark.rule("Q-7")
@pytest.mark.parametrize(
    ("after", "on_time"), [(timedelta(hours=23, minutes=59), True), (timedelta(hours=24, minutes=1), False)]
)
def test_sending_stamps_the_moment_and_says_whether_it_was_on_time(
    database: Database, hands: HandClock, after: timedelta, on_time: bool
) -> None:
    key = database.run(review, client(database), state="held", ended_at=hands.at)
    hands.on(seconds=after.total_seconds())
    assert database.run(qbr_close_changes.sent, key) is on_time
    found = one(database, key)
    assert (found.state, found.followed_up_at) == (QbrState.FOLLOWED_UP, hands.at)
    assert labels(database)[-1].endswith("sent on time" if on_time else "sent late")
    with pytest.raises(Refused, match="went out already"):
        database.run(qbr_close_changes.sent, key)


@pytest.mark.rule("Q-2")
def test_only_a_held_review_is_followed_up(database: Database) -> None:
    key = database.run(review, client(database))
    with pytest.raises(Refused, match="planned and cannot become followed up"):
        database.run(qbr_close_changes.sent, key)


@pytest.mark.rule("Q-6")
def test_the_text_of_a_follow_up_is_kept_as_it_is_typed(database: Database) -> None:
    key = database.run(review, client(database), state="held")
    assert database.note(qbr_close_changes.keep_follow_up, key, "draft", "draft, mine") == "draft, mine"
    assert database.note(qbr_close_changes.keep_follow_up, key, "draft", "other") == f"other\n{THEIRS}\ndraft, mine"
    assert one(database, key).follow_up.startswith("other")


def test_the_people_of_a_review_belong_to_it_and_not_to_the_map(database: Database) -> None:
    owner = client(database)
    database.run(add, ida(owner))
    key = database.run(qbrs_changes.plan, owner, date(2026, 12, 1), [IDA])
    assert one(database, key).participants == (IDA,)
