"""Days away: ranges that are added, changed and removed, with the work that each of them moves (rule Y-13)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words, due_words, plural
from kamtui.screens.fields import Field, Kind
from kamtui.screens.form import FormScreen
from kamtui.screens.setting_keeping import SettingsWork, keep
from kamtui.screens.setting_words import range_words
from kamtui.storage.rhythm_page import Moved, moved_by_days_away
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamtui.widgets.ink import Cell

EMPTY = "No days away. n adds a range: what is scheduled in it moves to the last review day before it."
SHOWN, NAME = 30, 40
Range = tuple[date, date]


class AwayScreen(SettingsWork):
    """The ranges, those ahead first; beside them what moves."""

    SCOPE = "away"
    CSS_PATH = "away.tcss"
    HELP = (
        "Work that is scheduled in days away moves to the last review day before them, within its period, or to the "
        "last working day before them. Deadlines stay where they are. u takes back the newest change."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.moved: Sequence[Moved] = ()
        self._saved: Range | None = None

    def body(self) -> ComposeResult:
        """The list, and what the range under the cursor moves."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("days away", share=1, least=30),
                    Column("days", 5, right=True),
                    Column("moves", 6, right=True),
                    Column("", 14),
                    empty=EMPTY,
                )
                yield Lines(id="below", wrapped=False)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read what the ranges move."""
        desk = self.desk
        self.moved = await self.read(moved_by_days_away, desk.today, desk.settings.practice())
        ranges = sorted(desk.settings.away)
        ahead = [each for each in ranges if each[1] >= desk.today]
        past = [each for each in reversed(ranges) if each[1] < desk.today]
        lines: list[Row | Heading] = [self._row(each) for each in ahead]
        lines += [Heading("past"), *(self._row(each, "dim") for each in past)] if past else []
        self.query_one(VirtualList).show(lines, keep=self._saved)
        self._saved = None
        self.show_status(plural(len(ahead), "range") + " ahead" if ahead else "")
        self._explain()

    def _row(self, each: Range, ink: str = "") -> Row:
        first, last = each
        here = not ink and first <= self.desk.today
        when = "now" if here else due_words(first, self.desk.today) if not ink else ""
        days = str((last - first).days + 1)
        moved = str(sum(one.day != one.home for one in self._moved_by(each)))
        return Row([(range_words(first, last), ink), (days, ink), (moved, ink), (when, ink or "dim")], key=each)

    def _moved_by(self, each: Range) -> list[Moved]:
        return [one for one in self.moved if each[0] <= one.home <= each[1]]

    def on_virtual_list_highlighted(self) -> None:
        """What moves follows the cursor."""
        self._explain()

    def _explain(self) -> None:
        each = self.list.key
        moved = self._moved_by(each) if each is not None else []
        lines: list[Cell] = [_line(one) for one in moved[:SHOWN]]
        if len(moved) > SHOWN:
            lines.append((f"and {len(moved) - SHOWN} more", "dim"))
        title: list[Cell] = [(range_words(*each), "title")] if each is not None else []
        nothing: list[Cell] = [("nothing is scheduled in these days", "dim")] if each is not None and not moved else []
        self.query_one("#why", Lines).show([*title, *nothing, *lines])
        self.query_one("#below", Lines).show([*nothing, *lines][:6])

    # What the keys do

    @work(group="form")
    async def action_new(self) -> None:
        """Add a range."""
        await self._ask(None)

    @work(group="form")
    async def action_edit(self) -> None:
        """Change the range under the cursor."""
        await self._ask_chosen()

    @work(group="form")
    async def action_open(self) -> None:
        """Change the range under the cursor."""
        await self._ask_chosen()

    async def _ask_chosen(self) -> None:
        if self.list.key is None:
            self.refuse("there are no days away to change; n adds some")
        else:
            await self._ask(self.list.key)

    async def _ask(self, old: Range | None) -> None:
        saved = await self.app.push_screen_wait(AwayForm(old))
        if saved is not None:
            self.tell(f"away {range_words(*saved.value)} · u takes it back")
            self._saved = saved.value
            self.reload()

    @work(group="form")
    async def action_remove(self) -> None:
        """Take the range away; its work goes back to its own days."""
        each = self.list.key
        if each not in self.desk.settings.away:
            self.refuse("there are no days away to remove")
            return
        rest = [list(one) for one in self.desk.settings.away if one != each]
        if await self.put({("away",): rest or None}, f"away {range_words(*each)} removed"):
            self.tell("removed: its work is back on its own days · u takes it back")


class AwayForm(FormScreen):
    """Asks for the first and the last day; gives the range."""

    def __init__(self, old: Range | None) -> None:
        first, last = old or (None, None)
        fields = [
            Field("first", "First day", Kind.DATE, first, required=True, hint="24 dec, in 2 weeks"),
            Field("last", "Last day", Kind.DATE, last, hint="empty: that day alone"),
        ]
        super().__init__("Days away", fields)
        self._old = old

    async def store(self, values: dict[str, Any]) -> Any:
        """Save it among the others; raises ValueError, which the form shows."""
        new = (values["first"], values["last"] or values["first"])
        others = [one for one in self.desk.settings.away if one != self._old]
        if new in others:
            raise ValueError("these days are in the list already")
        if new[1] < new[0]:
            raise ValueError("the last day comes before the first one")
        ranges = [list(one) for one in sorted([*others, new])]
        await keep(self.app, {("away",): ranges}, f"away {range_words(*new)}")
        return new


def _line(one: Moved) -> "Cell":
    where = f" of {shorten(one.account, NAME)}" if one.account else ""
    to = f"to {day_words(one.day)}" if one.day != one.home else "stays: no other day in its period"
    return [(f"{day_words(one.home)}  ", "dim"), f"{one.title}{where} ", (to, "dim")]
