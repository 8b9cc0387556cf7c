"""Closing a review: one look at the marked lines, then they become records (rules Q-5, Q-7 to Q-9)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain import money
from kamtui.domain.follow_up import missing, parts_words
from kamtui.domain.qbr import UNDER_WAY
from kamtui.domain.qbr_marks import Marked, MarkKind, draft, read_notes
from kamtui.domain.wording import day_words, plural
from kamtui.screens import qbr_lines, rescue
from kamtui.screens.base import CockpitScreen
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.qbr_close_form import CloseForm, line_form
from kamtui.storage import qbrs
from kamtui.storage.qbr_close_changes import SIDES, promise
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.storage.qbrs import Qbr
    from kamtui.widgets.ink import Cell

EMPTY = "No line carries a mark. n adds one, ctrl+s closes the review."


class QbrCloseScreen(CockpitScreen):
    """The marked lines, each kept or dropped; gives True when the review was closed."""

    SCOPE = "qbr_close"
    NAME = "Close the QBR"
    CSS_PATH = "qbr_close.tcss"
    HELP = (
        "Every marked line becomes its record: a promise in the ledger, a trigger, a value entry, a question for the "
        "next review. space drops a line or keeps it, enter changes it. ctrl+s closes the review, in one step that u "
        "takes back; escape goes back to the notes."
    )

    def __init__(self, qbr_id: int) -> None:
        super().__init__()
        self.qbr_id = qbr_id
        self.qbr: Qbr | None = None
        self.marks: list[Marked] = []
        self.dropped: set[int] = set()
        self._changed = False
        self._ending = False

    def body(self) -> ComposeResult:
        """The lines, and the why beside them."""
        with Horizontal():
            yield VirtualList(
                Column("", 1), Column("becomes", 16), Column("what", share=3), Column("who", share=1, keep=3),
                Column("due, worth", 10, right=True, keep=2), empty=EMPTY,
            )  # fmt: skip
            yield Lines(id="why", classes="side")
        yield Lines(id="parts")

    async def load(self) -> None:
        """Read the notes the first time; what was changed here stays."""
        found = await self.read(qbrs.qbr, self.qbr_id)
        if self._ending:
            return
        if found is None or found.state not in UNDER_WAY:
            self.dismiss(None)
            return
        if self.qbr is None:
            self.marks = list(read_notes(found.notes, found.held_on, found.participants))
        self.qbr = found
        self.show_status(
            "", plural(len(self.kept), "line"), [("Close the QBR with ", "title"), (found.account, "title")]
        )
        self.draw()

    @property
    def kept(self) -> list[Marked]:
        """The lines that become records."""
        return [each for place, each in enumerate(self.marks) if place not in self.dropped]

    def draw(self) -> None:
        """Show the lines, and what the follow-up still needs."""
        today = self.desk.today
        rows = [
            qbr_lines.marked_row(place, each, today, kept=place not in self.dropped)
            for place, each in enumerate(self.marks)
        ]
        self.list.show(rows)
        promises = [promise(each) for each in self.kept if each.kind in SIDES]
        self.query_one("#parts", Lines).show([[("Follow-up: ", "dim"), parts_words(promises)]])
        self._show_why()

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        place = self._place
        lines: list[Cell] = []
        if place is not None:
            each = self.marks[place]
            lines = [[(each.sign, "key"), (f" {qbr_lines.KIND_WORDS[each.kind]}", "title")], "", each.text, ""]
            lines.append((f"noted in {qbr_lines.phase_title(each)}", "dim"))
            lines += [(f"by {each.who}", "")] if each.who else []
            lines += [(f"due {day_words(each.due)} {each.due.year}", "")] if each.due else []
            lines += [(money.full(each.amount, self.desk.settings.currency), "")] if each.amount is not None else []
        self.query_one("#why", Lines).show(lines)

    @property
    def _place(self) -> int | None:
        key = self.list.key
        return key if isinstance(key, int) and key < len(self.marks) else None

    # Keys

    def action_keep(self) -> None:
        """Drop the line, or keep it after all."""
        if (place := self._place) is None:
            self.refuse("there is no line to drop")
            return
        self.dropped ^= {place}
        self._changed = True
        self.draw()
        self.list.action_move(1)

    async def action_open(self) -> None:
        """Change the line."""
        self.action_edit()

    @work(group="line")
    async def action_edit(self) -> None:
        """Change the line."""
        if (place := self._place) is None:
            self.refuse("there is no line to change: n adds one")
        elif (saved := await self.app.push_screen_wait(line_form(self.marks[place]))) is not None:
            self.marks[place] = _filled(self.marks[place], saved.value)
            self.dropped.discard(place)
            self._changed = True
            self.draw()

    @work(group="line")
    async def action_new(self) -> None:
        """Add a line that nobody marked."""
        fields = [
            Field("kind", "Becomes", "choice", MarkKind.OURS, options=list(qbr_lines.KIND_WORDS.items())),
            Field("text", "What", required=True, hint="send the list by fri"),
        ]
        saved = await self.app.push_screen_wait(FormScreen("Another line", fields))
        if saved is not None and self.qbr is not None:
            said = saved.value
            self.marks.append(draft(said["kind"], said["text"], self.qbr.held_on, self.qbr.participants))
            self._changed = True
            self.draw()
            self.list.go_to(len(self.marks) - 1)

    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        """Close the review: rating, who came, what was learned, and what the follow-up still needs."""
        if self.qbr is None:
            return
        promises = [promise(each) for each in self.kept if each.kind in SIDES]
        self._ending = True
        saved = await self.app.push_screen_wait(CloseForm(self.qbr, self.kept, missing(promises)))
        if saved is not None:
            became = f": {saved.value}" if saved.value else ""
            self.tell(f"the review is held{became} · u takes it back")
            self._changed = False
            self.dismiss(True)
        else:
            self._ending = False

    async def flush(self) -> None:
        """The cockpit ends: what was changed here goes to a rescue file; the notes are kept as they are."""
        if self._changed and self.qbr is not None:
            texts = {f"{each.sign} {place}": each.text for place, each in enumerate(self.kept, 1)}
            title = f"Lines of the QBR with {self.qbr.account} that were not closed"
            rescue.keep(self.desk.rescue_folder, self.desk.clock.now(), title, texts)


def _filled(marked: Marked, values: Mapping[str, Any]) -> Marked:
    return replace(
        marked, kind=values["kind"], text=values["text"], who=values["who"], due=values["due"],
        trigger=values["trigger"] if values["kind"] is MarkKind.TRIGGER else None,
        amount=values["amount"] if values["kind"] is MarkKind.VALUE else None,
    )  # fmt: skip
