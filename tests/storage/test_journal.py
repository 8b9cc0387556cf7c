import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from kamtui.clock import Clock
from kamtui.models.accounts import Account
from kamtui.models.health import Score
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.models.stakeholders import Stakeholder
from kamtui.models.touchpoints import Touchpoint
from kamtui.storage import journal
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from kamtui.storage.sessions import describe
from tests.storage.records import DAY, account, actions, add, change, dump, person, remove, touch, whole_account


def changes(database: Database) -> list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    rows = database.connection.execute("SELECT table_name, before, after FROM journal_change ORDER BY id").fetchall()
    return [(table, before and json.loads(before), after and json.loads(after)) for table, before, after in rows]


def test_an_insert_is_kept_with_what_came_to_be(database: Database) -> None:
    database.run(add, account("Nordwind"))
    ((table, before, after),) = changes(database)
    assert (table, before) == ("account", None)
    assert after is not None
    assert after["name"] == "Nordwind"


def test_an_update_is_kept_with_before_and_after(database: Database) -> None:
    (key,) = database.run(add, account())
    database.run(change, Account, key, industry="wind")
    table, before, after = changes(database)[-1]
    assert before is not None
    assert after is not None
    assert (table, before["industry"], after["industry"]) == ("account", "", "wind")


def test_a_delete_keeps_everything_that_went_with_it(database: Database) -> None:
    key = database.run(whole_account)
    tables = {table for table, rows in dump(database.connection).items() if rows}
    database.run(remove, Account, key)
    assert {table for table, _, after in changes(database) if after is None} == tables
    assert not any(dump(database.connection).values())


def test_a_replace_keeps_the_row_it_drove_out(database: Database) -> None:
    (key,) = database.run(add, account())

    def replace(session: Session) -> None:
        connection = session.connection().connection.driver_connection
        assert connection is not None
        row = connection.execute("SELECT * FROM account").fetchone()
        connection.execute(f"REPLACE INTO account VALUES ({', '.join('?' * len(row))})", (key + 1, *row[1:]))

    standing = dump(database.connection)
    database.run(replace)
    database.undo()
    assert dump(database.connection) == standing


def test_an_action_is_named_by_the_work_or_by_itself(database: Database) -> None:
    def rename_the_account(session: Session) -> None:
        change(session, Account, 1, name="Südwind")

    def said_plainly(session: Session) -> None:
        describe(session, "moved Nordwind to tier 2")
        change(session, Account, 1, tier=2)

    database.run(add, account())
    database.run(rename_the_account)
    database.run(said_plainly)
    assert [label for label, _ in actions(database.connection)] == [
        "add", "rename the account", "moved Nordwind to tier 2",
    ]  # fmt: skip


def test_work_that_changes_nothing_leaves_no_action(database: Database) -> None:
    def look(session: Session) -> int:
        return len(session.exec(select(Account)).all())

    assert database.run(look) == 0
    assert actions(database.connection) == []
    assert database.undo() is None


def test_work_that_changes_nothing_does_not_end_what_can_be_redone(database: Database) -> None:
    database.run(add, account())
    database.undo()
    database.run(lambda session: None)
    assert database.redo() == "add"


def test_what_the_cockpit_notes_is_not_in_the_journal(database: Database) -> None:
    database.note(add, account())
    assert actions(database.connection) == []
    assert changes(database) == []
    assert len(dump(database.connection)["account"]) == 1


def test_undo_leaves_alone_what_was_noted_meanwhile(database: Database) -> None:
    database.run(whole_account)
    database.run(change, QbrPhase, 1, notes="changed by hand")
    database.note(change, QbrPhase, 1, seconds=900)
    database.undo()
    assert database.connection.execute("SELECT notes, seconds FROM qbr_phase").fetchone()[1] == 900
    assert database.connection.execute("SELECT notes FROM qbr_phase").fetchone()[0].startswith("“Good”")


def test_undo_and_redo_of_nothing_is_nothing(database: Database) -> None:
    assert database.undo() is None
    assert database.redo() is None


