"""The base of all forms: it saves first and closes then, and nothing that was typed is lost.

    saved = await self.app.push_screen_wait(
        FormScreen(
            "Next step",
            [
                Field("what", "Next step", required=True),
                Field("due", "By", "date", required=True, hint="fri, in 3 days, 21 nov"),
            ],
            save=plan_next_step,                 # work(session, what=…, due=…, opportunity_id=…)
            always={"opportunity_id": 7},
        )
    )
    if saved is not None:                        # saved.value is what the work gave
        self.tell("the next step is planned")

The work raises ValueError (or Refused) to refuse; the sentence is shown in the form, which stays as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from kamtui import keys
from kamtui.screens import rescue
from kamtui.screens.base import Saved, data_changed
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.fields import Field, FieldRow, Kind, meant, words_of
from kamtui.screens.modal import Window
from kamtui.storage.errors import Unusable
from kamtui.widgets.ink import Cell, plain
from kamtui.widgets.lines import Lines

__all__ = ["Field", "FormScreen"]

CHOSEN = (Kind.CHOICE, Kind.SEVERAL, Kind.PICK, Kind.YES_NO)


class AllFields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields; where they are too many for the window they scroll with the focus: the arrows stay with the form."""


class FormScreen(Window):
    """Asks for fields; gives `Saved(value)`, or None when it was cancelled."""

    PLAIN = True

    DEFAULT_CSS = """
    FormScreen > .window { width: 76; }
    FormScreen .fields { height: auto; max-height: 64vh; scrollbar-size-vertical: 1; }
    FormScreen .problem { display: none; }
    FormScreen .problem.-shown { display: block; margin-top: 1; }
    """
    HINTS = (("^s", "save"), ("enter", "next"), ("←→ space", "choose"), ("esc", "cancel"))
    """All that a form may say; `hints` leaves out what this one has no use for."""
    BINDINGS = [
        *keys.bindings("form"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("enter", "next", show=False),
    ]

    def __init__(
        self,
        title: Cell,
        fields: Sequence[Field],
        save: Callable[..., Any] | None = None,
        *,
        always: Mapping[str, Any] | None = None,
        more: Cell = "",
    ) -> None:
        super().__init__(title)
        self.fields = fields
        self._work = save
        self._always = dict(always or {})
        self._more = more
        self._saving = False
        self._first: dict[str, Any] = {}

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the values; raises ValueError or Unusable, which the form shows. Override it for other ways to save."""
        if self._work is None:
            return values
        return await self.desk.database.run(self._work, **values, **self._always)

    def body(self) -> ComposeResult:
        """The fields, and what is wrong with them."""
        if self._more:
            yield Lines([self._more])
        with AllFields(classes="fields"):
            for field in self.fields:
                yield FieldRow(field)
        yield Lines([""], classes="problem")

    def hints(self) -> Cell:
        """The keys that do something in this form: enter saves a single line, and only choices are chosen."""
        several = len(self.fields) != 1
        choices = not self.fields or any(field.kind in CHOSEN for field in self.fields)
        shown = [hint for hint in self.HINTS if (several or hint[1] != "next") and (choices or hint[1] != "choose")]
        if not several and self.fields[0].kind != Kind.LONG:
            shown[0] = ("enter", "save")
        return [piece for key, words in shown for piece in ((key, "key"), (f" {words}   ", "dim"))]

    def on_mount(self) -> None:
        """Remember how it began, and start at the first field."""
        self._first = self._typed()
        for row in self.query(FieldRow):
            row.show_reading(self.desk.today, self.desk.settings.currency)
        first = self.query(FieldRow).first()
        first.input.focus()

    def _typed(self) -> dict[str, Any]:
        return {row.field.label: row.typed for row in self.query(FieldRow)}

    @property
    def changed(self) -> bool:
        """Whether anything was typed."""
        return self._typed() != self._first

    def on_input_changed(self) -> None:
        """Say how dates and amounts are understood while they are typed."""
        for row in self.query(FieldRow):
            if row.has_focus_within:
                row.show_reading(self.desk.today, self.desk.settings.currency)

    def on_input_submitted(self) -> None:
        """Enter goes on."""
        self.action_next()

    def action_next(self) -> None:
        """To the next field; from the last one, save."""
        rows = list(self.query(FieldRow))
        here = next((place for place, row in enumerate(rows) if row.has_focus_within), -1)
        if here + 1 < len(rows):
            rows[here + 1].input.focus()
        else:
            self.action_save()

    @work(group="save")
    async def action_save(self) -> None:
        """Save, and close once it is saved."""
        if self._saving:
            return
        self._saving = True
        try:
            value = await self._stored()
        except ValueError as problem:
            self._show_problem(str(problem))
        except Unusable as problem:
            self._show_problem(self._kept(str(problem)))
        else:
            data_changed(self.app)
            self.dismiss(Saved(value))
        finally:
            self._saving = False

    async def _stored(self) -> Any:
        values: dict[str, Any] = {}
        for row in self.query(FieldRow):
            try:
                values[row.field.name] = meant(row.field, row.typed, self.desk.today)
            except ValueError:
                row.input.focus()
                raise
        return await self.store(values)

    def _show_problem(self, sentence: str) -> None:
        lines = self.query_one(".problem", Lines)
        lines.show([("✗ " + sentence, "poor")])
        lines.add_class("-shown")

    def _kept(self, reason: str) -> str:
        """The reason, and where a copy of what was typed lies."""
        file = self._rescue()
        return f"{reason}. What you typed is still here" + (f", with a copy in {file}" if file else "")

    def _rescue(self) -> Any:
        return rescue.keep(self.desk.rescue_folder, self.desk.clock.now(), plain(self.heading), words_of(self._typed()))

    async def flush(self) -> None:
        """The cockpit ends while the form is open: what was typed goes to a rescue file."""
        if self.changed:
            self._rescue()

    @work(group="cancel", exclusive=True)
    async def action_cancel(self) -> None:
        """Close without saving; asks only when something was typed."""
        if not self.changed or await self.app.push_screen_wait(
            ConfirmScreen("Discard what you typed?", yes="discard", no="go on typing")
        ):
            self.dismiss(None)
