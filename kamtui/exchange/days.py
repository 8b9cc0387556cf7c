"""Dates as other programs write them: day or month first is decided for each column from all its values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from kamtui.exchange.amounts import shown

_NOTHING: Final = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "none", "(no value)", "never"})
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_FULL_MONTHS: Final = (
    "january|february|march|april|june|july|august|sept|september|october|november|december|"
) + "|".join(_MONTHS)
_TIME: Final = re.compile(
    r"(?:[T ,]+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?$"
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_NUMBERS: Final = re.compile(r"([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})")
_DAY_NAMED: Final = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th|\.)?[- /]({_FULL_MONTHS})\.?,?[- /]([0-9]{{4}}|[0-9]{{2}})", re.IGNORECASE
)
_MONTH_NAMED: Final = re.compile(rf"({_FULL_MONTHS})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}})", re.IGNORECASE)
_OVERWHELMING: Final = 10


def to_day(text: str, dayfirst: bool | None = None) -> date | None:
    """Read a date; nothing for an empty cell or a placeholder such as `0/0/00`.

    `dayfirst` settles `03/04/2017`. Raises ValueError with one clear line for what is not a date, or cannot be one.
    """
    day, _ = _parted(text)
    if day.casefold() in _NOTHING or not day.strip("0/-. "):
        return None
    if match := _YEAR_FIRST.fullmatch(day):
        year, month, of_month = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        return _date(text, int(year), int(month), int(of_month))
    if match := _NUMBERS.fullmatch(day):
        first, second, year = int(match[1]), int(match[3]), _century(match[4])
        if dayfirst is None:
            if first <= 12 and second <= 12 and first != second:
                raise ValueError(f"{shown(text)} may have the day or the month first")
            dayfirst = second <= 12
        return _date(text, year, second if dayfirst else first, first if dayfirst else second)
    if match := _DAY_NAMED.fullmatch(day):
        return _date(text, _century(match[3]), _MONTHS[match[2][:3].lower()], int(match[1]))
    if match := _MONTH_NAMED.fullmatch(day):
        return _date(text, int(match[3]), _MONTHS[match[1][:3].lower()], int(match[2]))
    raise ValueError(f"{shown(text)} is not a date")


def to_day_or_year(text: str, dayfirst: bool | None = None) -> date | None:
    """Read a date, or a year alone as its first day."""
    if re.fullmatch(r"(?:19|20)[0-9]{2}", text.strip()):
        return date(int(text), 1, 1)
    return to_day(text, dayfirst)


def to_moment(text: str, dayfirst: bool | None = None) -> datetime | None:
    """Read a date with its time as a moment in UTC; without a time it is midnight, without a zone it is UTC."""
    day = to_day(text, dayfirst)
    if day is None:
        return None
    _, clock = _parted(text)
    if clock is None:
        return datetime.combine(day, time(), UTC)
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if half := clock["half"]:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    zone: timezone = UTC
    if (clock["zone"] or "Z")[0] in "+-":
        sign = -1 if clock["zone"][0] == "-" else 1
        figures = clock["zone"][1:].replace(":", "")
        minutes = int(figures[:2]) * 60 + int(figures[2:])
        zone = timezone(timedelta(minutes=sign * min(minutes, 24 * 60 - 1)))
    try:
        return datetime.combine(day, time(hour, minute, second), zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{shown(text)} is not a time") from error


@dataclass(slots=True)
class DayVotes:
    """What the values of one column say about day and month; bounded, however long the column."""

    day_first: int = 0
    month_first: int = 0
    examples: list[str] = field(default_factory=list)
    day_example: str = ""
    month_example: str = ""

    def add(self, text: str) -> None:
        """Count one cell; what is no date, or an ISO date, says nothing."""
        match = _NUMBERS.fullmatch(_parted(text)[0])
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second > 0:
            self.day_first += 1
            self.day_example = self.day_example or text.strip()
        elif second > 12 >= first > 0:
            self.month_first += 1
            self.month_example = self.month_example or text.strip()
        elif first != second and len(self.examples) < 3 and text.strip() not in self.examples:
            self.examples.append(text.strip())

    @property
    def verdict(self) -> bool | None:
        """Whether the day comes first, as far as the values tell; a stray slip among many does not count."""
        more, less = max(self.day_first, self.month_first), min(self.day_first, self.month_first)
        if not more or (less and more < _OVERWHELMING * less):
            return None
        return self.day_first > self.month_first


@dataclass(frozen=True, slots=True)
class Question:
    """What only the user can tell: which column, with examples from it, as one sentence that says how to answer."""

    column: str
    examples: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class DayReading:
    """Whether a column has the day first, and why; or the question to ask."""

    dayfirst: bool | None = None
    why: str = ""
    question: Question | None = None


def decide_days(column: str, votes: DayVotes, others: bool | None, answer: bool | None) -> DayReading:
    """Decide day or month first: by the column's values, else by the user's answer, else by the other columns."""
    if votes.verdict is not None:
        example = votes.day_example if votes.verdict else votes.month_example
        if not votes.examples:
            return DayReading(votes.verdict)
        return DayReading(votes.verdict, f"{column}: {_which(votes.verdict)} first, as {example} shows")
    contradictory = bool(votes.day_first and votes.month_first)
    if not votes.examples and not contradictory:
        return DayReading(answer)
    if answer is not None:
        return DayReading(answer, f"{column}: {_which(answer)} first, as you said")
    if others is not None and not contradictory:
        return DayReading(others, f"{column}: {_which(others)} first, as in the file's other dates")
    if contradictory:
        examples: tuple[str, ...] = (votes.day_example, votes.month_example)
        problem = f"{examples[0]} has the day first and {examples[1]} the month"
    else:
        examples = tuple(votes.examples)
        problem = f"{examples[0]} may have the day or the month first"
    return DayReading(question=Question(column, examples, f"{column}: {problem}: say --dayfirst or --monthfirst"))


def _which(dayfirst: bool) -> str:
    return "day" if dayfirst else "month"


def _parted(text: str) -> tuple[str, re.Match[str] | None]:
    """Part the day from the time behind it."""
    whole = " ".join(text.split())
    clock = _TIME.search(whole)
    return (whole[: clock.start()].rstrip(" ,"), clock) if clock else (whole, None)


def _century(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 69 else 1900)


def _date(text: str, year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2199:
        raise ValueError(f"{shown(text)} is not a date of our time")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{shown(text)} is not a possible date") from None
