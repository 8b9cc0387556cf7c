"""The Friday review and its relatives."""

from enum import StrEnum


class ReviewKind(StrEnum):
    """Which review (rules F-1, F-2)."""

    FRIDAY = "friday"
    MONTH_END = "month_end"
