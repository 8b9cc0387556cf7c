"""The account plan: objectives and where they come from."""

from enum import StrEnum


class Origin(StrEnum):
    """Where an objective came from (rule P-3)."""

    OUR_OBJECTIVE = "our_objective"
    THEIR_OBJECTIVE = "their_objective"
    MAP = "map"
    SWOT = "swot"
    QBR = "qbr"


class ObjectiveStatus(StrEnum):
    """How an objective is doing (rule P-3)."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
