"""The plan as rows: one page of headings and wrapped lines, and where the cursor stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kamtui import wordlists
from kamtui.domain.plan_document import Entry, Section
from kamtui.domain.plan_drawn import SIGNS
from kamtui.domain.plan_length import Length
from kamtui.domain.plan_words import FILE, PlanWords, read_plan_words
from kamtui.domain.plans import LISTS, PlanPart, heading
from kamtui.widgets.ink import Cell, Part, wrap
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.strips import bar, sign

COLOURS = {mark: sign(colour.value) for colour, mark in SIGNS.items()}
SMART_GAP = " · not yet SMART: "
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of the page: its part, the record it is about, and its place among the record's or the part's rows."""

    part: PlanPart
    uid: str
    place: int


@cache
def plan_words() -> wordlists.Loaded[PlanWords]:
    """The words about the parts of a plan: the user's own, or ours."""
    return wordlists.load(FILE, read_plan_words)


def rows(sections: Iterable[Section], width: int) -> list[Line]:
    """The whole plan in rows of at most `width` columns; gaps say which conversation fills them (rule P-7)."""
    lines: list[Line] = []
    above = ""
    for section in sections:
        part = section.part
        if part is None:
            continue
        if (title := heading(part)) != above:
            lines.append(Heading(title))
            above = title
        lines += _section(part, section, width)
    return lines


def _section(part: PlanPart, section: Section, width: int) -> list[Row]:
    found: list[tuple[str, Sequence[Part]]] = [(entry.uid, _cell(part, entry)) for entry in section.entries]
    if section.gap:
        found.insert(0, ("", [("– ", "watch"), (plan_words().value.gap(section.key), "dim")]))
    found += [("", [("remark  ", "dim"), (line, "")]) for line in section.remark]
    if section.label:
        found = [
            (uid, [(f"{section.label}  ", "dim"), *cell] if not at else cell) for at, (uid, cell) in enumerate(found)
        ]
    made: list[Row] = []
    for uid, cell in found:
        first, *rest = broken(cell, width)
        wrapped = [first]
        if rest:  # what goes on in the next row stands a little to the right
            first, *rest = broken(cell, width - len(INDENT))
            wrapped = [first, *([(INDENT, ""), *line] for line in rest)]
        above = 0 if uid else len(made)
        made += [Row([line], Spot(part, uid, above + at)) for at, line in enumerate(wrapped)]
    return made


def broken(cell: Cell, width: int) -> list[list[Part]]:
    """A cell in lines of at most `width` columns, without the spaces that they were broken at."""
    lines = wrap(cell, max(10, width))
    for line in lines:
        while line and not line[-1][0].strip():
            line.pop()
    return lines


def _cell(part: PlanPart, entry: Entry) -> list[Part]:
    if not entry.printed:
        return [(entry.text, "dim")]
    if part is PlanPart.ENGAGEMENT_HEALTH:
        return [COLOURS.get(letter, (letter, "")) for letter in entry.text]
    text, gap, missing = entry.text.partition(SMART_GAP) if part is PlanPart.OBJECTIVES else (entry.text, "", "")
    cell: list[Part] = [("· ", "dim")] if part in LISTS else []
    if part is PlanPart.ACTIONS and text.startswith("★"):
        cell, text = [("★", "accent")], text[1:]
    cell.append((text, ""))
    return [*cell, (gap + missing, "watch")] if gap else cell


def spot_near(lines: Sequence[Line], here: Spot | None, by: int) -> Spot | None:
    """The first row of the part after (1) or before (-1) the one the cursor is in; round at the ends."""
    spots = [line.key for line in lines if isinstance(line, Row) and isinstance(line.key, Spot)]
    parts = list(dict.fromkeys(spot.part for spot in spots))
    if not parts:
        return None
    place = parts.index(here.part) + by if here is not None and here.part in parts else 0
    wanted = parts[place % len(parts)]
    return next(spot for spot in spots if spot.part is wanted)


def meter(length: Length) -> list[Part]:
    """The use of the allowed pages (rule P-5)."""
    ink = "poor" if length.lines_over else "watch" if length.share > 0.9 else "good"
    return [(bar(length.share, 8), ink), (f" {length.words}", "late" if length.lines_over else "")]
