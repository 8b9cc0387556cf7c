"""A window with everything about one record, for terminals that are too narrow for a second column."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from kamtui.screens.modal import Window
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines


class DetailsScreen(Window):
    """Lines to read; escape or enter closes it."""

    DEFAULT_CSS = """
    DetailsScreen > .window > VerticalScroll { height: auto; max-height: 76vh; scrollbar-size-vertical: 1; }
    """
    HINTS = (("↑↓", "scroll"), ("esc", "close"))
    BINDINGS = [Binding("escape,enter,q", "close", show=False)]

    def __init__(self, lines: Sequence[Cell]) -> None:
        super().__init__()
        self._lines = lines

    def body(self) -> ComposeResult:
        """The lines, scrolled where they are many."""
        with VerticalScroll():
            yield Lines(self._lines)

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss()
