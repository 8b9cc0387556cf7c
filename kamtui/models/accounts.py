"""Accounts and the history of their tiers."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from kamtui.domain.accounts import Status
from kamtui.models.columns import Record, at_least_zero, belongs_to, choice, money, plain


class Account(Record, table=True):
    """A client account (rule T-1). What it pays is the sum of its contract lines and is stored only there."""

    __table_args__ = (
        at_least_zero("potential_value"),
        CheckConstraint("tier BETWEEN 1 AND 3", name="tier_known"),
        CheckConstraint("slot BETWEEN 0 AND 47", name="slot_in_template_year"),
    )

    name: str
    name_key: str = Field(unique=True)
    tier: int
    status: str = choice(Status, Status.ACTIVE)
    industry: str = ""
    domain: str = ""
    client_since: date | None = None
    created_on: date
    potential_value: int | None = money()
    renewal_date: date | None = None
    contract_term_months: int | None = None
    auto_renew: bool = False
    slot: int = 0
    our_objective: str = ""
    their_objective: str = ""
    expansion_observation: str = ""
    value_none_known: bool = False
    competition_none_known: bool = False
    handover_note: str = ""
    success_criteria: str = ""
    criteria_agreed_on: date | None = None
    onboarding_started_on: date | None = None
    external_ids: dict[str, Any] = plain(dict)
    notes: str = ""


class TierChange(Record, table=True):
    """A dated change of tier with its reason (rule T-6); the first one has no `from_tier`."""

    __tablename__ = "tier_change"

    account_id: int = belongs_to("account")
    on: date
    from_tier: int | None = None
    to_tier: int
    reason: str = ""
