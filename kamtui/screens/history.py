"""What was changed about an account, newest first: what, before and after, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding

from kamtui.domain.text import shorten
from kamtui.domain.wording import moment_words, plural
from kamtui.screens.modal import Window
from kamtui.storage.account_history import HistoryEntry
from kamtui.widgets.virtual_list import Column, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell

MOST_LINES = 40
"""How many lines of one action are shown."""


class HistoryScreen(Window):
    """A list of what was done; escape closes it."""

    DEFAULT_CSS = """
    HistoryScreen > .window { width: 110; }
    HistoryScreen > .window > VirtualList { height: 32; max-height: 70vh; }
    """
    HINTS = (("↑↓", "scroll"), ("esc", "close"))
    BINDINGS = [Binding("escape,h,q", "close", show=False)]

    def __init__(self, name: str, entries: Sequence[HistoryEntry]) -> None:
        super().__init__(f"History of {shorten(name, 50)}")
        self._entries = entries

    def body(self) -> ComposeResult:
        """The list."""
        yield VirtualList(Column("", 17), Column(""), titles=False, empty="Nothing was changed here yet.")

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(VirtualList).show(
            [row for number, entry in enumerate(self._entries) for row in self._rows(number, entry)]
        )

    def _rows(self, number: int, entry: HistoryEntry) -> list[Row]:
        now = self.desk.clock.now().astimezone()
        cells: list[list[Cell]] = [[(moment_words(entry.at, now), "dim"), (entry.label, "strong")]]
        cells += [["", line] for line in entry.lines[:MOST_LINES]]
        if len(entry.lines) > MOST_LINES:
            cells.append(["", (f"and {plural(len(entry.lines) - MOST_LINES, 'more change')}", "dim")])
        return [Row(pair, key=(number, place)) for place, pair in enumerate(cells)]

    def action_close(self) -> None:
        """Back to the page."""
        self.dismiss()
