"""Contract lines and the events that changed them."""

from datetime import date
from typing import Any

from kamtui.domain.revenue import RenewalStage, RevenueKind
from kamtui.models.columns import Record, at_least_zero, belongs_to, choice, money, plain, refers_to


class Contract(Record, table=True):
    """A contract line (rule R-1); without an end it runs on."""

    __table_args__ = (at_least_zero("annual_value"),)

    account_id: int = belongs_to("account")
    description: str = ""
    annual_value: int = money(required=True)
    start: date | None = None
    end: date | None = None
    auto_renew: bool = False
    renewal_stage: str = choice(RenewalStage, RenewalStage.NOT_STARTED)
    external_ids: dict[str, Any] = plain(dict)


class RevenueEvent(Record, table=True):
    """What happened to an account's annual value, and why (rule R-1)."""

    __tablename__ = "revenue_event"
    __table_args__ = (at_least_zero("amount"),)

    account_id: int = belongs_to("account")
    contract_id: int | None = refers_to("contract")
    kind: str = choice(RevenueKind)
    amount: int = money(required=True)
    on: date
    reason: str = ""
