"""The contract lines of an account and what happened to them."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain import money
from kamtui.domain.renewals import Renewal
from kamtui.domain.revenue import Event, Line, RenewalStage
from kamtui.domain.text import shorten
from kamtui.screens.base import CockpitScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.contract_forms import EventForm, RenewalForm, line_form, lost_form
from kamtui.screens.contract_lines import drawn, why_event, why_line
from kamtui.storage import revenue, revenue_changes
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell, Part

EMPTY = "No contract line yet. n adds the first one: its value, its first and its last day."


class ContractsScreen(CockpitScreen):
    """Lines in force, lines to come and past, and their events; every change writes its event."""

    HOLDS = True
    SCOPE = "contracts"
    CSS_PATH = "contracts.tcss"
    HELP = (
        "What the account pays, line by line. A new value, an end or a renewal writes its event, with date and reason, "
        "in the same action. A line that ended without a word asks: a renewed, m shrunk, l lost?"
    )

    def __init__(self, account_id: int, name: str) -> None:
        super().__init__()
        self.account_id, self.account = account_id, name
        self.page: revenue.ContractPage | None = None
        self._added: tuple[str, int] | None = None

    def body(self) -> ComposeResult:
        """The list, and the why of the line under the cursor."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("", 1),
                    Column("", share=1, least=16),
                    Column("", 9, right=True),
                    Column("", 25),
                    Column("", 14, keep=2),
                    empty=EMPTY,
                    titles=False,
                )
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the lines and events; the account may be gone meanwhile."""
        today, practice = self.desk.today, self.desk.settings.practice()
        self.page = await self.read(revenue.contract_page, self.account_id, today, practice)
        if self.page is None:
            self.dismiss()
            return
        ledger = self.page.ledger
        self.account = self.page.name
        self.list.show(drawn(self.page, today), keep=self._added)
        if self._added is not None and self.list.key == self._added:
            self._added = None
        said = f"{money.short(ledger.current)} a year · {money.short(self.page.year_ago)} a year ago"
        open_ends = len(ledger.unanswered)
        ask: Part = (f"{open_ends} to answer: a m l", "watch") if open_ends else ("", "")
        self.show_status(said, [ask], [("Contract lines", "title"), (" · ", "dim"), shorten(self.account, 34)])
        self._show_why()

    # What is under the cursor

    @property
    def line(self) -> Line | None:
        """The contract line under the cursor."""
        key = self.list.key
        lines = self.page.ledger.lines if self.page is not None else ()
        return next((line for line in lines if key == ("line", line.id)), None)

    @property
    def event(self) -> Event | None:
        """The recorded event under the cursor."""
        key = self.list.key
        events = self.page.ledger.events if self.page is not None else ()
        return next((event for event in events if key == ("event", event.id)), None)

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        lines: list[Cell] = []
        if self.page is not None and self.line is not None:
            lines = why_line(self.line, self.page, self.desk.today)
        elif self.event is not None:
            lines = why_event(self.event)
        self.query_one("#why", Lines).show(lines)
        self.query_one("#below", Lines).show(lines[2:5])

    def _asked_line(self, to: str) -> Line | None:
        line = self.line
        if line is None:
            self.refuse(f"put the cursor on a contract line to {to}")
        return line

    # What the keys do

    @work
    async def action_new(self) -> None:
        """A new line."""
        form = line_form(self.account_id, self.account, self.desk.today)
        if saved := await self.app.push_screen_wait(form):
            self._added = ("line", saved.value)
            if self.list.go_to(self._added):
                self._added = None
            self.tell("added, with its event · u takes it back")

    def action_open(self) -> None:
        """Enter edits, too."""
        self.action_edit()

    @work
    async def action_edit(self) -> None:
        """Change the line or the event under the cursor."""
        today = self.desk.today
        if self.line is not None:
            form = line_form(self.account_id, self.account, today, self.line)
        elif self.event is not None:
            form = EventForm(self.account_id, self.account, today, self.event)
        else:
            self.refuse("there is nothing to edit here; n adds a contract line")
            return
        if await self.app.push_screen_wait(form):
            self.tell("saved · u takes it back")

    @work
    async def action_event(self) -> None:
        """Something that happened earlier and was never written down."""
        if await self.app.push_screen_wait(EventForm(self.account_id, self.account, self.desk.today)):
            self.tell("noted · u takes it back")

    @work
    async def action_renewed(self) -> None:
        """Renewed: at once where it ended without a word, else on the terms that a form asks for."""
        line = self._asked_line("renew it")
        if line is None:
            return
        if self.page is not None and line in self.page.ledger.unanswered:
            if saved := await self.change(revenue_changes.renew_as_it_was, line.id):
                self.tell(f"{saved.value} renewed as it was · u takes it back")
        else:
            await self._renewal_form(line)

    @work
    async def action_shrunk(self) -> None:
        """Renewed for less."""
        line = self._asked_line("shrink it")
        if line is not None:
            await self._renewal_form(line)

    async def _renewal_form(self, line: Line) -> None:
        if line.end is None:
            self.refuse("this line has no end: e changes its value, l ends it")
            return
        renewal = Renewal(line.account_id, line.end, (line,), RenewalStage.NOT_STARTED)
        if saved := await self.app.push_screen_wait(RenewalForm(self.account, renewal, self.desk.today)):
            self.tell(f"{saved.value} renewed · u takes it back")

    @work
    async def action_lost(self) -> None:
        """Lost: at once where it ended without a word, else with its last day and a reason."""
        line = self._asked_line("end it")
        if line is None:
            return
        if self.page is not None and line in self.page.ledger.unanswered:
            if saved := await self.change(revenue_changes.lose_lines, [line.id]):
                self.tell(f"{saved.value} lost · u takes it back")
            return
        title = f"{shorten(line.description, 40) or 'Contract line'} of {shorten(self.account, 30)} is lost"
        form = lost_form(title, [line.id], line.end or self.desk.today)
        if saved := await self.app.push_screen_wait(form):
            self.tell(f"{saved.value} lost · u takes it back")

    @work
    async def action_remove(self) -> None:
        """Remove what was never true."""
        saved = None
        if (line := self.line) is not None:
            what = shorten(line.description, 40) or "this line"
            question = f"Remove {what}, with its events, as if it had never been?"
            more = "What has ended is not removed but lost: l says so and keeps the history."
            if await self.app.push_screen_wait(ConfirmScreen(question, yes="remove", no="keep", more=more)):
                saved = await self.change(revenue_changes.remove_line, line.id)
        elif (event := self.event) is not None:
            saved = await self.change(revenue_changes.remove_event, event.id)
        else:
            self.refuse("there is nothing to remove")
        if saved is not None:
            self.tell(f"{saved.value} removed · u brings it back")
