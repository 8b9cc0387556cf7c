"""How many pages a plan takes, on paper: A4 at 10.5 pt, as the print view lays it out (rule P-5).

The page is 297 mm high and 210 mm wide with margins of 15 mm, so text stands on 267 by 180 mm. At 10.5 pt (3.7 mm) a
line is 1.26 times its letters, 4.67 mm, and a letter of running text is half as wide as high, 1.85 mm. The constants
follow, and nothing else here knows about paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kamtui.domain.plan_document import Section
from kamtui.domain.plans import heading, pages_allowed
from kamtui.domain.text import cell_width
from kamtui.domain.wording import plural

CHARACTERS_PER_LINE: Final = 97
LINES_PER_PAGE: Final = 57
TITLE_LINES: Final = 3.0
"""What the account's name and the line below it take on the first page."""
HEADING_LINES: Final = 1.4
"""A heading with the space above it."""


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


def measure(sections: Iterable[Section], tier: int, gaps: Mapping[str, str] | None = None) -> Length:
    """How long a plan is when it is printed; `gaps` is what stands in an empty part, by its key (rules P-5, P-7)."""
    filled = gaps or {}
    lines = TITLE_LINES
    for _, group in groupby(sections, key=lambda each: heading(each.part) if each.part else each.title):
        lines += HEADING_LINES
        for section in group:
            label = f"{section.label}: " if section.label else ""
            first, *rest = section.lines or (filled.get(section.key, "–"),)
            lines += sum(map(printed_lines, (label + first, *rest)))
    return Length(lines, pages_allowed(tier))


def printed_lines(text: str) -> int:
    """How many lines a paragraph takes when it is broken at spaces; a word longer than a line is broken too."""
    lines, used = 1, 0
    for word in text.split():
        width = cell_width(word)
        if used and used + 1 + width > CHARACTERS_PER_LINE:
            lines, used = lines + 1, 0
        while width > CHARACTERS_PER_LINE:
            lines, width = lines + 1, width - CHARACTERS_PER_LINE
        used += width + bool(used)
    return lines
