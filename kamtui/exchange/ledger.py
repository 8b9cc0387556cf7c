"""What became of every row of an import: the table of the dry run and of the confirmation, and its sums."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamtui.exchange.document_report import Report


class Action(StrEnum):
    """What is done with a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one row of a file becomes: `file` by its place in the import, `number` of the row, and why."""

    file: int
    number: int
    record: str
    action: Action
    name: str
    why: str = ""

    @property
    def matters(self) -> bool:
        """Whether it is shown even where only what needs attention is."""
        return self.action in (Action.SKIP, Action.ERROR)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records that may be one: nothing was joined, a person decides."""

    record: str
    name: str
    other: str
    why: str


@dataclass(slots=True)
class Totals:
    """How many rows became what."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    errors: int = 0

    def count(self, action: Action, by: int = 1) -> None:
        """Count rows."""
        name = _COUNTED[action]
        setattr(self, name, getattr(self, name) + by)

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return self.created + self.updated

    @property
    def understood(self) -> int:
        """How many rows are in the database afterwards."""
        return self.created + self.updated + self.unchanged


_COUNTED = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.UNCHANGED: "unchanged",
    Action.SKIP: "skipped",
    Action.ERROR: "errors",
}


@dataclass(slots=True)
class Ledger:
    """Gathers the outcomes; unless `every_row`, only those that matter are kept and the others counted."""

    every_row: bool = True
    rows: list[Outcome] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    by_record: dict[str, Totals] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    made: set[tuple[str, str]] = field(default_factory=set)

    def of_record(self, record: str) -> Totals:
        """The sums of one kind of record."""
        return self.by_record.setdefault(record, Totals())

    def note(self, outcome: Outcome, *, remark: str = "") -> None:
        """Take in one outcome; a remark is added to the why, and makes it matter."""
        self.totals.count(outcome.action)
        self.of_record(outcome.record).count(outcome.action)
        if remark:
            outcome = replace(outcome, why="; ".join(filter(None, (outcome.why, remark))))
        if self.every_row or remark or outcome.matters:
            self.rows.append(outcome)

    def suspect(self, duplicate: Duplicate) -> None:
        """Take in a possible duplicate, once."""
        pair = (duplicate.name, duplicate.other)
        if pair not in self.made:
            self.made.add(pair)
            self.duplicates.append(duplicate)


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did, or would do; `batch` takes it back and is empty where nothing changed."""

    rows: tuple[Outcome, ...]
    totals: Totals
    by_record: dict[str, Totals]
    duplicates: tuple[Duplicate, ...]
    documents: tuple[Report, ...] = ()
    batch: str = ""

    def as_values(self, *, every_row: bool) -> dict[str, Any]:
        """The result as plain values, for `--json`."""
        return {
            "rows": [asdict(one) for one in self.rows if every_row or one.matters],
            "totals": asdict(self.totals),
            "records": {name: asdict(totals) for name, totals in self.by_record.items()},
            "duplicates": [asdict(one) for one in self.duplicates],
            "documents": [one.as_values() for one in self.documents],
            "batch": self.batch or None,
        }
