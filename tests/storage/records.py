"""Small records for storage tests, and a whole account with everything that can hang on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from kamtui.models.accounts import Account, TierChange
from kamtui.models.columns import Record
from kamtui.models.commitments import Commitment
from kamtui.models.competition import Competitor
from kamtui.models.conversations import Conversation
from kamtui.models.expansion import Opportunity, Trigger
from kamtui.models.health import CheckIn, HealthCheck, Score
from kamtui.models.issues import Issue, Milestone
from kamtui.models.plans import Objective, Plan, PlanAction, PlanVersion, Prediction
from kamtui.models.qbr import Qbr, QbrPhase
from kamtui.models.revenue import Contract, RevenueEvent
from kamtui.models.rhythm import Occurrence
from kamtui.models.stakeholders import MapReview, QualityChange, Stakeholder
from kamtui.models.touchpoints import Referral, Touchpoint, TouchpointPerson
from kamtui.models.value import ValueEntry
from kamtui.storage import journal

DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def account(name: str = "Nordwind", **more: Any) -> Account:
    return Account(**{"name": name, "name_key": name.casefold(), "tier": 1, "created_on": DAY, **more})


def person(owner: int, name: str = "Ida", **more: Any) -> Stakeholder:
    return Stakeholder(account_id=owner, name=name, **more)


def touch(owner: int, summary: str = "a call", **more: Any) -> Touchpoint:
    return Touchpoint(account_id=owner, at=MOMENT, summary=summary, **more)


def add(session: Session, *records: Record) -> list[int]:
    """Work for `run`: store records and return their keys."""
    for record in records:
        session.add(record)
        session.flush()
    return [record.id or 0 for record in records]


def remove(session: Session, model: type[Record], key: int) -> None:
    """Work for `run`: delete one record."""
    session.delete(session.get(model, key))
    session.flush()


def change(session: Session, /, model: type[Record], key: int, **values: Any) -> None:
    """Work for `run`: change one record."""
    record = session.get(model, key)
    assert record is not None
    for name, value in values.items():
        setattr(record, name, value)


def whole_account(session: Session, name: str = "Nordwind") -> int:
    """Work for `run`: an account with a row in every table that can belong to one."""
    (owner,) = add(session, account(name, onboarding_started_on=DAY))
    boss, ida = add(session, person(owner, "Boss", primary_contact=True), person(owner, "Ida"))
    change(session, Stakeholder, ida, reports_to_id=boss)
    talk, check, contract, trigger, qbr = add(
        session,
        touch(owner, response_hours=1 / 3),
        HealthCheck(account_id=owner, on=DAY),
        Contract(account_id=owner, annual_value=1_000_000_00),
        Trigger(account_id=owner, kind="milestone", noted_on=DAY, stakeholder_id=ida),
        Qbr(account_id=owner, scheduled_on=DAY, prep={"goals": ["grow"]}),
    )
    add(
        session,
        TierChange(account_id=owner, on=DAY, to_tier=1),
        Commitment(account_id=owner, side="ours", what="send the numbers"),
        Competitor(account_id=owner, provider="Other Ltd"),
        Conversation(account_id=owner, stakeholder_id=boss, noted_on=DAY),
        Opportunity(account_id=owner, name="More seats", trigger_id=trigger),
        CheckIn(account_id=owner, health_check_id=check, opened_on=DAY, due=DAY),
        Score(account_id=owner, kind="nps", value=0.1 + 0.2, on=DAY),
        Issue(account_id=owner, title="Late delivery", opened_at=MOMENT, status="resolved", resolved_at=MOMENT),
        Milestone(account_id=owner, day=30, what="First report", due=DAY),
        Milestone(account_id=owner, day=0, what="Kick-off", due=DAY, met_on=DAY),
        Objective(account_id=owner, what="Save 10 %"),
        Plan(account_id=owner),
        PlanAction(account_id=owner, what="Call the CFO"),
        PlanVersion(account_id=owner, frozen_on=DAY),
        Prediction(account_id=owner, statement="They renew", probability=80),
        QbrPhase(qbr_id=qbr, phase="results", seconds=61, notes="“Good” \u0001 – \U0001f600 [/x]"),
        RevenueEvent(account_id=owner, contract_id=contract, kind="new", amount=5, on=DAY),
        Occurrence(account_id=owner, activity="map_review", period="2026-11", state="done", on=DAY),
        QualityChange(account_id=owner, stakeholder_id=ida, on=DAY, quality="strong"),
        MapReview(account_id=owner, on=DAY),
        TouchpointPerson(touchpoint_id=talk, stakeholder_id=ida),
        Referral(account_id=owner, on=DAY, referrer_id=boss, referred="A friend"),
        ValueEntry(account_id=owner, kind="delivered", what="Hours saved", on=DAY, stakeholder_id=ida),
    )
    return owner


def dump(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the practice, table by table."""
    return {
        table: connection.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall()
        for table in journal.journalled(connection)
    }


def actions(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The journal's labels and states, oldest first."""
    return connection.execute("SELECT label, state FROM journal_action ORDER BY id").fetchall()


def count(connection: sqlite3.Connection, table: str = "account") -> int:
    number: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return number


@contextmanager
def locked(path: Path, how: str = "IMMEDIATE") -> Iterator[None]:
    """Hold the file as another program would that is in the middle of writing."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute(f"BEGIN {how}")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()
