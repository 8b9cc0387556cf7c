"""A guided review: one step after another with what is known, a note at each, and a summary at the end."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, TextArea

from kamtui import keys
from kamtui.domain import guided as rules
from kamtui.domain.guided import END, PIPELINE, GuidedStep
from kamtui.domain.reviews import ReviewKind
from kamtui.domain.text import clean_line, shorten
from kamtui.screens import guided_rows, review_rows, week_rows
from kamtui.screens.guided_end import GuidedEnd
from kamtui.screens.guided_score import LEVELS, Score
from kamtui.storage import guided, reviews, reviews_changes
from kamtui.storage.guided import GuidedPage
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

ONLY_IN = {
    "done": (PIPELINE,),
    "snooze": (PIPELINE,),
    "skip": (PIPELINE,),
    "pick": (END,),
    "new": (END,),
    "remove": (END,),
    "save": (END,),
}
"""The steps in which keys are shown that are not shown in all."""


class GuidedScreen(GuidedEnd):
    """The review under way; what is typed in it is kept as it is typed."""

    SCOPE = "guided"
    CSS_PATH = "guided.tcss"
    HELP = (
        "One step after another: what is known, and a line of your own about it. enter or f6 goes on, f5 goes back, "
        "tab comes to the list, where enter opens a line. escape leaves it; it goes on where it was, and everything "
        "typed is kept at once."
    )

    # What is on the screen

    def body(self) -> ComposeResult:
        """The step, what is known at it, and all steps beside it."""
        yield Lines(id="steps", wrapped=False)
        yield Lines(id="guide")
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*guided_rows.columns(), titles=False, id="known")
                yield VirtualList(
                    *review_rows.pipeline_columns(), titles=False, id="pipeline",
                    empty="No open trigger and nothing that stalls. f6 goes on.",
                )  # fmt: skip
                yield Lines(id="below")
                yield Score(LEVELS, id="score")
                yield Input(id="note", compact=True, select_on_focus=False)
                yield Input(id="second", compact=True, select_on_focus=False, placeholder="a second one, if there is")
                with Vertical(id="end"):
                    yield VirtualList(Column("", 3), Column(""), titles=False, id="chosen")
                    yield Input(id="own", compact=True, placeholder="n: a line of your own", select_on_focus=False)
                    yield Lines([("summary", "dim")], id="summary-title")
                    yield TextArea(id="summary", compact=True, tab_behavior="focus")
            yield Lines(id="why", classes="side")

    def can(self, action: keys.Action) -> bool:
        """Only the keys of the step are shown."""
        name = action.id.rpartition(".")[2]
        if action.where == self.SCOPE and self.page is not None:
            if name in ONLY_IN and self.step.key not in ONLY_IN[name]:
                return False
            if (name == "forward" and self.step.key == END) or (name == "backward" and not self.here):
                return False
        return super().can(action)

    # How it begins, and what it reads

    async def load(self) -> None:
        """Begin or resume the review, then read its steps."""
        if self.over:
            return
        today, practice = self.desk.today, self.desk.settings.practice()
        if self.under_way is None:
            begun = await self.desk.database.note(reviews_changes.begin_guided, self.kind.kind, self.about)
            self.under_way, self.review = begun, begun.review
            self.desk.version += 1
            self.query_one("#own", Input).value = begun.unsaved
            self.fill_in(begun.summary)
        self.page = await self.read(guided.page, self.kind.activity, today, practice, self.about)
        self.review = rules.settled(self.review, self.page.keys)
        if self.in_pipeline:
            items = await self.read(reviews.pipeline, today, practice)
            self.found = {week_rows.key_of(item): item for item in items}
            rows = review_rows.pipeline_rows(items, today, practice.trigger_window_days)
            self.query_one("#pipeline", VirtualList).show(rows)
        self._show_step()

    def _show_step(self) -> None:
        step = self.step
        at_end, writes = step.key == END, step.key not in (PIPELINE, END)
        self.query_one("#known").display = not self.in_pipeline
        self.query_one("#pipeline").display = self.in_pipeline
        self.query_one("#end").display = at_end
        self.query_one("#note").display = writes
        self.query_one("#second").display = self.scores
        self.query_one("#score").display = self.scores
        self.query_one("#guide", Lines).show([(self.words.ask(self.kind.kind, step), "dim")])
        if at_end:
            self.show_plan()
        elif writes:
            self.query_one("#known", VirtualList).show(guided_rows.known_rows(step), empty=step.nothing)
        if self._shown != step.key:
            self._shown = step.key
            self._begin_step(step)
        self._show_around()
        self.show_keys()

    def _begin_step(self, step: GuidedStep) -> None:
        first, _, second = self.review.notes.get(step.key, "").partition("\n")
        note = self.query_one("#note", Input)
        with note.prevent(Input.Changed):
            note.value, self.query_one("#second", Input).value = first, second.replace("\n", " · ")
        note.placeholder = self.words.hint(self.kind.kind, step)
        if self.scores:
            self.query_one("#score", Score).choose(self.review.figures.get(step.key))
            self.query_one("#score").focus()
        elif step.key in (PIPELINE, END):
            self.list.focus()
        else:
            self.query_one("#known", VirtualList).action_first()
            note.focus()

    def _show_around(self) -> None:
        page = self.page
        if page is None:
            return
        budget = self._budget
        self.show_status("", review_rows.clock(self.review, budget), [(self.title_words, "title")])
        self.query_one("#steps", Lines).show([guided_rows.steps_line(page, self.here)])
        self.query_one("#why", Lines).show(guided_rows.overview(page, self.review, self.here))
        self._show_below(page)

    def _show_below(self, page: GuidedPage) -> None:
        shown: list[Cell] = []
        key = self.list.key
        if self.in_pipeline and self.item is not None:
            shown = [shorten(" ".join(self.item.why.split()), 230)]
        elif isinstance(key, tuple) and key[0] == "known" and key[1] < len(self.step.lines):
            shown = [(shorten(self.step.lines[key[1]].text, 230), "")]
        before = guided_rows.before_line(page, self.step)
        self.query_one("#below", Lines).show([*shown, *([before] if before else [])])

    @property
    def _budget(self) -> int:
        practice = self.desk.settings.practice()
        if self.kind.kind is ReviewKind.MONTH_END:
            return practice.month_end_minutes
        return next((each.minutes for each in practice.catalogue if each.name == self.kind.activity), 60)

    def minute_passed(self) -> None:
        """The bar grows, and the summary counts."""
        if self.page is not None:
            self._show_around()
            if self.step.key == END:
                self.propose()

    def on_virtual_list_highlighted(self) -> None:
        """The whole line follows the cursor."""
        if self.page is not None:
            self._show_below(self.page)

    # What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every key is kept."""
        if event.input.id in ("note", "second") and self.page is not None and self._shown == self.step.key:
            lines = [
                self.query_one("#note", Input).value,
                self.query_one("#second", Input).value if self.scores else "",
            ]
            self.review = rules.noted(self.review, self.step.key, "\n".join(filter(None, lines)))
        self.keep_soon()

    def on_text_area_changed(self) -> None:
        """Every key is kept."""
        self.keep_soon()

    @on(Score.Given)
    def score_changed(self, event: Score.Given) -> None:
        """The score is kept at once."""
        if self.page is not None and self.scores:
            self.review = rules.scored(self.review, self.step.key, event.value)
            self.keep_soon()
            self._show_around()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on; at the end it chooses the line."""
        if event.input.id == "own":
            self.choose(rules.with_chosen, clean_line(event.value), event.input)
        elif event.input.id == "note" and self.scores:
            self.query_one("#second").focus()
        else:
            self.action_forward()

    # The steps

    def action_forward(self) -> None:
        """The next step."""
        if self.page is not None and self.step.key == END:
            self.refuse("this is the last step: ctrl+s finishes the review")
        else:
            self._go(1)

    def action_backward(self) -> None:
        """The step before."""
        if self.here == 0:
            self.refuse("this is the first step: escape leaves the review and keeps it")
        else:
            self._go(-1)

    def _go(self, by: int) -> None:
        if self.page is not None:
            self.review = rules.moved(self.review, self.page.keys, by)
            self.found = {}
            self.keep_soon()
            self._show_step()
            if self.in_pipeline:
                self.reload()

    async def action_open(self) -> None:
        """Open a line where it lives; at the end, choose it."""
        key = self.list.key
        if isinstance(self.focused, Score):
            self.query_one("#note").focus()
        elif self.in_pipeline:
            await super().action_open()
        elif self.page is not None and self.step.key == END:
            self.action_pick()
        elif isinstance(key, tuple) and key[0] == "known":
            await self._open(self.step.lines[key[1]])
        else:
            self.refuse("there is nothing to open here")

    async def _open(self, line: rules.GuidedLine) -> None:
        from kamtui.screens.account import AccountScreen

        if line.account_id is not None:
            self.set_account(line.account_id, line.account)
        if line.place == "account" and line.account_id is not None:
            await self.app.push_screen(AccountScreen(line.account_id, line.account))
        elif any(one.id == line.place for one in self.desk.places):
            await self.app.run_action(f"go('{line.place}')", default_namespace=self.app)
        else:
            self.refuse("this line has no screen of its own")
