"""What the user does to a review before it is held: plan, prepare, move, cancel (rules Q-2, Q-3, Q-9)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import Status
from kamtui.domain.errors import Refused
from kamtui.domain.qbr import OPEN, PHASES, PREP_TITLES, Participant, PrepPart, QbrState, moved, prepared
from kamtui.domain.qbr_notes import merged
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.wording import day_words, plural
from kamtui.storage.documents import raw
from kamtui.storage.qbrs import last_participants, prep_notes
from kamtui.storage.work import describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.domain.commitments import Side
    from kamtui.models.qbr import Qbr

LABEL = 40


def plan(
    session: "Session", account_id: int, scheduled_on: date, participants: Sequence[Participant] | None = None
) -> int:
    """Plan a review and give its key; without `participants` those of the last one take part (rules Q-2, Q-9).

    Open questions of the last review stand in its preparation (rule Q-5). Raises Refused for a day that is past, and
    where one is planned for that day already.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.qbr import Qbr, QbrPhase

    account = the(session, Account, account_id)
    if account.status == Status.ENDED:
        raise Refused(f"{shorten(account.name, LABEL)} is no client any more")
    _may_be_on(session, account_id, scheduled_on)
    people = last_participants(raw(session), account_id) if participants is None else participants
    record = Qbr(
        account_id=account_id, scheduled_on=scheduled_on, participants=as_stored(people),
        prep={**dict.fromkeys(PrepPart, ""), "intelligence": _questions(session, account_id), "done": []},
    )  # fmt: skip
    session.add(record)
    session.flush()
    key = key_of(record)
    for phase in PHASES:
        session.add(QbrPhase(qbr_id=key, phase=phase))
    describe(session, f"QBR with {shorten(account.name, LABEL)} planned for {day_words(scheduled_on)}")
    return key


def plan_several(session: "Session", wanted: Sequence[tuple[int, date]]) -> list[int]:
    """Plan a review for each account and day, in one action; gives their keys. Raises Refused as `plan`."""
    found = [plan(session, account_id, on) for account_id, on in wanted]
    if len(wanted) > 1:
        describe(session, f"{plural(len(wanted), 'QBR')} planned")
    return found


def edit(session: "Session", qbr_id: int, scheduled_on: date, participants: Sequence[Participant]) -> None:
    """Change the day and the people of a review that was not held yet. Raises Refused in one line."""
    record = _of(session, qbr_id)
    _still_open(record)
    if record.scheduled_on != scheduled_on:
        _may_be_on(session, record.account_id, scheduled_on)
    fill(record, {"scheduled_on": scheduled_on, "participants": as_stored(participants)})
    describe(session, f"changes to the {called(session, record)}")


def cancel(session: "Session", qbr_id: int, reason: str) -> str:
    """Call a review off, for a reason, and say which; raises Refused once it was held (rule Q-2)."""
    record = _of(session, qbr_id)
    if not clean_line(reason):
        raise Refused("calling a review off needs a reason")
    fill(record, {"state": moved(record.state, QbrState.CANCELLED).value})
    words = called(session, record)
    describe(session, f"{words} cancelled: {shorten(reason, 2 * LABEL)}")
    return words


def keep_prep(session: "Session", qbr_id: int, part: str, read: str, text: str) -> str:
    """Keep the notes of one part of the preparation as they are typed; gives what is stored now (rules Q-3, Q-6).

    `read` is what the screen last read. What another window wrote meanwhile is kept below. Through `note`.
    """
    record = _of(session, qbr_id)
    stored = prep_notes(record.prep)[part]
    kept = merged(read, clean_text(text), stored)
    if kept != stored:
        record.prep = {**record.prep, part: kept}
    return kept


def mark_prep(session: "Session", qbr_id: int, part: str, *, done: bool) -> bool:
    """Mark a part of the preparation done or not; gives whether the review is prepared now (rules Q-2, Q-3).

    Raises Refused when it was prepared, or held, before.
    """
    record = _of(session, qbr_id)
    if record.state != QbrState.PLANNED:
        raise Refused(f"this review is {record.state.replace('_', ' ')} already; its notes can still be changed")
    before = record.prep.get("done") or []
    now = [each.value for each in PrepPart if (done if each == part else each in before)]
    fill(record, {"prep": {**record.prep, "done": now}})
    if prepared(now):
        fill(record, {"state": moved(record.state, QbrState.PREPARED).value})
    title = PREP_TITLES[PrepPart(part)].lower()
    describe(session, f"{called(session, record)}: {title} {'done' if done else 'open again'}")
    return prepared(now)


def as_stored(people: Sequence[Participant]) -> list[dict[str, Any]]:
    """Participants as the table holds them; nameless and doubled ones are left out."""
    found: dict[tuple[Side, str], dict[str, Any]] = {}
    for each in people:
        name = clean_line(each.name)
        if name:
            stored: dict[str, Any] = {"name": name, "stakeholder": each.stakeholder, "side": each.side.value}
            found.setdefault((each.side, name), stored if each.came is None else {**stored, "came": each.came})
    return list(found.values())


def called(session: "Session", record: "Qbr") -> str:
    """A review as the history calls it: `QBR with Acme`."""
    from kamtui.models.accounts import Account

    return f"QBR with {shorten(the(session, Account, record.account_id).name, LABEL)}"


def _of(session: "Session", qbr_id: int) -> "Qbr":
    from kamtui.models.qbr import Qbr

    return the(session, Qbr, qbr_id)


def _still_open(record: "Qbr") -> None:
    if record.state not in OPEN:
        raise Refused(f"this review is {record.state.replace('_', ' ')}: it is not changed any more")


def _may_be_on(session: "Session", account_id: int, on: date) -> None:
    from sqlmodel import select

    from kamtui.models.qbr import Qbr

    if on < today(session):
        raise Refused(f"{day_words(on)} is past: choose today or a later day")
    same = select(Qbr.id).where(Qbr.account_id == account_id, Qbr.scheduled_on == on, Qbr.state != QbrState.CANCELLED)
    if session.exec(same).first() is not None:
        raise Refused(f"a review of this account is planned for {day_words(on)} already")


def _questions(session: "Session", account_id: int) -> str:
    """The questions that the last review left open and that wait for the next one."""
    from sqlmodel import select

    from kamtui.models.qbr import Qbr

    held = (QbrState.HELD.value, QbrState.FOLLOWED_UP.value)
    of_account = select(Qbr).where(Qbr.account_id == account_id)
    past = [each for each in session.exec(of_account).all() if each.state in held and each.ended_at is not None]
    last = max(past, key=lambda each: each.ended_at or session.info["now"], default=None)
    if last is None or last.follow_up_parts.get("carried"):
        return ""
    last.follow_up_parts = {**last.follow_up_parts, "carried": True}
    return "\n".join(f"? {each}" for each in last.follow_up_parts.get("questions") or ())
