"""The competition dimension: who else is in the client's house."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.domain.competition import CompetitorKind, Position, days_to_contract_end
from kamtui.domain.problems import known
from kamtui.domain.text import shorten
from kamtui.domain.wording import near
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.map_view import MapView
from kamtui.storage import competition_changes as changes
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

if TYPE_CHECKING:
    from kamtui.storage.competition import CompetitorRow
    from kamtui.storage.map import AccountMap

KINDS = {CompetitorKind.VULNERABILITY: "could displace us", CompetitorKind.CONSOLIDATION: "we could absorb them"}
POSITIONS: dict[str, Part] = {
    Position.AHEAD: ("▲ ahead", "good"),
    Position.LEVEL: ("= level", ""),
    Position.BEHIND: ("▼ behind", "poor"),
}
SOON = 90


class CompetitionView(MapView):
    """The other providers; the contract that ends first stands on top."""

    SCOPE = "map_competition"

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

    def _chosen(self) -> "CompetitorRow | None":
        key = self.query_one(VirtualList).key
        rows = self.found.competitors if self.found is not None else ()
        row = next((one for one in rows if one.id == key), None)
        if row is None:
            self.map.refuse("no competitor is chosen; n adds one")
        return row

    def panel(self, found: "AccountMap", *, wide: bool) -> list[Cell]:
        """The competitor under the cursor in full."""
        key = self.query_one(VirtualList).key
        row = next((one for one in found.competitors if one.id == key), None)
        return [] if row is None else self._lines(row)[: None if wide else 4]

    def _lines(self, row: "CompetitorRow") -> list[Cell]:
        one = row.competitor
        kind = KINDS[known(CompetitorKind, one.kind, CompetitorKind.VULNERABILITY)]
        lines: list[Cell] = [[(shorten(one.provider, 200), "title"), (f"  {shorten(one.area, 60)}", "dim")]]
        lines.append([kind, (" · we are ", "dim"), (one.position, POSITIONS[_position(one.position)][1])])
        if one.contract_end is not None:
            day = self.map.desk.today
            lines.append([("their contract ends ", "dim"), f"{near(one.contract_end, day)} ({one.contract_end})"])
        return [*lines, *row.notes.splitlines()[:40]]

    def action_open(self) -> None:
        """The competitor in full."""
        from kamtui.screens.details import DetailsScreen

        if (row := self._chosen()) is not None:
            self.app.push_screen(DetailsScreen(self._lines(row)))

    @work
    async def action_new(self) -> None:
        """A new competitor."""
        from kamtui.screens.competitor_form import CompetitorForm

        if self.found is None:
            self.map.refuse("there is no account yet; 2 shows where to add one")
            return
        saved = await self.app.push_screen_wait(CompetitorForm(self.found.account.id))
        if saved is not None:
            self.map.point_at(saved.value)

    @work
    async def action_edit(self) -> None:
        """Change the competitor."""
        from kamtui.screens.competitor_form import CompetitorForm

        if (row := self._chosen()) is not None and self.found is not None:
            await self.app.push_screen_wait(CompetitorForm(self.found.account.id, row))

    @work
    async def action_opportunity(self) -> None:
        """Turn a provider whose part we could absorb into an opportunity, in its first stage."""
        from kamtui.storage.opportunities_from import from_competitor

        if (row := self._chosen()) is not None and await self.map.change(from_competitor, row.id):
            self.map.tell("an opportunity is in the pipeline as an idea · u takes it back")

    @work
    async def action_none_known(self) -> None:
        """Say that no competitor is known, or take that back."""
        if (found := self.found) is not None:
            await self.map.change(changes.competition_none_known, found.account.id, not found.competition_none_known)

    @work
    async def action_remove(self) -> None:
        """Remove the competitor, after a question."""
        if (row := self._chosen()) is None:
            return
        question = ConfirmScreen(f"Remove {shorten(row.competitor.provider, 50)}?", yes="remove", no="keep")
        if await self.app.push_screen_wait(question) and await self.map.change(changes.remove_competitor, row.id):
            self.map.tell("removed · u brings it back")


def _position(word: str) -> Position:
    return known(Position, word, Position.LEVEL)
