"""The follow-up of a review: its draft, made one's own, copied, mailed or written to a file, and sent (rule Q-7)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui import mail
from kamtui.domain import follow_up
from kamtui.domain.qbr import QbrState
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, due_words, moment_words
from kamtui.screens.fields import Field
from kamtui.screens.file_form import FileForm, proposed
from kamtui.screens.typed import TypedScreen
from kamtui.storage import qbr_close_changes, qbr_follow_ups, qbrs
from kamtui.storage.qbr_words import words
from kamtui.widgets.lines import Lines
from kamtui.widgets.notes_area import NotesArea

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamtui.domain.follow_up import Promise
    from kamtui.storage.qbrs import Qbr
    from kamtui.widgets.ink import Cell

TEXT = "text"


class QbrFollowUpScreen(TypedScreen):
    """The text that goes out, and how far its three parts are."""

    SCOPE = "qbr_follow_up"
    NAME = "Follow-up"
    CSS_PATH = "qbr_follow_up.tcss"
    AUTO_FOCUS = ""
    HELP = (
        "The draft is composed from notes and records; e makes it your own, escape leaves the text. y copies it, m "
        "opens it in the mail program, o writes it to a file; d says that it was sent, on time within 24 hours."
    )

    def __init__(self, qbr_id: int) -> None:
        super().__init__()
        self.qbr_id = qbr_id
        self.qbr: Qbr | None = None
        self.promises: Sequence[Promise] = ()
        self.addresses: Sequence[str] = ()

    def body(self) -> ComposeResult:
        """The text, and the promises beside it."""
        with Horizontal(id="split"):
            yield NotesArea(id="text")
            yield Lines(id="why", classes="side")
        yield Lines(id="kept", wrapped=False)

    async def load(self) -> None:
        """Read the review, what was promised, and the text as it stands."""
        found = await self.read(qbrs.qbr, self.qbr_id)
        if found is None or found.state not in (QbrState.HELD, QbrState.FOLLOWED_UP):
            self.leave()
            return
        self.qbr = found
        self.desk.account_id, self.desk.account_name = found.account_id, found.account
        self.promises = await self.read(qbr_follow_ups.promises, found.uid)
        self.addresses = await self.read(qbr_follow_ups.addresses, found, self.desk.today)
        text = await self.read(qbr_follow_ups.text, found, words().value.follow_up)
        if not self.shown:
            await self.begin_with({TEXT: text}, TEXT)
            self.area.move_cursor((0, 0))
        elif not found.follow_up and self.texts == self.stored != {TEXT: text}:
            self.texts, self.stored = {TEXT: text}, {TEXT: text}
            self.area.write_over(text)
        self.area.read_only = found.state is QbrState.FOLLOWED_UP
        self._show_top()
        self.show_kept()

    def _show_top(self) -> None:
        qbr = self.qbr
        if qbr is None:
            return
        now, ended = self.desk.clock.now(), qbr.ended_at or self.desk.clock.now()
        late = now > follow_up.due(ended)
        right: Cell = (follow_up.left_words(ended, now), "late" if late else "soon")
        if qbr.followed_up_at is not None:
            on_time = qbr.followed_up_at <= follow_up.due(ended)
            right = (f"sent {'on time' if on_time else 'late'}", "good" if on_time else "late")
        self.show_status("", right, [("Follow-up ", "title"), (qbr.account, "title")])
        self.query_one("#why", Lines).show(self._why(qbr, ended, now))

    def _why(self, qbr: "Qbr", ended: datetime, now: datetime) -> "list[Cell]":
        local = now.astimezone()
        lines: list[Cell] = [(f"Held, ended {moment_words(ended, local)}", "dim")]
        lines.append(f"Follow-up due {moment_words(follow_up.due(ended), local)}")
        if qbr.followed_up_at is not None:
            lines.append(f"Sent {moment_words(qbr.followed_up_at, local)}")
        lines += ["", (follow_up.parts_words(self.promises, qbr.reasons), "strong")]
        for title, ours in (("We", True), ("They", False)):
            for each in self.promises:
                if each.ours is ours:
                    due = due_words(each.due, self.desk.today)
                    lines.append([(f"{title}: ", "dim"), shorten(each.what, 200), (f"  {due}", "dim")])
        lines += [(f"No “{follow_up.PARTS[follow_up.Part(part)]}”: {why}", "dim") for part, why in qbr.reasons.items()]
        if self.addresses:
            lines += ["", (", ".join(self.addresses), "dim")]
        return lines

    @property
    def scopes(self) -> tuple[str, ...]:
        """While one types, letters are text."""
        return ("qbr_text",) if isinstance(self.focused, NotesArea) else super().scopes

    # Keeping

    async def store(self, changed: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
        """Keep the text as it is typed."""
        kept = {}
        for name, (read, text) in changed.items():
            work = qbr_close_changes.keep_follow_up
            kept[name] = await self.desk.database.note(work, self.qbr_id, read, text)
        return kept

    def rescue_name(self, name: str) -> str:
        """What the file of unsaved text is called."""
        return f"qbr-{self.qbr.uid if self.qbr else self.qbr_id}-follow-up-{name}"

    def show_kept(self) -> None:
        """Say how far the parts are, and whether all of it is kept."""
        parts = follow_up.parts_words(self.promises, self.qbr.reasons if self.qbr else {})
        self.put("#kept", [(parts, ""), (" · ", "dim"), self.saved_words])

    # Keys

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.texts.get(TEXT, "")

    @property
    def subject(self) -> str:
        """The subject of the mail."""
        day = day_words(self.qbr.held_on) if self.qbr else ""
        return words().value.follow_up["subject"].replace("{day}", day)

    def action_edit(self) -> None:
        """Write in the text."""
        if self.area.read_only:
            self.refuse("it went out already: this is what was sent")
        else:
            self.area.focus()

    def action_copy(self) -> None:
        """Copy the text."""
        self.app.copy_to_clipboard(self.text)
        self.tell("the follow-up is on the clipboard")

    @work(group="mail")
    async def action_mail(self) -> None:
        """Open it in the mail program; a long one is copied, to be pasted there."""
        link = mail.link(self.addresses, self.subject, self.text)
        if not link.whole:
            self.app.copy_to_clipboard(self.text)
        if not await asyncio.to_thread(mail.hand_over, link.url):
            self.refuse("no mail program can be opened from here: y copies the text, o writes it to a file")
        elif link.whole:
            self.tell("handed to the mail program; d says that it was sent")
        else:
            self.tell("too long for the mail program: it is on the clipboard, paste it there")

    @work(group="file")
    async def action_export(self) -> None:
        """Write it to a file."""
        if self.qbr is None:
            return
        file = proposed("follow-up", self.qbr.account, self.qbr.held_on, "txt")
        fields = [Field("file", "File", value=file, required=True)]
        form = FileForm("Follow-up to a file", fields, text=self.text)
        if saved := await self.app.push_screen_wait(form):
            self.tell(f"written to {saved.value}")

    @work(group="sent")
    async def action_done(self) -> None:
        """It was sent: stamp the moment, and say on time or late."""
        if not await self.keep_now() or self.qbr is None:
            return
        if (saved := await self.change(qbr_close_changes.sent, self.qbr_id, self.text)) is not None:
            self.tell(f"the follow-up went out {'on time' if saved.value else 'late'} · u takes it back")
            self.leave(True)

    def action_back(self) -> None:
        """From the text back to the keys, from there back to the list."""
        if self.area.has_focus:
            self.set_focus(None)
            self.show_keys()
        else:
            self._leave()

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        if await self.keep_now():
            self.leave()
