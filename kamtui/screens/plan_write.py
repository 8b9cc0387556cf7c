"""Writing one part of a plan, or the remark on one that is drawn: full width, saved while it is typed."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import TextArea

from kamtui.domain.plan_document import with_text
from kamtui.domain.plan_length import measure
from kamtui.domain.plans import DRAWN, OBJECTIVE_LIMIT, TITLES, PlanPart
from kamtui.domain.text import shorten
from kamtui.screens.keeping import KeepingScreen
from kamtui.screens.plan_rows import meter, plan_words
from kamtui.storage import plans
from kamtui.storage.plans import PlanPage
from kamtui.storage.plans_writing import Writing, cleaned, keep_text
from kamtui.widgets.ink import Cell, width_of
from kamtui.widgets.ink import Part as Piece
from kamtui.widgets.lines import Lines, StatusLine


class PlanWriteScreen(KeepingScreen):
    """Writes one part of an account's plan; one visit is one action."""

    SCOPE = "plan_write"
    NAME = "Writing the plan"
    CSS_PATH = "plan_write.tcss"
    WRITTEN = "An account plan"
    HELP = "Everything you type is saved at once. escape goes back to the plan, where u undoes the whole visit."

    def __init__(self, account_id: int, part: PlanPart) -> None:
        super().__init__()
        self.account_id, self.part = account_id, part
        self.page: PlanPage | None = None
        self.writing: Writing | None = None

    def body(self) -> ComposeResult:
        """The text, the guidance, and what is in the way of saving."""
        yield Lines(id="above")
        with Horizontal(id="main"):
            yield TextArea(compact=True, tab_behavior="focus")
            yield Lines(id="why", classes="side")
        yield Lines(id="problem")

    async def load(self) -> None:
        """The text as it is saved, once; what is being typed stays."""
        if self.page is not None:
            return
        desk = self.desk
        page = await self.read(plans.the_plan, self.account_id, desk.today, desk.settings.practice())
        if page is None:
            self.tell("this account was removed")
            self.dismiss()
            return
        self.page = page
        text, area = page.text(self.part), self.query_one(TextArea)
        self.writing = Writing(self.account_id, self.part, text, text)
        area.load_text(text)
        area.move_cursor(area.document.end)
        area.focus()
        self._show_guidance(page)
        self.show_kept()

    def _show_guidance(self, page: PlanPage) -> None:
        words = plan_words().value
        guidance, gap = words.guidance.get(self.part, ""), words.gap(self.part)
        self.query_one("#above", Lines).show([(guidance, "dim")])
        lines: list[Cell] = [(guidance, "dim"), "", [("Where to hear it  ", "dim"), (gap, "")]]
        if self.part in DRAWN:
            section = next(each for each in page.sections if each.part is self.part)
            lines += ["", ("Drawn from what was recorded", "dim"), *section.printed]
        self.query_one("#why", Lines).show(lines)

    @property
    def typed(self) -> str:
        """What stands on the screen."""
        return self.query_one(TextArea).text

    @property
    def unsaved(self) -> bool:
        """Whether what stands on the screen is not in the file."""
        writing = self.writing
        return writing is not None and cleaned(writing.part, self.typed) != writing.kept

    @property
    def labelled(self) -> Mapping[str, str]:
        """The text under its title."""
        return {TITLES[self.part]: self.typed}

    async def store(self) -> None:
        """Save what stands on the screen."""
        if self.writing is not None:
            self.writing = await self.desk.database.run(keep_text, self.writing, self.typed)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Letters are typed here: only its own keys work."""
        return (self.SCOPE,)

    def show_kept(self) -> None:
        """The line on top: which part, how long the plan becomes, and whether everything is saved."""
        page = self.page
        if page is None:
            return
        saved: Piece = ("…" if self.unsaved else "saved", "dim")
        if self.problem:
            saved = ("not saved", "late")
        right: list[Piece] = []
        if self.part is PlanPart.OUR_OBJECTIVE:
            number = len(cleaned(self.part, self.typed))
            right.append((f"{number} of {OBJECTIVE_LIMIT}", "late" if number > OBJECTIVE_LIMIT else "dim"))
        else:
            sections = with_text(page.sections, self.part, self.typed)
            right += meter(measure(sections, page.tier, plan_words().value.gaps, page.account))
        right += [(" · ", "dim"), saved]
        what = f"{'Remark on ' if self.part in DRAWN else ''}{TITLES[self.part].lstrip('1234567 ')}"
        room = self.size.width - width_of(right) - len(what) - 7
        left: Cell = [(what, "title"), (" · ", "dim"), (shorten(page.account, max(8, room)), "")]
        self.query_one(StatusLine).show(left, "", right)
        self.query_one("#problem", Lines).show([("✗ " + self.problem, "poor")] if self.problem else [])

    def on_text_area_changed(self) -> None:
        """The meter reads along; the text is saved soon."""
        self.show_kept()
        if self.unsaved:
            self.keep_soon()
