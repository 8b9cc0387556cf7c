"""The first ninety days: starting, meeting, moving, the note that is kept, and time to first value."""

from datetime import date, timedelta

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.models.accounts import Account
from kamtui.models.issues import Milestone
from kamtui.models.value import ValueEntry
from kamtui.storage import accounts_changes
from kamtui.storage import onboarding_changes as changes
from kamtui.storage.database import Database
from kamtui.storage.handover_note import NoteVisit, keep_note
from kamtui.storage.onboarding import Onboarding, account_of_milestone, first_values, onboarding, onboardings
from kamtui.storage.week import the_week
from tests.storage.records import account, add, change, dump

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def client(database: Database, name: str = "Nord", **more: object) -> int:
    (key,) = database.run(add, account(name, **more))
    return key


def read(database: Database, key: int) -> Onboarding:
    found = database.read(onboarding, key, TODAY)
    assert found is not None
    return found


def days(found: Onboarding) -> list[tuple[int, date, bool]]:
    return [(each.milestone.day, each.milestone.due, each.review) for each in found.milestones]


def value(owner: int, days_ago: int, kind: str = "delivered") -> ValueEntry:
    return ValueEntry(account_id=owner, kind=kind, what="hours saved", on=ago(days_ago))


@pytest.mark.rule("O-1")
def test_a_start_writes_the_note_the_day_and_three_milestones_and_is_one_action(database: Database) -> None:
    key = client(database)
    before = dump(database.connection)
    database.run(changes.start_onboarding, key, ago(10), " promised Ida\x1b[2J a pilot ")
    found = read(database, key)
    assert (found.status, found.start, found.started_here) == ("onboarding", ago(10), True)
    assert found.handover_note == "promised Ida a pilot"
    assert days(found) == [(30, ago(-20), False), (60, ago(-50), False), (90, ago(-80), True)]
    assert (found.day(TODAY), found.last_day, found.met, found.in_time) == (10, 90, 0, 0)
    assert found.coming == found.milestones[0]
    assert database.undo() == "onboarding of Nord"
    assert dump(database.connection) == before


@pytest.mark.rule("O-1")
def test_starting_again_on_another_day_moves_what_still_falls_on_its_day(database: Database) -> None:
    key = client(database)
    database.run(changes.start_onboarding, key, ago(10), "kept", days=(30, 60))
    first, second = (each.id for each in read(database, key).milestones)
    database.run(changes.move_milestone, ago(-25), milestone_id=first)
    database.run(changes.start_onboarding, key, ago(5), days=(30, 60, 90))
    found = read(database, key)
    assert days(found) == [(30, ago(-25), False), (60, ago(-55), False), (90, ago(-85), True)]
    assert found.handover_note == "kept"
    assert second in {each.id for each in found.milestones}


@pytest.mark.rule("O-1", "O-2")
def test_a_client_who_comes_back_begins_anew(database: Database) -> None:
    key = client(database, status="ended", client_since=ago(900))
    old = Milestone(account_id=key, day=90, what="old review", due=ago(800), met_on=ago(801))
    database.run(add, old, value(key, 850))
    assert read(database, key).milestones[0].milestone.what == "old review"
    assert read(database, key).first_value == 50
    database.run(changes.start_onboarding, key, ago(20))
    found = read(database, key)
    assert [each.milestone.day for each in found.milestones] == [30, 60, 90]
    assert found.first_value is None
    database.run(add, value(key, 4))
    assert read(database, key).first_value == 16


