"""What the page of one account shows: facts, and the timeline that is read on as one goes down."""

from contextlib import suppress
from typing import Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kamtui.domain import money
from kamtui.domain.wording import near, plural
from kamtui.screens.account_facts import LABEL, Told
from kamtui.screens.account_rows import colour_cell
from kamtui.screens.account_timeline import as_row, key_of, whole_of
from kamtui.screens.base import CockpitScreen
from kamtui.storage.account_page import AccountPage, account_page
from kamtui.storage.errors import Unusable
from kamtui.storage.timeline import PAGE, TimelineLine, timeline
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Heading, Row, Rows, VirtualList

GONE = "This account is no longer there. escape goes back, u brings back what was removed."
BESIDE = 6
"""Columns of the terminal beside a label and its words: cursor, gap, scroll bar."""
NEAR_END = 40
"""How many lines before the end the next ones are read."""


class AccountView(CockpitScreen):
    """The page as it is read; the keys are in `account`."""

    FOLLOWS_ACCOUNT = True

    def __init__(self, account_id: int | None = None, account_name: str = "") -> None:
        super().__init__()
        self._opens = (account_id, account_name)
        self.page: AccountPage | None = None
        self.happened: tuple[TimelineLine, ...] = ()
        self._whole = False
        self._shown: int | None = None
        self._drawn_for: tuple[bool, int] | None = None

    def body(self) -> ComposeResult:
        """What stands, and what happened."""
        with Horizontal():
            yield VirtualList(Column("", LABEL), Column(""), id="facts", titles=False, empty=GONE)
            yield VirtualList(Column("", 10), Column(""), id="timeline", titles=False)
        yield Lines(id="whole")

    def on_mount(self) -> None:
        """Make the account that was opened the one all screens show."""
        account_id, name = self._opens
        if account_id is not None:
            self.desk.account_id, self.desk.account_name = account_id, name

    async def load(self) -> None:
        """Read the account, and the first lines of its timeline."""
        key = self.desk.account_id
        today, practice = self.desk.today, self.desk.settings.practice()
        self.page = None if key is None else await self.read(account_page, key, today, practice)
        most = max(PAGE, len(self.happened)) if self._shown == key else PAGE
        self.happened = () if key is None else await self.read(timeline, key, most)
        self._whole = len(self.happened) < most
        if self.page is not None:
            self.desk.account_name = self.page.row.name
        other, self._shown = self._shown != key, key
        self._show()
        if other:
            for each in self.query(VirtualList):
                each.action_first()

    # Showing

    @property
    def wide(self) -> bool:
        """Whether the timeline stands beside the facts."""
        return self.has_class("-wide")

    @property
    def facts(self) -> VirtualList:
        """The list of facts; on a narrow terminal the timeline follows below them."""
        return self.query_one("#facts", VirtualList)

    @property
    def lines(self) -> VirtualList:
        """The list that holds the timeline."""
        return self.query_one("#timeline", VirtualList) if self.wide else self.facts

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self._drawn_for not in (None, (self.wide, self.facts.room)):
            self._show()

    def apply_filter(self, text: str) -> None:
        """Show the lines of the timeline that fit, all of them once they are read."""
        self.filter_text = text
        self._show()
        if text and not self._whole:
            self._read_more(None)

    def _show(self) -> None:
        page = self.page
        self._drawn_for = (self.wide, self.facts.room)
        if page is None:
            self.show_status()
            self.facts.show([])
            self.query_one("#timeline", VirtualList).show([], empty="")
            return
        words = self.filter_text.casefold().split()
        lines = [line for line in self.happened if line.fits(words)] if words else list(self.happened)
        told = Told(page, self.desk.today, self.desk.settings.practice())
        above: list[Any] = [] if words and not self.wide else told.lines(self.facts.size.width - LABEL - BESIDE)
        heading = Heading(self._count(len(lines)))
        nothing = Row(["", (self._nothing(), "dim")], key=(("fact", "timeline", 0), 0))
        below: list[Any] = [heading, *lines] if lines else [heading, nothing]
        if self.wide:
            self.facts.show(above)
            self._put(self.query_one("#timeline", VirtualList), below)
        else:
            self._put(self.facts, [*above, *below])
        self._say_standing(page)

    def _put(self, where: VirtualList, items: list[Any]) -> None:
        today = self.desk.today
        where.show(
            Rows(
                items,
                draw=lambda one: as_row(one, today) if isinstance(one, TimelineLine) else one,
                key=lambda one: key_of(one) if isinstance(one, TimelineLine) else getattr(one, "key", None),
            )
        )

    def _count(self, shown: int) -> str:
        if self.filter_text:
            return f"timeline: {plural(shown, 'line')} with “{self.filter_text[:30]}”"
        more = "" if self._whole else " and more"
        return f"timeline: {plural(shown, 'line')}{more}" if shown else "timeline"

    def _nothing(self) -> str:
        return (
            "no line has all these words" if self.filter_text else "nothing happened yet · c notes the first touchpoint"
        )

    def _say_standing(self, page: AccountPage) -> None:
        row = page.row
        middle = [(f"{row.tier.name.capitalize()} · ", "dim"), *colour_cell(row), (" · ", "dim")]
        right = f"renewal {near(row.renewal_date, self.desk.today)}" if row.renewal_date else ""
        self.show_status([*middle, money.short(row.current_value)], (right, "dim"))

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        """Show the whole of a line of the timeline; near the end of what was read, read on."""
        if event.source.has_focus:
            self._show_whole(event.key)
        if not self._whole and event.source is self.lines and event.index >= len(event.source.lines) - NEAR_END:
            self._read_more(None if self.filter_text else PAGE)

    def _show_whole(self, key: Any) -> None:
        line = next((one for one in self.happened if key_of(one) == key), None)
        whole = self.query_one("#whole", Lines)
        whole.set_class(line is not None, "-shown")
        if line is not None:
            whole.show(whole_of(line, self.desk.today))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is shown in whole follows the focus."""
        super().on_descendant_focus(event)
        if isinstance(event.widget, VirtualList):
            self._show_whole(event.widget.key)

    @work(exclusive=True, group="more")
    async def _read_more(self, most: int | None) -> None:
        key, skip = self.desk.account_id, len(self.happened)
        with suppress(Unusable):
            found = await self.read(timeline, key or 0, most, skip)
            if key == self._shown and skip == len(self.happened):
                self.happened += found
                self._whole = most is None or len(found) < most
                self._show()

    def under_cursor(self) -> tuple[str, int]:
        """The kind and key of the record under the cursor; empty where it is a mere fact."""
        key = self.list.key
        if not isinstance(key, tuple):
            return "", 0
        if key[0] == "line":
            return key[1], key[2]
        kind, *rest = key[0]
        return ("" if kind == "fact" else kind), (rest[0] if rest and isinstance(rest[0], int) else 0)
