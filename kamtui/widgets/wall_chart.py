"""The wall chart: one card a person, stance across, influence up, moved with the arrow keys."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.message import Message
from textual.strip import Strip

from kamtui import keys
from kamtui.domain.stakeholders import Person
from kamtui.domain.wallchart import INFLUENCES, STANCES, Chart, Direction, Place, chart, move, place_of
from kamtui.widgets.ink import Inked
from kamtui.widgets.wall_drawing import Drawing, draw_wall
from kamtui.widgets.wall_steps import Spot, Square, step


class WallChart(Inked, can_focus=True):
    """The cards of one map. Space picks the card under the cursor up, the arrows move it, space or enter drops it."""

    SCOPE = "wall_chart"
    BINDINGS = [*keys.bindings(SCOPE)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"chart--cursor", "chart--blurred"}
    DEFAULT_CSS = """
    WallChart {
        height: 1fr;
        & > .chart--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .chart--blurred { background: $block-cursor-blurred-background; }
        &:ansi > .chart--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
        &:ansi > .chart--blurred { background: ansi_default; color: ansi_default; text-style: underline; }
    }
    """

    class Moved(Message):
        """The cursor came to another card."""

        def __init__(self, person: Person | None) -> None:
            super().__init__()
            self.person = person

    class Dropped(Message):
        """A card was dropped in another place than it was picked up from."""

        def __init__(self, person: Person, place: Place) -> None:
            super().__init__()
            self.person, self.place = person, place

    class Opened(Message):
        """A double click on a card."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.people: dict[int, Person] = {}
        self.at: int | None = None
        self.held: Person | None = None
        self._today = date.min
        self._primary: int | None = None
        self._drawing: Drawing | None = None

    def show(self, people: Sequence[Person], today: date, primary: int | None = None) -> None:
        """Show these people; the cursor stays on its card, and a card that is held goes back."""
        before = list(self._everyone())
        place = before.index(self.at) if self.at in before else 0
        self.held = None
        self.people = {person.id: person for person in people}
        self._today, self._primary = today, primary
        after = list(self._everyone())
        if self.at not in after:
            self.at = after[min(place, len(after) - 1)] if after else None
        self._changed()

    @property
    def person(self) -> Person | None:
        """The person under the cursor."""
        return None if self.at is None else self.people.get(self.at)

    def go_to(self, person: int) -> bool:
        """Put the cursor on a card; False when it is not on the chart."""
        if person not in list(self._everyone()):
            return False
        self.at = person
        self._changed()
        return True

    @property
    def chart(self) -> Chart:
        """Who stands where, with the held card where it is now."""
        return chart(self.people.values(), self._today)

    def _everyone(self) -> list[int]:
        found = self.chart
        return [person.id for cell in (*found.cells.values(), found.lane) for person in cell]

    # Moving

    def action_arrow(self, way: str) -> None:
        """To the next card, or the held card to the next place (rule M-3)."""
        person, direction = self.person, Direction(way)
        if person is None:
            return
        if self.held is None:
            self.at = self._next(person, direction)
        else:
            place = move(person.stance, person.influence, direction)
            self.people[person.id] = replace(person, stance=place.stance, influence=place.influence)
        self._changed()

    def _next(self, person: Person, direction: Direction) -> int:
        found = self.chart
        squares: dict[Square, tuple[Person, ...]] = {
            (STANCES.index(place.stance), INFLUENCES.index(place.influence)): cell
            for place, cell in found.cells.items()
        }
        place = place_of(person)
        square = None if place.in_lane else (STANCES.index(place.stance), INFLUENCES.index(place.influence))
        here = found.lane if square is None else squares[square]
        counts = {square: len(cell) for square, cell in squares.items()}
        goal = step(counts, len(found.lane), Spot(square, [one.id for one in here].index(person.id)), direction)
        return (found.lane if goal.square is None else squares[goal.square])[goal.place].id

    def action_hold(self) -> None:
        """Pick the card up, or drop it."""
        if self.held is not None:
            self.action_drop()
        elif self.person is not None:
            self.held = self.person
            self._changed()

    def action_drop(self) -> None:
        """Drop the held card; without one, enter is somebody else's."""
        held, person = self.held, self.person
        if held is None or person is None:
            raise SkipAction
        self.held = None
        self._changed()
        if place_of(held) != place_of(person):
            self.post_message(self.Dropped(person, place_of(person)))

    def action_put_back(self) -> None:
        """The held card goes back; without one, escape is somebody else's."""
        if self.held is None:
            raise SkipAction
        self.put_back()

    def put_back(self) -> None:
        """Let the held card go back to where it was picked up."""
        if self.held is not None:
            self.people[self.held.id], self.held = self.held, None
            self._changed()

    def _changed(self) -> None:
        self._drawing = None
        self.refresh()
        self.post_message(self.Moved(self.person))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a card, a double click opens it."""
        for line, start, end, person in self._drawn().cards:
            if event.y == line and start <= event.x < end and self.held is None:
                self.go_to(person)
                if event.chain == 2:
                    self.post_message(self.Opened())

    # Drawing

    def on_resize(self) -> None:
        """Another size, another drawing."""
        self._drawing = None

    def on_focus(self) -> None:
        """The cursor looks different with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """A card is not carried away from the chart."""
        self.put_back()
        self.refresh()

    def _drawn(self) -> Drawing:
        if self._drawing is None:
            found = self.chart
            squares = [[found.cells[Place(stance, row)] for stance in STANCES] for row in INFLUENCES]
            held = self.at if self.held is not None else None
            self._drawing = draw_wall(squares, found.lane, self.size, self.at, held, self._primary)
        return self._drawing

    def render_line(self, y: int) -> Strip:
        """One line of the chart."""
        width, base = self.size.width, self.rich_style
        lines = self._drawn().lines
        if y >= len(lines):
            return Strip.blank(width, base)
        look = self.get_component_rich_style("chart--cursor" if self.has_focus else "chart--blurred", partial=True)
        segments = []
        for pieces, under_cursor in lines[y]:
            style = base + look if under_cursor else base
            segments += self.draw(pieces, style, inked=not (under_cursor and (self.has_focus or look.reverse)))
        return Strip(segments).adjust_cell_length(width, base)
