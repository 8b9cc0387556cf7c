"""The file seen through a veil: the same tables, with names and texts masked as they are read (rule G-2).

A second connection lays a temporary view of the same name over every table. A statement that knows nothing of the veil
reads through it, so none can forget it. Every text is masked unless it is named here as structure: a column that is
added later is masked from its first day. What is written goes through the other connection and is never masked.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass, replace
from enum import Enum, StrEnum
from itertools import takewhile
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from kamtui.domain.issues import theme_key
from kamtui.domain.practice import Practice, with_usual_titles
from kamtui.domain.veil import LEFT_OUT, MASK, NAME, is_uid, veiled, veiled_value, without_texts
from kamtui.storage.veil_own import functions

SPACE: Final = UUID("8f1c8a5e-5d1c-4f0e-9a52-0b8f4f1e6a77")
"""In which the uids of redacted files are made, so that such a file never overwrites what it was made from."""

STRUCTURE: Final = frozenset({("occurrence", "activity"), ("occurrence", "period"), ("review", "place")})
"""Texts that name something of the cockpit's own."""

PLAIN_STRUCTURE: Final = frozenset({("stakeholder", "roles"), ("assessment", "scores")})
FIGURES: Final = frozenset({("plan_version", "document")})
"""Structures whose numbers are amounts."""

CALLED: Final = {
    ("account", "name"): "Account",
    ("account", "name_key"): "account",
    ("stakeholder", "name"): "Person",
    ("competitor", "provider"): "Company",
    ("opportunity", "name"): "Opportunity",
}
"""What is told apart by a number instead of its name."""

OWN_ACTIVITY: Final = "own activity"
"""What an activity that the user added is called in a redacted file."""

THEME: Final = ("issue", "theme")
"""What several records share and is counted by its words, so that one theme must not be taken for another."""

MASKING: Final = ("veil(", "veil_theme(", "veil_playbook(")

DROPPED: Final = frozenset({"domain", "email", "phone", "external_ids", "figures"})
"""What is empty in a redacted file: addresses, keys of other programs, figures of a review."""

BEGINNING = 12
"""How much of a text tells it, where the rest is cut off."""

DIGITS: Final = re.compile(r"[0-9]")
JOURNAL_ACTION = "CREATE TEMP VIEW journal_action AS SELECT id, at, veil(label) AS label, state, batch FROM main.{}"
JOURNAL_CHANGE = (
    "CREATE TEMP VIEW journal_change AS SELECT id, action_id, table_name, row_id, account_id, "
    "veil_image(table_name, before) AS before, veil_image(table_name, after) AS after FROM main.{}"
)


class Veil(StrEnum):
    """How it is worn: over the screen, where what is read can be acted on, or over a file that is given away."""

    SCREEN = "screen"
    FILE = "file"


def wear(connection: sqlite3.Connection, how: Veil) -> None:
    """Lay the veil over a connection that is used for reading alone."""
    from sqlmodel import SQLModel

    from kamtui import models

    assert models  # noqa: S101  importing them is what fills the list of tables
    masked: set[tuple[str, str]] = set()
    _functions(connection, how, masked)
    for table in SQLModel.metadata.tables.values():
        seen = {column.name: _seen(table.name, column, how) for column in table.columns}
        masked |= {(table.name, name) for name, cell in seen.items() if cell.startswith((*MASKING, "veil_plain("))}
        columns = ", ".join(f'{cell} AS "{name}"' for name, cell in seen.items())
        connection.execute(f'CREATE TEMP VIEW "{table.name}" AS SELECT {columns} FROM main."{table.name}"')
    connection.execute(JOURNAL_ACTION.format("journal_action"))
    nothing = " WHERE 0" if how is Veil.FILE else ""
    connection.execute(JOURNAL_CHANGE.format("journal_change") + nothing)
    connection.execute("PRAGMA query_only = ON")


def worn(path: Path, how: Veil, connect: Callable[[Path], sqlite3.Connection]) -> sqlite3.Connection:
    """A new connection to the file behind the veil. Raises sqlite3.Error."""
    connection = connect(path)
    try:
        wear(connection, how)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _seen(table: str, column: Any, how: Veil) -> str:
    """A column as the view shows it."""
    from sqlmodel.sql.sqltypes import AutoString

    from kamtui.models.columns import Money, Plain

    name, cell = column.name, f'"{column.name}"'
    if how is Veil.FILE:
        if name in DROPPED:
            return "'{}'" if isinstance(column.type, Plain) else "''"
        if isinstance(column.type, Money):
            return "NULL" if column.nullable else "0"
    if name == "uid":
        return f"veil_uid({cell})" if how is Veil.FILE else cell
    if (table, name) in CALLED:
        return f"'{NAME if how is Veil.SCREEN else CALLED[table, name]} ' || id"
    if isinstance(column.type, Plain):
        return cell if (table, name) in PLAIN_STRUCTURE else f"veil_plain('{table}', '{name}', {cell})"
    if (table, name) == ("occurrence", "activity") and how is Veil.FILE:
        return f"veil_activity({cell})"
    if (table, name) == ("plan_action", "playbook"):
        return f"veil_playbook({cell})"
    if (table, name) == THEME:
        return f"veil_theme({cell})"
    if isinstance(column.type, AutoString) and (table, name) not in STRUCTURE:
        return f"veil({cell})"
    return cell


