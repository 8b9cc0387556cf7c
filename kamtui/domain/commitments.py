"""The ledger of what was promised, by us and by them."""

from enum import StrEnum


class Side(StrEnum):
    """Who promised (rule C-1)."""

    OURS = "ours"
    THEIRS = "theirs"


class CommitmentState(StrEnum):
    """What became of a promise (rule C-1)."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WAIVED = "waived"
