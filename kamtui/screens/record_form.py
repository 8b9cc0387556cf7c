"""The base of forms that have to read something before they can ask: who is there, and the record as it stands."""

from typing import Any

from textual import events

from kamtui.screens.fields import Field, FieldRow
from kamtui.screens.form import FormScreen
from kamtui.storage.errors import Unusable
from kamtui.widgets.ink import Cell
from kamtui.widgets.lines import Lines

NAME = 40
GONE = "it is no longer there: somebody removed it meanwhile"


class RecordForm(FormScreen):
    """A form whose `ask` reads and gives the fields; raising ValueError there closes it with that sentence."""

    def __init__(self, title: Cell, *, more: Cell = "") -> None:
        super().__init__(title, (), more=more)

    # For the forms to fill in

    async def ask(self) -> list[Field]:
        """The fields, from what was read."""
        raise NotImplementedError

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the values."""
        raise NotImplementedError

    # What they share

    async def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]  # Textual calls both
        """Read, then put up the fields; the base goes on from there."""
        try:
            self.fields = await self.ask()
        except (ValueError, Unusable) as problem:
            event.prevent_default()
            self.app.notify(str(problem), severity="warning", markup=False)
            self.dismiss(None)
            return
        self.query_one(".title", Lines).show([self.heading])
        await self.query_one(".fields").mount(*(FieldRow(field) for field in self.fields))
