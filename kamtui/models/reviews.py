"""The user's own reviews and assessments of the whole portfolio."""

from datetime import date, datetime
from typing import Any

from kamtui.domain.reviews import ReviewKind
from kamtui.models.columns import Record, choice, may_belong_to, moment, plain


class Review(Record, table=True):
    """A review, finished or under way (rules F-1, F-2, Y-4).

    `unsaved_line` and `unsaved_priority` are what was typed on the screen and not entered yet. `place` is the step at
    which a guided one stands, `notes` holds what was written at each step (the month-end review keeps the priority of
    each account by the account's uid), and `figures` the numbers that the next one is compared with.
    """

    kind: str = choice(ReviewKind, ReviewKind.FRIDAY)
    started_at: datetime = moment(required=True)
    ended_at: datetime | None = moment()
    step: int = 0
    seconds: int = 0
    summary: str = ""
    priorities: list[str] = plain(list)
    unsaved_line: str = ""
    unsaved_priority: str = ""
    account_id: int | None = may_belong_to("account")
    place: str = ""
    notes: dict[str, Any] = plain(dict)
    figures: dict[str, Any] = plain(dict)


class Assessment(Record, table=True):
    """A readiness assessment (rule A-1)."""

    on: date
    scores: dict[str, Any] = plain(dict)
    findings: dict[str, Any] = plain(dict)
