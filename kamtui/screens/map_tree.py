"""The people of the map as an org tree: who reports to whom."""

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
        rows = [
            self._row(found, one) for one in org_tree(found.persons, self.map.desk.today) if _fits(found, one, text)
        ]
        empty = "Nobody here matches the filter." if found.people else NOBODY
        self.query_one(VirtualList).show(rows, empty=empty)

    def _row(self, found: "AccountMap", one: OrgRow) -> Row:
        person = one.person
        row = found.person(person.id)
        indent = "   " * max(0, min(one.depth, DEEPEST) - 1) + ("└─ " if one.depth else "")
        beyond = f"({one.depth}) " if one.depth > DEEPEST else ""
        loop = [("  reports in a circle", "poor")] if one.loop else []
        sign = mark(person, primary=row is not None and row.primary)
        test = found.departures[person.id]
        marked = [sign, (" ", "")] if sign[0] != " " else []
        name = (person.name, "dim" if person.placeholder else "")
        return Row(
            [
                [(indent + beyond, "dim"), *marked, name, *loop],
                person.title,
                quality_words(person),
                person.stance,
                person.influence,
                "" if person.placeholder else (test.verdict.value, VERDICTS[test.verdict]),
            ],
            key=person.id,
        )


def _fits(found: "AccountMap", one: OrgRow, text: str) -> bool:
    row = found.person(one.person.id)
    return row is not None and matches(row, text)
