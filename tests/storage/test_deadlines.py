"""Dated work of every kind: on the list with its reason, done, moved, dropped."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kamtui.domain.deadlines import KINDS
from kamtui.domain.errors import Refused
from kamtui.domain.week import DEADLINE
from kamtui.models.columns import Record
from kamtui.storage.database import Database
from kamtui.storage.week_changes import done, skip, snooze
from tests.storage.deadline_cases import CASES, LATER, Case
from tests.storage.records import actions
from tests.storage.week_records import GIVEN, TODAY, client, line, lines, put, week


def stored(database: Database, record: Record) -> dict[str, Any]:
    """The row of a record as it stands."""
    table = type(record).__tablename__
    cursor = database.connection.execute(f'SELECT * FROM "{table}" WHERE uid = ?', (record.uid,))
    return dict(zip((each[0] for each in cursor.description), cursor.fetchone(), strict=True))


@pytest.fixture
def case(request: pytest.FixtureRequest, database: Database) -> tuple[str, Case, Record]:
    one = CASES[request.param]
    record = one.make(client(database, slot=0))
    put(database, record)
    return request.param, one, record


def every(check: Callable[[Case], object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [name for name, one in CASES.items() if check(one)], indirect=True)


@pytest.mark.rule("Y-10", "Y-11")
@every(lambda _one: True)
def test_it_is_on_the_list_with_its_reason(database: Database, case: tuple[str, Case, Record]):
    name, one, _ = case
    found = line(database, name, week=GIVEN.week if name != "issue" else week(database, date(2026, 11, 22)).week)
    assert (found.kind, found.title, found.minutes) == (one.kind, KINDS[name].title, KINDS[name].minutes)
    assert one.why in found.why


@pytest.mark.rule("Y-10", "C-1", "Q-7", "H-6", "X-2")
@every(lambda one: one.done is not None)
def test_done_says_so_in_its_record_and_undo_takes_it_back(database: Database, case: tuple[str, Case, Record]):
    name, one, record = case
    item, before = line(database, name), stored(database, record)
    assert item.account in database.run(done, item, GIVEN, **one.ask)
    after = stored(database, record)
    assert {key: after[key] for key in one.done or {}} == one.done
    assert lines(database, name) == []
    database.undo()
    assert stored(database, record) == before


@pytest.mark.rule("Y-10")
@every(lambda one: one.done is not None)
def test_what_is_done_already_is_refused(database: Database, case: tuple[str, Case, Record]):
    name, one, _ = case
    item = line(database, name)
    database.run(done, item, GIVEN, **one.ask)
    with pytest.raises(Refused):
        database.run(done, item, GIVEN, **one.ask)


@pytest.mark.rule("Y-10")
@every(lambda one: one.done is None)
def test_a_soft_line_says_what_answers_it(database: Database, case: tuple[str, Case, Record]):
    item = line(database, case[0])
    for work in (
        lambda: database.run(done, item, GIVEN),
        lambda: database.run(skip, "why", line=item, given=GIVEN),
        lambda: database.run(snooze, LATER, line=item, given=GIVEN),
    ):
        with pytest.raises(Refused, match="answers it"):
            work()


@pytest.mark.rule("Y-10")
@every(lambda one: bool(one.moved))
def test_a_day_of_the_user_s_own_is_moved(database: Database, case: tuple[str, Case, Record]):
    name, one, record = case
    item = line(database, name)
    said = database.run(snooze, LATER, "not now", line=item, given=GIVEN)
    assert stored(database, record)[one.moved] == str(LATER)
    assert said == f"{item.subject} snoozed to Sun 29 Nov"
    assert actions(database.connection)[-1][0] == f"{said}: not now"
    with pytest.raises(Refused, match="to a later day than"):
        database.run(snooze, TODAY, line=item, given=GIVEN)


@pytest.mark.rule("Y-10", "X-2", "S-1", "Q-7")
@every(lambda one: one.kind == DEADLINE and not one.moved)
def test_a_day_that_a_rule_fixes_is_not_moved(database: Database, case: tuple[str, Case, Record]):
    item = line(database, case[0])
    with pytest.raises(Refused, match=KINDS[case[0]].fixed):
        database.run(snooze, LATER, line=item, given=GIVEN)


@pytest.mark.rule("Y-8", "C-1")
@every(lambda one: one.dropped is not None)
def test_dropping_it_keeps_the_reason(database: Database, case: tuple[str, Case, Record]):
    name, one, record = case
    item = line(database, name)
    with pytest.raises(Refused, match="needs a reason"):
        database.run(skip, "", line=item, given=GIVEN)
    database.run(skip, "no longer wanted", line=item, given=GIVEN)
    after = stored(database, record)
    assert {key: after[key] for key in one.dropped or {}} == one.dropped
    assert lines(database, name) == []
    assert actions(database.connection)[-1][0] == f"{item.subject} skipped: no longer wanted"


@pytest.mark.rule("H-6", "Q-7", "S-1", "O-1")
@every(lambda one: one.kind == DEADLINE and one.dropped is None)
def test_some_deadlines_are_never_skipped_and_say_why(database: Database, case: tuple[str, Case, Record]):
    item = line(database, case[0])
    with pytest.raises(Refused, match="d "):
        database.run(skip, "too busy", line=item, given=GIVEN)
