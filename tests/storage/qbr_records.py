"""A review and its account for the tests of storage and screens."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from kamtui.domain.commitments import Side
from kamtui.domain.qbr import PHASES, Participant
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.storage.database import Database
from tests.storage.records import DAY, account, add, person

IDA = Participant("Ida Sol", Side.THEIRS, "ida")
MAX = Participant("Max Hill", Side.OURS)
STORED = [
    {"name": "Ida Sol", "stakeholder": "ida", "side": "theirs"},
    {"name": "Max Hill", "stakeholder": None, "side": "ours"},
]


def client(database: Database, name: str = "Northwind", **more: Any) -> int:
    (owner,) = database.run(add, account(name, **{"created_on": date(2025, 1, 7), "slot": 1, **more}))
    return owner


def review(session: Session, owner: int, *, notes: str = "", seconds: int = 0, **more: Any) -> int:
    """Work for `run`: a review with its five phases; the notes stand in the last one."""
    (key,) = add(session, Qbr(**{"account_id": owner, "scheduled_on": DAY, "participants": STORED, **more}))
    last = PHASES[-1]
    add(
        session,
        *(QbrPhase(qbr_id=key, phase=each, notes=notes if each == last else "", seconds=seconds) for each in PHASES),
    )
    return key


def ida(owner: int, **more: Any) -> Any:
    return person(owner, "Ida Sol", **{"uid": "ida", "email": "ida@northwind.test", **more})


def days(number: int) -> date:
    return DAY + timedelta(days=number)
