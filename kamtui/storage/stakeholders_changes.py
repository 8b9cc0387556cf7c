"""What the user does to the people of a map: one function a user action (rules M-1 to M-4, M-10)."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.problems import choice_problems, spoken
from kamtui.domain.stakeholders import Influence, Quality, Stance
from kamtui.domain.text import clean_line, shorten
from kamtui.storage.stakeholders_write import (
    LABEL,
    called,
    cleaned,
    mark_primary,
    record_of,
    refuse,
    remember_quality,
    write,
)
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session


def add_stakeholder(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Put a person on an account's map and give their key; `values` are columns, what is missing takes its default.

    A first relationship other than unknown is kept with its date (rule M-2). Raises Refused in one line.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.stakeholders import Stakeholder

    account = the(session, Account, account_id)
    given = cleaned(values)
    primary = bool(given.pop("primary_contact", False))
    record = Stakeholder(account_id=account_id, name="")
    write(session, record, given)
    session.add(record)
    session.flush()
    if record.quality != Quality.UNKNOWN:
        remember_quality(session, record)
    if primary:
        mark_primary(session, record)
    describe(session, f"new person {called(record)} at {shorten(account.name, LABEL)}")
    return key_of(record)


def edit_stakeholder(session: "Session", stakeholder_id: int, values: Mapping[str, Any]) -> None:
    """Change what is known of a person; columns that are not in `values` stay. Raises Refused in one line."""
    record = record_of(session, stakeholder_id)
    before = record.quality
    given = cleaned(values)
    primary = given.pop("primary_contact", None)
    write(session, record, given)
    if record.quality != before:
        remember_quality(session, record)
    if primary is not None and primary != record.primary_contact:
        mark_primary(session, record, on=primary)
    describe(session, f"changes to {called(record)}")


def remove_stakeholder(session: "Session", stakeholder_id: int) -> str:
    """Take a person off the map with their part in touchpoints, and give the name; leaving is `mark_left`."""
    record = record_of(session, stakeholder_id)
    describe(session, f"{called(record)} removed")
    session.delete(record)
    return record.name


def rate_quality(session: "Session", stakeholder_id: int, quality: str) -> None:
    """Say how good the relationship is now; the change keeps its date (rule M-2)."""
    record = record_of(session, stakeholder_id)
    refuse(choice_problems("quality", Quality, quality))
    if record.placeholder:
        raise Refused("a role without a name counts as unknown; e gives it the name first")
    if record.quality == quality:
        raise Refused(f"{called(record)} is {spoken(quality)} already")
    record.quality = quality
    remember_quality(session, record)
    describe(session, f"{called(record)} is {spoken(quality)}")


def place_on_chart(session: "Session", stakeholder_id: int, stance: str, influence: str) -> None:
    """Put a person's card in another place of the wall chart (rule M-3)."""
    record = record_of(session, stakeholder_id)
    refuse([*choice_problems("stance", Stance, stance), *choice_problems("influence", Influence, influence)])
    fill(record, {"stance": stance, "influence": influence})
    describe(session, f"{called(record)} on the wall chart: stance {stance}, influence {influence}")


def mark_left(session: "Session", stakeholder_id: int, on: date | None) -> None:
    """Say on which day a person leaves or left; None says they are still there. Nothing is deleted (rule M-10)."""
    record = record_of(session, stakeholder_id)
    if on is None and record.left_on is None:
        raise Refused(f"{called(record)} has not left")
    record.left_on = on
    describe(session, f"{called(record)} left" if on else f"{called(record)} is back")


def make_primary(session: "Session", stakeholder_id: int) -> None:
    """Make a person the account's primary contact, in place of the one before (rule T-1)."""
    record = record_of(session, stakeholder_id)
    if record.primary_contact:
        raise Refused(f"{called(record)} is the primary contact already")
    if record.placeholder:
        raise Refused("a role without a name cannot be the primary contact")
    if record.left_on is not None and record.left_on <= today(session):
        raise Refused(f"{called(record)} has left")
    mark_primary(session, record)
    describe(session, f"{called(record)} is the primary contact")


def set_outreach(session: "Session", stakeholder_id: int, what: str, due: date | None) -> None:
    """Plan the next outreach, what and by when; both empty takes it away (rule M-4). Raises Refused in one line."""
    record = record_of(session, stakeholder_id)
    said = clean_line(what)
    write(session, record, {"outreach_what": said, "outreach_due": due, "outreach_done_on": None})
    describe(session, f"outreach to {called(record)}" if said else f"no outreach to {called(record)}")


def outreach_done(session: "Session", stakeholder_id: int, on: date | None = None) -> None:
    """The planned outreach was made, today unless a day is given (rule M-4)."""
    record = record_of(session, stakeholder_id)
    if not record.outreach_what or record.outreach_done_on is not None:
        raise Refused(f"no outreach to {called(record)} is planned")
    record.outreach_done_on = on or today(session)
    describe(session, f"outreach to {called(record)} done")


def move_to_account(session: "Session", stakeholder_id: int, account_id: int, on: date | None = None) -> int:
    """A person moves to another client: one person, a second engagement; the first is marked left (rule M-10).

    What belongs to the person goes along (name, relationship, phone); roles, stance, influence and address belonged
    to the old place. Gives the key of the new engagement; raises Refused in one line.
    """
    from sqlmodel import col, select

    from kamtui.models.accounts import Account
    from kamtui.models.columns import new_uid
    from kamtui.models.stakeholders import Stakeholder

    old = record_of(session, stakeholder_id)
    account = the(session, Account, account_id)
    if old.placeholder:
        raise Refused("a role without a name cannot move")
    if old.account_id == account_id:
        raise Refused(f"{called(old)} is at {shorten(account.name, LABEL)} already")
    old.person = old.person or new_uid()
    known_there = session.exec(
        select(Stakeholder).where(
            Stakeholder.person == old.person, Stakeholder.account_id == account_id, col(Stakeholder.left_on).is_(None)
        )
    ).first()  # fmt: skip
    if known_there is not None:
        raise Refused(f"{called(old)} is on the map of {shorten(account.name, LABEL)} already")
    old.left_on = old.left_on or on or today(session)
    new = Stakeholder(
        account_id=account_id, name=old.name, function=old.function, quality=old.quality, phone=old.phone,
        person=old.person,
    )  # fmt: skip
    session.add(new)
    session.flush()
    if new.quality != Quality.UNKNOWN:
        remember_quality(session, new)
    describe(session, f"{called(old)} moved to {shorten(account.name, LABEL)}")
    return key_of(new)


def review_map(session: "Session", account_id: int, minutes: int | None = None) -> None:
    """Mark an account's map as reviewed today, which its rhythm asks for; a second time changes nothing (rule Y-4).

    `minutes` are those that the cockpit timed (rule Y-17).
    """
    from sqlmodel import select

    from kamtui.models.accounts import Account
    from kamtui.models.stakeholders import MapReview

    account = the(session, Account, account_id)
    day = today(session)
    same = select(MapReview).where(MapReview.account_id == account_id, MapReview.on == day)
    if session.exec(same).first() is None:
        session.add(MapReview(account_id=account_id, on=day, minutes=minutes))
    describe(session, f"map review of {shorten(account.name, LABEL)}")
