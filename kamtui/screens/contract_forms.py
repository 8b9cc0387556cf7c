"""The forms for contract lines, their renewal and their events."""

from datetime import date
from typing import Any

from kamtui.domain import money
from kamtui.domain.dates import ONE_DAY
from kamtui.domain.problems import spoken
from kamtui.domain.renewals import Renewal, term_after
from kamtui.domain.revenue import Event, Line, RevenueKind
from kamtui.domain.text import shorten
from kamtui.domain.wording import day_words
from kamtui.screens.form import Field, FormScreen
from kamtui.storage import revenue_changes

NAME = 40
WHY_LESS = "what is it worth to them? a lower price needs it"


def line_form(account_id: int, name: str, today: date, line: Line | None = None) -> FormScreen:
    """A new contract line, or changes to one; a new value asks for its reason (rule R-1)."""
    fields = [
        Field("description", "What for", value=line.description if line else ""),
        Field("annual_value", "A year", "money", line.annual_value if line else None, required=True),
        Field("start", "Begins", "date", line.start if line else today),
        Field("end", "Last day", "date", line.end if line else None, hint="empty: it runs on"),
        Field("auto_renew", "Renews by itself", "yes/no", line.auto_renew if line else False),
        Field("reason", "Reason", hint="kept with the event that this writes"),
    ]
    if line is None:
        return _LineForm(f"New contract line of {shorten(name, NAME)}", fields, account_id)
    fields.append(Field("correction", "Only typed wrong", "yes/no", False))
    return _LineForm(f"Contract line of {shorten(name, NAME)}", fields, account_id, line.id)


class _LineForm(FormScreen):
    def __init__(self, title: str, fields: list[Field], account_id: int, key: int | None = None) -> None:
        super().__init__((title, "title"), fields)
        self._account, self._key = account_id, key

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the line, with the event of its change."""
        if self._key is None:
            return await self.desk.database.run(revenue_changes.add_line, self._account, values)
        correction = values.pop("correction")
        await self.desk.database.run(revenue_changes.edit_line, self._key, values, correction=correction)
        return self._key


class RenewalForm(FormScreen):
    """The terms that lines are renewed on, each with its new value; 0 ends a line as lost (rule R-2)."""

    def __init__(self, name: str, renewal: Renewal, today: date) -> None:
        self._renewal = renewal
        ending = [line for line in renewal.lines if line.end is not None]
        until = max((term_after(line, today) for line in ending), default=term_after(_plain(renewal), today))
        fields = [
            Field(
                f"line {line.id}", shorten(line.description, 17) or "a year", "money", line.annual_value, required=True
            )
            for line in renewal.lines
        ]
        fields += [
            Field("until", "Until", "date", until, hint="empty: it runs on"),
            Field("reason", "Reason in value", "long", hint=WHY_LESS),
        ]
        begins = renewal.on + ONE_DAY
        from_day = f"{day_words(begins)} {begins.year}"
        more = f"The same lines go on from {from_day}. They pay {money.full(renewal.value)} a year now; 0 ends a line."
        super().__init__((f"Renewal of {shorten(name, NAME)}", "title"), fields, more=(more, "dim"))

    async def store(self, values: dict[str, Any]) -> Any:
        """Renew them all in one action."""
        worth = {line.id: values[f"line {line.id}"] for line in self._renewal.lines}
        on, until = self._renewal.on, values["until"]
        return await self.desk.database.run(revenue_changes.renew_lines, worth, on, until, values["reason"])


def _plain(renewal: Renewal) -> Line:
    return Line(0, renewal.account_id, 0, None, renewal.on)


def lost_form(title: str, keys: list[int], last: date) -> FormScreen:
    """The last day and the reason of lines that are given up."""
    fields = [
        Field("on", "Last day", "date", last, required=True),
        Field("reason", "Reason", hint="kept with the event that this writes"),
    ]
    words = ("It is paid until that day; then it counts as churn.", "dim")
    return FormScreen((title, "title"), fields, revenue_changes.lose_lines, always={"keys": keys}, more=words)


class EventForm(FormScreen):
    """Something that happened earlier, or an event put right (rule R-1)."""

    def __init__(self, account_id: int, name: str, today: date, event: Event | None = None) -> None:
        self._account = account_id
        self._key = event.id if event is not None else None
        kinds = [(kind.value, spoken(kind)) for kind in RevenueKind]
        fields = [
            Field("kind", "What", "choice", event.kind if event else RevenueKind.EXPANSION.value, options=kinds),
            Field("amount", "By, a year", "money", event.amount if event else None, required=True),
            Field("on", "Date", "date", event.on if event else today, required=True, past=True),
            Field("reason", "Reason", value=event.reason if event else ""),
        ]
        super().__init__(
            (f"Event of {shorten(name, NAME)}", "title"),
            fields,
            more=("It tells what was paid before; it changes no contract line.", "dim"),
        )

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the event."""
        return await self.desk.database.run(revenue_changes.put_event, self._account, values, self._key)
