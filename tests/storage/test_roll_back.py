import sqlite3
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from kamtui.models.accounts import Account, TierChange
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.stakeholders import QualityChange, Stakeholder
from kamtui.models.touchpoints import Touchpoint, TouchpointPerson
from kamtui.storage import journal
from kamtui.storage.database import Database
from kamtui.storage.sessions import describe
from tests.storage.records import DAY, account, add, change, dump, person, remove, touch, whole_account


def an_import(session: Session, batch: str = "b-1") -> None:
    """Two accounts, two people; the account is touched again after its people, as importers do."""
    describe(session, "import of crm.csv", batch)
    add(session, account("One"), account("Two"))
    boss, ida = add(session, person(1, "Boss", primary_contact=True), person(1, "Ida"))
    change(session, Stakeholder, ida, reports_to_id=boss)
    change(session, Stakeholder, boss, reports_to_id=ida)
    change(session, Account, 1, industry="wind")


def take_back(session: Session, action: int) -> journal.RolledBack:
    describe(session, "took an import back")
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return journal.roll_back(connection, action)


def rolled_back(database: Database, batch: str = "b-1") -> journal.RolledBack:
    action = journal.action_of_batch(database.connection, batch)
    assert action is not None
    return database.run(take_back, action)


@pytest.fixture
def imported(database: Database) -> Iterator[Database]:
    database.run(an_import)
    yield database
    assert database.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_import_is_listed_with_its_batch(imported: Database) -> None:
    ((batch, at, label),) = journal.batches(imported.connection)
    assert (batch, label) == ("b-1", "import of crm.csv")
    assert at.startswith("2026-11-20T")
    assert journal.action_of_batch(imported.connection, "b-2") is None


def test_an_untouched_import_goes_as_it_came(imported: Database) -> None:
    assert rolled_back(imported) == journal.RolledBack(4, (), ())
    assert not any(dump(imported.connection).values())


def test_taking_back_can_itself_be_undone(imported: Database) -> None:
    standing = dump(imported.connection)
    rolled_back(imported)
    assert imported.undo() == "took an import back"
    assert dump(imported.connection) == standing


def test_a_row_edited_since_is_kept_with_what_it_needs(imported: Database) -> None:
    imported.run(change, Stakeholder, 2, title="CFO")
    result = rolled_back(imported)
    assert result.reversed == 1
    assert sorted(result.kept) == ["account One", "stakeholder Boss", "stakeholder Ida"]
    assert [row[3] for row in dump(imported.connection)["account"]] == ["One"]


def test_a_row_that_others_hang_on_is_kept(imported: Database) -> None:
    imported.run(add, touch(1))
    result = rolled_back(imported)
    assert (result.reversed, result.kept, result.errored) == (3, ("account One",), ())
    assert len(dump(imported.connection)["touchpoint"]) == 1


def test_what_is_kept_keeps_its_history_and_its_parts(database: Database) -> None:
    def with_history(session: Session) -> None:
        describe(session, "import of a document", "b-1")
        for name in ("One", "Two"):
            (key,) = add(session, account(name))
            (jo,) = add(session, person(key, f"Jo of {name}"))
            add(session, TierChange(account_id=key, on=DAY, to_tier=2))
            add(session, QualityChange(account_id=key, stakeholder_id=jo, on=DAY, quality="strong"))
            (talk,) = add(session, touch(key))
            add(session, TouchpointPerson(touchpoint_id=talk, stakeholder_id=jo))

    database.run(with_history)
    before = dump(database.connection)
    database.run(change, Touchpoint, 1, summary="a long call")
    result = rolled_back(database)
    assert (result.reversed, len(result.kept), result.errored) == (6, 6, ())
    assert f"tier change {DAY}" in result.kept
    after = dump(database.connection)
    for table in ("account", "stakeholder", "tier_change", "quality_change", "touchpoint_person"):
        assert after[table] == before[table][:1], table


def test_a_person_whom_somebody_else_refers_to_is_kept(imported: Database) -> None:
    imported.note(add, account("Mine"))
    imported.run(add, Conversation(account_id=3, stakeholder_id=1, noted_on=DAY))
    assert rolled_back(imported).reversed == 1
    assert imported.connection.execute("SELECT stakeholder_id FROM conversation").fetchall() == [(1,)]


def test_a_row_deleted_since_counts_as_reversed(imported: Database) -> None:
    imported.run(remove, Account, 2)
    assert rolled_back(imported) == journal.RolledBack(4, (), ())


def test_what_an_import_changed_and_deleted_comes_back(database: Database) -> None:
    def update(session: Session) -> None:
        describe(session, "import", "b-1")
        change(session, Account, 1, industry="sun")
        remove(session, Stakeholder, 2)
        remove(session, Stakeholder, 1)
        add(session, person(1, "New", primary_contact=True))
        add(session, person(1, "Passing through"))
        remove(session, Stakeholder, 4)

    database.run(add, account("One"), person(1, "Boss", primary_contact=True), person(1, "Ida", reports_to_id=1))
    standing = dump(database.connection)
    database.run(update)
    assert rolled_back(database) == journal.RolledBack(5, (), ())
    assert dump(database.connection) == standing


def test_a_change_is_kept_when_the_row_was_edited_or_deleted_since(database: Database) -> None:
    def update(session: Session) -> None:
        describe(session, "import", "b-1")
        change(session, Account, 1, industry="sun")
        change(session, Account, 2, industry="sun")

    database.run(add, account("One"), account("Two"))
    database.run(update)
    database.run(change, Account, 1, industry="wind")
    database.run(remove, Account, 2)
    assert rolled_back(database) == journal.RolledBack(0, ("account Two", "account One"), ())


def test_what_cannot_be_put_back_is_told_with_the_reason(database: Database) -> None:
    def update(session: Session) -> None:
        describe(session, "import", "b-1")
        change(session, Account, 1, name="Neu", name_key="neu")
        change(session, Stakeholder, 2, reports_to_id=None)

    database.run(add, account("One"), person(1, "Boss"), person(1, "Ida", reports_to_id=1))
    database.run(update)
    database.run(remove, Stakeholder, 1)
    database.run(add, account("One"))
    result = rolled_back(database)
    assert (result.reversed, result.kept) == (0, ())
    assert result.errored == (
        "stakeholder Ida: the stakeholder it refers to is gone",
        "account Neu: UNIQUE constraint failed: account.name_key",
    )
    assert database.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_row_without_a_name_is_told_by_its_uid(database: Database) -> None:
    def ledger(session: Session) -> None:
        describe(session, "import", "b-1")
        add(session, account("One"), Commitment(account_id=1, side="ours", what=""))

    database.run(ledger)
    database.run(change, Commitment, 1, who="me")
    (uid,) = database.connection.execute("SELECT uid FROM commitment").fetchone()
    assert rolled_back(database).kept == (f"commitment {uid}", "account One")


def test_a_whole_account_is_taken_back_as_one_import(database: Database) -> None:
    def import_all(session: Session) -> None:
        whole_account(session)
        describe(session, "import", "b-1")

    database.run(import_all)
    rows = sum(map(len, dump(database.connection).values()))
    assert rolled_back(database) == journal.RolledBack(rows, (), ())
    assert not any(dump(database.connection).values())