@pytest.mark.rule("O-3")
def test_the_last_milestone_ends_the_onboarding_in_active(database: Database) -> None:
    key = client(database)
    database.run(changes.start_onboarding, key, ago(88))
    first, second, last = (each.id for each in read(database, key).milestones)
    met = database.run(changes.meet_milestone, first)
    assert (met.account, met.late, met.review) == ("Nord", True, False)
    assert read(database, key).status == "onboarding"
    met = database.run(changes.meet_milestone, last)
    assert (met.account_id, met.late, met.review) == (key, False, True)
    database.run(changes.note_review_trigger, met.uid)
    statement = "SELECT account_id, kind, heard, state FROM expansion_trigger"
    noted = [(key, "milestone", "Results review after 90 days", "open")]
    assert database.connection.execute(statement).fetchall() == noted
    assert database.undo() == "milestone trigger at Nord"
    found = read(database, key)
    assert (found.status, found.met, found.in_time, found.under_way) == ("active", 2, 1, False)
    assert found.coming is not None
    assert found.coming.id == second
    with pytest.raises(Refused, match="met already"):
        database.run(changes.meet_milestone, last)
    assert database.undo() == "milestone Results review after 90 days met, onboarding ended"
    assert read(database, key).status == "onboarding"
    again = database.redo()
    assert again is not None
    database.run(changes.unmeet_milestone, last)
    database.run(changes.meet_milestone, last)
    assert database.undo() == "milestone Results review after 90 days met"
    with pytest.raises(Refused, match="open already"):
        database.run(changes.unmeet_milestone, last)


