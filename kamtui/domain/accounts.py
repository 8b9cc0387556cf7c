"""Accounts and tiers: how much attention a client gets."""

from enum import IntEnum, StrEnum


class Tier(IntEnum):
    """How much attention an account gets (rule T-2)."""

    STRATEGIC = 1
    GROWTH = 2
    MAINTAIN = 3


class Status(StrEnum):
    """Where an account is in its life with us (rule T-1)."""

    ONBOARDING = "onboarding"
    ACTIVE = "active"
    ENDED = "ended"
