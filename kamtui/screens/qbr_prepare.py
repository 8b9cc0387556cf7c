"""Preparing a review: three parts, each with notes and a done mark, beside the brief (rule Q-3)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.qbr import PREP_TITLES, PrepPart, QbrState
from kamtui.domain.wording import day_words
from kamtui.screens import qbr_brief
from kamtui.screens.qbr_lines import prompts_line
from kamtui.screens.typed import TypedScreen, first_of
from kamtui.storage import qbrs, qbrs_changes
from kamtui.storage.qbr_words import QbrWords, words
from kamtui.widgets.lines import Lines
from kamtui.widgets.notes_area import NotesArea
from kamtui.widgets.phase_bar import PhaseBar
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.domain.brief import Brief
    from kamtui.storage.qbrs import Qbr

PARTS = tuple(PrepPart)


class QbrPrepareScreen(TypedScreen):
    """The preparation; gives True when the review is to begin."""

    SCOPE = "qbr_prepare"
    NAME = "QBR"
    CSS_PATH = "qbr_prepare.tcss"
    BINDINGS = [*first_of("qbr_prepare")]
    HELP = (
        "Three parts: results, intelligence, and a question about growth. f5 f6 go between them, f8 marks one done; "
        "with the third the review is prepared. tab goes to the brief, enter opens the record of a line."
    )

    def __init__(self, qbr_id: int) -> None:
        super().__init__()
        self.qbr_id = qbr_id
        self.qbr: Qbr | None = None
        self.brief: Brief | None = None
        self.words: QbrWords | None = None

    def body(self) -> ComposeResult:
        """The parts, their notes, the brief."""
        yield PhaseBar(id="parts")
        yield Lines(id="guide")
        with Horizontal(id="split"):
            yield NotesArea(id="notes", placeholder="what you know, what you do not know yet")
            with Vertical(id="beside"):
                yield Lines(id="since", wrapped=False)
                yield VirtualList(Column(""), Column("", 10, keep=2), titles=False, id="brief")
                yield Lines(id="whole")
        yield Lines(id="kept", wrapped=False)

    async def load(self) -> None:
        """Read the review and its brief; what is typed stays."""
        self.qbr = await self.read(qbrs.qbr, self.qbr_id)
        if self.qbr is None:
            self.refuse("this review is no longer there")
            self.leave()
            return
        self.desk.account_id, self.desk.account_name = self.qbr.account_id, self.qbr.account
        self.words = words().value
        if not self.shown:
            first = next((part.value for part in PARTS if part not in self.qbr.prep_done), PARTS[0].value)
            await self.begin_with(self.qbr.prep, first)
            self.area.focus()
        self.show_kept()
        self._show_top()
        self.brief = await qbr_brief.read_brief(self, self.qbr)
        self.query_one("#since", Lines).show([(qbr_brief.head(self.brief), "dim")])
        self.query_one("#brief", VirtualList).show(qbr_brief.rows(self.brief))

    def _show_top(self) -> None:
        qbr, said = self.qbr, self.words
        if qbr is None or said is None or not self.shown:
            return
        part = PrepPart(self.shown)
        steps = [(PREP_TITLES[each], "✓" if each in qbr.prep_done else "", "good") for each in PARTS]
        self.query_one("#parts", PhaseBar).show(steps, PARTS.index(part))
        guide = said.preparation[part]
        width = max(20, self.size.width - 2)
        self.query_one("#guide", Lines).show([prompts_line(PREP_TITLES[part], [guide], width, 2)])
        state = ("prepared", "good") if qbr.state is not QbrState.PLANNED else ("in preparation", "dim")
        self.show_status(state, day_words(qbr.scheduled_on), [("QBR ", "title"), (qbr.account, "title")])

    # Keeping

    async def store(self, changed: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
        """Keep the notes of the parts that changed."""
        kept = {}
        for part, (read, text) in changed.items():
            kept[part] = await self.desk.database.note(qbrs_changes.keep_prep, self.qbr_id, part, read, text)
        return kept

    def rescue_name(self, name: str) -> str:
        """What the file of unsaved notes is called."""
        return f"qbr-{self.qbr.uid if self.qbr else self.qbr_id}-prepare-{name}"

    def show_kept(self) -> None:
        """Say whether all of it is kept."""
        self.put("#kept", [("notes ", "dim"), self.saved_words])

    # Keys

    def on_virtual_list_highlighted(self) -> None:
        """The whole text of the line under the cursor."""
        if self.brief is not None:
            text = qbr_brief.words_at(self.brief, self.query_one("#brief", VirtualList).key)
            self.query_one("#whole", Lines).show([text])

    def on_resize(self) -> None:
        """The guide is made for the width."""
        self._show_top()

    def action_forward(self) -> None:
        """The next part."""
        self._turn(1)

    def action_backward(self) -> None:
        """The part before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self.shown:
            self.turn_to(PARTS[(PARTS.index(PrepPart(self.shown)) + by) % len(PARTS)].value)
            self.set_class(False, "-brief")
            self.area.focus()
            self._show_top()

    @work(group="done")
    async def action_part_done(self) -> None:
        """Mark the part done, or open again; with the third the review is prepared."""
        if self.qbr is None or not await self.keep_now():
            return
        done = self.shown not in self.qbr.prep_done
        saved = await self.change(qbrs_changes.mark_prep, self.qbr_id, self.shown, done=done)
        if saved is not None:
            self.tell("the review is prepared" if saved.value else f"{self.shown} {'done' if done else 'open again'}")
            if done and not saved.value:
                self._turn(1)

    def action_brief(self) -> None:
        """The brief instead of the notes, or back; where both fit, into it."""
        listed = self.query_one("#brief", VirtualList)
        if self.has_class("-narrow"):
            self.toggle_class("-brief")
        into = self.has_class("-brief") if self.has_class("-narrow") else not listed.has_focus
        (listed if into else self.area).focus()

    def action_open(self) -> None:
        """Open the record of the brief's line where it lives."""
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        if self.qbr is not None and self.brief is not None and await self.keep_now():
            line = qbr_brief.line_at(self.brief, self.query_one("#brief", VirtualList).key)
            await qbr_brief.open_record(self, self.qbr, line)

    @work(group="leave")
    async def action_run(self) -> None:
        """Begin the review."""
        if await self.keep_now():
            self.leave(True)

    def action_back(self) -> None:
        """From the brief back to the notes, from the notes back to the list."""
        if self.query_one("#brief", VirtualList).has_focus:
            self.set_class(False, "-brief")
            self.area.focus()
        else:
            self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        if await self.keep_now():
            self.leave()
