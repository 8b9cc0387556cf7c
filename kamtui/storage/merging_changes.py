"""Making one record of two, saying that two are not the same, and joining two engagements of one person.

A merge moves everything that refers to the other record, whatever table it is in, and names in the notes what of the
other's values was not kept. It is one action: undo brings both records back as they were.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamtui.domain.duplicates import Kind, pair_key
from kamtui.domain.errors import Refused
from kamtui.domain.merging import left_behind
from kamtui.domain.text import shorten
from kamtui.storage.documents import raw
from kamtui.storage.duplicates_compare import FIELDS_OF, NAMES, both_records
from kamtui.storage.merging_accounts import merge_accounts
from kamtui.storage.merging_notes import merged_notes
from kamtui.storage.merging_people import merge_people, same_person
from kamtui.storage.stakeholders_write import LABEL
from kamtui.storage.work import describe, the, today

if TYPE_CHECKING:
    from sqlmodel import Session


def say_distinct(session: "Session", kind: str, one: str, other: str, names: tuple[str, str]) -> str:
    """Remember by their uids that two records are not the same; returns what to tell the user."""
    from kamtui.models.duplicates import DistinctPair

    first, second = pair_key(one, other)
    session.add(DistinctPair(kind=Kind(kind).value, on=today(session), one=first, other=second))
    said = " and ".join(shorten(name, LABEL) for name in names)
    describe(session, f"{said} are not the same")
    return f"{said} are not the same, and will not be shown again"


def one_person(session: "Session", one: int, other: int) -> str:
    """Say that two people at two clients are one person with two engagements (rule M-10)."""
    from kamtui.models.columns import new_uid
    from kamtui.models.stakeholders import Stakeholder

    first, second = the(session, Stakeholder, one), the(session, Stakeholder, other)
    if first.account_id == second.account_id:
        raise Refused("they are at one client: merge them")
    shared = first.person or second.person or new_uid()
    same_person(session, second.person, shared)
    first.person = second.person = shared
    said = f"{shorten(first.name, LABEL)} is one person with two engagements"
    describe(session, said)
    return said


def merge(session: "Session", kind: str, stays: int, goes: int, keep: Mapping[str, str]) -> str:
    """Merge the record `goes` into `stays`; `keep` says by field whose value is kept, see `merging.Keep`.

    Raises Refused when one is gone, when they are one and the same, or when they are people of two clients.
    """
    if stays == goes:
        raise Refused("this is one record already")
    connection = raw(session)
    first, other = both_records(connection, Kind(kind), stays, goes)
    people = dict(connection.execute(NAMES, {"one": stays, "other": goes}).fetchall())
    lost = left_behind(FIELDS_OF[Kind(kind)], first, other, keep)
    notes = merged_notes(other["name"], lost, people, today(session))
    if kind == Kind.ACCOUNT:
        merge_accounts(session, first, other, keep, notes)
    else:
        merge_people(session, first, other, keep, notes)
    said = f"{shorten(other['name'], LABEL)} merged into {shorten(first['name'], LABEL)}"
    describe(session, said)
    return said
