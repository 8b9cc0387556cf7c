"""What the user does to an account plan beside writing it: one function a user action (rules P-2, P-3, P-4, P-6)."""

from typing import TYPE_CHECKING, Any

from kamtui.domain import account_team, plan_actions
from kamtui.domain.account_team import Member, team_of
from kamtui.domain.errors import Refused
from kamtui.domain.plan_actions import Action
from kamtui.domain.plans import ObjectiveStatus
from kamtui.domain.predictions import Prediction, validate_prediction
from kamtui.domain.smart import Objective, validate_objective
from kamtui.domain.text import clean_line, shorten
from kamtui.storage.plans_writing import plan_of
from kamtui.storage.stakeholders_write import LABEL, refuse
from kamtui.storage.work import by_uid, describe, fill, the, today

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.columns import Record
    from kamtui.models.plans import PlanAction


CHANGED_TEAM = "the team was changed meanwhile: somebody removed or changed this member"


def save_objective(session: "Session", account_id: int, uid: str | None, **values: Any) -> str:
    """Add an objective, or change the one with this uid (rule P-3); returns what to tell the user."""
    from kamtui.models.plans import Objective as Stored

    name = _account(session, account_id)
    lines = ("what", "measure", "target", "owner")
    kept: dict[str, Any] = {key: clean_line(value or "") if key in lines else value for key, value in values.items()}
    checked = Objective(**kept)
    refuse(list(validate_objective(checked)))
    describe(session, f"objective of {name}: {shorten(checked.what, LABEL)}")
    if uid is None:
        session.add(Stored(account_id=account_id, **kept))
    else:
        fill(by_uid(session, Stored, uid), kept)
    return f"“{shorten(checked.what, LABEL)}” is {checked.smart_words or 'SMART'}"


def reach_objective(session: "Session", uid: str) -> str:
    """An objective is reached (rule P-3)."""
    from kamtui.models.plans import Objective as Stored

    record = by_uid(session, Stored, uid)
    if record.status != ObjectiveStatus.OPEN:
        raise Refused(f"it is {record.status} already")
    fill(record, {"status": ObjectiveStatus.DONE.value})
    return _said(session, f"“{shorten(record.what, LABEL)}” is reached")


def save_action(session: "Session", account_id: int, uid: str | None, **values: Any) -> str:
    """Add an action, or change the one with this uid: `what`, `due`, `in_plan` (rule P-4)."""
    from kamtui.models.plans import PlanAction

    name = _account(session, account_id)
    what = clean_line(values["what"] or "")
    if not what:
        raise Refused("say what is to be done, one line is enough")
    record = PlanAction(account_id=account_id, what=what) if uid is None else by_uid(session, PlanAction, uid)
    if values["in_plan"] and not record.in_plan:
        _room_in_plan(session, record)
    fill(record, {"what": what, "due": values["due"], "in_plan": values["in_plan"]})
    session.add(record)
    describe(session, f"action of {name}: {shorten(what, LABEL)}")
    return f"“{shorten(what, LABEL)}” is {'in the next 90 days' if record.in_plan else 'noted, not in the plan'}"


def mark_in_plan(session: "Session", uid: str) -> str:
    """Mark an action as one of the next 90 days, or take the mark off; at most three have it (rule P-4)."""
    from kamtui.models.plans import PlanAction

    record = by_uid(session, PlanAction, uid)
    if not record.in_plan:
        _room_in_plan(session, record)
    fill(record, {"in_plan": not record.in_plan})
    words = "is one of the next 90 days" if record.in_plan else "is off the next 90 days"
    return _said(session, f"“{shorten(record.what, LABEL)}” {words}")


def mark_most_important(session: "Session", uid: str) -> str:
    """Make an action the most important of the next 30 days; the one that was it no longer is (rule P-4)."""
    from kamtui.models.plans import PlanAction

    record = by_uid(session, PlanAction, uid)
    if record.done_on is not None:
        raise Refused("it is done: only what is still to do is marked")
    name = f"“{shorten(record.what, LABEL)}”"
    if record.most_important:
        fill(record, {"most_important": False})
        return _said(session, f"{name} is no longer the most important one")
    before = [each for each in _actions(session, record) if each.most_important]
    for each in before:
        fill(each, {"most_important": False})
    fill(record, {"most_important": True})
    instead = f" instead of “{shorten(before[0].what, LABEL)}”" if before and before[0].done_on is None else ""
    return _said(session, f"{name} is the most important of the next 30 days{instead}")


def finish_action(session: "Session", uid: str) -> str:
    """An action is done today; its mark makes room for another one."""
    from kamtui.models.plans import PlanAction

    record = by_uid(session, PlanAction, uid)
    if record.done_on is not None:
        raise Refused("it is done already")
    fill(record, {"done_on": today(session)})
    return _said(session, f"“{shorten(record.what, LABEL)}” is done")


