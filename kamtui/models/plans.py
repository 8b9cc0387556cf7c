"""Account plans, their versions, objectives, actions and predictions."""

from datetime import date
from typing import Any

from sqlmodel import Field

from kamtui.domain.plans import ObjectiveStatus, Origin
from kamtui.models.columns import Record, belongs_to, choice, maybe, plain


class Plan(Record, table=True):
    """What is written in an account plan; the rest is drawn from the data (rules P-1, P-2)."""

    account_id: int = belongs_to("account")
    profile: str = ""
    success_metrics: str = ""
    remarks: dict[str, Any] = plain(dict)
    swot: dict[str, Any] = plain(dict)
    team: list[dict[str, Any]] = plain(list)


class PlanVersion(Record, table=True):
    """A plan as it stood on a day, never changed again (rule P-6); `minutes` where the cockpit timed its review."""

    __tablename__ = "plan_version"

    account_id: int = belongs_to("account")
    frozen_on: date
    rewrite: bool = False
    document: dict[str, Any] = plain(dict)
    changed: str = ""
    predicted: str = ""
    now_seen: str = ""
    minutes: int | None = None


class Prediction(Record, table=True):
    """A dated statement with a probability, settled later (rule P-6)."""

    account_id: int = belongs_to("account")
    statement: str
    by: date | None = None
    probability: int
    settled_on: date | None = None
    came_true: bool | None = None


class PlanAction(Record, table=True):
    """Something to do for an account (rule P-4); the steps of one start of a playbook share their `run`."""

    __tablename__ = "plan_action"

    account_id: int = belongs_to("account")
    what: str
    due: date | None = None
    done_on: date | None = None
    in_plan: bool = False
    most_important: bool = False
    who: str = ""
    playbook: str = ""
    run: str | None = Field(default=None, index=True)


class Objective(Record, table=True):
    """What should be reached, by whom and by when (rule P-3)."""

    account_id: int = belongs_to("account")
    what: str
    measure: str = ""
    target: str = ""
    owner: str = ""
    due: date | None = None
    priority: int = 2
    quick_win: bool = False
    origin: str | None = maybe(Origin)
    status: str = choice(ObjectiveStatus, ObjectiveStatus.OPEN)