def _functions(connection: sqlite3.Connection, how: Veil, masked: Collection[tuple[str, str]]) -> None:
    def text(value: str | None) -> str | None:
        if not value:
            return value
        if is_uid(value):
            return _uid(value) if how is Veil.FILE else value
        return veiled(value) if how is Veil.SCREEN else LEFT_OUT

    def plain(table: str, column: str, value: str) -> str:
        loaded = json.loads(value)
        if how is Veil.SCREEN:
            return json.dumps(veiled_value(loaded, figures=(table, column) not in FIGURES), ensure_ascii=False)
        return json.dumps(_with_other_uids(without_texts(loaded)), ensure_ascii=False)

    def image(table: str, value: str | None) -> str | None:
        if value is None:
            return None
        row = json.loads(value)
        hidden = {name: text(cell) for name, cell in row.items() if (table, name) in masked and isinstance(cell, str)}
        named = {name: f"{NAME} {row.get('id')}" for of, name in CALLED if of == table and name in row}
        return json.dumps(row | hidden | named, ensure_ascii=False)

    themes: dict[str, int] = {}
    for (used,) in connection.execute("SELECT theme FROM main.issue ORDER BY id"):
        themes.setdefault(theme_key(used), len(themes) + 1)

    def theme(value: str) -> str:
        if not value:
            return value
        number = themes.setdefault(theme_key(value), len(themes) + 1)
        return f"{NAME if how is Veil.SCREEN else 'Theme'} {number}"

    functions(connection, text)
    connection.create_function("veil", 1, text, deterministic=True)
    connection.create_function("veil_theme", 1, theme, deterministic=True)
    connection.create_function("veil_uid", 1, _uid, deterministic=True)
    connection.create_function("veil_plain", 3, plain, deterministic=True)
    connection.create_function("veil_image", 2, image, deterministic=True)


def _uid(value: str | None) -> str | None:
    return None if value is None else str(uuid5(SPACE, value))


def _with_other_uids(value: Any) -> Any:
    if isinstance(value, str):
        return _uid(value) if is_uid(value) else value
    if isinstance(value, list):
        return [_with_other_uids(each) for each in value]
    if isinstance(value, dict):
        return {_with_other_uids(key): _with_other_uids(each) for key, each in value.items()}
    return value


def seen(value: Any, how: Veil | None) -> Any:
    """What a statement is asked with, as it is seen through the veil: a practice without titles of the user's own."""
    if not isinstance(value, Practice):
        return value
    return with_usual_titles(value, veiled if how is Veil.SCREEN else lambda _: OWN_ACTIVITY)


def unnamed(value: Any) -> Any:
    """What a change gave back, with its texts masked: uids and words of the practice stay."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value if is_uid(value) else veiled(value)
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(map(unnamed, value))
    if isinstance(value, dict):
        return {key: unnamed(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: unnamed(getattr(value, each.name)) for each in fields(value) if each.init})
    return value


def told(connection: sqlite3.Connection, sentence: str) -> str:
    """A sentence with its figures and every text of the file masked: why something was refused.

    Reads the file plainly; a text that stands in the sentence cut short is found by its beginning.
    """
    hidden = list(DIGITS.sub(MASK, sentence))
    for text in _texts_in(connection, sentence):
        place = sentence.find(text[:BEGINNING])
        while place >= 0:
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, sentence[place:], strict=False)))
            hidden[place : place + same] = veiled(sentence[place : place + same])
            place = sentence.find(text[:BEGINNING], place + 1)
    return "".join(hidden)


def _texts_in(connection: sqlite3.Connection, sentence: str) -> set[str]:
    from sqlmodel import SQLModel

    found: set[str] = set()
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            seen = _seen(table.name, column, Veil.SCREEN)
            if seen.startswith("veil_plain("):
                source = f'SELECT DISTINCT j.atom AS said FROM "{table.name}" t, json_tree(t."{column.name}") j'
            elif seen.startswith((*MASKING, "'")):
                source = f'SELECT DISTINCT "{column.name}" AS said FROM "{table.name}"'
            else:
                continue
            wanted = f"SELECT said FROM ({source}) WHERE length(said) > 1 AND instr(?, substr(said, 1, {BEGINNING}))"
            found |= {str(said) for (said,) in connection.execute(wanted, (sentence,))}
    return found
