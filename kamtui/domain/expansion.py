"""Triggers and opportunities: when and how an account can grow."""

from enum import StrEnum


class TriggerKind(StrEnum):
    """What was heard that could open a conversation (rule X-1)."""

    ADJACENT_PROBLEM = "adjacent_problem"
    MILESTONE = "milestone"
    ORG_CHANGE = "org_change"
    COMPETITOR = "competitor"
    UNSOLICITED_REFERRAL = "unsolicited_referral"
    RENEWAL = "renewal"


class Strength(StrEnum):
    """How clear the signal was (rule X-1)."""

    WEAK = "weak"
    STRONG = "strong"


class TriggerState(StrEnum):
    """What became of a trigger (rule X-2)."""

    OPEN = "open"
    ACTED = "acted"
    FILED = "filed"
    EXPIRED = "expired"


class OpportunityKind(StrEnum):
    """Where the growth comes from (rule X-4)."""

    UPSELL = "upsell"
    CROSS_SELL = "cross_sell"
    RENEWAL_GROWTH = "renewal_growth"


class Stage(StrEnum):
    """How far an opportunity has come (rule X-4)."""

    IDEA = "idea"
    INVITED = "invited"
    EXPLORING = "exploring"
    PROPOSED = "proposed"
    WON = "won"
    LOST = "lost"


class Integrity(StrEnum):
    """For whose benefit a proposal mainly is (rule X-6)."""

    THEIRS = "theirs"
    MINE = "mine"
