"""Touchpoints: what was said, how, and by whom."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import takewhile
from math import isfinite
from typing import Final

from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, choice_problems
from kamtui.domain.text import clean_line, shorten
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


CHANNEL_WORDS: Final[Mapping[str, str]] = {Channel.EMAIL: "e-mail", Channel.OTHER: "touchpoint"}
"""How a channel is said where its value is not the word for it."""


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

MOST_MINUTES: Final = 24 * 60
"""A touchpoint lasts a day at most."""

MOST_HOURS: Final = 8784
"""The longest time to answer that is kept: a year."""

_HOURS_IN: Final = {"m": 1 / 60, "min": 1 / 60, "": 1.0, "h": 1.0, "d": 24.0}
# Patterns as text: `re` compiles and keeps them at first use, which is after the start.
_DURATION: Final = r"(?a)(\d{1,5}(?:[.,]\d{1,2})?) ?(m|min|h|d|)"
_TIME: Final = r"(?a)(\d{1,2})(?:[:.h ](\d{2}))?"

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


@frozen
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


def parse_hours(text: str) -> float | None:
    """Read a response time as typed, in hours: `4`, `4h`, `30m`, `2d`; None for nothing (rule I-1).

    Raises ValueError with one line when it is no time.
    """
    said = clean_line(text).casefold()
    if not said:
        return None
    match = re.fullmatch(_DURATION, said)
    hours = float(match[1].replace(",", ".")) * _HOURS_IN[match[2]] if match else -1.0
    if not 0 <= hours <= MOST_HOURS:
        raise ValueError(f"“{shorten(said, 20)}” is no time to answer: try 4h, 30m or 2d")
    return round(hours, 2)


def parse_time(text: str) -> time | None:
    """Read a time of day as typed: `14:30`, `9`; None for nothing (rule I-1).

    Raises ValueError with one line when there is no such time.
    """
    said = clean_line(text)
    if not said:
        return None
    match = re.fullmatch(_TIME, said)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise ValueError(f"“{shorten(said, 20)}” is no time of day: try 14:30")
    return time(int(match[1]), int(match[2] or 0))
