"""Searching everything that was written down, while it is typed."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input

from kamtui.domain.capture_names import fold
from kamtui.domain.wording import plural
from kamtui.screens.finding import FindingWindow
from kamtui.storage import search
from kamtui.storage.errors import Unusable
from kamtui.storage.search import Found, Group
from kamtui.widgets.ink import Cell, Part, one_line
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import ago_label
from kamtui.widgets.virtual_list import Column, Heading, Row, VirtualList

if TYPE_CHECKING:
    from kamtui.everywhere import Everywhere


class SearchScreen(FindingWindow):
    """Gives what was chosen with enter (a `Found`), None for escape."""

    PLAIN = True

    DEFAULT_CSS = """
    SearchScreen > .window { width: 132; max-width: 98%; height: 96%; max-height: 40; }
    SearchScreen VirtualList { margin-top: 1; }
    SearchScreen #whole { height: 3; margin-top: 1; }
    SearchScreen > .window > .hints { margin-top: 0; }
    """
    HINTS = (("↑↓", "move"), ("enter", "open the account"), ("esc", "close"))

    def __init__(self) -> None:
        super().__init__("Search everything")
        self._found: dict[object, Found] = {}
        self._words: list[str] = []
        self._wanted = ""
        self._searching = False

    def body(self) -> ComposeResult:
        """What is looked for, what was found, and the whole text of what is under the cursor."""
        yield Input(compact=True, placeholder="words, and an account's name among them if you like")
        yield VirtualList(
            Column("", share=3), Column("", share=1, keep=2), Column("", 10, right=True, keep=1), titles=False
        )
        yield Lines(id="whole")

    def on_mount(self) -> None:
        """Nothing is looked for yet."""
        self.query_one(VirtualList).show(
            [], empty="accounts, people, touchpoints, next steps, triggers, value, notes …"
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search at every key; while one search runs, only the newest words wait."""
        self._wanted = event.value
        if not self._searching:
            self._searching = True
            self._search()

    @work(group="search")
    async def _search(self) -> None:
        try:
            looked_for = None
            while looked_for != self._wanted:
                looked_for = self._wanted
                groups = await self.desk.database.read_plainly(search.search, looked_for)
                self._show(groups, looked_for)
        except Unusable as problem:
            self.query_one(VirtualList).show([], empty=str(problem))
        finally:
            self._searching = False

    def _show(self, groups: list[Group], looked_for: str) -> None:
        self._words = fold(looked_for).split()
        self._found = {}
        lines: list[Heading | Row] = []
        for group in groups:
            shown = len(group.found)
            more = f"{shown} of {group.count:,}" if shown < group.count else f"{group.count:,}"
            lines.append(Heading([group.kind, (f" · {more}", "dim")]))
            for found in group.found:
                place = len(self._found)
                self._found[place] = found
                lines.append(Row([self.marked(found.text), found.account, self._when(found)], key=place))
        listed = self.query_one(VirtualList)
        listed.show(lines, empty="nothing was written down about that" if self._words else "type what you look for")
        listed.action_first()
        total = sum(group.count for group in groups)
        about: list[Part] = [(f" · {plural(total, 'place')}", "dim")] if total else []
        self.query_one(".title", Lines).show([["Search everything", *about]])
        if not lines:
            self.query_one("#whole", Lines).show([])

    def _when(self, found: Found) -> Part:
        return ago_label(found.on, self.desk.today) if found.on else ("", "")

    def marked(self, text: str) -> Cell:
        """The text with the words that were looked for standing out."""
        text = one_line(text)
        lowered = text.lower()
        if len(lowered) != len(text):
            return text
        places = sorted((at, at + len(word)) for word in set(self._words) if (at := lowered.find(word)) >= 0)
        pieces: list[Part] = []
        done = 0
        for start, end in places:
            if start >= done:
                pieces += [(text[done:start], ""), (text[start:end], "accent")]
                done = end
        return [*pieces, (text[done:], "")]

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        """Show the whole of what is under the cursor."""
        found = self._found.get(event.key)
        if found is not None:
            self.query_one("#whole", Lines).show([(found.account, "strong"), self.marked(found.text)])

    def action_choose(self) -> None:
        """Open what is under the cursor."""
        row = self.query_one(VirtualList).row
        if row is not None:
            self.dismiss(self._found[row.key])


async def go_to_found(app: "Everywhere") -> None:
    """Search, and go to the account of what was chosen."""
    found = await app.push_screen_wait(SearchScreen())
    if found is not None:
        from kamtui.screens.account import AccountScreen

        app.set_account(found.account_id, found.account)
        if not isinstance(app.screen, AccountScreen):
            await app.push_screen(AccountScreen(found.account_id, found.account))
