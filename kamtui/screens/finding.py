"""A window with a line to type in and, below it, the list of what fits: the keys of the list work while one types."""

from typing import Any, ClassVar

from textual.binding import Binding

from kamtui.screens.modal import Window
from kamtui.widgets.virtual_list import VirtualList


class FindingWindow(Window):
    """Fill in `action_choose`: it takes what is under the cursor."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "cancel", show=False),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
    ]

    # For the windows to fill in

    def action_choose(self) -> None:
        """Take what is under the cursor."""
        raise NotImplementedError

    # What they share

    def action_move(self, by: int) -> None:
        """The cursor of the list."""
        self.query_one(VirtualList).action_move(by)

    def action_page(self, by: int) -> None:
        """The cursor of the list, a page."""
        self.query_one(VirtualList).action_page(by)

    def on_virtual_list_selected(self) -> None:
        """A double click chooses too."""
        self.action_choose()

    def action_cancel(self) -> None:
        """None of them."""
        self.dismiss(None)
