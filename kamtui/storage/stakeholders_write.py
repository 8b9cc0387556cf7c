"""How a person of the map is written: cleaned, checked, with the history of the relationship beside it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.problems import Problem, spoken
from kamtui.domain.stakeholders import Frequency, Function, Person, Role, roles_of, validate_stakeholder
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.storage.work import fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.stakeholders import Stakeholder

LINES = frozenset({"name", "title", "email", "phone", "outreach_what"})
PLAIN = frozenset(
    {"function", "quality", "stance", "influence", "frequency", "assumed", "placeholder", "reports_to_id"}
    | {"left_on", "outreach_due", "outreach_done_on"}
)
LABEL = 40
"""How many terminal cells of a name a label repeats."""


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: lines and texts made safe, addresses folded for matching, roles in order."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in LINES:
            found[name] = clean_line(value or "")
        elif name == "notes":
            found[name] = clean_text(value or "").strip()
        elif name == "roles":
            found[name] = list(value or ())
        elif name in PLAIN or name == "primary_contact":
            found[name] = value
        else:
            raise Refused(f"a person has no {spoken(name)}")
    if "email" in found:
        found["email"] = found["email"].casefold()
    for name, kind in (("function", Function), ("frequency", Frequency)):
        if name in found:
            found[name] = found[name] or (Function.OTHER if kind is Function else Frequency.AS_NEEDED).value
    for name in ("quality", "stance", "influence"):
        if name in found:
            found[name] = found[name] or "unknown"
    return found


def write(session: "Session", record: "Stakeholder", values: dict[str, Any]) -> None:
    """Fill a record with values that make a person; raises Refused for the first thing that is wrong."""
    roles = values.get("roles", record.roles)
    candidate = {name: values.get(name, getattr(record, name)) for name in ("name", "title", *sorted(PLAIN))}
    candidate["outreach_what"] = values.get("outreach_what", record.outreach_what)
    candidate["reports_to"] = candidate.pop("reports_to_id")
    person = Person(id=record.id or 0, roles=roles_of(roles), **candidate)
    refuse(validate_stakeholder(person, roles, _managers(session, record, person.reports_to)))
    if "roles" in values:
        values["roles"] = [role.value for role in Role if role in person.roles]
    fill(record, values)


def _managers(session: "Session", record: "Stakeholder", manager: int | None) -> dict[int, int | None]:
    """Who reports to whom at the account; raises Refused for a manager who is not there."""
    if manager is None:
        return {}
    from sqlmodel import select

    from kamtui.models.stakeholders import Stakeholder

    pairs = select(Stakeholder.id, Stakeholder.reports_to_id).where(Stakeholder.account_id == record.account_id)
    with session.no_autoflush:
        known = {key: above for key, above in session.exec(pairs).all() if key is not None}
    if manager not in known:
        raise Refused("the manager is not on this account's map")
    return known


def mark_primary(session: "Session", record: "Stakeholder", *, on: bool = True) -> None:
    """Make it the one primary contact of its account; with `on` false nobody is."""
    from sqlmodel import col, select

    from kamtui.models.stakeholders import Stakeholder

    others = select(Stakeholder).where(
        Stakeholder.account_id == record.account_id, col(Stakeholder.primary_contact)
    )  # fmt: skip
    for other in session.exec(others).all():
        other.primary_contact = False
    session.flush()
    record.primary_contact = on


def remember_quality(session: "Session", record: "Stakeholder") -> None:
    """Keep the day of a new relationship quality (rule M-2)."""
    from kamtui.models.stakeholders import QualityChange

    session.add(
        QualityChange(
            account_id=record.account_id, stakeholder_id=key_of(record), on=today(session), quality=record.quality
        )
    )


def record_of(session: "Session", stakeholder_id: int) -> "Stakeholder":
    """The record; raises Refused when it is gone."""
    from kamtui.models.stakeholders import Stakeholder

    return the(session, Stakeholder, stakeholder_id)


def called(record: "Stakeholder") -> str:
    """The name as labels repeat it."""
    return shorten(record.name, LABEL)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise Refused for the first thing that is wrong."""
    for problem in problems:
        raise Refused(problem.text)
