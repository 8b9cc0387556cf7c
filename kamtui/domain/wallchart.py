"""The wall chart: people by stance and influence, moved with the arrow keys."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.problems import known
from kamtui.domain.stakeholders import Function, Influence, Person, Quality, Stance, active, quality_of

STANCES = (Stance.OPPONENT, Stance.NEUTRAL, Stance.ALLY)
"""The columns, left to right."""

INFLUENCES = (Influence.HIGH, Influence.MEDIUM, Influence.LOW)
"""The rows, top to bottom."""

FUNCTIONS_THAT_MATTER = tuple(function for function in Function if function != Function.OTHER)


class Direction(StrEnum):
    """An arrow key."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class Place(NamedTuple):
    """Where a person stands; unknown on either axis is in the lane below the grid."""

    stance: Stance
    influence: Influence

    @property
    def in_lane(self) -> bool:
        """Whether it is outside the grid."""
        return self.stance == Stance.UNKNOWN or self.influence == Influence.UNKNOWN


@dataclass(frozen=True, slots=True)
class Chart:
    """Who stands where: every place of the grid, and the lane of those unknown on an axis (rule M-3)."""

    cells: Mapping[Place, tuple[Person, ...]]
    lane: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A person whose stance and relationship do not go together, and what does not fit (rule M-5)."""

    person: Person
    words: str


@dataclass(frozen=True, slots=True)
class Callouts:
    """What the chart points out (rule M-5)."""

    unknown: tuple[Person, ...]
    contradictions: tuple[Contradiction, ...]
    nobody_mapped: tuple[Function, ...]


def place_of(person: Person) -> Place:
    """Where a person stands; a word that is no stance or influence counts as unknown (rule M-3)."""
    return Place(known(Stance, person.stance, Stance.UNKNOWN), known(Influence, person.influence, Influence.UNKNOWN))


def chart(people: Iterable[Person], today: date) -> Chart:
    """Everyone active in their place, in the order given (rule M-3)."""
    cells: dict[Place, tuple[Person, ...]] = {Place(stance, row): () for row in INFLUENCES for stance in STANCES}
    lane: tuple[Person, ...] = ()
    for person in active(people, today):
        place = place_of(person)
        if place.in_lane:
            lane += (person,)
        else:
            cells[place] += (person,)
    return Chart(cells, lane)


def move(stance: str, influence: str, direction: Direction) -> Place:
    """Where one arrow key takes a person (rule M-3).

    Left, right and up stop at the edge of the grid. Down from the lowest row leads to the lane below it, where the
    influence is unknown and the stance is kept. From the lane, up leads to the nearest cell: what is known is kept,
    an unknown influence becomes low (the row beside the lane), an unknown stance neutral (it claims the least);
    left and right do the same and go one column on. Down in the lane changes nothing.
    """
    place = Place(known(Stance, stance, Stance.UNKNOWN), known(Influence, influence, Influence.UNKNOWN))
    if place.in_lane:
        return place if direction == Direction.DOWN else _entered(place, direction)
    if direction == Direction.DOWN and place.influence == INFLUENCES[-1]:
        return Place(place.stance, Influence.UNKNOWN)
    return _stepped(place, direction)


def _entered(place: Place, direction: Direction) -> Place:
    nearest = Place(
        Stance.NEUTRAL if place.stance == Stance.UNKNOWN else place.stance,
        INFLUENCES[-1] if place.influence == Influence.UNKNOWN else place.influence,
    )
    return nearest if direction == Direction.UP else _stepped(nearest, direction)


def _stepped(place: Place, direction: Direction) -> Place:
    across = {Direction.LEFT: -1, Direction.RIGHT: 1}.get(direction, 0)
    down = {Direction.UP: -1, Direction.DOWN: 1}.get(direction, 0)
    column = min(max(STANCES.index(place.stance) + across, 0), len(STANCES) - 1)
    row = min(max(INFLUENCES.index(place.influence) + down, 0), len(INFLUENCES) - 1)
    return Place(STANCES[column], INFLUENCES[row])


def callouts(
    people: Iterable[Person], today: date, functions: Collection[Function] = FUNCTIONS_THAT_MATTER
) -> Callouts:
    """What stands out on the chart (rule M-5): people unknown on both axes, contradictions, functions with nobody.

    `functions` are those that matter to the user. A placeholder counts as mapped: its role is known to be missing.
    """
    here = active(people, today)
    mapped = {person.function for person in here}
    return Callouts(
        tuple(person for person in here if place_of(person) == (Stance.UNKNOWN, Influence.UNKNOWN)),
        tuple(Contradiction(person, words) for person in here if (words := _contradiction(person))),
        tuple(function for function in Function if function in functions and function not in mapped),
    )


def _contradiction(person: Person) -> str:
    match person.stance, quality_of(person):
        case Stance.ALLY, Quality.AT_RISK:
            return "an ally, yet the relationship is at risk"
        case Stance.OPPONENT, Quality.STRONG:
            return "an opponent, yet the relationship is strong"
    return ""
