"""What an import of a kamtui document did, or would do."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from kamtui.domain.text import shorten

FROZEN: Final = frozenset({"plan_versions"})
"""The lists whose records never change once they are there (rule P-6)."""


class Side(StrEnum):
    """Which side of a conflict was kept."""

    DOCUMENT = "document"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the records of one list; `kept` are those where the database had the newer change."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """One record that differed, the fields in which it did, and the side that won.

    `into` names the record here that it was merged into.
    """

    list: str
    uid: str
    name: str
    won: Side
    fields: tuple[str, ...]
    into: str = ""

    @property
    def words(self) -> str:
        """Why that side won."""
        if self.into:
            return f"it was merged into {shorten(self.into, 40)}, which stays as it is"
        if self.list in FROZEN:
            return "what is frozen never changes, the database's version stays"
        if self.won is Side.DOCUMENT:
            return "the document's version is the newer one and was taken"
        return "the document's version is not newer, the database's stays"


@dataclass(frozen=True, slots=True)
class Renamed:
    """An account that got another name because its own belongs to a different account: a possible duplicate."""

    uid: str
    name: str
    kept_as: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, by list; `batch` takes it back, `fresh` says that there were no accounts before."""

    batch: str
    lists: Mapping[str, Counts]
    conflicts: tuple[Conflict, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    settings_found: bool = False
    settings_applied: bool = False
    fresh: bool = False

    @property
    def total(self) -> Counts:
        """The counts of all lists together."""
        every = tuple(self.lists.values())
        return Counts(
            sum(each.created for each in every),
            sum(each.updated for each in every),
            sum(each.unchanged for each in every),
            sum(each.kept for each in every),
        )

    def as_values(self) -> dict[str, Any]:
        """The report as plain values, for `--json`."""
        return {
            "batch": self.batch,
            **asdict(self.total),
            "lists": {name: asdict(counts) for name, counts in self.lists.items()},
            "conflicts": [{**asdict(each), "won": each.won.value, "fields": [*each.fields]} for each in self.conflicts],
            "renamed": [asdict(each) for each in self.renamed],
            "settings_found": self.settings_found,
            "settings_applied": self.settings_applied,
        }
