"""Guided reviews in the file: the one under way, the last one of its kind, and all that were finished."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kamtui.domain.catalogue import activity_named
from kamtui.domain.dates import Period, period_of
from kamtui.domain.guided import END, GUIDED, Guided, GuidedKind, GuidedStep, guided_for
from kamtui.domain.practice import Practice
from kamtui.domain.reviews import SECONDS_PER_MINUTE, ReviewKind
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import moment, words

LEFT = """
SELECT id, started_at, place, seconds, summary, priorities, unsaved_priority, notes, figures FROM review
WHERE kind = :kind AND account_id IS :account AND ended_at IS NULL ORDER BY started_at DESC, id DESC LIMIT 1
"""

KEPT = """
SELECT r.id, r.kind, date(r.ended_at, 'localtime') AS ended, r.started_at, r.ended_at, r.seconds, r.summary,
       r.priorities, r.notes, r.figures, r.account_id, coalesce(a.name, '')
FROM review r LEFT JOIN account a ON a.id = r.account_id
WHERE r.ended_at IS NOT NULL AND (:kind IS NULL OR r.kind = :kind) AND (:kind IS NULL OR r.account_id IS :account)
  AND ended <= :today
ORDER BY r.ended_at DESC, r.id DESC LIMIT :most
"""

NAMES = "SELECT uid, name FROM account"


@dataclass(frozen=True, slots=True)
class GuidedUnderWay:
    """A guided review that was begun and not finished, as it was left; `unsaved` is half-typed text."""

    id: int
    started_at: datetime
    review: Guided
    summary: str = ""
    unsaved: str = ""


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review that was finished: what was written in it, and the numbers that the next one is compared with."""

    id: int
    kind: ReviewKind
    on: date
    minutes: int
    summary: str
    chosen: tuple[str, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    account_id: int | None = None
    account: str = ""

    @property
    def title(self) -> str:
        """What kind of review it was."""
        known = GUIDED.get(self.kind)
        return known.title if known is not None else "Friday review"


@dataclass(frozen=True, slots=True)
class GuidedPage:
    """What a guided review shows: its steps, the last one of its kind, and the account it is about."""

    kind: GuidedKind
    steps: tuple[GuidedStep, ...]
    last: PastReview | None
    account: AccountRow | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    """The numbers of today that the review keeps, for the next one to compare with."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its steps, in order."""
        return tuple(step.key for step in self.steps)


def end_step(kind: GuidedKind) -> GuidedStep:
    """The last step, the same for all."""
    return GuidedStep(END, kind.chosen, nothing="Nothing was noted at the steps. n writes a line of your own.")


def left(connection: sqlite3.Connection, kind: ReviewKind, account_id: int | None = None) -> GuidedUnderWay | None:
    """The review of this kind that was left open, or None (rule F-2)."""
    row = connection.execute(LEFT, {"kind": kind, "account": account_id}).fetchone()
    if row is None:
        return None
    key, started, place, seconds, summary, chosen, unsaved, notes, figures = row
    review = Guided(place, max(0, seconds), words(chosen), texts(notes), numbers(figures))
    return GuidedUnderWay(key, datetime.fromisoformat(started), review, summary, unsaved)


def finished(
    connection: sqlite3.Connection, today: date, kind: ReviewKind | None = None, account_id: int | None = None,
    most: int = 200,
) -> list[PastReview]:  # fmt: skip
    """The reviews that were finished up to today, the latest first: all, or those of a kind and an account."""
    asked = {"kind": kind, "account": account_id, "today": today.isoformat(), "most": most}
    return [_kept(row) for row in connection.execute(KEPT, asked).fetchall()]


def last(
    connection: sqlite3.Connection, kind: ReviewKind, today: date, account_id: int | None = None
) -> PastReview | None:
    """The latest finished review of a kind, or None."""
    found = finished(connection, today, kind, account_id, most=1)
    return found[0] if found else None


def account_names(connection: sqlite3.Connection) -> dict[str, str]:
    """The names of all accounts by uid, for notes that are kept by account."""
    return dict(connection.execute(NAMES).fetchall())


def period_for(activity: str, today: date, practice: Practice, account: AccountRow | None = None) -> Period | None:
    """The period in which a review finished today completes its activity; None where it is never asked for (Y-5)."""
    tier = account.tier if account is not None else None
    cadence = activity_named(activity, practice.catalogue).cadence_for(tier)
    return period_of(today, cadence, practice.calendar.fiscal_start) if cadence is not None else None


def page(
    connection: sqlite3.Connection, activity: str, today: date, practice: Practice, account_id: int | None = None
) -> GuidedPage:
    """Everything that the guided review of an activity shows. Raises KeyError for an activity without one."""
    from kamtui.storage import guided_account, guided_expansion, guided_health, month_end, readiness

    kind = guided_for(activity)
    if kind is None:
        raise KeyError(activity)
    before = last(connection, kind.kind, today, account_id)
    makers = {
        ReviewKind.MONTH_END: month_end.month_end,
        ReviewKind.EXPANSION_STRATEGY: guided_expansion.expansion_strategy,
        ReviewKind.PORTFOLIO_HEALTH: guided_health.portfolio_health,
        ReviewKind.READINESS_ASSESSMENT: readiness.assessment_steps,
    }
    if kind.per_account:
        rows = accounts(connection, today, practice, account_id) if account_id is not None else []
        if not rows:
            return GuidedPage(kind, (end_step(kind),), before)
        steps = guided_account.relationship_review(connection, rows[0], today, practice)
        return GuidedPage(kind, (*steps, end_step(kind)), before, rows[0])
    steps, figures = makers[kind.kind](connection, today, practice, before)
    return GuidedPage(kind, (*steps, end_step(kind)), before, None, figures)


def texts(stored: str) -> dict[str, str]:
    """A stored object of texts; what is no text is left out."""
    found: Any = json.loads(stored) if stored else {}
    return (
        {str(key): value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
    )


def numbers(stored: str) -> dict[str, float]:
    """A stored object of numbers; what is no number is left out."""
    found: Any = json.loads(stored) if stored else {}
    if not isinstance(found, dict):
        return {}
    return {str(k): v for k, v in found.items() if isinstance(v, int | float) and not isinstance(v, bool)}


def _kept(row: tuple[Any, ...]) -> PastReview:
    key, kind, on, started, ended, seconds, summary, chosen, notes, figures, account_id, account = row
    begun, over = moment(started), moment(ended)
    whole = int((over - begun).total_seconds()) if begun and over else 0
    minutes = (seconds or max(0, whole)) // SECONDS_PER_MINUTE
    return PastReview(
        key, ReviewKind(kind), date.fromisoformat(on), minutes, summary, words(chosen), texts(notes), numbers(figures),
        account_id, account,
    )  # fmt: skip
