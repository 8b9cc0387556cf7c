"""Widgets of plain lines: the status line on top, panels of text, empty states.

panel = Lines(id="why")
panel.show([("QBR follow-up", "title"), "", [("due ", "dim"), ("yesterday 16:10", "late")]])
status = StatusLine()
status.show("Week 47 · Fri 21 Nov", "secured 71 %", [("● 9", "good"), "  ", ("○ 2", "poor")])
"""

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip

from kamtui.widgets.ink import Cell, Inked, Part, fit, width_of, wrap


class Lines(Inked):
    """Cells drawn one below the other, literally; long ones are wrapped at spaces (or cut with `wrapped=False`)."""

    DEFAULT_CSS = """
    Lines { height: auto; width: 1fr; }
    """

    def __init__(
        self,
        lines: Sequence[Cell] = (),
        *,
        wrapped: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.lines: Sequence[Cell] = lines
        self.wrapped = wrapped
        self._drawn: tuple[int, list[list[Part]]] | None = None

    def show(self, lines: Sequence[Cell]) -> None:
        """Show these lines instead."""
        before = len(self._broken(self.size.width)) if self.size.width else -1
        self.lines, self._drawn = lines, None
        after = len(self._broken(self.size.width)) if self.size.width else -2
        self.refresh(layout=before != after)

    def _broken(self, width: int) -> list[list[Part]]:
        if self._drawn is None or self._drawn[0] != width:
            broken: list[list[Part]] = []
            for line in self.lines:
                broken += wrap(line, width) if self.wrapped else [fit(line, width)]
            self._drawn = (width, broken)
        return self._drawn[1]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as the longest line."""
        return max((width_of(line) for line in self.lines), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as it takes at this width."""
        return len(self._broken(width))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, base = self.size.width, self.rich_style
        broken = self._broken(width)
        if y >= len(broken):
            return Strip.blank(width, base)
        return Strip(self.draw(broken[y], base)).adjust_cell_length(width, base)


class StatusLine(Inked):
    """One line on top: left, middle and right; the middle gives way first, then the right."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; padding: 0 1; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.left: Cell = ""
        self.middle: Cell = ""
        self.right: Cell = ""

    def show(self, left: Cell, middle: Cell = "", right: Cell = "") -> None:
        """Show these three."""
        self.left, self.middle, self.right = left, middle, right
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        return Strip(self.draw(three(self.left, self.middle, self.right, self.size.width), self.rich_style))


class EmptyState(Lines):
    """What an empty screen says: what would be here, and which key fills it."""

    DEFAULT_CSS = """
    EmptyState { padding: 2 4; width: 1fr; height: 1fr; }
    """

    def __init__(self, what: str, how: Sequence[tuple[str, str]] = (), *, id: str | None = None) -> None:  # noqa: A002
        keys: list[Cell] = [[(f"{key:>6}", "key"), f"  {words}"] for key, words in how]
        super().__init__([(what, "dim"), "", *keys], id=id)


def three(left: Cell, middle: Cell, right: Cell, width: int) -> list[Part]:
    """Left, middle and right on one line of exactly `width` columns; what does not fit goes, the middle first."""
    sizes = [width_of(left), width_of(middle), width_of(right)]
    if sizes[0] + sizes[1] + sizes[2] + 4 > width:
        middle, sizes[1] = "", 0
    if sizes[0] + sizes[2] + 2 > width:
        right, sizes[2] = "", 0
    room = width - sizes[2]
    start = max(sizes[0] + 2, (width - sizes[1]) // 2)
    start = min(start, room - sizes[1] - 2)
    if not sizes[1]:
        return [*fit(left, room), *fit(right, sizes[2])]
    return [*fit(left, start), *fit(middle, room - start), *fit(right, sizes[2])]
