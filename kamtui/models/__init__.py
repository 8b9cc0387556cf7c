"""The tables, one file per feature; importing the package registers them all."""

from kamtui.models import (
    accounts,
    commitments,
    competition,
    conversations,
    expansion,
    health,
    issues,
    plans,
    qbr,
    revenue,
    reviews,
    rhythm,
    stakeholders,
    touchpoints,
    value,
)

__all__ = [
    "accounts",
    "commitments",
    "competition",
    "conversations",
    "expansion",
    "health",
    "issues",
    "plans",
    "qbr",
    "revenue",
    "reviews",
    "rhythm",
    "stakeholders",
    "touchpoints",
    "value",
]
