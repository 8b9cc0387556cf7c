"""The footer: one line with the keys that matter on the screen in front."""

from collections.abc import Sequence

from textual.strip import Strip

from kamtui.widgets.ink import Cell, Inked, Part, fit, width_of


class KeyBar(Inked):
    """Keys with their words on the left, by priority; on the right the screens by number, named where there is room."""

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; background: $panel; color: $foreground 80%; }
    KeyBar:ansi { color: ansi_default; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.hints: Sequence[tuple[str, str, int]] = ()
        self.places: Sequence[tuple[str, str, bool]] = ()

    def show(self, hints: Sequence[tuple[str, str, int]], places: Sequence[tuple[str, str, bool]] = ()) -> None:
        """Show `hints` (key, words, priority) and `places` (key, title, is it this one)."""
        self.hints, self.places = hints, places
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        width = self.size.width
        return Strip(self.draw(self._pieces(width), self.rich_style)).adjust_cell_length(width, self.rich_style)

    def _pieces(self, width: int) -> list[Part]:
        numbers: list[Part] = [(f" {key}", "key" if here else "dim") for key, _, here in self.places]
        kept = chosen(self.hints, width - width_of(numbers) - 1 if numbers else width)
        left: list[Part] = []
        for key, words in kept:
            left += [("  " if left else "", ""), (key, "key"), (f" {words}", "")]
        right: list[Part] = []
        for key, title, here in self.places:
            right += [("  ", ""), (key, "key"), (f" {title}", "strong" if here else "dim")]
        for choice in (right, numbers):
            if choice and width_of(left) + width_of(choice) <= width:
                return [*fit(left, width - width_of(choice)), *choice]
        return fit(left, width)


def chosen(hints: Sequence[tuple[str, str, int]], width: int) -> list[tuple[str, str]]:
    """The hints that fit into `width`, in their order; those with the highest numbers are dropped first."""
    kept = [hint for hint in hints if hint[2] > 0]
    while len(kept) > 1 and sum(_size(hint) for hint in kept) - 2 > width:
        kept.remove(max(reversed(kept), key=lambda hint: hint[2]))
    return [(key, words) for key, words, _ in kept]


def _size(hint: tuple[str, str, int]) -> int:
    cell: Cell = f"{hint[0]} {hint[1]}  "
    return width_of(cell)
