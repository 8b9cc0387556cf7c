"""The Friday review: where it stands, what was caught this week, what it got done, and what the last one planned."""

import json
import sqlite3
from collections import Counter
from datetime import date, datetime, timedelta

from kamtui.domain.dates import ONE_WEEK, Period, week_of
from kamtui.domain.frozen import frozen
from kamtui.domain.practice import Practice
from kamtui.domain.reviews import SECONDS_PER_MINUTE, Friday, FridayCounts, ReviewKind, resumed
from kamtui.domain.week import WeekItem
from kamtui.storage import deadlines
from kamtui.storage.journal_rows import Image
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import moment, words

UNDER_WAY = """
SELECT id, started_at, step, seconds, summary, priorities, unsaved_line, unsaved_priority FROM review
WHERE kind = :kind AND account_id IS :account AND ended_at IS NULL ORDER BY started_at DESC, id DESC LIMIT 1
"""

LEFT_OPEN = """
SELECT CASE WHEN kind IN ('friday', 'month_end') THEN kind || '_review' ELSE kind END, account_id, max(seconds)
FROM review WHERE ended_at IS NULL GROUP BY kind, account_id
"""

LAST_FINISHED = """
SELECT date(ended_at, 'localtime'), ended_at, seconds, started_at, summary, priorities FROM review
WHERE kind = :kind AND ended_at IS NOT NULL AND date(ended_at, 'localtime') <= :today
ORDER BY ended_at DESC, id DESC LIMIT 1
"""

CAUGHT = """
SELECT date(t.at, 'localtime') AS day, t.at AS place, a.name, 'touchpoint' AS kind,
       replace(t.channel, '_', ' ') AS sort, t.summary
FROM touchpoint t JOIN account a ON a.id = t.account_id WHERE date(t.at, 'localtime') BETWEEN :first AND :last
UNION ALL SELECT t.noted_on, t.noted_on || 'T', a.name, 'trigger', replace(t.kind, '_', ' '), t.heard
FROM expansion_trigger t JOIN account a ON a.id = t.account_id WHERE t.noted_on BETWEEN :first AND :last
UNION ALL SELECT r."on", r."on" || 'T', a.name, 'referral', 'referral', r.referred
FROM referral r JOIN account a ON a.id = r.account_id WHERE r."on" BETWEEN :first AND :last
ORDER BY place DESC, kind, name
"""

CHANGED_SINCE = """
SELECT c.action_id, c.table_name, c.before, c.after FROM journal_action j JOIN journal_change c ON c.action_id = j.id
WHERE j.state = 'done' AND j.batch IS NULL AND j.at >= :since ORDER BY c.id
"""

COUNTS_FOR = timedelta(days=35)
"""How long the priorities of a month-end review are shown."""
HEARD = frozenset({"touchpoint", "expansion_trigger", "referral"})
CHECKED = frozenset({"health_check", "map_review"})
STAMPS = ("done_on", "outreach_done_on", "next_step_done_on", "met_on")
DAYS = ("due", "outreach_due", "next_step_due", "committed_on")
DONE_STATES = frozenset({"kept", "late", "held", "acted", "done", "followed_up", "resolved"})
LEFT_OUT_STATES = frozenset({"waived", "filed", "dropped"})


@frozen
class UnderWay:
    """A Friday review that was begun and not finished, as it was left; the two last fields are half-typed text."""

    id: int
    started_at: datetime
    review: Friday
    summary: str = ""
    unsaved_line: str = ""
    unsaved_priority: str = ""


@frozen
class FinishedReview:
    """A Friday or month-end review that was finished: its local day, minutes, summary, and what it planned."""

    on: date
    minutes: int
    summary: str
    priorities: tuple[str, ...]


@frozen
class Caught:
    """Something heard this week: a touchpoint, a trigger or a referral."""

    on: date
    account: str
    kind: str
    sort: str
    words: str


def under_way(connection: sqlite3.Connection) -> UnderWay | None:
    """The Friday review that was left open, or None (rule F-1)."""
    row = connection.execute(UNDER_WAY, {"kind": ReviewKind.FRIDAY, "account": None}).fetchone()
    if row is None:
        return None
    key, started, step, seconds, summary, priorities, line, priority = row
    friday = resumed(step, seconds, words(priorities))
    return UnderWay(key, datetime.fromisoformat(started), friday, summary, line, priority)


