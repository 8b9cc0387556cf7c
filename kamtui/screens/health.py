"""The Health screen: the month's round of checks, what stands behind each colour, and open check-ins."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain.health import Colour
from kamtui.domain.wording import MONTHS, day_words
from kamtui.screens.base import CockpitScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.health_draft import drafts_of, rescue_drafts
from kamtui.screens.health_lines import health_cell, remark_cell, turn_cell
from kamtui.screens.health_side import below_lines, key_of, matches, month_lines, side_lines, with_headings
from kamtui.storage import health, health_changes, health_round
from kamtui.storage.errors import Unusable
from kamtui.storage.health_round import RoundRow
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import SIGNS, colour_strip
from kamtui.widgets.virtual_list import Column, Heading, Row, Rows, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

EMPTY = "No accounts yet. 2 opens the accounts, where n adds the first one."
NOTHING_FITS = "No account fits the filter. Escape shows all of them."


class HealthScreen(CockpitScreen):
    """Every account with its colour, trend and twelve months; enter checks one, r goes through all that are due."""

    SCOPE = "health"
    CSS_PATH = "health.tcss"
    FILTERS = True
    FOLLOWS_ACCOUNT = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    HELP = (
        "Four signals a month. Two poor ones turn an account red and open a check-in; a check that is too old is stale "
        "and never counts as green; silence is said beside the colour, because silence is not health."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: health_round.HealthRound | None = None
        self._beside: dict[int, health.Beside] = {}

    def body(self) -> ComposeResult:
        """Twelve months, the list, and the why of the line under the cursor."""
        yield Lines(id="months", wrapped=False)
        with Horizontal(id="main"):
            yield VirtualList(
                Column("T", 1),
                Column("account", share=2, least=16),
                Column("health", 14),
                Column("12 months", 12, keep=2),
                Column("check", 10, right=True, keep=3),
                Column("", share=1, least=17),
                empty=EMPTY,
            )
            yield Lines(id="why", classes="side")
        yield Lines(id="below", wrapped=False)

    # What is shown

    async def load(self) -> None:
        """The round, with the cursor on the account that all screens show."""
        desk = self.desk
        self._beside.clear()
        self.found = await self.read(health_round.the_round, desk.today, desk.settings.practice())
        self.query_one("#months", Lines).show(month_lines(self.found) if self.found.rows else [])
        self.apply_filter(self.filter_text)
        self._show_title()
        self._show_row()

    def apply_filter(self, text: str) -> None:
        """Only the accounts in whose name, tier, colour or state all words occur."""
        if self.found is None:
            return
        today, words = self.desk.today, text.casefold().split()
        fits = [row for row in self.found.rows if matches(row, words, today)]
        lines = Rows(with_headings(fits), draw=self._draw, key=key_of)
        self.list_of_accounts.show(lines, empty=NOTHING_FITS if words else EMPTY, keep=self.desk.account_id)
        if not fits:
            self._show_row()

    @property
    def list_of_accounts(self) -> VirtualList:
        """The list."""
        return self.query_one(VirtualList)

    def _draw(self, one: RoundRow | str) -> Row | Heading:
        if isinstance(one, str):
            return Heading(one)
        account, today = one.account, self.desk.today
        return Row(
            [
                account.tier.name[:1],
                account.name,
                health_cell(account.standing),
                colour_strip(account.strip, stale=account.standing.stale),
                turn_cell(one, today),
                remark_cell(one, today),
            ],
            key=account.id,
        )

    def _show_title(self) -> None:
        found = self.found
        if found is None:
            return
        counts = dict.fromkeys(Colour, 0)
        for row in found.rows:
            counts[row.account.standing.counted_as] += 1
        right: list[tuple[str, str]] = []
        for colour, count in counts.items():
            if count:
                mark, ink = SIGNS[colour]
                right.append((f" {mark} {count} ", ink))
        left: Cell = [("Health", "title"), (f" · {MONTHS[self.desk.today.month - 1]}", "")]
        self.show_status(f"{found.done} of {found.total} done", right, left)

    @property
    def current(self) -> RoundRow | None:
        """The row under the cursor."""
        key = self.list_of_accounts.key
        return None if self.found is None or key is None else self.found.row(key)

    def on_virtual_list_highlighted(self) -> None:
        """The cursor's account is the one that the other screens show."""
        row = self.current
        if row is not None:
            self.desk.account_id, self.desk.account_name = row.account.id, row.account.name
        self._show_row()

    def on_resize(self) -> None:
        """The lines below are made for the width."""
        self._show_row()

    def _show_row(self) -> None:
        row = self.current
        beside = None if row is None else self._beside.get(row.account.id)
        why, below = self.query_one("#why", Lines), self.query_one("#below", Lines)
        if row is None:
            why.show([])
            below.show([])
            return
        today = self.desk.today
        below.show(below_lines(row, beside, today, max(20, self.size.width - 4)))
        if beside is None:
            self._fetch(row.account.id)
        else:
            why.show(side_lines(row, beside, today, max(20, why.size.width)))

    @work(group="beside", exclusive=True)
    async def _fetch(self, account_id: int) -> None:
        try:
            self._beside[account_id] = await self.read(health.beside, account_id, self.desk.today)
        except Unusable as problem:
            self.refuse(str(problem))
            return
        if self.current is not None and self.current.account.id == account_id:
            self._show_row()

    # What the keys do

    def action_open(self) -> None:
        """Check the account under the cursor."""
        row = self.current
        if row is None:
            self.refuse("there is no account to check")
        else:
            self._start(row.account.id)

    def action_review(self) -> None:
        """Go through the round, from the first check that is due."""
        if self.found is None or not self.found.queue:
            month = MONTHS[self.desk.today.month - 1]
            self.refuse(f"{month}'s checks are all done; enter checks the account under the cursor all the same")
        else:
            self._start(self.found.queue[0].account.id)

    def _start(self, account_id: int) -> None:
        from kamtui.screens.health_round import HealthRoundScreen

        self.app.push_screen(HealthRoundScreen(account_id))

    @work
    async def action_new(self) -> None:
        """A score that the client gave."""
        row = self.current
        if row is None:
            self.refuse("there is no account to give a score")
            return
        from kamtui.screens.score_form import ScoreForm

        form = ScoreForm(row.account.id, row.account.name, self.desk.today)
        if await self.app.push_screen_wait(form) is not None:
            self.tell("score saved · u takes it back")

    @work
    async def action_done(self) -> None:
        """Close the open check-in."""
        row, check_in = self.current, self.current.check_in if self.current else None
        if row is None or check_in is None:
            self.refuse("this account has no open check-in; a check with two poor signals opens one")
            return
        from kamtui.screens.check_in_form import close_form

        form = close_form(check_in, row.account.name, self.desk.today)
        if await self.app.push_screen_wait(form) is not None:
            self.tell("check-in done · u takes it back")

    @work
    async def action_edit(self) -> None:
        """The question and the day of the open check-in."""
        row, check_in = self.current, self.current.check_in if self.current else None
        if row is None or check_in is None:
            self.refuse("e edits an open check-in, and this account has none; enter checks the account")
            return
        from kamtui.screens.check_in_form import edit_form

        await self.app.push_screen_wait(edit_form(check_in, row.account.name, self.desk.settings.check_in_days))

    def action_history(self) -> None:
        """All checks of the account."""
        row = self.current
        if row is None:
            self.refuse("there is no account to show")
            return
        from kamtui.screens.health_history import HealthHistoryScreen

        self.app.push_screen(HealthHistoryScreen(row.account.id, row.account.name))

    @work
    async def action_remove(self) -> None:
        """Take the last check away."""
        row = self.current
        on = row.account.standing.checked_on if row else None
        if row is None or on is None:
            self.refuse("there is no check to remove")
            return
        question: Cell = ["Remove the check of ", (day_words(on), "strong"), f" from {row.account.name}?"]
        more = ("An untouched check-in that it opened goes with it. u brings both back.", "dim")
        if await self.app.push_screen_wait(ConfirmScreen(question, yes="remove", no="keep", more=more)) and (
            await self.change(health_changes.remove_last_check, row.account.id)
        ):
            self.tell("check removed · u brings it back")

    async def flush(self) -> None:
        """Ratings and notes that were not saved go to a rescue file before the cockpit ends."""
        rescue_drafts(self.desk, drafts_of(self.app), self.found)
