"""The account map's people: who they are and how well the relationship holds."""

from enum import StrEnum


class Function(StrEnum):
    """The business function a stakeholder works in (rule M-1)."""

    EXECUTIVE = "executive"
    FINANCE = "finance"
    PROCUREMENT = "procurement"
    OPERATIONS = "operations"
    IT = "it"
    LEGAL = "legal"
    USERS = "users"
    OTHER = "other"


class Role(StrEnum):
    """A buying role (rule M-1)."""

    ECONOMIC_BUYER = "economic_buyer"
    CHAMPION = "champion"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    INFLUENCER = "influencer"
    TECHNICAL_EVALUATOR = "technical_evaluator"
    GATEKEEPER = "gatekeeper"
    END_USER = "end_user"


class Quality(StrEnum):
    """How good the relationship is (rule M-2)."""

    STRONG = "strong"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"
    AT_RISK = "at_risk"


class Stance(StrEnum):
    """Whether a person speaks for or against us (rule M-3)."""

    ALLY = "ally"
    NEUTRAL = "neutral"
    OPPONENT = "opponent"
    UNKNOWN = "unknown"


class Influence(StrEnum):
    """How much a person's word weighs in the client's decisions (rule M-3)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class Frequency(StrEnum):
    """How often a stakeholder wants to hear from us (rule M-1)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    AS_NEEDED = "as_needed"
