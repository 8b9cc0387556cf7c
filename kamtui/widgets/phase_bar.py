"""The bar of steps that one goes through: which are done, which one is at hand, and the time.

bar.show([("Results", "✓ 9:40", ""), ("Context", "3:08 left", "late")], here=1)

    1 Results ✓ 9:40 │▐2 Context 3:08 left▌│ 3 Health
"""

from collections.abc import Sequence

from textual.strip import Strip

from kamtui.widgets.ink import Inked, Part, fit, one_line, width_of

Step = tuple[str, str, str]
"""Title, what stands behind it, and the ink of that."""


class PhaseBar(Inked):
    """Steps in one line; where it is narrow only the one at hand is named, then nothing but the numbers."""

    DEFAULT_CSS = """
    PhaseBar { height: 1; padding: 0 1; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.steps: Sequence[Step] = ()
        self.here = 0

    def show(self, steps: Sequence[Step], here: int) -> None:
        """Show these steps, the one at `here` as the one at hand."""
        if (steps, here) != (self.steps, self.here):
            self.steps, self.here = steps, here
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        width = self.size.width
        return Strip(self.draw(fit(laid_out(self.steps, self.here, width), width), self.rich_style), width)


def laid_out(steps: Sequence[Step], here: int, width: int) -> list[Part]:
    """The steps as they fit into the width: all named, then without times, then only the one at hand named."""
    for named, timed in ((True, True), (True, False), (False, True), (False, False)):
        pieces = _pieces(steps, here, named=named, timed=timed)
        if width_of(pieces) <= width:
            return pieces
    return pieces


def _pieces(steps: Sequence[Step], here: int, *, named: bool, timed: bool) -> list[Part]:
    pieces: list[Part] = []
    for place, (title, behind, ink) in enumerate(steps):
        at_hand = place == here
        if place:
            pieces.append(("│", "dim"))
        words = f"{place + 1}" + (f" {one_line(title)}" if named or at_hand else "")
        pieces.append((("▐" if at_hand else " ") + words, "title" if at_hand else "dim"))
        shown = behind if timed or at_hand else "✓" if behind.startswith("✓") else ""
        pieces += [(" ", ""), (shown, ink)] if shown else []
        pieces.append(("▌" if at_hand else " ", "title"))
    return pieces
