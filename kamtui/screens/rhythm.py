"""One's own rhythm: the catalogue of activities in three buckets, who is involved how often, and what a month needs."""

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kamtui.domain.catalogue import Scope
from kamtui.domain.catalogue_changes import as_usual, is_usual
from kamtui.domain.text import shorten
from kamtui.screens.rhythm_rows import NAME, USUAL, before_and_after, capacity_cell, lines_of, why_lines
from kamtui.screens.setting_keeping import SettingsWork
from kamtui.storage.rhythm_page import Catalogue, CatalogueRow, the_catalogue
from kamtui.widgets.ink import plain
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, VirtualList

if TYPE_CHECKING:
    from kamtui.toml_lines import Place

NOTHING_FITS = "No activity fits the filter. escape shows all."
SCOPES = [(Scope.ACCOUNT, "for each account"), (Scope.PORTFOLIO, "once for the whole portfolio")]


class RhythmScreen(SettingsWork):
    """The catalogue; every row can be changed, and rows of one's own added."""

    SCOPE = "rhythm"
    CSS_PATH = "rhythm.tcss"
    FILTERS = True
    HELP = (
        "What is done how often, in three buckets: with executives, alone, with the rest of your organisation. Every "
        "row can be changed, * marks those that are, n adds one of your own. Minutes are learned: once five were "
        "timed, your own median is planned with. u takes back the newest change."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: Catalogue | None = None
        self._saved: str | None = None

    def body(self) -> ComposeResult:
        """The catalogue, and all about the activity under the cursor."""
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualList(
                    Column("activity", share=1, least=16),
                    Column("min", 3, right=True),
                    Column("timed", 5, right=True, keep=2),
                    Column("Strategic", 9),
                    Column("Growth", 9),
                    Column("Maintain", 9),
                    Column("with", 6, keep=4),
                    Column("a month", 7, right=True, keep=3),
                )
                yield Lines(id="below")
            yield Lines(id="why", classes="side")

    async def load(self) -> None:
        """Read what each activity takes."""
        self.found = await self.read(the_catalogue, self.desk.today, self.desk.settings.practice())
        self.apply_filter(self.filter_text)

    def apply_filter(self, text: str) -> None:
        """The activities in which every word occurs."""
        if self.found is None:
            return
        self.query_one(VirtualList).show(
            lines_of(self.found, text.casefold().split()), empty=NOTHING_FITS, keep=self._saved
        )
        self._saved = None
        self.show_status(capacity_cell(self.found.capacity))
        self._explain()

    @property
    def current(self) -> CatalogueRow | None:
        """The activity under the cursor."""
        rows = self.found.rows if self.found else ()
        return next((row for row in rows if row.activity.name == self.list.key), None)

    def on_virtual_list_highlighted(self) -> None:
        """The activity under the cursor is told beside the list."""
        self._explain()

    def _explain(self) -> None:
        found, row = self.found, self.current
        lines = why_lines(found, row) if found is not None and row is not None else []
        advice = [(line, "dim") for line in found.capacity.suggestions] if found is not None else []
        self.query_one("#why", Lines).show(
            [*lines, *(["", ("To make a month fit:", "title"), *advice] if advice else [])]
        )
        self.query_one("#below", Lines).show([line for line in lines[1:] if line][:5])

    # What the keys do

    @work(group="form")
    async def action_open(self) -> None:
        """Change the activity under the cursor."""
        if (row := self.current) is None:
            self.refuse("there is no activity here; n adds one")
        else:
            await self._ask(row, Scope.ACCOUNT)

    def action_edit(self) -> None:
        """Change the activity under the cursor."""
        self.action_open()

    @work(group="form")
    async def action_new(self) -> None:
        """Add an activity of one's own, for each account or for the portfolio."""
        from kamtui.screens.choose import ChooseScreen

        scope = await self.app.push_screen_wait(ChooseScreen("A new activity", SCOPES, chosen=Scope.ACCOUNT))
        if scope is not None:
            await self._ask(None, scope)

    async def _ask(self, row: CatalogueRow | None, scope: Scope) -> None:
        from kamtui.screens.rhythm_form import ActivityForm

        if self.found is None:
            return
        form = ActivityForm(self.found, self.desk.settings, row.activity if row else None, scope)
        saved = await self.app.push_screen_wait(form)
        if saved is not None:
            name, effect = saved.value
            self.tell(f"{plain(effect)} · u takes it back")
            self._saved = name
            self.reload()

    @work(group="form")
    async def action_remove(self) -> None:
        """Back to the catalogue's own row; one of one's own goes."""
        from kamtui.screens.rhythm_form import changes_for

        found, row = self.found, self.current
        if found is None or row is None:
            self.refuse("there is no activity here")
            return
        activity = row.activity
        usual = USUAL.get(activity.name)
        changes: dict[Place, Any] = {}
        if usual is None:
            changes["activities", activity.name] = None
        elif not is_usual(activity, usual):
            changes = changes_for(as_usual(activity, usual, self.desk.today), self.desk.settings)
        title = shorten(activity.title, NAME)
        if not changes:
            self.refuse(f"the {title} is as usual already; never for a tier leaves it out")
            return
        gone = usual is None
        if await self.put(changes, f"{title} {'removed' if gone else 'as usual'}"):
            after = found.with_practice(self.desk.settings.practice(), self.desk.today)
            effect = plain(before_and_after(found.capacity, after.capacity))
            self.tell(f"{title} {'is removed' if gone else 'is as usual again'}: {effect} · u takes it back")

    async def action_away(self) -> None:
        """The days away."""
        from kamtui.screens.away import AwayScreen

        await self.app.push_screen(AwayScreen())

    async def action_slots(self) -> None:
        """Which week is whose."""
        from kamtui.screens.slots import SlotsScreen

        await self.app.push_screen(SlotsScreen())
