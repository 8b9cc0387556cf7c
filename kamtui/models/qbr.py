"""Quarterly business reviews and their notes, phase by phase."""

from datetime import date, datetime
from typing import Any

from kamtui.domain.qbr import Phase, QbrState
from kamtui.models.columns import Record, belongs_to, choice, moment, plain


class Qbr(Record, table=True):
    """One business review (rules Q-2, Q-3, Q-7 to Q-9)."""

    account_id: int = belongs_to("account")
    scheduled_on: date
    state: str = choice(QbrState, QbrState.PLANNED)
    started_at: datetime | None = moment()
    ended_at: datetime | None = moment()
    followed_up_at: datetime | None = moment()
    prep: dict[str, Any] = plain(dict)
    participants: list[dict[str, Any]] = plain(list)
    rating: int | None = None
    learned: str = ""


class QbrPhase(Record, table=True):
    """The time used in a phase and the notes taken in it (rules Q-1, Q-4)."""

    __tablename__ = "qbr_phase"

    qbr_id: int = belongs_to("qbr")
    phase: str = choice(Phase)
    seconds: int = 0
    notes: str = ""
