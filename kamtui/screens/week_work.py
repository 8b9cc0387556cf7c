"""Working the week's list: open, done, snooze and skip, the same wherever the list stands.

What a key needs is imported when it is pressed: this is part of the first screen, which should stand at once.
"""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from textual import work

from kamtui.domain.catalogue import FRIDAY_REVIEW, MONTH_END_REVIEW
from kamtui.domain.dates import Period, week_of
from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import Quality
from kamtui.domain.week import WeekItem
from kamtui.screens import week_places
from kamtui.screens.base import CockpitScreen
from kamtui.widgets.ink import Cell

if TYPE_CHECKING:
    from kamtui.storage.week_changes import Given

STARTED = (FRIDAY_REVIEW, MONTH_END_REVIEW, "readiness_assessment")
"""What only a finished review completes."""
CAPTURED = ("value_touchpoint", "wanted_frequency")


class ListScreen(CockpitScreen):
    """A screen with lines of the week's list on it; `found` holds them by the key of their row."""

    found: Mapping[Hashable, WeekItem] = {}
    shown_week: Period | None = None

    @property
    def given(self) -> "Given":
        """The week and the practice by which the lines are judged."""
        from kamtui.storage.week_changes import Given

        return Given(self.shown_week or week_of(self.desk.today), self.desk.settings.practice())

    @property
    def item(self) -> WeekItem | None:
        """The line under the cursor."""
        row = self.row
        return self.found.get(row.key) if row is not None else None

    def _line(self, words: str) -> WeekItem | None:
        """The line under the cursor; says so where there is none."""
        if self.item is None:
            self.refuse(f"there is nothing to {words} here")
        return self.item

    async def start_review(self) -> None:
        """Start the Friday review, or go on with it."""
        from kamtui.screens.open_reviews import show_review
        from kamtui.screens.review import ReviewScreen

        await show_review(self.app, ReviewScreen())

    async def open_review(self, activity: str, account_id: int | None = None, account: str = "") -> bool:
        """Open the review that an activity is done in; False for an activity without one (rule Y-4)."""
        from kamtui.domain.guided import guided_for

        kind = guided_for(activity)
        if activity == FRIDAY_REVIEW:
            await self.start_review()
        elif activity == "tier_review":
            from kamtui.screens.tier_review import TierReviewScreen

            await self.app.push_screen(TierReviewScreen())
        elif activity == "pipeline_review":
            await self._read_pipeline()
        elif kind is not None:
            from kamtui.screens.guided import GuidedScreen
            from kamtui.screens.open_reviews import show_review

            if kind.per_account:
                self.set_account(account_id, account)
            await show_review(self.app, GuidedScreen(kind, account_id if kind.per_account else None))
        else:
            return False
        return True

    async def _read_pipeline(self) -> None:
        """The pipeline, what stalls first."""
        from kamtui.screens.pipeline import PipelineScreen

        await self.app.run_action("go('pipeline')", default_namespace=self.app)
        if isinstance(self.app.screen, PipelineScreen) and not self.app.screen.stalled_first:
            self.app.screen.action_sort()

    async def action_open(self) -> None:
        """Open the record where it lives."""
        line = self._line("open")
        if line is None:
            return
        if await self.open_review(line.activity, line.account_id, line.account or ""):
            return
        await week_places.show(self, line)

    async def check_health(self, line: WeekItem) -> None:
        """Check this account's health, and come back."""
        from kamtui.screens.health_round import HealthRoundScreen

        self.set_account(line.account_id, line.account or "")
        await self.app.push_screen_wait(HealthRoundScreen(line.account_id, accounts=[line.account_id or 0]))

    @work(group="list")
    async def action_done(self) -> None:
        """Done, as the line's kind has it."""
        line = self._line("do")
        if line is None:
            return
        if line.activity in STARTED:
            await self.open_review(line.activity)
        elif line.activity == "health_check":
            await self.check_health(line)
        elif line.activity in CAPTURED:
            await self.capture_for(line)
        else:
            from kamtui.screens.week_answers import ANSWERS

            answer = ANSWERS.get(line.activity)
            await (self.mark_done(line) if answer is None else answer(self, line))

    async def mark_done(self, line: WeekItem) -> None:
        """Mark a line done and say what became of it."""
        from kamtui.storage import week_changes

        quality = ""
        if line.activity == "outreach":
            from kamtui.screens.choose import ChooseScreen

            answer = await self.app.push_screen_wait(ChooseScreen(_asked(line), QUALITIES))
            if answer is None:
                return
            quality = answer
        if saved := await self.change(week_changes.done, line, self.given, quality=quality):
            self.tell(f"{saved.value} · u undoes it")

    async def capture_for(self, line: WeekItem) -> None:
        """One line about the account, begun with its name."""
        self.set_account(line.account_id, line.account or "")
        from kamtui.screens.capture import CaptureScreen

        await self.app.push_screen_wait(CaptureScreen(prefill=f"{line.account}: "))

    @work(group="list")
    async def action_snooze(self) -> None:
        """Put it off to a later day."""
        line = self._line("put off")
        if line is not None:
            await self.snooze(line)

    async def snooze(self, line: WeekItem) -> None:
        """Ask for the day and say what became of it."""
        from kamtui.screens.week_forms import snooze

        await snooze(self, line)

    @work(group="list")
    async def action_skip(self) -> None:
        """Leave it out, with a reason."""
        from kamtui.screens.week_forms import skip

        line = self._line("skip")
        if line is not None:
            await skip(self, line)


QUALITIES: tuple[tuple[str, Cell], ...] = (
    ("", [("as it was", ""), ("   the outreach is done, the relationship unchanged", "dim")]),
    *((each.value, spoken(each)) for each in Quality),
)


def _asked(line: WeekItem) -> Cell:
    return [("How is the relationship after the ", "title"), (line.subject, "title"), ("?", "title")]
