"""How a captured line is written."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from kamtui.domain.capture_words import GRAMMAR_HELP
from kamtui.screens.modal import Window
from kamtui.widgets.lines import Lines


class CaptureHelp(Window):
    """The grammar, to be scrolled; escape or f1 goes back to the line."""

    DEFAULT_CSS = """
    CaptureHelp > .window { width: 84; max-width: 100%; border: none; padding: 0; }
    CaptureHelp VerticalScroll { height: auto; max-height: 90vh; scrollbar-size-vertical: 1; }
    CaptureHelp > .window > .hints { margin-top: 0; }
    """
    HINTS = (("↑↓", "scroll"), ("esc", "back"))
    BINDINGS = [Binding("escape,f1,q", "close", show=False)]

    def body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll():
            yield Lines(GRAMMAR_HELP.rstrip().split("\n"), wrapped=False)

    def action_close(self) -> None:
        """Back to the line."""
        self.dismiss()
