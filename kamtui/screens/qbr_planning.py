"""Planning reviews: new ones, those that the rhythm proposes, another day, called off."""

from typing import TYPE_CHECKING

from textual import work

from kamtui.domain.qbr import OPEN, QbrState, may_move, words
from kamtui.screens.base import CockpitScreen
from kamtui.screens.form import Field, FormScreen
from kamtui.storage import qbrs_changes
from kamtui.storage.qbr_proposals import Proposal
from kamtui.storage.qbrs import QbrRow

if TYPE_CHECKING:
    from datetime import date


class QbrPlanningScreen(CockpitScreen):
    """A list of reviews and proposals; `new` is the review that was just planned, where the cursor is to go."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.rows: tuple[QbrRow, ...] = ()
        self.proposed: tuple[Proposal, ...] = ()
        self.marked: set[int] = set()
        self.new: int | None = None

    # The line under the cursor

    @property
    def review(self) -> QbrRow | None:
        """The review under the cursor."""
        key = self.list.key
        return next((row for row in self.rows if ("qbr", row.id) == key), None)

    @property
    def proposal(self) -> Proposal | None:
        """The proposal under the cursor."""
        key = self.list.key
        return next((each for each in self.proposed if ("proposal", each.account_id) == key), None)

    # What its keys do

    @work
    async def action_new(self) -> None:
        """Plan a review."""
        proposal, review = self.proposal, self.review
        account = proposal.account_id if proposal else review.account_id if review else self.desk.account_id
        await self._plan(account, proposal.on if proposal else None)

    @work
    async def action_edit(self) -> None:
        """Change day and people."""
        from kamtui.screens.qbr_form import edit_review

        if (proposal := self.proposal) is not None:
            await self._plan(proposal.account_id, proposal.on)
        elif (review := self.review) is None:
            self.refuse("there is nothing to edit")
        elif review.state not in OPEN:
            self.refuse(f"this review is {words(review.state)}: its day and people stay as they were")
        else:
            await edit_review(self, review.id)

    async def _plan(self, account_id: int | None, on: "date | None") -> None:
        from kamtui.screens.qbr_form import plan_review

        self._show_new(await plan_review(self, account_id, on))

    def _show_new(self, key: int | None) -> None:
        """The cursor goes to what was planned, so that enter prepares it."""
        self.new = key
        self.reload()

    def action_mark(self) -> None:
        """Mark a proposal, to accept several at once."""
        proposal = self.proposal
        if proposal is None:
            self.refuse("only proposals are marked")
            return
        self.marked ^= {proposal.account_id}
        self.apply_filter(self.filter_text)
        self.list.action_move(1)

    @work
    async def action_accept(self) -> None:
        """Plan the marked proposals, or the one under the cursor."""
        here = self.proposal
        chosen = [each for each in self.proposed if each.account_id in self.marked] or ([here] if here else [])
        if not chosen:
            self.refuse("there is no proposal here: n plans a review of your own")
            return
        wanted = [(each.account_id, each.on) for each in chosen]
        if saved := await self.change(qbrs_changes.plan_several, wanted):
            self.marked.clear()
            self._show_new(saved.value[0])
            self.tell(f"{len(saved.value)} planned · enter prepares, e changes day and people, u undoes it")

    @work
    async def action_skip(self) -> None:
        """Call a review off."""
        review = self.review
        if review is None:
            self.refuse("only a planned review is called off; a proposal simply stays one")
            return
        if not may_move(review.state, QbrState.CANCELLED):
            self.refuse(f"this review is {words(review.state)}: it is not called off any more")
            return
        form = FormScreen(
            [("Call off the QBR with ", "title"), (review.account, "title")],
            [Field("reason", "Because", required=True, hint="kept in the history")],
            qbrs_changes.cancel,
            always={"qbr_id": review.id},
        )
        if saved := await self.app.push_screen_wait(form):
            self.tell(f"{saved.value} is called off · u undoes it")
