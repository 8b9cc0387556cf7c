"""The list of issues, over all accounts or for one, by their clocks: breached first, then by the time that is left."""

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.issues import CAUSE_ASKED
from kamtui.screens import issue_words as words
from kamtui.screens.one_or_all import OneOrAllScreen
from kamtui.storage import issues, issues_changes
from kamtui.storage.issues import Board, IssueRow
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.screens.form import FormScreen
    from kamtui.widgets.ink import Cell

EMPTY = "No issues. n logs one; cases of a support tool come in by import (0)."
COLUMNS = (
    Column("clock", 11, right=True),
    Column("", 2),
    Column("issue", share=4, least=30),
    Column("account", share=2, least=14, keep=2),
    Column("status", 9, keep=3),
    Column("theme", share=2, least=12, keep=4),
    Column("owner", share=1, least=10, keep=5),
)
TICK = 60
"""Seconds after which the clocks are read again."""


class IssuesScreen(OneOrAllScreen[IssueRow]):
    """All issues; with `one_account` those of the account that all screens show, with `uid` from that issue on."""

    SCOPE = "issues"
    CSS_PATH = "issues.tcss"
    COLUMNS = COLUMNS
    EMPTY = EMPTY
    NOTHING = "there is no issue to {to}; n logs one"
    HELP = (
        "What went wrong for clients, by the time that is left to put it right. d says that it is resolved, g gives it "
        "to somebody who can do more, t takes it back or opens it again, w says what caused it. ↻ marks a theme that "
        "came up on two accounts in 90 days. a shows one account or all of them."
    )

    def __init__(self, name: str | None = None, *, one_account: bool = False, uid: str = "") -> None:
        super().__init__(name, one_account=one_account)
        self.board: Board | None = None
        self._go_to: int | str | None = uid or None

    def body(self) -> ComposeResult:
        """The list; all about the issue under the cursor, what comes back, how the targets are kept."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*COLUMNS, empty=EMPTY)
                yield Lines(id="below", wrapped=False)
            with Vertical(id="beside", classes="side"):
                yield Lines(id="why")
                yield Lines(id="kept")

    def on_mount(self) -> None:
        """The clocks go on while one looks."""
        self.set_interval(TICK, self.reload)

    async def load(self) -> None:
        """Read the issues."""
        account = self.desk.account_id if self.one_account else None
        targets = self.desk.settings.practice().issue_targets
        self.board = await self.read(issues.board, self.desk.clock.now(), targets, account)
        self.by_id = {row.id: row for row in self.board.rows}
        self.apply_filter(self.filter_text)
        self._say_standing(self.board)
        if self._go_to is not None:
            wanted = next((row.id for row in self.board.rows if self._go_to in (row.id, row.uid)), None)
            self.query_one(VirtualList).go_to(wanted)
            self._go_to = None
        self.explain()

    def _say_standing(self, board: Board) -> None:
        if board.rows:
            self.show_status(words.kept_cell(board), words.open_cell(board), self.whose)
        else:
            self.show_status(left=self.whose)
        self.query_one("#kept", Lines).show(words.board_lines(board) if board.rows else [])

    def apply_filter(self, text: str) -> None:
        """Only the issues in which every word occurs."""
        if self.board is None:
            return
        looked_for = text.casefold().split()
        shown = [row for row in self.board.rows if all(word in _searched(row) for word in looked_for)]
        groups = (
            ("open", [row for row in shown if row.issue.open]),
            ("resolved, the cause is not known", [row for row in shown if row.issue.asks_for_cause]),
            ("resolved", [row for row in shown if not row.issue.open and not row.issue.asks_for_cause]),
        )
        self.show_groups(groups, text)

    def row_of(self, one: IssueRow) -> Row:
        """An issue in one line."""
        assert self.board is not None  # noqa: S101  its rows are shown
        issue = one.issue
        cells: list[Cell] = [
            words.severity_cell(one), issue.title, one.account, words.status_cell(one),
            words.theme_cell(one, self.board, self.desk.clock.now()), issue.owner,
        ]  # fmt: skip
        if self.one_account:
            del cells[2]
        return Row([words.clock_cell(one, self.desk.clock.now()), *cells], key=one.id)

    # Why

    def explain(self) -> None:
        """Tell all about the issue under the cursor."""
        row, board = self.current, self.board
        why: list[Cell] = []
        below: list[Cell] = []
        if row is not None and board is not None:
            given = (row, board, self.desk.clock.now(), self.desk.settings.practice().issue_targets)
            why, below = words.why_lines(*given), words.below_lines(*given)
        self.query_one("#why", Lines).show(why)
        self.query_one("#below", Lines).show(below)

    # What the keys do

    async def action_open(self) -> None:
        """Everything about it, with its notes."""
        row = self.chosen("open")
        if row is not None and self.board is not None:
            from kamtui.screens.details import DetailsScreen

            targets = self.desk.settings.practice().issue_targets
            lines = words.why_lines(row, self.board, self.desk.clock.now(), targets)
            await self.app.push_screen(DetailsScreen([*lines, "", *words.board_lines(self.board)]))

    @work(group="form")
    async def action_new(self) -> None:
        """Log an issue."""
        from kamtui.screens.issue_form import IssueForm

        row = self.current
        account = self.desk.account_id if self.one_account or row is None else row.account_id
        saved = await self.app.push_screen_wait(IssueForm(account))
        if saved is not None:
            self._go_to = saved.value
            self.reload()

    @work(group="form")
    async def action_edit(self) -> None:
        """Change it."""
        from kamtui.screens.issue_form import IssueForm

        if (row := self.chosen("edit")) is not None:
            await self.app.push_screen_wait(IssueForm(row.account_id, row.id))

    @work(group="list")
    async def action_done(self) -> None:
        """It is resolved; of a P1 or P2 the root cause is asked for."""
        row = self.chosen("resolve")
        if row is None:
            return
        if not row.issue.open:
            self.refuse("it is resolved already; t opens it again")
        elif row.issue.severity in CAUSE_ASKED and not row.issue.root_cause:
            from kamtui.screens.issue_form import resolve_form

            if (saved := await self.app.push_screen_wait(resolve_form(row))) is not None:
                self.tell("resolved, w says later what caused it" if saved.value else "resolved · u undoes it")
        elif await self.change(issues_changes.resolve_issue, issue_id=row.id) is not None:
            self.tell("resolved · u undoes it")

    def action_escalate(self) -> None:
        """Give it to somebody who can do more."""
        from kamtui.screens.issue_form import escalate_form

        row = self.chosen("escalate")
        if row is not None and not row.issue.open:
            self.refuse("it is resolved already; t opens it again")
        elif row is not None:
            self._ask(escalate_form(row), "escalated")

    def action_cause(self) -> None:
        """Write down what caused it."""
        from kamtui.screens.issue_form import cause_form

        if (row := self.chosen("explain")) is not None:
            self._ask(cause_form(row), "written down")

    @work(group="form")
    async def _ask(self, form: "FormScreen", told: str) -> None:
        if await self.app.push_screen_wait(form) is not None:
            self.tell(f"{told} · u undoes it")

    @work(group="list")
    async def action_reopen(self) -> None:
        """Take an escalated one back, open a resolved one again."""
        row = self.chosen("open again")
        if row is not None and row.issue.open:
            await self._change(row, issues_changes.take_back_issue, "taken back · u undoes it")
        elif row is not None:
            await self._change(row, issues_changes.reopen_issue, "open again · u undoes it")

    @work(group="list")
    async def action_remove(self) -> None:
        """Take it off the list."""
        if (row := self.chosen("remove")) is not None:
            await self._change(row, issues_changes.remove_issue, "removed · u brings it back")

    async def _change(self, row: IssueRow, does: Any, told: str) -> None:
        if await self.change(does, row.id) is not None:
            self.tell(told)


def _searched(row: IssueRow) -> str:
    issue = row.issue
    said = (issue.title, row.account, issue.severity, issue.status, row.standing, issue.theme, issue.owner)
    return " ".join((*map(str, said), issue.escalated_to, issue.root_cause)).casefold()
