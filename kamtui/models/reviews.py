"""The user's own reviews and assessments of the whole portfolio."""

from datetime import date, datetime
from typing import Any

from kamtui.domain.reviews import ReviewKind
from kamtui.models.columns import Record, choice, moment, plain


class Review(Record, table=True):
    """A Friday or month-end review, finished or under way (rules F-1, F-2).

    `unsaved_line` and `unsaved_priority` are what was typed on the screen and not entered yet.
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


class Assessment(Record, table=True):
    """A readiness assessment (rule A-1)."""

    on: date
    scores: dict[str, Any] = plain(dict)
    findings: dict[str, Any] = plain(dict)
