"""The first start: begin empty, with an import, or look at the demo."""

from typing import ClassVar

from textual.app import ComposeResult

from kamtui.screens.base import CockpitScreen
from kamtui.screens.desk import DEMO
from kamtui.storage.imports import is_untouched
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Column, Row, VirtualList


class WelcomeScreen(CockpitScreen):
    """Three ways to begin; it goes away by itself once there is something in the file."""

    SCOPE = "welcome"
    CSS_PATH = "welcome.tcss"
    HELP = "How to begin. Nothing is written before you choose, and the demo has a file of its own."

    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("empty", "Start empty", "Add the first account: a name and a tier are enough."),
        ("import", "Import a file", "What your CRM exports as CSV, or a kamtui document."),
        ("demo", "Look at the demo", "A made-up portfolio to try, in a file of its own."),
    )

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._over = False

    def on_screen_resume(self) -> None:
        """In sight again: once there is something in the file, there is nothing to choose."""
        super().on_screen_resume()
        if self._over and self.app.screen is self:
            self.dismiss()

    def body(self) -> ComposeResult:
        """A few words, and the choices."""
        yield Lines(_INTRO, id="intro")
        yield VirtualList(Column("", 18), Column("", share=1), titles=False)

    async def load(self) -> None:
        """Show the choices while nothing was done yet."""
        self._over = not await self.read(is_untouched)
        if self._over and self.app.screen is self:
            self.dismiss()
            return
        self.list.show([Row([(title, "strong"), words], key=key) for key, title, words in self.CHOICES])
        self.show_status("")

    async def action_open(self) -> None:
        """Begin as chosen."""
        choice = self.list.key
        if choice == "demo":
            self.app.exit(return_code=DEMO)
        elif choice == "import":
            await self.app.run_action("import_file")
        elif choice == "empty":
            self.dismiss()
            if any(place.id == "accounts" for place in self.desk.places):
                await self.app.run_action("go('accounts')")
            self.tell("n adds your first account")


_INTRO: list[Cell] = [
    [("kamtui", "title"), " keeps your client accounts in one file on this computer. Nothing leaves it."],
    "",
    [("How would you like to begin?", "strong")],
    "",
]
