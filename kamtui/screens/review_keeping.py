"""Keeping a review: its minutes, and everything that is typed in it, as it is typed."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import work
from textual.widgets import Input, TextArea

from kamtui.domain.reviews import Friday, spent
from kamtui.screens.base import data_changed
from kamtui.screens.week_work import ListScreen
from kamtui.storage import reviews_changes
from kamtui.storage.errors import Unusable
from kamtui.storage.guided import GuidedUnderWay
from kamtui.storage.reviews import UnderWay
from kamtui.storage.reviews_changes import OnScreen

if TYPE_CHECKING:
    from kamtui.storage.week import Week

LONGEST_PAUSE = 60.0
"""Seconds between two ticks that still count; a longer gap means that the machine slept."""
KEEP_EVERY = 10
"""Seconds after which the clock is kept even when nothing is typed."""


class Keeping(ListScreen):
    """A review under way that survives whatever ends the program: its `review`, what is typed, and its summary."""

    PLAIN = True

    review: Any
    under_way: UnderWay | GuidedUnderWay | None = None

    def __init__(self) -> None:
        super().__init__()
        self.proposed = ""
        self.over = False
        self._since = 0.0
        self._fraction = 0.0
        self._kept_at = 0
        self._unkept = False
        self._keeping = False

    def on_mount(self) -> None:
        """Count from now on."""
        self._since = monotonic()
        self.set_interval(1.0, self._tick)

    def minute_passed(self) -> None:
        """What there is to show when another minute was used."""

    @property
    def which(self) -> tuple[object, ...]:
        """Which review it is, of all that can be open."""
        return (type(self).__name__,)

    # For the reviews to fill in

    @property
    def on_screen(self) -> OnScreen:
        """Everything that is on the screen and would be lost without keeping it."""
        raise NotImplementedError

    def proposal(self) -> str:
        """The summary that is proposed."""
        raise NotImplementedError

    # What they share

    @property
    def summary(self) -> str:
        """The summary as far as it is the user's own."""
        written = self.query_one("#summary", TextArea).text
        return "" if written.strip() == self.proposed else written

    def propose(self) -> None:
        """Keep the proposed summary up to date for as long as nobody changed it."""
        area = self.query_one("#summary", TextArea)
        proposal = self.proposal()
        if area.text.strip() in ("", self.proposed):
            self.proposed = proposal
            if area.text != proposal and not area.has_focus:
                area.text = proposal
                area.move_cursor(area.document.end)

    def fill_in(self, summary: str) -> None:
        """Put a summary that was kept back on the screen."""
        if summary:
            area = self.query_one("#summary", TextArea)
            area.text = summary
            area.move_cursor(area.document.end)

    def choose(self, change: Callable[..., Any], what: str | int, typed: Input | None = None) -> bool:
        """Change what is planned; says why that does not do."""
        try:
            self.review = change(self.review, what)
        except ValueError as problem:
            self.refuse(str(problem))
            return False
        if typed is not None:
            typed.value = ""
        self.show_plan()
        self.keep_soon()
        return True

    def show_plan(self) -> None:
        """Show what is planned, and the proposed summary."""

    def keep_soon(self) -> None:
        """Keep what is on the screen, now, or as soon as what is being kept is kept."""
        self._unkept = True
        if not self._keeping and self.under_way is not None and not self.over:
            self._keeping = True
            self._keep()

    @work(group="keep")
    async def _keep(self) -> None:
        try:
            while self._unkept and self.under_way is not None and not self.over:
                self._unkept = False
                await self.desk.database.note(reviews_changes.keep, self.under_way.id, self.on_screen)
                self._kept_at = self.review.seconds
        except (ValueError, Unusable) as problem:
            self._unkept = True
            self.refuse(f"not kept yet: {problem}")
        finally:
            self._keeping = False

    async def flush(self) -> None:
        """The cockpit ends: keep the review as it stands."""
        self.count()
        if self.under_way is not None and not self.over:
            await self.desk.database.note(reviews_changes.keep, self.under_way.id, self.on_screen)

    async def keep_now(self) -> bool:
        """Keep the review as it stands; says so when that failed."""
        try:
            await self.flush()
        except (ValueError, Unusable) as problem:
            self.refuse(str(problem))
            return False
        return True

    def count(self) -> None:
        """Count the time since the last look."""
        now = monotonic()
        self._fraction += min(now - self._since, LONGEST_PAUSE)
        self._since = now
        whole = int(self._fraction)
        self._fraction -= whole
        self.review = spent(self.review, whole)

    def _tick(self) -> None:
        before = self.review.minutes_used
        self.count()
        if self.review.minutes_used != before:
            self.minute_passed()
        if self.review.seconds - self._kept_at >= KEEP_EVERY:
            self.keep_soon()

    def action_back(self) -> None:
        """Leave it for later; everything is kept."""
        self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        self.count()
        if self.under_way is not None and not self.over:
            try:
                kept = await self.desk.database.note(reviews_changes.leave, self.under_way.id, self.on_screen)
            except (ValueError, Unusable) as problem:
                self.refuse(str(problem))
                return
            self.over = True
            nothing = "nothing was done in the review yet: it is not under way"
            self.tell("the review is kept: r goes on where it was" if kept else nothing)
        data_changed(self.app)
        self.dismiss(None)


class KeptReview(Keeping):
    """The Friday review under way."""

    under_way: UnderWay | None = None

    def __init__(self) -> None:
        super().__init__()
        self.review = Friday()
        self.week: Week | None = None

    async def resume(self) -> UnderWay:
        """Begin the review, or take up the one that was left."""
        self.under_way = await self.desk.database.note(reviews_changes.begin)
        self.review = self.under_way.review
        self.desk.version += 1
        return self.under_way

    @property
    def on_screen(self) -> OnScreen:
        """The review, and what is typed in it."""
        return OnScreen(
            self.review,
            summary=self.summary,
            unsaved_line=self.query_one("#line", Input).value,
            unsaved_priority=self.query_one("#own", Input).value,
        )
