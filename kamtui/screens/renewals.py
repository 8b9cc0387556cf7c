"""Renewals on a backward timeline: days to go, the step that is due, and what is late."""

from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain import money
from kamtui.domain.problems import spoken
from kamtui.domain.renewals import next_stage
from kamtui.domain.revenue import RenewalStage
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.portfolio_lines import columns, renewal_row
from kamtui.screens.portfolio_why import renewal_words
from kamtui.storage import revenue_changes
from kamtui.storage.portfolio_figures import RenewalRow, renewals_ahead
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Line
from kamtui.widgets.virtual_list import VirtualList

AHEAD = 365
"""How many days ahead the list looks; those within ninety are listed first."""

NEAR = 90
EMPTY = "Nothing renews in the next twelve months. A contract line with a last day, or a renewal date, would."
STAGES = (RenewalStage.NOT_STARTED, RenewalStage.RESULTS_REVIEWED, RenewalStage.FORWARD_TALK, RenewalStage.TERMS)


class RenewalsScreen(CockpitScreen):
    """The renewals of the next twelve months; `d` says that a step is done, `a` and `l` settle one."""

    SCOPE = "renewals"
    CSS_PATH = "renewals.tcss"
    HELP = (
        "Planned backwards from the day: mapped 90 days ahead; the renewal conversation begins at 42 with results, "
        "then the client's next year, terms last. A renewal below the old value needs the reason, in value."
    )

    def __init__(self, key: tuple[Any, ...] = ()) -> None:
        super().__init__()
        self.start_at = key
        self.found: tuple[RenewalRow, ...] = ()

    def body(self) -> ComposeResult:
        """The list, and the timeline of the one under the cursor."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*columns(), empty=EMPTY, titles=False)
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the renewals."""
        today, practice = self.desk.today, self.desk.settings.practice()
        self.found = await self.read(renewals_ahead, today, practice, AHEAD)
        drawn: list[Line] = []
        for title, those in (
            ("within 90 days", [row for row in self.found if row.renewal.days(today) <= NEAR]),
            ("later", [row for row in self.found if row.renewal.days(today) > NEAR]),
        ):
            if those:
                drawn += [Heading(title), *(renewal_row(row, today) for row in those)]
        self.list.show(drawn, keep=self.start_at or None)
        self.start_at = ()
        near = [row for row in self.found if row.renewal.days(today) <= NEAR]
        worth = sum(row.renewal.value for row in near)
        self.show_status(f"{plural(len(near), 'renewal')} in 90 days · {money.short(worth)}")
        self._show_why()

    @property
    def current(self) -> RenewalRow | None:
        """The renewal under the cursor."""
        key = self.list.key
        return next((row for row in self.found if key == ("renewal", row.account.id, row.renewal.on)), None)

    def on_virtual_list_highlighted(self) -> None:
        """The timeline follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        row = self.current
        today = self.desk.today
        self.query_one("#why", Lines).show(renewal_words(row, today) if row is not None else [])
        self.query_one("#below", Lines).show(renewal_words(row, today, short=True) if row is not None else [])

    def _asked(self, to: str) -> RenewalRow | None:
        row = self.current
        if row is None:
            self.refuse(f"there is no renewal to {to}")
        elif row.renewal.settled:
            self.refuse(f"it is {spoken(row.renewal.stage)} already")
        elif not row.renewal.lines:
            self.refuse("no contract line stands behind this date: enter, then n, writes one")
        else:
            return row
        return None

    # What the keys do

    async def action_open(self) -> None:
        """The contract lines of the account."""
        row = self.current
        if row is None:
            self.refuse("there is no renewal to open")
            return
        from kamtui.screens.contracts import ContractsScreen

        self.set_account(row.account.id, row.account.name)
        await self.app.push_screen(ContractsScreen(row.account.id, row.account.name))

    @work
    async def action_done(self) -> None:
        """The next step is done; after terms it is renewed or lost."""
        row = self._asked("move on")
        if row is None:
            return
        following = next_stage(row.renewal.stage)
        if following is None:
            self.refuse("after terms comes the answer: a renewed, l lost")
        else:
            await self._move(row, following)

    @work
    async def action_step_back(self) -> None:
        """A step was not done after all."""
        row = self._asked("move back")
        if row is None:
            return
        place = STAGES.index(row.renewal.stage)
        if not place:
            self.refuse("it has not started yet")
        else:
            await self._move(row, STAGES[place - 1])

    async def _move(self, row: RenewalRow, stage: RenewalStage) -> None:
        ids = [line.id for line in row.renewal.lines]
        if saved := await self.change(revenue_changes.move_stage, ids, stage):
            self.tell(f"{shorten(row.account.name, 40)}: {spoken(saved.value)} · u takes it back")

    @work
    async def action_renewed(self) -> None:
        """Renewed: at which value, until when, and for less with its reason."""
        row = self._asked("renew")
        if row is None:
            return
        from kamtui.screens.contract_forms import RenewalForm

        if saved := await self.app.push_screen_wait(RenewalForm(row.account.name, row.renewal, self.desk.today)):
            self.tell(f"{saved.value} renewed · u takes it back")

    @work
    async def action_lost(self) -> None:
        """Lost: its last day and the reason."""
        row = self._asked("give up")
        if row is None:
            return
        from kamtui.screens.contract_forms import lost_form

        ids = [line.id for line in row.renewal.lines]
        form = lost_form(f"Renewal of {shorten(row.account.name, 40)} is lost", ids, row.renewal.on)
        if saved := await self.app.push_screen_wait(form):
            self.tell(f"{saved.value} lost · u takes it back")
