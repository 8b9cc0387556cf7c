"""Every statement that a module keeps as a constant is prepared against the migrated schema.

The convention: a statement that needs nothing put together is a module-level constant in capitals, text or a tuple of
texts, that starts with its verb. A renamed table or column then fails here at once.
"""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator

import pytest

from kamtui import storage
from kamtui.storage.database import Database

VERBS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "REPLACE")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, str))


def statements() -> Iterator[tuple[str, str]]:
    for found in pkgutil.walk_packages(storage.__path__, "kamtui.storage."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if name.isupper():
                for text in texts(value):
                    if text.lstrip().startswith(VERBS):
                        yield f"{found.name.removeprefix('kamtui.storage.')}.{name}", text


def prepare(connection: sqlite3.Connection, text: str) -> None:
    """Compile a statement with nothing bound to its parameters, named or not."""
    places = text.count("?")
    values = [None] * places if places else dict.fromkeys(re.findall(r"[:@$](\w+)", text))
    connection.execute(f"EXPLAIN {text}", values).fetchall()


@pytest.mark.parametrize(("name", "text"), [pytest.param(*each, id=each[0]) for each in statements()])
def test_the_migrated_schema_takes_the_statement(name: str, text: str, database: Database) -> None:
    prepare(database.connection, text)


def test_statements_are_found_and_a_renamed_column_would_fail(database: Database) -> None:
    assert "journal.HISTORY_SQL" in dict(statements())
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        prepare(database.connection, "SELECT nickname FROM account WHERE id = ? AND name = ?")
    prepare(database.connection, "SELECT name FROM account WHERE id = :id OR tier = :tier")
