"""The quarterly business review: its phases and states."""

from enum import StrEnum


class QbrState(StrEnum):
    """Where a review is (rule Q-2)."""

    PLANNED = "planned"
    PREPARED = "prepared"
    RUNNING = "running"
    PAUSED = "paused"
    HELD = "held"
    FOLLOWED_UP = "followed_up"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """The five phases of a review (rule Q-1)."""

    RESULTS = "results"
    CONTEXT = "context"
    ENGAGEMENT = "engagement"
    VISION = "vision"
    ALIGNMENT = "alignment"
