"""Which week is whose: the accounts by their slot, the load of the 48 weeks, a slot changed by hand, a rebalance."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult

from kamtui.domain.slots import WEEKS
from kamtui.domain.text import shorten
from kamtui.domain.wording import minutes_words, plural
from kamtui.screens.account_form import slot_words
from kamtui.screens.base import CockpitScreen
from kamtui.screens.fields import Field, FieldRow, Kind
from kamtui.screens.form import FormScreen
from kamtui.storage import slots_changes as changes
from kamtui.storage.slots import SlotRow, Slots, the_slots
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import columns_chart
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

if TYPE_CHECKING:
    from kamtui.domain.practice import Practice
    from kamtui.widgets.ink import Cell

EMPTY = "There are no accounts yet. 2 and n add the first one."
NOTHING_FITS = "No account fits the filter. escape shows all."
NAME, HEIGHT, MONTH = 40, 3, 4


class SlotsScreen(CockpitScreen):
    """The 48 weeks as columns, and the accounts in the order of their week."""

    SCOPE = "slots"
    CSS_PATH = "slots.tcss"
    FILTERS = True
    HELP = (
        "A year has 48 weeks in the template, four a month. An account's slot is its week; its monthly, quarterly and "
        "yearly work falls there, so that no week gets too much. e changes a slot, b shows what a rebalance would do."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: Slots | None = None

    def body(self) -> ComposeResult:
        """The weeks, and the accounts."""
        yield Lines(id="weeks", wrapped=False)
        yield VirtualList(
            Column("account", share=1, least=16),
            Column("tier", 9),
            Column("slot", 4, right=True),
            Column("its week", 34),
            empty=EMPTY,
        )

    async def load(self) -> None:
        """Read the slots."""
        self.found = await self.read(the_slots, self.desk.today, self.desk.settings.practice())
        self.apply_filter(self.filter_text)

    def apply_filter(self, text: str) -> None:
        """The accounts whose name holds every word."""
        if (found := self.found) is None:
            return
        words = text.casefold().split()
        fitting = [row for row in found.rows if all(word in row.name.casefold() for word in words)]
        rows = Rows(fitting, draw=_row, key=lambda row: row.id)
        self.list.show(rows, empty=NOTHING_FITS if words else EMPTY)
        before = found.proposal.before
        self.show_status(busiest_words(before) if found.rows else "", plural(len(found.rows), "account"))
        self.query_one("#weeks", Lines).show(chart(before, max(before)) if found.rows else [])

    @property
    def current(self) -> SlotRow | None:
        """The account under the cursor."""
        rows = self.found.rows if self.found else ()
        return next((row for row in rows if row.id == self.list.key), None)

    # What the keys do

    async def action_open(self) -> None:
        """The page of the account."""
        from kamtui.screens.account import AccountScreen

        if (row := self.current) is None:
            self.refuse("there is no account here")
        else:
            await self.app.push_screen(AccountScreen(row.id, row.name))

    @work(group="form")
    async def action_edit(self) -> None:
        """Another slot for the account under the cursor."""
        if (row := self.current) is None or self.found is None:
            self.refuse("there is no account here")
        elif await self.app.push_screen_wait(SlotForm(self.found, row, self.desk.settings.practice())):
            self.tell(f"{shorten(row.name, NAME)} has another week · u takes it back")

    async def action_balance(self) -> None:
        """What a rebalance would do, before and after."""
        if self.found is None or not self.found.moving:
            self.refuse("no account would move: the weeks are as even as they get")
        else:
            await self.app.push_screen(RebalanceScreen())


class RebalanceScreen(CockpitScreen):
    """The weeks before and after, and who moves; nothing is changed until it is said."""

    SCOPE = "rebalance"
    CSS_PATH = "slots.tcss"
    HELP = (
        "All accounts placed anew, key accounts first, each where the busiest week stays lightest. ctrl+s moves them; "
        "u takes it back as one."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: Slots | None = None

    def body(self) -> ComposeResult:
        """Before, after, and who moves."""
        yield Lines(id="weeks", wrapped=False)
        yield VirtualList(
            Column("moves", share=1, least=16),
            Column("tier", 9),
            Column("slot", 4, right=True),
            Column("to", 4, right=True),
            Column("its new week", 34),
            empty="No account would move: the weeks are as even as they get.",
        )

    async def load(self) -> None:
        """Read the slots, and work out the proposal."""
        found = self.found = await self.read(the_slots, self.desk.today, self.desk.settings.practice())
        self.list.show(Rows(found.moving, draw=_moving, key=lambda row: row.id))
        before, after = found.proposal.before, found.proposal.after
        top = max(*before, *after)
        self.query_one("#weeks", Lines).show(
            [
                [("before  ", "title"), (busiest_words(before), "")],
                *chart(before, top),
                [("after   ", "title"), (busiest_words(after), "good" if max(after) < max(before) else "watch")],
                *chart(after, top),
            ]
            if found.moving
            else []
        )
        self.show_status(f"{plural(len(found.moving), 'account')} of {len(found.rows)} would move")

    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        """Move them all, as one action."""
        if self.found is None:
            return
        slots, practice = self.found.proposal.slots, self.desk.settings.practice()
        if (saved := await self.change(changes.rebalance, slots, practice)) is not None:
            self.dismiss()
            self.tell(f"{plural(saved.value, 'account')} moved · u takes it back")


class SlotForm(FormScreen):
    """Asks for a slot, and says what it would do to the busiest week."""

    def __init__(self, found: Slots, row: SlotRow, practice: "Practice") -> None:
        fields = [Field("slot", "Slot", Kind.NUMBER, row.slot, required=True, hint=f"0 to {WEEKS - 1}")]
        always = {"account_id": row.id, "practice": practice}
        super().__init__(f"Week of {shorten(row.name, NAME)}", fields, changes.put_slot, always=always)
        self._found, self._row = found, row

    def body(self) -> ComposeResult:
        """The slot, and its effect."""
        yield from super().body()
        yield Lines(classes="effect")

    def on_mount(self) -> None:
        """Say how the weeks stand."""
        super().on_mount()
        self._say()

    def on_input_changed(self) -> None:
        """Say at every key what would come of it."""
        super().on_input_changed()
        self._say()

    def _say(self) -> None:
        typed: Any = self.query(FieldRow).first().typed.strip()
        lines: list[Cell] = [(slot_words(typed), "dim")]
        if typed.isdecimal() and len(typed) < 3 and int(typed) < WEEKS:
            now, then = max(self._found.proposal.before), max(self._found.loads_with(self._row.id, int(typed)))
            ink = "watch" if then > now else "good" if then < now else "dim"
            lines.append([("busiest week: ", "dim"), f"{minutes_words(now)} → ", (minutes_words(then), ink)])
        self.query_one(".effect", Lines).show(lines)


def chart(weeks: Sequence[int], top: int) -> "list[Cell]":
    """The 48 weeks as columns, four a month."""
    return [(line, "accent") for line in columns_chart(weeks, HEIGHT, top, group=MONTH)]


def busiest_words(weeks: Sequence[int]) -> str:
    """The busiest and the lightest week."""
    return f"busiest week {minutes_words(max(weeks))}, lightest {minutes_words(min(weeks))}"


def _row(row: SlotRow) -> Row:
    tier = (row.tier.name.capitalize(), "dim")
    return Row([row.name, tier, str(row.slot), (week_words(row.slot), "dim")], key=row.id)


def _moving(row: SlotRow) -> Row:
    tier, to = (row.tier.name.capitalize(), "dim"), (str(row.proposed), "strong")
    return Row([row.name, tier, str(row.slot), to, (week_words(row.proposed), "dim")], key=row.id)


def week_words(slot: int) -> str:
    """Where a slot lies in the month, the quarter and the year (rule Y-2)."""
    return f"week {slot % 4 + 1} of a month, {slot % 12 + 1} of a quarter"
