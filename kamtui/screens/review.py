"""The Friday review: catch up, work the list, read the pipeline, plan next week; left and resumed at any point."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, TextArea

from kamtui import keys
from kamtui.domain.dates import ONE_WEEK, week_of
from kamtui.domain.reviews import (
    Friday,
    FridayStep,
    back,
    forward,
)
from kamtui.domain.text import shorten
from kamtui.domain.week import WeekItem
from kamtui.screens import review_rows, week_rows
from kamtui.screens.review_catch_up import CatchUp
from kamtui.screens.review_pipeline import PipelineStep
from kamtui.screens.review_plan import NextWeek
from kamtui.storage import reviews
from kamtui.storage.reviews import UnderWay
from kamtui.storage.week import the_week
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from textual.widget import Widget

    from kamtui.widgets.ink import Cell

LISTS = {
    FridayStep.CATCH_UP: "#caught",
    FridayStep.WORK_THE_LIST: "#work",
    FridayStep.PIPELINE: "#pipeline",
    FridayStep.NEXT_WEEK: "#next",
}
STEPS_OF = {
    "open": (FridayStep.WORK_THE_LIST, FridayStep.PIPELINE),
    "done": (FridayStep.WORK_THE_LIST, FridayStep.PIPELINE),
    "snooze": (FridayStep.WORK_THE_LIST, FridayStep.PIPELINE),
    "skip": (FridayStep.WORK_THE_LIST, FridayStep.PIPELINE),
    "pick": (FridayStep.NEXT_WEEK,),
    "new": (FridayStep.NEXT_WEEK,),
    "remove": (FridayStep.NEXT_WEEK,),
    "save": (FridayStep.NEXT_WEEK,),
    "forward": (FridayStep.CATCH_UP, FridayStep.WORK_THE_LIST, FridayStep.PIPELINE),
    "backward": (FridayStep.WORK_THE_LIST, FridayStep.PIPELINE, FridayStep.NEXT_WEEK),
}
"""The steps in which each key is shown."""


class ReviewScreen(NextWeek, CatchUp, PipelineStep):
    """The review under way; what is typed in it is kept as it is typed."""

    SCOPE = "review"
    NAME = "Friday review"
    CSS_PATH = "review.tcss"
    HELP = (
        "Four steps: catch up, work the list, pipeline, next week. escape leaves it, r on the Week screen goes on "
        "where it was. Everything typed is kept at once; the minutes are counted and never stop you."
    )

    # What is on the screen

    def body(self) -> ComposeResult:
        """The steps, one of them shown, and the why of the line under the cursor."""
        yield Lines(id="steps", wrapped=False)
        yield Lines(id="guide", wrapped=False)
        with Horizontal():
            with Vertical(id="left"):
                with Vertical(id="step-0"):
                    with Horizontal(id="capture"):
                        yield Lines([("› ", "key")], id="sign")
                        yield Input(
                            id="line", compact=True, placeholder="account: what was heard", select_on_focus=False
                        )
                    yield Lines(id="understood")
                    yield VirtualList(
                        *review_rows.caught_columns(), titles=False, id="caught",
                        empty="Nothing was noted this week yet. Type a line above.",
                    )  # fmt: skip
                with Vertical(id="step-1"):
                    yield VirtualList(
                        *week_rows.columns(), titles=False, id="work", empty="Nothing is due. f6 goes on."
                    )
                with Vertical(id="step-2"):
                    yield VirtualList(
                        *review_rows.pipeline_columns(), titles=False, id="pipeline",
                        empty="No open trigger and nothing that stalls. f6 goes on.",
                    )  # fmt: skip
                with Vertical(id="step-3"):
                    yield VirtualList(*week_rows.columns(), titles=False, id="next", empty="Nothing is due next week.")
                    yield VirtualList(Column("", 3), Column(""), titles=False, id="chosen")
                    yield Input(id="own", compact=True, placeholder="n: a line of your own", select_on_focus=False)
                    yield Lines([("summary", "dim")], id="summary-title")
                    yield TextArea(id="summary", compact=True, tab_behavior="focus")
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    @property
    def list(self) -> VirtualList:
        """The list of the step, or the one that has the focus."""
        focused = self.focused
        return focused if isinstance(focused, VirtualList) else self.query_one(LISTS[self.review.step], VirtualList)

    def can(self, action: keys.Action) -> bool:
        """Only the keys of the step are shown."""
        name = action.id.rpartition(".")[2]
        if action.where == self.SCOPE and name in STEPS_OF and self.review.step not in STEPS_OF[name]:
            return False
        return super().can(action)

    # How it begins, and what it reads

    def on_mount(self) -> None:
        """What is typed before the review is read goes into the line."""
        self.set_focus(self.query_one("#line", Input))

    async def load(self) -> None:
        """Begin or resume the review, then read what its step needs."""
        if self.over:
            return
        under_way = self.under_way
        if under_way is None:
            under_way = await self.resume()
            self._fill_in(under_way)
            self._show_step()
        today, practice = self.desk.today, self.desk.settings.practice()
        await self.read_lists()
        if self.review.step == FridayStep.CATCH_UP:
            found = await self.read(reviews.caught, week_of(today))
            rows = [review_rows.caught_row(place, one) for place, one in enumerate(found)]
            self.query_one("#caught", VirtualList).show(rows)
        elif self.review.step == FridayStep.WORK_THE_LIST:
            self.shown_week = None
            left = max(1, self.desk.settings.friday_minutes - self.review.minutes_used)
            self.week = await self.read(the_week, today, practice, None, left)
            lines = [one for one in self.week.items if not one.container]
            self._show_items(lines)
            self.query_one("#work", VirtualList).show(week_rows.sections(self.week, lines, today))
        elif self.review.step == FridayStep.PIPELINE:
            self.shown_week = None
            items = await self.read(reviews.pipeline, today, practice)
            self._show_items(items)
            rows_of = review_rows.pipeline_rows(items, today, practice.trigger_window_days)
            self.query_one("#pipeline", VirtualList).show(rows_of)
        else:
            self.shown_week = week_of(today + ONE_WEEK)
            self.week = await self.read(the_week, today, practice, self.shown_week)
            self.counts = await self.read(reviews.counts, under_way.started_at)
            self._show_items([one for one in self.week.items if not one.container])
            self.show_plan()
        self._show_clock()
        self._show_why()

    def _show_items(self, items: Sequence[WeekItem]) -> None:
        self.found = {week_rows.key_of(item): item for item in items}

    def _fill_in(self, left: UnderWay) -> None:
        line = self.query_one("#line", Input)
        early = line.value if self.review.step == FridayStep.CATCH_UP else ""
        line.value = left.unsaved_line + early
        line.cursor_position = len(line.value)
        self.query_one("#own", Input).value = left.unsaved_priority
        self.fill_in(left.summary)

    # The step that is shown

    def _show_step(self) -> None:
        for step in FridayStep:
            self.query_one(f"#step-{step.value}").display = step == self.review.step
        asks = self.review.step in (FridayStep.WORK_THE_LIST, FridayStep.PIPELINE)
        self.query_one("#below").set_class(asks, "-asks")
        self.query_one("#guide", Lines).show([(review_rows.GUIDE[self.review.step], "dim")])
        catching = self.review.step == FridayStep.CATCH_UP
        target: Widget = self.query_one("#line", Input) if catching else self.query_one(LISTS[self.review.step])
        target.focus()
        self._show_clock()
        self.show_keys()

    def _show_clock(self) -> None:
        budget = self.desk.settings.friday_minutes
        streak = f"streak {self.week.streak}" if self.week is not None and self.week.streak else ""
        self.show_status((streak, "dim"), review_rows.clock(self.review, budget), [("Friday review", "title")])
        self.query_one("#steps", Lines).show([review_rows.steps_line(self.review)])

    def minute_passed(self) -> None:
        """The bar grows, and the summary counts."""
        self._show_clock()
        if self.review.step == FridayStep.NEXT_WEEK:
            self.propose()

    # The why

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        item, week = self.item, self.week
        wide: list[Cell] = []
        short: list[Cell] = []
        if item is not None and self.review.step != FridayStep.CATCH_UP:
            title: Cell = [(item.title[:1].upper() + item.title[1:], "title"), f" · {item.account or 'portfolio'}"]
            hints = week_rows.hints_of(item) if self.review.step == FridayStep.WORK_THE_LIST else []
            why: list[Cell] = week_rows.why_of(item, week) if week is not None else [shorten(item.why, 600)]
            account = week.rows.get(item.account_id or 0) if week is not None else None
            about = week_rows.account_lines(account, self.desk.today) if account is not None else []
            wide = [title, "", *why, "", *about, "", *hints]
            short = [shorten(" ".join(item.why.split()), 230)]
        self.query_one("#why", Lines).show(wide)
        self.query_one("#below", Lines).show(short)

    # The steps

    def action_forward(self) -> None:
        """The next step."""
        if self.review.at_last_step:
            self.refuse("this is the last step: ctrl+s finishes the review")
        else:
            self._to(forward(self.review))

    def action_backward(self) -> None:
        """The step before."""
        if self.review.step == FridayStep.CATCH_UP:
            self.refuse("this is the first step: escape leaves the review and keeps it")
        else:
            self._to(back(self.review))

    def _to(self, review: Friday) -> None:
        self.review = review
        self.found = {}
        self.desk.version += 1
        self._show_step()
        self.keep_soon()
        self.reload()

    # The list, the pipeline

    @property
    def in_pipeline(self) -> bool:
        """Whether the pipeline is read."""
        return bool(self.review.step == FridayStep.PIPELINE)

    async def action_open(self) -> None:
        """Open the record where it lives; in the last step, pick the line."""
        if self.review.step == FridayStep.NEXT_WEEK:
            self.action_pick()
        else:
            await super().action_open()
