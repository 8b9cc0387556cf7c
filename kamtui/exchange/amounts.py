"""Amounts of money as other programs write them, read by the convention that their column shows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from kamtui.domain.money import LIMIT
from kamtui.domain.text import shorten

_NOTHING: Final = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "none", "(no value)"})
_FACTORS: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "mio.": 10**6, "b": 10**9, "bn": 10**9}
_CURRENCY: Final = (
    r"(?:[A-Z]{3}|[A-Z]{0,2}[^\w\s.,'’()+\-−–%/:*#=&@!?;\"\\|<>~^`_]"
    r"|(?i:eur|usd|gbp|chf|euros?|dollars?|kr|fr|rs|z[łl]|k[čc]|ft|lei|sfr)\.?)"
)
_AMOUNT: Final = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<digits>[0-9][0-9.,'’ ]*|[.,][0-9]+)"
    rf"(?P<power>[Ee]\+?[0-9]{{1,2}})?\s*(?P<factor>(?i:mio\.?|mn|bn|[kmb])(?![^\W\d_]))?\s*(?P<after>{_CURRENCY})?"
)
_SPACED: Final = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+(?=[.,]|$)")
_DASHED_CENTS: Final = re.compile(r"(?<=[0-9])[.,]\s?[-–—]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount taken apart: digits with their separators, sign, factor and currency."""

    digits: str
    negative: bool
    factor: Decimal
    currency: str

    @property
    def decimal_comma(self) -> bool | None:
        """Whether a comma parts the decimals: told by the separators, `None` where they leave it open.

        Open are `1.234` and `1,234`, which may be a thousand or one; and digits without any separator.
        """
        points, commas = self.digits.count("."), self.digits.count(",")
        if points and commas:
            return self.digits.rfind(",") > self.digits.rfind(".")
        if points > 1 or commas > 1:
            return points > 1
        if not (points or commas) or self.is_ambiguous:
            return None
        return bool(commas)

    @property
    def is_ambiguous(self) -> bool:
        """Whether the one separator may part thousands as well as decimals."""
        return re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", self.digits) is not None


def take_apart(text: str) -> Figure | None:
    """Take an amount apart; nothing for an empty cell or a placeholder.

    Raises ValueError for what is not an amount.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).split())
    if typed.casefold() in _NOTHING:
        return None
    bare = _DASHED_CENTS.sub("", typed)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    unsigned = re.sub(r"[-−–]", "", bare, count=1) if re.match(r"[^0-9]*[-−–]|.*[0-9] ?[-−–]$", bare) else bare
    negative = negative or unsigned != bare
    match = _AMOUNT.fullmatch(unsigned.strip().removeprefix("+").strip())
    if match is None:
        raise ValueError(f"{shown(text)} is not an amount")
    digits = match["digits"].strip()
    if _SPACED.match(digits):
        digits = re.sub("[ '’]", "", digits)
    if not re.fullmatch(r"[0-9.,]+", digits):
        raise ValueError(f"{shown(text)} is not an amount")
    factor = Decimal(_FACTORS.get((match["factor"] or "").lower(), 1))
    if match["power"]:
        factor *= Decimal(10) ** int(match["power"][1:])
    return Figure(digits, negative, factor, (match["before"] or match["after"] or "").strip())


def to_cents(text: str, decimal_comma: bool) -> int | None:
    """Read an amount in currency units and give it in cents, rounded half up; `decimal_comma` settles `1.234`.

    Nothing for an empty cell. Raises ValueError with one clear line for what is not an amount, is negative or absurd.
    """
    figure = take_apart(text)
    if figure is None:
        return None
    comma = figure.decimal_comma if figure.decimal_comma is not None else decimal_comma
    decimal, grouping = (",", ".") if comma else (".", ",")
    whole, _, rest = figure.digits.rpartition(decimal) if decimal in figure.digits else (figure.digits, "", "")
    groups = whole.split(grouping)
    grouped = len(groups) > 1
    if (
        decimal in whole
        or grouping in rest
        or (grouped and not _well_grouped(groups))
        or not (whole + rest).strip(".,")
    ):
        raise ValueError(f"{shown(text)} is not an amount")
    cents = (
        (Decimal(f"{''.join(groups) or '0'}.{rest or '0'}") * figure.factor * 100).quantize(
            Decimal(1), rounding=ROUND_HALF_UP
        )
        if len(figure.digits) < 30 and figure.factor <= LIMIT
        else Decimal(LIMIT + 1)
    )
    if figure.negative and cents:
        raise ValueError(f"{shown(text)} is negative")
    if cents > LIMIT:
        raise ValueError(f"{shown(text)} is too large for an amount")
    return int(cents)


def shown(text: str) -> str:
    """Give a cell's text as a short quotation."""
    return f"'{shorten(text.strip(), 40)}'"


def _well_grouped(groups: list[str]) -> bool:
    """Accept western groups of three and Indian groups of two before the last three."""
    first, *middle, last = groups
    return 1 <= len(first) <= 3 and len(last) == 3 and all(len(group) in (2, 3) for group in middle)


@dataclass(slots=True)
class AmountVotes:
    """What the values of one column say about their decimal sign and currency; bounded, however long the column."""

    comma: int = 0
    point: int = 0
    ambiguous: str = ""
    currencies: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Count one cell; what is no amount says nothing."""
        if text.isascii() and text.isdigit():
            return
        try:
            figure = take_apart(text)
        except ValueError:
            return
        if figure is None:
            return
        if figure.currency and len(self.currencies) < 20:
            self.currencies.add(figure.currency)
        if figure.decimal_comma is not None:
            self.comma += figure.decimal_comma
            self.point += not figure.decimal_comma
        elif figure.is_ambiguous and not (self.ambiguous or figure.negative or figure.factor > 1):
            self.ambiguous = text.strip()


@dataclass(frozen=True, slots=True)
class AmountReading:
    """Which decimal sign a column is read with, and why; `why` is empty where nothing depended on it."""

    decimal_comma: bool
    why: str = ""


def decide_amounts(column: str, votes: AmountVotes, others: AmountVotes, setting: bool | None) -> AmountReading:
    """Decide how `1.234` is read: as the column's other values, else as the file's others, else by the setting.

    `setting` is whether the user writes a decimal comma; nothing stands for a decimal point.
    """
    if votes.comma != votes.point:
        comma, because = votes.comma > votes.point, "as the column's other values"
    elif others.comma != others.point:
        comma, because = others.comma > others.point, "as the file's other amounts"
    else:
        comma, because = bool(setting), "by the settings, as nothing in the file tells"
    if not votes.ambiguous:
        return AmountReading(comma)
    sign = "comma" if comma else "point"
    meant = to_cents(votes.ambiguous, comma) or 0
    example = f"{votes.ambiguous} is {meant / 100:,.2f}".removesuffix(".00")
    return AmountReading(comma, f"{column}: amounts are read with a decimal {sign} ({example}), {because}")
