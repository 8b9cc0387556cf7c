"""What every window over a screen is: a title, a body, and a line with its keys."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from kamtui.screens.desk import Desk, desk_of
from kamtui.screens.leaving import Leaving
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines


class Window(ModalScreen[Any], Leaving):
    """A window over the screen; it gives its result to whoever pushed it, None when it was left with escape."""

    DEFAULT_CSS = """
    Window {
        align: center middle;
        & > .window { width: 72; max-width: 96%; height: auto; max-height: 92%; background: $surface;
                      border: round $border; padding: 0 1; }
        & > .window > .title { text-style: bold; }
        & > .window > .hints { height: auto; margin-top: 1; }
        &:ansi > .window { background: ansi_default; }
    }
    """
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "close"),)
    HOLDS: ClassVar[bool] = True
    """Whether it was handed names or texts when it was opened."""

    def __init__(self, title: Cell = "") -> None:
        super().__init__()
        self.heading = title

    @property
    def desk(self) -> Desk:
        """The database, the settings, today and the current account."""
        return desk_of(self)

    def body(self) -> ComposeResult:
        """The widgets between the title and the keys."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Title, body, keys."""
        with Vertical(classes="window"):
            if self.heading:
                yield Lines([self.heading], classes="title")
            yield from self.body()
            yield Lines([self.hints()], classes="hints")

    def hints(self) -> Cell:
        """The line of keys."""
        return [piece for key, words in self.HINTS for piece in ((key, "key"), (f" {words}   ", "dim"))]
