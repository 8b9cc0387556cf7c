"""The map of one account: its people, its value, its competition, and what is missing."""

from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from kamtui.domain.completeness import summary
from kamtui.domain.text import shorten
from kamtui.domain.wording import past_words
from kamtui.screens.base import CockpitScreen
from kamtui.screens.map_people import PeopleView
from kamtui.screens.map_view import MapView
from kamtui.screens.map_words import standing_words
from kamtui.screens.timed import Timed
from kamtui.storage import map as maps
from kamtui.storage.stakeholders_changes import review_map
from kamtui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamtui.keys import Action
    from kamtui.widgets.ink import Cell, Part

NO_ACCOUNT = "There is no account yet. 2 shows the accounts, and n there adds the first."


def _make(name: str) -> MapView:
    """A view by its name; its module is imported when it is first shown."""
    if name == "tree":
        from kamtui.screens.map_tree import TreeView

        return TreeView(id=name)
    if name == "wall":
        from kamtui.screens.map_wall import WallView

        return WallView(id=name)
    if name == "value":
        from kamtui.screens.map_value import ValueView

        return ValueView(id=name)
    if name == "competition":
        from kamtui.screens.map_competition import CompetitionView

        return CompetitionView(id=name)
    from kamtui.screens.map_missing import MissingView

    return MissingView(id=name)


