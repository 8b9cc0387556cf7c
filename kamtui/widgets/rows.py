"""What a list is made of: rows, and headings between them."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, overload

from kamtui.domain.frozen import frozen
from kamtui.widgets.ink import Cell

T = TypeVar("T")


@frozen
class Row:
    """A row of cells; `key` tells it apart from the others when the list changes.

    A `sentence` has one cell, drawn over the whole width instead of in columns.
    """

    cells: Sequence[Cell]
    key: Hashable = None
    sentence: bool = False


@frozen
class Heading:
    """A line between rows that the cursor skips: a title on a rule, or with an empty title just the rule."""

    title: Cell = ""


Line = Row | Heading


class Rows(Sequence[Line], Generic[T]):
    """Rows made from `items` only when they come into sight; `draw` may return a `Heading` too."""

    def __init__(
        self, items: Sequence[T], draw: Callable[[T], Line], key: Callable[[T], Hashable] | None = None
    ) -> None:
        self._items = items
        self._key = key
        self._line = lru_cache(256)(lambda index: draw(items[index]))

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        if isinstance(index, slice):
            return [self._line(one) for one in range(*index.indices(len(self)))]
        return self._line(index)

    def keys(self) -> Iterator[Hashable]:
        """The key of every row in order, without drawing any where `key` was given."""
        if self._key is not None:
            return map(self._key, self._items)
        return (getattr(line, "key", None) for line in self)
