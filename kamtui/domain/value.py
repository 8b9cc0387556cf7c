"""The account map's value dimension: what our work created and what it could."""

from enum import StrEnum


class ValueKind(StrEnum):
    """What a value entry records (rule M-6)."""

    DELIVERED = "delivered"
    ADJACENT = "adjacent"
