"""The accounts: every client with its verdicts, by tier or in another order, filtered in place."""

from contextlib import suppress
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain import money
from kamtui.domain.text import shorten
from kamtui.domain.wording import out_of, plural
from kamtui.screens.account_rows import COLUMNS, SORTS, Drawing, fits, in_order
from kamtui.screens.account_why import short_why, why_lines
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.storage.accounts import AccountList, LastTouch, account_list, belongings, last_touchpoints
from kamtui.storage.accounts_changes import remove_account
from kamtui.storage.errors import Unusable
from kamtui.storage.portfolio import AccountRow
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Heading, Rows, VirtualList

EMPTY = (
    "No accounts yet. n adds the first one; i imports the files of a CRM, "
    "`kamtui demo` shows a portfolio of invented clients."
)


class AccountsScreen(CockpitScreen):
    """The list of all accounts."""

    SCOPE = "accounts"
    CSS_PATH = "accounts.tcss"
    FILTERS = True
    HELP = (
        "Every account with its verdicts. ▲ marks the three largest expansion gaps, thr counts the live threads, "
        "'if left' is what holds if the primary contact leaves. / finds names, industries, colours, tiers and people."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self.found: AccountList | None = None
        self.sort = "tier"
        self._touches: dict[int, tuple[LastTouch, ...]] = {}
        self._gone_to: int | None = None

    def body(self) -> ComposeResult:
        """The list, and why."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(*COLUMNS, empty=EMPTY)
                yield Lines(id="below", wrapped=False)
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read every account with its verdicts."""
        self.found = await self.read(account_list, self.desk.today, self.desk.settings.practice())
        self._touches.clear()
        keep = self.desk.account_id if self.desk.account_id != self._gone_to else None
        self._gone_to = self.desk.account_id
        self._show(keep)

    def on_screen_resume(self) -> None:
        """In sight again: the cursor follows an account that was chosen elsewhere."""
        super().on_screen_resume()
        if self.found is not None and self.desk.account_id != self._gone_to:
            self._gone_to = self.desk.account_id
            self.query_one(VirtualList).go_to(self._gone_to)

    def apply_filter(self, text: str) -> None:
        """Show the accounts that fit."""
        self.filter_text = text
        self._show()

    def _show(self, keep: int | None = None) -> None:
        if self.found is None:
            return
        rows = [row for row in self.found.rows if fits(row, self.filter_text)]
        lines = in_order(rows, self.sort, self.found, self.desk.today)
        self.desk.account_order = [(line.id, line.name) for line in lines if isinstance(line, AccountRow)]
        drawn: Rows[Any] = Rows(lines, draw=Drawing(self.found, self.desk.today), key=_key)
        empty = f"Nothing fits “{shorten(self.filter_text, 40)}”. escape shows all." if self.found.rows else EMPTY
        accounts = self.query_one(VirtualList)
        accounts.show(drawn, empty=empty, keep=keep)
        self._say_how_many(rows)
        if accounts.row is None:
            self._tell_why([], [])

    def _say_how_many(self, rows: "list[AccountRow]") -> None:
        found = self.found
        if found is None or not found.rows:
            self.show_status()
            return
        count = plural(len(rows), "account")
        if len(rows) < len(found.rows):
            count = f"{out_of(len(rows), len(found.rows))} accounts"
        clients = [row for row in rows if row.open]
        value, gap = sum(row.current_value for row in clients), sum(row.gap for row in clients)
        middle = f"{count} · {money.short(value)} a year · gap {money.short(gap)}"
        self.show_status(middle, [("by ", "dim"), SORTS[self.sort]])

    # Why

    def account(self, key: int | None) -> AccountRow | None:
        """An account of the list."""
        return next((row for row in self.found.rows if row.id == key), None) if self.found else None

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        """The account under the cursor is told beside the list."""
        if event.key in self._touches:
            self._explain(event.key)
        else:
            self._read_touches(event.key)

    @work(exclusive=True, group="why")
    async def _read_touches(self, key: int) -> None:
        with suppress(Unusable):
            self._touches[key] = await self.read(last_touchpoints, key, self.desk.today)
            self._explain(key)

    def _explain(self, key: int) -> None:
        row, found = self.account(key), self.found
        if row is not None and found is not None:
            today, practice = self.desk.today, self.desk.settings.practice()
            self._tell_why(
                why_lines(row, found, self._touches[key], today, practice), short_why(row, found, today, practice)
            )

    def _tell_why(self, beside: list[Cell], below: list[Cell]) -> None:
        self.query_one("#why", Lines).show(beside)
        self.query_one("#below", Lines).show(below)

    # What the keys do

    def _under_cursor(self, to: str) -> AccountRow | None:
        row = self.account(self.list.key)
        if row is None:
            self.refuse(f"there is no account to {to}; n adds one")
        return row

    async def action_open(self) -> None:
        """The page of the account."""
        from kamtui.screens.account import AccountScreen

        if (row := self._under_cursor("open")) is not None:
            self._gone_to = row.id
            await self.app.push_screen(AccountScreen(row.id, row.name))

    @work
    async def action_new(self) -> None:
        """A new account, then its page's place in the list."""
        from kamtui.screens.account_form import new_account_form

        saved = await self.app.push_screen_wait(new_account_form(self.desk.settings.practice()))
        if saved is not None:
            self.set_account(saved.value, "")
            self.query_one(VirtualList).go_to(saved.value)
            self.tell("added · enter opens it, 3 maps its people")

    @work
    async def action_edit(self) -> None:
        """Change the account under the cursor."""
        from kamtui.screens.account_form import edit_account

        if (row := self._under_cursor("edit")) is not None:
            await edit_account(self, row.id)

    @work
    async def action_sort(self) -> None:
        """Another order."""
        chosen = await self.app.push_screen_wait(
            ChooseScreen("Sort the accounts by", list(SORTS.items()), chosen=self.sort)
        )
        if chosen is not None:
            self.sort = chosen
            self._show()
            self.query_one(VirtualList).action_first()

    @work
    async def action_remove(self) -> None:
        """Remove the account with all it has, after one look at what goes."""
        if (row := self._under_cursor("remove")) is not None:
            await removed_after_asking(self, row.id, row.name)

    async def action_tier_review(self) -> None:
        """The tier review of the quarter."""
        from kamtui.screens.tier_review import TierReviewScreen

        await self.app.push_screen(TierReviewScreen())

    async def action_import_file(self) -> None:
        """Accounts and contacts from a file."""
        await self.app.run_action("import_file")


def _key(line: AccountRow | Heading) -> int | None:
    return line.id if isinstance(line, AccountRow) else None


async def removed_after_asking(screen: CockpitScreen, account_id: int, name: str) -> bool:
    """Ask, naming what goes, and remove; whether it was removed."""
    from kamtui.screens.confirm import ConfirmScreen

    goes = await screen.read(belongings, account_id)
    question = f"Remove {shorten(name, 60)} and all it has?"
    more = f"{', '.join(goes)}. u brings everything back." if goes else "It has nothing else. u brings it back."
    if not await screen.app.push_screen_wait(ConfirmScreen(question, yes="remove", no="keep", more=more)):
        return False
    if await screen.change(remove_account, account_id) is None:
        return False
    if screen.desk.account_id == account_id:
        screen.set_account(None)
    screen.tell(f"{shorten(name, 40)} removed · u brings it back")
    return True
