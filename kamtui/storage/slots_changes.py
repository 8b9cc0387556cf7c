"""An account's slot changed by hand, and all of them at once (rule Y-3)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.slots import WEEKS
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.storage.work import describe, the

if TYPE_CHECKING:
    from sqlmodel import Session

LABEL = 40


def put_slot(session: "Session", account_id: int, slot: int) -> None:
    """Give an account another slot; raises Refused for one that is none, or the one it has."""
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    if not 0 <= slot < WEEKS:
        raise Refused(f"a slot is a number from 0 to {WEEKS - 1}")
    if slot == account.slot:
        raise Refused(f"{shorten(account.name, LABEL)} has the slot {slot} already")
    describe(session, f"slot of {shorten(account.name, LABEL)}: {account.slot} to {slot}")
    account.slot = slot


def rebalance(session: "Session", slots: Mapping[str, int]) -> int:
    """Give accounts, by uid, the slots of a proposal and return how many move; raises Refused where none does."""
    from sqlmodel import select

    from kamtui.models.accounts import Account

    moved = 0
    for account in session.exec(select(Account)).all():
        slot = slots.get(account.uid, account.slot)
        if slot != account.slot:
            account.slot = slot
            moved += 1
    if not moved:
        raise Refused("no account would move: the weeks are as even as they get")
    describe(session, f"weeks rebalanced: {plural(moved, 'account')} moved")
    return moved
