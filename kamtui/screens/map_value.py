"""The value dimension: what our work created, and what lies next door."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.domain import money
from kamtui.domain.text import shorten
from kamtui.domain.value import ValueKind, total
from kamtui.domain.wording import past_words
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.map_view import MapView
from kamtui.storage import value_changes as changes
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.storage.map import AccountMap
    from kamtui.storage.value import ValueRow

TITLES = {ValueKind.DELIVERED: "delivered", ValueKind.ADJACENT: "next door: what our wider offer could serve"}


class ValueView(MapView):
    """Delivered value, then adjacent challenges, each with its total."""

    SCOPE = "map_value"

    def compose(self) -> ComposeResult:
        """The list."""
        yield VirtualList(
            Column("what", share=4, least=36),
            Column("amount", 8, right=True),
            Column("when", 10, right=True, keep=2),
            Column("who", share=1, least=10, keep=3),
            Column("unit", share=1, least=8, keep=4),
            Column("became", 11, keep=2),
        )

    def show(self, found: "AccountMap", text: str) -> None:
        """The entries that match, by kind."""
        words = text.casefold().split()
        lines: list[Row | Heading] = []
        for kind in ValueKind:
            rows = [row for row in found.values if row.entry.kind == kind]
            fitting = [row for row in rows if all(word in row.entry.what.casefold() for word in words)]
            if rows:
                lines.append(Heading(self._title(kind, rows)))
                lines += [self._row(row) for row in fitting]
        none = "Marked as none known; z takes that back." if found.value_none_known else ""
        hint = "No value is recorded yet. n adds what was delivered or what lies next door; z says that none is known."
        self.query_one(VirtualList).show(lines, empty=none or hint)

    def _title(self, kind: ValueKind, rows: "list[ValueRow]") -> str:
        amount = total([row.entry for row in rows], kind)
        per = " a year" if kind is ValueKind.ADJACENT else ""
        return f"{TITLES[kind]} · {len(rows)}" + (f" · {money.short(amount)}{per}" if amount else "")

    def _row(self, row: "ValueRow") -> Row:
        entry = row.entry
        amount = "" if entry.amount is None else money.short(entry.amount)
        became: Cell = (f"→ {row.opportunity}", "good") if row.opportunity else ""
        if not became and entry.kind == ValueKind.ADJACENT:
            became = ("i makes it", "dim")
        when = past_words(entry.on, self.map.desk.today)
        return Row([entry.what, amount, when, row.stakeholder, row.unit, became], key=row.id)

    def _chosen(self) -> "ValueRow | None":
        key = self.query_one(VirtualList).key
        rows = self.found.values if self.found is not None else ()
        row = next((one for one in rows if one.id == key), None)
        if row is None:
            self.map.refuse("no entry is chosen; n adds one")
        return row

    def panel(self, found: "AccountMap", *, wide: bool) -> list[Cell]:
        """The entry under the cursor in full."""
        key = self.query_one(VirtualList).key
        row = next((one for one in found.values if one.id == key), None)
        return [] if row is None else self._lines(row)[: None if wide else 4]

    def _lines(self, row: "ValueRow") -> list[Cell]:
        entry, currency = row.entry, self.map.desk.settings.currency
        lines: list[Cell] = [(shorten(entry.what, 400), "title")]
        if entry.amount is not None:
            lines.append(money.full(entry.amount, currency) + (" a year" if entry.kind == ValueKind.ADJACENT else ""))
        if row.opportunity:
            lines.append([("is an opportunity in stage ", "dim"), (row.opportunity, "good")])
        elif entry.kind == ValueKind.ADJACENT:
            lines.append([("i", "key"), (" makes it an opportunity", "dim")])
        lines.append((f"{entry.kind} · {past_words(entry.on, self.map.desk.today)}", "dim"))
        if row.stakeholder or row.unit:
            lines.append([("for ", "dim"), " · ".join(shorten(one, 60) for one in (row.stakeholder, row.unit) if one)])
        return [*lines, *row.evidence.splitlines()[:40]]

    def action_open(self) -> None:
        """The entry in full."""
        from kamtui.screens.details import DetailsScreen

        if (row := self._chosen()) is not None:
            self.app.push_screen(DetailsScreen(self._lines(row)))

    @work
    async def action_new(self) -> None:
        """A new entry."""
        from kamtui.screens.value_form import ValueForm

        if self.found is None:
            self.map.refuse("there is no account yet; 2 shows where to add one")
            return
        saved = await self.app.push_screen_wait(ValueForm(self.found, self.map.desk.today))
        if saved is not None:
            self.map.point_at(saved.value)

    @work
    async def action_edit(self) -> None:
        """Change the entry."""
        from kamtui.screens.value_form import ValueForm

        if (row := self._chosen()) is not None and self.found is not None:
            await self.app.push_screen_wait(ValueForm(self.found, self.map.desk.today, row))

    @work
    async def action_opportunity(self) -> None:
        """Turn the adjacent entry into an opportunity, in its first stage."""
        if (row := self._chosen()) is not None and await self.map.change(changes.open_opportunity, row.id):
            worth = f" of {money.short(row.entry.amount)} a year" if row.entry.amount else ""
            self.map.tell(f"an opportunity{worth} is in the pipeline as an idea · u takes it back")

    @work
    async def action_none_known(self) -> None:
        """Say that no value is known, or take that back."""
        if (found := self.found) is not None:
            await self.map.change(changes.value_none_known, found.account.id, not found.value_none_known)

    @work
    async def action_remove(self) -> None:
        """Remove the entry, after a question."""
        if (row := self._chosen()) is None:
            return
        question = ConfirmScreen(f"Remove “{shorten(row.entry.what, 50)}”?", yes="remove", no="keep")
        if await self.app.push_screen_wait(question) and await self.map.change(changes.remove_value, row.id):
            self.map.tell("removed · u brings it back")
