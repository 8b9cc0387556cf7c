"""The quarterly tier review as it is shown: suggestions, what was decided, and what it costs (rules T-5, Y-15)."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import Work, capacity
from kamtui.domain.catalogue import activity_named
from kamtui.domain.dates import Cadence, Period, period_of
from kamtui.domain.practice import Practice
from kamtui.domain.slots import Slotted, loads
from kamtui.domain.tier_review import Load, Reviewed, Suggestion, load_of, suggestions
from kamtui.storage import rhythm
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import day

TIER_REVIEW = "tier_review"

REFERRALS = """SELECT account_id, max("on") FROM referral WHERE "on" <= :today GROUP BY account_id"""

DECIDED = """
SELECT account_id, "on", reason FROM occurrence WHERE activity = 'tier_review' AND period = :period AND state = 'done'
ORDER BY id
"""

MOVED = """
SELECT account_id, "on", reason FROM tier_change WHERE "on" BETWEEN :first AND :last AND from_tier IS NOT NULL
AND from_tier <> to_tier ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one account in this review: the tier it stays in or has moved to, and why."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the review: what is suggested, and what was decided in its period already."""

    row: AccountRow
    suggestion: Suggestion
    kept: Decision | None
    moved: Decision | None

    @property
    def open(self) -> bool:
        """Whether another tier is suggested and nothing was decided yet."""
        return self.suggestion.differs and self.kept is None


@dataclass(frozen=True, slots=True)
class TierReview:
    """The tier review of a period: `lines` by what is open, then by name; `done_on` once it was finished.

    `now` is what the tiers cost as they are, `then` what they would cost with every open suggestion accepted, both
    planned with the learned `minutes` of each activity (rule Y-17).
    """

    period: Period
    lines: tuple[Line, ...]
    not_ranked: int
    done_on: date | None
    now: Load
    then: Load
    rows: tuple[AccountRow, ...]
    minutes: Mapping[str, int]

    @property
    def open(self) -> int:
        """How many suggestions wait for a decision."""
        return sum(line.open for line in self.lines)


def the_review(connection: sqlite3.Connection, today: date, practice: Practice) -> TierReview:
    """Suggestions for every active account, with what this period's review has decided so far (rules T-5, T-6)."""
    rows = [row for row in accounts(connection, today, practice) if row.open]
    period = review_period(today, practice)
    referred = dict(connection.execute(REFERRALS, {"today": today.isoformat()}).fetchall())
    decided = connection.execute(DECIDED, {"period": period.key}).fetchall()
    kept = {key: Decision(date.fromisoformat(on), reason) for key, on, reason in decided}
    between = {"first": period.start.isoformat(), "last": period.end.isoformat()}
    moves = connection.execute(MOVED, between).fetchall()
    moved = {key: Decision(date.fromisoformat(on), reason) for key, on, reason in moves}
    found = suggestions([_reviewed(row, referred.get(row.id)) for row in rows], today)
    by_key = {row.id: row for row in rows}
    lines = [Line(by_key[one.account_id], one, kept.get(one.account_id), moved.get(one.account_id)) for one in found]
    finished = kept.get(None)
    minutes = {name: each.planned for name, each in rhythm.timings(connection, practice.catalogue).items()}
    would = {line.row.id: line.suggestion.tier for line in lines if line.open}
    return TierReview(
        period=period,
        lines=tuple(sorted(lines, key=lambda line: not line.open)),
        not_ranked=len(rows) - len(lines),
        done_on=finished.on if finished else None,
        now=cost(rows, {}, minutes, today, practice),
        then=cost(rows, would, minutes, today, practice),
        rows=tuple(rows),
        minutes=minutes,
    )


def review_period(today: date, practice: Practice) -> Period:
    """The period whose tier review counts today: a quarter, unless the catalogue was changed (rule Y-4)."""
    cadence = activity_named(TIER_REVIEW, practice.catalogue).cadence_for(None) or Cadence.QUARTERLY
    return period_of(today, cadence, practice.calendar.fiscal_start)


def cost(
    rows: Sequence[AccountRow], tiers: Mapping[int, Tier], minutes: Mapping[str, int], today: date, practice: Practice
) -> Load:
    """What the accounts ask for with some of them in other `tiers` (rules Y-3, Y-15)."""
    placed = [(row, tiers.get(row.id, row.tier)) for row in rows]
    learned = [replace(each, minutes=minutes.get(each.name, each.minutes)) for each in practice.catalogue]
    work = Work(Counter(tier for _, tier in placed), practice.catalogue, minutes)
    month = capacity(work, today, practice.friday_minutes, practice.month_end_minutes, None, practice.calendar)
    return load_of(loads([Slotted(row.uid, tier, row.slot) for row, tier in placed], learned), month)


def _reviewed(row: AccountRow, last_referral: str | None) -> Reviewed:
    return Reviewed(
        id=row.id, tier=row.tier, current_value=row.current_value, potential_value=row.potential_value,
        status=row.status, last_referral=day(last_referral),
    )  # fmt: skip
