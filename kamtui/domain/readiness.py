"""The readiness assessment: six dimensions scored 1 to 5, their bands, and how they moved (rules A-1 to A-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from kamtui.domain.problems import Problem
from kamtui.domain.wording import percent


class Dimension(StrEnum):
    """What is assessed (rule A-1)."""

    STRATEGY = "strategy"
    ENGAGEMENT = "engagement"
    ONBOARDING = "onboarding"
    REVIEWS = "reviews"
    ISSUES = "issues"
    RETENTION = "retention"

    @property
    def full(self) -> str:
        """The dimension in full."""
        return TITLES[self]


TITLES: Mapping[Dimension, str] = MappingProxyType(
    {
        Dimension.STRATEGY: "strategy and segmentation",
        Dimension.ENGAGEMENT: "stakeholder engagement",
        Dimension.ONBOARDING: "onboarding and value realisation",
        Dimension.REVIEWS: "proactive engagement and reviews",
        Dimension.ISSUES: "issue resolution",
        Dimension.RETENTION: "retention and expansion",
    }
)


class Band(StrEnum):
    """How ripe the practice is (rule A-3)."""

    INITIAL = "Initial"
    DEVELOPING = "Developing"
    DEFINED = "Defined"
    MANAGED = "Managed"
    OPTIMISED = "Optimised"


NOTHING = "nothing to count yet"
LOWEST, HIGHEST = 1, 5
MOST_FINDINGS = 2
BANDS = tuple(Band)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment: scores and findings by dimension. An imported one may lack some of them."""

    id: int
    on: date
    scores: Mapping[Dimension, int] = field(default_factory=dict)
    findings: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict)

    @property
    def overall(self) -> float | None:
        """The mean of the six, one decimal, half up; None while a score is missing (rule A-3)."""
        return overall(self.scores)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the records say about a dimension; `asks` marks what speaks against a high score (rule A-2)."""

    label: str
    words: str
    asks: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A dimension then and now; `then` is None where the earlier assessment does not have it."""

    dimension: Dimension
    now: int | None
    then: int | None

    @property
    def words(self) -> str:
        """What became of it: `+1`, `−2`, `as before`; empty where there is nothing to compare."""
        return moved_words(self.now, self.then)


def overall(scores: Mapping[Dimension, int]) -> float | None:
    """The mean of all six scores, one decimal, half up: 3, 3, 3, 3, 3, 4 is 3.2 (rule A-3)."""
    if any(dimension not in scores for dimension in Dimension):
        return None
    whole, count = sum(scores[dimension] for dimension in Dimension), len(Dimension)
    return (whole * 20 + count) // (2 * count) / 10


def band(score: float) -> Band:
    """The band of a score of 1.0 to 5.0: from 1.0 Initial, 2.0 Developing, 3.0 Defined, 4.0 Managed, 5.0 Optimised."""
    return BANDS[min(max(int(score), LOWEST), HIGHEST) - 1]


def score_words(score: float | None) -> str:
    """A score with its band: `3.2 Defined`, `4 Managed`; `not scored` without one (rule A-3)."""
    return "not scored" if score is None else f"{score:g} {band(score).value}"


def overall_words(score: float | None) -> str:
    """The overall score with its band, always with its decimal: `3.0 Defined`."""
    return "not complete" if score is None else f"{score:.1f} {band(score).value}"


def changes(now: Assessment, then: Assessment) -> tuple[Change, ...]:
    """Every dimension of an assessment beside an earlier one (rule A-4)."""
    return tuple(Change(each, now.scores.get(each), then.scores.get(each)) for each in Dimension)


def moved_words(now: float | None, then: float | None) -> str:
    """How far a score moved: `+1`, `−0.3`, `as before`; empty where there is nothing to compare."""
    if now is None or then is None:
        return ""
    by = round(now - then, 1)
    return f"{by:+g}".replace("-", "−") if by else "as before"


def findings_in(text: str) -> tuple[str, ...]:
    """The findings of a note, one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def problems(scores: Mapping[Dimension, int], findings: Mapping[Dimension, Sequence[str]]) -> tuple[Problem, ...]:
    """What is missing before it can be kept: six scores from 1 to 5, and one or two findings each (rule A-1)."""
    found = []
    for each in Dimension:
        if each not in scores or not LOWEST <= scores[each] <= HIGHEST:
            found.append(Problem(each.value, f"{each.full} has no score from {LOWEST} to {HIGHEST} yet."))
        number = len(findings.get(each, ()))
        if not 1 <= number <= MOST_FINDINGS:
            words = "no finding yet" if not number else f"{number} findings"
            found.append(Problem(each.value, f"{each.full} has {words}: write one or two."))
    return tuple(found)


def weakest(assessment: Assessment) -> tuple[Dimension, ...]:
    """The dimensions that have something to gain, the lowest first, in their own order among equals."""
    known = [each for each in Dimension if assessment.scores.get(each, HIGHEST) < HIGHEST]
    return tuple(sorted(known, key=lambda each: assessment.scores[each]))


def share_evidence(label: str, part: int, whole: int, what: str, place: str = "", good: float = 0.8) -> Evidence:
    """So many of so many, as evidence: `9 of 13 key accounts, 69 %`; under `good` it asks (rule A-2)."""
    if not whole:
        return Evidence(label, NOTHING, place=place)
    return Evidence(label, f"{part:,} of {whole:,} {what}, {percent(part / whole)}", part / whole < good, place)
