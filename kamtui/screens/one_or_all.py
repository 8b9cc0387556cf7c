"""A list over all accounts, or only for the one that all screens show."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from kamtui.domain.text import shorten
from kamtui.screens.base import CockpitScreen
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import Column, Heading, Row, Rows, VirtualList

ACCOUNT_SHOWN = 24


class OfAccount(Protocol):
    """A record of an account."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def account_id(self) -> int:
        """The key of its account."""

    @property
    def account(self) -> str:
        """The name of its account."""


R = TypeVar("R", bound=OfAccount)


class OneOrAllScreen(CockpitScreen, Generic[R]):
    """A list in groups; with `one_account` only what belongs to the account that all screens show."""

    FILTERS = True
    FOLLOWS_ACCOUNT = True
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    """The columns; the one called account is left out where one account is shown."""
    EMPTY: ClassVar[str] = ""
    NOTHING: ClassVar[str] = ""
    """What a key says that finds nothing under the cursor; `{to}` is what it was to do."""

    def __init__(self, name: str | None = None, *, one_account: bool = False) -> None:
        super().__init__(name)
        self.one_account = one_account
        self.by_id: dict[int, R] = {}

    # For the screens to fill in

    def row_of(self, one: R) -> Row:
        """The line of a record."""
        raise NotImplementedError

    def explain(self) -> None:
        """Tell beside the list all about the record under the cursor."""

    # What they use

    @property
    def current(self) -> R | None:
        """The record under the cursor."""
        return self.by_id.get(self.query_one(VirtualList).key)

    def chosen(self, to: str) -> R | None:
        """The record under the cursor; says so where there is none."""
        if self.current is None:
            self.refuse(self.NOTHING.format(to=to))
        return self.current

    @property
    def whose(self) -> Cell:
        """The screen's name, and whose records it shows."""
        name = shorten(self.desk.account_name, ACCOUNT_SHOWN) if self.one_account else "all accounts"
        return [(self.title_words, "title"), (" · ", "dim"), name]

    def show_groups(self, groups: Iterable[tuple[str, Sequence[R]]], looked_for: str) -> None:
        """Show the records under the titles of their groups; groups without any are left out."""
        lines: list[R | str] = []
        for title, rows in groups:
            lines += [f"{title} · {len(rows)}", *rows] if rows else []
        listed = self.query_one(VirtualList)
        listed.columns = tuple(one for one in self.COLUMNS if not (self.one_account and one.title == "account"))
        empty = f"Nothing fits “{shorten(looked_for, 40)}”. escape shows all." if looked_for.split() else self.EMPTY
        listed.show(Rows(lines, draw=self._draw, key=lambda one: None if isinstance(one, str) else one.id), empty=empty)
        self.explain()

    def _draw(self, one: R | str) -> Row | Heading:
        return Heading(one) if isinstance(one, str) else self.row_of(one)

    def on_virtual_list_highlighted(self) -> None:
        """What is under the cursor is told beside the list."""
        self.explain()

    def action_account(self) -> None:
        """Only the account of the record under the cursor, or all of them again."""
        row = self.current
        if not self.one_account and row is None and self.desk.account_id is None:
            self.refuse("no account is chosen")
            return
        self.one_account = not self.one_account
        if self.one_account and row is not None:
            self.desk.account_id, self.desk.account_name = row.account_id, row.account
        self.reload()
