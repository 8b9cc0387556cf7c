"""What every view of the map is: one look at the same account, with its own keys."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical

from kamtui import keys
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from typing import Any

    from kamtui.screens.map import MapScreen
    from kamtui.storage.map import AccountMap


class MapView(Vertical):
    """The base of the views; they are children of the map screen and ask it for data and changes."""

    SCOPE: ClassVar[str] = ""
    """The scope of its keys in the registry."""

    def __init_subclass__(cls, **kwargs: "Any") -> None:
        if "SCOPE" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *keys.bindings(cls.SCOPE)]
        super().__init_subclass__(**kwargs)

    @property
    def map(self) -> "MapScreen":
        """The screen the view belongs to."""
        return cast("MapScreen", self.screen)

    @property
    def found(self) -> "AccountMap | None":
        """The map that is shown."""
        return self.map.found

    def show(self, found: "AccountMap", text: str) -> None:
        """Show a map, filtered by `text`."""

    def panel(self, found: "AccountMap", *, wide: bool) -> list[Cell]:  # noqa: ARG002
        """The second column: why of the line under the cursor; four lines where the terminal is narrow."""
        return []

    def take_focus(self) -> None:
        """The cursor goes into the view."""
        self.query_one(VirtualList).focus()

    def go_to(self, key: int) -> bool:
        """Put the cursor on a record; False when it is not shown."""
        return self.query_one(VirtualList).go_to(key)
