"""The form for a value entry."""

from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.text import shorten
from kamtui.domain.value import ValueKind
from kamtui.screens.form import Field, FormScreen
from kamtui.screens.person_form import people_options
from kamtui.storage.value_changes import add_value, edit_value

if TYPE_CHECKING:
    from kamtui.storage.map import AccountMap
    from kamtui.storage.value import ValueRow

KINDS = [(ValueKind.DELIVERED.value, "delivered"), (ValueKind.ADJACENT.value, "next door, not served yet")]


class ValueForm(FormScreen):
    """A new entry, or changes to one; gives `Saved(key)` (rule M-6)."""

    def __init__(self, found: "AccountMap", today: date, row: "ValueRow | None" = None) -> None:
        self._account = found.account.id
        self._key = row.id if row is not None else None
        entry = row.entry if row is not None else None
        people = people_options(found.people, today)
        if row is not None and row.stakeholder and row.stakeholder_id not in dict(people):
            people.append((row.stakeholder_id, f"{shorten(row.stakeholder, 24)} (left)"))
        fields = [
            Field("kind", "Kind", "choice", entry.kind if entry else ValueKind.DELIVERED.value, options=KINDS),
            Field("what", "What", value=entry.what if entry else "", required=True, hint="in the client's words"),
            Field("amount", "Amount", "money", entry.amount if entry else None, hint="a year where it lies next door"),
            Field("on", "Date", "date", entry.on if entry else today, past=True),
            Field("stakeholder_id", "For whom", "pick", row.stakeholder_id if row else None, options=people),
            Field("unit", "Business unit", value=row.unit if row else ""),
            Field("evidence", "Evidence", "long", row.evidence if row else "", hint="what shows it"),
        ]
        title = "Value" if row is not None else f"New value at {shorten(found.account.name, 50)}"
        super().__init__(title, fields)

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the entry."""
        if self._key is None:
            return await self.desk.database.run(add_value, self._account, values)
        await self.desk.database.run(edit_value, self._key, values)
        return self._key
