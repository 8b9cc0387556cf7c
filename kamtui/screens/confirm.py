"""A question with two answers.

if await self.app.push_screen_wait(ConfirmScreen("Remove Fabrikam and all it has?", yes="remove", no="keep")):
"""

from textual.app import ComposeResult
from textual.binding import Binding

from kamtui.screens.modal import Window
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines


class ConfirmScreen(Window):
    """`y` for yes, `n` or escape for no; gives True or False."""

    BINDINGS = [
        Binding("y", "answer(True)", show=False),
        Binding("n,escape", "answer(False)", show=False),
    ]

    def __init__(self, question: Cell, *, yes: str = "yes", no: str = "no", more: Cell = "") -> None:
        super().__init__(question)
        self._answers = (yes, no)
        self._more = more

    def body(self) -> ComposeResult:
        """What else there is to know."""
        if self._more:
            yield Lines([self._more])

    def hints(self) -> Cell:
        """The two answers."""
        yes, no = self._answers
        return [("y", "key"), f" {yes}   ", ("n", "key"), f" {no}"]

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)
