"""What the user does to the ledger of promises: one function a user action (rule C-1)."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain import commitments as rules
from kamtui.domain.commitments import CommitmentState, Promise, validate_commitment
from kamtui.domain.errors import Refused
from kamtui.domain.problems import spoken
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import day_words
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.commitments import Commitment

FIELDS = ("side", "what", "who", "due", "state", "settled_on", "reason")
ASKED = frozenset({"account_id", "side", "what", "who", "due", "settled_on", "reason"})
LABEL = 40


def add_commitment(session: "Session", values: Mapping[str, Any], source: Mapping[str, Any] | None = None) -> int:
    """Write a promise down and give its key; `source` is the kind and uid of the record it came from.

    Raises Refused in one line.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.commitments import Commitment

    account = the(session, Account, values.get("account_id"))
    record = Commitment(
        account_id=account.id or 0, side="", what="", source=dict(source or {"kind": "hand", "uid": None})
    )
    _write(session, record, values)
    session.add(record)
    session.flush()
    describe(session, f"promise at {shorten(account.name, LABEL)}: {_called(record)}")
    return key_of(record)


def edit_commitment(session: "Session", commitment_id: int, values: Mapping[str, Any]) -> None:
    """Change a promise; fields that are not in `values` stay.

    One that was kept is in time or late by its dates (rule C-1). Raises Refused in one line.
    """
    record = _the(session, commitment_id)
    _write(session, record, values)
    describe(session, f"changes to promise {_called(record)}")


def settle(session: "Session", record: "Commitment", wanted: str, reason: str = "") -> CommitmentState:
    """Settle a promise today, wherever that is asked for, and give its state: kept in time or late by its date.

    The caller names the action. Raises Refused when it is settled already or waived without a reason (rule C-1).
    """
    after = rules.settled(_promise(record), wanted, today(session), clean_line(reason))
    fill(record, _stored(after))
    return CommitmentState(after.state)


def keep_commitment(session: "Session", commitment_id: int) -> CommitmentState:
    """It was kept today; gives whether in time or late (rule C-1)."""
    record = _the(session, commitment_id)
    state = settle(session, record, CommitmentState.KEPT)
    describe(session, f"promise {_called(record)} kept{' late' * (state is CommitmentState.LATE)}")
    return state


def break_commitment(session: "Session", commitment_id: int) -> None:
    """It will not be kept any more (rule C-1)."""
    record = _the(session, commitment_id)
    settle(session, record, CommitmentState.BROKEN)
    describe(session, f"promise {_called(record)} broken")


def waive_commitment(session: "Session", commitment_id: int, reason: str) -> None:
    """It need not be kept any more, for a reason (rule C-1)."""
    record = _the(session, commitment_id)
    settle(session, record, CommitmentState.WAIVED, reason)
    describe(session, f"promise {_called(record)} waived")


def reopen_commitment(session: "Session", commitment_id: int) -> None:
    """It is open again."""
    record = _the(session, commitment_id)
    fill(record, _stored(rules.reopened(_promise(record))))
    describe(session, f"promise {_called(record)} open again")


def move_commitment(session: "Session", commitment_id: int, due: date) -> None:
    """Agree on another day; raises Refused when it is settled or the day is gone."""
    record = _the(session, commitment_id)
    fill(record, _stored(rules.moved(_promise(record), due, today(session))))
    describe(session, f"promise {_called(record)} by {day_words(due)}")


def remove_commitment(session: "Session", commitment_id: int) -> str:
    """Remove a promise, and give what it said."""
    record = _the(session, commitment_id)
    describe(session, f"promise {_called(record)} removed")
    session.delete(record)
    return record.what


def _the(session: "Session", commitment_id: int) -> "Commitment":
    from kamtui.models.commitments import Commitment

    return the(session, Commitment, commitment_id)


def _promise(record: "Commitment") -> Promise:
    return Promise(**{name: getattr(record, name) for name in FIELDS})


def _stored(promise: Promise) -> dict[str, Any]:
    found = {name: getattr(promise, name) for name in FIELDS}
    return {**found, "side": str(promise.side), "state": str(promise.state)}


def _write(session: "Session", record: "Commitment", values: Mapping[str, Any]) -> None:
    """Fill a promise with cleaned values; raises Refused for the first thing that is wrong."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name not in ASKED:
            raise Refused(f"a promise has no {spoken(name)}")
        given[name] = clean_line(value or "") if name in ("what", "who", "reason") else value
    account_id = given.pop("account_id", record.account_id)
    wanted = {name: given.get(name, getattr(record, name)) for name in FIELDS}
    if wanted["state"] == CommitmentState.OPEN:
        wanted |= {"settled_on": None, "reason": ""}
    promise = Promise(**wanted)
    for problem in validate_commitment(promise):
        raise Refused(problem.text)
    if account_id != record.account_id:
        from kamtui.models.accounts import Account

        account_id = the(session, Account, account_id).id
    fill(record, {"account_id": account_id, **_stored(rules.corrected(promise, today(session)))})


def _called(record: "Commitment") -> str:
    return shorten(record.what, LABEL)