def save_prediction(session: "Session", account_id: int, uid: str | None, **values: Any) -> str:
    """Add a prediction, or change one that is not settled: `statement`, `probability`, `by` (rule P-6)."""
    from kamtui.models.plans import Prediction as Stored

    name = _account(session, account_id)
    statement = clean_line(values["statement"] or "")
    if values["probability"] is None:
        raise Refused("how sure you are, in percent, is needed")
    refuse(
        list(validate_prediction(Prediction(statement=statement, by=values["by"], probability=values["probability"])))
    )
    kept = {"statement": statement, "by": values["by"], "probability": values["probability"]}
    describe(session, f"prediction for {name}: {shorten(statement, LABEL)}")
    if uid is None:
        session.add(Stored(account_id=account_id, **kept))
        return f"noted: {kept['probability']} % by {kept['by']}"
    record = by_uid(session, Stored, uid)
    if record.came_true is not None:
        raise Refused("it is settled: a prediction is not changed afterwards")
    fill(record, kept)
    return f"changed: {kept['probability']} % by {kept['by']}"


def settle_prediction(session: "Session", uid: str, came_true: bool) -> str:
    """Say what became of a prediction (rule P-6)."""
    from kamtui.models.plans import Prediction as Stored

    record = by_uid(session, Stored, uid)
    if record.came_true is not None:
        raise Refused(f"it is settled already: it {'came true' if record.came_true else 'did not come true'}")
    fill(record, {"came_true": came_true, "settled_on": today(session)})
    outcome = "came true" if came_true else "did not come true"
    return _said(session, f"“{shorten(record.statement, LABEL)}” {outcome}, {record.probability} % were given")


def save_member(session: "Session", account_id: int, before: Member | None, **values: Any) -> str:
    """Add somebody to the account team, or change the member that was `before` (rule P-2)."""
    from kamtui.models.plans import Plan

    name = _account(session, account_id)
    member = Member(*(clean_line(values[key] or "") for key in ("person", "role", "may_authorise", "overrules")))
    refuse(list(account_team.validate_member(member)))
    plan = plan_of(session, account_id)
    if plan is None:
        plan = Plan(account_id=account_id)
    team = list(team_of(plan.team))
    if before is None:
        team.append(member)
    else:
        team[_place(team, before)] = member
    fill(plan, {"team": [each.as_stored() for each in team]})
    session.add(plan)
    describe(session, f"team for {name}: {shorten(member.person, LABEL)}")
    return f"{shorten(member.person, LABEL)} is on the team for {name}"


def remove_member(session: "Session", account_id: int, member: Member) -> str:
    """Take somebody off the account team (rule P-2)."""
    name, plan = _account(session, account_id), plan_of(session, account_id)
    if plan is None:
        raise Refused(CHANGED_TEAM)
    team = list(team_of(plan.team))
    del team[_place(team, member)]
    fill(plan, {"team": [each.as_stored() for each in team]})
    return _said(session, f"{shorten(member.person, LABEL)} is off the team for {name}")


def remove_record(session: "Session", kind: str, uid: str) -> str:
    """Take an objective, an action or a prediction away, and say which."""
    from kamtui.models import plans

    tables: dict[str, type[Record]] = {
        "objectives": plans.Objective,
        "actions": plans.PlanAction,
        "predictions": plans.Prediction,
    }
    record: Any = by_uid(session, tables[kind], uid)
    words = record.statement if kind == "predictions" else record.what
    session.delete(record)
    return _said(session, f"“{shorten(words, LABEL)}” is removed")


def _account(session: "Session", account_id: int) -> str:
    from kamtui.models.accounts import Account

    return shorten(the(session, Account, account_id).name, LABEL)


def _said(session: "Session", words: str) -> str:
    describe(session, words)
    return words


def _room_in_plan(session: "Session", record: "PlanAction") -> None:
    others = [Action(what=each.what, done_on=each.done_on, in_plan=each.in_plan) for each in _actions(session, record)]
    problem = plan_actions.why_not_in_plan(Action(what=record.what, done_on=record.done_on), others)
    if problem:
        raise Refused(problem)


def _actions(session: "Session", but: "PlanAction") -> "list[PlanAction]":
    """The account's other actions."""
    from sqlmodel import select

    from kamtui.models.plans import PlanAction

    found = session.exec(select(PlanAction).where(PlanAction.account_id == but.account_id)).all()
    return [each for each in found if each.uid != but.uid]


def _place(team: list[Member], member: Member) -> int:
    if member not in team:
        raise Refused(CHANGED_TEAM)
    return team.index(member)
