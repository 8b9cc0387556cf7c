"""What the value and the competition dimension share: a list of entries that are opened, written and removed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from textual import work

from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.form import FormScreen
from kamtui.screens.map_view import MapView
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamtui.storage.map import AccountMap


class Entry(Protocol):
    """A row of one of the two lists."""

    @property
    def id(self) -> int:
        """Its key."""
        ...


E = TypeVar("E", bound=Entry)


class EntriesView(MapView, Generic[E]):
    """The base of both; what differs is filled in."""

    NONE_CHOSEN: ClassVar[str] = ""
    """Why a key cannot act when no line is under the cursor."""

    # For the views to fill in

    def entries(self, found: "AccountMap") -> Sequence[E]:
        """All entries of the account."""
        raise NotImplementedError

    def lines(self, row: E) -> list[Cell]:
        """An entry in full."""
        raise NotImplementedError

    def form(self, found: "AccountMap", row: E | None) -> FormScreen:
        """The form of an entry, or of a new one."""
        raise NotImplementedError

    def removing(self, row: E) -> "tuple[str, Callable[[Any, int], Any]]":
        """What the question calls an entry, and what removes it."""
        raise NotImplementedError

    # What they share

    @property
    def row(self) -> E | None:
        """The entry under the cursor."""
        key = self.query_one(VirtualList).key
        rows = self.entries(self.found) if self.found is not None else ()
        return next((one for one in rows if one.id == key), None)

    def chosen(self) -> E | None:
        """The entry under the cursor; where there is none, that is said."""
        row = self.row
        if row is None:
            self.map.refuse(self.NONE_CHOSEN)
        return row

    def panel(self, found: "AccountMap", *, wide: bool) -> list[Cell]:  # noqa: ARG002
        """The entry under the cursor in full."""
        row = self.row
        return [] if row is None else self.lines(row)[: None if wide else 4]

    def action_open(self) -> None:
        """The entry in full."""
        from kamtui.screens.details import DetailsScreen

        if (row := self.chosen()) is not None:
            self.app.push_screen(DetailsScreen(self.lines(row)))

    @work
    async def action_new(self) -> None:
        """A new entry."""
        if self.found is None:
            self.map.refuse("there is no account yet; 2 shows where to add one")
            return
        saved = await self.app.push_screen_wait(self.form(self.found, None))
        if saved is not None:
            self.map.point_at(saved.value)

    @work
    async def action_edit(self) -> None:
        """Change the entry."""
        if (row := self.chosen()) is not None and self.found is not None:
            await self.app.push_screen_wait(self.form(self.found, row))

    @work
    async def action_remove(self) -> None:
        """Remove the entry, after a question."""
        if (row := self.chosen()) is None:
            return
        called, remove = self.removing(row)
        question = ConfirmScreen(f"Remove {called}?", yes="remove", no="keep")
        if await self.app.push_screen_wait(question) and await self.map.change(remove, row.id):
            self.map.tell("removed · u brings it back")
