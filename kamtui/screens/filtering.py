"""The filter of a screen: a row at the bottom that is there while something is filtered."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual.css.query import NoMatches
from textual.screen import Screen

from kamtui.screens.desk import desk_of
from kamtui.widgets.ink import one_line
from kamtui.widgets.key_bar import KeyBar
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from kamtui.screens.filter_row import FilterRow


UNDOES: Final = " · u undoes it"


class FilteringScreen(Screen[Any]):
    """A screen whose list can be filtered with `/`."""

    FILTERS: ClassVar[bool] = False
    """Whether `/` filters; then `apply_filter` is called on every key."""

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self.filter_text = ""

    def apply_filter(self, text: str) -> None:
        """Show only what matches `text`; called on every key in the filter row."""

    def tell(self, text: str) -> None:
        """A short notice; the text is shown literally. Where nothing was changed, there is nothing to undo."""
        if text.endswith(UNDOES) and not desk_of(self).database.changed:
            text = text.removesuffix(UNDOES) + " · nothing has changed"
        self.app.notify(one_line(text), markup=False)

    def refuse(self, reason: str) -> None:
        """Say why a key cannot act, or why something was not saved."""
        self.app.notify(one_line(reason), severity="warning", markup=False)

    @property
    def filter_row(self) -> "FilterRow | None":
        """The filter row, while it is shown."""
        try:
            return cast("FilterRow", self.query_one("#filter"))
        except NoMatches:
            return None

    async def show_filter(self) -> None:
        """Open the filter row, or go back into it."""
        if not self.FILTERS:
            self.refuse("there is nothing to filter on this screen")
            return
        if self.filter_row is None:
            from kamtui.screens.filter_row import FilterRow

            await self.mount(FilterRow(self.filter_text, id="filter"), before=self.query_one(KeyBar))
        row = self.filter_row
        if row is not None:
            row.take_focus()

    def set_filter(self, text: str) -> None:
        """Filter by `text`."""
        if text != self.filter_text:
            self.filter_text = text
            self.apply_filter(text)

    def leave_filter(self, *, keep: bool) -> None:
        """Back to the list; without `keep` everything is shown again."""
        row = self.filter_row
        if not keep:
            self.set_filter("")
        if row is not None and not self.filter_text:
            row.remove()
        if self.query(VirtualList):
            self.query(VirtualList).first().focus()
