"""The account map's competition dimension: who else is in the client's house."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamtui.domain.problems import Problem, choice_problems, name_problems


class CompetitorKind(StrEnum):
    """Whether they could displace us or we could absorb their part (rule M-7)."""

    VULNERABILITY = "vulnerability"
    CONSOLIDATION = "consolidation"


class Position(StrEnum):
    """Where we stand against the provider (rule M-7)."""

    AHEAD = "ahead"
    LEVEL = "level"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Competitor:
    """Another provider in the client's house (rule M-7)."""

    provider: str
    kind: str = CompetitorKind.VULNERABILITY
    position: str = Position.LEVEL
    area: str = ""
    contract_end: date | None = None


def validate_competitor(competitor: Competitor) -> tuple[Problem, ...]:
    """Everything that is wrong with a competitor entry (rule M-7)."""
    return (
        *name_problems("provider", competitor.provider),
        *choice_problems("kind", CompetitorKind, competitor.kind),
        *choice_problems("position", Position, competitor.position),
    )


def days_to_contract_end(competitor: Competitor, today: date) -> int | None:
    """Days until their contract ends, negative once it has; None when the end is not known (rule M-7)."""
    return None if competitor.contract_end is None else (competitor.contract_end - today).days
