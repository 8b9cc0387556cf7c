"""What is wrong with a value, in words, and how stored words become choices.

Several things can be wrong with one form or one imported line at a time, so
the checks of every feature collect problems and raise nothing.
"""

import unicodedata
from enum import StrEnum
from typing import TypeVar

from kamtui.domain.frozen import frozen
from kamtui.domain.money import LIMIT
from kamtui.domain.text import shorten
from kamtui.domain.wording import alternatives

Choice = TypeVar("Choice", bound=StrEnum)

NAME_LIMIT = 20_000
"""The longest name that is kept, in characters; a longer one is refused, never cut."""

SHOWN = 40
"""How many terminal cells of what was given a message repeats."""


@frozen
class Problem:
    """One thing that is wrong: the field as the data format calls it, and a sentence for the user."""

    field: str
    text: str


def spoken(value: StrEnum | str) -> str:
    """A stored value as people say it: `at_risk` becomes "at risk"."""
    return str(value).replace("_", " ")


def listed(words: list[str]) -> str:
    """Words in a row as people say them: "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def known(kind: type[Choice], value: str | None, fallback: Choice) -> Choice:
    """Turn a stored word into a member of `kind`; a word nobody knows becomes `fallback`."""
    try:
        return kind(value or "")
    except ValueError:
        return fallback


def choice_problems(field: str, kind: type[StrEnum], value: str | None) -> list[Problem]:
    """Say which words are possible when `value` is none of them; nothing given is no problem."""
    if value is None or value in [member.value for member in kind]:
        return []
    words = alternatives([member.value for member in kind])
    return [Problem(field, f"“{shorten(value, SHOWN)}” is not a known {spoken(field)}; it is one of {words}.")]


def name_problems(field: str, name: str) -> list[Problem]:
    """A name needs something that can be seen and must not be longer than NAME_LIMIT."""
    if not any(map(_can_be_seen, name)):
        return [Problem(field, f"The {spoken(field)} is empty.")]
    if len(name) > NAME_LIMIT:
        return [Problem(field, f"The {spoken(field)} has {len(name):,} characters; at most {NAME_LIMIT:,} are kept.")]
    return []


def _can_be_seen(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] != "Z" and kind not in ("Cc", "Cf", "Cs")


def money_problems(field: str, amount: int | None) -> list[Problem]:
    """An amount in minor units is never negative nor absurdly large; nothing given is no problem."""
    if amount is None or 0 <= amount <= LIMIT:
        return []
    if amount < 0:
        return [Problem(field, f"The {spoken(field)} is negative; amounts start at zero.")]
    return [Problem(field, f"The {spoken(field)} is too large to be an amount of money.")]
