"""The people of the map as an org tree: who reports to whom."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from kamtui.domain.org import OrgRow, org_tree
from kamtui.screens.map_people import NOBODY, PersonView, matches
from kamtui.widgets.people_signs import VERDICTS, mark, quality_words
from kamtui.widgets.virtual_list import Column, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.storage.map import AccountMap

DEEPEST = 12
"""Levels beyond this one are not indented further."""


class TreeView(PersonView):
    """Everyone who is still there, under whom they report to."""

    SCOPE = "map_people"

    def compose(self) -> ComposeResult:
        """The tree as a list."""
        yield VirtualList(
            Column("reports to the one above", share=3, least=24),
            Column("title", share=2, least=12, keep=3),
            Column("relation", 9),
            Column("stance", 8, keep=2),
            Column("weight", 7, keep=2),
            Column("leaves", 7, keep=2),
            empty=NOBODY,
        )

    def show(self, found: "AccountMap", text: str) -> None:
        """The tree; a filter keeps those who match, in their order."""
        tree = org_tree(found.persons, self.map.desk.today)
        rows = [
            self._row(found, one, lines)
            for one, lines in zip(tree, branches(tree), strict=True)
            if _fits(found, one, text)
        ]
        empty = "Nobody here matches the filter." if found.people else NOBODY
        self.query_one(VirtualList).show(rows, empty=empty)

    def _row(self, found: "AccountMap", one: OrgRow, lines: str) -> Row:
        person = one.person
        row = found.person(person.id)
        beyond = f"({one.depth}) " if one.depth > DEEPEST else ""
        loop = [("  reports in a circle", "poor")] if one.loop else []
        sign = mark(person, primary=row is not None and row.primary)
        test = found.departures[person.id]
        marked = [sign, (" ", "")] if sign[0] != " " else []
        name = (person.name, "dim" if person.placeholder else "")
        return Row(
            [
                [(lines + beyond, "dim"), *marked, name, *loop],
                person.title,
                quality_words(person),
                person.stance,
                person.influence,
                "" if person.placeholder else (test.verdict.value, VERDICTS[test.verdict]),
            ],
            key=person.id,
        )


def branches(tree: Sequence[OrgRow]) -> Iterator[str]:
    """The lines in front of each name: past those above who have more to come, to its own."""
    more: list[str] = []
    for one in tree:
        if one.depth <= DEEPEST:
            more[max(0, one.depth - 1) :] = ["   " if one.last else "│  "] if one.depth else []
        own = ("└─ " if one.last else "├─ ") if one.depth else ""
        yield "".join(more[: min(one.depth, DEEPEST) - 1]) + own if one.depth else ""


def _fits(found: "AccountMap", one: OrgRow, text: str) -> bool:
    row = found.person(one.person.id)
    return row is not None and matches(row, text)
