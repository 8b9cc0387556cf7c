"""Opportunities: their stages, the three parts of the conversation, the integrity test, and the ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from kamtui.domain.accounts import name_key
from kamtui.domain.chances import PROBABILITIES
from kamtui.domain.expansion import Integrity, OpportunityKind, Stage
from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, choice_problems, listed, money_problems, name_problems

OPEN_STAGES = (Stage.IDEA, Stage.INVITED, Stage.EXPLORING, Stage.PROPOSED)
CLOSED_STAGES = (Stage.WON, Stage.LOST)
WAY = (*OPEN_STAGES, Stage.WON)
"""The way forward, stage by stage."""

UNASKED = "the integrity question is not answered yet"
PARKED = "it is parked, being mainly for our benefit, until there is new evidence"


class Part(StrEnum):
    """The three parts of the conversation that opens growth, in their order (rule X-5)."""

    OBSERVATION = "observation"
    CONNECTION = "connection"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """A piece of growth (rule X-4): value in minor units a year, probability in percent where it is its own.

    `usual` is how likely each stage is, in percent, as the user has set it up.
    """

    name: str
    kind: str = OpportunityKind.UPSELL
    annual_value: int | None = None
    stage: str = Stage.IDEA
    probability: int | None = None
    expected_close: date | None = None
    next_step: str = ""
    next_step_due: date | None = None
    observation: str = ""
    connection: str = ""
    invitation: str = ""
    integrity: str | None = None
    parked_on: date | None = None
    closed_on: date | None = None
    usual: Mapping[str, int] = field(default_factory=lambda: PROBABILITIES, compare=False, repr=False)

    @property
    def open(self) -> bool:
        """Whether it is neither won nor lost."""
        return self.stage not in CLOSED_STAGES

    @property
    def parked(self) -> bool:
        """Whether it waits for new evidence, being mainly for our benefit (rule X-6)."""
        return self.open and self.integrity == Integrity.MINE

    def part(self, part: Part) -> str:
        """The words of one part of the conversation (rule X-5)."""
        return str(getattr(self, part.value))


RECORDED = tuple(each.name for each in fields(Opportunity) if each.name != "usual")
"""What is recorded of an opportunity."""


@frozen
class StageBar:
    """One bar of the pipeline: how many, worth how much, and that weighed by probability, in minor units a year."""

    stage: Stage
    count: int
    value: int
    weighted: int


@frozen
class Totals:
    """The pipeline in four numbers and the parked ones beside it; amounts are minor units a year."""

    count: int
    value: int
    weighted: int
    stalled: int
    parked: int


def validate_opportunity(opportunity: Opportunity) -> tuple[Problem, ...]:
    """Everything that is wrong with an opportunity as entered (rule X-4)."""
    found = [
        *name_problems("name", opportunity.name),
        *choice_problems("kind", OpportunityKind, opportunity.kind),
        *money_problems("annual_value", opportunity.annual_value),
        *choice_problems("stage", Stage, opportunity.stage),
        *choice_problems("integrity", Integrity, opportunity.integrity),
    ]
    if opportunity.probability is not None and not 0 <= opportunity.probability <= 100:
        found.append(Problem("probability", "The probability is between 0 and 100 percent."))
    return tuple(found)


def probability(opportunity: Opportunity) -> int:
    """How likely it is to be won, in percent: its own while it is open, else what its stage usually has (rule X-4)."""
    if opportunity.open and opportunity.probability is not None:
        return opportunity.probability
    return opportunity.usual[opportunity.stage]


def weighted(opportunity: Opportunity) -> int:
    """Probability times annual value, in minor units, rounded half up; 0 where no value is known (rule X-7)."""
    return ((opportunity.annual_value or 0) * probability(opportunity) + 50) // 100


def missing_parts(opportunity: Opportunity) -> tuple[Part, ...]:
    """The parts of the conversation that are not written yet (rule X-5)."""
    return tuple(part for part in Part if not opportunity.part(part).strip())


def next_stage(stage: str, by: int = 1) -> Stage | None:
    """The stage after (1) or before (-1) this one; None at either end, and from lost."""
    if stage not in WAY:
        return None
    place = WAY.index(Stage(stage)) + by
    return WAY[place] if 0 <= place < len(WAY) else None


def why_not(opportunity: Opportunity, to: str) -> str:
    """Why it cannot come to this stage, in one line; empty where it can (rules X-5, X-6).

    Back to an idea and to lost is always possible. Out of an idea, or out of lost, it goes only with all three parts
    of the conversation and the answer to the integrity question. What is parked goes nowhere else.
    """
    if to == opportunity.stage:
        return f"it is {to} already"
    if to in (Stage.IDEA, Stage.LOST):
        return ""
    leaves = opportunity.stage in (Stage.IDEA, Stage.LOST)
    if leaves and (missing := missing_parts(opportunity)):
        return f"it stays an idea until there is {listed([_article(part) for part in missing])}"
    if opportunity.integrity == Integrity.MINE:
        return PARKED
    return UNASKED if leaves and opportunity.integrity is None else ""


def asks_integrity(opportunity: Opportunity, to: str) -> bool:
    """Whether only the integrity question stands between it and the stage (rule X-6)."""
    return why_not(opportunity, to) == UNASKED


def stalled(opportunity: Opportunity, today: date) -> str:
    """Why it stalls, in words; empty where it moves, is parked or closed (rule X-7).

    A next step without a day counts as none: nothing says when it should have been taken.
    """
    if not opportunity.open or opportunity.parked:
        return ""
    if not opportunity.next_step.strip():
        return "no next step"
    if opportunity.next_step_due is None:
        return "next step without a day"
    return "next step is past" if opportunity.next_step_due < today else ""


def rank_key(opportunity: Opportunity) -> tuple[int, int, str]:
    """What the pipeline is sorted by: probability times value, then value, both falling, then name (rule X-7)."""
    return (-weighted(opportunity), -(opportunity.annual_value or 0), name_key(opportunity.name))


def review_key(opportunity: Opportunity, today: date) -> tuple[bool, tuple[int, int, str]]:
    """The order of a review: what stalls first, each part ranked (rule X-7)."""
    return (not stalled(opportunity, today), rank_key(opportunity))


def by_stage(opportunities: Iterable[Opportunity]) -> tuple[StageBar, ...]:
    """The open pipeline by stage, from idea to proposed; parked ones are left out (rules X-6, X-7)."""
    moving = [each for each in opportunities if each.open and not each.parked]
    return tuple(_bar(stage, [each for each in moving if each.stage == stage]) for stage in OPEN_STAGES)


def totals(opportunities: Sequence[Opportunity], today: date) -> Totals:
    """Count and weigh the open pipeline; parked ones are counted apart and weigh nothing (rules X-6, X-7)."""
    bars = by_stage(opportunities)
    return Totals(
        sum(bar.count for bar in bars),
        sum(bar.value for bar in bars),
        sum(bar.weighted for bar in bars),
        sum(1 for each in opportunities if stalled(each, today)),
        sum(1 for each in opportunities if each.parked),
    )


def _bar(stage: Stage, those: Sequence[Opportunity]) -> StageBar:
    value = sum(each.annual_value or 0 for each in those)
    return StageBar(stage, len(those), value, sum(weighted(each) for each in those))


def _article(part: Part) -> str:
    return f"a {part.value}" if part is Part.CONNECTION else f"an {part.value}"
