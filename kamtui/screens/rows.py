"""The rows that a figure of the portfolio is made of."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from kamtui.domain.what_if import Change
from kamtui.domain.wording import plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.portfolio_kept import Explained, Made
from kamtui.screens.portfolio_made import Key, explained, with_groups
from kamtui.storage.portfolio_figures import portfolio
from kamtui.storage.portfolio_supposed import supposed
from kamtui.widgets.ink import Cell, parts, plain
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Line, Row, Rows
from kamtui.widgets.virtual_list import Column, VirtualList

EMPTY = "Nothing stands behind this figure yet."


class RowsScreen(CockpitScreen):
    """A sentence about a figure, and every row of it; enter opens the account."""

    SCOPE = "rows"
    CSS_PATH = "rows.tcss"
    FILTERS = True
    HELP = "What a figure is made of, down to the rows. enter opens the account of a row, escape goes back."

    def __init__(self, key: Key, supposing: Sequence[Change] = ()) -> None:
        super().__init__()
        self.key = key
        self.supposing = supposing
        self.told: Explained | None = None

    def body(self) -> ComposeResult:
        """The sentence, and the rows."""
        with Vertical():
            yield Lines(id="said")
            yield VirtualList(
                Column("account", share=1, least=24),
                Column("", 11, right=True),
                Column("", share=3, least=34),
                empty=EMPTY,
                titles=False,
            )
            yield Lines(id="below")

    async def load(self) -> None:
        """Read the figures again: the rows are never behind them."""
        found = await self.read(portfolio, self.desk.today, self.desk.settings.practice(), self.desk.clock.now())
        first = self.told is None
        self.told = explained(self.key, supposed(found, self.supposing) if self.supposing else found)
        said: list[Cell] = [("As it would be; nothing is saved.", "watch")] if self.supposing else []
        self.query_one("#said", Lines).show([*said, *self.told.words])
        self._draw(keep=self.told.at if first else None)
        self.show_status("", plural(len(self.told.rows), "row"), (self.told.title, "title"))

    def apply_filter(self, text: str) -> None:
        """Only the rows in which every word of `text` occurs."""
        self._draw(text)

    def _draw(self, text: str | None = None, keep: int | None = None) -> None:
        if self.told is None:
            return
        words = (self.filter_text if text is None else text).casefold().split()
        fitting = [
            (place, row)
            for place, row in enumerate(self.told.rows)
            if all(word in f"{row.name} {row.group} {plain(row.words)}".casefold() for word in words)
        ]
        drawn = Rows([*with_groups(fitting)], draw=_line, key=lambda each: None if isinstance(each, str) else each[0])
        empty = "No row fits the filter. escape shows all of them." if words else EMPTY
        self.list.show(drawn, empty=empty, keep=keep)

    @property
    def made(self) -> Made | None:
        """The row under the cursor."""
        row, told = self.row, self.told
        if told is None or row is None or not isinstance(row.key, int):
            return None
        return told.rows[row.key]

    def on_virtual_list_highlighted(self) -> None:
        """A narrow terminal says the row under the cursor in full below the list."""
        made = self.made
        told: list[Cell] = [] if made is None else [[made.name, "  ", *parts(made.amount), "  ", *parts(made.words)]]
        self.query_one("#below", Lines).show(told)

    async def action_open(self) -> None:
        """The page of the row's account."""
        made = self.made
        if made is None or made.account_id is None:
            self.refuse("this row belongs to no single account")
            return
        from kamtui.screens.account import AccountScreen

        self.set_account(made.account_id, made.name)
        await self.app.push_screen(AccountScreen(made.account_id, made.name))


def _line(each: tuple[int, Made] | str) -> Line:
    if isinstance(each, str):
        return Heading(each)
    place, made = each
    return Row([made.name, made.amount, made.words], key=place)
