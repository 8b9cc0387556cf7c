"""Touchpoints and referrals: kept, changed, removed and read back, and captured lines."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from kamtui.domain.capture import Captured, capture
from kamtui.domain.errors import Refused
from kamtui.storage import referrals_changes, touchpoints
from kamtui.storage import touchpoints_changes as changes
from kamtui.storage.database import Database
from kamtui.storage.timeline_changes import remove_line
from tests.storage.records import account, actions, add, person

TODAY = date(2026, 11, 20)
YESTERDAY = date(2026, 11, 19)
HOSTILE = "[@click=app.quit]x[/] \x1b[31m=1+1 R&D [/x] \u202egnirts 🦊"


@pytest.fixture
def jane(database: Database) -> int:
    """Jane Doe and Max Rau of Acme; the account has key 1."""
    acme, other = database.run(add, account("Acme"), account("Zenith"))
    return database.run(add, person(acme, "Jane Doe"), person(acme, "Max Rau"), person(other, "Ida Sol"))[0]


def read(database: Database, text: str, current: int | None = None) -> Captured[int]:
    accounts, people = touchpoints.capture_lists(database.connection, TODAY)
    return capture(text, TODAY, accounts, people, current=current)


def keep(database: Database, text: str, current: int | None = None) -> int:
    return database.run(changes.save_captured, read(database, text, current), text)


def details(database: Database, key: int) -> touchpoints.TouchpointDetails:
    (uid,) = database.connection.execute("SELECT uid FROM touchpoint WHERE id = ?", (key,)).fetchone()
    found = touchpoints.touchpoint(database.connection, uid)
    assert found is not None
    return found


def uid_of(database: Database, table: str, key: int) -> str:
    return str(database.connection.execute(f"SELECT uid FROM {table} WHERE id = ?", (key,)).fetchone()[0])


def count(database: Database, table: str) -> int:
    return int(database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.rule("I-2")
@pytest.mark.rule("X-1")
def test_one_line_becomes_a_touchpoint_with_its_people_its_next_step_and_an_open_trigger(
    database: Database, jane: int
) -> None:
    key = keep(database, "Acme: called Jane ~warm #milestone (30m) re 4h +value next: send case study by fri")
    found = details(database, key)
    assert (found.account, found.channel, found.people, found.tone) == ("Acme", "call", (jane,), "warm")
    assert (found.minutes, found.response_hours, found.transactional, found.internal) == (30, 4.0, False, False)
    assert (found.summary, found.next_step, found.next_step_due) == ("called Jane", "send case study", TODAY)
    assert found.at.date() == TODAY
    trigger = database.connection.execute(
        "SELECT kind, heard, stakeholder_id, noted_on, state, strength FROM expansion_trigger"
    ).fetchall()
    assert trigger == [("milestone", "called Jane", jane, "2026-11-20", "open", "weak")]


@pytest.mark.rule("I-2")
def test_a_captured_line_is_one_action_that_undo_takes_back_whole(database: Database, jane: int) -> None:
    keep(database, "Acme: called Jane #milestone #renewal")
    assert actions(database.connection)[-1] == ("call with Jane Doe at Acme and 2 triggers", "done")
    database.undo()
    assert (count(database, "touchpoint"), count(database, "expansion_trigger")) == (0, 0)
    assert count(database, "touchpoint_person") == 0


def test_a_line_about_another_day_is_dated_at_noon(database: Database, jane: int) -> None:
    found = details(database, keep(database, "Acme: yesterday met Jane #renewal"))
    assert found.at == datetime(2026, 11, 19, 12, tzinfo=UTC)
    assert database.connection.execute("SELECT noted_on FROM expansion_trigger").fetchone() == ("2026-11-19",)


def test_a_trigger_without_a_sentence_keeps_the_line_as_what_was_heard(database: Database, jane: int) -> None:
    keep(database, "Acme: #renewal")
    keep(database, "Acme: met Jane and Max #milestone next: ask")
    heard = database.connection.execute("SELECT heard, stakeholder_id FROM expansion_trigger ORDER BY id").fetchall()
    assert heard == [("Acme: #renewal", None), ("met Jane and Max", None)]


@pytest.mark.rule("I-4")
def test_a_note_is_kept_as_no_touchpoint(database: Database, jane: int) -> None:
    found = details(database, keep(database, "Acme: note: budget round is in March"))
    assert (found.internal, found.summary) == (True, "budget round is in March")
    assert actions(database.connection)[-1][0] == "note on Acme"


@pytest.mark.rule("I-6")
def test_a_referral_heard_is_a_trigger_and_invents_no_referral(database: Database, jane: int) -> None:
    keep(database, "Acme: Jane recommended us to her brother #referral")
    assert (count(database, "expansion_trigger"), count(database, "referral")) == (1, 0)


def test_a_line_without_account_or_without_a_word_is_refused_and_changes_nothing(database: Database, jane: int) -> None:
    with pytest.raises(Refused, match="which account"):
        keep(database, "Foo: called")
    for text in ("Acme:", "Acme: @yesterday"):
        with pytest.raises(Refused, match="what happened"):
            keep(database, text)
    assert count(database, "touchpoint") == 0
    for text in ("Acme: ~cool", "Acme: +value", "Acme: (5m)", "Acme: next: call"):
        keep(database, text)
    assert count(database, "touchpoint") == 4


def test_somebody_removed_meanwhile_stays_in_the_words(database: Database, jane: int) -> None:
    captured = read(database, "Acme: called Jane")
    database.run(lambda session: session.delete(session.get(_stakeholder(), jane)))
    found = details(database, database.run(changes.save_captured, captured, "Acme: called Jane"))
    assert (found.people, found.summary) == ((), "called Jane")


def _stakeholder() -> Any:
    from kamtui.models.stakeholders import Stakeholder

    return Stakeholder


def test_those_who_left_and_roles_without_a_name_are_not_recognised(database: Database, jane: int) -> None:
    database.run(
        add,
        person(1, "Gone Girl", left_on=YESTERDAY),
        person(1, "Leaving Lad", left_on=date(2026, 12, 1)),
        person(1, "Head of IT, name unknown", placeholder=True),
    )
    _, people = touchpoints.capture_lists(database.connection, TODAY)
    assert [name for _, _, name in people] == ["Jane Doe", "Leaving Lad", "Max Rau", "Ida Sol"]


@pytest.mark.rule("I-1")
def test_a_touchpoint_from_the_form_keeps_every_field(database: Database, jane: int) -> None:
    values = {
        "on": YESTERDAY,
        "time": "14:05",
        "channel": "meeting",
        "people": [jane, jane],
        "initiated_by": "client",
        "transactional": False,
        "internal": False,
        "tone": "cool",
        "response_hours": 2.5,
        "minutes": 45,
        "summary": "they said\nno",
        "next_step": "call  her",
        "next_step_due": TODAY,
    }
    found = details(database, database.run(changes.save_touchpoint, 1, values))
    assert found.at == datetime(2026, 11, 19, 14, 5, tzinfo=UTC)
    assert (found.people, found.initiated_by, found.summary, found.next_step) == (
        (jane,),
        "client",
        "they said\nno",
        "call her",
    )
    assert actions(database.connection)[-1][0] == "meeting with Jane Doe at Acme"


def test_a_touchpoint_without_a_time_is_now_today_and_noon_on_another_day(database: Database, jane: int) -> None:
    now = details(database, database.run(changes.save_touchpoint, 1, {"summary": "x", "channel": None, "tone": ""}))
    assert (now.at.date(), now.channel, now.tone) == (TODAY, "other", None)
    noon = details(database, database.run(changes.save_touchpoint, 1, {"summary": "x", "on": YESTERDAY}))
    assert noon.at == datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "say what happened"),
        ({"summary": "x", "on": date(2026, 11, 21)}, "Sat 21 Nov is still to come"),
        ({"summary": "x", "time": "25:00"}, "no time of day"),
        ({"summary": "x", "channel": "smoke"}, "channel"),
        ({"summary": "x", "tone": "icy"}, "tone"),
        ({"summary": "x", "minutes": 0}, "from 1 to 1440"),
        ({"summary": "x", "response_hours": -1.0}, "response time"),
        ({"summary": "x", "next_step_due": TODAY}, "what the next step is"),
        ({"summary": "x", "people": [99]}, "no longer on the map"),
        ({"summary": "x", "people": [3]}, "no longer on the map"),
        ({"summary": "x", "colour": "red"}, "has no colour"),
    ],
)
def test_a_touchpoint_that_cannot_be_is_refused_and_changes_nothing(
    database: Database, jane: int, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        database.run(changes.save_touchpoint, 1, values)
    assert count(database, "touchpoint") == 0


def test_an_account_that_is_gone_is_said(database: Database) -> None:
    with pytest.raises(Refused, match="no longer there"):
        database.run(changes.save_touchpoint, 7, {"summary": "x"})
    assert touchpoints.account_name(database.connection, 7) == ""


def test_a_touchpoint_is_changed_and_what_was_not_given_stays(database: Database, jane: int) -> None:
    key = keep(database, "Acme: called Jane ~warm next: send offer by fri")
    uid, before = uid_of(database, "touchpoint", key), details(database, key)
    database.run(lambda session: setattr(session.get(_touchpoint(), key), "next_step_done_on", TODAY))
    database.run(changes.edit_touchpoint, uid, {"tone": "cool", "on": TODAY, "time": f"{before.at:%H:%M}"})
    after = details(database, key)
    assert (after.tone, after.at, after.people, after.next_step_done_on) == ("cool", before.at, (jane,), TODAY)
    assert actions(database.connection)[-1][0] == "changes to the call at Acme"
    database.run(changes.edit_touchpoint, uid, {"next_step": "call", "people": [jane + 1], "time": ""})
    after = details(database, key)
    assert (after.next_step_done_on, after.people, after.at) == (None, (jane + 1,), before.at)
    database.run(changes.edit_touchpoint, uid, {"on": YESTERDAY, "time": ""})
    assert details(database, key).at == datetime(2026, 11, 19, 12, tzinfo=UTC)
    database.run(changes.edit_touchpoint, uid, {"time": "9:15", "people": [jane + 1, jane]})
    assert details(database, key).at == datetime(2026, 11, 19, 9, 15, tzinfo=UTC)
    assert details(database, key).people == (jane + 1, jane)


def _touchpoint() -> Any:
    from kamtui.models.touchpoints import Touchpoint

    return Touchpoint


def test_a_touchpoint_is_removed_with_its_people_and_comes_back_with_undo(database: Database, jane: int) -> None:
    key = keep(database, "Acme: called Jane")
    uid = uid_of(database, "touchpoint", key)
    assert database.run(remove_line, "touchpoint", key) == "touchpoint"
    assert count(database, "touchpoint_person") == 0
    assert touchpoints.touchpoint(database.connection, uid) is None
    with pytest.raises(Refused, match="no longer there"):
        database.run(changes.edit_touchpoint, uid, {"tone": "cool"})
    database.undo()
    assert details(database, key).people == (jane,)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "e-mail at Acme"),
        (["Jane"], "e-mail with Jane at Acme"),
        (["Jane", "Max"], "e-mail with Jane and Max at Acme"),
        (["Jane", "Max", "Ida", "Bo"], "e-mail with Jane, Max and 2 others at Acme"),
    ],
)
def test_a_touchpoint_is_called_by_how_and_with_whom(names: list[str], words: str) -> None:
    assert changes.touchpoint_words("email", False, names, "Acme") == words


def test_the_primary_contact_is_first_to_choose_and_those_who_left_only_where_they_took_part(
    database: Database, jane: int
) -> None:
    (left,) = database.run(add, person(1, "Al Gone", left_on=YESTERDAY))
    database.run(lambda session: setattr(session.get(_stakeholder(), jane + 1), "primary_contact", True))
    choose = partial(touchpoints.people_to_choose, database.connection, 1, TODAY)
    assert choose() == [(jane + 1, "Max Rau"), (jane, "Jane Doe")]
    assert choose((left, None))[-1] == (left, "Al Gone (left)")


@pytest.mark.rule("I-6")
def test_a_referral_is_kept_changed_and_removed(database: Database, jane: int) -> None:
    key = database.run(referrals_changes.add_referral, 1, {"referred": "Bo  Lind", "referrer_id": jane})
    uid = uid_of(database, "referral", key)
    assert touchpoints.referral(database.connection, uid) == touchpoints.ReferralDetails(
        1, "Acme", TODAY, jane, "Bo Lind", False, ""
    )
    assert actions(database.connection)[-1][0] == "referral of Bo Lind by Acme"
    database.run(referrals_changes.edit_referral, uid, {"outcome": "met twice ", "solicited": True, "on": YESTERDAY})
    found = touchpoints.referral(database.connection, uid)
    assert found is not None
    assert (found.outcome, found.solicited, found.on, found.referrer_id) == ("met twice", True, YESTERDAY, jane)
    assert database.run(remove_line, "referral", key) == "referral"
    assert touchpoints.referral(database.connection, uid) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "referred is empty"),
        ({"referred": "Bo", "on": date(2026, 11, 21)}, "still to come"),
        ({"referred": "Bo", "referrer_id": 3}, "no longer on the map"),
        ({"referred": "Bo", "referrer_id": 99}, "no longer on the map"),
        ({"referred": "Bo", "fee": 3}, "has no fee"),
    ],
)
def test_a_referral_that_cannot_be_is_refused(
    database: Database, jane: int, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        database.run(referrals_changes.add_referral, 1, values)
    assert count(database, "referral") == 0


def test_hostile_text_is_kept_as_plain_words(database: Database, jane: int) -> None:
    key = keep(database, f"Acme: {HOSTILE} #renewal" + "x" * 30_000)
    summary = details(database, key).summary
    assert summary.startswith("[@click=app.quit]x[/] =1+1 R&D [/x] gnirts 🦊")
    assert not {"\x1b", "\u202e"} & set(summary)
    long = keep(database, "Acme: #renewal " + "y" * 30_000)
    assert len(details(database, long).summary) == 30_000
    database.run(changes.save_touchpoint, 1, {"summary": HOSTILE, "next_step": HOSTILE})
    assert "\x1b" not in database.connection.execute("SELECT max(next_step) FROM touchpoint").fetchone()[0]
