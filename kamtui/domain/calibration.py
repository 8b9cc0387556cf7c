"""How good the user's own forecasts are: what was given about 25, 50 and 75 percent, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kamtui.domain.expansion import Stage
from kamtui.domain.opportunities import Opportunity

CLOSED_TO_CALIBRATE = 10
"""How many forecasts have to be settled before anything is said about them (rule X-8)."""

ABOUT = (25, 50, 75)
"""The probabilities, in percent, that forecasts are gathered around."""

_REACH = 12.5


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability in percent that was given, and whether it came true."""

    probability: int
    came_true: bool


@dataclass(frozen=True, slots=True)
class Bucket:
    """The forecasts of about one probability: how many there were, and how many came true (rule X-8)."""

    about: int
    count: int
    came_true: int

    @property
    def share(self) -> float | None:
        """The part that came true, 0 to 1; None where there was none."""
        return self.came_true / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """How forecasts turned out; `brier` is None, "not yet", before enough of them are settled (rule X-8)."""

    settled: int
    buckets: tuple[Bucket, ...]
    brier: float | None
    needed: int = CLOSED_TO_CALIBRATE

    @property
    def still_needed(self) -> int:
        """How many more have to be settled before anything is said."""
        return max(0, self.needed - self.settled)


def forecast_of(opportunity: Opportunity) -> Forecast | None:
    """The forecast of a closed opportunity; None while it is open, or where none was given (rule X-8).

    0 and 100 percent are what other programs write at the close. They are an outcome, not a forecast.
    """
    if opportunity.open or opportunity.probability in (None, 0, 100):
        return None
    return Forecast(opportunity.probability or 0, opportunity.stage == Stage.WON)


def calibration(forecasts: Iterable[Forecast], needed: int = CLOSED_TO_CALIBRATE) -> Calibration:
    """Gather settled forecasts around 25, 50 and 75 percent and score them (rule X-8).

    A forecast belongs to the probability it is nearest to, within 12.5 points (from there on up to the higher one);
    those below 12.5 or from 87.5 on count in the Brier score alone.
    """
    known = tuple(forecasts)
    if len(known) < needed:
        return Calibration(len(known), (), None, needed)
    return Calibration(len(known), tuple(_bucket(about, known) for about in ABOUT), brier_score(known), needed)


def brier_score(forecasts: Sequence[Forecast]) -> float:
    """The mean squared distance of the forecasts from what happened: 0 is perfect, 0.25 is tossing a coin (rule X-8).

    Raises ValueError without any forecast.
    """
    if not forecasts:
        raise ValueError("without a forecast there is no score")
    return sum((each.probability / 100 - each.came_true) ** 2 for each in forecasts) / len(forecasts)


def _bucket(about: int, forecasts: Sequence[Forecast]) -> Bucket:
    near = [each for each in forecasts if about - _REACH <= each.probability < about + _REACH]
    return Bucket(about, len(near), sum(each.came_true for each in near))
