"""One line, from anywhere: what was understood is shown at every key, and nothing typed is lost (rule I-2).

While it is typed the line is also kept in the inbox beside the database, and saving takes it out again. So what was
left with escape, what a crash interrupted and what `kamtui log` could not place comes back the next time.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kamtui import keys, paths
from kamtui.domain.capture import Captured, capture
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.text import clean_line
from kamtui.screens import capture_lines
from kamtui.screens.base import Saved, data_changed
from kamtui.screens.capture_draft import Draft
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.later import later
from kamtui.screens.modal import Window
from kamtui.storage.errors import Unusable
from kamtui.storage.touchpoints import capture_lists
from kamtui.storage.touchpoints_changes import save_captured
from kamtui.widgets.ink import Cell
from kamtui.widgets.line_input import LineInput
from kamtui.widgets.lines import Lines

if TYPE_CHECKING:
    import asyncio

KEEP_AFTER = 0.4
"""Seconds from a key to the file."""

EXAMPLE = "Acme: called Jane ~warm next: send offer by fri"


class CaptureScreen(Window):
    """Gives `Saved(key of the touchpoint)`, or None when it was left; the line is then kept for the next time."""

    PLAIN = True

    CSS_PATH = "capture.tcss"
    BINDINGS: ClassVar[list[Any]] = [*keys.bindings("capture")]

    def __init__(self, prefill: str = "") -> None:
        super().__init__("Capture")
        self._prefill = clean_line(prefill) + " " * prefill.endswith(" ")
        self._accounts: list[tuple[int, str]] = []
        self._people: list[tuple[int, int, str]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._saving = self._lists_read = self._leaves_anyway = False
        self._value: Saved[int] | None = None
        self.problem = self._offered = ""

    def body(self) -> ComposeResult:
        """The line, and what it says."""
        yield LineInput(self._prefill, compact=True, placeholder=EXAMPLE, select_on_focus=False)
        with VerticalScroll(id="heard", can_focus=False):
            yield Lines(id="understood")
        yield Lines(id="problem")

    def on_mount(self) -> None:
        """Read the names and the lines that wait."""
        self.draft = Draft(paths.inbox(self.desk.database.path), self.desk.clock, clean_line(self._prefill))
        self._reading = self._begin()

    @work(group="lists")
    async def _begin(self) -> None:
        await self.draft.look()
        try:
            self._accounts, self._people = await self.desk.database.read_plainly(capture_lists, self.desk.today)
        except Unusable as problem:
            self._say(str(problem))
        self._lists_read = True
        if not self.text and (line := self.draft.first()):
            self._offer(line)
        self._show()

    @property
    def text(self) -> str:
        """The line as it stands."""
        return clean_line(self.query_one(LineInput).value)

    # What was understood

    def understood(self) -> tuple[Captured[int], bool]:
        """What the line says, and whether it is about the current account only because it names none."""
        today, current = self.desk.today, self.desk.account_id
        captured = capture(self.text, today, self._accounts, self._people)
        if captured.account_id is not None or captured.candidates or current is None:
            return captured, False
        assumed = capture(self.text, today, self._accounts, self._people, current=current)
        return assumed, assumed.account_id is not None

    def on_input_changed(self) -> None:
        """Understand it anew at every key, and keep it soon."""
        self._leaves_anyway = False
        if self._offered and self._offered != self.text:
            if self.text:  # typed over: it is a new line, not another wording of the kept one
                self.draft.leave()
            self._offered = ""
        self._say("")
        self._show()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = later(self, KEEP_AFTER, self._keep_soon)

    def _show(self) -> None:
        if self._lists_read and not self.text:
            name = self.desk.account_name if self.desk.account_id is not None else ""
            self.query_one("#understood", Lines).show([capture_lines.about(name)])
        elif self._lists_read:
            captured, assumed = self.understood()
            self.query_one("#understood", Lines).show(capture_lines.heard(captured, assumed=assumed))
        kept = self.draft.shown
        now, offered = self.desk.clock.now(), bool(self._offered)
        title = capture_lines.heading(kept.at if kept else None, now, offered=offered)
        self.query_one(".title", Lines).show([title])
        self.query_one(".hints", Lines).show([self.hints()])

    def hints(self) -> Cell:
        """The keys; those for kept lines only where there are any."""
        draft: Draft | None = getattr(self, "draft", None)
        others = len(draft.others) if draft else 0
        return capture_lines.hints(self.desk.settings.keys, kept=bool(draft and draft.shown), others=others)

    def _say(self, sentence: str) -> None:
        self.problem = sentence
        self.query_one("#problem", Lines).show([(f"✗ {sentence}", "poor")] if sentence else [])

    def _offer(self, text: str) -> None:
        """Show a kept line, all of it marked: what is typed now begins a new one, an arrow goes on with it."""
        self._put(text)
        self._offered = text
        field = self.query_one(LineInput)
        field.select_all()
        self.watch(field, "selection", self._goes_on, init=False)

    def _goes_on(self) -> None:
        """The cursor moved in an offered line: it is taken up as it is."""
        field = self.query_one(LineInput)
        if field.value == self._offered and field.selection.is_empty:
            self._offered = ""
            self._show()

    def _put(self, text: str) -> None:
        self._offered = ""
        field = self.query_one(LineInput)
        field.value = text
        field.cursor_position = len(text)

    # Saving

    def on_input_submitted(self) -> None:
        """Enter saves."""
        self.action_save()

    @work(group="save")
    async def action_save(self) -> None:
        """Save the line; where the account is missing, ask for it first."""
        if self._saving:
            return
        text = self.text
        if not text:
            self._say("say what happened; f1 shows how")
            return
        self._saving = True
        try:
            await self._reading.wait()
            captured = await self._placed(text)
            if captured is not None:
                key = await self.desk.database.run(save_captured, captured, text)
                await self._saved(captured, text, key)
        except (ValueError, Unusable) as problem:
            kept = "" if await self._keep() else "; the line stays here"
            self._say(f"{problem}{kept}")
        finally:
            self._saving = False

    async def _placed(self, text: str) -> Captured[int] | None:
        """What the line says with the account that is meant; None when the question was left."""
        captured, _ = self.understood()
        if captured.account_id is not None:
            return captured
        options = [one for one in self._accounts if not captured.candidates or one[1] in captured.candidates]
        if not options:
            raise ValueError("there are no accounts yet: 2 and n add the first one, and the line waits here")
        chosen = await self.app.push_screen_wait(ChooseScreen("Which account?", options))
        account = [one for one in options if one[0] == chosen]
        if not account:
            return None
        return capture(text, self.desk.today, account, self._people, current=chosen)

    async def _saved(self, captured: Captured[int], text: str, key: int) -> None:
        """Say what was saved; then the next of the kept lines, or the end."""
        self._value = Saved(key)
        continues = self.draft.shown is not None
        more = self.text != text
        await self.draft.forget()
        data_changed(self.app)
        self.app.notify(capture_lines.saved(captured), markup=False)
        if more:
            self._say("saved; what you typed meanwhile is not")
        elif continues and (line := self.draft.first()):
            self._put(line)
        else:
            self._leave()
        if TriggerKind.UNSOLICITED_REFERRAL in captured.triggers and captured.account_id is not None:
            self._ask_whom(captured, captured.account_id)

    def _ask_whom(self, captured: Captured[int], account_id: int) -> None:
        """A referral was heard: offer to record whom it was about, which a line does not tell (rule I-6)."""
        from kamtui.screens.referral_form import ReferralForm

        referrer = captured.people[0] if len(captured.people) == 1 else None
        form = ReferralForm(account_id, on=captured.happened_on, referrer_id=referrer, more=captured.summary)
        self.app.call_later(self.app.push_screen, form)

    def _leave(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.dismiss(self._value)

    # Keeping

    async def _keep_soon(self) -> None:
        if not self._saving:
            await self._keep()

    async def flush(self) -> None:
        """Keep the line as it stands, before the cockpit ends."""
        await self._keep()

    async def _keep(self) -> bool:
        problem = await self.draft.keep(self.text)
        if problem:
            self._say(problem)
        elif self.is_mounted:
            self._show()
        return not problem

    @work(group="save")
    async def action_cancel(self) -> None:
        """Leave; a line that is not saved is kept. Where it cannot be kept, only a second escape leaves."""
        if self._saving:
            return
        kept = await self._keep()
        if not kept and not self._leaves_anyway:
            self._leaves_anyway = True
            self._say(f"{self.problem}; escape again leaves without it")
            return
        if self.draft.holds_text:
            self.app.notify("the line is kept; c shows it again", markup=False)
        self._leave()

    @work(group="save")
    async def action_kept(self) -> None:
        """The next of the kept lines, after the last one a new line."""
        if await self._keep():
            if not self.draft.shown and not self.draft.others:
                self._say("no other line is kept")
                return
            self._put(await self.draft.next())
            self._show()

    @work(group="save")
    async def action_drop(self) -> None:
        """Take the kept line out of the inbox without saving it."""
        if self.draft.shown is None:
            self._say("only a kept line is dropped; escape leaves")
            return
        await self.draft.forget()
        self._put(self.draft.first())
        self._show()

    def action_help(self) -> None:
        """How a line is written."""
        from kamtui.screens.capture_help import CaptureHelp

        self.app.push_screen(CaptureHelp())
