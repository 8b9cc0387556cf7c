"""The help: what the screen is for, and every key that works on it."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from kamtui import keys
from kamtui.screens.base import CockpitScreen
from kamtui.screens.modal import Window
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Line
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList


class HelpScreen(Window):
    """A list of keys; escape or `?` closes it."""

    DEFAULT_CSS = """
    HelpScreen > .window > VirtualList { height: 24; max-height: 56vh; }
    HelpScreen > .window > .about { margin-bottom: 1; }
    """
    HINTS = (("↑↓", "scroll"), ("esc", "close"))
    HOLDS = False
    BINDINGS = [Binding("escape,question_mark,f1,q", "close", show=False)]

    def __init__(self, about: Screen[object]) -> None:
        self._about = about
        self._scopes = about.scopes if isinstance(about, CockpitScreen) else (keys.EVERYWHERE,)
        super().__init__(getattr(about, "title_words", "") or "Keys")

    def body(self) -> ComposeResult:
        """The sentence about the screen, then its keys."""
        if text := getattr(self._about, "HELP", ""):
            yield Lines([(text, "dim")], classes="about")
        yield VirtualList(Column("", 22), Column(""), titles=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(VirtualList).show(list(self._lines()))

    def _lines(self) -> Iterator[Line]:
        changed = self.desk.settings.keys
        for scope in (*self._scopes, "list", "form"):
            actions = [one for one in keys.of(scope) if self._works(one)]
            if actions:
                yield Heading(keys.title(scope))
            for one in actions:
                yield Row([(keys.shown_all(keys.key_of(one, changed)), "key"), one.words], key=one.id)

    def _works(self, action: keys.Action) -> bool:
        if action.does.startswith("go("):
            return any(place.id == action.id[3:] for place in self.desk.places)
        if action.where in (keys.EVERYWHERE, "list", "form"):
            return True
        return isinstance(self._about, CockpitScreen) and self._about.can(action)

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss()
