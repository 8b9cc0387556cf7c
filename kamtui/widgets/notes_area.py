"""The editor in which long text is typed."""

from textual import events
from textual.widgets import TextArea

from kamtui.domain.qbr_marks import with_mark
from kamtui.domain.text import clean_text


class NotesArea(TextArea):
    """A plain editor: what is pasted is made safe first, tab leaves it."""

    DEFAULT_CSS = """
    NotesArea { border: none; padding: 0 1; background: $surface; width: 1fr; height: 1fr; }
    NotesArea:ansi { background: ansi_default; }
    """

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(id=id, compact=True, tab_behavior="focus", placeholder=placeholder)
        self.highlight_cursor_line = False

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean_text(event.text)

    def write(self, text: str) -> None:
        """Show another text, with the cursor behind it."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def write_over(self, text: str) -> None:
        """Show a text that another window added to; the cursor stays where it is."""
        at = self.cursor_location
        self.load_text(text)
        self.move_cursor(at)

    def mark(self, sign: str) -> None:
        """Put a mark on the line of the cursor, or take it off."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        marked = with_mark(line, sign)
        self.replace(marked, (row, 0), (row, len(line)))
        self.move_cursor((row, max(0, column + len(marked) - len(line))))
