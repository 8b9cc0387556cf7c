"""The planner of a difficult conversation: what is before the script, the five steps, guidance and the reading aid."""

from collections.abc import Mapping

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import TextArea

from kamtui.domain.conversations import BEFORE, STEPS, TITLES, ConversationState, Part
from kamtui.domain.text import clean_text, shorten
from kamtui.domain.wording import day_words, due_words
from kamtui.screens.conversation_part import PartBox
from kamtui.screens.conversation_words import KINDS, aid, guidance, waiting_words
from kamtui.screens.keeping import KeepingScreen
from kamtui.storage import conversations
from kamtui.storage.conversations import Conversation
from kamtui.storage.conversations_changes import Editing, keep_plan
from kamtui.widgets.ink import Cell, one_line, width_of
from kamtui.widgets.ink import Part as Piece
from kamtui.widgets.lines import Lines, StatusLine


class PlannerScreen(KeepingScreen):
    """Plans the conversation with `uid`; everything typed is saved at once, one visit is one action (rule D-3)."""

    SCOPE = "conversation_planner"
    NAME = "Conversation"
    CSS_PATH = "conversation_planner.tcss"
    AUTO_FOCUS = ""
    WRITTEN = "A difficult conversation"
    HELP = (
        "First for yourself: what happened, what holds you back, what waiting costs. Then the five steps in their "
        "order. Everything you type is saved at once; the remarks under a step are only remarks."
    )

    def __init__(self, uid: str) -> None:
        super().__init__()
        self.uid = uid
        self.talk: Conversation | None = None
        self.editing: Editing | None = None
        self._next_question = 0

    def body(self) -> ComposeResult:
        """The parts, the guidance beside them, and what is in the way of saving."""
        with Horizontal(id="main"):
            with VerticalScroll(id="plan", can_focus=False):
                yield Lines([("Before the script, for yourself", "dim")], classes="chapter")
                for part in BEFORE:
                    yield PartBox(part)
                yield Lines([("The script", "dim")], classes="chapter")
                for part in STEPS:
                    yield PartBox(part)
            yield Lines(id="beside", classes="side")
        yield Lines(id="problem")

    # What is shown

    async def load(self) -> None:
        """The texts as they are saved; what is being typed stays."""
        talk = await self.read(conversations.conversation, self.uid)
        if talk is None:
            self.tell("this conversation was removed")
            self.dismiss()
            return
        first, self.talk = self.talk is None, talk
        closed = talk.state is ConversationState.CLOSED
        for box in self.query(PartBox):
            box.guide(guidance().value.texts[talk.kind, box.part])
            box.area.read_only = closed
        if first:
            self._begin(talk)
        else:
            self._take_over(talk)
        self.show_kept()
        self._show_beside()

    def _begin(self, talk: Conversation) -> None:
        self.editing = Editing.of(talk)
        for box in self.query(PartBox):
            box.write(talk.texts[box.part])
        empty = next((part for part in Part if not talk.texts[part].strip()), Part.ACKNOWLEDGE)
        self._box(empty).area.focus()
        for loaded in (guidance(), aid()):
            if loaded.problem:
                self.refuse(loaded.problem)

    def _take_over(self, talk: Conversation) -> None:
        """Show what was changed elsewhere, in the parts that were not touched here."""
        editing = self.editing
        if editing is None:
            return
        first, kept = dict(editing.first), dict(editing.kept)
        for part, box in ((box.part, box) for box in self.query(PartBox)):
            untouched = box.text == kept[part] == first[part]
            if untouched and talk.texts[part] != kept[part]:
                first[part] = kept[part] = talk.texts[part]
                box.write(talk.texts[part])
        self.editing = Editing(editing.uid, first, kept, editing.first_changed, editing.action)

    @property
    def texts(self) -> Mapping[Part, str]:
        """What stands on the screen."""
        return {box.part: box.text for box in self.query(PartBox)}

    @property
    def unsaved(self) -> bool:
        """Whether anything on the screen is not in the file."""
        editing = self.editing
        return editing is not None and any(clean_text(text) != editing.kept[part] for part, text in self.texts.items())

    @property
    def labelled(self) -> Mapping[str, str]:
        """The parts under their titles."""
        return {TITLES[part]: text for part, text in self.texts.items()}

    async def store(self) -> None:
        """Save what stands on the screen."""
        if self.editing is not None:
            self.editing = await self.desk.database.run(keep_plan, self.editing, dict(self.texts))

    def _box(self, part: Part) -> PartBox:
        return self.query_one(f"#{part.value}", PartBox)

    @property
    def part(self) -> Part | None:
        """The part that is typed into."""
        return next((box.part for box in self.query(PartBox) if box.has_focus_within), None)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Letters are typed here: only the planner's own keys work."""
        return (self.SCOPE,)

    def show_kept(self) -> None:
        """The line on top: with whom, since when, on which day, and whether everything is saved."""
        talk, today = self.talk, self.desk.today
        if talk is None:
            return
        date = "no date" if talk.committed_on is None else day_words(talk.committed_on)
        if talk.state is ConversationState.COMMITTED:
            date = f"{date}, {due_words(talk.committed_on, today)}"
        elif talk.state is not ConversationState.DRAFT:
            date = talk.state.value
        saved: Piece = ("…" if self.unsaved else "saved", "dim")
        if self.problem:
            saved = ("not saved", "late")
        right: list[Piece] = [(f"{waiting_words(talk, today)} · {date} · ", ""), saved]
        room = self.size.width - width_of(right) - 4
        about: Piece = (f" · {KINDS[talk.kind]}", "dim")
        left: Cell = [(talk.with_whom, "title"), about]
        if width_of(left) > room:
            short = shorten(one_line(talk.person or talk.account), max(8, room - width_of(about)))
            left = [(short, "title"), about]
        self.query_one(StatusLine).show(left, "", right)
        self.query_one("#problem", Lines).show([("✗ " + self.problem, "poor")] if self.problem else [])

    def _show_beside(self) -> None:
        talk, part = self.talk, self.part
        if talk is None or part is None:
            return
        lines: list[Cell] = [(TITLES[part], "title")]
        for sentence in guidance().value.texts[talk.kind, part]:
            lines += ["", sentence]
        if part is Part.INVITE:
            lines += ["", [("f4", "key"), (" puts one of these in", "dim")]]
            lines += [[("· ", "dim"), one] for one in guidance().value.questions[talk.kind]]
        if part in STEPS and (happened := talk.texts[Part.HAPPENED].strip()):
            lines += ["", (TITLES[Part.HAPPENED], "dim"), (happened, "dim")]
        self.query_one("#beside", Lines).show(lines)

    # Typing

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The reading aid reads along; the text is saved soon."""
        box = event.text_area.parent
        if isinstance(box, PartBox):
            box.comment()
        if self.unsaved:
            self.show_kept()
            self.keep_soon()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The guidance follows, and so does the scrolling."""
        super().on_descendant_focus(event)
        self._show_beside()
        if (part := self.part) is not None:
            self.call_after_refresh(self._box(part).scroll_visible, animate=False)

    # What the keys do

    def action_forward(self) -> None:
        """The next part."""
        self.focus_next(TextArea)

    def action_backward(self) -> None:
        """The part before."""
        self.focus_previous(TextArea)

    def action_question(self) -> None:
        """Put an opening question into the second step; another one each time."""
        talk = self.talk
        if talk is None or talk.state is ConversationState.CLOSED:
            self.refuse("it is closed: what was written for it stays as it was")
            return
        questions = guidance().value.questions[talk.kind]
        if not questions:
            self.refuse("no questions are kept for this kind")
            return
        area = self._box(Part.INVITE).area
        area.focus()
        gap = "\n" if area.text.strip() and not area.text.endswith("\n") else ""
        area.insert(gap + questions[self._next_question % len(questions)], area.document.end)
        area.move_cursor(area.document.end)
        self._next_question += 1

    @work(group="form")
    async def action_date(self) -> None:
        """Commit to a date; what was typed until then is one action."""
        from kamtui.screens.conversation_forms import date_form

        if self.talk is None or not await self.save():
            return
        if self.talk.state in (ConversationState.HELD, ConversationState.CLOSED):
            self.refuse(f"it is {self.talk.state} already: its date does not move any more")
        elif saved := await self.app.push_screen_wait(date_form(self.talk)):
            if (now := await self.read(conversations.conversation, self.uid)) is not None:
                self.editing = Editing.of(now)
            self.tell(saved.value)

    @work(group="form")
    async def action_rehearse(self) -> None:
        """The script as it stands, one step at a time."""
        from kamtui.screens.rehearsal import RehearsalScreen

        texts = self.texts
        if not any(texts[step].strip() for step in STEPS):
            self.refuse("there is no script to rehearse yet")
            return
        await self.save()
        await self.app.push_screen_wait(RehearsalScreen(texts))
