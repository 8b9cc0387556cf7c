"""What the user does to an onboarding and its milestones: one function a user action (rules O-1 to O-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kamtui.domain import onboarding as rules
from kamtui.domain.accounts import Status
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import Strength, TriggerKind
from kamtui.domain.onboarding import ONBOARDING_DAYS, Milestone, planned, validate_milestone
from kamtui.domain.problems import spoken
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.domain.wording import day_words
from kamtui.storage.expansion_changes import add_trigger
from kamtui.storage.work import by_uid, describe, fill, key_of, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.accounts import Account
    from kamtui.models.issues import Milestone as Record

FIELDS = ("day", "what", "due", "success_measure", "met_on")
LABEL = 40


@dataclass(frozen=True, slots=True)
class Met:
    """A milestone that was just met: whether in time, and whether it was the review that ends the onboarding."""

    uid: str
    account_id: int
    account: str
    late: bool
    review: bool


def start_onboarding(
    session: "Session", account_id: int, start: date, note: str = "", *, days: Sequence[int] = ONBOARDING_DAYS
) -> int:
    """Start the first ninety days of an account and give its key: status, start, milestones (rule O-1).

    Where some of its milestones are open already, only the missing ones are added; those that still fall on their day
    move with the start. A note that is not given stays. Raises Refused in one line.
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    begin(session, account, start, days)
    if clean_text(note).strip():
        fill(account, {"handover_note": clean_text(note).strip()})
    describe(session, f"onboarding of {_name(account)}")
    return account_id


def begin(session: "Session", account: "Account", start: date, days: Sequence[int] = ONBOARDING_DAYS) -> None:
    """Put an account into onboarding, with the milestones that are missing; the caller names the action (rule O-1)."""
    from kamtui.models.issues import Milestone as Record

    before = account.onboarding_started_on
    fill(account, {"status": Status.ONBOARDING.value, "onboarding_started_on": start})
    there = {each.day: each for each in _milestones(session, account) if _of_now(each, start)}
    for each in planned(start, days):
        known = there.get(each.day)
        if known is None:
            session.add(Record(account_id=account.id or 0, **_stored(each)))
        elif before is not None and known.met_on is None and known.due == before + timedelta(days=known.day):
            fill(known, {"due": each.due})


def agree_criteria(session: "Session", success_criteria: str, agreed_on: date | None, *, account_id: int) -> None:
    """Write down by what the client will call it a success, and when that was agreed (rule O-1)."""
    from kamtui.models.accounts import Account

    account, said = the(session, Account, account_id), clean_text(success_criteria).strip()
    if agreed_on is not None and agreed_on > today(session):
        raise Refused(f"{agreed_on} is still to come")
    if agreed_on is not None and not said:
        raise Refused("say what was agreed")
    fill(account, {"success_criteria": said, "criteria_agreed_on": agreed_on})
    agreed = " agreed" if agreed_on else ""
    describe(session, f"success criteria of {_name(account)}{agreed}")


def finish_onboarding(session: "Session", account_id: int) -> None:
    """End an onboarding before its review, or without one; raises Refused when there is none (rule O-3)."""
    from kamtui.models.accounts import Account

    account = the(session, Account, account_id)
    if account.status != Status.ONBOARDING:
        raise Refused(f"{_name(account)} is {account.status}, not in onboarding")
    fill(account, {"status": Status.ACTIVE.value})
    describe(session, f"onboarding of {_name(account)} ended")


def add_milestone(session: "Session", values: Mapping[str, Any], *, account_id: int) -> int:
    """Add a milestone and give its key; raises Refused in one line (rule O-1)."""
    from kamtui.models.accounts import Account
    from kamtui.models.issues import Milestone as Record

    account = the(session, Account, account_id)
    record = Record(account_id=account_id, day=0, what="", due=today(session))
    _write(session, account, record, values)
    session.add(record)
    session.flush()
    describe(session, f"milestone at {_name(account)}: {shorten(record.what, LABEL)}")
    return key_of(record)


def edit_milestone(session: "Session", milestone_id: int, values: Mapping[str, Any]) -> None:
    """Change a milestone; what is not in `values` stays. Raises Refused in one line."""
    account, record = _both(session, milestone_id)
    _write(session, account, record, values)
    describe(session, f"changes to milestone {shorten(record.what, LABEL)}")


