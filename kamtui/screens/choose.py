"""Choosing one of many, found by typing.

account = await self.app.push_screen_wait(ChooseScreen("Which account?", [(7, "Northwind"), (9, "Contoso")]))
"""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input

from kamtui.screens.finding import FindingWindow
from kamtui.widgets.ink import Cell, plain
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

MOST_LINES, FEWEST_LINES = 14, 3


class ChooseScreen(FindingWindow):
    """Gives the value of the option chosen with enter, None for escape."""

    DEFAULT_CSS = """
    ChooseScreen VirtualList { max-height: 60vh; }
    """
    HINTS = (("↑↓", "move"), ("enter", "choose"), ("esc", "cancel"))

    def __init__(
        self, title: Cell, options: Sequence[tuple[Any, Cell]], *, chosen: Any = None, typed: str = ""
    ) -> None:
        super().__init__(title)
        self._typed = typed
        self._options = options
        self._chosen = chosen

    def body(self) -> ComposeResult:
        """What is looked for, and what fits."""
        yield Input(self._typed, compact=True, placeholder="type to find", select_on_focus=False)
        yield VirtualList(Column(""), empty="nothing fits", titles=False)

    def on_mount(self) -> None:
        """Everything, with the cursor on the present choice; few take few lines."""
        found = self.query_one(VirtualList)
        found.styles.height = min(MOST_LINES, max(FEWEST_LINES, len(self._options)))
        self._show(self._typed)
        if not self._typed:
            found.go_to(self._chosen)

    def _show(self, text: str) -> None:
        words = text.casefold().split()
        fitting = [one for one in self._options if all(word in plain(one[1]).casefold() for word in words)]
        rows = Rows(fitting, draw=lambda one: Row([one[1]], key=one[0]), key=lambda one: one[0])
        self.query_one(VirtualList).show(rows)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find at every key."""
        self._show(event.value)
        if event.value:
            self.query_one(VirtualList).action_first()

    def action_choose(self) -> None:
        """Take the one under the cursor."""
        row = self.query_one(VirtualList).row
        if row is not None:
            self.dismiss(row.key)
