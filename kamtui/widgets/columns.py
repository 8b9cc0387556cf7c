"""How columns share the width of a list."""

from collections.abc import Sequence

from kamtui.domain.frozen import frozen


@frozen
class Column:
    """A column of a list.

    `width` in terminal columns; without one it takes its `share` of what is left, at least `least`.
    `keep` orders the columns for narrow terminals: the highest number is dropped first, 1 is dropped last.
    """

    title: str
    width: int = 0
    share: int = 1
    least: int = 8
    right: bool = False
    keep: int = 1


@frozen
class Layout:
    """Which columns are shown (by number), how wide each is, and the gap between them."""

    columns: tuple[tuple[int, int], ...]
    gap: int


def lay_out(columns: Sequence[Column], room: int) -> Layout:
    """Share `room` among the columns: two spaces between them where they fit, else one, else fewer columns."""
    shown = list(enumerate(columns))
    for gap in (2, 1):
        if _needed(shown, gap) <= room:
            return _shared(shown, room, gap)
    while len(shown) > 1 and _needed(shown, 1) > room:
        worst = max(reversed(shown), key=lambda one: one[1].keep)
        shown.remove(worst)
    return _shared(shown, room, 1)


def _needed(shown: Sequence[tuple[int, Column]], gap: int) -> int:
    return sum(column.width or column.least for _, column in shown) + gap * (len(shown) - 1)


def _shared(shown: Sequence[tuple[int, Column]], room: int, gap: int) -> Layout:
    """Give every elastic column its least and its share of the rest; the last one takes what rounding leaves."""
    elastic = [index for index, column in shown if not column.width]
    shares = sum(column.share for index, column in shown if index in elastic)
    rest = max(0, room - _needed(shown, gap))
    widths: list[tuple[int, int]] = []
    given = 0
    for index, column in shown:
        extra = 0
        if index in elastic:
            extra = rest - given if index == elastic[-1] else rest * column.share // max(1, shares)
            given += extra
        widths.append((index, min(room, (column.width or column.least) + extra)))
    return Layout(tuple(widths), gap)
