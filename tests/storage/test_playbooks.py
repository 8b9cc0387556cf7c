from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamtui.clock import Clock
from kamtui.domain.dates import Cadence, period_of
from kamtui.domain.errors import Refused
from kamtui.domain.playbooks import Playbook, Step
from kamtui.domain.practice import Practice
from kamtui.models.accounts import Account
from kamtui.models.plans import PlanAction
from kamtui.models.playbooks import Playbook as Stored
from kamtui.storage import deadlines, playbooks, portfolio
from kamtui.storage import playbooks_changes as changes
from kamtui.storage.database import Database
from tests.storage.records import account, add, change, dump

TODAY = date(2026, 11, 20)
RESCUE = Playbook("Rescue", "", "start", (Step(0, "us", "look"), Step(7, "champion", "ask"), Step(14, "", "mend")))
RUNWAY = Playbook("Runway", "", "renewal", (Step(-30, "us", "map"), Step(-7, "us", "sign")))


@pytest.fixture
def owner(database: Database) -> int:
    return database.run(add, account("Alder"))[0]


def actions(database: Database) -> list[tuple[str, str, str]]:
    return database.connection.execute("SELECT what, due, playbook FROM plan_action ORDER BY id").fetchall()


def test_starting_one_makes_a_dated_action_a_step_and_undo_takes_all_of_it_back(database: Database, owner: int) -> None:
    said = database.run(changes.start, owner, RESCUE, TODAY - timedelta(days=3))
    assert said == "Rescue at Alder: 3 steps, first Fri 20 Nov, 1 of them moved from before today"
    assert actions(database) == [
        ("look", "2026-11-20", "Rescue"), ("ask", "2026-11-24", "Rescue"), ("mend", "2026-12-01", "Rescue"),
    ]  # fmt: skip
    assert database.undo() == "playbook Rescue started at Alder"
    assert actions(database) == []


def test_the_steps_stand_in_the_weeks_list_with_the_playbook_and_who_takes_them(database: Database, owner: int) -> None:
    database.run(changes.start, owner, RESCUE, TODAY)
    database.run(add, PlanAction(account_id=owner, what="by hand", due=TODAY, who="Robin"))
    rows = {row.id: row for row in portfolio.accounts(database.connection, TODAY, Practice())}
    week = period_of(TODAY + timedelta(days=14), Cadence.WEEKLY)
    whys = [each.why for each in deadlines.items(database.connection, rows, TODAY, week, Practice())
            if each.activity == "action"]  # fmt: skip
    assert whys == ["Rescue, us: look", "Rescue, champion: ask", "Rescue: mend", "Robin: by hand"]


def test_a_runway_counts_back_from_the_renewal_date_unless_a_day_is_given(database: Database, owner: int) -> None:
    with pytest.raises(Refused, match="Alder has no renewal date"):
        database.run(changes.start, owner, RUNWAY, None)
    database.run(change, Account, owner, renewal_date=date(2027, 3, 1))
    assert database.run(changes.start, owner, RUNWAY, None) == "Runway at Alder: 2 steps, first Sat 30 Jan"
    with pytest.raises(Refused, match="under way at Alder already"):
        database.run(changes.start, owner, RUNWAY, TODAY)


def test_what_cannot_be_started_is_refused(database: Database, owner: int) -> None:
    with pytest.raises(Refused, match="no steps yet"):
        database.run(changes.start, owner, Playbook("Empty", "", "start", ()), TODAY)
    with pytest.raises(Refused, match="outside the years"):
        database.run(changes.start, owner, RESCUE, date(2199, 12, 31))
    database.run(change, Account, owner, status="ended")
    with pytest.raises(Refused, match="Alder has ended"):
        database.run(changes.start, owner, RESCUE, TODAY)
    assert database.read(playbooks.startable) == ()
    assert actions(database) == []


