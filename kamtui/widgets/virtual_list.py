"""A list that draws only the rows in sight, so that ten thousand cost what twenty cost.

    people = VirtualList(
        Column("name", share=2), Column("role", share=1, keep=3), Column("last", 9, right=True, keep=2),
        empty="Nobody is mapped yet. n adds the first person.",
    )
    people.show([
        Heading("Finance"),
        Row(["Åsa Berg", "CFO", ("5 d late", "late")], key=17),
    ])
    people.show(Rows(everybody, draw=as_row, key=lambda person: person.id))   # drawn only when in sight

The cursor stays on the row with the same key when new rows are shown. `Highlighted` follows the cursor, `Selected` is
enter or a double click; both carry `row` and `key`.
"""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamtui.widgets.columns import Column, Layout, lay_out
from kamtui.widgets.ink import Cell, Inked, Part, fit, wrap
from kamtui.widgets.rows import Heading, Line, Row, Rows

__all__ = ["Column", "Heading", "Row", "Rows", "VirtualList"]


class VirtualList(ScrollView, Inked, can_focus=True):
    """Rows in columns with a cursor; see the module for an example."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--heading",
        "list--cursor",
        "list--blurred",
    }
    DEFAULT_CSS = """
    VirtualList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .list--header { color: $foreground 60%; }
        & > .list--heading { color: $foreground 60%; }
        & > .list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .list--blurred { background: $block-cursor-blurred-background; }
        &:ansi > .list--header, &:ansi > .list--heading { color: ansi_default; text-style: dim; }
        &:ansi > .list--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
        &:ansi > .list--blurred { background: ansi_default; color: ansi_default; text-style: underline; }
    }
    """
    BINDINGS = [
        Binding("up,k", "move(-1)", "up", id="list.up", show=False),
        Binding("down,j", "move(1)", "down", id="list.down", show=False),
        Binding("pageup", "page(-1)", "page up", id="list.page_up", show=False),
        Binding("pagedown", "page(1)", "page down", id="list.page_down", show=False),
        Binding("home", "first", "first", id="list.first", show=False),
        Binding("end", "last", "last", id="list.last", show=False),
        Binding("enter", "select", "open", show=False),
    ]

    class _Happened(Message):
        def __init__(self, source: "VirtualList", index: int, row: Row) -> None:
            super().__init__()
            self.source, self.index, self.row = source, index, row

        @property
        def control(self) -> "VirtualList":
            """The list, for `@on(VirtualList.Selected, "#people")`."""
            return self.source

        @property
        def key(self) -> Any:
            """The key of the row."""
            return self.row.key

    class Highlighted(_Happened):
        """The cursor came to a row."""

    class Selected(_Happened):
        """Enter or a double click on a row."""

    def __init__(self, *columns: Column, empty: str = "", titles: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.columns = columns
        self.empty = empty
        self.titles = titles and any(column.title for column in columns)
        self.lines: Sequence[Line] = ()
        self.cursor = -1
        self._shown = False
        self._told: tuple[Hashable, Row | None] = (None, None)
        self._layout_now: tuple[int, Layout] | None = None

    # What is shown

    def show(self, lines: Sequence[Line], *, empty: str | None = None, keep: Hashable = None) -> None:
        """Show these lines; the cursor stays on its key (or goes to `keep`), else near where it was."""
        key = self.key if keep is None else keep
        above = self.cursor - self.scroll_offset.y
        self.lines, self._shown = lines, True
        if empty is not None:
            self.empty = empty
        self._layout_now = None
        self.virtual_size = Size(self.room, len(lines) + self.titles)
        found = self._find(key) if key is not None else None
        start = self.cursor if found is None else found
        self.cursor = self._nearest(max(0, start))
        if found is not None and found != above + self.scroll_offset.y:
            self.scroll_to(y=max(0, found - above), animate=False, immediate=True, force=True)
        self._into_sight()
        self.refresh()
        self._tell()

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        line = self.lines[self.cursor] if 0 <= self.cursor < len(self.lines) else None
        return line if isinstance(line, Row) else None

    @property
    def key(self) -> Any:
        """The key of the row under the cursor, or None."""
        return self.row.key if self.row is not None else None

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; False when there is none."""
        found = self._find(key)
        if found is not None:
            self._put(found)
        return found is not None

    def _find(self, key: Hashable) -> int | None:
        keys = (
            self.lines.keys() if isinstance(self.lines, Rows) else (getattr(line, "key", None) for line in self.lines)
        )
        return next((index for index, one in enumerate(keys) if one == key), None)

    def _nearest(self, index: int, way: int = 1) -> int:
        """The row at or after `index` (before it, when none follows); -1 when there is no row at all."""
        last = len(self.lines) - 1
        if last < 0:
            return -1
        index = max(0, min(last, index))
        ahead = range(index, last + 1) if way > 0 else range(index, -1, -1)
        behind = range(index - 1, -1, -1) if way > 0 else range(index + 1, last + 1)
        for order in (ahead, behind):
            for place in order:
                if isinstance(self.lines[place], Row):
                    return place
        return -1

    # Moving

    def _put(self, index: int, way: int = 1) -> None:
        old, self.cursor = self.cursor, self._nearest(index, way)
        if old != self.cursor:
            self._into_sight()
            for place in (old, self.cursor):
                self.refresh(Region(0, place - self.scroll_offset.y + self.titles, self.room, 1))
            self._tell()
        elif way < 0:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def _into_sight(self) -> None:
        if not self.size.height:
            return  # it has no room yet; once it has, it is told
        top, page = self.scroll_offset.y, self._page
        goal = min(max(top, self.cursor - page + 1), max(0, self.cursor))
        if goal and not isinstance(self.lines[goal - 1], Row) and goal == self.cursor:
            goal -= 1  # a heading above the cursor comes along
        if goal != top:
            self.scroll_to(y=goal, animate=False, immediate=True, force=True)

    @property
    def room(self) -> int:
        """The columns of the terminal beside the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self.titles)

    def _tell(self) -> None:
        row = self.row
        if row is not None and self._told != (row.key, row):
            self.post_message(self.Highlighted(self, self.cursor, row))
        self._told = (row.key if row else None, row)

    def action_move(self, by: int) -> None:
        """One row up or down, over headings."""
        self._put(self.cursor + by, by)

    def action_page(self, by: int) -> None:
        """One screenful up or down."""
        self._put(self.cursor + by * max(1, self._page - 1), -by if by > 0 else 1)

    def action_first(self) -> None:
        """To the first row, with what stands above it."""
        self._put(0)
        self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def action_last(self) -> None:
        """To the last row."""
        self._put(len(self.lines) - 1, -1)

    def action_select(self) -> None:
        """Open the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Selected(self, self.cursor, self.row))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, a double click opens."""
        index = self.scroll_offset.y + event.y - self.titles
        if 0 <= index < len(self.lines) and event.y >= self.titles and isinstance(self.lines[index], Row):
            self._put(index)
            if event.chain == 2:
                self.action_select()

    # Drawing

    def on_resize(self) -> None:
        """Keep the cursor in sight when the room changes."""
        self.virtual_size = Size(self.room, len(self.lines) + self.titles)
        self._into_sight()

    def on_focus(self) -> None:
        """The cursor looks different with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor looks different without the focus."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.room
        base = self.rich_style
        if self.titles and y == 0:
            titles = [column.title for column in self.columns]
            return self._strip(titles, base + self.get_component_rich_style("list--header"), "  ")
        if not self.lines:
            return self._empty_line(y, width, base) if self._shown else Strip.blank(width, base)
        index = self.scroll_offset.y + y - self.titles
        if index >= len(self.lines):
            return Strip.blank(width, base)
        line = self.lines[index]
        if isinstance(line, Heading):
            return self._heading(line, width, base)
        if index != self.cursor:
            return self._row(line, base, "  ")
        look = self.get_component_rich_style("list--cursor" if self.has_focus else "list--blurred", partial=True)
        return self._row(line, base + look, "▸ ", inked=not (look.reverse or self.has_focus))

    def _row(self, row: Row, style: Style, gutter: str, *, inked: bool = True) -> Strip:
        if not row.sentence:
            return self._strip(row.cells, style, gutter, inked=inked)
        pieces: list[Part] = [(gutter, ""), *fit(row.cells[0], max(1, self.room - 3))]
        return Strip(self.draw(pieces, style, inked=inked)).adjust_cell_length(self.room, style)

    def _strip(self, cells: Sequence[Cell], style: Style, gutter: str, *, inked: bool = True) -> Strip:
        layout = self._laid_out()
        pieces: list[Part] = [(gutter, "")]
        for number, (index, width) in enumerate(layout.columns):
            pieces.append((" " * (layout.gap if number else 0), ""))
            pieces += fit(cells[index] if index < len(cells) else "", width, right=self.columns[index].right)
        segments = self.draw(pieces, style, inked=inked)
        return Strip(segments).adjust_cell_length(self.room, style)

    def _laid_out(self) -> Layout:
        room = max(1, self.room - 3)  # the cursor's sign on the left, a space on the right
        if self._layout_now is None or self._layout_now[0] != room:
            self._layout_now = (room, lay_out(self.columns, room))
        return self._layout_now[1]

    def _heading(self, line: Heading, width: int, base: Style) -> Strip:
        style = base + self.get_component_rich_style("list--heading")
        rule = "─" * width
        pieces = [("── ", ""), *fit_title(line.title, width - 6), (" " + rule, "")] if line.title else [(rule, "")]
        return Strip(self.draw(pieces, style)).crop(0, width)

    def _empty_line(self, y: int, width: int, base: Style) -> Strip:
        lines = wrap((self.empty, "dim"), max(1, width - 8))
        number = y - max(1, (self.size.height - len(lines)) // 3)
        if not 0 <= number < len(lines):
            return Strip.blank(width, base)
        segments = self.draw(lines[number], base)
        used = sum(segment.cell_length for segment in segments)
        left = Strip.blank(max(0, (width - used) // 2), base)
        return Strip([*left, *segments]).adjust_cell_length(width, base)


def fit_title(title: Cell, width: int) -> list[Part]:
    """A title cut to the width, without padding."""
    pieces = fit(title, width)
    return [*pieces[:-1], (pieces[-1][0].rstrip(), pieces[-1][1])] if pieces else []
