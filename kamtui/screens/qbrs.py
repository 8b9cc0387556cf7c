"""The business reviews: under way, to follow up, proposed, planned, held."""

from datetime import timedelta
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import activity_named
from kamtui.domain.qbr import UNDER_WAY, PrepPart, QbrState
from kamtui.screens import qbr_lines
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.qbr_planning import QbrPlanningScreen
from kamtui.storage import qbr_close_changes, qbr_proposals, qbr_run_changes, qbrs
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Row, VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamtui.widgets.ink import Cell

EMPTY = "No review is planned and none was held. n plans one; the rhythm proposes days for what is due."


class QbrsScreen(QbrPlanningScreen):
    """Every review in the order of what is to be done about it."""

    SCOPE = "qbr"
    CSS_PATH = "qbrs.tcss"
    FILTERS = True
    HELP = (
        "Plan a review, prepare it, run it by the clock, close it, follow up within 24 hours. enter does what comes "
        "next for the line. The rhythm proposes days: a accepts one, or those marked with space."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._account: int | None = None

    def body(self) -> ComposeResult:
        """The list, and the why beside it."""
        with Horizontal():
            yield VirtualList(*qbr_lines.columns(), titles=False, empty=EMPTY)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the reviews, what the rhythm proposes, and how many were held."""
        today, practice = self.desk.today, self.desk.settings.practice()
        self.rows = await self.read(qbrs.qbrs)
        self.proposed = await self.read(qbr_proposals.proposals, today, practice)
        self.marked &= {each.account_id for each in self.proposed}
        completed = await self.read(qbrs.completed, today - timedelta(days=365), today)
        self.apply_filter(self.filter_text)
        self.show_status("", qbr_lines.completion_words(completed))
        if self.new is not None:
            self.list.go_to(("qbr", self.new))
            self.new = None
        elif self.desk.account_id != self._account:
            self._go_to_account()
        self._account = self.desk.account_id

    def apply_filter(self, text: str) -> None:
        """Only the lines whose account holds every word."""
        words = text.casefold().split()
        shown = [row for row in self.rows if all(word in row.account.casefold() for word in words)]
        proposed = [each for each in self.proposed if all(word in each.account.casefold() for word in words)]
        now = self.desk.clock.now()
        lines = qbr_lines.sections(shown, proposed, self.marked, self.desk.today, now)
        self.list.show(lines, empty="No review fits the filter. escape shows all." if words else EMPTY)
        self._show_why()

    def _go_to_account(self) -> None:
        """To the first line of the account that another screen chose; where it is on one already, it stays."""
        wanted, here = self.desk.account_id, self.review or self.proposal
        if here is None or here.account_id != wanted:
            theirs = {("qbr", row.id) for row in self.rows if row.account_id == wanted} | {("proposal", wanted)}
            if found := next((line for line in self.list.lines if isinstance(line, Row) and line.key in theirs), None):
                self.list.go_to(found.key)

    def on_screen_resume(self) -> None:
        """The clocks go on while it is out of sight."""
        super().on_screen_resume()
        self.reload()

    # The line under the cursor

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        lines: Sequence[Cell] = ()
        if (review := self.review) is not None:
            lines = qbr_lines.why(review, self.desk.clock.now())
        elif (proposal := self.proposal) is not None:
            lines = qbr_lines.proposal_why(proposal, self._period(proposal.tier))
        self.query_one("#why", Lines).show(lines)

    def _period(self, tier: Tier) -> str:
        cadence = activity_named("qbr", self.desk.settings.practice().catalogue).cadence_for(tier)
        return str(cadence or "").replace("_", "-")

    # What its keys do

    async def action_open(self) -> None:
        """Do what comes next for the line."""
        review = self.review
        if review is None:
            if self.proposal is not None:
                self.action_accept()
        elif review.state in UNDER_WAY:
            self._show_run(review.id)
        elif review.state in (QbrState.PLANNED, QbrState.PREPARED):
            self._show_prepare(review.id)
        elif review.state is QbrState.CANCELLED:
            self.refuse("this review was called off: there is nothing to open")
        else:
            self._show_follow_up(review.id)

    def _show_run(self, qbr_id: int) -> None:
        from kamtui.screens.qbr_run import QbrRunScreen

        self.app.push_screen(QbrRunScreen(qbr_id), lambda ended: self._follow_up_if(qbr_id, ended))

    def _show_prepare(self, qbr_id: int) -> None:
        from kamtui.screens.qbr_prepare import QbrPrepareScreen

        self.app.push_screen(QbrPrepareScreen(qbr_id), lambda begins: self._run_if(qbr_id, begins))

    def _follow_up_if(self, qbr_id: int, ended: object) -> None:
        if ended:
            self._show_follow_up(qbr_id)

    def _run_if(self, qbr_id: int, begins: object) -> None:
        if begins:
            self._run(qbr_id)

    def _show_follow_up(self, qbr_id: int) -> None:
        from kamtui.screens.qbr_follow_up import QbrFollowUpScreen

        self.app.push_screen(QbrFollowUpScreen(qbr_id))

    async def action_review(self) -> None:
        """Run the review, or go on with it."""
        review = self.review
        if review is None:
            self.refuse(
                "a proposal is planned first: a accepts it" if self.proposal else "there is nothing to run: n plans one"
            )
        elif review.state in UNDER_WAY:
            self._show_run(review.id)
        elif review.state not in (QbrState.PLANNED, QbrState.PREPARED):
            self.refuse(f"this review is {review.state.replace('_', ' ')}: it is not run again")
        else:
            self._run(review.id)

    @work(group="run")
    async def _run(self, qbr_id: int) -> None:
        review = await self.read(qbrs.qbr, qbr_id)
        if review is not None and review.state is QbrState.PLANNED:
            parts = f"{len(review.prep_done)} of {len(PrepPart)} parts of the preparation are done"
            more = ("What is noted counts as the preparation.", "dim")
            if not await self.app.push_screen_wait(
                ConfirmScreen(f"{parts}. Begin?", yes="begin", no="not yet", more=more)
            ):
                return
        if await self.change(qbr_run_changes.begin, qbr_id):
            self._show_run(qbr_id)

    @work
    async def action_done(self) -> None:
        """The follow-up was sent."""
        review = self.review
        if review is None or review.state is not QbrState.HELD:
            self.refuse("d says that the follow-up of a held review was sent")
        elif saved := await self.change(qbr_close_changes.sent, review.id):
            self.tell(f"follow-up sent {'on time' if saved.value else 'late'} · u undoes it")
