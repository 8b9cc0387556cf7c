"""The monthly health check: what four ratings mean."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite

from kamtui.domain.dates import Cadence, stale_days
from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, choice_problems


class Signal(StrEnum):
    """What a health check looks at (rule H-1)."""

    RESPONSE_TIME = "response_time"
    MEETING_ENGAGEMENT = "meeting_engagement"
    REFERRAL_ACTIVITY = "referral_activity"
    TONE = "tone"


class Rating(StrEnum):
    """How one signal is doing (rule H-1)."""

    GOOD = "good"
    WATCH = "watch"
    POOR = "poor"
    NOT_OBSERVED = "not_observed"


class Colour(StrEnum):
    """The verdict of a check (rule H-2)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNRATED = "unrated"


class Trend(StrEnum):
    """A check against the one before it (rule H-4)."""

    IMPROVING = "improving"
    STEADY = "steady"
    DECLINING = "declining"


class ScoreKind(StrEnum):
    """A score that a client gave (rule H-9)."""

    CSAT = "csat"
    NPS = "nps"


CHECK_IN_DAYS = 10

POINTS = {Rating.GOOD: 2, Rating.WATCH: 1, Rating.NOT_OBSERVED: 1, Rating.POOR: 0}
LIMITS = {ScoreKind.CSAT: (0, 10), ScoreKind.NPS: (-100, 100)}


@frozen
class Check:
    """One health check: a rating for each of the four signals, as plain words or members (rule H-1)."""

    on: date
    ratings: Mapping[Signal, Rating]


@frozen
class Standing:
    """How an account stands by its checks: colour, whether it is stale, trend and since when.

    `trend` is None until there are two checks, `checked_on` None until there is one.
    """

    colour: Colour
    stale: bool
    trend: Trend | None
    checked_on: date | None

    @property
    def at_risk(self) -> bool:
        """Whether the last check turned the account red, stale or not (rule H-2)."""
        return self.colour == Colour.RED

    @property
    def counts_as_green(self) -> bool:
        """Whether it may be counted among the healthy: green and not stale (rule H-3)."""
        return self.colour == Colour.GREEN and not self.stale

    @property
    def counted_as(self) -> Colour:
        """The colour it is counted under: a stale green is nobody's green and counts as unrated (rule H-3)."""
        return Colour.UNRATED if self.colour == Colour.GREEN and self.stale else self.colour


UNRATED = Standing(Colour.UNRATED, stale=False, trend=None, checked_on=None)


def ratings(response_time: str, meeting_engagement: str, referral_activity: str, tone: str) -> dict[Signal, Rating]:
    """The four ratings of one check from stored words, in the order of the signals.

    Raises ValueError when a word is no rating.
    """
    words = (response_time, meeting_engagement, referral_activity, tone)
    return {signal: Rating(word) for signal, word in zip(Signal, words, strict=True)}


def colour(ratings: Mapping[Signal, Rating]) -> Colour:
    """Judge one check (rule H-2): two poor are red; one poor, or two that are watch or not observed, are yellow.

    Raises ValueError when a signal is missing or a rating is none.
    """
    points = [POINTS[rating] for rating in _complete(ratings)]
    poor = points.count(0)
    if poor >= 2:
        return Colour.RED
    return Colour.YELLOW if poor or points.count(1) >= 2 else Colour.GREEN


def score(ratings: Mapping[Signal, Rating]) -> int:
    """The sum that trends compare, 0 to 8: good 2, watch and not observed 1, poor 0 (rule H-4).

    Raises ValueError when a signal is missing or a rating is none.
    """
    return sum(POINTS[rating] for rating in _complete(ratings))


def _complete(ratings: Mapping[Signal, Rating]) -> list[Rating]:
    missing = [signal.value for signal in Signal if signal not in ratings]
    if missing:
        raise ValueError(f"signals without a rating: {', '.join(missing)}")
    return [Rating(ratings[signal]) for signal in Signal]


def trend(ratings: Mapping[Signal, Rating], before: Mapping[Signal, Rating]) -> Trend:
    """Compare a check with the one before it (rule H-4)."""
    change = score(ratings) - score(before)
    if change == 0:
        return Trend.STEADY
    return Trend.IMPROVING if change > 0 else Trend.DECLINING


def is_stale(on: date, today: date, cadence: Cadence = Cadence.MONTHLY) -> bool:
    """Whether a check is more than one and a half of its tier's periods old: 45 days, 137 for a quarter (rule H-3)."""
    return (today - on).days > stale_days(cadence)


def standing(checks: Iterable[Check], today: date, cadence: Cadence = Cadence.MONTHLY) -> Standing:
    """How an account stands today by its checks, in any order (rules H-2, H-3, H-4).

    Of two checks on one day the one given later counts. Checks dated after today do not count yet.
    """
    held = _held(checks, today)
    if not held:
        return UNRATED
    last = held[-1]
    direction = trend(last.ratings, held[-2].ratings) if len(held) > 1 else None
    return Standing(colour(last.ratings), is_stale(last.on, today, cadence), direction, last.on)


def _held(checks: Iterable[Check], today: date) -> list[Check]:
    return sorted((check for check in checks if check.on <= today), key=lambda check: check.on)


def strip(checks: Iterable[Check], today: date, months: int = 12) -> tuple[Colour | None, ...]:
    """The colour of each calendar month, oldest first and this month last; None where none was held (rule H-7).

    The last check of a month gives its colour.
    """
    by_month = {_month(check.on): colour(check.ratings) for check in _held(checks, today)}
    this = _month(today)
    return tuple(by_month.get(month) for month in range(this - months + 1, this + 1))


def _month(day: date) -> int:
    return day.year * 12 + day.month


def opens_check_in(verdict: str) -> bool:
    """Whether a check with this colour opens a check-in: red does (rule H-6)."""
    return verdict == Colour.RED


def check_in_due(on: date, days: int = CHECK_IN_DAYS) -> date:
    """The day by which the check-in that a check opened is due (rule H-6)."""
    return on + timedelta(days=days)


def validate_score(kind: str, value: float) -> tuple[Problem, ...]:
    """What is wrong with a score: CSAT runs from 0 to 10, NPS from -100 to 100 (rule H-9)."""
    found = choice_problems("kind", ScoreKind, kind)
    if not found:
        low, high = LIMITS[ScoreKind(kind)]
        if not (isfinite(value) and low <= value <= high):
            found.append(Problem("value", f"A score of kind {kind} is between {low} and {high}."))
    return tuple(found)
