"""Two records side by side: which value of each field is kept, what moves, and the merge itself."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.duplicates import Kind
from kamtui.domain.errors import Refused
from kamtui.domain.merging import Keep, MergeField, choices, first_choice
from kamtui.domain.text import shorten
from kamtui.screens.base import CockpitScreen
from kamtui.screens.duplicate_words import field_lines, field_row, move_lines, says_something
from kamtui.storage import merging_changes as changes
from kamtui.storage.duplicates_compare import Compared, compare
from kamtui.widgets.lines import Lines
from kamtui.widgets.rows import Heading, Row
from kamtui.widgets.virtual_list import Column, VirtualList

NAME = 30


class MergeScreen(CockpitScreen):
    """The comparison; left and right choose, ctrl+s merges."""

    SCOPE = "merge"
    CSS_PATH = "merge.tcss"
    HELP = (
        "Both records side by side; ● marks what is kept. Texts can be kept from both. Everything that hangs on the "
        "right one moves to the left one, and values that are not kept are named in its notes. u brings both back."
    )

    def __init__(self, kind: Kind, one: int, other: int) -> None:
        super().__init__()
        self.kind, self.keys = kind, (one, other)
        self.found: Compared | None = None
        self.keep: dict[str, Keep] = {}
        self._done = False

    def body(self) -> ComposeResult:
        """The fields, the one under the cursor in full, and what moves."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(Column("", 21), Column("stays", share=1, least=20), Column("goes", share=1, least=20))
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read both; when one is gone, there is nothing to compare."""
        if self._done:
            return
        try:
            self.found = await self.read(compare, self.kind, *self.keys)
        except Refused as gone:
            self.refuse(str(gone))
            self.dismiss()
            return
        self._show()

    def _show(self) -> None:
        if (found := self.found) is None:
            return
        left, right = self._names()
        sides = found.clients if found.across else (left, right)
        self.list.columns = (
            Column("", 21),
            Column(f"{shorten(sides[0], NAME)} {'' if found.across else '(stays)'}".strip(), share=1, least=20),
            Column(shorten(sides[1], NAME), share=1, least=20),
        )
        differ = [field for field in found.fields if found.first[field.name] != found.other[field.name]]
        same = [field for field in found.fields if field not in differ and says_something(field, found)]
        lines: list[Row | Heading] = [field_row(field, found, self._kept(field)) for field in differ]
        if same:
            lines += [Heading(f"the same in both · {len(same)}"), *(field_row(one, found, Keep.FIRST) for one in same)]
        self.list.show(lines)
        verb = "one person, two clients?" if found.across else "merge"
        self.show_status(left=[("Duplicates", "title"), (" · ", "dim"), f"{verb}: {left} and {right}"])
        self._show_why()

    def _names(self) -> tuple[str, str]:
        assert self.found is not None  # noqa: S101  read before
        return shorten(self.found.first["name"], NAME), shorten(self.found.other["name"], NAME)

    def _kept(self, field: MergeField) -> Keep:
        assert self.found is not None  # noqa: S101  read before
        values = self.found.first[field.name], self.found.other[field.name]
        usual, chosen = first_choice(field, *values), self.keep.get(field.name)
        return chosen if chosen is not None and chosen in choices(field, *values) else usual

    @property
    def field(self) -> MergeField | None:
        """The field under the cursor."""
        return next((one for one in self.found.fields if one.name == self.list.key), None) if self.found else None

    def on_virtual_list_highlighted(self) -> None:
        """Both values in full follow the cursor."""
        self._show_why()

    def _show_why(self) -> None:
        if (found := self.found) is None:
            return
        moves = move_lines(found, *self._names())
        full = field_lines(self.field, found, self._kept(self.field)) if self.field is not None else []
        self.query_one("#why", Lines).show([*full, "", *moves])
        self.query_one("#below", Lines).show([*moves, *full])

    # What the keys do

    def action_left(self) -> None:
        """Keep the left value."""
        self._keep(Keep.FIRST)

    def action_right(self) -> None:
        """Keep the right value."""
        self._keep(Keep.OTHER)

    def action_pick(self) -> None:
        """The next choice: left, right, both."""
        if self.found is None or (field := self.field) is None:
            return
        able = choices(field, self.found.first[field.name], self.found.other[field.name])
        self._keep(able[(able.index(self._kept(field)) + 1) % len(able)])

    def _keep(self, keep: Keep) -> None:
        found, field = self.found, self.field
        if found is None or field is None:
            return
        if found.across:
            self.refuse("both stay as they are: a person may have two engagements")
        elif found.first[field.name] == found.other[field.name]:
            self.refuse("both say the same")
        else:
            self.keep[field.name] = keep
            self._show()

    @work(group="merge", exclusive=True)
    async def action_save(self) -> None:
        """Merge; or, at two clients, say that they are one person."""
        if (found := self.found) is None:
            return
        if self.desk.shielded:
            self.refuse("nothing is merged behind the privacy shield; p lifts it")
            return
        stays, goes = found.first["id"], found.other["id"]
        self._done = True
        if found.across:
            saved = await self.change(changes.one_person, stays, goes)
        else:
            keep = {name: side.value for name, side in self.keep.items()}
            saved = await self.change(changes.merge, self.kind, stays, goes, keep)
        self._done = saved is not None
        if saved is not None:
            if self.kind is Kind.ACCOUNT and self.desk.account_id == goes:
                self.set_account(stays, found.first["name"])
            self.desk.account_order = ()
            self.tell(f"{saved.value} · u brings both back")
            self.dismiss()

    @work
    async def action_skip(self) -> None:
        """They are not the same."""
        if (found := self.found) is None:
            return
        uids, names = (found.first["uid"], found.other["uid"]), (found.first["name"], found.other["name"])
        if saved := await self.change(changes.say_distinct, self.kind, *uids, names):
            self.tell(f"{saved.value} · u undoes it")
            self.dismiss()
