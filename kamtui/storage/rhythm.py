"""What the rhythm is computed from: each account's duties with everything that completed them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from kamtui.domain.accounts import Status, Tier
from kamtui.domain.capacity import Minutes, learned
from kamtui.domain.catalogue import Activity, Scope
from kamtui.domain.dates import Calendar
from kamtui.domain.frozen import frozen
from kamtui.domain.period_keys import key_in, named
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import Duty, Mark, OccurrenceState
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.rows import day

COMPLETIONS = """
SELECT account_id, 'health_check' AS activity, "on" AS done FROM health_check WHERE "on" >= :since
UNION ALL SELECT account_id, 'value_touchpoint', date(at, 'localtime') FROM touchpoint
  WHERE NOT transactional AND NOT internal AND at >= :since
UNION ALL SELECT account_id, 'map_review', "on" FROM map_review WHERE "on" >= :since
UNION ALL SELECT account_id, 'qbr', coalesce(date(ended_at, 'localtime'), scheduled_on) FROM qbr
  WHERE state IN ('held', 'followed_up') AND coalesce(ended_at, scheduled_on) >= :since
UNION ALL SELECT account_id, 'plan_review', frozen_on FROM plan_version WHERE frozen_on >= :since
UNION ALL SELECT account_id, 'plan_rewrite', frozen_on FROM plan_version WHERE rewrite AND frozen_on >= :since
UNION ALL SELECT NULL, kind || '_review', date(ended_at, 'localtime') FROM review
  WHERE ended_at IS NOT NULL AND ended_at >= :since AND kind IN ('friday', 'month_end')
UNION ALL SELECT NULL, 'readiness_assessment', "on" FROM assessment WHERE "on" >= :since
"""

MARKS = """
SELECT account_id, activity, period, state, "on", "to", reason FROM occurrence WHERE "on" >= :since ORDER BY "on", id
"""

SPELLS = """
SELECT account_id, "on", from_tier, to_tier FROM tier_change WHERE from_tier IS NOT to_tier
ORDER BY account_id, "on", id
"""

TIMINGS = """
SELECT 'health_check', minutes FROM (SELECT minutes FROM health_check WHERE minutes > 0 ORDER BY "on" DESC LIMIT 40)
UNION ALL SELECT 'map_review', minutes FROM map_review WHERE minutes > 0
UNION ALL SELECT CASE WHEN rewrite THEN 'plan_rewrite' ELSE 'plan_review' END, minutes FROM plan_version
  WHERE minutes > 0
UNION ALL SELECT 'qbr', sum(p.seconds) / 60.0 FROM qbr q JOIN qbr_phase p ON p.qbr_id = q.id
  WHERE q.state IN ('held', 'followed_up') GROUP BY q.id HAVING sum(p.seconds) >= 60
UNION ALL SELECT CASE WHEN kind IN ('friday', 'month_end') THEN kind || '_review' ELSE kind END, seconds / 60.0
  FROM review
  WHERE kind IN ('friday', 'month_end', 'readiness_assessment') AND ended_at IS NOT NULL AND seconds >= 60