def test_runs_under_way_come_by_what_is_due_next_and_finished_ones_last(database: Database, owner: int) -> None:
    other, third = database.run(add, account("Birch", renewal_date=TODAY), account("Cedar"))
    database.run(changes.start, owner, RESCUE, TODAY)
    for account_id, days_ago in ((other, 4), (third, 99)):
        then = Database.open(database.path, Clock(TODAY - timedelta(days=days_ago)))
        then.run(changes.start, account_id, RESCUE, then.clock.today())
        then.close()
    first, *_ = database.read(playbooks.runs, TODAY)
    for step in first.steps:
        database.run(changes.finish_step, step.uid)
    found = database.read(playbooks.runs, TODAY)
    assert [(run.account, run.progress.done, run.progress.late) for run in found] == [
        ("Birch", 0, 1), ("Alder", 0, 0), ("Cedar", 3, 0),
    ]  # fmt: skip
    assert found[0].next_step == found[0].steps[0]
    assert found[2].next_step is None
    assert [run.account for run in database.read(playbooks.runs, TODAY + timedelta(days=91))] == ["Birch", "Alder"]
    assert [run.account for run in database.read(playbooks.runs, TODAY, owner)] == ["Alder"]
    assert database.read(playbooks.startable) == (
        (owner, "Alder", None), (other, "Birch", TODAY), (third, "Cedar", None),
    )  # fmt: skip
    with pytest.raises(Refused, match="done already"):
        database.run(changes.finish_step, found[2].steps[0].uid)
    assert database.run(changes.start, third, RESCUE, TODAY)


def test_stopping_removes_open_steps_and_keeps_what_was_done(database: Database, owner: int) -> None:
    database.run(changes.start, owner, RESCUE, TODAY)
    (run,) = database.read(playbooks.runs, TODAY)
    assert run.next_step is not None
    assert database.run(changes.finish_step, run.next_step.uid) == "“look” is done"
    before = dump(database.connection)
    assert database.run(changes.stop, run.uid) == "Rescue is stopped: 2 open steps removed"
    assert [what for what, *_ in actions(database)] == ["look"]
    with pytest.raises(Refused, match="nothing of it is open"):
        database.run(changes.stop, run.uid)
    database.undo()
    assert dump(database.connection) == before


def test_a_playbook_is_copied_edited_and_removed(database: Database) -> None:
    uid = database.run(changes.copy_playbook, RESCUE)
    again = database.run(changes.copy_playbook, RESCUE)
    first, second = database.read(playbooks.own)
    assert (first.name, second.name) == ("Rescue, my own", "Rescue, my own (2)")
    assert first.steps == RESCUE.steps
    assert {first.uid, second.uid} == {uid, again}
    database.run(changes.save_steps, uid, (Step(9, " us ", "b\n"), Step(1, "", "a")))
    database.run(changes.save_playbook, uid, " Mine ", "about\n", "renewal")
    mine = next(each for each in database.read(playbooks.own) if each.uid == uid)
    assert mine == Playbook("Mine", "about", "renewal", (Step(1, "", "a"), Step(9, "us", "b")), uid)
    with pytest.raises(Refused, match="another playbook of yours"):
        database.run(changes.save_playbook, None, "MINE", "", "start")
    with pytest.raises(Refused, match="needs a name"):
        database.run(changes.save_playbook, None, "", "", "start")
    with pytest.raises(Refused, match="Say what is to be done"):
        database.run(changes.save_steps, uid, (Step(0, "us", ""),))
    database.run(changes.save_playbook, None, "New", "", "start")
    assert database.run(changes.remove_playbook, uid) == "Mine"
    assert [each.name for each in database.read(playbooks.own)] == ["New", "Rescue, my own (2)"]
    assert database.undo() == "playbook Mine removed"
    assert database.connection.execute("SELECT count(*) FROM playbook").fetchone() == (3,)


def test_what_is_stored_by_another_program_is_read_as_far_as_it_is_one(database: Database) -> None:
    database.run(add, Stored(name="odd", steps=[{"day": 1}, {"what": "x"}]))
    (odd,) = database.read(playbooks.own)
    assert odd.steps == (Step(1, "", ""),)


def test_the_words_file_has_what_comes_along() -> None:
    assert [each.name for each in playbooks.shipped().value][:2] == ["Onboarding", "At-risk rescue"]


def test_a_playbook_is_proposed_where_it_fits_and_was_not_started_of_late(database: Database, owner: int) -> None:
    database.run(change, Account, owner, renewal_date=TODAY + timedelta(days=40))
    database.run(add, account("Birch"))
    known = (replace(RUNWAY, suits="renewal"), RESCUE)
    (fit,) = database.read(playbooks.fitting, TODAY, Practice(), known)
    assert (fit.account, fit.playbook.name, fit.why) == ("Alder", "Runway", "renews in 40 d")
    database.run(changes.start, owner, known[0], None)
    assert database.read(playbooks.fitting, TODAY, Practice(), known) == ()
