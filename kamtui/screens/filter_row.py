"""The filter row: one line at the bottom, filtering while it is typed."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from kamtui.widgets.lines import Lines

if TYPE_CHECKING:
    from kamtui.screens.filtering import FilteringScreen


class FilterRow(Horizontal):
    """`/` and what was typed; enter and down go back to the list, escape shows everything again."""

    DEFAULT_CSS = """
    FilterRow { height: 1; padding: 0 1; background: $surface; }
    FilterRow Lines { width: 2; }
    FilterRow Input { width: 1fr; }
    """
    BINDINGS = [
        Binding("escape", "leave(False)", show=False),
        Binding("enter,down,up", "leave(True)", show=False, priority=True),
    ]

    def __init__(self, text: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = text

    def compose(self) -> ComposeResult:
        """The sign and the input."""
        yield Lines([("/", "key")])
        yield Input(self._text, compact=True, placeholder="filter", select_on_focus=False)

    def take_focus(self) -> None:
        """Put the cursor into the input."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter at every key."""
        event.stop()
        cast("FilteringScreen", self.screen).set_filter(event.value)

    def action_leave(self, keep: bool) -> None:
        """Back to the list, with or without the filter."""
        cast("FilteringScreen", self.screen).leave_filter(keep=keep)
