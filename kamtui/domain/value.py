"""The account map's value dimension: what our work created and what it could."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamtui.domain.problems import Problem, choice_problems, money_problems, name_problems


class ValueKind(StrEnum):
    """What a value entry records (rule M-6)."""

    DELIVERED = "delivered"
    ADJACENT = "adjacent"


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """Value delivered, or a challenge next door; `amount` is minor units, yearly for an adjacent one (rule M-6)."""

    kind: str
    what: str
    on: date
    amount: int | None = None


def validate_value_entry(entry: ValueEntry) -> tuple[Problem, ...]:
    """Everything that is wrong with a value entry (rule M-6)."""
    return (
        *choice_problems("kind", ValueKind, entry.kind),
        *name_problems("what", entry.what),
        *money_problems("amount", entry.amount),
    )


def total(entries: Iterable[ValueEntry], kind: ValueKind, since: date = date.min) -> int:
    """The counted amounts of one kind from a day on, in minor units; entries without an amount add nothing."""
    return sum(entry.amount or 0 for entry in entries if entry.kind == kind and entry.on >= since)
