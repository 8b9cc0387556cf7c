"""How the relationship with somebody stands: one key."""

from textual.app import ComposeResult
from textual.binding import Binding

from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import Quality
from kamtui.screens.modal import Window
from kamtui.widgets.lines import Lines
from kamtui.widgets.people_signs import SIGNS

KEYS = {"s": Quality.STRONG, "n": Quality.NEUTRAL, "u": Quality.UNKNOWN, "a": Quality.AT_RISK}
MEANS = {
    Quality.STRONG: "would speak up for us",
    Quality.NEUTRAL: "knows us, no strong view",
    Quality.UNKNOWN: "not met, or not engaged",
    Quality.AT_RISK: "there is tension or a problem",
}


class RateScreen(Window):
    """Gives the quality that was chosen, None for escape (rule M-2)."""

    BINDINGS = [
        *[Binding(key, f"choose('{quality.value}')", show=False) for key, quality in KEYS.items()],
        Binding("escape", "choose('')", show=False),
    ]

    def __init__(self, name: str, now: Quality) -> None:
        super().__init__(f"How does the relationship with {name} stand?")
        self._now = now

    def body(self) -> ComposeResult:
        """The four qualities with their keys."""
        yield Lines([self._line(key, quality) for key, quality in KEYS.items()])

    def _line(self, key: str, quality: Quality) -> list[tuple[str, str]]:
        now = [("   now", "accent")] if quality is self._now else []
        return [
            (f" {key}  ", "key"),
            SIGNS[quality],
            (f" {spoken(quality):<8}", ""),
            (f"  {MEANS[quality]}", "dim"),
            *now,
        ]

    def action_choose(self, quality: str) -> None:
        """Give it."""
        self.dismiss(quality or None)
