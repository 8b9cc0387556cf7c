"""The portfolio: the compass, renewals, health, the next and the last twelve months, and what hangs on whom."""

from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui import keys
from kamtui.domain import money
from kamtui.domain.ledger import Ledger
from kamtui.domain.renewals import Renewal
from kamtui.domain.revenue import Line, RenewalStage
from kamtui.domain.wording import percent, plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.portfolio_lines import columns, lines
from kamtui.screens.portfolio_made import explained
from kamtui.screens.portfolio_why import renewal_words, side
from kamtui.storage import revenue_changes
from kamtui.storage.portfolio_figures import Portfolio, RenewalRow, portfolio
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import VirtualList

EMPTY = "No accounts yet. 2 and then n adds one; t then writes its contract lines."
ANSWERS = ("portfolio.renewed", "portfolio.shrunk", "portfolio.lost")
NO_QUESTION = "put the cursor on a line that ended without a word; t opens an account's contract lines"


class PortfolioScreen(CockpitScreen):
    """One line a figure, in sections; enter opens the rows that a figure is made of."""

    SCOPE = "portfolio"
    CSS_PATH = "portfolio.tcss"
    HELP = (
        "Every figure opens the rows it is made of. Shares of the compass overlap and never add up to 100; “not yet” "
        "stands where there is nothing to compare with. w asks what if, v plans the renewals backwards."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: Portfolio | None = None

    def body(self) -> ComposeResult:
        """The figures, and what the one under the cursor is made of."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*columns(), empty=EMPTY, titles=False)
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read every figure."""
        self.found = await self.read(portfolio, self.desk.today, self.desk.settings.practice(), self.desk.clock.now())
        self.list.show(lines(self.found) if self.found.rows else [])
        figures = self.found.figures
        said = f"{plural(figures.accounts, 'account')} · {money.short(figures.current_value)} a year"
        share = figures.compass.secured
        right: list[Part] = [("secured ", "dim"), (percent(share), "" if share is not None else "dim")]
        self.show_status(said, right if self.found.rows else "")
        self._show_why()

    # What is under the cursor

    @property
    def key(self) -> tuple[Any, ...]:
        """The key of the figure under the cursor; empty where there is none."""
        key = self.list.key
        return key if isinstance(key, tuple) else ()

    @property
    def question(self) -> tuple[Ledger, Line] | None:
        """The line that ended without a word, under the cursor."""
        questions = self.found.questions if self.found is not None else ()
        return next((each for each in questions if self.key == ("question", each[1].id)), None)

    @property
    def renewal(self) -> RenewalRow | None:
        """The renewal under the cursor."""
        rows = self.found.renewals if self.found is not None else ()
        return next((row for row in rows if self.key == ("renewal", row.account.id, row.renewal.on)), None)

    def can(self, action: keys.Action) -> bool:
        """The answers are offered only where there is a question."""
        return super().can(action) and (action.id not in ANSWERS or self.question is not None)

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()
        self.show_keys()

    def _show_why(self) -> None:
        wide, short = self._why()
        self.query_one("#why", Lines).show(wide)
        self.query_one("#below", Lines).show(short)

    def _why(self) -> tuple[list[Cell], list[Cell]]:
        if self.found is None or not self.key:
            return [], []
        if self.question is not None:
            return _question_words(*self.question)
        if (renewal := self.renewal) is not None:
            return renewal_words(renewal, self.found.today), renewal_words(renewal, self.found.today, short=True)
        if self.key == ("renewals",):
            return [], []
        return side(self.key, self.found), [*explained(self.key, self.found).words]

    # What the keys do

    async def action_open(self) -> None:
        """The rows of the figure, the contract lines of a question, the timeline of a renewal."""
        if not self.key:
            self.refuse("there are no figures yet: 2 and then n adds an account")
        elif self.question is not None:
            await self._open_contracts(self.question[0].client.id, self.question[0].client.name)
        elif self.key[0] in ("renewal", "renewals"):
            await self.action_renewals()
        else:
            from kamtui.screens.rows import RowsScreen

            await self.app.push_screen(RowsScreen(self.key))

    async def action_what_if(self) -> None:
        """The same figures on a copy, before and after."""
        if self.found is None or not self.found.rows:
            self.refuse("there are no accounts to ask about")
            return
        from kamtui.screens.what_if import WhatIfScreen

        await self.app.push_screen(WhatIfScreen())

    async def action_renewals(self) -> None:
        """The renewals on their backward timeline."""
        from kamtui.screens.renewals import RenewalsScreen

        await self.app.push_screen(RenewalsScreen(self.key))

    @work
    async def action_contracts(self) -> None:
        """The contract lines of the account under the cursor, or of one that is asked for."""
        if self.found is None or not self.found.rows:
            self.refuse("there are no accounts yet: 2 and then n adds one")
            return
        account_id = self._account_under_cursor()
        if account_id is None:
            names = sorted(((row.id, row.name) for row in self.found.rows.values()), key=lambda one: one[1].casefold())
            question = "Whose contract lines?"
            account_id = await self.app.push_screen_wait(ChooseScreen(question, names, chosen=self.desk.account_id))
        if account_id is not None:
            await self._open_contracts(account_id, self.found.rows[account_id].name)

    def _account_under_cursor(self) -> int | None:
        if self.question is not None:
            return self.question[0].client.id
        if self.key and self.key[0] in ("renewal", "loops", "attention") and len(self.key) > 1:
            return int(self.key[1])
        return None

    async def _open_contracts(self, account_id: int, name: str) -> None:
        from kamtui.screens.contracts import ContractsScreen

        self.set_account(account_id, name)
        await self.app.push_screen(ContractsScreen(account_id, name))

    @work
    async def action_renewed(self) -> None:
        """It was renewed as it was."""
        if self.question is None:
            self.refuse(NO_QUESTION)
        elif saved := await self.change(revenue_changes.renew_as_it_was, self.question[1].id):
            self.tell(f"{saved.value} renewed as it was · u takes it back")

    @work
    async def action_lost(self) -> None:
        """It was lost, on its last day."""
        if self.question is None:
            self.refuse(NO_QUESTION)
        elif saved := await self.change(revenue_changes.lose_lines, [self.question[1].id]):
            self.tell(f"{saved.value} lost · u takes it back")

    @work
    async def action_shrunk(self) -> None:
        """It was renewed for less: asks for how much, and why."""
        if self.question is None:
            self.refuse(NO_QUESTION)
            return
        from kamtui.screens.contract_forms import RenewalForm

        ledger, line = self.question
        renewal = Renewal(line.account_id, line.end or self.desk.today, (line,), RenewalStage.NOT_STARTED)
        if saved := await self.app.push_screen_wait(RenewalForm(ledger.client.name, renewal, self.desk.today)):
            self.tell(f"{saved.value} renewed · u takes it back")


def _question_words(ledger: Ledger, line: Line) -> tuple[list[Cell], list[Cell]]:
    said = (
        f"{line.description or 'A contract line'} of {money.full(line.annual_value)} a year ended on {line.end}. "
        "Nothing follows it and nothing was said, so it counts as lost on that day."
    )
    hints: Cell = [("a", "key"), " renewed as it was  ", ("m", "key"), " shrunk  ", ("l", "key"), " lost"]
    return [(ledger.client.name, "title"), "", said, "", hints], [said, hints]
