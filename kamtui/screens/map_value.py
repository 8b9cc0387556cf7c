"""The value dimension: what our work created, and what lies next door."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.domain import money
from kamtui.domain.text import shorten
from kamtui.domain.value import ValueKind, total
from kamtui.domain.wording import past_words
from kamtui.screens.map_entries import EntriesView
from kamtui.storage import value_changes as changes
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from kamtui.screens.value_form import ValueForm
    from kamtui.storage.map import AccountMap
    from kamtui.storage.value import ValueRow

TITLES = {ValueKind.DELIVERED: "delivered", ValueKind.ADJACENT: "next door: what our wider offer could serve"}


class ValueView(EntriesView["ValueRow"]):
    """Delivered value, then adjacent challenges, each with its total."""

    SCOPE = "map_value"
    NONE_CHOSEN = "no entry is chosen; n adds one"

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

    def entries(self, found: "AccountMap") -> "Sequence[ValueRow]":
        """Delivered and adjacent entries."""
        return found.values

    def form(self, found: "AccountMap", row: "ValueRow | None") -> "ValueForm":
        """The form of an entry, or of a new one."""
        from kamtui.screens.value_form import ValueForm

        return ValueForm(found, self.map.desk.today, row)

    def removing(self, row: "ValueRow") -> "tuple[str, Callable[[Any, int], Any]]":
        """What the question calls it, and what removes it."""
        return f"“{shorten(row.entry.what, 50)}”", changes.remove_value

    def lines(self, row: "ValueRow") -> list[Cell]:
        """The entry in full."""
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

    @work
    async def action_opportunity(self) -> None:
        """Turn the adjacent entry into an opportunity, in its first stage."""
        if (row := self.chosen()) is not None and await self.map.change(changes.open_opportunity, row.id):
            worth = f" of {money.short(row.entry.amount)} a year" if row.entry.amount else ""
            self.map.tell(f"an opportunity{worth} is in the pipeline as an idea · u takes it back")

    @work
    async def action_none_known(self) -> None:
        """Say that no value is known, or take that back."""
        if (found := self.found) is not None:
            await self.map.change(changes.value_none_known, found.account.id, not found.value_none_known)
