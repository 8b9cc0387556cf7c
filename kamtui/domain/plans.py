"""The account plan: its parts, its limits, and where objectives come from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kamtui.domain.accounts import Tier

OBJECTIVE_LIMIT: Final = 140
"""How many characters our objective may have (rule P-2)."""

PAGES: Final[Mapping[int, int]] = {Tier.STRATEGIC: 3, Tier.GROWTH: 1, Tier.MAINTAIN: 1}
"""How many pages a plan of each tier may have (rules T-3, P-5)."""


class Origin(StrEnum):
    """Where an objective came from (rule P-3)."""

    OUR_OBJECTIVE = "our_objective"
    THEIR_OBJECTIVE = "their_objective"
    MAP = "map"
    SWOT = "swot"
    QBR = "qbr"


class ObjectiveStatus(StrEnum):
    """How an objective is doing (rule P-3)."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class PlanPart(StrEnum):
    """Everything on the page of a plan, in the order of the page (rules P-1, P-2)."""

    THEIR_OBJECTIVE = "their_objective"
    OUR_OBJECTIVE = "our_objective"
    OBJECTIVES = "objectives"
    ACTIONS = "actions"
    CLIENT_PROFILE = "client_profile"
    RELATIONSHIP_MAP = "relationship_map"
    ENGAGEMENT_HEALTH = "engagement_health"
    EXPANSION = "expansion"
    REVENUE = "revenue"
    COMPETITION = "competition"
    SUCCESS_METRICS = "success_metrics"
    STRENGTHS = "strengths"
    WEAKNESSES = "weaknesses"
    OPPORTUNITIES = "opportunities"
    THREATS = "threats"
    TEAM = "team"
    PREDICTIONS = "predictions"


COMPONENTS: Final = (
    PlanPart.CLIENT_PROFILE,
    PlanPart.RELATIONSHIP_MAP,
    PlanPart.ENGAGEMENT_HEALTH,
    PlanPart.EXPANSION,
    PlanPart.REVENUE,
    PlanPart.COMPETITION,
    PlanPart.SUCCESS_METRICS,
)
"""The seven components, numbered from 1 in this order (rule P-1)."""

SWOT: Final = (PlanPart.STRENGTHS, PlanPart.WEAKNESSES, PlanPart.OPPORTUNITIES, PlanPart.THREATS)
AIMS: Final = (PlanPart.THEIR_OBJECTIVE, PlanPart.OUR_OBJECTIVE)
LISTS: Final = (PlanPart.OBJECTIVES, PlanPart.ACTIONS, PlanPart.TEAM, PlanPart.PREDICTIONS)
"""The parts that are made of records, each with a form of its own."""

WRITTEN: Final = (*AIMS, PlanPart.CLIENT_PROFILE, PlanPart.SUCCESS_METRICS, *SWOT)
"""The parts that are written (rules P-1, P-2)."""

DRAWN: Final = tuple(part for part in COMPONENTS if part not in WRITTEN)
"""The components that are drawn from what was recorded, with room for a remark (rule P-1)."""

TITLES: Final[Mapping[PlanPart, str]] = {
    PlanPart.THEIR_OBJECTIVE: "The client's objective",
    PlanPart.OUR_OBJECTIVE: "Our objective for twelve months",
    PlanPart.OBJECTIVES: "Objectives",
    PlanPart.ACTIONS: "The next 90 days",
    PlanPart.CLIENT_PROFILE: "1 Client profile",
    PlanPart.RELATIONSHIP_MAP: "2 Relationship map",
    PlanPart.ENGAGEMENT_HEALTH: "3 Engagement health",
    PlanPart.EXPANSION: "4 Expansion opportunities",
    PlanPart.REVENUE: "5 Revenue forecast",
    PlanPart.COMPETITION: "6 Competitive landscape",
    PlanPart.SUCCESS_METRICS: "7 Success metrics",
    PlanPart.STRENGTHS: "Strengths",
    PlanPart.WEAKNESSES: "Weaknesses",
    PlanPart.OPPORTUNITIES: "Opportunities",
    PlanPart.THREATS: "Threats",
    PlanPart.TEAM: "Account team",
    PlanPart.PREDICTIONS: "Predictions",
}

LABELS: Final[Mapping[PlanPart, str]] = {
    PlanPart.THEIR_OBJECTIVE: "Theirs",
    PlanPart.OUR_OBJECTIVE: "Ours",
    **{part: TITLES[part] for part in SWOT},
}
"""The short parts, which stand together under one heading, each after its label."""


def heading(part: PlanPart) -> str:
    """The heading that a part stands under; the aims share one, and so does the SWOT of the relationship."""
    if part in AIMS:
        return "Aims"
    return "SWOT of the relationship" if part in SWOT else TITLES[part]


def part_of(word: str) -> PlanPart | None:
    """The part that a stored word means; None for any other."""
    return PlanPart(word) if word in list(PlanPart) else None


def pages_allowed(tier: int) -> int:
    """How many pages the plan of an account of this tier may have (rules T-3, P-5)."""
    return PAGES[tier]


def our_objective_problem(text: str) -> str:
    """What is wrong with our objective, in one line; nothing when it fits (rule P-2)."""
    if len(text) <= OBJECTIVE_LIMIT:
        return ""
    return f"our objective is one line of at most {OBJECTIVE_LIMIT} characters; this one has {len(text):,}"