class MapScreen(Timed, CockpitScreen):
    """Six views of one account's map, one at a time."""

    SCOPE = "map"
    CSS_PATH = "map.tcss"
    FILTERS = True
    FOLLOWS_ACCOUNT = True
    HELP = (
        "Who is who, how the relationship stands, what our work is worth, and who else is in the house. "
        "★ primary contact, ~ assumed, ? a role whose name is unknown. "
        "The last column says what the account would be if this person left tomorrow."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self.found: maps.AccountMap | None = None
        self.keep: int | None = None
        self.view_name = "people"
        self._before = "people"

    def body(self) -> ComposeResult:
        """The line of views, the view in front, the second column."""
        yield Lines(id="map-tabs", wrapped=False)
        with Container(id="split"):
            with Vertical(id="views"):
                yield PeopleView(id="people")
            yield Lines(id="map-panel")

    @property
    def view(self) -> MapView:
        """The view in front."""
        return self.query_one(f"#{self.view_name}", MapView)

    def can(self, action: "Action") -> bool:
        """A card is put back only where one is held."""
        held = action.id != "wall_chart.cancel" or any(getattr(one, "held", None) for one in self.query("WallChart"))
        return held and super().can(action)

    async def load(self) -> None:
        """Read the whole map; without a current account the first one is shown."""
        desk = self.desk
        if desk.account_id is None:
            first = await self.read(maps.first_account)
            if first is not None:
                self.set_account(*first)
                return
        account = desk.account_id
        found = None
        if account is not None:
            found = await self.read(maps.the_map, account, desk.today, desk.settings.practice())
        before, self.found = self.found, found
        self.time_on(account)
        if found is not None and (before is None or before.account.id != found.account.id):
            primary = found.account.primary
            self.keep = primary.person.id if primary is not None and hasattr(self.view, "key") else None
        self.show_views()

    def apply_filter(self, text: str) -> None:  # noqa: ARG002
        """Show what matches in the view in front."""
        self.show_views()

    def show_views(self) -> None:
        """Show the map in the view in front, with its top lines and the panel."""
        found = self.found
        if found is None:
            self.query_one("#map-tabs", Lines).show([NO_ACCOUNT])
            self.show_panel()
            return
        view = self.view
        view.show(found, self.filter_text)
        if self.keep is not None and view.go_to(self.keep):
            self.keep = None
        self._show_tabs(found)
        self._show_title(found)
        self.show_panel()

    def point_at(self, key: int) -> None:
        """Put the cursor on a record that was just added, as soon as it is there."""
        self.keep = key
        self.show_views()

    def _show_title(self, found: maps.AccountMap) -> None:
        """The account, when its map was reviewed, and how it hangs together; long names leave room for that."""
        wide = self.has_class("-wide")
        name = shorten(found.account.name, 60 if wide else 28)
        when = past_words(found.reviewed_on, self.desk.today)
        reviewed = (f"reviewed {when}" if found.reviewed_on else "never reviewed", "dim")
        left: Cell = [("Map", "title"), (" · ", "dim"), name]
        self.show_status(reviewed, standing_words(found, wide=wide), left)

    def _show_tabs(self, found: maps.AccountMap) -> None:
        wide = self.has_class("-wide")
        complete = summary(found.items)
        views = [
            ("l", "people", "people", str(len(found.active(self.desk.today)))),
            ("t", "org tree" if wide else "tree", "tree", ""),
            ("w", "wall chart" if wide else "wall", "wall", ""),
            ("v", "value", "value", _count(len(found.values), found.value_none_known)),
            ("m", "competition", "competition", _count(len(found.competitors), found.competition_none_known)),
            ("tab", complete if wide else complete.removesuffix(" complete"), "missing", ""),
        ]
        pieces: list[Part] = []
        for key, words, name, count in views:
            ink = "title" if name == self.view_name else "dim"
            if name == "missing" and not all(item.done for item in found.items):
                ink = "watch"
            pieces += [(key, "key"), (f" {words}", ink), (f" {count}" if count else "", "dim")]
            pieces.append(("   " if wide else "  ", ""))
        self.query_one("#map-tabs", Lines).show([pieces])

    def show_panel(self) -> None:
        """The second column for the line under the cursor."""
        found = self.found
        lines: list[Cell] = [] if found is None else self.view.panel(found, wide=self.has_class("-wide"))
        panel = self.query_one("#map-panel", Lines)
        panel.wrapped = self.has_class("-wide")
        panel.show(lines)

    def on_virtual_list_highlighted(self) -> None:
        """The panel follows the cursor."""
        self.show_panel()

    def on_resize(self) -> None:
        """Another width, another panel."""
        self.call_after_refresh(self.show_views)

    # Which view

    @work(exclusive=True, group="view")
    async def show_view(self, name: str, keep: int | None = None) -> None:
        """Bring a view to the front, with the cursor on a record."""
        if not self.query(f"#{name}"):
            await self.query_one("#views").mount(_make(name))
        if name != self.view_name:
            self._before, self.view_name = self.view_name, name
        for view in self.query(MapView):
            view.display = view.id == name
        self.keep = keep
        self.show_views()
        self.keep = None
        self.view.take_focus()
        self.show_keys()

    def action_people(self) -> None:
        """The people as a table."""
        self._with_person("people")

    def action_tree(self) -> None:
        """The people as an org tree."""
        self._with_person("tree")

    def action_wall(self) -> None:
        """The people on the wall chart."""
        self._with_person("wall")

    def _with_person(self, name: str) -> None:
        """Go to another view of the people, with the cursor on the same person."""
        self.show_view(name, getattr(self.view, "key", None))

    def action_value(self) -> None:
        """The value dimension."""
        self.show_view("value")

    def action_competition(self) -> None:
        """The competition dimension."""
        self.show_view("competition")

    def action_missing(self) -> None:
        """What is missing; again goes back."""
        self.show_view(self._before if self.view_name == "missing" else "missing")

    def leave_filter(self, *, keep: bool) -> None:
        """Back into the view in front."""
        super().leave_filter(keep=keep)
        self.view.take_focus()

    async def action_open(self) -> None:
        """Enter on a row is the view's."""
        opens: Callable[[], None] = partial(self.refuse, "there is nothing to open")
        getattr(self.view, "action_open", opens)()

    # What concerns the whole map

    @work
    async def action_done(self) -> None:
        """The map is reviewed today."""
        if self.found is None:
            self.refuse("there is no account yet")
        elif await self.change(review_map, self.found.account.id, self.time_spent()):
            self.time_anew()
            self.tell(f"the map is reviewed; {summary(self.found.items)} before that")

    @work
    async def action_account(self) -> None:
        """Another account, found by typing."""
        from kamtui.screens.account_choice import choose_account

        await choose_account(self)


def _count(number: int, none_known: bool) -> str:
    return "none" if none_known and not number else str(number)
