"""What the user said about occurrences of an activity."""

from datetime import date

from sqlalchemy import Index

from kamtui.domain.rhythm import OccurrenceState
from kamtui.models.columns import Record, choice, may_belong_to


class Occurrence(Record, table=True):
    """One activity in one period, done, skipped or snoozed by hand (rules Y-8, Y-16)."""

    __table_args__ = (Index("occurrence_of", "activity", "period", "account_id"),)

    account_id: int | None = may_belong_to("account")
    activity: str
    period: str
    state: str = choice(OccurrenceState)
    on: date
    to: date | None = None
    reason: str = ""
    minutes: int | None = None
