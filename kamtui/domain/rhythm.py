"""The rhythm: what is due, when, and in what order."""

from enum import StrEnum


class OccurrenceState(StrEnum):
    """What the user said about one occurrence of an activity (rule Y-8)."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
