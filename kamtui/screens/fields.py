"""The fields of a form: what is asked, how it is typed, and what it means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from kamtui.domain import human_dates, money
from kamtui.domain.text import clean_line, clean_text
from kamtui.screens.pick import Pick
from kamtui.widgets.choice import Choice
from kamtui.widgets.lines import Lines
from kamtui.widgets.strips import day_label

if TYPE_CHECKING:
    from kamtui.widgets.ink import Cell, Part


class Kind(StrEnum):
    """How a field is typed."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    PICK = "pick"
    SEVERAL = "several"
    YES_NO = "yes/no"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    `kind` decides the value that saving gets: text → str, long → str with line ends, date → date or None,
    money → cents or None, number → int or None, choice and pick → the option's value or None, several → list of
    values, yes/no → bool. `options` are (value, label): choice shows them side by side, pick opens a list that is
    searched by typing. With `past` a weekday is the latest one gone.
    `check(value)` gives a sentence when the value will not do.
    """

    name: str
    label: str
    kind: str = Kind.TEXT
    value: Any = None
    required: bool = False
    options: Sequence[tuple[Any, str]] = ()
    hint: str = ""
    past: bool = False
    check: Callable[[Any], str | None] | None = None


def as_typed(field: Field) -> str:
    """The value a field starts with, as one would type it."""
    value = field.value
    if value is None:
        return ""
    if field.kind == Kind.MONEY:
        return str(money.to_json(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def meant(field: Field, typed: Any, today: date) -> Any:
    """What was typed as the value it means; raises ValueError with one line when it means nothing."""
    if field.kind in (Kind.CHOICE, Kind.SEVERAL, Kind.PICK):
        value = typed
    elif field.kind == Kind.YES_NO:
        value = bool(typed)
    elif field.kind == Kind.LONG:
        value = clean_text(typed).strip()
    else:
        value = _short(field, clean_line(typed), today)
    if field.required and (value is None or value in ("", [])):
        raise ValueError(f"{field.label.lower()} is needed")
    problem = field.check(value) if field.check is not None else None
    if problem:
        raise ValueError(problem)
    return value


def _short(field: Field, text: str, today: date) -> Any:
    kind = field.kind
    if kind == Kind.TEXT:
        return text
    if not text:
        return None
    if kind == Kind.DATE:
        return human_dates.parse_date(text, today, prefer="past" if field.past else "future")
    if kind == Kind.MONEY:
        return money.parse_amount(text)
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"“{text[:20]}” is not a whole number") from None


class FieldRow(Horizontal):
    """A label, the widget that is typed into, and what a date or an amount was understood as."""

    DEFAULT_CSS = """
    FieldRow { height: auto; margin-bottom: 0; }
    FieldRow > .label { width: 19; padding-right: 1; }
    FieldRow > .understood { width: 18; padding-left: 1; }
    FieldRow > Input { width: 1fr; background: $panel; }
    FieldRow > TextArea { width: 1fr; height: 4; border: none; padding: 0; background: $panel; }
    FieldRow:ansi > Input, FieldRow:ansi > TextArea { text-style: underline; }
    """

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        """Label, input, reading."""
        mark: list[Part] = [("*", "accent")] if self.field.required else []
        label: Cell = [(self.field.label, "dim"), *mark]
        yield Lines([label], classes="label", wrapped=False)
        yield self._input()
        if self.field.kind in (Kind.DATE, Kind.MONEY):
            yield Lines([""], classes="understood", wrapped=False)

    def _input(self) -> Widget:
        field = self.field
        if field.kind in (Kind.CHOICE, Kind.SEVERAL):
            return Choice(field.options, field.value, several=field.kind == Kind.SEVERAL)
        if field.kind == Kind.PICK:
            return Pick(field.label, field.options, field.value, field.hint)
        if field.kind == Kind.YES_NO:
            return Choice([(True, "yes"), (False, "no")], bool(field.value))
        if field.kind == Kind.LONG:
            from textual.widgets import TextArea

            return TextArea(as_typed(field), compact=True, tab_behavior="focus", placeholder=field.hint)
        from textual.widgets import Input

        return Input(as_typed(field), compact=True, placeholder=field.hint, select_on_focus=False)

    @property
    def input(self) -> Widget:
        """The widget that is typed into."""
        return self.children[1]

    @property
    def typed(self) -> Any:
        """What stands there now: text, or the chosen value."""
        widget = self.input
        if isinstance(widget, Choice | Pick):
            return widget.value
        return cast("Any", widget).text if self.field.kind == Kind.LONG else cast("Any", widget).value

    def show_reading(self, today: date, currency: str) -> None:
        """Say what a date or an amount is understood as."""
        if self.field.kind not in (Kind.DATE, Kind.MONEY):
            return
        try:
            value = _short(self.field, clean_line(self.typed), today)
        except ValueError:
            reading: Cell = ("not understood", "watch")
        else:
            reading = "" if value is None else (self._words(value, currency), "dim")
        self.query_one(".understood", Lines).show([reading])

    @staticmethod
    def _words(value: Any, currency: str) -> str:
        return f"{day_label(value)} {value.year}" if isinstance(value, date) else money.full(value, currency)


def words_of(rows: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, as plain text by label."""
    return {
        label: ", ".join(map(str, typed)) if isinstance(typed, list) else str(typed) for label, typed in rows.items()
    }
