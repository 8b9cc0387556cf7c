"""How the wall chart looks at a given size: the grid with its cards, and the lane of those unknown on an axis."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.geometry import Size

from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import Influence, Person, Stance
from kamtui.domain.wallchart import INFLUENCES, STANCES, place_of
from kamtui.domain.wording import plural
from kamtui.widgets.ink import Part, fit, one_line, width_of
from kamtui.widgets.people_signs import mark, quality_sign

LABEL = 9
"""The columns for the words beside the rows."""

Stretch = tuple[list[Part], bool]
"""Pieces of one line, and whether they lie under the cursor."""

Cards = Sequence[Person]


@dataclass(slots=True)
class Drawing:
    """The lines of the chart, and where each card stands: line, first column, column after it, person."""

    lines: list[list[Stretch]] = field(default_factory=list)
    cards: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is special: the person under the cursor, the one who is held, the primary contact."""

    at: int | None
    held: int | None
    primary: int | None


def draw_wall(
    squares: Sequence[Sequence[Cards]], lane: Cards, size: Size, at: int | None, held: int | None, primary: int | None
) -> Drawing:
    """Draw rows of squares, top to bottom, and the lane below, to fit `size`."""
    marks = Marks(at, held, primary)
    inner = max(15, size.width - LABEL - 4)
    widths = [inner // 3 + (place < inner % 3) for place in range(3)]
    lane_lines = _flow(lane, max(10, size.width - LABEL - 1), marks)
    room = max(4, size.height - 5)
    lane_room = min(max(1, len(lane_lines)), max(1, room // 4))
    heights = row_heights([max(map(len, row)) for row in squares], room - lane_room)
    made = Drawing()
    titles = [(_middle(spoken(stance), width), "dim") for stance, width in zip(STANCES, widths, strict=True)]
    made.lines.append(
        [([(" " * (LABEL + 1), ""), *[piece for title in titles for piece in (title, (" ", ""))]], False)]
    )
    _border(made, "┌┬┐", widths)
    for number, (row, height) in enumerate(zip(squares, heights, strict=True)):
        _draw_row(made, INFLUENCES[number], row, widths, height, marks)
        _border(made, "├┼┤" if number < 2 else "└┴┘", widths)
    _draw_lane(made, lane, lane_lines, lane_room, marks)
    return made


def row_heights(needed: Sequence[int], room: int) -> list[int]:
    """Share `room` lines among the rows, evenly, except that lines nobody needs go to rows that lack some."""
    heights = [max(1, room // len(needed))] * len(needed)
    for place in range(max(0, room - sum(heights))):
        heights[place] += 1
    least = 2 if room >= 2 * len(needed) else 1
    while True:
        lacking = max(range(len(needed)), key=lambda one: needed[one] - heights[one])
        giving = max(range(len(needed)), key=lambda one: heights[one] - max(least, needed[one]))
        if needed[lacking] <= heights[lacking] or heights[giving] <= max(least, needed[giving]):
            return heights
        heights[lacking] += 1
        heights[giving] -= 1


def _border(made: Drawing, corners: str, widths: Sequence[int]) -> None:
    bars = ["─" * width for width in widths]
    text = " " * LABEL + corners[0] + corners[1].join(bars) + corners[2]
    made.lines.append([([(text, "dim")], False)])


def _draw_row(
    made: Drawing, influence: Influence, row: Sequence[Cards], widths: Sequence[int], height: int, marks: Marks
) -> None:
    columns = [_square(cards, width, height, marks) for cards, width in zip(row, widths, strict=True)]
    for line in range(height):
        label = f"{spoken(influence):>{LABEL - 1}} " if line == (height - 1) // 2 else " " * LABEL
        stretches: list[Stretch] = [([(label, "dim"), ("│", "dim")], False)]
        start = LABEL + 1
        for column, width in zip(columns, widths, strict=True):
            pieces, person = column[line] if line < len(column) else ([(" " * width, "")], None)
            stretches += [(pieces, person is not None and person == marks.at), ([("│", "dim")], False)]
            if person is not None:
                made.cards.append((len(made.lines), start, start + width, person))
            start += width + 1
        made.lines.append(stretches)


def _square(cards: Cards, width: int, height: int, marks: Marks) -> list[tuple[list[Part], int | None]]:
    """The lines of one square: its cards, or those around the cursor and a line that counts the others."""
    place = next((number for number, one in enumerate(cards) if one.id == marks.at), None)
    if len(cards) <= height:
        return [(card(one, width, marks), one.id) for one in cards]
    if height == 1:
        if place is None:
            return [(fit([(f" {plural(len(cards), 'person')}", "dim")], width), None)]
        return [(card(cards[place], width, marks, more=len(cards) - 1), cards[place].id)]
    first = min(max(0, (place or 0) - height + 2), len(cards) - height + 1)
    shown = cards[first : first + height - 1]
    hidden = [one for one in cards if one not in shown]
    lines: list[tuple[list[Part], int | None]] = [(card(one, width, marks), one.id) for one in shown]
    return [*lines, (fit([(f"  {_summary(hidden)}", "dim")], width), None)]


def _summary(hidden: Cards) -> str:
    """Those who do not fit, by the role they share: "+3 end users"."""
    roles = {tuple(one.roles) for one in hidden}
    if len(roles) == 1 and len(next(iter(roles))) == 1:
        return f"+{plural(len(hidden), spoken(next(iter(next(iter(roles))))))}"
    return f"+{len(hidden)} more"


def card(person: Person, width: int, marks: Marks, more: int = 0) -> list[Part]:
    """One card: mark, name, relationship, title; held cards have walls. What follows the name gives way first."""
    held = person.id == marks.held
    ends = ("▐", "▌") if held else (mark(person, primary=person.id == marks.primary), " ")
    start: Part = (ends[0], "accent") if isinstance(ends[0], str) else ends[0]
    room = max(3, width - 2)
    tail = f" +{more}" if more else ""
    name = one_line(person.name)[: width * 4]
    title = f" {one_line(person.title)[: width * 4]}" if person.title else ""
    named = fit((name, ""), min(width_of(name), room - 2 - width_of(tail)))
    pieces = [*named, (" ", ""), quality_sign(person), (tail, "dim"), (title, "dim")]
    return [start, *fit(pieces, room), (ends[1], "accent")]


def _flow(lane: Cards, width: int, marks: Marks) -> list[list[tuple[list[Part], int]]]:
    """The cards of the lane side by side, wrapped."""
    lines: list[list[tuple[list[Part], int]]] = [[]]
    used = 0
    for person in lane:
        name = one_line(person.name)[: width * 4]
        place = place_of(person)
        known = [word for word in place if word not in (Stance.UNKNOWN, Influence.UNKNOWN)]
        aside = f" ({known[0]})" if known else ""
        size = min(width_of(name) + 4, 30, width - width_of(aside))
        pieces = [*card(_bare(person), size, marks), (aside, "dim")]
        size += width_of(aside)
        if used and used + size + 1 > width:
            lines.append([])
            used = 0
        lines[-1].append((pieces, person.id))
        used += size + 1
    return lines if lines[0] else []


def _bare(person: Person) -> Person:
    from dataclasses import replace

    return replace(person, title="")


def _draw_lane(
    made: Drawing, lane: Cards, lines: Sequence[Sequence[tuple[list[Part], int]]], room: int, marks: Marks
) -> None:
    """Those unknown on an axis; where they do not fit, the lines around the cursor and how many there are."""
    place = next((number for number, line in enumerate(lines) if any(who == marks.at for _, who in line)), 0)
    first = min(max(0, place - room + 1), max(0, len(lines) - room))
    shown = lines[first : first + room]
    for number in range(max(1, len(shown))):
        word = "unknown" if number == 0 else f"{len(lane)} in all" if number == 1 and len(lines) > room else ""
        stretches: list[Stretch] = [([(f"{word:>{LABEL - 1}} ", "dim")], False)]
        start = LABEL
        for pieces, person in shown[number] if number < len(shown) else ():
            stretches += [(pieces, person == marks.at), ([(" ", "")], False)]
            made.cards.append((len(made.lines), start, start + width_of(pieces), person))
            start += width_of(pieces) + 1
        if not lane:
            stretches.append(([("nobody", "dim")], False))
        hidden = sum(len(line) for line in lines) - sum(len(line) for line in shown)
        if hidden and number == len(shown) - 1:
            stretches.append(([(f"+{hidden} more", "dim")], False))
        made.lines.append(stretches)


def _middle(text: str, width: int) -> str:
    return text.center(width)
