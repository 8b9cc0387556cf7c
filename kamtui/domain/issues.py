"""Issues and their escalation."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad an issue is (rule S-1)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class IssueStatus(StrEnum):
    """Where an issue is (rule S-1)."""

    OPEN = "open"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
