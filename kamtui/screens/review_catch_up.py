"""The first step of the review: one line after another, each understood as it is typed."""

from collections.abc import Sequence

from textual import work
from textual.widgets import Input

from kamtui.domain.capture import Captured, capture
from kamtui.domain.text import clean_line
from kamtui.domain.wording import plural
from kamtui.screens import review_rows
from kamtui.screens.review_keeping import KeptReview
from kamtui.storage import touchpoints, touchpoints_changes
from kamtui.storage.errors import Unusable
from kamtui.widgets.lines import Lines


class CatchUp(KeptReview):
    """The capture line of the review."""

    lists: tuple[Sequence[tuple[int, str]], Sequence[tuple[int, int, str]]] = ((), ())
    """All accounts and people, to read lines with."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every key is kept, and the line is understood as it is typed."""
        if event.input.id == "line":
            self.understand()
        self.keep_soon()

    def on_text_area_changed(self) -> None:
        """Every key is kept."""
        self.keep_soon()

    def understand(self) -> Captured[int] | None:
        """Read the line and say what was understood."""
        text = self.query_one("#line", Input).value
        accounts, people = self.lists
        understood = capture(text, self.desk.today, accounts, people) if text.strip() else None
        self.query_one("#understood", Lines).show(review_rows.heard_lines(understood, text))
        return understood

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the line; on an empty one it goes on."""
        if event.input.id == "own":
            self.add_own(event.input)
        elif clean_line(event.value):
            self._catch(event.value)
        else:
            self.action_forward()

    async def read_lists(self) -> None:
        """Read the names that a line may hold, and understand it by them."""
        self.lists = await self.read(touchpoints.capture_lists, self.desk.today)
        self.understand()

    @work(group="catch", exclusive=True)
    async def _catch(self, text: str) -> None:
        if not self.lists[0]:  # it was quicker than they
            try:
                await self.read_lists()
            except Unusable as problem:
                self.refuse(str(problem))
                return
        understood = self.understand()
        if understood is None:
            return
        if understood.account_id is None:
            names = ", ".join(understood.candidates[:5])
            self.refuse(f"which account: {names}?" if names else "begin the line with an account and a colon")
        elif saved := await self.change(touchpoints_changes.save_captured, understood, text):
            self.query_one("#line", Input).value = ""
            more = plural(len(understood.triggers), "trigger")
            self.tell(f"kept for {understood.account_name}" + (f", with {more}" if understood.triggers else ""))
            del saved

    def add_own(self, typed: Input) -> None:
        """Take up a line that was typed for next week."""

    def action_forward(self) -> None:
        """The next step."""
