"""The days that a captured line says in plain words: when it happened, and when its next step is due."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final

from kamtui.domain.capture_words import DOINGS, NOUNS, PAST_VERBS
from kamtui.domain.human_dates import INTRODUCED, PLAIN_WORDS, find_date, find_leading_date, parse_date

if TYPE_CHECKING:
    from kamtui.domain.capture_marks import Marks

TRAILING: Final = ".,;:!"
LONGEST: Final = 5
"""How many words a date has at most."""
RECENT: Final = 31
"""A day named without its year, and without a word such as `last`, is one of the last so many days."""

_GONE: Final = re.compile(r"today|yesterday|last [a-z]+|[a-z0-9]+ (?:days?|weeks?) ago")
_TIME: Final = re.compile(
    r" (?:at )?(?:noon|midday|midnight|eod|cob|[0-9]{1,2}(?::[0-9]{2})? ?(?:am|pm|h)|[0-9]{1,2}:[0-9]{2})"
    r"| at [0-9]{1,2}| (?:in the )?(?:morning|afternoon|evening)"
)
_BESIDE_NAMES: Final = frozenset({"and", "&", "with", "the", "team"})
_POINTS_AHEAD: Final = frozenset({"about", "after", "before", "by", "for", "from", "re", "regarding", "since", "until"})


def lift_days(marks: "Marks", today: date) -> None:
    """Take the day it happened out of the sentence and the day it is due out of the next step (rule I-2).

    A day that stands inside the next step dates it as well, and its words stay where they are.
    """
    _lift_leading(marks, today)
    _lift_closing(marks, today)
    _lift_due(marks, today)


def _lift_leading(marks: "Marks", today: date) -> None:
    """Take `yesterday` from `yesterday met Jane`, but not from a sentence that is about yesterday."""
    on = int(bool(marks.said) and marks.said[0].casefold() == "on")
    if marks.happened_on or not (found := find_leading_date(" ".join(marks.said[on : 8 + on]), today)):
        return
    count = on + len(found.words.split())
    behind = marks.said[count].rstrip(TRAILING).casefold() if count < len(marks.said) else ""
    if found.day <= today and (found.words[-1] in ",:" or _tells_what_was_done(behind)):
        marks.happened_on = found.day
        marks.lifted += marks.said[:count]
        del marks.said[:count]


def _lift_closing(marks: "Marks", today: date) -> None:
    """Take `yesterday` from the end of `met Jane yesterday`, where the sentence begins with what was done.

    A weekday or a date that does not say by itself that it is over needs more: a verb and nobody but people before it.
    """
    begins_with = " ".join(marks.said[:1]).rstrip(TRAILING).casefold()
    if marks.happened_on or not _tells_what_was_done(begins_with):
        return
    for count in range(min(LONGEST, len(marks.said) - 1), 0, -1):
        words = marks.said[-count:]
        said = " ".join(words).rstrip(TRAILING)
        if _GONE.fullmatch(said.casefold()):
            with suppress(ValueError):
                _happened(marks, count, parse_date(said, today, prefer="past"))
            return
        if begins_with in PAST_VERBS and _only_people(marks.said[1:-count]) and (day := _recent(said, today)):
            _happened(marks, count, day)
            return


def _happened(marks: "Marks", count: int, day: date) -> None:
    marks.happened_on = day
    marks.lifted += marks.said[-count:]
    del marks.said[-count:]


def _tells_what_was_done(word: str) -> bool:
    return word in PAST_VERBS or word in NOUNS or word in DOINGS


def _only_people(words: Sequence[str]) -> bool:
    """Whether the words between a verb and a date can only be those who were met or called."""
    if any(word[-1] in ".,;" or word.casefold() in _POINTS_AHEAD for word in words):
        return False
    named = all(word[0].isupper() or word.casefold() in _BESIDE_NAMES for word in words)
    return bool(words) and (named or len(words) == 1)


def _recent(said: str, today: date) -> date | None:
    first, _, rest = said.partition(" ")
    introduced = first.casefold() == "on"
    if not introduced and PLAIN_WORDS.fullmatch(said.casefold()):
        return None
    with suppress(ValueError):
        day = parse_date(rest if introduced else said, today, prefer="past")
        if 0 <= (today - day).days <= RECENT:
            return day
    return None


def _lift_due(marks: "Marks", today: date) -> None:
    """Take `by fri` from the end of the next step; a next step that is nothing but a date keeps its words."""
    if marks.due or not marks.next_words:
        return
    found = find_date(" ".join(marks.next_words), today)
    if found is None:
        marks.due = _due_inside(marks.next_words, today)
        return
    marks.due = found.day
    if found.rest:
        count = len(found.words.split())
        marks.lifted += marks.next_words[-count:]
        del marks.next_words[-count:]


def _due_inside(words: Sequence[str], today: date) -> date | None:
    """The day in `call her on mon at 10`, `by fri the offer, then a call` or `tomorrow call her`; never one gone."""
    text = " ".join(words).rstrip(TRAILING)
    found = find_leading_date(text, today, prefer="future")
    days = [_before_time(text, today), *_introduced(words, today), found.day if found else None]
    return next((day for day in days if day is not None and day >= today), None)


def _before_time(text: str, today: date) -> date | None:
    for time in _TIME.finditer(text.casefold()):
        if time.end() == len(text) and (found := find_date(text[: time.start()], today)):
            return found.day
    return None


def _introduced(words: Sequence[str], today: date) -> list[date]:
    """Every day behind `by`, `on` and the like, in the order they are said."""
    days = []
    for at, word in enumerate(words):
        if word.casefold().removeprefix("(") not in INTRODUCED:
            continue
        for count in range(LONGEST, 0, -1):
            said = " ".join(words[at + 1 : at + 1 + count]).rstrip(TRAILING + "?)")
            if said[:1].isdigit() and PLAIN_WORDS.fullmatch(said.casefold()):
                continue
            with suppress(ValueError):
                days.append(parse_date(said, today))
                break
    return days
