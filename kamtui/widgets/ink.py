"""Text as the cockpit draws it: literal, measured in cells, in a small set of inks.

Whatever is shown is a `Cell`: a plain string, one `(text, ink)` pair, or a list of such pairs. User text goes through
here and nowhere else: it is never parsed as markup, control characters never reach the terminal, and wide characters
take the room they need.

    ("5 d late", "late")                         one piece
    [("●", "good"), ("◐", "watch"), " steady"]   several pieces
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

INKS = ("dim", "strong", "accent", "good", "watch", "poor", "late", "soon", "stale", "title", "key")
"""The inks: what a piece of text means, not which colour it has."""

Part = tuple[str, str]
Cell = str | Part | Sequence[str | Part]

_SPACES = {ord("\n"): " ", ord("\t"): " ", ord("\r"): " "}
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF))
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_DRAWN: dict[int, str | None] = {**_CONTROLS, **_BIDI, **_SPACES}


def one_line(text: str) -> str:
    """Text made fit for one line of the screen: no controls, no direction overrides, line ends become spaces."""
    text = text.translate(_DRAWN)
    return text if text.isascii() else "".join(c for c in text if not "\ud800" <= c <= "\udfff")


def parts(cell: Cell) -> list[Part]:
    """A cell as its pieces of text and ink, cleaned for drawing."""
    if isinstance(cell, str):
        return [(one_line(cell), "")]
    if len(cell) == 2 and isinstance(cell[0], str) and isinstance(cell[1], str) and cell[1] in INKS:
        return [(one_line(cell[0]), cell[1])]
    return [(one_line(one), "") if isinstance(one, str) else (one_line(one[0]), one[1]) for one in cell]


def plain(cell: Cell) -> str:
    """The text of a cell without its inks."""
    return "".join(text for text, _ in parts(cell))


def width_of(cell: Cell) -> int:
    """How many columns of the terminal a cell takes."""
    return sum(cell_len(text) for text, _ in parts(cell))


def fit(cell: Cell, width: int, *, right: bool = False) -> list[Part]:
    """A cell cut or padded to exactly `width` columns; what is cut ends in `…`."""
    if width <= 0:
        return []
    pieces: list[Part] = []
    used = 0
    for text, ink in parts(cell):
        short = text[: width * 8]  # ten thousand characters are not worth measuring
        size = cell_len(short)
        if used + size > width:
            room = width - used - 1
            cut = (set_cell_size(short, room) if room > 0 else "") + "…" if used < width else ""
            pieces = pieces if used < width else _with_ellipsis(pieces, width)
            pieces.append((cut, ink))
            used = width
            break
        pieces.append((short, ink))
        used += size
    blank = (" " * (width - used), "")
    return [blank, *pieces] if right else [*pieces, blank]


def _with_ellipsis(pieces: list[Part], width: int) -> list[Part]:
    """Pieces that fill the width exactly, their last column given to an ellipsis."""
    while pieces and not pieces[-1][0]:
        pieces.pop()
    text, ink = pieces.pop()
    before = width - sum(cell_len(one) for one, _ in pieces)
    return [*pieces, (set_cell_size(text, before - 1) + "…", ink)]


def wrap(cell: Cell, width: int) -> list[list[Part]]:
    """A cell broken into lines of at most `width` columns, at spaces where there are any; each piece keeps its ink."""
    lines: list[list[Part]] = [[]]
    used = 0
    for text, ink in parts(cell):
        for word in _words(text, max(1, width)):
            size = cell_len(word)
            if used + size > width and word.strip():
                lines.append([])
                used = 0
            if used or word.strip() or len(lines) == 1:
                lines[-1].append((word, ink))
                used += size
    return lines if lines[0] or len(lines) == 1 else lines[1:]


def _words(text: str, width: int) -> Iterable[str]:
    """Words and the spaces between them, in order; a word longer than a line comes in pieces."""
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and (text[place] == " ") == (text[start] == " "):
            continue
        word = text[start:place]
        while cell_len(word) > width:
            head = set_cell_size(word, width).rstrip() or word[0]
            yield head
            word = word[len(head) :]
        yield word
        start = place


_HUES = {
    **dict.fromkeys(("strong", "title"), ""),
    **dict.fromkeys(("dim", "stale"), "foreground"),
    **dict.fromkeys(("accent", "key"), "text-accent"),
    "good": "text-success",
    **dict.fromkeys(("watch", "soon"), "text-warning"),
    **dict.fromkeys(("poor", "late"), "text-error"),
}
_BOLD = frozenset(("strong", "title", "key", "late"))
_FAINT = frozenset(("dim", "stale"))
_FAINTNESS = 0.6


@lru_cache(maxsize=512)
def look(ink: str, hue: str, ground: RichColor | None, *, ansi: bool) -> Style:
    """An ink's colour and weight over a ground: `hue` is its colour in the theme, empty where it has none of its own.

    Where the terminal's own colours are used, which cannot be mixed, a faint ink is left to the terminal to dim.
    """
    bold = ink in _BOLD or None
    if not hue:
        return Style(bold=bold)
    if ink not in _FAINT:
        return Style(color=Color.parse(hue).rich_color, bold=bold)
    if ansi:
        return Style(color="default", dim=True)
    return Style(color=(Color.from_rich_color(ground) + Color.parse(hue).with_alpha(_FAINTNESS)).rich_color)


class Inked(Widget):
    """A widget that draws cells: it knows how each ink looks in the theme at hand.

    The inks are no component classes: Textual would work out eleven styles for each widget, twice, before it draws.
    """

    ALLOW_SELECT = False
    _beneath: Style | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw; what lies beneath the cells is worked out once, not for each line."""
        self._beneath = super().rich_style
        try:
            return super().render_lines(crop)
        finally:
            self._beneath = None

    @property
    def rich_style(self) -> Style:
        """How the widget's own ground looks."""
        return super().rich_style if self._beneath is None else self._beneath

    def ink(self, name: str) -> Style:
        """How an ink looks: its own colour and weight over whatever lies beneath."""
        if not name:
            return Style.null()
        hue = _HUES[name] and self.app.theme_variables[_HUES[name]]
        return look(name, hue, self.rich_style.bgcolor, ansi=self.app.native_ansi_color)

    def draw(self, pieces: Iterable[Part], base: Style, *, inked: bool = True) -> list[Segment]:
        """Pieces as segments over a base style."""
        return [Segment(text, base + self.ink(ink) if inked else base) for text, ink in pieces if text]

    def line(self, cell: Cell, width: int, base: Style | None = None) -> Strip:
        """One cell as a whole line of the screen."""
        return Strip(self.draw(fit(cell, width), base or self.rich_style), width)