UNION ALL SELECT activity, minutes FROM occurrence WHERE minutes > 0
"""

FINISHED_FRIDAYS = """
SELECT DISTINCT date(ended_at, 'localtime') FROM review WHERE kind = 'friday' AND ended_at IS NOT NULL
"""


@frozen
class Told:
    """What was recorded about the activities: completions and marks by (account, activity)."""

    completions: Mapping[tuple[int | None, str], list[date]]
    marks: Mapping[tuple[int | None, str], list[Mark]]


def told(connection: sqlite3.Connection, since: date, calendar: Calendar) -> Told:
    """Read what was done, skipped and snoozed since a day.

    What was marked done on a day of its period counts on that day, like any record (rule Y-5), so that it still counts
    when the activity comes round at other times now. Other marks keep to their period, by the key that it has in the
    calendar's fiscal year.
    """
    asked = {"since": since.isoformat()}
    completions: dict[tuple[int | None, str], list[date]] = defaultdict(list)
    for account, activity, done in connection.execute(COMPLETIONS, asked).fetchall():
        completions[account, activity].append(date.fromisoformat(done))
    marks: dict[tuple[int | None, str], list[Mark]] = defaultdict(list)
    for account, activity, period, state, on, to, reason in connection.execute(MARKS, asked).fetchall():
        made, meant = date.fromisoformat(on), named(period)
        if state == OccurrenceState.DONE and meant is not None and made in meant:
            completions[account, activity].append(made)
        else:
            key = key_in(period, calendar.fiscal_start)
            marks[account, activity].append(Mark(key, OccurrenceState(state), made, day(to), reason))
    return Told(completions, marks)


def duties(
    accounts: Iterable[AccountRow], recorded: Told, practice: Practice, started_on: date | None
) -> list[tuple[Duty, AccountRow | None]]:
    """What is to be done now: for each account that is a client, and for the portfolio.

    `started_on` is the day the first account was added; the portfolio's own work begins then, and without accounts
    there is none.
    """
    found: list[tuple[Duty, AccountRow | None]] = []
    for account in accounts:
        if account.open:
            found += [(each, account) for each in _of_account(account, recorded, practice)]
    for activity in practice.catalogue:
        cadence = activity.cadence_for(None)
        if activity.scope is Scope.PORTFOLIO and cadence is not None and started_on is not None:
            key = (None, activity.name)
            duty = Duty(
                activity, cadence, entered_on=max(started_on, activity.since_for(None)),
                completions=recorded.completions.get(key, ()), marks=recorded.marks.get(key, ()),
            )  # fmt: skip
            found.append((duty, None))
    return found


def _of_account(account: AccountRow, recorded: Told, practice: Practice) -> list[Duty]:
    return _spell(account, account.tier, account.entered_on, date.max, recorded, practice)


def past_duties(
    connection: sqlite3.Connection, accounts: Iterable[AccountRow], recorded: Told, practice: Practice,
    started_on: date | None,
) -> list[Duty]:  # fmt: skip
    """Every duty of the last years, a tier's spell for itself, as adherence counts them (rule Y-9)."""
    spells: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for owner, on, _, to_tier in connection.execute(SPELLS).fetchall():
        spells[owner].append((date.fromisoformat(on), to_tier))
    rows = list(accounts)
    found = [duty for duty, account in duties(rows, recorded, practice, started_on) if account is None]
    for account in rows:
        if account.status == Status.ENDED:
            continue
        history = spells[account.id] or [(account.created_on, int(account.tier))]
        ends = [on for on, _ in history[1:]] + [date.max]
        for (entered, tier), until in zip(history, ends, strict=True):
            found += _spell(account, Tier(tier), entered, until, recorded, practice)
    return found


def _spell(
    account: AccountRow, tier: Tier, entered: date, until: date, recorded: Told, practice: Practice
) -> list[Duty]:
    found = []
    for activity in practice.catalogue:
        cadence = activity.cadence_for(tier)
        if activity.scope is Scope.ACCOUNT and cadence is not None:
            key = (account.id, activity.name)
            done, marks = recorded.completions.get(key, ()), recorded.marks.get(key, ())
            since = max(entered, activity.since_for(tier))
            found.append(Duty(activity, cadence, account.slot, tier, since, until, done, marks))
    return found


def started(accounts: Iterable[AccountRow]) -> date | None:
    """The day the first account was added."""
    return min((account.created_on for account in accounts), default=None)


def taken(connection: sqlite3.Connection) -> dict[str, list[float]]:
    """The minutes that work timed in the cockpit took, by activity (rule Y-17)."""
    found: dict[str, list[float]] = defaultdict(list)
    for activity, minutes in connection.execute(TIMINGS).fetchall():
        found[activity].append(minutes)
    return found


def timings(connection: sqlite3.Connection, catalogue: Iterable[Activity]) -> dict[str, Minutes]:
    """The minutes to plan each activity with (rule Y-17)."""
    found = taken(connection)
    return {activity.name: learned(activity, found.get(activity.name, ())) for activity in catalogue}


def finished_fridays(connection: sqlite3.Connection) -> list[date]:
    """The local days on which a Friday review was finished (rule F-3)."""
    return [date.fromisoformat(on) for (on,) in connection.execute(FINISHED_FRIDAYS).fetchall()]
