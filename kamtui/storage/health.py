"""What stands beside the four signals of one account, and every check, score and check-in it had."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kamtui.domain.commitments import Promises, Side
from kamtui.domain.evidence import Evidence, Reviewed, evidence
from kamtui.domain.health import Colour, Rating, Signal, Trend, colour, ratings, trend
from kamtui.domain.touchpoints import Balance, Touch, touch_balance
from kamtui.storage.commitments import kept_by
from kamtui.storage.rows import day

TOUCHES = """
SELECT date(at, 'localtime'), channel, transactional, tone, response_hours, initiated_by FROM touchpoint
WHERE account_id = :account AND NOT internal AND date(at, 'localtime') <= :today ORDER BY at, id
"""

REFERRED = """SELECT "on" FROM referral WHERE account_id = :account AND "on" <= :today"""

REVIEWED = """
SELECT coalesce(date(ended_at, 'localtime'), scheduled_on), rating FROM qbr
WHERE account_id = :account AND state IN ('held', 'followed_up')
"""
KNOWN_SINCE = "SELECT coalesce(client_since, created_on) FROM account WHERE id = :account"

HISTORY = """
SELECT id, uid, "on", notes, minutes, response_time, meeting_engagement, referral_activity, tone FROM health_check
WHERE account_id = :account AND "on" <= :today ORDER BY "on", id
"""

SCORES = """
SELECT id, uid, kind, value, "on", source FROM score WHERE account_id = :account ORDER BY "on" DESC, id DESC
"""

CHECK_INS = """
SELECT id, uid, account_id, health_check_id, opened_on, due, question, done_on, discovered, action FROM check_in
WHERE account_id = :account ORDER BY opened_on DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class HeldCheck:
    """One check as it was held; `trend` is against the one before it, None for the first."""

    id: int
    uid: str
    on: date
    ratings: Mapping[Signal, Rating]
    notes: str
    minutes: int | None
    trend: Trend | None

    @property
    def colour(self) -> Colour:
        """What it says (rule H-2)."""
        return colour(self.ratings)


@dataclass(frozen=True, slots=True)
class GivenScore:
    """A score that the client gave (rule H-9)."""

    id: int
    uid: str
    kind: str
    value: float
    on: date
    source: str

    @property
    def words(self) -> str:
        """As in "NPS 40" or "CSAT 8.5"."""
        return f"{self.kind.upper()} {self.value:g}"


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """A check-in, open until `done_on` (rule H-6)."""

    id: int
    uid: str
    account_id: int
    check_id: int | None
    opened_on: date
    due: date
    question: str
    done_on: date | None
    discovered: str
    action: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything a health check is made beside: evidence, what was said before, scores, promises, the touch balance.

    Checks, scores and check-ins are newest first.
    """

    evidence: Evidence
    balance: Balance
    checks: tuple[HeldCheck, ...]
    scores: tuple[GivenScore, ...]
    check_ins: tuple[CheckInRow, ...]
    promises: Promises

    @property
    def last(self) -> HeldCheck | None:
        """The newest check."""
        return self.checks[0] if self.checks else None

    @property
    def open_check_in(self) -> CheckInRow | None:
        """The check-in that is still open."""
        return next((one for one in self.check_ins if one.done_on is None), None)

    def before(self, today: date) -> HeldCheck | None:
        """The newest check that was not held today."""
        return next((one for one in self.checks if one.on < today), None)

    def held_on(self, today: date) -> HeldCheck | None:
        """The check of this day, which a second one would update."""
        return self.checks[0] if self.checks and self.checks[0].on == today else None


def beside(connection: sqlite3.Connection, account_id: int, today: date) -> Beside:
    """Everything a health check of this account is made beside (rules H-5, H-9, I-5, C-2)."""
    asked = {"account": account_id}
    touches = _touches(connection, account_id, today)
    return Beside(
        _evidence(connection, account_id, today, touches),
        touch_balance(touches, today),
        tuple(reversed(history(connection, account_id, today))),
        tuple(
            GivenScore(key, uid, kind, value, date.fromisoformat(on), source)
            for key, uid, kind, value, on, source in connection.execute(SCORES, asked).fetchall()
        ),
        check_ins(connection, account_id),
        kept_by(connection, account_id, Side.OURS, today),
    )


def history(connection: sqlite3.Connection, account_id: int, today: date) -> list[HeldCheck]:
    """Every check up to today, oldest first, each with its trend against the one before (rule H-4)."""
    rows = connection.execute(HISTORY, {"account": account_id, "today": today.isoformat()}).fetchall()
    rated = [ratings(*row[5:]) for row in rows]
    trends = [None, *(trend(later, earlier) for earlier, later in pairwise(rated))]
    return [
        HeldCheck(key, uid, date.fromisoformat(on), given, notes, minutes, direction)
        for (key, uid, on, notes, minutes, *_), given, direction in zip(rows, rated, trends, strict=False)
    ]


def check_ins(connection: sqlite3.Connection, account_id: int) -> tuple[CheckInRow, ...]:
    """Every check-in of an account, the newest first (rule H-6)."""
    return tuple(check_in_row(row) for row in connection.execute(CHECK_INS, {"account": account_id}).fetchall())


def check_in_row(row: tuple[int, str, int, int | None, str, str, str, str | None, str, str]) -> CheckInRow:
    """A check-in from its stored columns."""
    key, uid, account, check, opened, due, question, done, discovered, action = row
    return CheckInRow(
        key, uid, account, check, date.fromisoformat(opened), date.fromisoformat(due), question, day(done),
        discovered, action,
    )  # fmt: skip


def _touches(connection: sqlite3.Connection, account_id: int, today: date) -> list[Touch]:
    rows = connection.execute(TOUCHES, {"account": account_id, "today": today.isoformat()}).fetchall()
    return [
        Touch(
            on=date.fromisoformat(on), channel=channel, transactional=bool(transactional), tone=tone,
            response_hours=hours, initiated_by=initiator,
        )
        for on, channel, transactional, tone, hours, initiator in rows
    ]  # fmt: skip


def _evidence(connection: sqlite3.Connection, account_id: int, today: date, touches: list[Touch]) -> Evidence:
    asked = {"account": account_id, "today": today.isoformat()}
    referred = [date.fromisoformat(on) for (on,) in connection.execute(REFERRED, asked).fetchall()]
    reviews = [Reviewed(date.fromisoformat(on), rated) for on, rated in connection.execute(REVIEWED, asked).fetchall()]
    known = connection.execute(KNOWN_SINCE, asked).fetchone()
    return evidence(touches, referred, today, day(known[0]) if known else None, reviews)
