"""Everything in the file as one kamtui document."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from kamtui.domain.accounts import name_key
from kamtui.domain.qbr import Phase
from kamtui.exchange.document_fields import FORMAT, VERSION, Field, Kind, Listed
from kamtui.exchange.document_lists import all_lists, phase_fields
from kamtui.exchange.document_values import writer
from kamtui.storage import documents

Uids = Mapping[str, Mapping[int, str]]
_PHASES: Final = [phase.value for phase in Phase]


def export_document(connection: sqlite3.Connection, settings: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everything in the file as plain values, with the practice settings given; the same content gives the same order.

    Accounts stand by name, everything else by account, day and uid.
    """
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "settings": dict(settings or {})}
    with documents.snapshot(connection):
        uids = {
            each.name: {row_id: uid for uid, row_id in documents.keys(connection, each.table).items()}
            for each in all_lists()
        }
        for each in all_lists():
            document[each.name] = _records(connection, each, uids)
    names = {account["uid"]: name_key(account["name"]) for account in document["accounts"]}
    for each in all_lists():
        document[each.name].sort(key=_order(each, names))
    return document


def dumps(document: Mapping[str, Any]) -> str:
    """The document as text: one record a line, so that two of them can be compared line by line."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list) and value:
            lines = ",\n".join(map(_json, value))
            parts.append(f"{_json(key)}: [\n{lines}\n]")
        else:
            parts.append(f"{_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def phase_order(phase: object) -> int:
    """Where a phase stands in a business review."""
    return _PHASES.index(str(phase)) if phase in _PHASES else len(_PHASES)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _order(each: Listed, names: Mapping[str, str]) -> Callable[[Mapping[str, Any]], tuple[str, str, str]]:
    day = each.dated_by()
    if each.name == "accounts":
        return lambda record: (names[record["uid"]], "", record["uid"])
    return lambda record: (names.get(str(record.get("account")), ""), record.get(day) or "", record["uid"])


def _records(connection: sqlite3.Connection, each: Listed, uids: Uids) -> list[dict[str, Any]]:
    columns = each.columns
    extra = _extra(connection, each, uids)
    written = [(field, _writer(field, uids)) for field in columns]
    records = []
    for row in documents.rows(connection, each.table, ("id", "uid", "changed_at", *(f.column for f in columns))):
        record: dict[str, Any] = {"uid": row[1]}
        for (field, write), stored in zip(written, row[3:], strict=True):
            value = stored if write is None or stored is None else write(stored)
            if field.group:
                record.setdefault(field.group, {})[field.name] = value
            else:
                record[field.name] = value
        for name, found in extra.items():
            record[name] = found(row[0])
        for group in {field.group for field in columns if field.group}:
            record[group] = record[group] if any(record[group].values()) else None
        record["changed_at"] = row[2]
        records.append(record)
    return records


def _writer(field: Field, uids: Uids) -> Callable[[Any], Any] | None:
    if field.kind is Kind.REFERENCE:
        return uids[field.target].__getitem__
    return writer(field.kind)


def _extra(connection: sqlite3.Connection, each: Listed, uids: Uids) -> dict[str, Callable[[int], Any]]:
    """What no column of the list's own table holds, by the row's inner key."""
    if each.name == "accounts":
        rows = documents.rows(connection, "stakeholder", ("account_id", "uid", "primary_contact"))
        return {"primary_contact": {account: uid for account, uid, primary in rows if primary}.get}
    if each.name == "touchpoints":
        rows = documents.rows(connection, "touchpoint_person", ("touchpoint_id", "stakeholder_id"))
        people = _grouped((row[0], uids["stakeholders"][row[1]]) for row in rows)
        return {"people": lambda row_id: sorted(set(people.get(row_id, ())))}
    if each.name == "qbrs":
        names = [field.name for field in phase_fields()]
        rows = documents.rows(connection, "qbr_phase", ("qbr_id", *(field.column for field in phase_fields())))
        rows.sort(key=lambda row: phase_order(row[1]))
        phases = _grouped((row[0], dict(zip(names, row[1:], strict=True))) for row in rows)
        return {"phases": lambda row_id: phases.get(row_id, [])}
    return {}


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
