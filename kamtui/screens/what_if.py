"""What if: the figures before and after, on a copy; nothing is saved."""

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain import money
from kamtui.domain.text import shorten
from kamtui.domain.what_if import Change, Gone, Lost, Shrunk, Won
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.portfolio_why import side
from kamtui.screens.what_if_lines import ACCOUNT, columns, lines
from kamtui.storage.portfolio_figures import Portfolio, portfolio
from kamtui.storage.portfolio_supposed import supposed
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

START = "Nothing is saved here. l an account lost, m shrunk, g a person gone, v an opportunity won."
NO_ACCOUNT = "there are no accounts to ask about"
NAME = 40


class WhatIfScreen(CockpitScreen):
    """Suppose something happened today: every figure before and after. Suppositions add up."""

    HOLDS = True
    SCOPE = "what_if"
    NAME = "What if"
    CSS_PATH = "what_if.tcss"
    HELP = (
        "Figures on a copy: nothing is saved, the file is not touched. Suppositions add up; delete takes the last one "
        "back, escape leaves."
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: Portfolio | None = None
        self.then: Portfolio | None = None
        self.supposed: list[tuple[str, Change]] = []

    def body(self) -> ComposeResult:
        """What is supposed, the figures, and what the one under the cursor would be made of."""
        with Vertical():
            yield Lines(id="supposed")
            with Horizontal():
                yield VirtualList(*columns(), empty="No accounts yet.")
                yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the portfolio; suppositions about what is gone meanwhile do nothing."""
        self.found = await self.read(portfolio, self.desk.today, self.desk.settings.practice(), self.desk.clock.now())
        self._show()

    @property
    def changes(self) -> list[Change]:
        """What is supposed, in order."""
        return [change for _, change in self.supposed]

    def _show(self) -> None:
        if self.found is None:
            return
        self.then = supposed(self.found, self.changes)
        said: list[Cell] = [[("suppose ", "dim"), (words, "strong")] for words, _ in self.supposed]
        self.query_one("#supposed", Lines).show(said or [(START, "dim")])
        self.list.show(lines(self.found, self.then))
        self.show_status("nothing is saved")
        self._show_why()

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        key = self.list.key
        told = isinstance(key, tuple) and self.then is not None and key[0] != ACCOUNT
        self.query_one("#why", Lines).show(side(key, self.then) if told and self.then is not None else [])

    async def action_open(self) -> None:
        """The rows of the figure as it would be; the page of an account."""
        key = self.list.key
        if not isinstance(key, tuple) or self.found is None:
            self.refuse("there are no figures yet: 2 and then n adds an account")
        elif key[0] == ACCOUNT:
            from kamtui.screens.account import AccountScreen

            name = self.found.rows[key[1]].name
            self.set_account(key[1], name)
            await self.app.push_screen(AccountScreen(key[1], name))
        else:
            from kamtui.screens.rows import RowsScreen

            await self.app.push_screen(RowsScreen(key, self.changes))

    def _suppose(self, words: str, change: Change) -> None:
        self.supposed.append((words, change))
        self._show()

    async def _account(self, question: str) -> tuple[int, str] | None:
        found = self.then
        if found is None or not found.clients:
            self.refuse(NO_ACCOUNT)
            return None
        ranked = sorted(found.clients, key=lambda row: -row.current_value)
        options: list[tuple[Any, Cell]] = [
            (row.id, [row.name, (f"  {money.short(row.current_value)}", "dim")]) for row in ranked
        ]
        chosen = await self.app.push_screen_wait(ChooseScreen(question, options, chosen=self.desk.account_id))
        return None if chosen is None else (chosen, shorten(found.rows[chosen].name, NAME))

    @work
    async def action_lost(self) -> None:
        """An account leaves today."""
        if (account := await self._account("Which account is lost?")) is not None:
            self._suppose(f"{account[1]} is lost", Lost(account[0]))

    @work
    async def action_shrunk(self) -> None:
        """An account pays less from today on."""
        if (account := await self._account("Which account shrinks?")) is None:
            return
        field = Field("percent", "By percent", "number", required=True, hint="1 to 100", check=_checked_percent)
        saved = await self.app.push_screen_wait(FormScreen(f"{account[1]} shrinks", [field]))
        if saved is not None:
            by = saved.value["percent"]
            self._suppose(f"{account[1]} shrinks by {by} %", Shrunk(account[0], by))

    @work
    async def action_gone(self) -> None:
        """A person leaves today."""
        found = self.then
        people: list[tuple[Any, Cell]] = [
            ((row.id, each.person.id), [each.person.name, (f"  {each.person.title}  {row.name}", "dim")])
            for row in (found.clients if found is not None else ())
            for each in row.people
            if each.person.left_on is None and not each.person.placeholder
        ]
        if not people:
            self.refuse("nobody is left to suppose gone: 3 and then n maps a person")
            return
        chosen = await self.app.push_screen_wait(ChooseScreen("Who leaves?", people))
        if chosen is not None and found is not None:
            row = found.rows[chosen[0]]
            name = next(each.person.name for each in row.people if each.person.id == chosen[1])
            self._suppose(f"{shorten(name, NAME)} leaves {shorten(row.name, NAME)}", Gone(*chosen))

    @work
    async def action_won(self) -> None:
        """An opportunity is won today."""
        found = self.then
        deals = found.book.deals if found is not None else ()
        if found is None or not deals:
            self.refuse("there is no open opportunity left")
            return
        ranked = sorted(deals, key=lambda deal: (-deal.annual_value, deal.id))
        options: list[tuple[Any, Cell]] = [
            (deal.id, [deal.name, (f"  {found.rows[deal.account_id].name}  {money.short(deal.annual_value)}", "dim")])
            for deal in ranked
        ]
        chosen = await self.app.push_screen_wait(ChooseScreen("Which one is won?", options))
        if chosen is not None:
            deal = next(each for each in deals if each.id == chosen)
            self._suppose(f"{shorten(deal.name, NAME)} is won, {money.short(deal.annual_value)} a year", Won(chosen))

    def action_remove(self) -> None:
        """Take the last supposition back."""
        if not self.supposed:
            self.refuse("nothing is supposed yet")
            return
        self.supposed.pop()
        self._show()


def _checked_percent(value: int) -> str | None:
    return None if 1 <= value <= 100 else "by percent is a whole number from 1 to 100"
