"""The backups of this database: how old, how large, whole or not; and how to go back to one."""

import asyncio
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from kamtui.clock import Clock
from kamtui.domain.wording import near, plural
from kamtui.screens.base import CockpitScreen
from kamtui.storage import backups
from kamtui.storage.backups import Backup, Look
from kamtui.storage.doctor import size_words
from kamtui.storage.errors import Unusable
from kamtui.widgets.ink import Cell
from kamtui.widgets.virtual_list import Column, Row, Rows, VirtualList

EMPTY = "There are no backups yet. n makes one."
COLUMNS = (
    Column("made", 12),
    Column("size", 8, right=True),
    Column("accounts", 8, right=True, keep=3),
    Column("", share=1, least=4),
    Column("kind", 16, keep=4),
    Column("file", share=2, least=30, keep=5),
)

Found = tuple[Backup, Look]


class BackupsScreen(CockpitScreen):
    """The list, newest first. Each copy is read from end to end, on a thread of its own."""

    SCOPE = "backups"
    HELP = (
        "The copies of the database in the folder beside it, each read from end to end. The cockpit makes one a day by "
        "itself when something changed, and keeps 7 days, 4 weeks and 12 months; those made by hand stay."
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.found: list[Found] = []

    def body(self) -> ComposeResult:
        """The list."""
        yield VirtualList(*COLUMNS, empty=EMPTY)

    async def load(self) -> None:
        """Look them all through."""
        self.found = await asyncio.to_thread(_looked_through, self.desk.database.path)
        rows = Rows(self.found, draw=self._draw, key=lambda one: one[0].file.name)
        self.query_one(VirtualList).show(rows)
        self.show_status(plural(len(self.found), "backup") if self.found else "")

    def _draw(self, one: Found) -> Row:
        made, looked = one
        accounts = "–" if looked.accounts is None else str(looked.accounts)
        state: Cell = (looked.problem, "poor") if looked.problem else ("whole", "good")
        kind = f"before {made.before}" if made.before else "by itself" if made.automatic else "by hand"
        when = near(made.at.date(), self.desk.today)
        return Row([when, size_words(looked.size), accounts, state, kind, made.file.name], key=made.file.name)

    async def action_open(self) -> None:
        """Say how to go back to it."""
        from kamtui.screens.details import DetailsScreen

        for made, looked in self.found:
            if made.file.name == self.list.key:
                await self.app.push_screen(DetailsScreen(_told(made, looked)))

    @work(group="backup")
    async def action_new(self) -> None:
        """Make one now; it stays until somebody deletes it."""
        try:
            made = await asyncio.to_thread(backups.make, self.desk.database.path, Clock().now())
        except Unusable as problem:
            self.refuse(str(problem))
            return
        self.tell(f"backed up as {made.name}")
        self.reload()


def _looked_through(database_file: Path) -> list[Found]:
    return [(each, backups.look(each.file)) for each in backups.found(database_file)]


def _told(made: Backup, looked: Look) -> list[Cell]:
    if looked.problem:
        return [(made.file.name, "title"), "", f"This backup cannot be restored: {looked.problem}."]
    return [
        (made.file.name, "title"),
        f"{plural(looked.accounts or 0, 'account')}, {size_words(looked.size)}, schema {looked.schema}, whole",
        "",
        "To go back to it, in the shell:",
        (f"kamtui backup restore {made.file.name}", "strong"),
        "",
        ("What is there now is kept first, and you are told how to return to it.", "dim"),
    ]
