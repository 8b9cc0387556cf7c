"""A document that still holds records which were merged into others here: what belongs to them goes to those others.

The user has decided what of a merged record is kept, so its own values are not taken in again, however old or new.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kamtui.domain.accounts import name_key
from kamtui.domain.duplicates import Kind as DuplicateKind
from kamtui.domain.duplicates import pair_key
from kamtui.domain.merging import joined_ids, with_uid_replaced, without_twice
from kamtui.domain.names import MERGED, merged_uids
from kamtui.exchange.document_fields import Kind, Listed, Stored
from kamtui.exchange.document_lists import listed
from kamtui.exchange.document_records import Record
from kamtui.exchange.document_report import FROZEN, Conflict, Side
from kamtui.storage import documents
from kamtui.storage.repointing import UID_KEYS

Lists = Mapping[str, tuple[Record, ...]]
GoesTo = dict[str, dict[str, str]]
"""By list, the uid that a merged record's uid leads to, and an account's name in small letters."""

MERGEABLE: Final = ("accounts", "stakeholders")
STRUCTURES: Final = (Kind.OBJECT, Kind.OBJECTS)


@dataclass(slots=True)
class Forwarded:
    """The lists without what was merged away, how many records of each list that were, and each as a conflict."""

    lists: dict[str, tuple[Record, ...]]
    kept: dict[str, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def leave_out(self, name: str, record: Record, into: str) -> None:
        """Note a record that is not taken in."""
        self.kept[name] = self.kept.get(name, 0) + 1
        called = str(record.values.get("name") or "")
        self.conflicts.append(Conflict(name, record.uid, called, Side.DATABASE, (), into))


def forward_merged(connection: sqlite3.Connection, lists: Lists) -> Forwarded:
    """Leave out the records that were merged into others here, and let references to them lead to those others."""
    found = Forwarded(dict(lists))
    goes_to: GoesTo = {name: {} for name in MERGEABLE}
    for name in MERGEABLE:
        merged = _merged(connection, listed(name).table)
        kept = []
        for record in lists.get(name, ()):
            if record.uid in merged:
                uid, into = merged[record.uid]
                if name == "accounts":
                    goes_to[name].setdefault(name_key(str(record.values.get("name", ""))), uid)
                found.leave_out(name, record, into)
            else:
                kept.append(record)
        if name in lists:
            found.lists[name] = _still_merged(kept, merged)
        goes_to[name] |= {gone: uid for gone, (uid, _) in merged.items()}
    if any(goes_to.values()):
        for name in lists:
            found.lists[name] = tuple(_forward(listed(name), record, goes_to) for record in found.lists[name])
        _leave_out_twins(connection, found, lists)
    return found


def _merged(connection: sqlite3.Connection, table: str) -> dict[str, tuple[str, str]]:
    """By the uid of each record that was merged away: uid and name of the one that is here instead."""
    rows = documents.rows(connection, table, ("uid", "name", "external_ids"))
    here = {row[0] for row in rows}
    return {gone: (uid, name) for uid, name, ids in rows for gone in merged_uids(ids) if gone not in here}


def _still_merged(records: Iterable[Record], merged: Mapping[str, tuple[str, str]]) -> tuple[Record, ...]:
    """Let no record of the document forget what was merged into it here."""
    held: dict[str, dict[str, str]] = {}
    for gone, (uid, _) in merged.items():
        held[uid] = joined_ids(held.get(uid, {}), {MERGED: gone})
    return tuple(
        _with(record, external_ids=json.dumps(joined_ids(json.loads(str(given)), held[record.uid])))
        if record.uid in held and (given := record.values.get("external_ids"))
        else record
        for record in records
    )


def _forward(each: Listed, record: Record, goes_to: GoesTo) -> Record:
    """The record with references to what is there now."""
    values: dict[str, Stored] = {}
    people = goes_to["stakeholders"]
    for one in each.fields:
        given = record.values.get(one.column or one.name)
        if not isinstance(given, str) or not given:
            continue
        if one.kind is Kind.REFERENCE and one.target in goes_to:
            leads = goes_to[one.target]
            values[one.column or one.name] = leads.get(given) or leads.get(name_key(given)) or given
        elif one.kind in STRUCTURES and each.name not in FROZEN:
            values[one.column] = _structure(each, one.column, given, {**goes_to["accounts"], **people})
    if each.name == "distinct_pairs":
        leads = goes_to["accounts" if record.values["kind"] == DuplicateKind.ACCOUNT else "stakeholders"]
        first, second = (leads.get(str(record.values[side]), str(record.values[side])) for side in ("one", "other"))
        values["one"], values["other"] = pair_key(first, second)
    present = record.people and tuple(dict.fromkeys(people.get(uid, uid) for uid in record.people))
    return replace(_with(record, **values), people=present)


def _structure(each: Listed, column: str, given: str, leads: Mapping[str, str]) -> str:
    value = before = json.loads(given)
    for gone, uid in leads.items():
        if gone in given:
            value = with_uid_replaced(value, gone, uid, UID_KEYS)
    if value == before:
        return given
    return json.dumps(without_twice(value) if (each.table, column) == ("qbr", "participants") else value)


def _leave_out_twins(connection: sqlite3.Connection, found: Forwarded, given: Lists) -> None:
    """Leave out the plan of an account that was merged into one with a plan, and pairs that became one."""
    names: dict[str, str] = dict(documents.rows(connection, "account", ("uid", "name")))
    uids: dict[int, str] = dict(documents.rows(connection, "account", ("id", "uid")))
    plans = documents.keys(connection, "plan")
    planned = {uids[account] for (account,) in documents.rows(connection, "plan", ("account_id",))}
    for name in ("plans", "distinct_pairs"):
        kept = []
        for before, record in zip(given.get(name, ()), found.lists.get(name, ()), strict=True):
            account = str(record.values.get("account_id", ""))
            moved = before.values.get("account_id") != account and record.uid not in plans
            if name == "plans" and moved and account in planned:
                found.leave_out(name, record, names[account])
            elif name == "distinct_pairs" and record.values["one"] == record.values["other"]:
                found.kept[name] = found.kept.get(name, 0) + 1
            else:
                kept.append(record)
        if name in given:
            found.lists[name] = tuple(kept)


def _with(record: Record, **values: Stored) -> Record:
    return replace(record, values={**record.values, **values}) if values else record
