"""Writing a plan: the texts and remarks are saved while they are typed, and one visit is one action (rule P-1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kamtui.domain.errors import Refused
from kamtui.domain.plans import AIMS, DRAWN, SWOT, TITLES, PlanPart, our_objective_problem
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.storage.editing import ACTION_NOW, FORGET_ACTION, GO_ON, PAUSE, as_one_action
from kamtui.storage.plans import text_of
from kamtui.storage.stakeholders_write import LABEL
from kamtui.storage.work import describe, the

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.columns import Record
    from kamtui.models.plans import Plan

COLUMNS: Mapping[PlanPart, str] = {
    PlanPart.CLIENT_PROFILE: "profile",
    PlanPart.SUCCESS_METRICS: "success_metrics",
    **{part: part.value for part in AIMS},
    **dict.fromkeys(SWOT, "swot"),
    **dict.fromkeys(DRAWN, "remarks"),
}
"""Where the text of each part is kept: the aims with the account, everything else with the plan."""

LAST_ACTION = "SELECT max(action_id) FROM journal_change WHERE table_name = 'plan' AND row_id = ?"


@dataclass(frozen=True, slots=True)
class Writing:
    """A visit to one part: its text when it began, and as it was last saved.

    `action` is the one action in the journal that the visit has been so far, `created` whether it made the plan.
    """

    account_id: int
    part: PlanPart
    first: str
    kept: str
    first_changed: datetime | None = None
    action: int | None = None
    created: bool = False


def cleaned(part: PlanPart, text: str) -> str:
    """A text as it is kept; our objective is one line (rule P-2)."""
    return clean_line(text) if part is PlanPart.OUR_OBJECTIVE else clean_text(text)


def keep_text(session: "Session", writing: Writing, text: str) -> Writing:
    """Save what is typed, and give the visit as it goes on; one action, however often it is called.

    Raises Refused, having written nothing, when our objective is too long (rule P-2), or when another window changed
    the same text meanwhile.
    """
    from kamtui.models.accounts import Account

    account = the(session, Account, writing.account_id)
    typed = cleaned(writing.part, text)
    problem = our_objective_problem(typed) if writing.part is PlanPart.OUR_OBJECTIVE else ""
    if problem:
        raise Refused(problem)
    record = account if writing.part in AIMS else plan_of(session, writing.account_id)
    stored = _text(record, writing.part)
    if stored not in (writing.kept, typed):
        raise Refused(f"“{TITLES[writing.part]}” was changed elsewhere meanwhile; what you typed is not saved over it")
    describe(session, f"plan of {shorten(account.name, LABEL)}: {TITLES[writing.part].lstrip('1234567 ').lower()}")
    if stored == typed:
        return replace(writing, kept=typed)
    if record is None:
        return _created(session, writing, typed)
    if writing.created and _last_action(session, record) == writing.action:
        return _created_anew(session, record, writing, typed)
    if writing.created:  # somebody wrote in between: begin anew
        writing = replace(writing, first=writing.kept, action=None)
    if writing.action is None:
        writing = replace(writing, first_changed=record.changed_at)
    before = {**_values(record, writing.part, writing.first), "changed_at": writing.first_changed}
    action = as_one_action(session, record, before, _values(record, writing.part, typed), writing.action)
    return replace(writing, kept=typed, action=action, created=False)


def plan_of(session: "Session", account_id: int) -> "Plan | None":
    """The plan of an account; None until something is written in it."""
    from sqlmodel import col, select

    from kamtui.models.plans import Plan

    return session.exec(select(Plan).where(Plan.account_id == account_id).order_by(col(Plan.id))).first()


def _text(record: "Record | None", part: PlanPart) -> str:
    if record is None:
        return ""
    value = getattr(record, COLUMNS[part])
    return text_of(value.get(part.value) if isinstance(value, dict) else value)


def _values(record: "Record", part: PlanPart, text: str) -> dict[str, Any]:
    """The column of a part with this text in it; what else the column holds stays."""
    column = COLUMNS[part]
    value = getattr(record, column)
    if not isinstance(value, dict):
        return {column: text}
    others = {name: kept for name, kept in value.items() if name != part.value}
    return {column: {**others, part.value: text} if text else others}


def _created(session: "Session", writing: Writing, text: str, **as_before: Any) -> Writing:
    from kamtui.models.plans import Plan

    record = Plan(account_id=writing.account_id, **as_before)
    for column, value in _values(record, writing.part, text).items():
        setattr(record, column, value)
    session.add(record)
    session.flush()
    action = int(session.connection().exec_driver_sql(ACTION_NOW).scalar_one())
    return replace(writing, kept=text, action=action, created=True)


def _created_anew(session: "Session", record: "Record", writing: Writing, text: str) -> Writing:
    """The visit made the plan, and goes on: the journal shows one plan that was made with all of the text."""
    connection = session.connection()
    now = int(connection.exec_driver_sql(ACTION_NOW).scalar_one())
    connection.exec_driver_sql(PAUSE)
    connection.exec_driver_sql(FORGET_ACTION, (writing.action,))
    as_before = {"id": record.id, "uid": record.uid}
    session.delete(record)
    session.flush()
    connection.exec_driver_sql(GO_ON, (now,))
    if not text:
        return replace(writing, kept=text, action=None, created=False)
    return _created(session, writing, text, **as_before)


def _last_action(session: "Session", record: "Record") -> int | None:
    found = session.connection().exec_driver_sql(LAST_ACTION, (record.id,)).scalar()
    return None if found is None else int(found)
