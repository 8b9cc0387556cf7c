"""Where an arrow leads on the wall chart when no card is held: to the next card, and to every card in the end."""

from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.wallchart import Direction

Square = tuple[int, int]
"""A column from the left and a row from the top."""


class Spot(NamedTuple):
    """Where the cursor stands: the square, None for the lane below the grid, and which of the cards there."""

    square: Square | None
    place: int


def step(cards: Mapping[Square, int], lane: int, at: Spot, direction: Direction) -> Spot:
    """The next card in a direction; the same one where there is none.

    `cards` counts the cards of each square. Up and down go through a square, then on in the same column; left and
    right go to the nearest column that has cards. So the arrows reach every card from every other.
    """
    filled = [square for square, number in cards.items() if number]
    if at.square is None:
        return _in_lane(cards, filled, lane, at, direction)
    column, row = at.square
    if direction in (Direction.LEFT, Direction.RIGHT):
        way = 1 if direction == Direction.RIGHT else -1
        beside = [square for square in filled if (square[0] - column) * way > 0]
        if not beside:
            return at
        found = min(beside, key=lambda square: (abs(square[0] - column), abs(square[1] - row), square[1]))
        return Spot(found, min(at.place, cards[found] - 1))
    way = 1 if direction == Direction.DOWN else -1
    if 0 <= at.place + way < cards[at.square]:
        return Spot(at.square, at.place + way)
    beyond = [square for square in filled if (square[1] - row) * way > 0]
    if beyond:
        found = min(beyond, key=lambda square: (square[0] != column, abs(square[1] - row), abs(square[0] - column)))
        return Spot(found, 0 if way > 0 else cards[found] - 1)
    return Spot(None, 0) if way > 0 and lane else at


def _in_lane(cards: Mapping[Square, int], filled: list[Square], lane: int, at: Spot, direction: Direction) -> Spot:
    if direction == Direction.UP and filled:
        found = min(filled, key=lambda square: (-square[1], abs(square[0] - 1), square[0]))
        return Spot(found, cards[found] - 1)
    way = {Direction.LEFT: -1, Direction.RIGHT: 1}.get(direction, 0)
    return Spot(None, min(max(at.place + way, 0), lane - 1))
