"""What if: the figures before and after, on a copy; nothing is saved."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from kamtui.domain import money
from kamtui.domain.departure import Verdict
from kamtui.domain.text import shorten
from kamtui.domain.what_if import Change, Figures, Gone, Lost, Shrunk, Won, changed, figures
from kamtui.domain.wording import NOT_YET, minutes_words, percent
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.form import Field, FormScreen
from kamtui.storage.portfolio_figures import Portfolio, portfolio
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Line, Row
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

START = "Nothing is saved here. l an account lost, m shrunk, g a person gone, v an opportunity won."
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
        self.supposed: list[tuple[str, Change]] = []

    def body(self) -> ComposeResult:
        """What is supposed, and the figures."""
        with Vertical():
            yield Lines(id="supposed")
            yield VirtualList(
                Column("", share=1, least=24),
                Column("now", 11, right=True),
                Column("then", 11, right=True),
                Column("change", 11, right=True),
                empty="No accounts yet.",
            )

    async def load(self) -> None:
        """Read the portfolio; suppositions about what is gone meanwhile do nothing."""
        self.found = await self.read(portfolio, self.desk.today, self.desk.settings.practice(), self.desk.clock.now())
        self._show()

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        book = found.book
        for _, change in self.supposed:
            book = changed(book, change)
        after = figures(book, found.assumed)
        said: list[Cell] = [[("suppose ", "dim"), (words, "strong")] for words, _ in self.supposed]
        self.query_one("#supposed", Lines).show(said or [(START, "dim")])
        self.list.show(_drawn(found, found.figures, after))
        self.show_status("nothing is saved")

    def _suppose(self, words: str, change: Change) -> None:
        self.supposed.append((words, change))
        self._show()

    async def _account(self, question: str) -> tuple[int, str] | None:
        found = self.found
        if found is None or not found.clients:
            self.refuse("there are no accounts to ask about")
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
        field = Field("percent", "By percent", "number", 20, required=True, check=_checked_percent)
        saved = await self.app.push_screen_wait(FormScreen(f"{account[1]} shrinks", [field]))
        if saved is not None:
            by = saved.value["percent"]
            self._suppose(f"{account[1]} shrinks by {by} %", Shrunk(account[0], by))

    @work
    async def action_gone(self) -> None:
        """A person leaves today."""
        found = self.found
        people: list[tuple[Any, Cell]] = [
            ((row.id, each.person.id), [each.person.name, (f"  {each.person.title}  {row.name}", "dim")])
            for row in (found.clients if found is not None else ())
            for each in row.people
            if each.person.left_on is None and not each.person.placeholder
        ]
        if not people:
            self.refuse("nobody is mapped yet: 3 and then n adds the first person")
            return
        chosen = await self.app.push_screen_wait(ChooseScreen("Who leaves?", people))
        if chosen is not None and found is not None:
            row = found.rows[chosen[0]]
            name = next(each.person.name for each in row.people if each.person.id == chosen[1])
            self._suppose(f"{shorten(name, NAME)} leaves {shorten(row.name, NAME)}", Gone(*chosen))

    @work
    async def action_won(self) -> None:
        """An opportunity is won today."""
        found = self.found
        deals = found.book.deals if found is not None else ()
        if found is None or not deals:
            self.refuse("there is no open opportunity")
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


Shown = Callable[[Any], str]


def _drawn(found: Portfolio, before: Figures, after: Figures) -> list[Line]:
    one, two = before.compass, after.compass
    spread, spread_then = before.concentration, after.concentration
    sections: Sequence[tuple[str, Sequence[tuple[str, Any, Any, Shown]]]] = (
        ("compass", [
            ("secured", one.secured, two.secured, percent),
            ("expanding", one.expanding, two.expanding, percent),
            ("referring", one.referring, two.referring, percent),
            ("all three", one.all_three, two.all_three, percent),
            ("twelve months ahead", one.projection.total, two.projection.total, money.short),
        ]),
        ("value", [
            ("a year now", before.current_value, after.current_value, money.short),
            ("net retention", before.retention.nrr, after.retention.nrr, percent),
            ("gross retention", before.retention.grr, after.retention.grr, percent),
            ("logo retention", before.retention.logos, after.retention.logos, percent),
        ]),
        ("concentration", [
            ("largest", spread.top1, spread_then.top1, percent),
            ("largest three", spread.top3, spread_then.top3, percent),
            ("largest five", spread.top5, spread_then.top5, percent),
            ("index", spread.hhi, spread_then.hhi, _index),
        ]),
        ("engagement", [
            ("single-threaded", before.depth.single_threaded, after.depth.single_threaded, percent),
            ("value on 0 or 1 thread", before.depth.value_on_bus_factor_0_1,
             after.depth.value_on_bus_factor_0_1, money.short),
        ]),
        ("work", [("desk work a week", before.weekly_minutes, after.weekly_minutes, minutes_words)]),
    )  # fmt: skip
    drawn: list[Line] = []
    for title, rows in sections:
        drawn.append(Heading(title))
        drawn += [_row(name, now, then, shown) for name, now, then, shown in rows]
    drawn += _verdicts(found, before, after)
    return drawn


def _verdicts(found: Portfolio, before: Figures, after: Figures) -> list[Line]:
    """The accounts whose departure verdict changes, in words."""
    moved: list[Line] = []
    for key, now in before.verdicts.items():
        then = after.verdicts.get(key, now)
        if then != now:
            ink = "poor" if then == Verdict.LOST else "watch"
            told: Cell = (then.value if then else "–", ink)
            moved.append(Row([found.rows[key].name, now.value if now else "–", told, ""], key=("verdict", key)))
    return [Heading("if the next one leaves too"), *moved] if moved else []


def _index(value: float | None) -> str:
    return NOT_YET if value is None else f"{value:.2f}"


def _points(share: float) -> int:
    """A share in the whole percent that it is shown as."""
    return int(share * 100 + 0.5 + 1e-9)


def _row(name: str, now: Any, then: Any, shown: Shown) -> Row:
    first, second = shown(now), shown(then)
    if now is None or then is None or first == second:
        return Row([name, first, (second, "dim" if first == second else "strong"), ""], key=name)
    off = then - now
    if shown is percent:
        moved = f"{_points(then) - _points(now):+d} pt"
    elif shown is _index:
        moved = f"{off:+.2f}"
    else:
        moved = f"{'+' if off > 0 else '-'}{shown(abs(off))}"
    return Row([name, first, (second, "strong"), (moved.replace("-", "−"), "accent")], key=name)
