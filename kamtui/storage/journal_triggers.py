"""The triggers that write the journal, made from the columns that each table has.

A number with a fraction is written with 17 digits, because SQLite's JSON keeps only 15 and would give back another one.
"""

import sqlite3

TABLES = ("journal_action", "journal_change", "journal_now")
LEFT_OUT = (*TABLES, "alembic_version", "sqlite_sequence")

TABLES_SQL = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
TRIGGERS_SQL = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 8) = 'journal_'"


def journalled(connection: sqlite3.Connection) -> list[str]:
    """The tables whose changes are kept."""
    return [name for (name,) in connection.execute(TABLES_SQL) if name not in LEFT_OUT]


def drop_triggers(connection: sqlite3.Connection) -> None:
    """Remove the journal's triggers, so that tables can be altered."""
    for (name,) in connection.execute(TRIGGERS_SQL).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def build_triggers(connection: sqlite3.Connection) -> None:
    """Write the triggers of every table of the practice anew, from the columns it has now."""
    drop_triggers(connection)
    columns = {table: columns_of(connection, table) for table in journalled(connection)}
    for table in columns:
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            owner = _owner(connection, table, columns, row)
            connection.execute(_trigger(table, columns[table], event, owner))


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _owner(connection: sqlite3.Connection, table: str, columns: dict[str, list[str]], row: str) -> str:
    """The account that a row belongs to, itself or through what it is part of."""
    if table == "account":
        return f"{row}.id"
    if "account_id" in columns[table]:
        return f"{row}.account_id"
    through = [
        f'(SELECT account_id FROM "{key[2]}" WHERE id = {row}."{key[3]}")'
        for key in connection.execute(f'PRAGMA foreign_key_list("{table}")')
        if key[6] == "CASCADE" and "account_id" in columns[key[2]]
    ]
    return f"coalesce({', '.join(through)}, NULL)" if through else "NULL"


def _trigger(table: str, columns: list[str], event: str, owner: str) -> str:
    row = "OLD" if event == "DELETE" else "NEW"
    before = "NULL" if event == "INSERT" else _image("OLD", columns)
    after = "NULL" if event == "DELETE" else _image("NEW", columns)
    return (
        f'CREATE TRIGGER "journal_{table}_{event.lower()}" AFTER {event} ON "{table}" '
        f"WHEN (SELECT action_id FROM journal_now) IS NOT NULL BEGIN "
        f"INSERT INTO journal_change (action_id, table_name, row_id, account_id, before, after) "
        f"SELECT action_id, '{table}', {row}.id, {owner}, {before}, {after} FROM journal_now; END"
    )


def _image(row: str, columns: list[str]) -> str:
    return "json_object(" + ", ".join(f"'{each}', {_value(row, each)}" for each in columns) + ")"


def _value(row: str, column: str) -> str:
    cell = f'{row}."{column}"'
    return f"json(CASE typeof({cell}) WHEN 'real' THEN printf('%!.17g', {cell}) ELSE json_quote({cell}) END)"
