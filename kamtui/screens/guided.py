"""A guided review: one step after another with what is known, a note at each, and a summary at the end."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, TextArea

from kamtui import keys, wordlists
from kamtui.domain import guided as rules
from kamtui.domain.guided import END, FILE, PIPELINE, Guided, GuidedKind, GuidedStep, read_review_words
from kamtui.domain.readiness import Dimension
from kamtui.domain.reviews import ReviewKind
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import plural
from kamtui.screens import guided_rows, review_rows, week_rows
from kamtui.screens.guided_score import LEVELS, Score
from kamtui.screens.review_pipeline import PipelineStep
from kamtui.storage import guided, reviews, reviews_changes
from kamtui.storage.guided import GuidedPage, GuidedUnderWay
from kamtui.storage.reviews_changes import OnScreen
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


class GuidedScreen(PipelineStep):
    """The review under way; what is typed in it is kept as it is typed."""

    SCOPE = "guided"
    CSS_PATH = "guided.tcss"
    HELP = (
        "One step after another: what is known, and a line of your own about it. enter or f6 goes on, f5 goes back, "
        "tab comes to the list, where enter opens a line. escape leaves it; it goes on where it was, and everything "
        "typed is kept at once."
    )
    under_way: GuidedUnderWay | None = None
    LISTS: ClassVar = {PIPELINE: "#pipeline"}

    def __init__(self, kind: GuidedKind, account_id: int | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.about = account_id
        self.review = Guided()
        self.page: GuidedPage | None = None
        self.words = wordlists.load(FILE, read_review_words).value
        self._shown = ""

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

    @property
    def list(self) -> VirtualList:
        """The list that has the focus, or the one of the step."""
        focused = self.focused
        wanted = self.LISTS.get(self.step.key, "#known") if self.page is not None else "#known"
        return focused if isinstance(focused, VirtualList) else self.query_one(wanted, VirtualList)

    @property
    def title_words(self) -> str:
        """What kind of review it is."""
        return self.kind.title.capitalize()

    @property
    def here(self) -> int:
        """Which step is shown."""
        return rules.place_in(self.review, self.page.keys) if self.page is not None else 0

    @property
    def step(self) -> GuidedStep:
        """The step that is shown."""
        assert self.page is not None  # noqa: S101  asked for only once it was read
        return self.page.steps[self.here]

    @property
    def in_pipeline(self) -> bool:
        """Whether the pipeline is read."""
        return self.page is not None and self.step.key == PIPELINE

    @property
    def scores(self) -> bool:
        """Whether the step is a dimension that is scored."""
        return self.kind.kind is ReviewKind.READINESS_ASSESSMENT and self.step.key in list(Dimension)

    def can(self, action: keys.Action) -> bool:
        """Only the keys of the step are shown."""
        only = ONLY_IN.get(action.id.rpartition(".")[2])
        if action.where == self.SCOPE and only is not None and (self.page is None or self.step.key not in only):
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

    @property
    def on_screen(self) -> OnScreen:
        """The review, and what is typed in it."""
        return OnScreen(self.review, summary=self.summary, unsaved_priority=self.query_one("#own", Input).value)

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

    # The end

    def proposal(self) -> str:
        """What was gone through and chosen, counted."""
        return rules.proposal(self.review, self.kind, self.page.steps if self.page is not None else ())

    def show_plan(self) -> None:
        """What was noted, what is chosen of it, and the proposed summary."""
        if self.page is None or self.step.key != END:
            return
        rows = guided_rows.note_rows(self.page, self.review)
        self.query_one("#known", VirtualList).show(rows, empty=self.step.nothing)
        self.query_one("#chosen", VirtualList).show(guided_rows.chosen_rows(self.page, self.review))
        self.propose()

    def action_pick(self) -> None:
        """Choose the line, or take it off again."""
        key, page = self.list.key, self.page
        place = review_rows.place_of(key)
        if page is None or self.step.key != END:
            self.refuse("lines are chosen in the last step")
        elif place is not None:
            self.choose(rules.without_chosen, place)
        elif isinstance(key, tuple) and key[0] == "note":
            step = next(each for each in page.steps if each.key == key[1])
            text = clean_line(guided_rows.choice_of(step, self.review.notes[step.key].strip()))
            chosen = self.review.chosen
            self.choose(*((rules.without_chosen, chosen.index(text)) if text in chosen else (rules.with_chosen, text)))
        else:
            self.refuse("there is nothing to choose: n writes a line of your own")

    def action_new(self) -> None:
        """A line of one's own."""
        if self.page is not None and self.step.key == END:
            self.query_one("#own", Input).focus()
        else:
            self.refuse("lines of your own are written in the last step")

    def action_remove(self) -> None:
        """Take a chosen line off."""
        place = review_rows.place_of(self.list.key)
        if place is None or self.page is None or self.step.key != END:
            self.refuse("there is no chosen line here to take off")
        else:
            self.choose(rules.without_chosen, place)

    @work(group="finish", exclusive=True)
    async def action_save(self) -> None:
        """Finish the review: its notes, its figures and its summary are kept, and its activity is done."""
        page = self.page
        if self.under_way is None or page is None or self.step.key != END:
            self.refuse("the review is finished from its last step: f6 goes on")
            return
        self.count()
        self.propose()
        written = self.query_one("#summary", TextArea).text.strip() or self.proposed
        if not await self.keep_now():
            return
        self.review = replace(self.review, figures={**page.figures, **self.review.figures})
        practice = self.desk.settings.practice()
        done = await self.change(reviews_changes.finish_guided, self.under_way.id, self.on_screen, written, practice)
        if done:
            self.over = True
            self.tell(f"{done.value} is finished, {plural(self.review.minutes_used, 'minute')} · u opens it again")
            self.dismiss(None)
