"""Choosing in a form without leaving the line: one of few, several of few, yes or no.

Choice([(1, "Strategic"), (2, "Growth"), (3, "Maintain")], chosen=2)          # ○ Strategic  ● Growth  ○ Maintain
Choice([("champion", "champion"), ("user", "end user")], chosen=["user"], several=True)   # ☐ champion  ☒ end user
"""

from collections.abc import Sequence
from typing import Any

from rich.style import Style
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from kamtui.widgets.ink import Inked, Part, one_line, width_of


class Choice(Inked, can_focus=True):
    """Options side by side, wrapped; the arrows move, space marks, a letter jumps."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("space", "mark", show=False),
    ]

    class Changed(Message):
        """Another option is chosen, or a mark was set or taken away."""

    def __init__(
        self,
        options: Sequence[tuple[Any, str]],
        chosen: Any = None,
        *,
        several: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.options = options
        self.several = several
        values = [value for value, _ in options]
        wanted = list(chosen or ()) if several else [chosen]
        self.marked = {values.index(one) for one in wanted if one in values}
        self.at = min(self.marked, default=0)

    @property
    def value(self) -> Any:
        """The chosen value, or None; with `several` the list of them."""
        found = [self.options[place][0] for place in sorted(self.marked)]
        return found if self.several else next(iter(found), None)

    def choose(self, value: Any) -> None:
        """Choose this value."""
        self.marked = {place for place, (one, _) in enumerate(self.options) if one == value}
        self.at = min(self.marked, default=self.at)
        self.refresh(layout=True)

    def action_move(self, by: int) -> None:
        """To the next option; where only one can be chosen, it is chosen."""
        if self.options:
            self._put((self.at + by) % len(self.options))

    def action_mark(self) -> None:
        """Mark this option, or take its mark away."""
        if self.several:
            self.marked ^= {self.at}
            self.refresh()
            self.post_message(self.Changed())
        else:
            self.action_move(1)

    def on_key(self, event: Any) -> None:
        """A letter jumps to the next option that begins with it."""
        if event.is_printable and event.character and event.character.isalnum():
            order = [*range(self.at + 1, len(self.options)), *range(self.at + 1)]
            wanted = event.character.casefold()
            for place in order:
                if self.options[place][1].casefold().startswith(wanted):
                    self._put(place)
                    event.stop()
                    return

    def _put(self, place: int) -> None:
        self.at = place
        if not self.several:
            self.marked = {place}
            self.post_message(self.Changed())
        self.refresh()

    def on_focus(self) -> None:
        """The focus shows."""
        self.refresh()

    def on_blur(self) -> None:
        """The focus shows."""
        self.refresh()

    def _rows(self, width: int) -> list[list[tuple[int, str]]]:
        """Which options stand on which line."""
        signs = ("☐", "☒") if self.several else ("○", "●")
        rows: list[list[tuple[int, str]]] = [[]]
        used = 0
        for place, (_, label) in enumerate(self.options):
            text = f"{signs[place in self.marked]} {one_line(label)}"
            size = width_of(text) + 3
            if used and used + size - 3 > width:
                rows.append([])
                used = 0
            rows[-1].append((place, text))
            used += size
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the options take."""
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        """One line of options."""
        width, base = self.size.width, self.rich_style
        rows = self._rows(width)
        segments = []
        for place, text in rows[y] if y < len(rows) else ():
            pieces: list[Part] = [(text, "strong" if place in self.marked else "dim")]
            here = self.has_focus and place == self.at
            segments += self.draw(pieces, base + Style(reverse=True) if here else base, inked=not here)
            segments += self.draw([("   ", "")], base)
        return Strip(segments).adjust_cell_length(width, base)
