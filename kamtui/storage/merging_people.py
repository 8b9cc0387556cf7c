"""Making one person of two at one client."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamtui.domain.duplicates import Kind
from kamtui.domain.errors import Refused
from kamtui.domain.stakeholders import reports_in_a_circle
from kamtui.storage.duplicates_compare import FIELDS_OF
from kamtui.storage.merging_common import Values, chosen, fill_in, ids_of_both, move, one_primary_contact
from kamtui.storage.repointing import forget_twice_present
from kamtui.storage.work import the

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.stakeholders import Stakeholder


def merge_people(session: "Session", first: Values, other: Values, keep: Mapping[str, str], notes: str) -> None:
    """Merge one person into another of the same client; raises Refused where they are at two (rule M-10)."""
    from kamtui.models.stakeholders import Stakeholder

    stays, goes = the(session, Stakeholder, first["id"]), the(session, Stakeholder, other["id"])
    if stays.account_id != goes.account_id:
        raise Refused("they are at two clients: one person may have two engagements, and both are kept")
    values = chosen(FIELDS_OF[Kind.PERSON], first, other, keep)
    outreach = values.pop("outreach")
    for name, value in zip(("what", "due", "done_on"), outreach or ("", None, None), strict=True):
        values[f"outreach_{name}"] = value
    primary = stays.primary_contact or goes.primary_contact
    one_primary_contact(session, (), None, account=stays.account_id if primary else 0)
    same_person(session, goes.person, stays.person)
    move(session, Kind.PERSON, stays, goes)
    stays.placeholder = stays.placeholder and goes.placeholder
    stays.person = stays.person or goes.person
    stays.external_ids = ids_of_both(stays, goes)
    stays.reports_to_id = None
    session.delete(goes)
    session.flush()
    forget_twice_present(session, first["id"])
    values["reports_to_id"] = _manager(session, values["reports_to_id"], first["id"], other["id"])
    fill_in(FIELDS_OF[Kind.PERSON], stays, values, notes)
    stays.primary_contact = primary
    _quality_history(session, stays)


def _quality_history(session: "Session", person: "Stakeholder") -> None:
    """The history of the relationship ends in its quality (rule M-2)."""
    from sqlmodel import select

    from kamtui.models.stakeholders import QualityChange
    from kamtui.storage.stakeholders_write import remember_quality

    known = session.exec(select(QualityChange).where(QualityChange.stakeholder_id == person.id)).all()
    last = max(known, key=lambda each: (each.on, each.id or 0), default=None)
    if last is not None and last.quality != person.quality:
        remember_quality(session, person)


def same_person(session: "Session", gone: str | None, shared: str | None) -> None:
    """All engagements of one person become engagements of the other."""
    from sqlmodel import select

    from kamtui.models.stakeholders import Stakeholder

    if gone and shared and gone != shared:
        for each in session.exec(select(Stakeholder).where(Stakeholder.person == gone)).all():
            each.person = shared
        session.flush()


def _manager(session: "Session", manager: int | None, stays: int, goes: int) -> int | None:
    """Whom the merged person reports to: nobody, where it would be themselves, directly or over others."""
    from sqlmodel import select

    from kamtui.models.stakeholders import Stakeholder

    if manager is None or manager in (stays, goes):
        return None
    pairs = session.exec(select(Stakeholder.id, Stakeholder.reports_to_id)).all()
    managers = {key: above for key, above in pairs if key is not None}
    return None if reports_in_a_circle(stays, manager, managers) else manager
