"""The monthly health check: what four ratings mean."""

from enum import StrEnum


class Signal(StrEnum):
    """What a health check looks at (rule H-1)."""

    RESPONSE_TIME = "response_time"
    MEETING_ENGAGEMENT = "meeting_engagement"
    REFERRAL_ACTIVITY = "referral_activity"
    TONE = "tone"


class Rating(StrEnum):
    """How one signal is doing (rule H-1)."""

    GOOD = "good"
    WATCH = "watch"
    POOR = "poor"
    NOT_OBSERVED = "not_observed"


class Colour(StrEnum):
    """The verdict of a check (rule H-2)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNRATED = "unrated"


class Trend(StrEnum):
    """A check against the one before it (rule H-4)."""

    IMPROVING = "improving"
    STEADY = "steady"
    DECLINING = "declining"


class ScoreKind(StrEnum):
    """A score that a client gave (rule H-9)."""

    CSAT = "csat"
    NPS = "nps"
