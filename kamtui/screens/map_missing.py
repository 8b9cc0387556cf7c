"""What a complete map has, what is missing, and which key fills it."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from kamtui.domain.completeness import Checked, Item
from kamtui.domain.stakeholders import missing_outreach
from kamtui.screens.map_view import MapView
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.storage.map import AccountMap

FILLS = {
    Item.PRIMARY_CONTACT: ("people", "l *", "l shows the people, * makes one of them the primary contact"),
    Item.ECONOMIC_BUYER: ("people", "l e", "l shows the people, e gives one the role; n adds a role without a name"),
    Item.STAKEHOLDERS: ("people", "l n", "l shows the people, n adds one"),
    Item.OUTREACH: ("people", "l f", "l shows the people, f plans the outreach: what, and by when"),
    Item.VALUE: ("value", "v n", "v shows the value, n adds an entry, z says that none is known"),
    Item.COMPETITION: ("competition", "m n", "m shows the competition, n adds one, z says that none is known"),
    Item.EXECUTIVE_SPONSOR: ("people", "l e", "l shows the people, e gives one the role; n adds a role without a name"),
    Item.REVIEWED: ("", "d", "d marks the map as reviewed today"),
}


class MissingView(MapView):
    """The checklist of a complete map (rule M-11)."""

    SCOPE = "map_missing"

    def compose(self) -> ComposeResult:
        """The checklist."""
        yield VirtualList(
            Column("", 1),
            Column("a complete map has", share=1, least=39),
            Column("missing", share=4),
            Column("keys", 5),
        )

    def show(self, found: "AccountMap", text: str) -> None:
        """The items that match the filter."""
        words = text.casefold().split()
        items = [one for one in found.items if all(word in one.title.casefold() for word in words)]
        missing = [_row(one) for one in items if not one.done]
        done = [_row(one) for one in items if one.done]
        rule = [Heading("complete")] if missing and done else []
        lines: list[Row | Heading] = [*missing, *rule, *done]
        self.query_one(VirtualList).show(lines, empty="Nothing here matches the filter.")

    def panel(self, found: "AccountMap", *, wide: bool) -> list[Cell]:  # noqa: ARG002
        """What is missing in full, and what fills it."""
        item = self._item(found)
        if item is None:
            return []
        if item.done:
            return [(item.title, "title"), ("✓ complete", "good")]
        return [(item.title, "title"), (item.missing, "watch"), FILLS[item.item][2]]

    def _item(self, found: "AccountMap") -> Checked | None:
        key = self.query_one(VirtualList).key
        return next((one for one in found.items if one.item == key), None)

    def action_open(self) -> None:
        """Go where it is filled, with the cursor on whom it concerns."""
        found = self.found
        item = self._item(found) if found is not None else None
        if found is None or item is None:
            self.map.refuse("nothing is chosen")
        elif item.item is Item.REVIEWED:
            self.map.action_done()
        else:
            owed = missing_outreach(found.persons, self.map.desk.today) if item.item is Item.OUTREACH else ()
            self.map.show_view(FILLS[item.item][0], owed[0].id if owed else None)


def _row(one: Checked) -> Row:
    if one.done:
        return Row([("✓", "good"), (one.title, "dim"), "", ""], key=one.item)
    return Row([("✗", "poor"), one.title, (one.missing, "watch"), (FILLS[one.item][1], "key")], key=one.item)