@pytest.mark.rule("O-1")
def test_milestones_are_added_changed_moved_and_removed(database: Database) -> None:
    key = client(database, client_since=ago(7))
    number = database.run(
        changes.add_milestone, {"what": " training\nfor all ", "due": ago(-5), "success_measure": None}, account_id=key
    )
    (row,) = read(database, key).milestones
    assert (row.milestone.what, row.milestone.day, row.review) == ("training for all", 12, True)
    database.run(changes.edit_milestone, number, {"what": "training", "due": ago(-9), "success_measure": "20 people"})
    (row,) = read(database, key).milestones
    assert (row.milestone.day, row.milestone.due, row.milestone.success_measure) == (12, ago(-9), "20 people")
    database.run(changes.edit_milestone, number, {"day": 30, "met_on": ago(1)})
    assert read(database, key).in_time == 1
    with pytest.raises(Refused, match="met already"):
        database.run(changes.move_milestone, ago(-30), milestone_id=number)
    for wrong, words in (
        ({"what": " "}, "what is empty"), ({"due": None}, "needs its date"), ({"met_on": ago(-1)}, "in the future"),
        ({"colour": "red"}, "has no colour"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            database.run(changes.edit_milestone, number, wrong)
    assert database.run(changes.remove_milestone, number) == "training"
    assert read(database, key).milestones == ()
    assert (read(database, key).last_day, read(database, key).coming) == (None, None)
    with pytest.raises(Refused, match="no longer there"):
        database.run(changes.meet_milestone, number)


@pytest.mark.rule("O-1")
def test_what_counts_as_success_is_agreed_with_the_client(database: Database) -> None:
    key = client(database)
    database.run(changes.agree_criteria, " ten users\r\na day ", None, account_id=key)
    found = read(database, key)
    assert (found.success_criteria, found.criteria_agreed_on) == ("ten users\na day", None)
    database.run(changes.agree_criteria, "ten users", TODAY, account_id=key)
    assert read(database, key).criteria_agreed_on == TODAY
    assert database.undo() == "success criteria of Nord agreed"
    for text, on, words in (("x", ago(-1), "still to come"), (" ", TODAY, "say what was agreed")):
        with pytest.raises(Refused, match=words):
            database.run(changes.agree_criteria, text, on, account_id=key)


@pytest.mark.rule("O-3")
def test_an_onboarding_can_end_without_its_review(database: Database) -> None:
    key = client(database, status="onboarding")
    database.run(changes.finish_onboarding, key)
    assert read(database, key).status == "active"
    with pytest.raises(Refused, match="Nord is active, not in onboarding"):
        database.run(changes.finish_onboarding, key)


@pytest.mark.rule("O-1")
def test_the_note_is_kept_while_it_is_typed_as_one_action(database: Database) -> None:
    key = client(database, handover_note="first")
    before = dump(database.connection)
    visit, kept = database.run(keep_note, NoteVisit(key, "first"), "first", "first, and")
    visit, kept = database.run(keep_note, visit, kept, "first, and more\x07")
    assert kept == read(database, key).handover_note == "first, and more"
    assert database.run(keep_note, visit, kept, kept) == (visit, kept)
    database.run(change, Account, key, handover_note="first, and more\nelsewhere")
    visit, kept = database.run(keep_note, visit, "first, and more", "first, and more, here")
    assert kept.splitlines()[0] == "first, and more, here"
    assert kept.splitlines()[-1] == "elsewhere"
    assert database.undo() == "hand-over note of Nord"
    assert read(database, key).handover_note == "first, and more\nelsewhere"
    database.undo()
    assert database.undo() == "hand-over note of Nord"
    assert dump(database.connection) == before
    assert database.undo() is not None


@pytest.mark.rule("O-1", "O-2")
def test_the_list_has_those_under_way_first_and_then_those_who_are_through(database: Database) -> None:
    new = client(database, "New", status="onboarding", client_since=ago(3))
    older = client(database, "Older", status="onboarding", created_on=ago(50))
    through = client(database, "Through", client_since=ago(200))
    client(database, "Never", client_since=ago(2000))
    client(database, "Gone", status="ended", onboarding_started_on=ago(400))
    database.run(
        add,
        Milestone(account_id=through, day=90, what="review", due=ago(110), met_on=ago(112)),
        Milestone(account_id=older, day=30, what="b", due=ago(-1)),
        Milestone(account_id=older, day=60, what="a", due=TODAY),
        value(through, 155), value(through, 90), value(older, 60), value(new, 1, "adjacent"),
    )  # fmt: skip
    found = database.read(onboardings, TODAY)
    assert [(each.account, each.first_value) for each in found] == [("New", None), ("Older", 0), ("Through", 45)]
    assert found[1].coming is not None
    assert found[1].coming.milestone.what == "a"
    assert database.read(first_values, TODAY) == {older: 0, through: 45}
    uid = found[1].coming.uid
    whose = database.read(account_of_milestone, uid, TODAY)
    assert whose is not None
    assert whose.account_id == older
    assert database.read(account_of_milestone, "gone", TODAY) is None
    assert database.read(onboarding, 99, TODAY) is None


@pytest.mark.rule("O-1")
def test_an_account_that_comes_into_onboarding_gets_its_milestones(database: Database) -> None:
    values = {"name": "Fabrikam", "tier": 2, "status": "onboarding", "client_since": ago(12)}
    key = database.run(accounts_changes.add_account, values)
    assert [each.milestone.due for each in read(database, key).milestones] == [ago(-18), ago(-48), ago(-78)]
    assert database.undo() == "new account Fabrikam"
    plain = client(database, client_since=ago(500))
    database.run(accounts_changes.edit_account, plain, {"industry": "retail"})
    assert read(database, plain).milestones == ()
    database.run(accounts_changes.edit_account, plain, {"status": "onboarding"}, Practice(onboarding_days=(14, 40)))
    found = read(database, plain)
    assert (found.start, [each.milestone.due for each in found.milestones]) == (TODAY, [ago(-14), ago(-40)])
    database.run(accounts_changes.edit_account, plain, {"status": "onboarding"}, Practice(onboarding_days=(14, 40, 90)))
    assert len(read(database, plain).milestones) == 2


@pytest.mark.rule("O-1", "Y-10")
def test_milestones_stand_in_the_weeks_list_until_they_are_met(database: Database) -> None:
    key = client(database)
    database.run(changes.start_onboarding, key, ago(30))
    found = [line for line in database.read(the_week, TODAY, Practice()).items if line.activity == "milestone"]
    assert [(line.account, line.due) for line in found] == [("Nord", TODAY)]
    database.run(changes.meet_milestone, read(database, key).milestones[0].id)
    assert not [line for line in database.read(the_week, TODAY, Practice()).items if line.activity == "milestone"]
