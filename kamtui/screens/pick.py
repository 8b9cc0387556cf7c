"""A field of a form whose options are many: people, accounts. Typing opens the list and finds in it; enter opens it."""

from collections.abc import Sequence
from typing import Any

from rich.style import Style
from textual import work
from textual.binding import Binding
from textual.events import Key
from textual.strip import Strip

from kamtui.screens.choose import ChooseScreen
from kamtui.widgets.ink import Cell, Inked, fit


class Pick(Inked, can_focus=True):
    """One of many; `delete` takes it away again. `value` is what was picked, or None."""

    DEFAULT_CSS = """
    Pick { height: 1; width: 1fr; background: $panel; }
    """
    BINDINGS = [
        Binding("enter,space", "choose", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    def __init__(self, title: str, options: Sequence[tuple[Any, str]], chosen: Any = None, hint: str = "") -> None:
        super().__init__()
        self._title = title
        self.options = options
        self.value = chosen
        self._hint = hint or "enter chooses"

    def on_key(self, event: Key) -> None:
        """A letter opens the list and is the first that is looked for."""
        if event.is_printable and event.character is not None and not event.character.isspace():
            event.stop()
            self.action_choose(event.character)

    @work
    async def action_choose(self, typed: str = "") -> None:
        """Open the list; what was chosen before stays when it is left with escape."""
        window = ChooseScreen(self._title, self.options, chosen=self.value, typed=typed)
        chosen = await self.app.push_screen_wait(window)
        if chosen is not None:
            self.value = chosen
            self.refresh()

    def action_clear(self) -> None:
        """Nothing."""
        self.value = None
        self.refresh()

    def on_focus(self) -> None:
        """The focus shows."""
        self.refresh()

    def on_blur(self) -> None:
        """The focus shows."""
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """What was picked."""
        label = next((label for value, label in self.options if value == self.value), None)
        shown: Cell = (self._hint, "dim") if label is None else label
        base = self.rich_style + Style(reverse=True) if self.has_focus else self.rich_style
        return Strip(self.draw(fit(shown, self.size.width), base, inked=not self.has_focus), self.size.width)
