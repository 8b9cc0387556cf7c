"""Money: integer minor units (cents) inside, plain numbers and short words outside."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Final

from kamtui.domain.text import clean_line, shorten

LIMIT: Final = 10**15
"""The largest amount in cents; beyond it a typing slip is likelier than a client."""

_SCALES: Final = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9}
# Patterns as text: `re` compiles and keeps them at first use, and a start, which reads no amount, does without.
_TYPED: Final = r"(?i)([0-9.][0-9 '’.,]{0,24}?) ?(k|m|bn?)?"
_CURRENCY: Final = r"^(?:[A-Z]{3}(?![A-Za-z])|[$€£¥]) ?| (?:[A-Z]{3}|[$€£¥])$|[$€£¥]$"
_READINGS: Final = (
    r"([0-9]*)(?:\.([0-9]+))?",
    r"([0-9]+),([0-9]{1,2})",
    r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?",
    r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?",
    r"([1-9][0-9]{0,2}(?:[ '’][0-9]{3})+)(?:[.,]([0-9]+))?",
)
_TWO_WAYS: Final = r"[1-9][0-9]{0,2}\.[0-9]{3}"
_JSON: Final = r"-?[0-9]{1,25}(?:\.[0-9]{1,25})?"

HIDDEN: Final = "▒▒▒"
"""What is said instead of an amount behind the privacy shield."""


class _Said(threading.local):
    """Whether this thread says amounts: the screen may hide them while the database thread writes them."""

    amounts = True


_SAID: Final = _Said()


def hide(*, on: bool) -> None:
    """Say blocks instead of every amount in this thread from now on, or amounts again (rule G-2)."""
    _SAID.amounts = not on


@contextmanager
def hidden() -> Iterator[None]:
    """Say blocks instead of amounts inside (rule G-2)."""
    before, _SAID.amounts = _SAID.amounts, False
    try:
        yield
    finally:
        _SAID.amounts = before


def parse_amount(text: str) -> int:
    """Read an amount as a person types it, in currency units, and give it in cents.

    `120000`, `1,234.50`, `1.234,50`, `1 234`, `120k`, `1.2m`, `€ 3bn`. A comma before three digits parts thousands.
    Raises ValueError with one clear line when it cannot be read, can be read in two ways, is negative, has more than
    two decimals or is absurdly large.
    """
    typed = clean_line(text)
    shown = repr(shorten(typed, 30))
    if typed.startswith(("-", "−", "(")):
        raise ValueError(f"an amount cannot be negative: {shown}")
    match = re.fullmatch(_TYPED, re.sub(_CURRENCY, "", typed))
    digits, scale = (match.group(1), (match.group(2) or "").lower()) if match else ("", "")
    if not scale and re.fullmatch(_TWO_WAYS, digits):
        raise ValueError(f"{shown} can be read in two ways: write {digits.replace('.', '')} or {digits[:-1]}")
    for reading in _READINGS:
        if digits and (parts := re.fullmatch(reading, digits)):
            plain = re.sub(r"[^0-9]", "", parts.group(1)) + "." + (parts.group(2) or "0")
            return _cents(Decimal(plain) * _SCALES[scale], shown)
    raise ValueError(f"{shown} is not an amount: try 120000, 1,234.50, 120k or 1.2m")


def from_json(value: object) -> int:
    """Read an amount from a data file, a number of currency units or the same as text, and give it in cents.

    Raises ValueError with one clear line for anything else, for negative amounts, more than two decimals and
    absurd sizes.
    """
    if isinstance(value, int) and abs(value) > LIMIT:
        raise ValueError("an amount cannot have more than 13 digits before the point")
    shown = shorten(repr(value), 30)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError(f"{shown} is not an amount")
    if isinstance(value, str) and not re.fullmatch(_JSON, value):
        raise ValueError(f"{shown} is not an amount")
    amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not amount.is_finite():
        raise ValueError(f"{shown} is not an amount")
    if amount < 0:
        raise ValueError(f"an amount cannot be negative: {shown}")
    return _cents(amount, shown)


def to_json(cents: int) -> int | float:
    """Give cents as a number of currency units with at most two decimals, whole where it is whole."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def short(cents: int) -> str:
    """Say an amount in a few characters: `950`, `1.5k`, `240k`, `1.2M`, rounded half up."""
    if not _SAID.amounts:
        return HIDDEN
    sign, size = ("-" if cents < 0 else ""), abs(cents)
    one, letter = 100, ""
    for larger, name in ((10**5, "k"), (10**8, "M"), (10**11, "B")):
        if _half_up(size, one) >= 1000:
            one, letter = larger, name
    tenths = _half_up(size * 10, one)
    if letter and tenths < 100 and tenths % 10:
        return f"{sign}{tenths // 10}.{tenths % 10}{letter}"
    whole = _half_up(size, one)
    return f"{sign}{whole:,}{letter}" if whole else "0"


def full(cents: int, currency: str = "") -> str:
    """Say an amount exactly, thousands parted, cents only where there are some: `1,234.50 EUR`."""
    if not _SAID.amounts:
        return HIDDEN
    sign, (units, rest) = ("-" if cents < 0 else ""), divmod(abs(cents), 100)
    amount = f"{sign}{units:,}.{rest:02}" if rest else f"{sign}{units:,}"
    return f"{amount} {currency}" if currency else amount


def _half_up(size: int, one: int) -> int:
    return (2 * size + one) // (2 * one)


def _cents(amount: Decimal, shown: str) -> int:
    if amount > LIMIT // 100:
        raise ValueError(f"an amount cannot be that large: {shown}")
    exact = round(amount, 2)
    if amount != exact:
        raise ValueError(f"an amount has at most two decimals: {shown}")
    return int(exact * 100)
