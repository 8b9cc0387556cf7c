"""Touchpoints: what was said, how, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile
from math import isfinite

from kamtui.domain.problems import Problem, choice_problems
from kamtui.domain.wording import plural


class Channel(StrEnum):
    """How a touchpoint happened (rule I-1)."""

    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    MESSAGE = "message"
    EVENT = "event"
    VISIT = "visit"
    OTHER = "other"


class Initiator(StrEnum):
    """Who began it (rule I-1)."""

    US = "us"
    CLIENT = "client"


class Tone(StrEnum):
    """How the other side sounded (rule I-1)."""

    WARM = "warm"
    NEUTRAL = "neutral"
    COOL = "cool"


SILENCE_DAYS = 45
"""How long an account may be without a touchpoint before it says so (rule H-8)."""

BALANCE_OF = 10
TRANSACTIONAL_IN_A_ROW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One touchpoint as the rules see it (rule I-1).

    `on` is the local day; `people` are the keys of those who took part; `response_hours` is how long the client
    took to answer, where it answers something. An `internal` note is no touchpoint (rule I-4).
    """

    on: date
    channel: str = Channel.OTHER
    transactional: bool = True
    internal: bool = False
    tone: str | None = None
    response_hours: float | None = None
    initiated_by: str = Initiator.US
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """The touch balance: of the last `considered` touchpoints (ten at most), how many were value touchpoints.

    `in_a_row` counts the latest ones that were transactional, back to the last value touchpoint (rule I-5).
    """

    considered: int
    value: int
    in_a_row: int

    @property
    def called_out(self) -> bool:
        """Whether the last five or more were all transactional (rule I-5)."""
        return self.in_a_row >= TRANSACTIONAL_IN_A_ROW

    @property
    def words(self) -> str:
        """The balance as a phrase: "3 of the last 10 gave value; the last 5 were all transactional"."""
        if not self.considered:
            return "no touchpoint yet"
        balance = f"{self.value} of the last {self.considered} gave value"
        return f"{balance}; the last {self.in_a_row} were all transactional" if self.called_out else balance


def is_value_touchpoint(touch: Touch) -> bool:
    """Something useful without a commercial agenda (rule I-3); an internal note never is one (rule I-4)."""
    return not touch.transactional and not touch.internal


def contacts(touches: Iterable[Touch], today: date) -> tuple[Touch, ...]:
    """The touchpoints up to today, oldest first: no internal notes, nothing from the future (rule I-4).

    Those of one day keep the order in which they were given.
    """
    return tuple(sorted((t for t in touches if not t.internal and t.on <= today), key=lambda touch: touch.on))


def last_contact(touches: Iterable[Touch], today: date) -> date | None:
    """The day of the last touchpoint; None when there was none (rule I-4)."""
    return max((touch.on for touch in contacts(touches, today)), default=None)


def touch_balance(touches: Iterable[Touch], today: date) -> Balance:
    """How much of the recent contact gave value (rule I-5)."""
    made = contacts(touches, today)
    recent = made[-BALANCE_OF:]
    row = sum(1 for _ in takewhile(lambda touch: touch.transactional, reversed(made)))
    return Balance(len(recent), sum(map(is_value_touchpoint, recent)), row)


def days_silent(last: date | None, today: date) -> int | None:
    """Days since the last touchpoint, 0 on the day itself; None when there was none (rule H-8)."""
    return None if last is None else max(0, (today - last).days)


def is_silent(last: date | None, today: date, known_since: date | None = None, limit: int = SILENCE_DAYS) -> bool:
    """Whether there was no touchpoint in the last `limit` days (rule H-8).

    An account without any touchpoint counts from `known_since`, the day it was added; without that day it is silent.
    """
    days = days_silent(last or known_since, today)
    return days is None or days > limit


def silence_words(last: date | None, today: date, known_since: date | None = None, limit: int = SILENCE_DAYS) -> str:
    """What stands beside the colour of a silent account; nothing when it is not silent (rule H-8)."""
    if not is_silent(last, today, known_since, limit):
        return ""
    if last is None:
        return "no touchpoint yet"
    return f"silent for {plural((today - last).days, 'day')}"


def validate_touchpoint(touch: Touch) -> tuple[Problem, ...]:
    """Everything that is wrong with a touchpoint as entered or imported (rule I-1)."""
    found = choice_problems("channel", Channel, touch.channel)
    found += choice_problems("tone", Tone, touch.tone)
    found += choice_problems("initiated_by", Initiator, touch.initiated_by)
    if touch.response_hours is not None and not (isfinite(touch.response_hours) and touch.response_hours >= 0):
        found.append(Problem("response_hours", "The response time is a number of hours, zero or more."))
    return tuple(found)
