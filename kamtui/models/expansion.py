"""Triggers and opportunities."""

from datetime import date
from typing import Any

from kamtui.domain.expansion import Integrity, OpportunityKind, Stage, Strength, TriggerKind, TriggerState
from kamtui.models.columns import Record, at_least_zero, belongs_to, choice, maybe, money, plain, refers_to


class Trigger(Record, table=True):
    """Something heard that could open a conversation (rules X-1, X-2)."""

    __tablename__ = "expansion_trigger"

    account_id: int = belongs_to("account")
    kind: str = choice(TriggerKind)
    heard: str = ""
    stakeholder_id: int | None = refers_to("stakeholder")
    noted_on: date
    strength: str = choice(Strength, Strength.WEAK)
    state: str = choice(TriggerState, TriggerState.OPEN)
    acted_on: date | None = None
    look_again_on: date | None = None


class Opportunity(Record, table=True):
    """A piece of growth and the conversation that could bring it (rules X-4 to X-7)."""

    __table_args__ = (at_least_zero("annual_value"),)

    account_id: int = belongs_to("account")
    name: str
    kind: str = choice(OpportunityKind, OpportunityKind.UPSELL)
    annual_value: int | None = money()
    stage: str = choice(Stage, Stage.IDEA)
    probability: int | None = None
    expected_close: date | None = None
    next_step: str = ""
    next_step_due: date | None = None
    observation: str = ""
    connection: str = ""
    invitation: str = ""
    integrity: str | None = maybe(Integrity)
    parked_on: date | None = None
    trigger_id: int | None = refers_to("expansion_trigger")
    closed_on: date | None = None
    external_ids: dict[str, Any] = plain(dict)
    notes: str = ""
