"""Done, snooze and skip for any line of the week's list: the rhythm here, dated work next door."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamtui.domain import rhythm as rules
from kamtui.domain.catalogue import FRIDAY_REVIEW, MONTH_END_REVIEW
from kamtui.domain.dates import Period
from kamtui.domain.errors import Refused
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import Mark, Occurrence
from kamtui.domain.text import clean_line
from kamtui.domain.week import RHYTHM, WeekItem
from kamtui.domain.wording import day_words
from kamtui.storage import deadline_changes, rhythm
from kamtui.storage.documents import raw
from kamtui.storage.portfolio import accounts
from kamtui.storage.week import REACH_BACK
from kamtui.storage.work import describe, today

if TYPE_CHECKING:
    from sqlmodel import Session

RECORDED = {
    "health_check": "a health check completes it: enter opens the round",
    "value_touchpoint": "a touchpoint with nothing to sell completes it: c captures one, marked +value",
    "qbr": "a QBR that was held completes it: enter opens the QBRs, where it is planned and run",
    "plan_review": "a frozen version completes it: enter opens the plan, f freezes it",
    "plan_rewrite": "a frozen version marked as a rewrite completes it: enter opens the plan, f freezes it",
    FRIDAY_REVIEW: "a finished review completes it: r starts it",
    MONTH_END_REVIEW: "a finished review completes it: enter starts it",
    "readiness_assessment": "an assessment completes it: enter starts it",
}
"""Activities that a record of their own completes, and how (rule Y-4)."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a line of the list is judged by: the week it stands in and the practice as it is set up."""

    week: Period
    practice: Practice


def done(
    session: "Session",
    line: WeekItem,
    given: Given,
    *,
    quality: str = "",
    discovered: str = "",
    action: str = "",
    root_cause: str = "",
) -> str:
    """Mark a line done, as its kind has it (rules Y-4, Y-5); returns what to tell the user.

    `quality` rates the person after an outreach; `discovered` and `action` close a check-in (rule H-6), `root_cause`
    says why an issue came about (rule S-3). Raises Refused when only a record completes it, or when it is no longer
    open.
    """
    if line.kind != RHYTHM:
        return deadline_changes.done(
            session, line, quality=quality, discovered=discovered, action=action, root_cause=root_cause,
            onboarding_days=given.practice.onboarding_days,
        )  # fmt: skip
    if line.activity in RECORDED:
        raise Refused(RECORDED[line.activity])
    occurrence = _occurrence(session, line, given)
    if today(session) not in occurrence.period:
        raise Refused(f"its period begins on {occurrence.period.start}: it cannot be done before")
    describe(session, f"{line.subject} done")
    if line.activity == "map_review":
        from kamtui.models.stakeholders import MapReview

        session.add(MapReview(account_id=line.account_id or 0, on=today(session)))
    else:
        _mark(session, line, rules.done(occurrence, today(session)))
    return f"{line.subject} is done"


def snooze(session: "Session", day: date, reason: str = "", *, line: WeekItem, given: Given) -> str:
    """Put a line off to a later day (rules Y-8, Y-16); returns what to tell the user.

    Raises Refused when its day is fixed, or the day does not do.
    """
    said = f"{line.subject} snoozed to {day_words(day)}"
    describe(session, said + (f": {clean_line(reason)}" if clean_line(reason) else ""))
    if line.kind != RHYTHM:
        deadline_changes.move(session, line, day)
        return said
    occurrence = _occurrence(session, line, given)
    try:
        mark = rules.snoozed(occurrence, day, today(session), clean_line(reason))
    except ValueError as problem:
        raise Refused(str(problem)) from None
    _mark(session, line, mark)
    times = occurrence.snoozes + 1
    return said if times < rules.SNOOZES_TO_CALL_OUT else f"{said}, put off {times} times now"


def skip(session: "Session", reason: str, *, line: WeekItem, given: Given) -> str:
    """Leave a line out, with its reason (rule Y-8); returns what to tell the user.

    Raises Refused without a reason, or when this line is not skipped.
    """
    said = f"{line.subject} skipped"
    describe(session, f"{said}: {clean_line(reason)}")
    if line.kind != RHYTHM:
        deadline_changes.drop(session, line, clean_line(reason))
        return said
    try:
        mark = rules.skipped(_occurrence(session, line, given), today(session), clean_line(reason))
    except ValueError as problem:
        raise Refused(str(problem)) from None
    _mark(session, line, mark)
    return said


def _occurrence(session: "Session", line: WeekItem, given: Given) -> Occurrence:
    """The occurrence behind a line, as it stands now; raises Refused when it is gone."""
    connection, now, practice = raw(session), today(session), given.practice
    rows = (
        accounts(connection, now, practice, line.account_id) if line.account_id else accounts(connection, now, practice)
    )
    recorded = rhythm.told(connection, min(now, given.week.start) - REACH_BACK, practice.calendar)
    for duty, row in rhythm.duties(rows, recorded, practice, rhythm.started(rows)):
        if duty.activity.name == line.activity and (row.id if row else None) == line.account_id:
            found = rules.occurrence_for(duty, now, given.week, practice.calendar)
            if found is not None and found.period.key == line.record_uid and found.is_open:
                return found
    raise Refused(f"the {line.subject} is no longer open")


def _mark(session: "Session", line: WeekItem, mark: Mark) -> None:
    from kamtui.models.rhythm import Occurrence as Record

    session.add(
        Record(
            account_id=line.account_id,
            activity=line.activity,
            period=mark.period,
            state=mark.state,
            on=mark.on,
            to=mark.to,
            reason=mark.reason,
        )
    )
