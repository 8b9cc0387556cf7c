"""The clock of a review under way: it ticks, and after a time away it asks whether that counts (rule Q-4)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from kamtui.domain.qbr import PHASES, TITLES
from kamtui.domain.qbr_clock import Clock, away_words
from kamtui.domain.wording import moment_words
from kamtui.screens import qbr_lines
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.typed import TypedScreen
from kamtui.storage.qbr_words import words as qbr_words
from kamtui.widgets.lines import Lines
from kamtui.widgets.phase_bar import PhaseBar

if TYPE_CHECKING:
    from kamtui.storage.qbrs import Qbr

KEEP_CLOCK = 5
"""Seconds after which the clock is kept even when nothing is typed."""

COUNTS, LEFT_OUT, ENDED = "counts", "left out", "ended"


class QbrClockScreen(TypedScreen):
    """A screen with a phase bar, clocks and prompts; fill in how the meeting ends and how it is left."""

    def __init__(self, qbr_id: int) -> None:
        super().__init__()
        self.qbr_id = qbr_id
        self.qbr: Qbr | None = None
        self.clock = Clock()
        self.read_clock = Clock()
        self.asking = False
        self.ending = False

    # For the screen to fill in

    def action_finish(self) -> object:
        """End the meeting."""
        raise NotImplementedError

    async def leave_it_running(self) -> None:
        """Leave the screen; the clock goes on."""
        raise NotImplementedError

    # The clock

    def on_mount(self) -> None:
        """Count from now on."""
        super().on_mount()
        self.set_interval(1.0, self.tick)

    @property
    def minutes(self) -> tuple[int, ...]:
        """The minutes of the phases."""
        return self.desk.settings.qbr_phase_minutes

    def tick(self) -> None:
        """Another second; after a gap, ask whether it counts."""
        if not self.present():
            return
        self.clock = self.clock.at(self.desk.clock.now())
        if self.clock.total - self.read_clock.total >= KEEP_CLOCK:
            self.touched()
        self.show_clock()

    def present(self) -> bool:
        """Whether the meeting is there and nothing is asked about it; a gap is asked about first."""
        if not self.shown or self.over or self.asking or self.ending:
            return False
        if self.clock.was_away(self.desk.clock.now()):
            self.ask_about_the_gap()
            return False
        return True

    @work(group="away")
    async def ask_about_the_gap(self) -> None:
        """Say how long one was away, and ask whether that time counts (rule Q-4)."""
        if self.asking:
            return
        self.asking = True
        self.show_clock()
        gap = away_words(self.clock.gap(self.desk.clock.now()))
        answers = (
            (COUNTS, "it counts: the meeting went on"),
            (LEFT_OUT, "it does not count: go on from now"),
            (ENDED, "the meeting ended then: close it"),
        )
        answer = await self.app.push_screen_wait(
            ChooseScreen(f"Away for {gap} while the clock ran. Does that count?", answers)
        )
        now = self.desk.clock.now()
        self.asking = False
        if answer is None:
            self.tell("the question of the time away stays open")
            await self.leave_it_running()
            return
        if answer == COUNTS:
            self.clock = self.clock.at(now)
        elif answer == LEFT_OUT:
            self.clock = self.clock.without_gap(now)
        else:
            self.clock = replace(self.clock, running=False)
        self.touched()
        self.show_clock()
        if answer == ENDED:
            self.action_finish()

    def show_clock(self) -> None:
        """Draw bar and clocks."""
        if self.qbr is None:
            return
        here = PHASES.index(self.clock.phase)
        self.query_one(PhaseBar).show(qbr_lines.phase_steps(self.clock, self.minutes), here)
        started = moment_words(self.qbr.started_at, self.desk.clock.now().astimezone()) if self.qbr.started_at else ""
        right = qbr_lines.meeting_clock(self.clock, self.minutes)
        self.show_status((f"{started} started", "dim"), right, [("QBR ", "title"), (self.qbr.account, "title")])
        self._show_prompts()

    def _show_prompts(self) -> None:
        phase = self.clock.phase
        rows = 2 if self.size.height < 30 else 3
        line = qbr_lines.prompts_line(
            TITLES[phase], qbr_words().value.prompts[phase], max(20, self.size.width - 2), rows
        )
        prompts = self.query_one("#prompts", Lines)
        if prompts.lines != [line]:
            prompts.show([line])
