"""Two records side by side, field by field, and what hangs on each of them."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kamtui.domain.duplicates import Kind
from kamtui.domain.errors import Refused
from kamtui.domain.merging import ACCOUNT_FIELDS, PERSON_FIELDS, MergeField, Shape
from kamtui.storage.journal_triggers import journalled

ACCOUNT = "SELECT * FROM account WHERE id = ?"
PERSON = "SELECT * FROM stakeholder WHERE id = ?"
PRIMARY = "SELECT id FROM stakeholder WHERE account_id = ? AND primary_contact"
NAMES = """
SELECT id, name FROM stakeholder
WHERE account_id IN (SELECT account_id FROM stakeholder WHERE id IN (:one, :other)) OR account_id IN (:one, :other)
"""
CLIENT = "SELECT a.name FROM stakeholder s JOIN account a ON a.id = s.account_id WHERE s.id = ?"
TABLE_OF = {Kind.ACCOUNT: "account", Kind.PERSON: "stakeholder"}
FIELDS_OF: Mapping[str, tuple[MergeField, ...]] = {Kind.ACCOUNT: ACCOUNT_FIELDS, Kind.PERSON: PERSON_FIELDS}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two records of one kind: the `first` stays, the `other` is merged into it.

    `moves` says how many rows of which table hang on the other one; `names` are those of the people that fields name.
    """

    kind: Kind
    first: Mapping[str, Any]
    other: Mapping[str, Any]
    fields: tuple[MergeField, ...]
    moves: tuple[tuple[str, int], ...]
    names: Mapping[int, str]
    clients: tuple[str, str] = ("", "")

    @property
    def across(self) -> bool:
        """Whether these are people of two clients, who are not merged (rule M-10)."""
        return self.kind is Kind.PERSON and self.first["account_id"] != self.other["account_id"]


def compare(connection: sqlite3.Connection, kind: Kind, one: int, other: int) -> Compared:
    """Lay two records side by side; the one on which more hangs is the first, else the older.

    Raises Refused when one of them is gone.
    """
    counts = {key: belongings(connection, TABLE_OF[kind], key) for key in (one, other)}
    weights = {key: sum(number for _, number in counts[key]) for key in counts}
    stays, goes = sorted((one, other), key=lambda key: (-weights[key], key))
    first, second = both_records(connection, kind, stays, goes)
    names = dict(connection.execute(NAMES, {"one": one, "other": other}).fetchall())
    clients = ("", "")
    if kind is Kind.PERSON:
        clients = tuple(connection.execute(CLIENT, (key,)).fetchone()[0] for key in (stays, goes))
    return Compared(kind, first, second, FIELDS_OF[kind], counts[goes], names, clients)


def both_records(
    connection: sqlite3.Connection, kind: Kind, one: int, other: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two records; that one reports to the other says nothing once they are one. Raises Refused when one is gone."""
    first, second = record(connection, kind, one), record(connection, kind, other)
    for each in (first, second):
        if kind is Kind.PERSON and each["reports_to_id"] in (one, other):
            each["reports_to_id"] = None
    return first, second


def record(connection: sqlite3.Connection, kind: Kind, key: int) -> dict[str, Any]:
    """A record with its values as fields compare them; raises Refused when it is gone."""
    cursor = connection.execute(ACCOUNT if kind is Kind.ACCOUNT else PERSON, (key,))
    row = cursor.fetchone()
    if row is None:
        raise Refused("it is no longer there: somebody removed or merged it meanwhile")
    values = dict(zip((column[0] for column in cursor.description), row, strict=True))
    for field in FIELDS_OF[kind]:
        if field.shape is Shape.LIST:
            values[field.name] = json.loads(values[field.name])
    if kind is Kind.ACCOUNT:
        primary = connection.execute(PRIMARY, (key,)).fetchone()
        values["primary_contact"] = primary[0] if primary else None
    else:
        planned = values["outreach_what"], values["outreach_due"], values["outreach_done_on"]
        values["outreach"] = planned if any(planned) else None
    return values


def belongings(connection: sqlite3.Connection, table: str, key: int) -> tuple[tuple[str, int], ...]:
    """How many rows of each table refer to a record, the most first; tables without one are left out."""
    counts: dict[str, int] = {}
    for name, column in references_to(connection, table):
        number = connection.execute(f'SELECT count(*) FROM "{name}" WHERE "{column}" = ?', (key,)).fetchone()[0]
        if number:
            counts[name] = counts.get(name, 0) + number
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def references_to(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Every table and column that refers to a table's rows, as the file itself says."""
    return [
        (name, key[3])
        for name in journalled(connection)
        for key in connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
        if key[2] == table
    ]
