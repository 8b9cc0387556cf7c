"""Contract lines and what happens to them."""

from enum import StrEnum


class RevenueKind(StrEnum):
    """How a contract line changed (rule R-1)."""

    NEW = "new"
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"
    RENEWAL = "renewal"


class RenewalStage(StrEnum):
    """How far the renewal conversation has come (rule R-2)."""

    NOT_STARTED = "not_started"
    RESULTS_REVIEWED = "results_reviewed"
    FORWARD_TALK = "forward_talk"
    TERMS = "terms"
    RENEWED = "renewed"
    LOST = "lost"
