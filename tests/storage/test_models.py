import re
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from kamtui import models
from kamtui.domain.accounts import Status
from kamtui.models.accounts import Account
from kamtui.models.columns import Choice, Moment, Money, Number, Plain, Record
from kamtui.models.health import Score
from kamtui.storage import journal
from kamtui.storage.database import Database
from kamtui.storage.journal_triggers import LEFT_OUT
from tests.storage.records import DAY, MOMENT, account, add, whole_account

DIALECT = sqlite.dialect()
TABLES = {name: table for name, table in SQLModel.metadata.tables.items() if name not in LEFT_OUT}


def test_the_models_and_the_migrated_schema_are_the_same(migrated_file: Path) -> None:
    def ours(_object: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
        return not (kind == "table" and reflected and name in LEFT_OUT)

    engine = create_engine(f"sqlite:///{migrated_file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "include_object": ours}
        )
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_checked_by_the_file_as_its_model_says(table: str, database: Database) -> None:
    (made,) = database.connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    in_the_file = {
        (name, " ".join(rule.split())) for name, rule in re.findall(r"CONSTRAINT (\w+) CHECK \((.*)\)", made)
    }
    in_the_model = {
        (str(each.name), str(each.sqltext))
        for each in TABLES[table].constraints
        if isinstance(each, CheckConstraint) and each.name is not None
    }
    assert in_the_file == in_the_model


@pytest.mark.parametrize("table", TABLES)
def test_a_reference_does_in_the_file_what_its_model_says(table: str, database: Database) -> None:
    rows = database.connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    in_the_file = {(row[3], row[2], row[4], row[6]) for row in rows}
    in_the_model = {
        (key.parent.name, key.column.table.name, key.column.name, key.ondelete or "NO ACTION")
        for key in TABLES[table].foreign_keys
    }
    assert in_the_file == in_the_model


def test_every_index_is_unique_and_partial_as_its_model_says(database: Database) -> None:
    in_the_file = set(
        database.connection.execute(
            "SELECT m.name, l.[unique], l.partial FROM sqlite_master m, pragma_index_list(m.tbl_name) l "
            "WHERE l.name = m.name AND m.sql IS NOT NULL AND m.tbl_name NOT LIKE 'journal_%'"
        )
    )
    in_the_model = {
        (index.name, int(index.unique), int(index.dialect_options["sqlite"]["where"] is not None))
        for table in TABLES.values()
        for index in table.indexes
    }
    assert in_the_file == in_the_model


def test_every_table_has_the_triggers_of_the_journal(database: Database) -> None:
    found = {name for (name,) in database.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert found == {f"journal_{table}_{event}" for table in TABLES for event in ("insert", "update", "delete")}
    assert set(journal.journalled(database.connection)) == set(TABLES)


def test_every_module_of_tables_is_named_by_the_package() -> None:
    folder = Path(models.__file__).parent
    assert set(models.__all__) == {each.stem for each in folder.glob("*.py")} - {"__init__", "columns"}


def test_every_table_can_be_written_and_read_back(database: Database) -> None:
    database.run(whole_account)
    filled = {table for table in TABLES if database.connection.execute(f'SELECT 1 FROM "{table}"').fetchone()}
    assert set(TABLES) - filled == {"review", "assessment", "playbook", "distinct_pair"}


def test_what_is_written_is_read_back_as_it_was(database: Database) -> None:
    given = account(
        client_since=DAY, potential_value=12_345, external_ids={"salesforce": ["001", "002"]}, auto_renew=True
    )
    database.run(add, given, Score(account_id=1, kind="nps", value=9, on=DAY))
    read = database.run(lambda session: session.get(Account, 1))
    assert read is not None
    assert read.model_dump() == given.model_dump()
    assert read.changed_at is not None
    assert read.changed_at.tzinfo is not None


def test_rows_have_uids_of_their_own() -> None:
    assert account().uid != account().uid
    assert isinstance(account(), Record)


def bound(kind: Any, value: object) -> object:
    return kind.process_bind_param(value, DIALECT)


def test_a_moment_is_kept_as_utc_text_to_the_second() -> None:
    berlin = timezone(timedelta(hours=1))
    assert bound(Moment(), datetime(2026, 11, 20, 10, 30, 5, 999_999, tzinfo=berlin)) == "2026-11-20T09:30:05Z"
    assert bound(Moment(), None) is None
    assert Moment().process_result_value("2026-11-20T09:30:00Z", DIALECT) == MOMENT
    assert Moment().process_result_value(None, DIALECT) is None
    with pytest.raises(ValueError, match="time zone"):
        bound(Moment(), MOMENT.replace(tzinfo=None))
    assert MOMENT.tzinfo is UTC


@pytest.mark.parametrize("value", [1.0, "1", True, Decimal(1)])
def test_money_is_nothing_but_whole_minor_units(value: object) -> None:
    with pytest.raises(ValueError, match="whole minor units"):
        bound(Money(), value)
    assert bound(Money(), 5) == 5
    assert bound(Money(), None) is None


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), "1", True])
def test_a_number_is_one_that_can_be_counted_with(value: object) -> None:
    with pytest.raises(ValueError, match="a number is expected"):
        bound(Number(), value)
    assert bound(Number(), 9) == 9.0
    assert bound(Number(), None) is None


def test_a_choice_is_one_of_the_known_words() -> None:
    kind = Choice(Status)
    assert bound(kind, "active") == "active"
    assert bound(kind, Status.ACTIVE) == "active"
    assert bound(kind, None) is None
    with pytest.raises(ValueError, match="dormant"):
        bound(kind, "dormant")


def test_what_a_newer_version_stored_is_read_as_it_is(database: Database) -> None:
    database.run(add, account())
    database.connection.execute("UPDATE account SET status = 'dormant'")
    read = database.run(lambda session: session.get(Account, 1))
    assert read is not None
    assert read.status == "dormant"


def test_the_columns_can_be_part_of_a_cached_statement() -> None:
    assert all(kind.cache_ok for kind in (Moment, Money, Number, Choice, Plain))


@pytest.mark.parametrize(
    "values",
    ["tier = 0", "tier = 4", "slot = 48", "slot = -1", "potential_value = -1", "name_key = NULL", "uid = NULL"],
)
def test_the_file_itself_refuses_what_cannot_be(database: Database, values: str) -> None:
    database.run(add, account())
    with pytest.raises(sqlite3.IntegrityError):
        database.connection.execute(f"UPDATE account SET {values}")
