"""What may be there twice: pairs of accounts and of people, the surest first, with what speaks for them."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.duplicates import Kind
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.screens.base import CockpitScreen
from kamtui.screens.duplicate_words import GROUPS, group_of, pair_row, why_lines
from kamtui.storage import duplicates
from kamtui.storage import merging_changes as changes
from kamtui.storage.accounts import account_order
from kamtui.storage.duplicates import Twins
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Row
from kamtui.widgets.virtual_list import Column, VirtualList

SHIELDED = "Nothing can be compared behind the privacy shield. p lifts it."
EMPTY = "Nothing looks as if it were there twice. n merges two accounts or people of your choice."
COLUMNS = (
    Column("", 8),
    Column("score", 5, right=True, keep=3),
    Column("one", share=1, least=18),
    Column("other", share=1, least=18),
)


class DuplicatesScreen(CockpitScreen):
    """The pairs; enter lays the one under the cursor side by side."""

    SCOPE = "duplicates"
    CSS_PATH = "duplicates.tcss"
    FILTERS = True
    HELP = (
        "Accounts and people that may be there twice, over the whole portfolio. Nothing is merged by itself. enter "
        "lays a pair side by side, x says that they are not the same and is remembered."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: tuple[Twins, ...] = ()

    def body(self) -> ComposeResult:
        """The pairs, and the reasons."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*COLUMNS, empty=EMPTY)
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Look the portfolio through."""
        self.found = () if self.desk.shielded else await self.read(duplicates.found, self.desk.today)
        self.apply_filter(self.filter_text)
        self.show_status(plural(len(self.found), "pair") if self.found else "")

    def apply_filter(self, text: str) -> None:
        """The pairs in whose names every word occurs."""
        words = text.casefold().split()
        fits = [one for one in self.found if all(word in _searched(one) for word in words)]
        lines: list[Row | Heading] = []
        for group in GROUPS:
            mine = [one for one in fits if group_of(one) == group]
            lines += [Heading(f"{group} · {len(mine)}"), *map(pair_row, mine)] if mine else []
        nothing = SHIELDED if self.desk.shielded else EMPTY
        self.list.show(lines, empty=f"Nothing fits “{shorten(text, 40)}”. escape shows all." if words else nothing)
        self._show_why()

    @property
    def twins(self) -> Twins | None:
        """The pair under the cursor."""
        return next((one for one in self.found if one.key == self.list.key), None)

    def on_virtual_list_highlighted(self) -> None:
        """The reasons follow the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        lines = why_lines(self.twins) if self.twins is not None else []
        self.query_one("#below", Lines).show(lines)
        self.query_one("#why", Lines).show(lines)

    # What the keys do

    async def action_open(self) -> None:
        """Lay the pair side by side."""
        from kamtui.screens.merge import MergeScreen

        if (twins := self.twins) is None:
            self.refuse("there is no pair here")
        else:
            await self.app.push_screen(MergeScreen(twins.pair.kind, twins.one.id, twins.other.id))

    @work
    async def action_skip(self) -> None:
        """They are not the same."""
        if (twins := self.twins) is None:
            self.refuse("there is no pair here")
        elif saved := await self.change(
            changes.say_distinct, twins.pair.kind, twins.one.uid, twins.other.uid, (twins.one.name, twins.other.name)
        ):
            self.tell(f"{saved.value} · u undoes it")

    @work
    async def action_new(self) -> None:
        """Two accounts or two people of the user's choice, found or not."""
        from kamtui.screens.choose import ChooseScreen
        from kamtui.screens.merge import MergeScreen

        everyone = await self._everyone()
        kinds = [kind for (kind, _), _ in everyone]
        if all(kinds.count(kind) < 2 for kind in Kind):
            self.refuse("there are no two accounts and no two people to merge")
            return
        one = await self.app.push_screen_wait(ChooseScreen("Merge which account or person …", everyone))
        if one is None:
            return
        rest = [each for each in everyone if each[0] != one and each[0][0] == one[0]]
        other = await self.app.push_screen_wait(ChooseScreen(f"… with {dict(everyone)[one]}?", rest))
        if other is not None:
            await self.app.push_screen(MergeScreen(one[0], one[1], other[1]))

    async def _everyone(self) -> list[tuple[tuple[Kind, int], str]]:
        """Every account, then every person with their account."""
        clients = [((Kind.ACCOUNT, key), shorten(name, 60)) for key, name in await self.read(account_order)]
        found = await self.read(duplicates.people_to_choose)
        return clients + [((Kind.PERSON, key), f"{shorten(name, 34)} · {shorten(of, 26)}") for key, name, of in found]


def _searched(twins: Twins) -> str:
    looks = (twins.one, twins.other)
    return " ".join(f"{each.name} {each.beside}" for each in looks).casefold()