def test_undo_brings_back_an_account_with_everything_it_had_after_a_restart(database_file: Path, clock: Clock) -> None:
    first = Database.open(database_file, clock)
    key = first.run(whole_account)
    standing = dump(first.connection)
    first.run(remove, Account, key)
    first.close()
    second = Database.open(database_file, clock)
    assert second.undo() == "remove"
    assert dump(second.connection) == standing
    second.close()
    third = Database.open(database_file, clock)
    assert third.redo() == "remove"
    assert not any(dump(third.connection).values())
    third.close()


def test_the_fraction_of_a_number_comes_back_to_the_last_bit(database: Database) -> None:
    database.run(add, account(), Score(account_id=1, kind="nps", value=0.1 + 0.2, on=DAY))
    database.run(remove, Account, 1)
    database.undo()
    assert database.connection.execute("SELECT value FROM score").fetchone() == (0.1 + 0.2,)


def test_undo_gives_a_person_back_to_those_who_report_to_them(database: Database) -> None:
    def a_team(session: Session) -> tuple[int, int]:
        (owner,) = add(session, account())
        boss, ida = add(session, person(owner, "Boss"), person(owner, "Ida"))
        change(session, Stakeholder, ida, reports_to_id=boss)
        change(session, Stakeholder, boss, reports_to_id=ida)
        return boss, ida

    boss, _ = database.run(a_team)
    standing = dump(database.connection)
    database.run(remove, Stakeholder, boss)
    assert database.connection.execute("SELECT reports_to_id FROM stakeholder").fetchall() == [(None,)]
    database.undo()
    assert dump(database.connection) == standing
    database.undo()
    database.redo()
    assert dump(database.connection) == standing


def test_the_primary_contact_can_be_handed_over_and_back(database: Database) -> None:
    def hand_over(session: Session) -> None:
        change(session, Stakeholder, 1, primary_contact=False)
        session.flush()
        change(session, Stakeholder, 2, primary_contact=True)

    database.run(add, account(), person(1, "Old", primary_contact=True), person(1, "New"))
    standing = dump(database.connection)
    database.run(hand_over)
    database.undo()
    assert dump(database.connection) == standing


def test_a_new_action_ends_what_could_be_redone(database: Database) -> None:
    database.run(add, account("One"))
    database.run(add, account("Two"))
    database.undo()
    database.run(add, account("Three"))
    assert database.redo() is None
    assert [state for _, state in actions(database.connection)] == ["done", "abandoned", "done"]


def test_a_key_is_never_used_twice(database: Database) -> None:
    (first,) = database.run(add, account("One"))
    database.run(remove, Account, first)
    (second,) = database.run(add, account("Two"))
    assert second > first
    assert [action.label for action in journal.history(database.connection, [second])] == ["add"]


def test_every_table_gives_its_keys_once(database: Database) -> None:
    for table in journal.journalled(database.connection):
        made = database.connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
        assert "AUTOINCREMENT" in made


def test_an_undo_that_cannot_be_done_changes_nothing(database: Database) -> None:
    database.run(add, account("One"))
    database.run(remove, Account, 1)
    database.note(add, account("One"))
    standing = dump(database.connection)
    with pytest.raises(Unusable, match="UNIQUE"):
        database.undo()
    assert dump(database.connection) == standing
    assert not database.connection.in_transaction


def test_the_history_of_an_account_is_newest_first_and_only_its_own(database: Database) -> None:
    def both(session: Session) -> None:
        change(session, Account, 1, industry="wind")
        change(session, Account, 2, industry="sun")

    def talk(session: Session) -> None:
        change(session, Touchpoint, 1, summary="a long call")

    def people(session: Session) -> None:
        change(session, QbrPhase, 1, seconds=62)

    database.run(whole_account, "One")
    database.run(add, account("Two"))
    database.run(both)
    database.run(talk)
    database.run(people)
    database.run(change, Account, 2, tier=3)
    of_one = journal.history(database.connection, [1])
    assert [action.label for action in of_one] == ["people", "talk", "both", "whole account"]
    assert [(each.table, each.row_id) for each in of_one[2].changes] == [("account", 1)]
    assert [action.label for action in journal.history(database.connection, [2], limit=1)] == ["change"]
    assert of_one[0].at.startswith("2026-11-20T")


