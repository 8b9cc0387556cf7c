"""A review under way: phase bar, clocks, prompts, and the notes that keep the focus (rules Q-1, Q-4 to Q-6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from kamtui.domain.qbr import PHASES, UNDER_WAY, Phase, QbrState, words
from kamtui.domain.qbr_clock import neighbour, reconciled
from kamtui.domain.qbr_marks import counted
from kamtui.screens import qbr_brief, qbr_lines
from kamtui.screens.qbr_clock import QbrClockScreen
from kamtui.screens.typed import first_of
from kamtui.storage import qbr_run_changes, qbrs
from kamtui.storage.qbr_run_changes import OnScreen
from kamtui.widgets.lines import Lines
from kamtui.widgets.notes_area import NotesArea
from kamtui.widgets.phase_bar import PhaseBar

if TYPE_CHECKING:
    from kamtui.storage.qbrs import Qbr


class QbrRunScreen(QbrClockScreen):
    """The meeting; gives True when it was closed."""

    SCOPE = "qbr_run"
    NAME = "QBR"
    CSS_PATH = "qbr_run.tcss"
    BINDINGS = [*first_of("qbr_run")]
    HELP = (
        "Write, and begin a line with a mark where it is more than a note: ! we promise, * they promise, ^ trigger, "
        "+ value delivered, ? open question; 'by fri' at the end of a promise is its date. f5 f6 go between the "
        "phases, f8 pauses, f10 closes the review. escape leaves it running."
    )

    def body(self) -> ComposeResult:
        """Phases, prompts, notes beside the brief, counts."""
        yield PhaseBar(id="phases")
        yield Lines(id="prompts")
        with Horizontal(id="split"):
            yield NotesArea(id="notes")
            with VerticalScroll(id="beside"):
                yield Lines(id="brief")
        yield Lines(id="counts", wrapped=False)

    async def load(self) -> None:
        """Read the review the first time; later only see what else changed."""
        found = await self.read(qbrs.qbr, self.qbr_id)
        if self.ending:
            return
        if found is None or found.state not in UNDER_WAY:
            self._is_over(found.state if found else None)
            return
        if self.shown:
            self.touched()
        else:
            await self._begin(found)
        brief = await qbr_brief.read_brief(self, found)
        self.query_one("#brief", Lines).show(qbr_brief.lines(brief))

    async def _begin(self, found: "Qbr") -> None:
        self.qbr = found
        self.clock = self.read_clock = found.clock
        self.desk.account_id, self.desk.account_name = found.account_id, found.account
        await self.begin_with({phase.value: found.notes[phase] for phase in PHASES}, found.clock.phase.value)
        self.area.focus()
        self.tick()
        self.show_kept()

    def _is_over(self, state: QbrState | None) -> None:
        if self.over or not self.is_current:
            return
        self.refuse(f"this review is {words(state)} now" if state else "this review is no longer there")
        self.leave()

    # Keeping

    async def store(self, changed: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
        """Keep clock and notes; take over what another window did."""
        if self.qbr is None:
            return {}
        read, mine = self.read_clock, self.clock
        notes = {Phase(name): texts for name, texts in changed.items()}
        kept = await self.desk.database.note(qbr_run_changes.keep, self.qbr_id, OnScreen(read, mine, notes))
        self.read_clock = kept.clock
        self.clock = reconciled(self.clock, mine, kept.clock, self.desk.clock.now())
        if self.is_mounted and self.clock.phase.value != self.shown:
            self.turn_to(self.clock.phase.value)
        if kept.state not in UNDER_WAY:
            self._is_over(kept.state)
        return {phase.value: text for phase, text in kept.notes.items()}

    def rescue_name(self, name: str) -> str:
        """What the file of unsaved notes is called."""
        return f"qbr-{self.qbr.uid if self.qbr else self.qbr_id}-{name}"

    def show_kept(self) -> None:
        """Count the marks, and say whether all of it is kept."""
        line = qbr_lines.counts_line(counted(self.texts.values()), self.saved_words)
        self.put("#counts", line)

    # Keys

    def action_forward(self) -> None:
        """The next phase."""
        self._turn(1)

    def action_backward(self) -> None:
        """The phase before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        phase = neighbour(self.clock.phase, by)
        if not self.present():
            return
        if phase is None:
            self.refuse("this is the last phase: f10 closes the review" if by > 0 else "this is the first phase")
            return
        self.clock = self.clock.to(phase, self.desk.clock.now())
        self.turn_to(phase.value)
        self.area.focus()
        self.show_clock()
        self.touched()

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        if not self.present():
            return
        now = self.desk.clock.now()
        self.clock = self.clock.paused(now) if self.clock.running else self.clock.resumed(now)
        self.show_clock()
        self.touched()

    def action_mark(self, sign: str) -> None:
        """Put a mark on the line of the cursor."""
        self.area.focus()
        self.area.mark(sign)

    def action_brief(self) -> None:
        """The brief beside the notes, or instead of them where it is narrow."""
        self.toggle_class("-brief")
        into = self.has_class("-narrow") and self.has_class("-brief")
        (self.query_one("#beside") if into else self.area).focus()

    @work(group="finish", exclusive=True)
    async def action_finish(self) -> None:
        """End the meeting: its marked lines become records."""
        from kamtui.screens.qbr_close import QbrCloseScreen

        if not self.present():
            return
        self.clock = self.clock.paused(self.desk.clock.now())
        self.show_clock()
        if not await self.keep_now() or self.over:
            return
        self.ending = True
        if await self.app.push_screen_wait(QbrCloseScreen(self.qbr_id)):
            self.leave(True)
        else:
            self.ending = False
            self.tell("paused: f8 goes on, f10 closes")

    def action_back(self) -> None:
        """From the brief back to the notes; from the notes back to the list, with the clock running."""
        if self.query_one("#beside").has_focus:
            self.set_class(False, "-brief")
            self.area.focus()
        else:
            self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        self.tick()
        await self.leave_it_running()

    async def leave_it_running(self) -> None:
        """Back to the list, everything kept; the clock goes on."""
        if await self.keep_now():
            if self.clock.running:
                self.tell("the review runs on: enter goes back to it")
            self.leave()