def left_open(connection: sqlite3.Connection) -> dict[tuple[str, int | None], int]:
    """The whole minutes used of every review that is under way, by activity and account (rules F-1, F-2)."""
    found = connection.execute(LEFT_OPEN).fetchall()
    return {(activity, owner): seconds // SECONDS_PER_MINUTE for activity, owner, seconds in found}


def last_finished(
    connection: sqlite3.Connection, today: date, kind: ReviewKind = ReviewKind.FRIDAY
) -> FinishedReview | None:
    """The latest finished review up to today, Friday's unless told otherwise, or None."""
    row = connection.execute(LAST_FINISHED, {"kind": kind, "today": today.isoformat()}).fetchone()
    if row is None:
        return None
    on, ended, seconds, started, summary, priorities = row
    begun, over = moment(started), moment(ended)
    whole = int((over - begun).total_seconds()) if begun and over else 0
    return FinishedReview(date.fromisoformat(on), (seconds or max(0, whole)) // 60, summary, words(priorities))


def still_planned(connection: sqlite3.Connection, today: date) -> FinishedReview | None:
    """The latest review, as long as what it planned still counts: through the week after it."""
    last = last_finished(connection, today)
    return last if last is not None and last.on >= week_of(today).start - ONE_WEEK else None


def of_the_month(connection: sqlite3.Connection, today: date) -> FinishedReview | None:
    """The latest month-end review, as long as its priorities still count: until the next one is due (rule F-2)."""
    last = last_finished(connection, today, ReviewKind.MONTH_END)
    return last if last is not None and last.priorities and last.on >= today - COUNTS_FOR else None


def caught(connection: sqlite3.Connection, week: Period) -> list[Caught]:
    """What was heard in a week, latest first (rule F-1): touchpoints, triggers, referrals."""
    asked = {"first": week.start.isoformat(), "last": week.end.isoformat()}
    return [
        Caught(date.fromisoformat(on), name, kind, sort, said)
        for on, _, name, kind, sort, said in connection.execute(CAUGHT, asked).fetchall()
    ]


def counts(connection: sqlite3.Connection, since: datetime) -> FridayCounts:
    """How much was caught, done, snoozed and skipped since a moment; what was undone does not count (rule F-1)."""
    asked = {"since": since.strftime("%Y-%m-%dT%H:%M:%SZ")}
    found: set[tuple[int, str]] = set()
    for action, table, before, after in connection.execute(CHANGED_SINCE, asked).fetchall():
        told = _told(table, json.loads(before) if before else None, json.loads(after) if after else None)
        found |= {(action, each) for each in told}
    number = Counter(each for _, each in found)
    return FridayCounts(number["caught"], number["done"], number["snoozed"], number["skipped"])


def _told(table: str, before: Image | None, after: Image | None) -> set[str]:
    """What one change of a row says about the review: caught, done, snoozed, skipped, or nothing."""
    if after is None:
        return set()
    if before is None:
        said = {"caught"} if table in HEARD else {"done"} if table in CHECKED else set()
        return {str(after["state"])} if table == "occurrence" else said
    found = set()
    state = after.get("state", after.get("status"))
    turned = state != before.get("state", before.get("status"))
    if any(before.get(name) is None and after.get(name) is not None for name in STAMPS):
        found.add("done")
    if turned and state in DONE_STATES:
        found.add("done")
    if turned and state in LEFT_OUT_STATES:
        found.add("skipped")
    days = [(before[name], after[name]) for name in DAYS if before.get(name)]
    if any(now is None for _, now in days):
        found.add("skipped")
    if any(now and now > then for then, now in days):
        found.add("snoozed")
    if (after.get("look_again_on") or "") > (before.get("look_again_on") or ""):
        found.add("snoozed")
    return found


def pipeline(connection: sqlite3.Connection, today: date, practice: Practice) -> list[WeekItem]:
    """What the pipeline step reads: stalled opportunities first, then open triggers by their day (rule F-1)."""
    rows: dict[int, AccountRow] = {row.id: row for row in accounts(connection, today, practice)}
    return deadlines.pipeline(connection, rows, today, practice)
