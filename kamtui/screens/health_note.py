"""The line in which the note of a check is typed."""

from dataclasses import replace
from typing import ClassVar

from textual.widgets import TextArea

from kamtui import keys


class NoteArea(TextArea):
    """Wraps as it grows; enter saves the check, escape and tab go back to the signals."""

    SCOPE: ClassVar[str] = "health_note"
    BINDINGS = [replace(one, priority=True) for one in keys.bindings("health_note")]

    async def action_save(self) -> None:
        """Save the check."""
        await self.screen.run_action("save")

    def action_back(self) -> None:
        """Back to the signals; what was typed stays."""
        self.screen.set_focus(None)

    def write(self, text: str) -> None:
        """Show another account's note."""
        if text != self.text:
            self.load_text(text)

    def go(self) -> None:
        """Write on at the end of what is there."""
        self.focus()
        self.move_cursor(self.document.end)
