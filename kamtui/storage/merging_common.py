"""What merging accounts and merging people share."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.duplicates import Kind
from kamtui.domain.merging import MergeField, Shape, first_choice, joined_ids, kept
from kamtui.domain.names import MERGED
from kamtui.storage.repointing import forget_pair, repoint, rewrite_uids
from kamtui.storage.work import key_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.accounts import Account
    from kamtui.models.stakeholders import Stakeholder

Values = Mapping[str, Any]


def chosen(fields: tuple[MergeField, ...], first: Values, other: Values, keep: Mapping[str, str]) -> dict[str, Any]:
    """The values that the merged record has: by the user's word, else those that say something."""
    return {
        field.name: kept(
            field, first[field.name], other[field.name],
            keep.get(field.name) or first_choice(field, first[field.name], other[field.name]),
        )
        for field in fields
    }  # fmt: skip


def move(session: "Session", kind: Kind, stays: "Account | Stakeholder", goes: "Account | Stakeholder") -> None:
    """Let everything that refers to one record refer to the other."""
    forget_pair(session, stays.uid, goes.uid)
    repoint(session, "account" if kind is Kind.ACCOUNT else "stakeholder", key_of(stays), key_of(goes))
    rewrite_uids(session, stays.uid, goes.uid)
    session.expire_all()


def ids_of_both(stays: "Account | Stakeholder", goes: "Account | Stakeholder") -> dict[str, Any]:
    """The ids by which other systems know either, and the uid of the one that goes: documents may still hold it."""
    return joined_ids(joined_ids(stays.external_ids, goes.external_ids), {MERGED: goes.uid})


def fill_in(fields: tuple[MergeField, ...], stays: "Account | Stakeholder", values: dict[str, Any], notes: str) -> None:
    """Give the record that stays its values, with the notes on the merge below its own."""
    dates = {field.name for field in fields if field.shape is Shape.DATE} | {"outreach_due", "outreach_done_on"}
    flags = {field.name for field in fields if field.shape is Shape.YES_NO}
    values["notes"] = "\n\n".join(filter(None, (values["notes"], notes)))
    for name, value in values.items():
        meant = date.fromisoformat(value) if name in dates and value is not None else value
        meant = bool(value) if name in flags else meant
        if getattr(stays, name) != meant:
            setattr(stays, name, meant)


def one_primary_contact(
    session: "Session", accounts: tuple[Values, ...], person: int | None, *, account: int = 0
) -> None:
    """Leave one primary contact, or none, before two accounts or two people become one."""
    from sqlmodel import col, select

    from kamtui.models.stakeholders import Stakeholder

    keys = [one["id"] for one in accounts] or [account]
    marked = select(Stakeholder).where(col(Stakeholder.account_id).in_(keys), col(Stakeholder.primary_contact))
    for each in session.exec(marked).all():
        each.primary_contact = each.id == person
    session.flush()
