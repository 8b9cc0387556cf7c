"""One account's first ninety days: milestones, what was promised, what counts as success (rules O-1 to O-3)."""

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.screens import onboarding_words as words
from kamtui.screens import onboarding_work as working
from kamtui.screens.base import CockpitScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.storage import onboarding, onboarding_changes
from kamtui.storage.onboarding import MilestoneRow, Onboarding
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

EMPTY = "No milestones yet. b starts the onboarding and writes them, n adds one."


class OnboardingScreen(CockpitScreen):
    """The onboarding of the account that all screens show."""

    SCOPE = "onboarding"
    NAME = "Onboarding"
    CSS_PATH = "onboarding.tcss"
    FOLLOWS_ACCOUNT = True
    HELP = (
        "One account's milestones, each with the measure that shows it is met. The last one is the results review: "
        "with it the account becomes active, and a milestone trigger is offered. w writes the hand-over note of the "
        "sale, a the success criteria that the client agreed to, b starts the onboarding or changes its first day."
    )

    def __init__(self, account_id: int | None = None, account: str = "", uid: str = "") -> None:
        super().__init__()
        self._opens = (account_id, account)
        self._go_to: int | str | None = uid or None
        self.one: Onboarding | None = None
        self._by_id: dict[int, MilestoneRow] = {}

    def body(self) -> ComposeResult:
        """Where it stands, the milestones, the note."""
        yield Lines(id="head", wrapped=False)
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("day", 4, right=True),
                    Column("due", 10, right=True),
                    Column("milestone", share=3, least=24),
                    Column("measure", share=2, least=14, keep=2),
                    empty=EMPTY,
                )
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    def on_mount(self) -> None:
        """Make the account that was opened the one all screens show."""
        account_id, name = self._opens
        if account_id is not None:
            self.desk.account_id, self.desk.account_name = account_id, name

    async def load(self) -> None:
        """Read the onboarding."""
        key, today = self.desk.account_id, self.desk.today
        days = self.desk.settings.practice().onboarding_days
        self.one = None if key is None else await self.read(onboarding.onboarding, key, today, days)
        rows = self.one.milestones if self.one else ()
        self._by_id = {row.id: row for row in rows}
        self.query_one("#head", Lines).show(words.head_lines(self.one, today) if self.one else [])
        gone = "This account is no longer there. escape goes back." if self.one is None else EMPTY
        listed = self.query_one(VirtualList)
        listed.show(Rows(rows, draw=self._draw, key=lambda row: row.id), empty=gone)
        if self.one is not None:
            self.desk.account_name = self.one.account
        self.show_status(right=(self.one.status, "dim") if self.one else "")
        if self._go_to is not None:
            wanted = next((row.id for row in rows if self._go_to in (row.id, row.uid)), None)
            listed.go_to(wanted)
            self._go_to = None
        self._explain()

    def _draw(self, row: MilestoneRow) -> Row:
        each = row.milestone
        ink = "" if each.open else "dim"
        what: Cell = [(each.what, ink), (" ★" if row.review else "", "accent")]
        cells = [(str(each.day), "dim"), words.milestone_cell(each, self.desk.today), what, (each.success_measure, ink)]
        return Row(cells, key=row.id)

    @property
    def current(self) -> MilestoneRow | None:
        """The milestone under the cursor."""
        return self._by_id.get(self.query_one(VirtualList).key)

    def on_virtual_list_highlighted(self) -> None:
        """The milestone under the cursor is told in full."""
        self._explain()

    def _explain(self) -> None:
        row, one = self.current, self.one
        told = words.milestone_lines(row, self.desk.today) if row else []
        note = words.note_lines(one) if one else []
        self.query_one("#why", Lines).show([*told, "", *note] if told else note)
        self.query_one("#below", Lines).show([*told[:3], *note] if told else note)

    # What the keys do

    def _there(self, to: str) -> Onboarding | None:
        if self.one is None:
            self.refuse(f"there is no account to {to}")
        return self.one

    def _chosen(self, to: str) -> MilestoneRow | None:
        if self.current is None:
            self.refuse(f"there is no milestone to {to}; n adds one, b writes the usual ones")
        return self.current

    @work(group="form")
    async def action_new(self) -> None:
        """Add a milestone."""
        if (one := self._there("add a milestone to")) is not None:
            saved = await self.app.push_screen_wait(working.MilestoneForm(one.account_id))
            if saved is not None:
                self._go_to = saved.value
                self.reload()

    def action_open(self) -> None:
        """Change the milestone under the cursor."""
        self.action_edit()

    def action_edit(self) -> None:
        """Change the milestone under the cursor."""
        if (row := self._chosen("edit")) is not None and self.one is not None:
            self._ask(working.MilestoneForm(self.one.account_id, row), "")

    @work(group="list")
    async def action_done(self) -> None:
        """It was met today."""
        if (row := self._chosen("meet")) is not None:
            await working.meet(self, row)

    def action_snooze(self) -> None:
        """Agree on another date."""
        row = self._chosen("move")
        if row is not None and not row.milestone.open:
            self.refuse("it is met already; t opens it again")
        elif row is not None:
            self._ask(working.move_form(row), "moved")

    @work(group="list")
    async def action_reopen(self) -> None:
        """It is not met after all."""
        await self._change("open again", onboarding_changes.unmeet_milestone, "open again · u undoes it")

    @work(group="list")
    async def action_remove(self) -> None:
        """Take it off the list."""
        await self._change("remove", onboarding_changes.remove_milestone, "removed · u brings it back")

    async def _change(self, to: str, does: Any, told: str) -> None:
        if (row := self._chosen(to)) is not None and await self.change(does, row.id) is not None:
            self.tell(told)

    def action_criteria(self) -> None:
        """What the client will call a success, and when that was agreed."""
        if (one := self._there("agree with")) is not None:
            self._ask(working.criteria_form(one), "written down")

    def action_start(self) -> None:
        """Start it, or change its first day."""
        if (one := self._there("start with")) is not None:
            days = self.desk.settings.practice().onboarding_days
            self._ask(working.start_form(one, [], days, self.desk.today), "begun")

    async def action_write(self) -> None:
        """Write the hand-over note."""
        if (one := self._there("write about")) is not None:
            from kamtui.screens.handover_note import HandoverNoteScreen

            await self.app.push_screen(HandoverNoteScreen(one.account_id))

    @work(group="form")
    async def _ask(self, form: Any, told: str) -> None:
        if await self.app.push_screen_wait(form) is not None and told:
            self.tell(f"{told} · u undoes it")

    @work(group="form")
    async def action_skip(self) -> None:
        """End it without its results review."""
        one = self._there("end the onboarding of")
        if one is None:
            return
        if not one.under_way:
            self.refuse(f"it is not under way: the account is {one.status}")
            return
        question: Cell = ("End the onboarding without its results review?", "title")
        more: Cell = ("The account becomes active; milestones that are open stay in the list.", "dim")
        sure = await self.app.push_screen_wait(ConfirmScreen(question, yes="end it", no="go on", more=more))
        if sure and await self.change(onboarding_changes.finish_onboarding, one.account_id) is not None:
            self.tell("the onboarding has ended · u undoes it")
