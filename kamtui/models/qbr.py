"""Quarterly business reviews and their notes, phase by phase."""

from datetime import date, datetime
from typing import Any

from kamtui.domain.qbr import Phase, QbrState
from kamtui.models.columns import Record, belongs_to, choice, maybe, moment, plain


class Qbr(Record, table=True):
    """One business review (rules Q-2 to Q-4, Q-7 to Q-9).

    `phase` is where the meeting is and `counted_at` up to when its clock was counted. `follow_up` is the text that
    goes out, and `follow_up_parts` says why a part of it is left out.
    """

    account_id: int = belongs_to("account")
    scheduled_on: date
    state: str = choice(QbrState, QbrState.PLANNED)
    started_at: datetime | None = moment()
    ended_at: datetime | None = moment()
    followed_up_at: datetime | None = moment()
    phase: str | None = maybe(Phase)
    counted_at: datetime | None = moment()
    prep: dict[str, Any] = plain(dict)
    participants: list[dict[str, Any]] = plain(list)
    rating: int | None = None
    learned: str = ""
    follow_up: str = ""
    follow_up_parts: dict[str, Any] = plain(dict)


class QbrPhase(Record, table=True):
    """The time used in a phase and the notes taken in it (rules Q-1, Q-4)."""

    __tablename__ = "qbr_phase"

    qbr_id: int = belongs_to("qbr")
    phase: str = choice(Phase)
    seconds: int = 0
    notes: str = ""
