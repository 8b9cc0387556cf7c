"""The rows of a merged document, written list by list."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import name_key
from kamtui.domain.errors import Refused
from kamtui.exchange.document_fields import Listed, Stored
from kamtui.exchange.document_merge import New
from kamtui.exchange.document_values import derived_uid
from kamtui.storage import documents

if TYPE_CHECKING:
    from sqlmodel import Session


def write(session: "Session", each: Listed, rows: list[New]) -> None:
    """Write one list's own table: changed rows one by one, new ones at once."""
    changing = [row for row in rows if row.exists]
    if each.name == "accounts":
        _free_names(session, [row for row in changing if "name" in row.values])
    columns = each.columns
    own = {found.column for found in columns}
    for row in changing:
        values = {key: value for key, value in row.values.items() if key in own}
        documents.update(session, each.table, row.id, {**values, **_inside(each, values), "changed_at": row.changed_at})
    added = [row for row in rows if not row.exists]
    inside = [*_inside(each, {"name": ""}, new=True)]
    documents.insert(
        session,
        each.table,
        ("id", "uid", "changed_at", *(found.column for found in columns), *inside),
        [
            (
                *(row.id, row.uid, row.changed_at),
                *(row.values.get(found.column, found.default) for found in columns),
                *_inside(each, row.values, new=True).values(),
            )
            for row in added
        ],
    )


def _inside(each: Listed, values: Mapping[str, Any], *, new: bool = False) -> dict[str, Stored]:
    """The columns that follow from others."""
    if each.name == "accounts" and "name" in values:
        return {"name_key": name_key(str(values["name"]))}
    return {"primary_contact": 0} if each.name == "stakeholders" and new else {}


def _free_names(session: "Session", rows: list[New]) -> None:
    """Take names away before they are given out anew, so that two accounts can swap theirs."""
    for row in rows:
        documents.update(session, "account", row.id, {"name_key": f"\n{row.uid}"})


def write_people(session: "Session", rows: list[New], uids: Mapping[int, str]) -> None:
    """Write who took part in touchpoints."""
    given = {row.id: row for row in rows if "people" in row.values}
    columns = ("touchpoint_id", "stakeholder_id", "id")
    changing = [row.id for row in given.values() if row.exists]
    held: set[tuple[int, int]] = set()
    gone = []
    for touchpoint, person, row_id in documents.rows_of(session, "touchpoint_person", columns, columns[0], changing):
        if person in given[touchpoint].values["people"]:
            held.add((touchpoint, person))
        else:
            gone.append(row_id)
    documents.delete(session, "touchpoint_person", gone)
    documents.insert(
        session,
        "touchpoint_person",
        ("uid", "changed_at", "touchpoint_id", "stakeholder_id"),
        [
            (derived_uid("person", row.uid, uids[person]), row.changed_at, row.id, person)
            for row in given.values()
            for person in row.values["people"]
            if (row.id, person) not in held
        ],
    )


def write_phases(session: "Session", rows: list[New]) -> None:
    """Write the phases of business reviews."""
    given = [row for row in rows if "phases" in row.values]
    old = documents.rows_of(session, "qbr_phase", ("id",), "qbr_id", [row.id for row in given if row.exists])
    documents.delete(session, "qbr_phase", [row_id for (row_id,) in old])
    documents.insert(
        session,
        "qbr_phase",
        ("uid", "changed_at", "qbr_id", "phase", "seconds", "notes"),
        [
            (derived_uid("phase", row.uid, at), row.changed_at, row.id, *phase)
            for row in given
            for at, phase in enumerate(row.values["phases"])
        ],
    )


def write_primary_contacts(session: "Session", rows: list[New]) -> None:
    """Mark the primary contacts; raises Refused when one belongs to a different account."""
    given = {row.id: row for row in rows if "primary_contact" in row.values}
    columns = ("id", "account_id", "primary_contact", "name")
    people = documents.rows_of(session, "stakeholder", columns, "account_id", given)
    employers = {row[0]: row[1] for row in people}
    for row in given.values():
        person = row.values["primary_contact"]
        if person is not None and employers.get(person) != row.id:
            raise Refused(f"accounts: the primary contact of {row.uid} is a stakeholder of a different account")
    for person, account, primary, _name in people:
        if primary and given[account].values["primary_contact"] != person:
            documents.update(session, "stakeholder", person, {"primary_contact": 0})
    for row in given.values():
        person = row.values["primary_contact"]
        if person is not None:
            documents.update(session, "stakeholder", person, {"primary_contact": 1})
