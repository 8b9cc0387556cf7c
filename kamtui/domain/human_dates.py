"""Dates as people type them: a small grammar that refuses what it does not know, and never guesses."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kamtui.domain.date_grammar import GRAMMAR, Preference
from kamtui.domain.text import clean_line, shorten

EXAMPLES: Final = "today, fri, next fri, in 3 days, 21 nov or 2026-11-21"
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

INTRODUCED: Final = frozenset({"by", "on", "until", "till", "due"})
"""What may stand before a date, and says that it is one."""
_POINTS_ELSEWHERE: Final = frozenset({"from", "since", "of", "after", "before", "every", "each", "for", "than", "not"})
PLAIN_WORDS: Final = re.compile(
    r"sun|sat|(?:the )?end of (?:the )?day|(?:the )?[0-9]{1,2}(?:st|nd|rd|th)"
    r"|(?:[0-9]{1,4} ?|(?!next )[a-z]+ )(?:d|w|mo|y|days?|weeks?|months?|years?)"
)
"""Dates that also mean something else."""
_LONGEST: Final = 6


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date read at one end of a phrase."""

    day: date
    words: str
    """The words that said it, as typed, `by` included."""
    rest: str
    """The phrase without them."""


def parse_date(text: str, today: date, *, prefer: Preference = "future") -> date:
    """Read a date as typed (rule I-2).

    A weekday, or a day without its year, is the nearest one coming, today included; with `prefer="past"` the latest
    one gone, today included, and `2w` counts backwards. `this fri` and `next fri` are the Friday of this calendar
    week and of the next, Monday first; `last fri` is the latest Friday before today. `next week` is its Monday,
    `next month` its first day. Figures between dots are day first; figures between slashes or hyphens are read only
    where one order alone is possible. A month after 31 January is the last of February.
    Raises ValueError with one line when it is no date, no existing date, or one that can be read in two ways.
    """
    said = clean_line(text).casefold().replace(",", " ")
    shown = repr(shorten(text, 30))
    day = _read(" ".join(said.split()).rstrip("."), shown, today, prefer)
    if day is None:
        raise ValueError(f"{shown} is not a date that can be read: try {EXAMPLES}")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{shown} is too far away: years run from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def find_date(text: str, today: date, *, prefer: Preference = "future") -> FoundDate | None:
    """Recognise the longest date at the end of a phrase, as in `send case study by fri` (rule I-2).

    Without `by`, `on`, `until` or `due` before it, words that also mean something else (`sun`, `2 weeks`) and
    gone days are left alone, and so is a date that a word such as `from` or `every` points elsewhere.
    """
    words = text.split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        phrase = words[-length:]
        introduced = phrase[0].casefold().removeprefix("(") in INTRODUCED
        said = " ".join(phrase[introduced:]).removeprefix("(").rstrip(".,;!?)")
        try:
            day = parse_date(said, today, prefer=prefer)
        except ValueError:
            continue
        before = words[-length - 1].casefold() if length < len(words) else ""
        doubtful = day < today or before in _POINTS_ELSEWHERE or PLAIN_WORDS.fullmatch(said.casefold())
        if doubtful and not introduced:
            return None
        return FoundDate(day, " ".join(phrase), " ".join(words[:-length]))
    return None


def find_leading_date(text: str, today: date, *, prefer: Preference = "past") -> FoundDate | None:
    """Recognise the longest date at the beginning of a phrase, as in `yesterday, met Jane` (rule I-2).

    Words that also mean something else (`sat`, `2 weeks`) are left alone.
    """
    words = text.split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        phrase = words[:length]
        said = " ".join(phrase).rstrip(",;:")
        try:
            day = parse_date(said, today, prefer=prefer)
        except ValueError:
            continue
        if PLAIN_WORDS.fullmatch(said.casefold()):
            return None
        return FoundDate(day, " ".join(phrase), " ".join(words[length:]))
    return None


def _read(said: str, shown: str, today: date, prefer: Preference) -> date | None:
    for pattern, read in GRAMMAR:
        if match := pattern.fullmatch(said):
            try:
                return read(match, today, prefer)
            except OverflowError as error:
                raise ValueError(f"{shown} is too far away: years run from {FIRST_YEAR} to {LAST_YEAR}") from error
            except ValueError as error:
                raise ValueError(f"{shown}: {error}") from error
    return None
