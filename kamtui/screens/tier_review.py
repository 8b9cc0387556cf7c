"""The quarterly tier review: which tier the figures suggest, accepted or not, and what it costs (rule T-5)."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.text import shorten
from kamtui.domain.wording import minutes_words, plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.tier_review_rows import effect_lines, line_row, reason_lines, tier_name
from kamtui.screens.timed import Timed
from kamtui.storage import tier_review_changes as changes
from kamtui.storage.tier_review import Line, TierReview, cost, the_review
from kamtui.widgets.columns import Column
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Row
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from kamtui.domain.tier_review import Load
    from kamtui.widgets.ink import Cell

NAME = 40
NO_ACCOUNT = "No account is active yet, so there is nothing to rank. 2 shows the accounts."
NOTHING_FITS = "No account fits the filter. escape shows all."


class TierReviewScreen(Timed, CockpitScreen):
    """Every active account with its suggestion; what waits for a decision stands first."""

    SCOPE = "tier_review"
    CSS_PATH = "tier_review.tcss"
    FILTERS = True
    HELP = (
        "In the top fifth of both value and gap: Strategic. Else at or above the median value, with a gap of a fifth "
        "of it or a referral in 12 months: Growth. Else Maintain. Nothing is applied by itself: d accepts, x keeps "
        "the tier with a reason."
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: TierReview | None = None
        self._decided = False

    def body(self) -> ComposeResult:
        """The list, and the reasons."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("account", share=1, least=18),
                    Column("now", 9),
                    Column("suggested", 11),
                    Column("a year", 6, right=True),
                    Column("gap", 6, right=True),
                    Column("decided", 16),
                )
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the review of this quarter."""
        self.found = await self.read(the_review, self.desk.today, self.desk.settings.practice())
        self.time_on("tiers")
        self.apply_filter(self.filter_text)

    def apply_filter(self, text: str) -> None:
        """The accounts whose name holds every word."""
        found = self.found
        if found is None:
            return
        words = text.casefold().split()
        fitting = [line for line in found.lines if all(word in line.row.name.casefold() for word in words)]
        waiting = [line for line in fitting if line.open]
        rest = [line for line in fitting if not line.open]
        lines: list[Row | Heading] = [line_row(line) for line in waiting]
        if rest:
            lines.append(Heading(f"decided, or suggested as they are: {len(rest)}"))
        lines += [line_row(line) for line in rest]
        self.list.show(lines, empty=NOTHING_FITS if words else NO_ACCOUNT)
        if self._decided and waiting:
            self.list.action_first()
        self._decided = False
        state = f"done on {found.done_on}" if found.done_on else f"{plural(found.open, 'suggestion')} to decide"
        self.show_status(f"{found.period.key} · {state}", (minutes_words(found.now.mean) + " a week", "dim"))
        self._show_why()

    # Why

    @property
    def line(self) -> Line | None:
        """The account under the cursor."""
        return next((one for one in self.found.lines if one.row.id == self.list.key), None) if self.found else None

    def on_virtual_list_highlighted(self) -> None:
        """The reasons follow the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        found, line = self.found, self.line
        wide: list[Cell] = []
        short: list[Cell] = []
        if found is not None:
            everything = effect_lines("all suggestions accepted", found.now, found.then) if found.open else []
            if line is not None:
                mine = effect_lines("this one accepted", found.now, self._effect(found, line)) if line.open else []
                reasons = reason_lines(line)
                wide = [(shorten(line.row.name, 200), "title"), *reasons, "", *mine, *([""] if mine else [])]
                wide += everything or effect_lines("as it stands", found.now, found.now)
                said: Cell = (line.suggestion.words, "dim")
                decided = reasons[len(line.suggestion.reasons) + 1 :]
                short = [
                    reasons[0],
                    said,
                    *decided,
                    *(mine or everything or effect_lines("as it stands", found.now, found.now)),
                ]
            if found.not_ranked:
                wide += ["", (f"{plural(found.not_ranked, 'account')} still in onboarding: not ranked", "dim")]
        self.query_one("#why", Lines).show(wide)
        self.query_one("#below", Lines).show(short)

    def _effect(self, found: TierReview, line: Line) -> "Load":
        tiers = {line.row.id: line.suggestion.tier}
        return cost(found.rows, tiers, found.minutes, self.desk.today, self.desk.settings.practice())

    # What the keys do

    def _under_cursor(self) -> Line | None:
        if self.line is None:
            self.refuse("there is no account here")
        return self.line

    async def action_open(self) -> None:
        """The page of the account."""
        from kamtui.screens.account import AccountScreen

        if (line := self._under_cursor()) is not None:
            await self.app.push_screen(AccountScreen(line.row.id, line.row.name))

    @work
    async def action_done(self) -> None:
        """Accept the suggestion: the account changes its tier, its history keeps the reasons (rule T-6)."""
        if (line := self._under_cursor()) is None:
            return
        one, name = line.suggestion, shorten(line.row.name, NAME)
        if not one.differs:
            self.refuse(f"{name} is suggested as it is: {tier_name(one.now)}")
            return
        practice = self.desk.settings.practice()
        self._decided = True
        if await self.change(changes.accept_suggestion, line.row.id, int(one.tier), one.words, practice):
            self.tell(f"{name} is {tier_name(one.tier)} now · u undoes it")
        else:
            self._decided = False

    @work
    async def action_skip(self) -> None:
        """Keep the tier, with the reason."""
        from kamtui.screens.form import Field, FormScreen

        if (line := self._under_cursor()) is None:
            return
        if line.kept is not None:
            self.refuse(f"decided already: {shorten(line.kept.reason, 60)}")
            return
        form = FormScreen(
            f"{shorten(line.row.name, NAME)} stays {tier_name(line.suggestion.now)}",
            [Field("reason", "Because", required=True, hint="the review keeps it")],
            changes.keep_tier,
            always={"account_id": line.row.id, "practice": self.desk.settings.practice()},
            more=(line.suggestion.words, "dim"),
        )
        self._decided = True
        if await self.app.push_screen_wait(form):
            self.tell("kept as it is · u undoes it")
        else:
            self._decided = False

    @work
    async def action_tier(self) -> None:
        """Any tier, with the reason."""
        from kamtui.screens.tier_form import ask_for_tier

        if (line := self._under_cursor()) is not None:
            await ask_for_tier(self, line.row.id, line.row.name, line.row.tier)

    @work
    async def action_save(self) -> None:
        """The review of this quarter is done; asks when suggestions are left open."""
        from kamtui.screens.confirm import ConfirmScreen

        found = self.found
        if found is None:
            return
        if found.open and found.done_on is None:
            left = plural(found.open, "suggestion")
            window = ConfirmScreen(f"Finish with {left} left open?", yes="finish", no="go on")
            if not await self.app.push_screen_wait(window):
                return
        if saved := await self.change(changes.finish_review, self.desk.settings.practice(), self.time_spent()):
            self.tell(f"the tier review of {saved.value} is done")
            self.dismiss()
