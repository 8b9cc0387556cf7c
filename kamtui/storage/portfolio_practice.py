"""How the practice itself is kept: reviews held, follow-ups, issues, first value, and where the minutes went."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from kamtui.domain.attention import Spent, Took, touch_minutes
from kamtui.domain.dates import local_date
from kamtui.domain.deadlines import FOLLOW_UP, sent_on_time
from kamtui.domain.issues import COUNTED, Issue, Standing, Targets, standing
from kamtui.domain.practice import Practice
from kamtui.domain.qbr import words
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.rows import moment

REVIEWS = """
SELECT q.account_id, q.scheduled_on, a.tier, q.state FROM qbr q JOIN account a ON a.id = q.account_id
WHERE q.scheduled_on BETWEEN :since AND :today
  AND (q.scheduled_on < :today OR q.state IN ('held', 'followed_up', 'cancelled'))
ORDER BY q.scheduled_on DESC, q.id
"""

FOLLOW_UPS = """
SELECT account_id, ended_at, followed_up_at FROM qbr
WHERE state IN ('held', 'followed_up') AND ended_at IS NOT NULL AND date(ended_at, 'localtime') > :since
  AND date(ended_at, 'localtime') <= :today ORDER BY ended_at DESC, id
"""

ISSUES = """
SELECT account_id, title, severity, opened_at, resolved_at, status FROM issue
WHERE date(opened_at, 'localtime') > :since AND date(opened_at, 'localtime') <= :today ORDER BY opened_at DESC, id
"""

TOUCHES = """
SELECT account_id, channel, minutes FROM touchpoint
WHERE NOT internal AND date(at, 'localtime') > :since AND date(at, 'localtime') <= :today
"""

HELD = """
SELECT q.account_id, (SELECT coalesce(sum(seconds), 0) FROM qbr_phase WHERE qbr_id = q.id) FROM qbr q
WHERE q.state IN ('held', 'followed_up') AND coalesce(date(q.ended_at, 'localtime'), q.scheduled_on) > :since
  AND coalesce(date(q.ended_at, 'localtime'), q.scheduled_on) <= :today
"""

DESK = """
SELECT account_id, 'health_check', minutes FROM health_check WHERE "on" > :since AND "on" <= :today
UNION ALL SELECT account_id, 'map_review', minutes FROM map_review WHERE "on" > :since AND "on" <= :today
UNION ALL SELECT account_id, CASE WHEN rewrite THEN 'plan_rewrite' ELSE 'plan_review' END, minutes FROM plan_version
  WHERE frozen_on > :since AND frozen_on <= :today
UNION ALL SELECT account_id, activity, minutes FROM occurrence
  WHERE state = 'done' AND account_id IS NOT NULL AND "on" > :since AND "on" <= :today AND activity NOT IN
  ('health_check', 'value_touchpoint', 'map_review', 'qbr', 'plan_review', 'plan_rewrite')
"""

RECOMMENDED = """
SELECT r.account_id, r."on", coalesce(s.name, ''), r.referred, r.solicited, r.outcome
FROM referral r LEFT JOIN stakeholder s ON s.id = r.referrer_id
WHERE r."on" > :since AND r."on" <= :today ORDER BY r."on" DESC, r.id DESC
"""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A referral: who of the account recommended us to whom, and what came of it (rule I-6)."""

    account_id: int
    on: date
    referrer: str
    referred: str
    solicited: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was kept or not: a review held, a follow-up sent in time, an issue resolved in time.

    `group` is what it is also counted under: the tier of the account, the severity of the issue.
    """

    account_id: int
    on: date
    kept: bool
    group: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """So many of so many, and which."""

    rows: tuple[Judged, ...] = ()

    @property
    def kept(self) -> int:
        """How many were kept."""
        return sum(row.kept for row in self.rows)

    @property
    def of(self) -> int:
        """How many there were to keep."""
        return len(self.rows)

    @property
    def share(self) -> float | None:
        """The part that was kept, 0 to 1; None where there was nothing to keep."""
        return self.kept / self.of if self.rows else None

    def under(self, group: str) -> "Kept":
        """Those of one group."""
        return Kept(tuple(row for row in self.rows if row.group == group))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that there are, in order."""
        return tuple(sorted({row.group for row in self.rows}))


