"""The least a Textual app can be: one line that answers a key. What the cockpit's start is measured against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Shows READY, and HIT once `down` was pressed."""

    BINDINGS = [("down", "hit", "hit")]

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("READY")

    def action_hit(self) -> None:
        """The key's answer."""
        self.query_one(Static).update("HIT")


if __name__ == "__main__":
    Bare().run()
