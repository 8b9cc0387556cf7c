"""What the calendar file holds besides the reviews: the dated work ahead, client work to book, and what was settled."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kamtui.domain.catalogue import With
from kamtui.domain.dates import Cadence, periods_between
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import OccurrenceStatus, next_occurrence
from kamtui.domain.week import AccountFacts, WeekItem, in_order, rhythm_item
from kamtui.storage import deadlines, rhythm
from kamtui.storage.portfolio import AccountRow, accounts

AHEAD = timedelta(days=90)
BACK = timedelta(days=35)
REACH_BACK = timedelta(days=400)
UNDATED = "stalled_opportunity"

SETTLED = """
SELECT 'check_in' AS kind, account_id, uid, done_on AS "on", question AS what, 1 AS met
  FROM check_in WHERE done_on >= :since
UNION ALL SELECT 'trigger_window', account_id, uid, coalesce(acted_on, date(changed_at, 'localtime')), heard,
  state = 'acted' FROM expansion_trigger
  WHERE state IN ('acted', 'expired') AND coalesce(acted_on, date(changed_at, 'localtime')) >= :since
UNION ALL SELECT 'outreach', account_id, uid, outreach_done_on, outreach_what, 1
  FROM stakeholder WHERE outreach_due IS NOT NULL AND outreach_done_on >= :since
UNION ALL SELECT 'conversation', account_id, uid, coalesce(closed_on, date(changed_at, 'localtime')), happened, 1
  FROM conversation WHERE state IN ('held', 'closed') AND committed_on IS NOT NULL
  AND coalesce(closed_on, date(changed_at, 'localtime')) >= :since
UNION ALL SELECT 'commitment', account_id, uid, settled_on, what, state IN ('kept', 'late')
  FROM commitment WHERE state <> 'open' AND due IS NOT NULL AND settled_on >= :since
UNION ALL SELECT 'next_step', account_id, uid, next_step_done_on, next_step, 1
  FROM touchpoint WHERE next_step_due IS NOT NULL AND next_step_done_on >= :since
UNION ALL SELECT 'action', account_id, uid, done_on, what, 1
  FROM plan_action WHERE due IS NOT NULL AND done_on >= :since
UNION ALL SELECT 'objective', account_id, uid, date(changed_at, 'localtime'), what, status = 'done'
  FROM objective WHERE status <> 'open' AND due IS NOT NULL AND date(changed_at, 'localtime') >= :since
UNION ALL SELECT 'milestone', account_id, uid, met_on, what, 1 FROM milestone WHERE met_on >= :since
UNION ALL SELECT 'follow_up', account_id, uid, date(followed_up_at, 'localtime'), '', 1
  FROM qbr WHERE date(followed_up_at, 'localtime') >= :since
UNION ALL SELECT 'issue', account_id, uid, date(resolved_at, 'localtime'), title, 1
  FROM issue WHERE status = 'resolved' AND date(resolved_at, 'localtime') >= :since
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """Dated work that was done, or given up where it was not `met`."""

    kind: str
    uid: str
    account: str
    on: date
    what: str
    met: bool


@dataclass(frozen=True, slots=True)
class CalendarWork:
    """What there is to write; `started` is the day the first account was added."""

    items: tuple[WeekItem, ...]
    settled: tuple[Settled, ...]
    started: date | None


def calendar_work(connection: sqlite3.Connection, today: date, practice: Practice) -> CalendarWork:
    """Everything open with a date of its own, late or within 90 days, and what was settled in the last 35 (rule Y-14).

    Deals without a next step have no date and are left to the week's list. Of each account's client work (QBR, value
    touchpoint) the next open occurrence is there, as the day to have it booked or held.
    """
    rows = accounts(connection, today, practice)
    items = [*_dated(connection, rows, today, practice), *_to_book(connection, rows, today, practice)]
    names = {row.id: row.name for row in rows if row.open}
    found = connection.execute(SETTLED, {"since": (today - BACK).isoformat()}).fetchall()
    settled = [
        Settled(kind, uid, names[owner], date.fromisoformat(on), what, bool(met))
        for kind, owner, uid, on, what, met in found
        if owner in names
    ]
    settled.sort(key=lambda each: (each.on, each.kind, each.uid))
    return CalendarWork(tuple(in_order(items)), tuple(settled), rhythm.started(rows))


def _dated(
    connection: sqlite3.Connection, rows: Sequence[AccountRow], today: date, practice: Practice
) -> list[WeekItem]:
    """Every line that this week's list or one of the lists ahead has; week by week, as a line can give way later on."""
    by_id = {row.id: row for row in rows}
    found: dict[tuple[str, str], WeekItem] = {}
    for week in periods_between(today, today + AHEAD, Cadence.WEEKLY):
        for item in deadlines.items(connection, by_id, today, week, practice):
            if item.activity != UNDATED and item.due <= today + AHEAD:
                found.setdefault((item.activity, item.record_uid), item)
    return list(found.values())


def _to_book(
    connection: sqlite3.Connection, rows: Sequence[AccountRow], today: date, practice: Practice
) -> list[WeekItem]:
    recorded = rhythm.told(connection, today - REACH_BACK, practice.calendar)
    found = []
    for duty, row in rhythm.duties(rows, recorded, practice, None):
        if duty.activity.with_ is not With.CLIENT:
            continue
        turn = next_occurrence(duty, today, practice.calendar)
        assert row is not None  # noqa: S101  the portfolio's own work was left out
        assert turn is not None  # noqa: S101  only a duty that ends has none
        facts = AccountFacts(row.id, row.uid, row.name, row.tier, row.current_value)
        item = rhythm_item(replace(turn, status=OccurrenceStatus.DUE), facts, today)
        if item is not None and item.due <= today + AHEAD:
            found.append(item)
    return found
