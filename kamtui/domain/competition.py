"""The account map's competition dimension: who else is in the client's house."""

from enum import StrEnum


class CompetitorKind(StrEnum):
    """Whether they could displace us or we could absorb their part (rule M-7)."""

    VULNERABILITY = "vulnerability"
    CONSOLIDATION = "consolidation"


class Position(StrEnum):
    """Where we stand against the provider (rule M-7)."""

    AHEAD = "ahead"
    LEVEL = "level"
    BEHIND = "behind"
