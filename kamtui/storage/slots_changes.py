"""An account's slot changed by hand, and all of them at once (rule Y-3)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import Occurrence, occurrence_for
from kamtui.domain.slot_moves import kept_on_its_day
from kamtui.domain.slots import WEEKS
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.storage import rhythm
from kamtui.storage.documents import raw
from kamtui.storage.portfolio import accounts
from kamtui.storage.week import REACH_BACK
from kamtui.storage.work import describe, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

LABEL = 40


def put_slot(session: "Session", account_id: int, slot: int, practice: Practice) -> None:
    """Give an account another slot; raises Refused for one that is none, or the one it has.

    What was not late before does not become late by it (rule Y-7).
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    if not 0 <= slot < WEEKS:
        raise Refused(f"a slot is a number from 0 to {WEEKS - 1}")
    if slot == account.slot:
        raise Refused(f"{shorten(account.name, LABEL)} has the slot {slot} already")
    describe(session, f"slot of {shorten(account.name, LABEL)}: {account.slot} to {slot}")
    with days_kept(session, practice):
        account.slot = slot


def rebalance(session: "Session", slots: Mapping[str, int], practice: Practice) -> int:
    """Give accounts, by uid, the slots of a proposal and return how many move; raises Refused where none does.

    What was not late before does not become late by it (rule Y-7).
    """
    from sqlmodel import select

    from kamtui.models.accounts import Account

    moved = 0
    with days_kept(session, practice):
        for account in session.exec(select(Account)).all():
            slot = slots.get(account.uid, account.slot)
            if slot != account.slot:
                account.slot = slot
                moved += 1
    if not moved:
        raise Refused("no account would move: the weeks are as even as they get")
    describe(session, f"weeks rebalanced: {plural(moved, 'account')} moved")
    return moved


@contextmanager
def days_kept(session: "Session", practice: Practice) -> Iterator[None]:
    """Whatever slots change inside, the turns that are not late yet stay on their days this once (rule Y-7)."""
    from kamtui.models.rhythm import Occurrence as Record

    before = _turns(session, practice)
    yield
    session.flush()
    for (account, activity), turn in _turns(session, practice).items():
        mark = kept_on_its_day(before.get((account, activity)), turn, today(session))
        if mark is not None:
            session.add(
                Record(
                    account_id=account, activity=activity, period=mark.period, state=mark.state, on=mark.on, to=mark.to,
                    reason=mark.reason,
                )
            )  # fmt: skip


def _turns(session: "Session", practice: Practice) -> dict[tuple[int, str], Occurrence | None]:
    connection, now = raw(session), today(session)
    recorded = rhythm.told(connection, now - REACH_BACK, practice.calendar)
    return {
        (row.id, duty.activity.name): occurrence_for(duty, now, None, practice.calendar)
        for duty, row in rhythm.duties(accounts(connection, now, practice), recorded, practice, None)
        if row is not None
    }
