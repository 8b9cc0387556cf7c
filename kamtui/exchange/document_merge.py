"""A checked document written into the database: into an empty one as it is, into another one record by record."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kamtui.exchange.document_accounts import Owners, wins
from kamtui.exchange.document_fields import Kind, Listed
from kamtui.exchange.document_lists import all_lists
from kamtui.exchange.document_out import phase_order
from kamtui.exchange.document_records import Phase, Problems, Record
from kamtui.exchange.document_report import FROZEN, Conflict, Side
from kamtui.exchange.document_values import shown
from kamtui.storage import documents

if TYPE_CHECKING:
    from sqlmodel import Session

Values = dict[str, Any]
"""What a row holds by field: a stored value, the keys of people, or the phases of a business review."""


@dataclass(frozen=True, slots=True)
class Old:
    """A row that is in the database already, by column and by the fields that no column holds."""

    changed_at: str
    values: Values


@dataclass(frozen=True, slots=True)
class New:
    """One row to write: only what changes where the row exists, everything given where it does not."""

    id: int
    uid: str
    changed_at: str
    values: Values
    exists: bool


@dataclass(slots=True)
class Merge:
    """An import under way: what is known of both sides, and what came of it so far."""

    session: "Session"
    now: str
    today: str
    lists: dict[str, tuple[Record, ...]]
    owners: Owners
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    stored: dict[str, set[str]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    partial: bool = False

    def number(self) -> None:
        """Give every record that comes new an inner key, so that references can be written at once."""
        connection = documents.raw(self.session)
        for each in all_lists():
            ids = documents.keys(connection, each.table)
            self.stored[each.name] = set(ids)
            following = documents.last_id(self.session, each.table)
            for record in self.lists.get(each.name, ()):
                if record.uid not in ids:
                    following += 1
                    ids[record.uid] = following
            self.ids[each.name] = ids

    def resolved(self, each: Listed) -> list[Values]:
        """The values of one list's records with references as inner keys; what leads nowhere is a problem."""
        references = [found for found in each.fields if found.kind is Kind.REFERENCE]
        return [self._resolved(record, references) for record in self.lists.get(each.name, ())]

    def _resolved(self, record: Record, references: Iterable[Any]) -> Values:
        values: Values = dict(record.values)
        for found in references:
            key = found.column or found.name
            if values.get(key) is not None:
                may_miss = self.partial and found.nullable
                values[key] = self._id(record, found.name, found.target, str(values[key]), may_miss=may_miss)
        if record.people is not None:
            people = [self._id(record, "people", "stakeholders", uid, may_miss=self.partial) for uid in record.people]
            values["people"] = tuple(sorted(row_id for row_id in people if row_id is not None))
        if record.phases is not None:
            values["phases"] = tuple(sorted(record.phases, key=lambda phase: phase_order(phase[0])))
        values.pop("current_value", None)
        return values

    def _id(self, record: Record, name: str, target: str, reference: str, *, may_miss: bool) -> int | None:
        uid = self.owners.uid(reference) if target == "accounts" else reference
        found = self.ids[target].get(uid or "")
        if found is None and not may_miss:
            too = ": import that list as well" if self.partial else ""
            among = f"is not among the {target.replace('_', ' ')}{too}"
            self.problems.add(record.where, f"{name}: {shown(reference)} {among}")
        return found

    def decide(self, each: Listed, every: list[Values]) -> list[New]:
        """What to write of one list; counts and conflicts are noted."""
        records = self.lists.get(each.name, ())
        old = self._old(each, [record.uid for record in records if record.uid in self.stored[each.name]])
        counts = self.counts.setdefault(each.name, Counter())
        found = []
        for record, values in zip(records, every, strict=True):
            row_id = self.ids[each.name][record.uid]
            changed_at = record.changed_at or self.now
            before = old.get(row_id)
            if before is None:
                counts["created"] += 1
                found.append(New(row_id, record.uid, changed_at, values, exists=False))
                continue
            changed = {key: value for key, value in values.items() if not _same(before.values[key], value)}
            outcome = self._outcome(record, changed, before, frozen=each.name in FROZEN)
            counts[outcome] += 1
            if outcome == "updated" or (outcome == "unchanged" and (record.changed_at or "") > before.changed_at):
                changed = changed if outcome == "updated" else {}
                found.append(New(row_id, record.uid, changed_at, changed, exists=True))
            if outcome != "unchanged":
                won = Side.DOCUMENT if outcome == "updated" else Side.DATABASE
                self.conflicts.append(Conflict(each.name, record.uid, _name(before.values), won, _names(each, changed)))
        return found

    def _outcome(self, record: Record, changed: Mapping[str, Any], before: Old, *, frozen: bool) -> str:
        if not changed or not record.named:
            return "unchanged"
        return "updated" if not frozen and wins(record, before.changed_at, self.now) else "kept"

    def _old(self, each: Listed, uids: list[str]) -> dict[int, Old]:
        columns = [found.column for found in each.columns]
        rows = documents.rows_of(self.session, each.table, ("id", "changed_at", *columns), "uid", uids)
        extra = self._old_extra(each, [row[0] for row in rows])
        return {
            row[0]: Old(row[1], dict(zip(columns, row[2:], strict=True)) | {n: get(row[0]) for n, get in extra.items()})
            for row in rows
        }

    def _old_extra(self, each: Listed, ids: list[int]) -> dict[str, Callable[[int], Any]]:
        if each.name == "accounts":
            rows = documents.rows_of(
                self.session, "stakeholder", ("account_id", "id", "primary_contact"), "account_id", ids
            )
            return {"primary_contact": {row[0]: row[1] for row in rows if row[2]}.get}
        if each.name == "touchpoints":
            people: dict[int, set[int]] = {}
            rows = documents.rows_of(
                self.session, "touchpoint_person", ("touchpoint_id", "stakeholder_id"), "touchpoint_id", ids
            )
            for touchpoint, person in rows:
                people.setdefault(touchpoint, set()).add(person)
            return {"people": lambda row_id: tuple(sorted(people.get(row_id, ())))}
        if each.name == "qbrs":
            columns = ("qbr_id", "phase", "seconds", "notes")
            phases: dict[int, list[Phase]] = {}
            for qbr, *phase in documents.rows_of(self.session, "qbr_phase", columns, "qbr_id", ids):
                phases.setdefault(qbr, []).append(tuple(phase))
            return {"phases": lambda row_id: tuple(sorted(phases.get(row_id, ()), key=lambda p: phase_order(p[0])))}
        return {}


def _same(before: Any, after: Any) -> bool:
    if before == after:
        return True
    if isinstance(before, str) and isinstance(after, str) and before[:1] == after[:1] and before[:1] in ("{", "["):
        try:
            return bool(json.loads(before) == json.loads(after))
        except ValueError:
            return False
    return False


def _name(values: Mapping[str, Any]) -> str:
    """What a person calls the record."""
    keys = ("name", "what", "title", "provider", "statement", "description", "summary")
    return next((str(values[key]) for key in keys if values.get(key)), "")


def _names(each: Listed, changed: Mapping[str, Any]) -> tuple[str, ...]:
    names = (found.group or found.name for found in each.fields if (found.column or found.name) in changed)
    return tuple(dict.fromkeys(names))