def test_what_was_undone_is_not_history(database: Database) -> None:
    database.run(add, account())
    database.run(change, Account, 1, tier=3)
    database.undo()
    assert [action.label for action in journal.history(database.connection, [1])] == ["add"]


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["account", "person", "touch", "rename", "boss", "primary", "drop account", "drop person", "undo", "redo"]
        ),
        st.integers(0, 1_000),
    ),
    max_size=14,
)


def a_random_step(session: Session, what: str, number: int) -> None:
    """Work for `run`: one change picked by number from what is there."""
    accounts = session.exec(select(Account.id).order_by("id")).all()
    people = session.exec(select(Stakeholder).order_by("id")).all()
    pick = random.Random(number)
    if what == "account":
        add(session, account(f"Account {number}-{len(accounts)}", name_key=str(random.Random(number).random())))
    elif not accounts:
        return
    elif what == "person":
        add(session, person(pick.choice(accounts) or 0, f"Person {number}"))
    elif what == "touch":
        add(session, touch(pick.choice(accounts) or 0, response_hours=pick.random()))
    elif what == "rename":
        change(session, Account, pick.choice(accounts) or 0, name=f"Name {number}")
    elif what == "drop account":
        remove(session, Account, pick.choice(accounts) or 0)
    elif people:
        chosen = pick.choice(people)
        if what == "drop person":
            session.delete(chosen)
        elif what == "boss":
            chosen.reports_to_id = pick.choice(people).id
        elif not any(each.primary_contact for each in people):
            chosen.primary_contact = True


@settings(max_examples=40)
@given(steps=STEPS)
def test_all_can_be_undone_to_nothing_and_redone_to_the_same_rows(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    path = tmp_path_factory.mktemp("walk") / "kamtui.db"
    path.write_bytes(migrated_file.read_bytes())
    database = Database.open(path, Clock(DAY))
    try:
        walk(database, steps)
    finally:
        database.close()


def walk(database: Database, steps: list[Step]) -> None:
    database.connection.execute("PRAGMA synchronous = OFF")
    empty = dump(database.connection)
    for what, number in steps:
        if what == "undo":
            database.undo()
        elif what == "redo":
            database.redo()
        elif not (what == "account" and clashes(database, number)):
            database.run(a_random_step, what, number)
    standing, undone = dump(database.connection), 0
    while database.undo() is not None:
        undone += 1
    assert dump(database.connection) == empty
    assert database.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for _ in range(undone):
        assert database.redo() is not None
    assert dump(database.connection) == standing


def clashes(database: Database, number: int) -> bool:
    key = str(random.Random(number).random())
    return bool(database.connection.execute("SELECT 1 FROM account WHERE name_key = ?", (key,)).fetchone())


def test_what_was_typed_into_a_new_record_comes_back_with_it(database: Database) -> None:
    def plan(session: Any) -> int:
        owner = session.exec(select(Account)).one()
        review = Qbr(account_id=owner.id, scheduled_on=date(2026, 11, 27))
        session.add(review)
        session.flush()
        return int(review.id)

    def type_notes(session: Any, key: int) -> None:
        session.get(Qbr, key).learned = "Ask earlier"
        session.add(QbrPhase(qbr_id=key, phase="results", notes="They want one supplier"))

    database.run(add, account("Acme"))
    key = database.run(plan)
    database.note(type_notes, key)
    before = database.read(dump)
    for _ in range(2):
        assert database.undo() == "plan"
        assert database.read(lambda connection: connection.execute("SELECT count(*) FROM qbr_phase").fetchone()) == (0,)
        assert database.redo() == "plan"
        assert database.read(dump) == before


def test_a_whole_import_is_told_apart_before_it_is_undone(database: Database) -> None:
    def whole_import(session: Session) -> None:
        add(session, account())
        describe(session, "import of a file", batch="b-1")

    assert journal.import_to_undo(database.connection) is None
    database.run(whole_import)
    assert journal.import_to_undo(database.connection) == "import of a file"
    database.run(add, account("Own work"))
    assert journal.import_to_undo(database.connection) is None
    database.undo()
    assert journal.import_to_undo(database.connection) == "import of a file"
    database.undo()
    assert journal.import_to_undo(database.connection) is None
