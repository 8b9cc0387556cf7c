"""The marks of a captured line: what is lifted out of the sentence, word by word."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kamtui.domain.capture_days import LONGEST, TRAILING, lift_days
from kamtui.domain.capture_words import NEXT_STEP, TRIGGERS
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.human_dates import parse_date
from kamtui.domain.touchpoints import Tone

_DURATION: Final = re.compile(
    r"\((?:(?P<hours>[0-9]{1,2}(?:\.[0-9])?) ?h(?:ours?)?(?: ?(?P<rest>[0-5]?[0-9]) ?(?:m(?:in)?)?)?"
    r"|(?P<minutes>[0-9]{1,3}) ?(?:m|mins?|minutes?))\)[.,;!]?"
)
_RESPONSE: Final = re.compile(
    r"(?P<open>\()?re (?P<count>[0-9]{1,4}(?:\.[0-9])?) ?(?P<unit>m|mins?|h|hours?|d|days?)(?(open)\))(?P<stop>[.,;!]?)"
)
_HOURS: Final = {"m": 1 / 60, "h": 1.0, "d": 24.0}
_DAY_OF_MINUTES: Final = 24 * 60


@dataclass(slots=True)
class Marks:
    """What the marks of a line said, and the words that are left."""

    said: list[str] = field(default_factory=list)
    next_words: list[str] | None = None
    lifted: list[str] = field(default_factory=list)
    tone: Tone | None = None
    triggers: list[TriggerKind] = field(default_factory=list)
    value: bool = False
    client_began: bool = False
    response_hours: float | None = None
    minutes: int | None = None
    happened_on: date | None = None
    due: date | None = None


def read_marks(text: str, today: date) -> Marks:
    """Part a line into the sentence, the next step and what its marks said (rule I-2).

    Every word ends up in exactly one of `said`, `next_words` and `lifted`. A mark said twice counts once; the second,
    and what only looks like a mark, stays where it stands.
    """
    words = text.split()
    marks = Marks()
    at = 0
    while at < len(words):
        taken = next((count for read in _READERS if (count := read(words, at, marks, today))), 0)
        if taken:
            marks.lifted += words[at : at + taken]
        elif marks.next_words is not None:
            marks.next_words.append(words[at])
        else:
            marks.said.append(words[at])
        at += taken or 1
    lift_days(marks, today)
    return marks


def _next(words: list[str], at: int, marks: Marks, _today: date) -> int:
    said = [word.casefold() for word in words[at : at + 2]]
    count = 1 if said[0] == "next:" else 2 if said in NEXT_STEP else 0
    if marks.next_words is not None or not count:
        return 0
    marks.next_words = []
    return count


def _tone(words: list[str], at: int, marks: Marks, _today: date) -> int:
    word = words[at].rstrip(TRAILING).casefold()
    if marks.tone or not word.startswith("~") or word[1:] not in tuple(Tone):
        return 0
    marks.tone = Tone(word[1:])
    return 1


def _trigger(words: list[str], at: int, marks: Marks, _today: date) -> int:
    word = words[at].rstrip(TRAILING).casefold()
    kind = TRIGGERS.get(word[1:].replace("-", "_")) if word.startswith("#") else None
    if kind is None or kind in marks.triggers:
        return 0
    marks.triggers.append(kind)
    return 1


def _value(words: list[str], at: int, marks: Marks, _today: date) -> int:
    if marks.value or words[at].rstrip(TRAILING).casefold() != "+value":
        return 0
    marks.value = True
    return 1


def _client_began(words: list[str], at: int, marks: Marks, _today: date) -> int:
    compares = at + 1 < len(words) and words[at + 1][0].isdigit()
    if marks.client_began or words[at] != "<" or compares:
        return 0
    marks.client_began = True
    return 1


def _duration(words: list[str], at: int, marks: Marks, _today: date) -> int:
    if marks.minutes is not None or not words[at].startswith("("):
        return 0
    for count in range(min(4, len(words) - at), 0, -1):
        if match := _DURATION.fullmatch(" ".join(words[at : at + count]).casefold()):
            minutes = round(float(match["hours"] or 0) * 60) + int(match["rest"] or match["minutes"] or 0)
            if 0 < minutes <= _DAY_OF_MINUTES:
                marks.minutes = minutes
                return count
    return 0


def _response(words: list[str], at: int, marks: Marks, _today: date) -> int:
    if marks.response_hours is not None or words[at].casefold() not in ("re", "(re"):
        return 0
    for count in range(min(3, len(words) - at), 1, -1):
        match = _RESPONSE.fullmatch(" ".join(words[at : at + count]).casefold())
        behind = words[at + count] if at + count < len(words) else "next:"
        if match and (match["open"] or match["stop"] or behind[0] in "~#@+(<" or behind.casefold() == "next:"):
            marks.response_hours = round(float(match["count"]) * _HOURS[match["unit"][0]], 2)
            return count
    return 0


def _when(words: list[str], at: int, marks: Marks, today: date) -> int:
    """Read `@fri`: before `next:` the day it happened, never one to come; behind it the day the next step is due."""
    ahead = marks.next_words is not None
    if not words[at].startswith("@") or (marks.due if ahead else marks.happened_on):
        return 0
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        said = " ".join(words[at : at + count])[1:].rstrip(TRAILING)
        try:
            day = parse_date(said, today, prefer="future" if ahead else "past")
        except ValueError:
            continue
        if ahead:
            marks.due = day
        elif day <= today:
            marks.happened_on = day
        else:
            return 0
        return count
    return 0


_READERS: Final[tuple[Callable[[list[str], int, Marks, date], int], ...]] = (
    *(_next, _tone, _trigger, _value, _client_began, _duration, _response, _when),
)
