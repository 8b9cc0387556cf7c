"""Making one account of two."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamtui.domain.accounts import name_key
from kamtui.domain.duplicates import Kind
from kamtui.domain.merging import joined_lists
from kamtui.domain.text import shorten
from kamtui.storage.duplicates_compare import FIELDS_OF
from kamtui.storage.merging_common import Values, chosen, fill_in, ids_of_both, move, one_primary_contact
from kamtui.storage.merging_notes import plan_lines
from kamtui.storage.stakeholders_write import LABEL
from kamtui.storage.work import the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.accounts import Account


def merge_accounts(session: "Session", first: Values, other: Values, keep: Mapping[str, str], notes: str) -> None:
    """Merge one account into another; everything that hangs on it moves along."""
    from kamtui.models.accounts import Account

    stays, goes = the(session, Account, first["id"]), the(session, Account, other["id"])
    values = chosen(FIELDS_OF[Kind.ACCOUNT], first, other, keep)
    primary = values.pop("primary_contact")
    notes = "\n".join(filter(None, (notes, _join_plans(session, stays, goes))))
    one_primary_contact(session, (first, other), primary)
    move(session, Kind.ACCOUNT, stays, goes)
    stays.created_on = min(stays.created_on, goes.created_on)
    stays.value_none_known = stays.value_none_known and goes.value_none_known
    stays.competition_none_known = stays.competition_none_known and goes.competition_none_known
    stays.external_ids = ids_of_both(stays, goes)
    session.delete(goes)
    session.flush()
    values["name_key"] = name_key(values["name"])
    fill_in(FIELDS_OF[Kind.ACCOUNT], stays, values, notes)
    _tier_history(session, stays, other["name"])


def _join_plans(session: "Session", stays: "Account", goes: "Account") -> str:
    """Keep one plan with the team of both; gives the other plan's texts as lines for the notes. Versions just move."""
    from sqlmodel import select

    from kamtui.models.plans import Plan

    own = session.exec(select(Plan).where(Plan.account_id == stays.id)).first()
    theirs = session.exec(select(Plan).where(Plan.account_id == goes.id)).all()
    if own is None:
        own, theirs = (theirs[0], theirs[1:]) if theirs else (None, theirs)
    lines: list[str] = []
    for plan in theirs:
        assert own is not None  # noqa: S101  there are two
        lines += plan_lines(goes.name, plan.profile, plan.success_metrics, plan.remarks, plan.swot)
        own.team = joined_lists(own.team, plan.team)
        session.delete(plan)
    session.flush()
    return "\n".join(lines)


def _tier_history(session: "Session", account: "Account", merged: str) -> None:
    """The history of the tier ends in the tier (rule T-6)."""
    from sqlmodel import select

    from kamtui.models.accounts import TierChange

    known = session.exec(select(TierChange).where(TierChange.account_id == account.id)).all()
    last = max(known, key=lambda each: (each.on, each.id or 0), default=None)
    if last is not None and last.to_tier != account.tier and account.id is not None:
        reason = f"merged with {shorten(merged, LABEL)}"
        session.add(
            TierChange(
                account_id=account.id, on=max(last.on, today(session)), from_tier=last.to_tier, to_tier=account.tier,
                reason=reason,
            )
        )  # fmt: skip
