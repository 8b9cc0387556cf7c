"""The timing verdict of a trigger: act now, or file it and look again (rule X-3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamtui.domain.expansion import Strength, TriggerKind
from kamtui.domain.health import Colour
from kamtui.domain.problems import listed
from kamtui.domain.stakeholders import Quality

PROVEN_DAYS = 90
"""How long value that was delivered counts as proof (rule X-3)."""


class TimingVerdict(StrEnum):
    """What to do with a trigger (rule X-3)."""

    ACT_NOW = "act now"
    FILE = "file"


class Leg(StrEnum):
    """What acting now stands on (rule X-3)."""

    SIGNAL = "strong signal"
    RELATIONSHIP = "secure relationship"
    RESULTS = "proven results"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingFacts:
    """What the verdict is drawn from.

    `quality` is how the person stands from whom it was heard, None where nobody is named or the person left.
    `delivered_on` is the last day on which value was delivered, None where none is recorded.
    """

    kind: str
    strength: str
    colour: Colour
    quality: str | None
    delivered_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One leg: whether it stands, and in words why or why not."""

    leg: Leg
    stands: bool
    words: str


@dataclass(frozen=True, slots=True)
class Timing:
    """The verdict with its three legs, in the order of the rule."""

    legs: tuple[Standing, ...]

    @property
    def missing(self) -> tuple[Standing, ...]:
        """The legs that do not stand."""
        return tuple(each for each in self.legs if not each.stands)

    @property
    def verdict(self) -> TimingVerdict:
        """Act now where all three stand, else file it."""
        return TimingVerdict.FILE if self.missing else TimingVerdict.ACT_NOW

    @property
    def words(self) -> str:
        """The verdict with what is missing: "act now", "file: no strong signal and no proven results"."""
        if not self.missing:
            return self.verdict.value
        return f"{self.verdict.value}: {listed([f'no {each.leg.value}' for each in self.missing])}"


def timing(facts: TimingFacts, today: date, proven_days: int = PROVEN_DAYS) -> Timing:
    """Judge whether the moment is right (rule X-3).

    Strong signal, secure relationship and proven results all stand: act now. Otherwise it is filed. Value counts as
    proof up to and including `proven_days` after its day.
    """
    strong = facts.strength == Strength.STRONG
    return Timing(
        (
            Standing(Leg.SIGNAL, strong, "the signal is strong" if strong else "the signal is weak"),
            _relationship(facts),
            _results(facts, today, proven_days),
        )
    )


def _relationship(facts: TimingFacts) -> Standing:
    known = facts.quality in (Quality.STRONG, Quality.NEUTRAL)
    stands = known and facts.colour is not Colour.RED
    if facts.quality is None:
        person = "nobody named who is still there"
    elif facts.quality == Quality.AT_RISK:
        person = "the person is at risk"
    else:
        person = f"the person is {facts.quality}"
    words = f"the account is {facts.colour.value}, {person}"
    return Standing(Leg.RELATIONSHIP, stands, words)


def _results(facts: TimingFacts, today: date, proven_days: int) -> Standing:
    if facts.kind == TriggerKind.MILESTONE:
        return Standing(Leg.RESULTS, True, "a milestone was reached")
    if facts.delivered_on is None:
        return Standing(Leg.RESULTS, False, "no value delivered is recorded")
    days = (today - facts.delivered_on).days
    words = f"value was last delivered on {facts.delivered_on}"
    if 0 <= days <= proven_days:
        return Standing(Leg.RESULTS, True, words)
    return Standing(Leg.RESULTS, False, f"{words}, not within {proven_days} days")
