"""Touchpoints: what was said, how, and by whom."""

from enum import StrEnum


class Channel(StrEnum):
    """How a touchpoint happened (rule I-1)."""

    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    MESSAGE = "message"
    EVENT = "event"
    VISIT = "visit"
    OTHER = "other"


class Initiator(StrEnum):
    """Who began it (rule I-1)."""

    US = "us"
    CLIENT = "client"


class Tone(StrEnum):
    """How the other side sounded (rule I-1)."""

    WARM = "warm"
    NEUTRAL = "neutral"
    COOL = "cool"
