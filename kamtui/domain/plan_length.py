"""How many pages a plan takes, on paper: A4 at 10.5 pt, as the print view lays it out (rule P-5).

The print view (`kamtui/exchange/webpage.py`) puts lines of 12.4 pt on a block of 180 by 258 mm, which A4 and Letter
both have room for: 59 lines a page. Running text is 176 mm wide. The constants follow, and nothing else here knows
about paper.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from kamtui.domain.letter_widths import broken, letter_width, text_width
from kamtui.domain.plan_document import Section
from kamtui.domain.plan_words import NOTHING_YET
from kamtui.domain.plans import heading, pages_allowed
from kamtui.domain.wording import plural

LINES_PER_PAGE: Final = 59
LINE: Final = 47_300
"""How much text a line holds, in thousandths of the size of its letters: 176 mm at 10.5 pt is 47,514, less a margin of
0.5 % for machines that round the widths of letters."""
HEADING: Final = LINE * 10.5 / 11
TITLE: Final = LINE * 10.5 / 15
BOLDER: Final = 56
"""How much wider than plain a letter of a heading may be."""
TITLE_HEIGHT: Final = 1.5
LEAD_HEIGHT: Final = 1.0
SPACE: Final = 0.5
"""Above a heading, unless it begins a page."""


_BREAKS: Final = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])|(?<=–)(?=\w)")


@dataclass(frozen=True, slots=True)
class Length:
    """How long a plan is, in lines, and how many pages it may have (rule P-5)."""

    lines: float
    allowed: int

    @property
    def pages(self) -> float:
        """How many pages it takes."""
        return self.lines / LINES_PER_PAGE

    @property
    def share(self) -> float:
        """How much of the allowed room it takes; above 1 it is too long."""
        return self.pages / self.allowed

    @property
    def lines_over(self) -> int:
        """How many lines it is too long, rounded up; 0 when it fits."""
        over = self.lines - LINES_PER_PAGE * self.allowed
        return max(0, -int(-over // 1))

    @property
    def words(self) -> str:
        """`0.8 of 1 page`; too long is said in lines and never cut (rule P-5)."""
        used = f"{self.pages:.1f} of {plural(self.allowed, 'page')}"
        return f"{used}, {plural(self.lines_over, 'line')} too long" if self.lines_over else used


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on paper under one heading: `above` is before the list, `blank` what is said of a gap."""

    title: str
    above: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    blank: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of it, in order."""
        return (*self.above, *self.items, *([self.blank] if self.blank else []))


def printed(sections: Iterable[Section], gaps: Mapping[str, str]) -> Iterator[Printed]:
    """The parts of a plan as they are printed; `gaps` is what stands in an empty part, by its key (rule P-7)."""
    for title, group in groupby(sections, key=lambda each: heading(each.part) if each.part else each.title):
        parts = list(group)
        if any(part.label for part in parts):
            yield Printed(title, items=tuple(item for part in parts for item in _labelled(part, gaps)))
            continue
        for part in parts:
            blank = (gaps.get(part.key) or NOTHING_YET) if part.gap else ""
            yield Printed(title, _remark(part), part.printed, blank)


def _labelled(part: Section, gaps: Mapping[str, str]) -> tuple[str, ...]:
    first, *rest = part.printed or (f"still a gap. {gaps.get(part.key) or NOTHING_YET}",)
    return (f"{part.label}: {first}", *rest, *_remark(part))


def _remark(part: Section) -> tuple[str, ...]:
    return tuple(f"Remark: {line}" for line in part.remark)


def measure(sections: Iterable[Section], tier: int, gaps: Mapping[str, str] | None = None, account: str = "") -> Length:
    """How long a plan is when it is printed (rule P-5).

    A heading never stands alone at the foot of a page: it goes to the next one with the line below it.
    """
    used = TITLE_HEIGHT * lines_in(f"Account plan: {account}", TITLE, BOLDER) + LEAD_HEIGHT
    for part in printed(sections, gaps or {}):
        high = lines_in(part.title, HEADING, BOLDER) if part.title else 0
        used = _placed(used, high, SPACE if high else 0, keep=1 if part.lines else 0)
        for line in part.lines:
            for _ in range(lines_in(line)):
                used = _placed(used, 1)
    return Length(used, pages_allowed(tier))


def _placed(used: float, high: float, space: float = 0, keep: float = 0) -> float:
    """How much is used once something `high` is on the page, or on the next where this one has no room for it."""
    on_page = used % LINES_PER_PAGE
    if not on_page:
        return used + high
    left = LINES_PER_PAGE - on_page
    return used + space + high if space + high + keep <= left else used + left + high


@lru_cache(maxsize=2048)
def lines_in(text: str, room: float = LINE, bolder: int = 0) -> int:
    """How many lines a text takes when it is broken at spaces; a word longer than a line is broken too."""
    lines, used = 1, 0
    blank = letter_width(" ")
    for word in text.split():
        gap = blank if used else 0
        for piece in _pieces(word):
            width = text_width(piece, bolder)
            if used and used + gap + width > room:
                lines, used, gap = lines + 1, 0, 0
            if width > room:
                *whole, width = broken(piece, room, bolder)
                lines += len(whole)
            used, gap = used + gap + width, 0
    return lines


def _pieces(word: str) -> list[str]:
    """Where a word may be broken without need: after a hyphen between letters, and after a dash."""
    return _BREAKS.split(word)
