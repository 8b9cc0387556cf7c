"""Touchpoints, who was there, and referrals."""

from datetime import date, datetime

from kamtui.domain.touchpoints import Channel, Initiator, Tone
from kamtui.models.columns import Record, belongs_to, choice, maybe, moment, number, refers_to


class Touchpoint(Record, table=True):
    """One contact with a client, or an internal note that is none (rules I-1, I-4)."""

    account_id: int = belongs_to("account")
    at: datetime = moment(required=True)
    channel: str = choice(Channel, Channel.OTHER)
    initiated_by: str = choice(Initiator, Initiator.US)
    transactional: bool = True
    internal: bool = False
    tone: str | None = maybe(Tone)
    response_hours: float | None = number()
    minutes: int | None = None
    summary: str = ""
    next_step: str = ""
    next_step_due: date | None = None
    next_step_done_on: date | None = None


class TouchpointPerson(Record, table=True):
    """Somebody who took part in a touchpoint."""

    __tablename__ = "touchpoint_person"

    touchpoint_id: int = belongs_to("touchpoint")
    stakeholder_id: int = belongs_to("stakeholder")


class Referral(Record, table=True):
    """Somebody recommended us (rule I-6)."""

    account_id: int = belongs_to("account")
    on: date
    referrer_id: int | None = refers_to("stakeholder")
    referred: str
    solicited: bool = False
    outcome: str = ""
