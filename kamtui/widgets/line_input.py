"""An input that loses nothing of what is pasted into it."""

from textual import events
from textual.widgets import Input

from kamtui.domain.text import clean_line


class LineInput(Input):
    """One line of text; what is pasted in several lines becomes one."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(clean_line(event.text), *self.selection)
