"""The form for a person of the map, and the small one for somebody who left."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kamtui.domain.problems import spoken
from kamtui.domain.stakeholders import Frequency, Function, Influence, Quality, Role, Stance, is_active
from kamtui.domain.text import shorten
from kamtui.screens.form import Field, FormScreen
from kamtui.storage.stakeholders_changes import add_stakeholder, edit_stakeholder, mark_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamtui.domain.stakeholders import Person
    from kamtui.storage.map import AccountMap
    from kamtui.storage.portfolio import StakeholderRow

SHOWN = 40
"""How many columns of a name an option shows."""


def options(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enumeration as options."""
    return [(one.value, spoken(one)) for one in kind]


def people_options(
    people: "Iterable[StakeholderRow]", today: date, besides: int | None = None
) -> list[tuple[Any, str]]:
    """Everyone who is still there, as options."""
    here = [one.person for one in people if is_active(one.person, today) and one.person.id != besides]
    return [(person.id, shorten(person.name, SHOWN)) for person in here]


class PersonForm(FormScreen):
    """A new person, or changes to one; gives `Saved(key)` (rules M-1 to M-4, M-10)."""

    def __init__(self, found: "AccountMap", today: date, row: "StakeholderRow | None" = None) -> None:
        self._account = found.account.id
        self._key = row.person.id if row is not None else None
        title = f"New person at {shorten(found.account.name, 50)}" if row is None else shorten(row.person.name, 60)
        super().__init__(title, _fields(found, today, row))

    async def store(self, values: dict[str, Any]) -> Any:
        """Save the person."""
        if self._key is None:
            return await self.desk.database.run(add_stakeholder, self._account, values)
        await self.desk.database.run(edit_stakeholder, self._key, values)
        return self._key


def _fields(found: "AccountMap", today: date, row: "StakeholderRow | None") -> list[Field]:
    person = row.person if row is not None else None

    def now(name: str, fallback: Any = "") -> Any:
        return fallback if person is None else getattr(person, name)

    bosses = people_options(found.people, today, now("id", None))
    boss = now("reports_to", None)
    left = found.person(boss)
    if left is not None and boss not in dict(bosses):
        bosses.append((boss, f"{shorten(left.person.name, SHOWN)} (left)"))
    planned = person is not None and person.outreach_done_on is None
    fields = [
        Field("name", "Name", value=now("name"), required=True, hint="or the role: Head of procurement"),
        Field("placeholder", "Name unknown", "yes/no", now("placeholder", False)),
        Field("title", "Title", value=now("title")),
        Field("function", "Function", "choice", now("function", Function.OTHER), options=options(Function)),
        Field("roles", "Buying roles", "several", [role.value for role in now("roles", ())], options=options(Role)),
        Field("quality", "Relationship", "choice", now("quality", Quality.UNKNOWN), options=options(Quality)),
        Field("stance", "Stance", "choice", now("stance", Stance.UNKNOWN), options=options(Stance)),
        Field("influence", "Influence", "choice", now("influence", Influence.UNKNOWN), options=options(Influence)),
        Field("assumed", "Assumed so far", "yes/no", now("assumed", False)),
        Field("reports_to_id", "Reports to", "pick", boss, options=bosses, hint="enter chooses, del takes it away"),
        Field("email", "E-mail", value=row.email if row else ""),
        Field("phone", "Phone", value=row.phone if row else ""),
        Field(
            "frequency", "Wants to hear", "choice", now("frequency", Frequency.AS_NEEDED), options=options(Frequency)
        ),
    ]
    if person is None or planned:
        hint = "what you will do; unknown and at risk need one"
        fields += [
            Field("outreach_what", "Outreach", value=now("outreach_what"), hint=hint),
            Field("outreach_due", "Outreach by", "date", now("outreach_due", None), hint="fri, in 3 days, 21 nov"),
        ]
    return [*fields, Field("notes", "Notes", "long", row.notes if row else "")]


def left_form(person: "Person", today: date) -> FormScreen:
    """On which day somebody left; they stay on the map as somebody who left (rule M-10)."""
    fields = [Field("on", "Left on", "date", today, required=True, past=True, hint="today, last fri, 21 nov")]
    title = f"{shorten(person.name, 40)} leaves"
    more = "Nothing is deleted: the history stays, and the roles they held show as uncovered."
    return FormScreen(title, fields, mark_left, always={"stakeholder_id": person.id}, more=more)
