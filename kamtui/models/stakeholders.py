"""The people of the account map and the history of the relationship."""

from datetime import date
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from kamtui.domain.stakeholders import Frequency, Function, Influence, Quality, Stance
from kamtui.models.columns import Record, belongs_to, choice, plain, refers_to


class Stakeholder(Record, table=True):
    """One person's engagement at one account (rule M-1); two engagements of one person share `person`."""

    __table_args__ = (
        Index("one_primary_contact", "account_id", unique=True, sqlite_where=text("primary_contact")),
        Index("stakeholder_email", "email"),
    )

    account_id: int = belongs_to("account")
    name: str
    title: str = ""
    function: str = choice(Function, Function.OTHER)
    roles: list[str] = plain(list)
    quality: str = choice(Quality, Quality.UNKNOWN)
    stance: str = choice(Stance, Stance.UNKNOWN)
    influence: str = choice(Influence, Influence.UNKNOWN)
    assumed: bool = False
    placeholder: bool = False
    primary_contact: bool = False
    person: str | None = Field(default=None, index=True)
    reports_to_id: int | None = refers_to("stakeholder")
    email: str = ""
    phone: str = ""
    frequency: str = choice(Frequency, Frequency.AS_NEEDED)
    left_on: date | None = None
    outreach_what: str = ""
    outreach_due: date | None = None
    outreach_done_on: date | None = None
    external_ids: dict[str, Any] = plain(dict)
    notes: str = ""


class QualityChange(Record, table=True):
    """A dated change of relationship quality (rule M-2)."""

    __tablename__ = "quality_change"

    account_id: int = belongs_to("account")
    stakeholder_id: int = belongs_to("stakeholder")
    on: date
    quality: str = choice(Quality)


class MapReview(Record, table=True):
    """The day an account's map was marked reviewed (rule Y-4), with the minutes where the cockpit timed it."""

    __tablename__ = "map_review"

    account_id: int = belongs_to("account")
    on: date
    minutes: int | None = None
