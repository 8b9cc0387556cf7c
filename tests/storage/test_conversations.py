"""Difficult conversations on the disk: the list, what is written for one, and what came of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from kamtui.domain.conversations import Part
from kamtui.domain.errors import Refused
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.stakeholders import Stakeholder
from kamtui.storage import conversations, journal
from kamtui.storage import conversations_changes as changes
from kamtui.storage.conversations import Conversation as Read
from kamtui.storage.conversations_changes import Editing
from kamtui.storage.database import Database
from tests.storage.records import account, actions, add, change, person, remove
from tests.storage.week_records import client, lines

TODAY = date(2026, 11, 20)
HOSTILE = "R&D [/x] [@click=app.quit]x[/] =1+1 \u202eabc\x1b[31m \U0001f600"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def listed(database: Database) -> list[Read]:
    return database.read(conversations.conversations, TODAY)


def read(database: Database, uid: str) -> Read:
    found = database.read(conversations.conversation, uid)
    assert found is not None
    return found


def texts(database: Database, uid: str, **more: str) -> dict[Part, str]:
    return {**read(database, uid).texts, **{Part(name): text for name, text in more.items()}}


@pytest.fixture
def owner(database: Database) -> int:
    return client(database, "Nordwind")


@pytest.fixture
def ida(database: Database, owner: int) -> int:
    (key,) = database.run(add, person(owner, "Ida", quality="neutral"))
    return key


@pytest.fixture
def talk(database: Database, owner: int, ida: int) -> str:
    return database.run(changes.note_conversation, owner, "The site stood still", "service_failure", ida)


# The list


@pytest.mark.rule("D-2")
def test_the_longest_avoided_come_first_then_by_date_then_held_then_closed(database: Database, owner: int) -> None:
    def put(happened: str, **more: Any) -> Conversation:
        return Conversation(account_id=owner, happened=happened, **{"noted_on": ago(9), **more})

    database.run(
        add,
        put("closed long ago", state="closed", closed_on=ago(366)),
        put("closed first", state="closed", closed_on=ago(40)),
        put("closed last", state="closed", closed_on=ago(2)),
        put("held", state="held", committed_on=ago(1)),
        put("next week", state="committed", committed_on=ago(-7), noted_on=ago(90)),
        put("tomorrow", state="committed", committed_on=ago(-1), noted_on=ago(1)),
        put("young", noted_on=ago(3)),
        put("old", noted_on=ago(23), own="I did not call."),
    )
    order = ["old", "young", "tomorrow", "next week", "held", "closed last", "closed first"]
    assert [one.texts[Part.HAPPENED] for one in listed(database)] == order
    first = listed(database)[0]
    assert (first.days(TODAY), first.written, first.person, first.with_whom) == (23, 1, "", "Nordwind")


@pytest.mark.rule("D-5")
def test_a_draft_without_a_date_for_seven_days_is_in_every_week_with_its_age(database: Database, owner: int) -> None:
    uid = database.run(changes.note_conversation, owner, "They say we never answer", "feedback")
    noted = lines(database, "draft_conversation", TODAY + timedelta(days=2))
    assert noted == []
    for days in (7, 14, 21):
        (line,) = lines(database, "draft_conversation", TODAY + timedelta(days=days))
        assert (line.why, line.record_uid) == (f"Waiting {days} days without a date: They say we never answer", uid)
        assert line.kind == "soft"
    database.run(changes.set_date, uid, TODAY + timedelta(days=2))
    assert lines(database, "draft_conversation", TODAY + timedelta(days=14)) == []
    (due,) = lines(database, "conversation", TODAY + timedelta(days=2))
    assert due.due == TODAY + timedelta(days=2)


def test_accounts_to_choose_from_are_those_that_are_still_clients(database: Database, owner: int) -> None:
    database.run(add, account("Gone", status="ended"))
    assert database.read(conversations.accounts) == [(owner, "Nordwind")]


# Noting, changing, removing


@pytest.mark.rule("D-2")
def test_one_line_of_what_happened_is_enough(database: Database, owner: int) -> None:
    uid = database.run(changes.note_conversation, owner, " They were not told \n", "other")
    found = read(database, uid)
    assert (found.state, found.noted_on, found.texts[Part.HAPPENED]) == ("draft", TODAY, "They were not told")
    assert (found.stakeholder_id, found.quality, found.kind) == (None, None, "other")
    assert actions(database.connection)[-1][0] == "note of the talk with Nordwind"


def test_what_makes_no_sense_is_refused_in_one_line(database: Database, owner: int, ida: int) -> None:
    elsewhere = client(database, "Contoso")
    for given, said in (
        ((owner, "  ", "other", None), "say what happened"),
        ((owner, "x", "gossip", None), "not a known kind"),
        ((elsewhere, "x", "other", ida), "not on the account's map"),
        ((999, "x", "other", None), "no longer there"),
    ):
        with pytest.raises(Refused, match=said):
            database.run(changes.note_conversation, *given)
    assert listed(database) == []


def test_person_kind_and_first_day_can_be_changed(database: Database, talk: str) -> None:
    database.run(changes.edit_conversation, talk, "feedback", None, ago(30))
    found = read(database, talk)
    assert (found.kind, found.person, found.days(TODAY)) == ("feedback", "", 30)
    for day in (None, TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="some day up to today"):
            database.run(changes.edit_conversation, talk, "feedback", None, day)


def test_removing_is_taken_back_by_undo(database: Database, talk: str) -> None:
    assert database.run(changes.remove_conversation, talk) == "the talk with Ida at Nordwind is removed"
    assert database.read(conversations.conversation, talk) is None
    database.undo()
    assert read(database, talk).person == "Ida"


# The planner


def test_an_editing_session_is_one_action_however_often_it_is_saved(database: Database, talk: str) -> None:
    before = actions(database.connection)
    session = Editing.of(read(database, talk))
    for said in ("You", "You waited", "You waited three days"):
        session = database.run(changes.keep_plan, session, texts(database, talk, acknowledge=said))
    session = database.run(changes.keep_plan, session, texts(database, talk, own="I did not call."))
    assert actions(database.connection) == [*before, ("plan for the talk with Ida at Nordwind", "done")]
    (newest, *_) = journal.history(database.connection, read(database, talk).account_id)
    (one,) = newest.changes
    assert one.before is not None
    assert one.after is not None
    assert (one.before["acknowledge"], one.after["acknowledge"]) == ("", "You waited three days")
    assert database.undo() == "plan for the talk with Ida at Nordwind"
    assert set(texts(database, talk).values()) == {"", "The site stood still"}
    database.redo()
    assert texts(database, talk)[Part.OWN] == "I did not call."


def test_a_session_that_ends_where_it_began_leaves_no_trace(database: Database, talk: str) -> None:
    before, stood = actions(database.connection), read(database, talk)
    session = Editing.of(stood)
    session = database.run(changes.keep_plan, session, texts(database, talk, own="I"))
    database.run(changes.keep_plan, session, texts(database, talk, own=""))
    assert actions(database.connection) == before
    assert read(database, talk) == stood


def test_saving_what_is_saved_writes_nothing(database: Database, talk: str) -> None:
    session = Editing.of(read(database, talk))
    session = database.run(changes.keep_plan, session, texts(database, talk, own="I"))
    before = actions(database.connection)
    session = database.run(changes.keep_plan, session, texts(database, talk))
    assert actions(database.connection) == before
    assert database.undo() is not None
    assert texts(database, talk)[Part.OWN] == ""


def test_another_window_is_never_overwritten(database: Database, talk: str) -> None:
    mine = yours = Editing.of(read(database, talk))
    database.run(changes.keep_plan, yours, texts(database, talk, own="Yours"))
    with pytest.raises(Refused, match="“Own” was changed elsewhere"):
        database.run(changes.keep_plan, mine, {**mine.first, Part.OWN: "Mine"})
    assert texts(database, talk)[Part.OWN] == "Yours"
    same = database.run(changes.keep_plan, mine, {**mine.first, Part.OWN: "Yours", Part.CONFIRM: "Is it?"})
    assert same.kept[Part.CONFIRM] == "Is it?"


def test_two_windows_on_two_steps_both_keep_theirs(database: Database, talk: str) -> None:
    mine = yours = Editing.of(read(database, talk))
    mine = database.run(changes.keep_plan, mine, {**mine.first, Part.OWN: "Mine"})
    yours = database.run(changes.keep_plan, yours, {**yours.first, Part.PROPOSE: "Yours"})
    mine = database.run(changes.keep_plan, mine, {**mine.kept, Part.OWN: "Mine too"})
    assert texts(database, talk)[Part.OWN] == "Mine too"
    assert texts(database, talk)[Part.PROPOSE] == "Yours"


def test_a_session_that_another_window_touched_begins_anew(database: Database, talk: str) -> None:
    mine = Editing.of(read(database, talk))
    mine = database.run(changes.keep_plan, mine, {**mine.first, Part.OWN: "Mine"})
    yours = Editing.of(read(database, talk))
    database.run(changes.keep_plan, yours, {**yours.first, Part.OWN: "Yours"})
    mine = database.run(changes.keep_plan, mine, {**mine.kept, Part.CONFIRM: "Is it?"})
    assert (texts(database, talk)[Part.OWN], texts(database, talk)[Part.CONFIRM]) == ("Yours", "Is it?")
    database.undo()
    assert (texts(database, talk)[Part.OWN], texts(database, talk)[Part.CONFIRM]) == ("Yours", "")


def test_hostile_text_is_kept_without_what_a_terminal_obeys(database: Database, talk: str) -> None:
    session = Editing.of(read(database, talk))
    database.run(changes.keep_plan, session, texts(database, talk, own=HOSTILE * 200))
    kept = texts(database, talk)[Part.OWN]
    assert "[@click=app.quit]" in kept
    assert "\x1b" not in kept
    assert "\u202e" not in kept
    assert kept.count("R&D [/x]") == 200


# The date, holding it, and what came of it


@pytest.mark.rule("D-5")
def test_it_goes_from_draft_to_committed_to_held_to_closed(database: Database, talk: str) -> None:
    assert database.run(changes.set_date, talk, date(2026, 11, 27)) == "the talk with Ida at Nordwind is on Fri 27 Nov"
    assert (read(database, talk).state, read(database, talk).committed_on) == ("committed", date(2026, 11, 27))
    assert database.run(changes.hold, talk) == "the talk with Ida at Nordwind is held"
    assert read(database, talk).state == "held"
    database.run(changes.close, talk, "A plan", "deeper", "Call on day one")
    found = read(database, talk)
    assert (found.state, found.closed_on, found.effect) == ("closed", TODAY, "deeper")
    assert (found.outcome, found.lesson) == ("A plan", "Call on day one")


@pytest.mark.rule("D-5")
def test_no_other_way_is_possible(database: Database, talk: str) -> None:
    with pytest.raises(Refused, match="no date yet"):
        database.run(changes.hold, talk)
    with pytest.raises(Refused, match="still a draft"):
        database.run(changes.close, talk, "A plan", "same", "x")
    database.run(changes.set_date, talk, TODAY)
    with pytest.raises(Refused, match="not held yet"):
        database.run(changes.close, talk, "A plan", "same", "x")
    database.run(changes.hold, talk)
    with pytest.raises(Refused, match="held already"):
        database.run(changes.set_date, talk, None)
    with pytest.raises(Refused, match="deeper, same or damaged"):
        database.run(changes.close, talk, "A plan", None, "x")
    with pytest.raises(Refused, match="not a known effect"):
        database.run(changes.close, talk, "A plan", "better", "x")
    database.run(changes.close, talk, "A plan", "same", "x")
    with pytest.raises(Refused, match="it is closed"):
        database.run(changes.edit_conversation, talk, "other", None, TODAY)
    session, written = Editing.of(read(database, talk)), texts(database, talk, own="More")
    with pytest.raises(Refused, match="it is closed"):
        database.run(changes.keep_plan, session, written)


@pytest.mark.rule("D-5")
def test_a_date_that_is_taken_away_makes_it_a_draft_whose_days_count_on(database: Database, talk: str) -> None:
    database.run(changes.set_date, talk, TODAY)
    assert database.run(changes.set_date, talk, None) == "the talk with Ida at Nordwind has no date any more"
    assert (read(database, talk).state, read(database, talk).committed_on) == ("draft", None)
    assert read(database, talk).noted_on == TODAY


@pytest.fixture
def held(database: Database, talk: str) -> str:
    database.run(changes.set_date, talk, TODAY)
    database.run(changes.hold, talk)
    return talk


@pytest.mark.rule("C-1")
def test_promises_of_both_sides_land_in_the_ledger(database: Database, held: str, owner: int) -> None:
    said = database.run(
        changes.close, held, "A plan", "deeper", "Call at once", None,
        "send the rehearsal plan by 27 nov\n\nTomas: be there", "intro to the COO by 12 dec\nBo: a list",
    )  # fmt: skip
    assert said == "the talk with Ida at Nordwind is closed · 4 promises in the ledger"
    rows = database.connection.execute("SELECT side, what, who, due, state FROM commitment ORDER BY id").fetchall()
    assert rows == [
        ("ours", "send the rehearsal plan", "", "2026-11-27", "open"),
        ("ours", "be there", "Tomas", None, "open"),
        ("theirs", "intro to the COO", "Ida", "2026-12-12", "open"),
        ("theirs", "a list", "Bo", None, "open"),
    ]
    source = {"kind": "conversation", "uid": held}
    assert [one.source for one in database.run(_commitments)] == [source] * 4
    assert read(database, held).promises == 4
    (line,) = lines(database, "commitment", date(2026, 11, 27))
    assert line.why == "We promised: send the rehearsal plan"
    assert database.undo() == "the talk with Ida at Nordwind is closed: deeper"
    assert (database.run(_commitments), read(database, held).state) == ([], "held")


def _commitments(session: Session) -> list[Commitment]:
    return list(session.exec(select(Commitment).order_by(col(Commitment.id))))


@pytest.mark.rule("D-5")
@pytest.mark.rule("M-2")
def test_the_effect_is_carried_to_the_map_with_its_date(database: Database, held: str, ida: int) -> None:
    assert read(database, held).quality == "neutral"
    database.run(changes.close, held, "A plan", "deeper", "x", "strong")
    changed = database.connection.execute('SELECT stakeholder_id, "on", quality FROM quality_change').fetchall()
    assert changed == [(ida, "2026-11-20", "strong")]
    assert read(database, held).quality == "strong"


@pytest.mark.parametrize("quality", ["neutral", "", None])
def test_a_relationship_that_stays_as_it_is_leaves_no_entry(database: Database, held: str, quality: str | None) -> None:
    database.run(changes.close, held, "A plan", "same", "x", quality)
    assert database.connection.execute("SELECT count(*) FROM quality_change").fetchone() == (0,)


def test_a_talk_with_nobody_in_particular_is_closed_too(database: Database, owner: int) -> None:
    uid = database.run(changes.note_conversation, owner, "x", "other")
    database.run(changes.set_date, uid, TODAY)
    database.run(changes.hold, uid)
    said = database.run(changes.close, uid, "A plan", "same", "x", "strong", "", "a list")
    assert said == "the talk with Nordwind is closed · 1 promise in the ledger"


def test_a_role_without_a_name_has_no_rating_to_offer(database: Database, held: str, ida: int) -> None:
    database.run(change, Stakeholder, ida, placeholder=True)
    assert read(database, held).quality is None


def test_a_person_who_was_removed_leaves_the_talk_standing(database: Database, talk: str, ida: int) -> None:
    database.run(remove, Stakeholder, ida)
    found = read(database, talk)
    assert (found.person, found.with_whom) == ("", "Nordwind")
