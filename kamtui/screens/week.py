"""The week: what is due, in what order, why, and what fits into the half hour."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.dates import ONE_WEEK, Period, week_of
from kamtui.domain.health import Colour
from kamtui.domain.text import shorten
from kamtui.domain.week import RHYTHM, WeekItem
from kamtui.domain.wording import day_words, minutes_words, percent
from kamtui.screens import week_rows
from kamtui.screens.later import later
from kamtui.screens.week_work import ListScreen
from kamtui.storage.errors import Unusable
from kamtui.storage.week import Week, the_week
from kamtui.widgets.ink import Cell, Part
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import sign
from kamtui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from kamtui.domain.loops import Compass
    from kamtui.domain.practice import Practice
    from kamtui.widgets.rows import Line

FARTHEST = timedelta(days=371)
WIDE = 110
AFTER_FIRST_KEYS = 0.1
"""Seconds after the start at which the compass figure is worked out: what computes beside a first key delays it."""


class WeekScreen(ListScreen):
    """The list of one week, packed into the half hour, with the why of the line under the cursor."""

    SCOPE = "week"
    CSS_PATH = "week.tcss"
    FILTERS = True
    HELP = (
        "What is due, in order: deadlines, what is overdue, what is due, and soft lines that only ask. The half hour "
        "is filled from the top. d does a line, s puts it off, x leaves it out with a reason; each can be undone."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.week: Week | None = None
        self.shown_week: Period | None = None
        self.compass: Compass | None = None

    def body(self) -> ComposeResult:
        """The list, the why beside it, and the why below it where the terminal is narrow."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*week_rows.columns(), titles=False)
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read the week and show it."""
        ahead, self.desk.ahead = self.desk.ahead, None
        if ahead is not None and not self.desk.version and self.shown_week is None:
            self._take(await asyncio.wrap_future(ahead))
        else:
            practice = self.desk.settings.practice()
            self._take(await self.read(the_week, self.desk.today, practice, self.shown_week))
        if self.week is None or not self.week.accounts:
            return
        if ahead is not None:
            later(self, AFTER_FIRST_KEYS, self._read_compass)
        else:
            self.once_drawn(self._read_compass)

    def on_mount(self) -> None:
        """A list that was read before there was a screen is on it from the first drawing on."""
        ahead = self.desk.ahead
        if ahead is not None and ahead.done() and ahead.exception() is None:
            self._take(ahead.result())

    def _take(self, week: Week) -> None:
        """Show this list, unless it is the one that is shown."""
        if week is not self.week:
            self.week = week
            self.found = {week_rows.key_of(item): item for item in week.items}
            self.apply_filter(self.filter_text)
            self._show_top()

    @work(group="compass", exclusive=True)
    async def _read_compass(self) -> None:
        """The compass figure comes after the list: the list does not wait for it."""
        with suppress(Unusable):
            self.compass = await self.read(_compass, self.desk.today, self.desk.settings.practice())
            self._show_top()

    def apply_filter(self, text: str) -> None:
        """Only the lines that hold every word of `text`."""
        week = self.week
        if week is None:
            return
        words = text.casefold().split()
        shown = [item for item in week.items if all(word in item.subject.casefold() for word in words)]
        lines: list[Line] = week_rows.sections(week, shown, self.desk.today)
        if week.accounts and not words:
            if self._is_this_week:
                lines += week_rows.planned_rows(week, self.desk.today)
            if not week.capacity.fits:
                lines.append(week_rows.capacity_row(week.capacity))
        self.list.show(lines, empty=self._nothing(words))
        self._show_why()

    def _nothing(self, words: Sequence[str]) -> str:
        if words:
            return "No line of this week fits the filter. escape shows all of them."
        if self.week is not None and not self.week.accounts:
            return week_rows.NO_ACCOUNTS
        return "Nothing is due in this week. → shows the next one."

    @property
    def _is_this_week(self) -> bool:
        return self.shown_week is None or self.desk.today in self.shown_week

    # The line on top

    def _show_top(self) -> None:
        week = self.week
        if week is None:
            return
        colours: list[Part] = []
        for colour in Colour:
            if number := week.colours.get(colour, 0):
                colours += [*([("  ", "")] if colours else []), sign(colour.value), (f" {number}", "")]
        right: list[Part] = []
        gap = "   " if self.size.width >= WIDE else "  "
        if week.streak:
            right.append((f"{gap}streak {week.streak}", ""))
        if short := week.capacity.shortfall if week.accounts else 0:
            right.append((f"{gap}{minutes_words(short)} short", "watch"))
        elif week.accounts and self.size.width >= WIDE:
            right.append((f"{gap}capacity fits", "dim"))
        self.show_status(self._top_middle(), [*colours, *right], self._top_left(week))

    def _top_middle(self) -> Cell:
        """The compass figure: all of it where there is room (rule R-6)."""
        if self.compass is None:
            return ""
        figures = [("secured", self.compass.secured)]
        if self.size.width >= WIDE:
            figures += [("expanding", self.compass.expanding), ("referring", self.compass.referring)]
        said: list[Part] = []
        for name, share in figures:
            said += [(f"{'  ' if said else ''}{name} ", "dim"), (percent(share), "" if share is not None else "dim")]
        return said

    def on_resize(self) -> None:
        """The line on top says as much as there is room for."""
        self._show_top()

    def _top_left(self, week: Week) -> Cell:
        number = int(week.week.key.rpartition("W")[2])
        if self._is_this_week:
            return [(f"Week {number}", "title"), (f" · {day_words(self.desk.today)}", "")]
        return [(f"Week {number}", "title"), (f" · from {day_words(week.week.start)}", "accent")]

    # The why

    def on_virtual_list_highlighted(self) -> None:
        """The why follows the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        week, row = self.week, self.list.row
        wide: list[Cell] = []
        short: list[Cell] = []
        if week is not None and row is not None:
            item = self.found.get(row.key)
            if item is not None:
                wide, short = self._why_wide(item, week), self._why_short(item, week)
            elif row.key == week_rows.CAPACITY:
                words = week_rows.capacity_words(week.capacity)
                wide, short = [("Capacity", "title"), "", *_spaced(words)], [" ".join(words)]
            elif isinstance(row.key, tuple):
                of_month = row.key[0] == "month"
                last, name = (week.month, "Month-end") if of_month else (week.planned, "Friday")
                if last is not None:
                    words = [last.summary or "No summary was written.", *last.priorities]
                    wide = [(f"{name} review of {day_words(last.on)}", "title"), "", *_spaced(words)]
                    place = row.key[1]
                    short = [shorten(last.priorities[place - 1] if place else words[0], 300)]
        self.query_one("#why", Lines).show(wide)
        self.query_one("#below", Lines).show(short)

    def _why_wide(self, item: WeekItem, week: Week) -> list[Cell]:
        title = item.title[:1].upper() + item.title[1:]
        lines: list[Cell] = [[(title, "title"), (f" · {item.account}" if item.account else "", "")], ""]
        lines += _spaced(week_rows.why_of(item, week))
        if (account := week.rows.get(item.account_id or 0)) is not None:
            lines += ["", *week_rows.account_lines(account, self.desk.today)]
        return [*lines, "", *week_rows.hints_of(item)]

    def _why_short(self, item: WeekItem, week: Week) -> list[Cell]:
        why = shorten(" ".join(item.why.split()), 230)
        if (account := week.rows.get(item.account_id or 0)) is None:
            return [why]
        return [why, week_rows.account_lines(account, self.desk.today)[1]]

    # What its keys do

    async def action_review(self) -> None:
        """Start the Friday review, or go on with it; on the line of another review, that one."""
        item = self.item
        if self.week is not None and not self.week.accounts:
            self.refuse("there is nothing to review yet: add an account first")
        elif item is not None and item.account_id is None and item.kind == RHYTHM:
            if not await self.open_review(item.activity):
                await self.start_review()
        else:
            await self.start_review()

    async def action_reviews(self) -> None:
        """All reviews: to start, to resume, to read."""
        from kamtui.screens.reviews import ReviewsScreen

        await self.app.push_screen(ReviewsScreen())

    def action_earlier(self) -> None:
        """The week before."""
        self._go(-ONE_WEEK)

    def action_later(self) -> None:
        """The week after."""
        self._go(ONE_WEEK)

    def _go(self, by: timedelta) -> None:
        today = self.desk.today
        target = week_of((self.shown_week or week_of(today)).start + by)
        if abs(target.start - today) > FARTHEST:
            self.refuse("a year ahead or back is as far as it goes")
            return
        self.shown_week = None if today in target else target
        self.reload()

    def action_back(self) -> None:
        """Escape: the filter goes, then back to this week."""
        if self.shown_week is not None and self.filter_row is None and not self.filter_text:
            self.shown_week = None
            self.reload()
        else:
            super().action_back()


def _spaced(words: Sequence[Cell]) -> list[Cell]:
    """Paragraphs with an empty line between them."""
    lines: list[Cell] = []
    for each in words:
        lines += [each, ""]
    return lines[:-1]


def _compass(connection: Any, today: date, practice: "Practice") -> "Compass":
    """What the compass is made of is loaded on the database thread, once the list stands."""
    from kamtui.storage.revenue import compass

    return compass(connection, today, practice)
