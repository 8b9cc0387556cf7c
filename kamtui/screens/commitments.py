"""The ledger of promises, over all accounts or for one: open ones by date, then what became of the others."""

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.commitments import CommitmentState
from kamtui.domain.wording import plural
from kamtui.screens.commitment_words import below_lines, open_cell, standing_cell, state_cell, why_lines
from kamtui.screens.one_or_all import OneOrAllScreen
from kamtui.screens.record_pages import page_of
from kamtui.storage import commitments
from kamtui.storage import commitments_changes as changes
from kamtui.storage.commitments import LedgerRow
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.screens.form import FormScreen
    from kamtui.widgets.ink import Cell

EMPTY = "No promises yet. n writes one down; those made in QBRs, conversations and calls come here by themselves."
COLUMNS = (
    Column("due", 10, right=True),
    Column("", 6),
    Column("what", share=4, least=30),
    Column("who", share=1, least=10, keep=4),
    Column("account", share=2, least=12, keep=2),
    Column("from", 10, keep=5),
)
PLACE_OF = {"qbr": "qbr", "plan": "plan"}
"""The screen on which the source of a promise lives, where it has no page of its own."""


class CommitmentsScreen(OneOrAllScreen[LedgerRow]):
    """All promises; with `one_account` those of the account that all screens show, with `uid` beginning at one."""

    SCOPE = "commitments"
    CSS_PATH = "commitments.tcss"
    COLUMNS = COLUMNS
    EMPTY = EMPTY
    NOTHING = "there is no promise to {to}; n writes one down"
    HELP = (
        "What was promised, by us and by them. d says that it was kept, in time or late by its own date; x waives it "
        "with a reason, b says that it is broken. a shows one account or all of them."
    )

    def __init__(self, name: str | None = None, *, one_account: bool = False, uid: str = "") -> None:
        super().__init__(name, one_account=one_account)
        self.found: tuple[LedgerRow, ...] = ()
        self._new: int | None = None
        self._first = uid

    def body(self) -> ComposeResult:
        """The list, and all about the promise under the cursor."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*COLUMNS, empty=EMPTY)
                yield Lines(id="below", wrapped=False)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the ledger."""
        account = self.desk.account_id if self.one_account else None
        self.found = await self.read(commitments.ledger, account)
        self.by_id = {row.id: row for row in self.found}
        self.apply_filter(self.filter_text)
        self._say_standing()
        wanted = next((row.id for row in self.found if self._first and row.uid == self._first), self._new)
        if wanted is not None:
            self.query_one(VirtualList).go_to(wanted)
            self._new, self._first = None, ""

    def _say_standing(self) -> None:
        today = self.desk.today
        if self.found:
            shares = standing_cell(commitments.shares(self.found, today), one_account=self.one_account)
            self.show_status(shares, open_cell(self.found, today), self.whose)
        else:
            self.show_status(left=self.whose)

    def apply_filter(self, text: str) -> None:
        """Only the promises in which every word occurs."""
        words = text.casefold().split()
        shown = [row for row in self.found if all(word in _searched(row) for word in words)]
        standing = [row for row in shown if row.promise.open]
        settled = [row for row in shown if not row.promise.open]
        self.show_groups((("open", standing), ("settled", settled)), text)

    def row_of(self, one: LedgerRow) -> Row:
        """A promise in one line."""
        promise = one.promise
        cells: list[Cell] = [str(promise.side), promise.what, promise.who, one.account, one.source.name]
        if self.one_account:
            del cells[3]
        if not promise.open:
            cells = [(str(cell), "dim") for cell in cells]
        return Row([state_cell(one, self.desk.today), *cells], key=one.id)

    # Why

    def explain(self) -> None:
        """Tell all about the promise under the cursor."""
        row, today = self.current, self.desk.today
        theirs = [one for one in self.found if row is not None and one.account_id == row.account_id]
        self.query_one("#why", Lines).show(why_lines(row, theirs, today) if row else [])
        self.query_one("#below", Lines).show(below_lines(row, theirs, today) if row else [])

    # What the keys do

    async def action_open(self) -> None:
        """Open what it came from; what was written down by hand is shown in full."""
        if (row := self.chosen("open")) is None:
            return
        if row.source.on is not None:
            self.set_account(row.account_id, row.account)
            page = await page_of(self, row.account_id, row.account, row.source.kind, row.source.uid)
            if page is not None:
                await self.app.push_screen(page)
                return
        place = PLACE_OF.get(row.source.kind, "")
        if row.source.on is not None and any(one.id == place for one in self.desk.places):
            await self.app.run_action(f"go('{place}')", default_namespace=self.app)
            return
        from kamtui.screens.details import DetailsScreen

        theirs = [one for one in self.found if one.account_id == row.account_id]
        await self.app.push_screen(DetailsScreen(why_lines(row, theirs, self.desk.today)))

    @work(group="form")
    async def _ask(self, form: "FormScreen", told: str = "", then: int | None = None) -> None:
        if await self.app.push_screen_wait(form) is not None and told:
            self._go_on_to(then)
            self.tell(f"{told} · u undoes it")

    @work(group="form")
    async def action_new(self) -> None:
        """Write a promise down."""
        from kamtui.screens.commitment_form import CommitmentForm

        accounts = await self.read(commitments.accounts_to_choose)
        if not accounts:
            self.refuse("there are no accounts yet; 2 and n add the first one")
            return
        row = self.current
        account = self.desk.account_id if self.one_account or row is None else row.account_id
        saved = await self.app.push_screen_wait(CommitmentForm(accounts, account))
        if saved is not None:
            self._new = saved.value
            self.reload()

    @work(group="form")
    async def action_edit(self) -> None:
        """Change it."""
        from kamtui.screens.commitment_form import CommitmentForm

        if (row := self.chosen("edit")) is not None:
            accounts = await self.read(commitments.accounts_to_choose)
            await self.app.push_screen_wait(CommitmentForm(accounts, row.account_id, row))

    @property
    def _next_open(self) -> int | None:
        """The open promise below the cursor's, else the one above: where the cursor goes when this one is settled."""
        lines = (line.key for line in self.query_one(VirtualList).lines if isinstance(line, Row))
        standing = [key for key in lines if isinstance(key, int) and self.by_id[key].promise.open]
        if (row := self.current) is None or row.id not in standing:
            return None
        place = standing.index(row.id)
        return next(iter([*standing[place + 1 :], *reversed(standing[:place])]), None)

    def _go_on_to(self, key: int | None) -> None:
        if key is not None:
            self._new = key
            self.reload()

    @work(group="list")
    async def action_done(self) -> None:
        """It was kept today, in time or late."""
        then = self._next_open
        if (row := self.chosen("keep")) is not None and (saved := await self.change(changes.keep_commitment, row.id)):
            self._go_on_to(then)
            how = "in time"
            if saved.value is CommitmentState.LATE and row.promise.due is not None:
                how = f"{plural((self.desk.today - row.promise.due).days, 'day')} late"
            self.tell(f"kept {how} · u undoes it")

    @work(group="list")
    async def action_broken(self) -> None:
        """It was not kept and will not be."""
        await self._change("break", changes.break_commitment, "broken · u undoes it")

    @work(group="list")
    async def action_reopen(self) -> None:
        """It is open again."""
        await self._change("open again", changes.reopen_commitment, "open again · u undoes it")

    @work(group="list")
    async def action_remove(self) -> None:
        """Take it out of the ledger."""
        await self._change("remove", changes.remove_commitment, "removed · u brings it back")

    async def _change(self, to: str, does: Any, told: str) -> None:
        then = self._next_open
        if (row := self.chosen(to)) is not None and await self.change(does, row.id) is not None:
            self._go_on_to(then)
            self.tell(told)

    def action_skip(self) -> None:
        """Waive it, with a reason."""
        from kamtui.screens.commitment_form import waive_form

        if (row := self._still_open("waive")) is not None:
            self._ask(waive_form(row), "waived", self._next_open)

    def action_snooze(self) -> None:
        """Agree on another date."""
        from kamtui.screens.commitment_form import move_form

        if (row := self._still_open("move")) is not None:
            self._ask(move_form(row), "moved")

    def _still_open(self, to: str) -> LedgerRow | None:
        row = self.chosen(to)
        if row is None or row.promise.open:
            return row
        self.refuse(f"it is {row.promise.state} already; t opens it again")
        return None


def _searched(row: LedgerRow) -> str:
    promise = row.promise
    return f"{promise.what} {promise.who} {row.account} {promise.side} {promise.state} {row.source.name}".casefold()
