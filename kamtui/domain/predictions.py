"""Predictions written in a plan: a statement, a probability, a day, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kamtui.domain.calibration import Calibration, Forecast, calibration
from kamtui.domain.problems import Problem, name_problems
from kamtui.domain.wording import due_words, plural

SETTLED_NEEDED: Final = 10
"""How many predictions have to be settled before anything is said about them (rule P-6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A dated statement with a probability in percent, settled later (rule P-6); `uid` tells it apart from others."""

    statement: str
    by: date | None
    probability: int
    settled_on: date | None = None
    came_true: bool | None = None
    uid: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.came_true is not None

    @property
    def line(self) -> str:
        """It as one line of the plan."""
        said = [f"{self.probability} % {self.statement}", f"by {self.by}" if self.by else ""]
        said += [f"{'came true' if self.came_true else 'did not come true'}" if self.settled else ""]
        return " · ".join(part for part in said if part)

    def waiting(self, today: date) -> bool:
        """Whether its day is over and nobody has said what became of it."""
        return not self.settled and self.by is not None and self.by < today


def validate_prediction(prediction: Prediction) -> tuple[Problem, ...]:
    """Everything that is wrong with a prediction as entered (rule P-6)."""
    found = list(name_problems("statement", prediction.statement))
    if not 0 <= prediction.probability <= 100:
        found.append(Problem("probability", "The probability is between 0 and 100 percent."))
    if prediction.by is None:
        found.append(Problem("by", "By when it comes true is needed, so that it can be settled."))
    return tuple(found)


def scored(predictions: Iterable[Prediction]) -> Calibration:
    """How the user's predictions turn out, once ten are settled (rule P-6)."""
    settled = (Forecast(each.probability, bool(each.came_true)) for each in predictions if each.settled)
    return calibration(settled, SETTLED_NEEDED)


def score_words(found: Calibration) -> tuple[str, ...]:
    """The calibration in plain sentences; how many are still to be settled before there is one (rule P-6)."""
    if found.brier is None:
        return (f"{plural(found.settled, 'prediction')} settled; {found.still_needed} more until they can be scored.",)
    score = f"Brier score {found.brier:.2f} over {found.settled} predictions (0 is perfect, 0.25 a coin)."
    known = [bucket for bucket in found.buckets if bucket.count]
    parts = [f"{bucket.came_true} of {bucket.count} given about {bucket.about} %" for bucket in known]
    return (score, f"Came true: {', '.join(parts)}.") if parts else (score,)


def in_order(predictions: Iterable[Prediction]) -> tuple[Prediction, ...]:
    """Open ones by their day, then the settled ones, the newest first."""
    known = list(predictions)
    waiting = sorted((each for each in known if not each.settled), key=lambda each: each.by or date.max)
    settled = sorted((each for each in known if each.settled), key=lambda each: each.by or date.min, reverse=True)
    return (*waiting, *settled)


def remarks(predictions: Iterable[Prediction], today: date) -> tuple[str, ...]:
    """The predictions that ask what became of them."""
    return tuple(
        f"Did it come true? {each.statement} ({due_words(each.by, today)})"
        for each in in_order(predictions)
        if each.waiting(today)
    )
