"""The rows that a figure of the portfolio is made of."""

from textual.app import ComposeResult
from textual.containers import Vertical

from kamtui.screens.base import CockpitScreen
from kamtui.screens.portfolio_kept import Explained, Made
from kamtui.screens.portfolio_made import Key, explained
from kamtui.storage.portfolio_figures import portfolio
from kamtui.widgets.ink import plain
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

EMPTY = "Nothing stands behind this figure yet."


class RowsScreen(CockpitScreen):
    """A sentence about a figure, and every row of it; enter opens the account."""

    SCOPE = "rows"
    CSS_PATH = "rows.tcss"
    FILTERS = True
    HELP = "What a figure is made of, down to the rows. enter opens the account of a row, escape goes back."

    def __init__(self, key: Key) -> None:
        super().__init__()
        self.key = key
        self.told = Explained("")
        self._fits: list[tuple[int, Made]] = []

    def body(self) -> ComposeResult:
        """The sentence, and the rows."""
        with Vertical():
            yield Lines(id="said")
            yield VirtualList(
                Column("account", share=2, least=16),
                Column("", share=5),
                Column("", 12, right=True),
                empty=EMPTY,
                titles=False,
            )

    async def load(self) -> None:
        """Read the figures again: the rows are never behind them."""
        found = await self.read(portfolio, self.desk.today, self.desk.settings.practice(), self.desk.clock.now())
        self.told = explained(self.key, found)
        self.query_one("#said", Lines).show([*self.told.words])
        self.apply_filter(self.filter_text)
        count = len(self.told.rows)
        self.show_status("", f"{count:,} rows" if count != 1 else "1 row", (self.told.title, "title"))

    def apply_filter(self, text: str) -> None:
        """Only the rows in which every word of `text` occurs."""
        words = text.casefold().split()
        self._fits = [
            (place, row)
            for place, row in enumerate(self.told.rows)
            if all(word in f"{row.name} {plain(row.words)}".casefold() for word in words)
        ]
        drawn = Rows(self._fits, draw=_row, key=lambda each: each[0])
        self.list.show(drawn, empty="No row fits the filter. escape shows all of them." if words else EMPTY)

    async def action_open(self) -> None:
        """The page of the row's account."""
        row = self.row
        made = self.told.rows[row.key] if row is not None and isinstance(row.key, int) else None
        if made is None or made.account_id is None:
            self.refuse("this row belongs to no single account")
            return
        from kamtui.screens.account import AccountScreen

        self.set_account(made.account_id, made.name)
        await self.app.push_screen(AccountScreen(made.account_id, made.name))


def _row(each: tuple[int, Made]) -> Row:
    place, made = each
    return Row([made.name, made.words, made.amount], key=place)
