"""What done, moved and dropped mean for each kind of dated work (rule Y-10)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain.commitments import CommitmentState
from kamtui.domain.conversations import ConversationState
from kamtui.domain.deadlines import KINDS, dropped, moved, sent_on_time
from kamtui.domain.errors import Refused
from kamtui.domain.expansion import TriggerState
from kamtui.domain.onboarding import ONBOARDING_DAYS
from kamtui.domain.plans import ObjectiveStatus
from kamtui.domain.qbr import QbrState
from kamtui.domain.rhythm import OccurrenceState
from kamtui.domain.stakeholders import Quality
from kamtui.domain.text import clean_line
from kamtui.domain.week import WeekItem
from kamtui.domain.wording import day_words
from kamtui.storage import commitments_changes, health_changes, issues_changes, onboarding_changes
from kamtui.storage.work import by_uid, describe, fill, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.columns import Record

DUE = {
    "check_in": "due",
    "outreach": "outreach_due",
    "conversation": "committed_on",
    "commitment": "due",
    "next_step": "next_step_due",
    "action": "due",
    "objective": "due",
    "milestone": "due",
    "look_again": "look_again_on",
}
"""Where each kind that can be put off keeps its day."""

STAMPS = {"outreach": "outreach_done_on", "next_step": "next_step_done_on", "action": "done_on"}
"""Where each kind that a day alone completes keeps that day."""

RENEWAL_WORK = ("renewal_mapping", "renewal_conversation")


def done(
    session: "Session",
    line: WeekItem,
    *,
    quality: str = "",
    discovered: str = "",
    action: str = "",
    root_cause: str = "",
    onboarding_days: Sequence[int] = ONBOARDING_DAYS,
) -> str:
    """Mark dated work done today; returns what to tell the user. Raises Refused when a record elsewhere answers it."""
    kind, on = KINDS[line.activity], today(session)
    if kind.soft:
        raise Refused(kind.fixed)
    describe(session, f"{line.subject} done")
    if kind.name in RENEWAL_WORK:
        _renewal(session, line, OccurrenceState.DONE, "")
        return f"{line.subject} is done"
    if kind.name == "check_in":
        health_changes.close_check_in(session, line.record_uid, discovered, action)
        return f"{line.subject} is closed"
    if kind.name == "milestone":
        met = onboarding_changes.settle(session, line.record_uid, onboarding_days)
        return f"{line.subject} is met{', late' * met.late}{', onboarding has ended' * met.review}"
    record = _record(session, line)
    if kind.name in STAMPS:
        _still_open(record, STAMPS[kind.name])
        fill(record, {STAMPS[kind.name]: on})
        if quality:
            _rate(session, record, quality)
        return f"{line.subject} is done"
    return _settled(session, line, record, root_cause)


def _settled(session: "Session", line: WeekItem, record: "Record", cause: str) -> str:
    """Set the state that says that a record is done."""
    on, now = today(session), session.info["now"]
    if line.activity == "commitment":
        state = _settle(session, record, CommitmentState.KEPT)
        return f"{line.subject} is kept" + (", after its date" if state is CommitmentState.LATE else "")
    if line.activity == "trigger_window":
        _turn(record, "state", TriggerState.OPEN, TriggerState.ACTED, acted_on=on)
        return f"acted on what was heard at {line.account}"
    if line.activity == "look_again":
        _turn(record, "state", TriggerState.FILED, TriggerState.ACTED, acted_on=on, look_again_on=None)
        return f"acted on what was heard at {line.account}"
    if line.activity == "conversation":
        _turn(record, "state", ConversationState.COMMITTED, ConversationState.HELD)
        return f"{line.subject} is held; 6 and d say what came of it"
    if line.activity == "objective":
        _turn(record, "status", ObjectiveStatus.OPEN, ObjectiveStatus.DONE)
        return f"{line.subject} is met"
    if line.activity == "issue":
        asks = issues_changes.settle(session, line.record_uid, cause)
        return f"{line.subject} is resolved{', without its root cause' * asks}"
    ended = getattr(record, "ended_at", None) or now
    _turn(record, "state", QbrState.HELD, QbrState.FOLLOWED_UP, followed_up_at=now)
    return f"{line.subject} sent {'on time' if sent_on_time(ended, now) else 'late, after the 24 hours'}"


def move(session: "Session", line: WeekItem, to: date) -> None:
    """Put dated work off to a later day; raises Refused when a rule fixes its day or the day does not do."""
    try:
        day = moved(KINDS[line.activity], line.due, to, today(session))
    except ValueError as problem:
        raise Refused(str(problem)) from None
    fill(_record(session, line), {DUE[line.activity]: day})


def drop(session: "Session", line: WeekItem, reason: str) -> None:
    """Leave dated work out. Where no field holds the reason, the name of the action does.

    Next steps, actions and outreach lose their day and are no longer asked for; a conversation goes back to a draft.
    """
    kind = KINDS[line.activity]
    try:
        reason = dropped(kind, reason)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    if kind.name in RENEWAL_WORK:
        _renewal(session, line, OccurrenceState.SKIPPED, reason)
        return
    record = _record(session, line)
    if kind.name == "commitment":
        _settle(session, record, CommitmentState.WAIVED, reason)
    elif kind.name == "trigger_window":
        _turn(record, "state", TriggerState.OPEN, TriggerState.FILED)
    elif kind.name == "look_again":
        _turn(record, "state", TriggerState.FILED, TriggerState.EXPIRED, look_again_on=None)
    elif kind.name == "objective":
        _turn(record, "status", ObjectiveStatus.OPEN, ObjectiveStatus.DROPPED)
    elif kind.name == "conversation":
        _turn(record, "state", ConversationState.COMMITTED, ConversationState.DRAFT, committed_on=None)
    else:
        fill(record, {DUE[kind.name]: None})


def look_again(session: "Session", day: date, *, line: WeekItem) -> str:
    """Read a trigger again on a later day: it stays open until then (rules X-2, X-3)."""
    from kamtui.models.expansion import Trigger

    if day <= max(today(session), line.due):
        raise Refused(f"its window is open until {max(today(session), line.due)}: choose a later day")
    describe(session, f"trigger of {line.account}: look again on {day_words(day)}")
    record = by_uid(session, Trigger, line.record_uid)
    _turn(record, "state", TriggerState.OPEN, TriggerState.OPEN, look_again_on=day)
    return f"{line.account} comes up again on {day_words(day)}"


def next_step(session: "Session", what: str, due: date, *, line: WeekItem) -> str:
    """Give a stalled opportunity its next step and day (rule X-7)."""
    from kamtui.models.expansion import Opportunity

    if not clean_line(what):
        raise Refused("what the next step is, is needed")
    if due < today(session):
        raise Refused("the next step lies ahead: choose today or a later day")
    describe(session, f"{line.subject}: next step by {day_words(due)}")
    fill(by_uid(session, Opportunity, line.record_uid), {"next_step": clean_line(what), "next_step_due": due})
    return f"next step at {line.account} by {day_words(due)}"


def _record(session: "Session", line: WeekItem) -> "Record":
    from kamtui.models import (
        commitments,
        conversations,
        expansion,
        health,
        issues,
        plans,
        qbr,
        stakeholders,
        touchpoints,
    )

    tables: dict[str, type[Record]] = {
        "check_in": health.CheckIn,
        "trigger_window": expansion.Trigger,
        "look_again": expansion.Trigger,
        "outreach": stakeholders.Stakeholder,
        "conversation": conversations.Conversation,
        "commitment": commitments.Commitment,
        "next_step": touchpoints.Touchpoint,
        "action": plans.PlanAction,
        "objective": plans.Objective,
        "milestone": issues.Milestone,
        "follow_up": qbr.Qbr,
        "issue": issues.Issue,
    }
    return by_uid(session, tables[line.activity], line.record_uid)


def _still_open(record: "Record", stamp: str) -> None:
    if getattr(record, stamp) is not None:
        raise Refused("it is done already")


def _turn(record: "Record", name: str, before: str, after: str, **more: object) -> None:
    """Bring a record from one state to the next; raises Refused when it is no longer in the first."""
    if getattr(record, name) != before:
        raise Refused(f"it is {str(getattr(record, name)).replace('_', ' ')} already")
    fill(record, {name: str(after), **more})


def _settle(session: "Session", record: "Record", wanted: str, reason: str = "") -> CommitmentState:
    from kamtui.models.commitments import Commitment

    assert isinstance(record, Commitment)  # noqa: S101  only promises come here
    return commitments_changes.settle(session, record, wanted, reason)


def _rate(session: "Session", person: "Record", quality: str) -> None:
    from kamtui.models.stakeholders import QualityChange, Stakeholder

    assert isinstance(person, Stakeholder)  # noqa: S101  only an outreach is rated
    wanted = Quality(quality).value
    if person.quality != wanted:
        fill(person, {"quality": wanted})
        on, key = today(session), person.id or 0
        session.add(QualityChange(account_id=person.account_id, stakeholder_id=key, on=on, quality=wanted))


def _renewal(session: "Session", line: WeekItem, state: str, reason: str) -> None:
    from kamtui.models.rhythm import Occurrence

    renewal = line.record_uid.rpartition(":")[2]
    session.add(
        Occurrence(
            account_id=line.account_id,
            activity=line.activity,
            period=renewal,
            state=state,
            on=today(session),
            reason=reason,
        )
    )
