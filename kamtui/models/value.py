"""The value dimension of the map."""

from datetime import date

from kamtui.domain.value import ValueKind
from kamtui.models.columns import Record, at_least_zero, belongs_to, choice, money, refers_to


class ValueEntry(Record, table=True):
    """Value delivered, or a challenge next door that we could serve (rule M-6)."""

    __tablename__ = "value_entry"
    __table_args__ = (at_least_zero("amount"),)

    account_id: int = belongs_to("account")
    kind: str = choice(ValueKind)
    what: str
    evidence: str = ""
    amount: int | None = money()
    on: date
    stakeholder_id: int | None = refers_to("stakeholder")
    unit: str = ""
