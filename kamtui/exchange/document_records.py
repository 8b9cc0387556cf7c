"""The records of a kamtui document: every field read and checked, everything wrong collected."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kamtui.domain.errors import Refused
from kamtui.domain.health import validate_score
from kamtui.domain.problems import name_problems
from kamtui.exchange.document_fields import Field, Kind, Listed, Stored
from kamtui.exchange.document_lists import phase_fields
from kamtui.exchange.document_values import derived_uid, read_moment, read_uid, read_value, shown

Phase = tuple[Stored, ...]


@dataclass(slots=True)
class Record:
    """One record as the document gives it.

    `values` holds stored values by column, only of what was given; references are still uids (or an account's name).
    `named` says that the uid stands in the document; otherwise it follows from the content. `changed_at` is None where
    the document does not say, which counts as now.
    """

    where: str
    uid: str
    named: bool
    changed_at: str | None = None
    values: dict[str, Stored] = field(default_factory=dict)
    people: tuple[str, ...] | None = None
    phases: tuple[Phase, ...] | None = None


class Problems:
    """What is wrong with a document, in the order found."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, text: str) -> None:
        """Note one thing that is wrong, and where."""
        self.found.append(f"{where}: {text}")

    def refuse(self) -> None:
        """Raise Refused when anything was found."""
        if self.found:
            more = len(self.found) - 1
            raise Refused(self.found[0] + (f" … and {more} more" if more else ""))


def read_records(each: Listed, given: Any, problems: Problems) -> tuple[Record, ...]:
    """Read one list of the document; what is wrong goes to the problems."""
    if given is None:
        return ()
    if not isinstance(given, list):
        problems.add(each.name, f"{shown(given)} is not a list")
        return ()
    known = _keys(each)
    alike: Counter[str] = Counter()
    records = []
    for position, raw in enumerate(given):
        where = f"{each.name}[{position}]"
        if isinstance(raw, dict):
            records.append(_record(each, known, where, raw, alike, problems))
        else:
            problems.add(where, f"{shown(raw)} is not an object")
    return tuple(records)


def _keys(each: Listed) -> dict[str, tuple[Field, ...]]:
    keys: dict[str, tuple[Field, ...]] = {}
    for found in each.fields:
        key = found.group or found.name
        keys[key] = (*keys.get(key, ()), found)
    return keys


def _record(
    each: Listed,
    known: Mapping[str, tuple[Field, ...]],
    where: str,
    raw: dict[str, Any],
    alike: Counter[str],
    problems: Problems,
) -> Record:
    record = Record(where, "", named=raw.get("uid") is not None)
    for key, value in raw.items():
        try:
            if key == "uid" or key == "changed_at":
                _read_common(record, key, value)
            elif key not in known:
                raise _Unknown(f"unknown field {shown(key)}; known: uid, {', '.join(known)}, changed_at")
            else:
                _read(record, known[key], value)
        except _Unknown as error:
            problems.add(where, str(error))
        except ValueError as error:
            problems.add(where, f"{key}: {error}")
    for fields in known.values():
        if fields[0].required and raw.get(fields[0].name) is None:
            problems.add(where, f"{fields[0].name} is missing")
    if not record.named:
        content = json.dumps(raw, sort_keys=True)
        alike[content] += 1
        record.uid = derived_uid(each.name, content, alike[content])
    _check(each, record, problems)
    return record


class _Unknown(ValueError):
    """A key that no field has."""


def _read_common(record: Record, key: str, value: Any) -> None:
    if value is None:
        return
    if key == "uid":
        record.uid = read_uid(value)
    else:
        record.changed_at = read_moment(value)


def _read(record: Record, fields: tuple[Field, ...], value: Any) -> None:
    first = fields[0]
    if first.kind is Kind.PEOPLE:
        record.people = _people(value)
    elif first.kind is Kind.PHASES:
        record.phases = _phases(value)
    elif first.group:
        record.values.update(_group(fields, value))
    elif value is not None:
        record.values[first.column or first.name] = read_value(first, value)
    elif first.nullable:
        record.values[first.column or first.name] = None


def _people(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ValueError(f"{shown(value)} is not a list of uids")
    return tuple(dict.fromkeys(read_uid(each) for each in value))


def _phases(value: Any) -> tuple[Phase, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ValueError(f"{shown(value)} is not a list of phases")
    return tuple(tuple(_group(phase_fields(), each).values()) for each in value)


def _group(fields: tuple[Field, ...], value: Any) -> dict[str, Stored]:
    """Read an object within a record; what it does not name takes its default."""
    given = {} if value is None else value
    if not isinstance(given, dict):
        raise ValueError(f"{shown(value)} is not an object")
    names = [each.name for each in fields]
    unknown = [key for key in given if key not in names]
    if unknown:
        raise ValueError(f"unknown field {shown(unknown[0])}; known: {', '.join(names)}")
    values: dict[str, Stored] = {}
    for each in fields:
        if given.get(each.name) is not None:
            values[each.column] = read_value(each, given[each.name])
        elif each.required:
            raise ValueError(f"{each.name} is missing")
        else:
            values[each.column] = each.default
    return values


def _check(each: Listed, record: Record, problems: Problems) -> None:
    if "name" in record.values:
        for problem in name_problems("name", str(record.values["name"])):
            problems.add(record.where, problem.text)
    if each.name == "scores" and {"kind", "value"} <= record.values.keys():
        for problem in validate_score(str(record.values["kind"]), float(record.values["value"] or 0)):
            problems.add(record.where, problem.text)