def reviews(connection: sqlite3.Connection, today: date, since: date) -> Kept:
    """Reviews held of those scheduled in the twelve months, grouped by tier; one of today still has time (Q-10)."""
    found = connection.execute(REVIEWS, _span(today, since)).fetchall()
    return Kept(
        tuple(
            Judged(owner, date.fromisoformat(on), state in ("held", "followed_up"), str(tier), words(state))
            for owner, on, tier, state in found
        )
    )


def follow_ups(connection: sqlite3.Connection, today: date, since: date) -> Kept:
    """Follow-ups sent within 24 hours (rule Q-7); one that still has time counts neither way."""
    found = []
    for owner, ended, sent in connection.execute(FOLLOW_UPS, _span(today, since)).fetchall():
        end, out = moment(ended), moment(sent)
        assert end is not None  # noqa: S101  the statement leaves out rows without it
        held = local_date(end)
        if out is not None:
            hours = round((out - end).total_seconds() / 3600)
            found.append(Judged(owner, held, sent_on_time(end, out), what=f"sent after {hours} h"))
        elif local_date(end + FOLLOW_UP) < today:
            found.append(Judged(owner, held, False, what="not sent"))
    return Kept(tuple(found))


def service_levels(
    connection: sqlite3.Connection, today: date, since: date, targets: Targets, now: datetime | None = None
) -> Kept:
    """Issues resolved within their target, by severity (rule S-2), as it stands now or at the beginning of today.

    One that still has time counts neither way, nor one that was resolved nobody knows when.
    """
    now = now or datetime.combine(today, time()).astimezone()
    found = []
    for owner, title, severity, opened, ended, status in connection.execute(ISSUES, _span(today, since)).fetchall():
        begin = moment(opened)
        assert begin is not None  # noqa: S101  the column is never empty
        stands = standing(Issue(title, severity, begin, status, resolved_at=moment(ended)), now, targets)
        if stands in COUNTED:
            found.append(Judged(owner, local_date(begin), stands is Standing.MET, severity, title))
    return Kept(tuple(found))


def recommended(connection: sqlite3.Connection, today: date, since: date) -> tuple[Recommended, ...]:
    """The referrals of the twelve months, the newest first (rules I-6, R-7)."""
    return tuple(
        Recommended(owner, date.fromisoformat(on), referrer, referred, bool(solicited), outcome)
        for owner, on, referrer, referred, solicited, outcome in connection.execute(
            RECOMMENDED, _span(today, since)
        ).fetchall()
    )


def middle(days: Iterable[int]) -> float | None:
    """The median; None where there is nothing."""
    known = list(days)
    return median(known) if known else None


def spent(
    connection: sqlite3.Connection, rows: Iterable[AccountRow], today: date, since: date, practice: Practice
) -> list[Spent]:
    """The minutes of touchpoints, business reviews and everything the rhythm asks for, by open account (rule R-9)."""
    taken: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    asked = _span(today, since)
    for owner, channel, minutes in connection.execute(TOUCHES, asked).fetchall():
        taken[owner][channel].append(touch_minutes(channel, minutes))
    usual = {each.name: each.minutes for each in practice.catalogue}
    for owner, seconds in connection.execute(HELD, asked).fetchall():
        taken[owner]["qbr"].append(seconds / 60 if seconds else usual["qbr"])
    for owner, activity, minutes in connection.execute(DESK, asked).fetchall():
        taken[owner][activity].append(usual.get(activity, 0) if minutes is None else minutes)
    return [
        Spent(
            row.id, row.name, round(sum(sum(each) for each in taken[row.id].values())), row.current_value,
            row.potential_value, _took(taken[row.id]),
        )
        for row in rows
        if row.open
    ]  # fmt: skip


def _took(taken: Mapping[str, Sequence[float]]) -> tuple[Took, ...]:
    found = [Took(what, len(minutes), round(sum(minutes))) for what, minutes in taken.items()]
    return tuple(sorted((each for each in found if each.minutes), key=lambda each: (-each.minutes, each.what)))


def _span(today: date, since: date) -> dict[str, str]:
    return {"today": today.isoformat(), "since": since.isoformat()}
