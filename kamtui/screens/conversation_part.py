"""One part of a planned conversation: its title, the guidance, what is typed, and what the reading aid says to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from kamtui.domain.conversations import STEPS, TITLES, Part
from kamtui.screens.conversation_words import aid
from kamtui.widgets.lines import Lines

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell


class PartBox(Vertical):
    """A part that is typed; the comments stand under it and never in the way (rule D-4)."""

    DEFAULT_CSS = """
    PartBox { height: auto; padding: 0 1; margin-bottom: 1; }
    PartBox > TextArea { height: auto; min-height: 1; max-height: 12; border: none; padding: 0; background: $panel; }
    PartBox.-here > TextArea { min-height: 3; }
    PartBox:ansi > TextArea { text-style: underline; }
    PartBox > .guide { display: none; }
    PartBox.-here > .guide { display: block; }
    PartBox > .aid { display: none; }
    PartBox > .aid.-says { display: block; }
    """

    def __init__(self, part: Part) -> None:
        super().__init__(id=part.value)
        self.part = part

    def compose(self) -> ComposeResult:
        """Title, guidance, text, comments."""
        number = f"{STEPS.index(self.part) + 1}  " if self.part in STEPS else ""
        yield Lines([[(number, "dim"), (TITLES[self.part], "strong")]])
        yield Lines(classes="guide")
        yield TextArea(compact=True, tab_behavior="focus")
        yield Lines(classes="aid")

    def on_descendant_focus(self) -> None:
        """It is this part that is typed."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """A part that is left is complete as it stands."""
        self.remove_class("-here")
        self.call_after_refresh(self._comment_later)

    def _comment_later(self) -> None:
        if len(self.query("TextArea, .aid")) == 2:  # not while the screen is being left
            self.comment()

    @property
    def area(self) -> TextArea:
        """What is typed into."""
        return self.query_one(TextArea)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.area.text

    def write(self, text: str) -> None:
        """Show another text."""
        if text != self.text:
            self.area.load_text(text)
            self.area.move_cursor(self.area.document.end)

    def guide(self, sentences: Sequence[str]) -> None:
        """Show the guidance, where it does not stand in the second column."""
        self.query_one(".guide", Lines).show([(" ".join(sentences), "dim")])

    def comment(self) -> None:
        """Say what the reading aid sees in the text as it stands; nothing once it cannot be changed (rule D-4)."""
        reads = not self.area.read_only
        found = aid().value.comments(self.part, self.text, typing=self.has_focus_within) if reads else []
        lines: list[Cell] = []
        for each in found:
            words: Cell = [("“" + each.found + "” ", "accent")] if each.found else []
            lines.append([("· ", "watch"), *words, (each.says, "")])
        shown = self.query_one(".aid", Lines)
        if len(lines) > len(shown.lines) and self.has_focus_within:
            self.call_after_refresh(self.scroll_visible, animate=False)
        shown.show(lines)
        shown.set_class(bool(lines), "-says")
