"""The rehearsal: the script one step at a time on an otherwise empty screen (rule D-6)."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kamtui.domain.conversations import STEPS, TITLES, Part
from kamtui.screens.base import CockpitScreen
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

HINT: Cell = [
    ("space", "key"),
    (" next   ", "dim"),
    ("←", "key"),
    (" back   ", "dim"),
    ("esc", "key"),
    (" leave", "dim"),
]


class RehearsalScreen(CockpitScreen):
    """Shows what is to be said, and nothing else."""

    PLAIN = True
    SCOPE = "rehearsal"
    NAME = "Rehearsal"
    CSS_PATH = "rehearsal.tcss"
    HELP = "One step of the script at a time. Say it aloud; where you stumble, the words are not yours yet."
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, texts: Mapping[Part, str]) -> None:
        super().__init__()
        self.texts = texts
        self.place = 0

    def compose(self) -> ComposeResult:
        """A few lines in the middle."""
        with VerticalScroll(id="stage", can_focus=False):
            yield Lines(id="said")
        yield Lines([HINT], id="hint", wrapped=False)

    def on_mount(self) -> None:
        """The first step."""
        self.redraw()

    def show_status(self, middle: Cell = "", right: Cell = "", left: Cell | None = None) -> None:
        """No line on top."""

    def show_keys(self) -> None:
        """No footer: the screen is empty but for the words."""

    def redraw(self) -> None:
        """Show the step at hand; after the last one, the end."""
        over = self.place >= len(STEPS)
        lines: list[Cell] = [("That was all of it.", "dim")]
        if not over:
            step = STEPS[self.place]
            lines = [(f"{self.place + 1}  {TITLES[step].lower()}", "dim"), ""]
            said = self.texts[step].strip()
            for line in said.splitlines():
                lines += [(line, "strong"), ""]
            if not said:
                lines.append(("nothing is written for this step yet", "dim"))
        self.query_one("#said", Lines).show(lines)
        self.query_one("#stage").scroll_home(animate=False)

    def action_forward(self) -> None:
        """The next step."""
        self.place = min(self.place + 1, len(STEPS))
        self.redraw()

    def action_backward(self) -> None:
        """The step before."""
        self.place = max(0, self.place - 1)
        self.redraw()

    def action_scroll(self, where: str) -> None:
        """A long step is longer than the screen."""
        stage = self.query_one("#stage")
        (stage.scroll_up if where == "up" else stage.scroll_down)(animate=False)
