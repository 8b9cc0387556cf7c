"""The accounts in their first ninety days, and those that have been through them (rules O-1, O-2)."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.text import shorten
from kamtui.domain.wording import NOT_YET
from kamtui.screens import onboarding_words as words
from kamtui.screens import onboarding_work as working
from kamtui.screens.base import CockpitScreen
from kamtui.storage import onboarding
from kamtui.storage.commitments import accounts_to_choose
from kamtui.storage.onboarding import Onboarding
from kamtui.storage.portfolio_practice import middle
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import due_label
from kamtui.widgets.virtual_list import Column, Heading, Row, Rows, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

EMPTY = "No account is being onboarded. n starts one; a new account with that status starts by itself."


class OnboardingsScreen(CockpitScreen):
    """The list; enter opens one."""

    SCOPE = "onboardings"
    CSS_PATH = "onboardings.tcss"
    FILTERS = True
    HELP = (
        "The first ninety days of each account: the next milestone, and the days until the first value was delivered. "
        "d says that the next milestone was met; the last one is the results review, which ends the onboarding."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: tuple[Onboarding, ...] = ()
        self._by_id: dict[int, Onboarding] = {}
        self._go_to: int | None = None

    def body(self) -> ComposeResult:
        """The list, and all about the onboarding under the cursor."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("account", share=2, least=16),
                    Column("day", 9, right=True),
                    Column("next milestone", share=3, least=24),
                    Column("due", 10, right=True),
                    Column("met", 6, right=True, keep=3),
                    Column("value", 7, right=True, keep=2),
                    empty=EMPTY,
                )
                yield Lines(id="below", wrapped=False)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read them all."""
        days = self.desk.settings.practice().onboarding_days
        self.found = await self.read(onboarding.onboardings, self.desk.today, days)
        self._by_id = {one.account_id: one for one in self.found}
        self.apply_filter(self.filter_text)
        under_way = sum(one.under_way for one in self.found)
        if self.found:
            value = middle((await self.read(onboarding.first_values, self.desk.today)).values())
            median = NOT_YET if value is None else f"{value:g} d"
            middle_words: Cell = [("first value, median of all ", "dim"), median]
            self.show_status(middle_words, f"{under_way} under way")
        else:
            self.show_status()
        if self._go_to is not None:
            self.query_one(VirtualList).go_to(self._go_to)
            self._go_to = None
        self._explain()

    def apply_filter(self, text: str) -> None:
        """Only those in which every word occurs."""
        looked_for = text.casefold().split()
        shown = [one for one in self.found if all(word in _searched(one) for word in looked_for)]
        lines: list[Onboarding | str] = []
        for title, rows in (
            ("under way", [one for one in shown if one.under_way]),
            ("through", [one for one in shown if not one.under_way]),
        ):
            lines += [f"{title} · {len(rows)}", *rows] if rows else []
        empty = f"Nothing fits “{shorten(text, 40)}”. escape shows all." if looked_for else EMPTY
        self.query_one(VirtualList).show(
            Rows(lines, draw=self._draw, key=lambda one: None if isinstance(one, str) else one.account_id), empty=empty
        )
        self._explain()

    def _draw(self, one: Onboarding | str) -> Row | Heading:
        if isinstance(one, str):
            return Heading(one)
        today, coming = self.desk.today, one.coming
        due = due_label(coming.milestone.due, today) if coming is not None else ""
        met = (words.met_words(one), "dim")
        cells = [one.account, words.day_cell(one, today), words.next_cell(one), due, met, words.value_cell(one)]
        return Row(cells, key=one.account_id)

    @property
    def current(self) -> Onboarding | None:
        """The onboarding under the cursor."""
        return self._by_id.get(self.query_one(VirtualList).key)

    def on_virtual_list_highlighted(self) -> None:
        """The onboarding under the cursor is told beside the list."""
        self._explain()

    def _explain(self) -> None:
        one, today = self.current, self.desk.today
        self.query_one("#why", Lines).show(words.why_lines(one, today) if one else [])
        below = [*words.head_lines(one, today), *words.note_lines(one)[1:2]] if one else []
        self.query_one("#below", Lines).show(below)

    # What the keys do

    def _chosen(self, to: str) -> Onboarding | None:
        if self.current is None:
            self.refuse(f"there is no onboarding to {to}; n starts one")
        return self.current

    async def action_open(self) -> None:
        """Open one account's onboarding."""
        if (one := self._chosen("open")) is not None:
            from kamtui.screens.onboarding import OnboardingScreen

            await self.app.push_screen(OnboardingScreen(one.account_id, one.account))

    async def action_write(self) -> None:
        """Write its hand-over note."""
        if (one := self._chosen("write about")) is not None:
            from kamtui.screens.handover_note import HandoverNoteScreen

            await self.app.push_screen(HandoverNoteScreen(one.account_id))

    @work(group="form")
    async def action_new(self) -> None:
        """Start the onboarding of an account."""
        accounts = await self.read(accounts_to_choose)
        if not accounts:
            self.refuse("there are no accounts yet; 2 and n add the first one")
            return
        options = [(key, shorten(name, working.NAME)) for key, name in accounts]
        days = self.desk.settings.practice().onboarding_days
        saved = await self.app.push_screen_wait(working.start_form(None, options, days, self.desk.today))
        if saved is not None:
            self._go_to = saved.value
            self.reload()

    @work(group="list")
    async def action_done(self) -> None:
        """The next milestone was met."""
        if (one := self._chosen("go on with")) is None:
            return
        if one.coming is None:
            self.refuse("all its milestones are met" if one.milestones else "it has no milestones: enter and n add one")
        else:
            await working.meet(self, one.coming)

    @work(group="form")
    async def action_snooze(self) -> None:
        """Another date for the next milestone."""
        one = self._chosen("move")
        if one is not None and one.coming is None:
            self.refuse("there is no open milestone to move")
        elif one is not None and one.coming is not None:
            await self.app.push_screen_wait(working.move_form(one.coming))


def _searched(one: Onboarding) -> str:
    said = [one.account, one.handover_note, one.success_criteria, *(row.milestone.what for row in one.milestones)]
    return " ".join(said).casefold()
