"""Google's rows, whose cells may hold several values and whose main value may stand anywhere.

Several values in one cell are joined by ` ::: `, the main one may begin with `* `, and so may the label of the main
e-mail address among several. What is handed on has the main value first, under the same header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kamtui.exchange.headers import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kamtui.exchange.encodings import Encoding
    from kamtui.exchange.tabular import Counts, Row, Table

_JOINT: Final = re.compile(r"\s*:::\s*")
_GROUPED: Final = re.compile(r"(email|phone)([0-9]+)(value|label|type)")
_SINGLE: Final = re.compile(r"organization(?:1)?(?:name|title|department)")
_LABELS: Final = ("labels", "groupmembership")
_OWN_LABELS: Final = frozenset({"mycontacts", "starred", "friends", "family", "coworkers", "imported"})


@dataclass(frozen=True, slots=True)
class GoogleTable:
    """A table of Google's with the main values first."""

    table: Table

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return self.table.name

    @property
    def header(self) -> tuple[str, ...]:
        """The header as it is."""
        return self.table.header

    @property
    def described(self) -> str:
        """How the file is written, in a few words."""
        return self.table.described

    @property
    def encoding(self) -> Encoding:
        """How the text is encoded."""
        return self.table.encoding

    @property
    def counts(self) -> Counts:
        """What cleaning took out."""
        return self.table.counts

    def rows(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Row]:
        """Read the rows with the main value of several first."""
        keys = [normal(header) for header in self.header]
        groups = _groups(keys)
        notes = keys.index("notes") if "notes" in keys else None
        for row in self.table.rows(progress):
            if row.fault or len(row.cells) < len(keys):
                yield row
                continue
            cells = list(row.cells)
            for places in groups.values():
                _main_first(cells, places)
            for place, key in enumerate(keys):
                if key in _LABELS:
                    cells[place] = "; ".join(one for one in _values(cells[place]) if normal(one) not in _OWN_LABELS)
                elif _SINGLE.fullmatch(key):
                    cells[place], *more = _values(cells[place]) or [""]
                    if more and notes is not None:
                        cells[notes] = f"{cells[notes]}\n{self.header[place]}: {'; '.join(more)}".strip()
            yield replace(row, cells=tuple(cells))


def _groups(keys: list[str]) -> Mapping[str, list[tuple[int, int | None]]]:
    """Find the places of all values of a kind, each with the place of its label."""
    labels: dict[tuple[str, str], int] = {}
    for place, key in enumerate(keys):
        if (match := _GROUPED.fullmatch(key)) and match[3] != "value":
            labels[match[1], match[2]] = place
    found: dict[str, list[tuple[int, int | None]]] = {}
    for place, key in enumerate(keys):
        if (match := _GROUPED.fullmatch(key)) and match[3] == "value":
            found.setdefault(match[1], []).append((place, labels.get((match[1], match[2]))))
    return found


def _main_first(cells: list[str], places: list[tuple[int, int | None]]) -> None:
    """Lay the values of a group over its columns, the main one first; what is too much goes into the last."""
    main: list[str] = []
    others: list[str] = []
    for value_at, label_at in places:
        label = cells[label_at].strip() if label_at is not None else ""
        values = _values(cells[value_at])
        if label.startswith("*"):
            main += values[:1]
            values = values[1:]
        others += [f"{value} ({named})" if (named := label.lstrip("* ")) else value for value in values]
    if not main and others:
        main = _values(next(cells[at] for at, _ in places if cells[at].strip()))[:1]
        others = others[1:]
    every = [*main, *others]
    for count, (value_at, _) in enumerate(places):
        last = count == len(places) - 1
        cells[value_at] = "; ".join(every[count:]) if last else "".join(every[count : count + 1])


def _values(cell: str) -> list[str]:
    """Take the values of a cell apart, the main one first and without its star."""
    values = [one for one in _JOINT.split(cell.strip()) if one]
    ordered = sorted(values, key=lambda one: not one.startswith("* "))
    return [one.removeprefix("* ").strip() for one in ordered]