def settle(session: "Session", uid: str, days: Sequence[int] = ONBOARDING_DAYS) -> Met:
    """Meet a milestone today, wherever that is asked for; with the results review the onboarding ends (rule O-3).

    The caller names the action. Raises Refused when it is met already.
    """
    from kamtui.models.accounts import Account
    from kamtui.models.issues import Milestone as Record

    record = by_uid(session, Record, uid)
    account = the(session, Account, record.account_id)
    start = account.onboarding_started_on
    there = [each.day for each in _milestones(session, account) if start is None or _of_now(each, start)]
    review = record.day == rules.review_day(there, days)
    after = rules.met(_milestone(record), today(session))
    fill(record, _stored(after))
    ends = review and account.status == Status.ONBOARDING
    if ends:
        fill(account, {"status": Status.ACTIVE.value})
    return Met(uid, record.account_id, account.name, after.late, ends)


def meet_milestone(session: "Session", milestone_id: int, days: Sequence[int] = ONBOARDING_DAYS) -> Met:
    """A milestone was met today, in time or late; the results review ends the onboarding (rules O-1, O-3)."""
    _, record = _both(session, milestone_id)
    found = settle(session, record.uid, days)
    describe(session, f"milestone {shorten(record.what, LABEL)} met{', onboarding ended' * found.review}")
    return found


def note_review_trigger(session: "Session", uid: str) -> int:
    """Note that a milestone opens a conversation about growth, and give the trigger's key (rules O-3, X-1)."""
    from kamtui.models.issues import Milestone as Record

    record = by_uid(session, Record, uid)
    values = {"kind": TriggerKind.MILESTONE.value, "heard": record.what, "strength": Strength.WEAK.value}
    return add_trigger(session, record.account_id, values)


def unmeet_milestone(session: "Session", milestone_id: int) -> None:
    """A milestone is open again; raises Refused when it is."""
    _, record = _both(session, milestone_id)
    if record.met_on is None:
        raise Refused("it is open already")
    fill(record, {"met_on": None})
    describe(session, f"milestone {shorten(record.what, LABEL)} open again")


def move_milestone(session: "Session", due: date, *, milestone_id: int) -> None:
    """Agree on another date; raises Refused when it is met or the date is gone (rule O-1)."""
    _, record = _both(session, milestone_id)
    fill(record, _stored(rules.moved(_milestone(record), due, today(session))))
    describe(session, f"milestone {shorten(record.what, LABEL)} by {day_words(due)}")


def remove_milestone(session: "Session", milestone_id: int) -> str:
    """Remove a milestone, and give what it said."""
    _, record = _both(session, milestone_id)
    describe(session, f"milestone {shorten(record.what, LABEL)} removed")
    session.delete(record)
    return record.what


def _both(session: "Session", milestone_id: int) -> "tuple[Account, Record]":
    from kamtui.models.accounts import Account
    from kamtui.models.issues import Milestone as Record

    record = the(session, Record, milestone_id)
    return the(session, Account, record.account_id), record


def _milestones(session: "Session", account: "Account") -> "Sequence[Record]":
    from sqlmodel import select

    from kamtui.models.issues import Milestone as Record

    return session.exec(select(Record).where(Record.account_id == account.id)).all()


def _of_now(record: "Record", start: date) -> bool:
    """Whether a milestone belongs to the onboarding that started then, and not to an earlier one."""
    return record.met_on is None or record.met_on >= start


def _milestone(record: "Record") -> Milestone:
    return Milestone(**{name: getattr(record, name) for name in FIELDS})


def _stored(milestone: Milestone) -> dict[str, Any]:
    return {name: getattr(milestone, name) for name in FIELDS}


def _write(session: "Session", account: "Account", record: "Record", values: Mapping[str, Any]) -> None:
    """Fill a milestone with cleaned values; its day is counted from the start where it is not given."""
    given = dict(values)
    if unknown := set(given) - set(FIELDS):
        raise Refused(f"a milestone has no {spoken(min(unknown))}")
    for name in ("what", "success_measure"):
        if name in given:
            given[name] = clean_line(given[name] or "")
    if "due" in given and given["due"] is None:
        raise Refused("a milestone needs its date")
    after = Milestone(**{name: given.get(name, getattr(record, name)) for name in FIELDS})
    if "due" in given and record.id is None and "day" not in given:
        start = account.onboarding_started_on or account.client_since or account.created_on
        after = replace(after, day=max(0, rules.day_of(start, after.due)))
    for problem in validate_milestone(after, today(session)):
        raise Refused(problem.text)
    fill(record, _stored(after))


def _name(account: "Account") -> str:
    return shorten(account.name, LABEL)
