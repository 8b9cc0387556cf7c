"""Difficult conversations: planned, dated, held and learned from."""

from enum import StrEnum


class ConversationKind(StrEnum):
    """What the conversation is about (rule D-1)."""

    SERVICE_FAILURE = "service_failure"
    SCOPE_CREEP = "scope_creep"
    FEEDBACK = "feedback"
    OTHER = "other"


class ConversationState(StrEnum):
    """Where the conversation is (rule D-5)."""

    DRAFT = "draft"
    COMMITTED = "committed"
    HELD = "held"
    CLOSED = "closed"


class Effect(StrEnum):
    """What it did to the relationship (rule D-5)."""

    DEEPER = "deeper"
    SAME = "same"
    DAMAGED = "damaged"
