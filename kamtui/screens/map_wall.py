"""The wall chart view: the chart, and beneath it what stands out."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import is_active
from kamtui.screens.map_people import PersonView, matches
from kamtui.screens.map_words import callout_lines, name_of
from kamtui.storage.stakeholders_changes import place_on_chart
from kamtui.widgets.lines import Lines
from kamtui.widgets.wall_chart import WallChart

if TYPE_CHECKING:
    from kamtui.storage.map import AccountMap


class WallView(PersonView):
    """Everyone who is still there by stance and influence; cards are moved with the arrows."""

    SCOPE = "map_people"

    def compose(self) -> ComposeResult:
        """The chart and its call-outs."""
        yield WallChart()
        yield Lines(id="callouts", wrapped=False)

    @property
    def chart(self) -> WallChart:
        """The chart."""
        return self.query_one(WallChart)

    @property
    def key(self) -> int | None:
        """The key of the person under the cursor."""
        return self.chart.at

    def show(self, found: "AccountMap", text: str) -> None:
        """The cards of those who match, and what stands out among all."""
        today = self.map.desk.today
        people = [row.person for row in found.people if is_active(row.person, today) and matches(row, text)]
        self.chart.show(people, today, found.account.primary.person.id if found.account.primary else None)
        self.query_one("#callouts", Lines).show(callout_lines(found.callouts))

    def take_focus(self) -> None:
        """Into the chart."""
        self.chart.focus()

    def go_to(self, key: int) -> bool:
        """To a card."""
        return self.chart.go_to(key)

    def on_wall_chart_moved(self) -> None:
        """The panel follows the cursor; a card that is held has a key of its own."""
        self.map.show_panel()
        self.map.show_keys()

    def on_wall_chart_opened(self) -> None:
        """A double click opens."""
        self.action_open()

    @work
    async def on_wall_chart_dropped(self, event: WallChart.Dropped) -> None:
        """A card was moved: one change, however many arrows it took."""
        person, place = event.person, event.place
        if await self.map.change(place_on_chart, person.id, place.stance.value, place.influence.value):
            self.map.tell(f"{name_of(person)}: {spoken(place.stance)}, influence {spoken(place.influence)}")
        else:
            self.map.show_views()
