"""Choosing one of many, found by typing.

account = await self.app.push_screen_wait(ChooseScreen("Which account?", [(7, "Northwind"), (9, "Contoso")]))
"""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from kamtui.screens.modal import Window
from kamtui.widgets.ink import Cell, plain
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList


class ChooseScreen(Window):
    """Gives the value of the option chosen with enter, None for escape."""

    DEFAULT_CSS = """
    ChooseScreen VirtualList { height: 14; max-height: 60vh; }
    """
    HINTS = (("↑↓", "move"), ("enter", "choose"), ("esc", "cancel"))
    BINDINGS = [
        Binding("escape", "cancel", show=False),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
    ]

    def __init__(self, title: Cell, options: Sequence[tuple[Any, Cell]], *, chosen: Any = None) -> None:
        super().__init__(title)
        self._options = options
        self._chosen = chosen

    def body(self) -> ComposeResult:
        """What is looked for, and what fits."""
        yield Input(compact=True, placeholder="type to find")
        yield VirtualList(Column(""), empty="nothing fits", titles=False)

    def on_mount(self) -> None:
        """Everything, with the cursor on the present choice."""
        self._show("")
        self.query_one(VirtualList).go_to(self._chosen)

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

    def action_move(self, by: int) -> None:
        """The cursor of the list."""
        self.query_one(VirtualList).action_move(by)

    def action_page(self, by: int) -> None:
        """The cursor of the list, a page."""
        self.query_one(VirtualList).action_page(by)

    def action_choose(self) -> None:
        """Take the one under the cursor."""
        row = self.query_one(VirtualList).row
        if row is not None:
            self.dismiss(row.key)

    def on_virtual_list_selected(self) -> None:
        """A double click chooses too."""
        self.action_choose()

    def action_cancel(self) -> None:
        """None of them."""
        self.dismiss(None)
