"""The competition dimension: who else is in the client's house."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.domain.competition import CompetitorKind, Position, days_to_contract_end
from kamtui.domain.problems import known
from kamtui.domain.text import shorten
from kamtui.domain.wording import near
from kamtui.screens.map_entries import EntriesView
from kamtui.storage import competition_changes as changes
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from kamtui.screens.competitor_form import CompetitorForm
    from kamtui.storage.competition import CompetitorRow
    from kamtui.storage.map import AccountMap

KINDS = {CompetitorKind.VULNERABILITY: "could displace us", CompetitorKind.CONSOLIDATION: "we could absorb them"}
POSITIONS: dict[str, Part] = {
    Position.AHEAD: ("▲ ahead", "good"),
    Position.LEVEL: ("= level", ""),
    Position.BEHIND: ("▼ behind", "poor"),
}
SOON = 90


class CompetitionView(EntriesView["CompetitorRow"]):
    """The other providers; the contract that ends first stands on top."""

    SCOPE = "map_competition"
    NONE_CHOSEN = "no competitor is chosen; n adds one"

    def compose(self) -> ComposeResult:
        """The list."""
        yield VirtualList(
            Column("provider", share=2, least=16),
            Column("where", share=2, least=12, keep=2),
            Column("kind", 20, keep=3),
            Column("we are", 8),
            Column("contract ends", 13, right=True),
        )

    def show(self, found: "AccountMap", text: str) -> None:
        """Those that match."""
        words = text.casefold().split()
        fitting = [
            row
            for row in found.competitors
            if all(word in f"{row.competitor.provider} {row.competitor.area}".casefold() for word in words)
        ]
        empty = "No competitor is known yet. n adds one; z says that none is known."
        if found.competitors:
            empty = "No competitor matches the filter."
        elif found.competition_none_known:
            empty = "Marked as none known; z takes that back."
        rows = Rows(fitting, draw=self._row, key=lambda row: row.id)
        self.query_one(VirtualList).show(rows, empty=empty)

    def _row(self, row: "CompetitorRow") -> Row:
        one = row.competitor
        kind = KINDS[known(CompetitorKind, one.kind, CompetitorKind.VULNERABILITY)]
        return Row([one.provider, one.area, kind, POSITIONS[_position(one.position)], self._ends(row)], key=row.id)

    def _ends(self, row: "CompetitorRow") -> Cell:
        today, end = self.map.desk.today, row.competitor.contract_end
        days = days_to_contract_end(row.competitor, today)
        if end is None or days is None:
            return ("unknown", "dim")
        return (near(end, today), "soon" if 0 <= days <= SOON else "dim" if days < 0 else "")

    def entries(self, found: "AccountMap") -> "Sequence[CompetitorRow]":
        """The other providers."""
        return found.competitors

    def form(self, found: "AccountMap", row: "CompetitorRow | None") -> "CompetitorForm":
        """The form of a competitor, or of a new one."""
        from kamtui.screens.competitor_form import CompetitorForm

        return CompetitorForm(found.account.id, row)

    def removing(self, row: "CompetitorRow") -> "tuple[str, Callable[[Any, int], Any]]":
        """What the question calls it, and what removes it."""
        return shorten(row.competitor.provider, 50), changes.remove_competitor

    def lines(self, row: "CompetitorRow") -> list[Cell]:
        """The competitor in full."""
        one = row.competitor
        kind = KINDS[known(CompetitorKind, one.kind, CompetitorKind.VULNERABILITY)]
        lines: list[Cell] = [[(shorten(one.provider, 200), "title"), (f"  {shorten(one.area, 60)}", "dim")]]
        lines.append([kind, (" · we are ", "dim"), (one.position, POSITIONS[_position(one.position)][1])])
        if one.contract_end is not None:
            day = self.map.desk.today
            lines.append([("their contract ends ", "dim"), f"{near(one.contract_end, day)} ({one.contract_end})"])
        return [*lines, *row.notes.splitlines()[:40]]

    @work
    async def action_opportunity(self) -> None:
        """Turn a provider whose part we could absorb into an opportunity, in its first stage."""
        from kamtui.storage.opportunities_from import from_competitor

        if (row := self.chosen()) is not None and await self.map.change(from_competitor, row.id):
            self.map.tell("an opportunity is in the pipeline as an idea · u takes it back")

    @work
    async def action_none_known(self) -> None:
        """Say that no competitor is known, or take that back."""
        if (found := self.found) is not None:
            await self.map.change(changes.competition_none_known, found.account.id, not found.competition_none_known)


def _position(word: str) -> Position:
    return known(Position, word, Position.LEVEL)
