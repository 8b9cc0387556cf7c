"""What the user does to triggers: one function a user action (rules X-1, X-2)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.expansion import WINDOW_DAYS, Strength, Trigger, TriggerKind, TriggerState, validate_trigger
from kamtui.domain.problems import known, spoken
from kamtui.domain.text import clean_line, shorten
from kamtui.domain.wording import day_words
from kamtui.storage.work import by_uid, describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.expansion import Trigger as Record

LABEL = 40
COLUMNS = frozenset({"kind", "heard", "stakeholder_id", "noted_on", "strength"})
WORDS = {
    TriggerState.OPEN: "open again",
    TriggerState.ACTED: "acted on",
    TriggerState.FILED: "filed",
    TriggerState.EXPIRED: "let go",
}


def add_trigger(session: "Session", account_id: int, values: Mapping[str, Any]) -> int:
    """Note what was heard, from whom and when, and give its key; raises Refused in one line (rule X-1)."""
    from kamtui.models.expansion import Trigger as Record

    record = Record(account_id=account_id, kind=TriggerKind.MILESTONE.value, noted_on=today(session))
    _write(session, record, values)
    session.add(record)
    session.flush()
    describe(session, _called(session, record))
    return key_of(record)


def edit_trigger(session: "Session", uid: str, values: Mapping[str, Any]) -> None:
    """Change what is known of a trigger; what is not in `values` stays. Raises Refused in one line."""
    record = _trigger(session, uid)
    _write(session, record, values)
    describe(session, f"changes to the {_called(session, record)}")


def settle_trigger(
    session: "Session", uid: str, state: str, look_again_on: date | None = None, *, window_days: int = WINDOW_DAYS
) -> None:
    """Say what became of a trigger: acted on, filed with a day to look again, let go, or open again (rule X-2).

    One that is opened again without a day is asked for at the end of a new window. Raises Refused in one line.
    """
    record, on = _trigger(session, uid), today(session)
    wanted = known(TriggerState, state, TriggerState.EXPIRED)
    if wanted != state:
        raise Refused(f"a trigger cannot be “{shorten(state, LABEL)}”")
    if look_again_on is not None and wanted in (TriggerState.ACTED, TriggerState.EXPIRED):
        raise Refused(f"a trigger that is {WORDS[wanted]} is not looked at again")
    if look_again_on is not None and look_again_on <= on:
        raise Refused(f"{day_words(look_again_on)} is no day to look again: choose a later one than today")
    if wanted == TriggerState.OPEN and look_again_on is None:
        look_again_on = on + timedelta(days=window_days)
    fill(
        record,
        {
            "state": wanted.value,
            "acted_on": (record.acted_on or on) if wanted == TriggerState.ACTED else None,
            "look_again_on": look_again_on,
        },
    )
    describe(session, f"{_called(session, record)} {WORDS[wanted]}")


def remove_trigger(session: "Session", uid: str) -> str:
    """Remove a trigger, and say in words what is gone."""
    record = _trigger(session, uid)
    words = _called(session, record)
    describe(session, f"{words} removed")
    session.delete(record)
    return words


def _write(session: "Session", record: "Record", values: Mapping[str, Any]) -> None:
    from kamtui.models.stakeholders import Stakeholder

    given = dict(values)
    if unknown := set(given) - COLUMNS:
        raise Refused(f"a trigger has no {spoken(min(unknown))}")
    if "heard" in given:
        given["heard"] = clean_line(given["heard"] or "")
    given["noted_on"] = given.get("noted_on") or record.noted_on
    given["strength"] = given.get("strength") or record.strength or Strength.WEAK.value
    if given["noted_on"] > today(session):
        raise Refused(f"{day_words(given['noted_on'])} is still to come")
    candidate = {name: given.get(name, getattr(record, name)) for name in ("kind", "heard", "noted_on", "strength")}
    for problem in validate_trigger(Trigger(**candidate, state=record.state, acted_on=record.acted_on)):
        raise Refused(problem.text)
    if (person_id := given.get("stakeholder_id")) is not None:
        person = session.get(Stakeholder, person_id)
        if person is None or person.account_id != record.account_id:
            raise Refused("who said it is no longer on the map of the account")
    fill(record, given)


def _trigger(session: "Session", uid: str) -> "Record":
    from kamtui.models.expansion import Trigger as Record

    return by_uid(session, Record, uid)


def _called(session: "Session", record: "Record") -> str:
    from kamtui.models.accounts import Account

    return f"{spoken(record.kind)} trigger at {shorten(the(session, Account, record.account_id).name, LABEL)}"
