"""Writing the hand-over note of the sale: kept while it is typed, one visit is one action (rule O-1)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.screens.typed import TypedScreen, first_of
from kamtui.storage import onboarding
from kamtui.storage.handover_note import NoteVisit, keep_note
from kamtui.widgets.lines import Lines
from kamtui.widgets.notes_area import NotesArea

if TYPE_CHECKING:
    from kamtui.storage.onboarding import Onboarding
    from kamtui.widgets.ink import Cell

NOTE = "note"
GUIDE = "What was promised in the sale, and to whom? What must not happen? Who decided, and why for us?"


class HandoverNoteScreen(TypedScreen):
    """The note of one account."""

    SCOPE = "handover_note"
    NAME = "Hand-over note"
    CSS_PATH = "handover_note.tcss"
    BINDINGS = [*first_of("handover_note")]
    HELP = "Everything you type is saved at once. escape goes back, where u undoes the whole visit."

    def __init__(self, account_id: int) -> None:
        super().__init__()
        self.account_id = account_id
        self.one: Onboarding | None = None
        self._visit: NoteVisit | None = None

    def body(self) -> ComposeResult:
        """What to ask for, the text, whether it is saved."""
        yield Lines([(GUIDE, "dim")], id="guide")
        yield NotesArea(id="notes", placeholder="promised Ida a pilot at two sites by March …")
        yield Lines(id="kept", wrapped=False)

    async def load(self) -> None:
        """The note as it is saved, once; what is being typed stays."""
        if self.shown:
            return
        self.one = await self.read(onboarding.onboarding, self.account_id, self.desk.today)
        if self.one is None:
            self.refuse("this account is no longer there")
            self.leave()
            return
        self._visit = NoteVisit(self.account_id, self.one.handover_note)
        await self.begin_with({NOTE: self.one.handover_note}, NOTE)
        self.area.focus()
        left: Cell = [("Hand-over note", "title"), (" · ", "dim"), self.one.account]
        self.show_status(left=left)
        self.show_kept()

    async def store(self, changed: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
        """Keep the note."""
        kept = {}
        for name, (read, text) in changed.items():
            if self._visit is not None:
                run = self.desk.database.run
                self._visit, kept[name] = await run(keep_note, self._visit, read, text)
        return kept

    def rescue_name(self, name: str) -> str:
        """What the file of an unsaved note is called."""
        return f"handover-{self.one.uid if self.one else self.account_id}-{name}"

    def show_kept(self) -> None:
        """Say whether all of it is kept."""
        self.put("#kept", [("note ", "dim"), self.saved_words])

    @work(group="leave", exclusive=True)
    async def action_save(self) -> None:
        """It is saved already; say so."""
        if await self.keep_now():
            self.tell("everything is saved; it is saved as you type")

    def action_back(self) -> None:
        """Leave; everything is saved."""
        self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        if await self.keep_now():
            self.leave()
