"""What moved in a month at every key account, beside its plan (rule F-2)."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from kamtui.domain import money
from kamtui.domain.accounts import is_key_account
from kamtui.domain.guided import PIPELINE, GuidedStep
from kamtui.domain.health import standing
from kamtui.domain.month_end import Month, Moved, Standstill, month_step, since
from kamtui.domain.opportunities import Opportunity, stalled
from kamtui.domain.practice import Practice
from kamtui.storage.guided import PastReview
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import day

MOVED = """
SELECT account_id, done_on AS day, 'done' AS label, what AS text, NULL AS amount FROM plan_action
  WHERE done_on > :since AND done_on <= :today
UNION ALL SELECT account_id, closed_on, 'opportunity', name || ': ' || stage, annual_value FROM opportunity
  WHERE closed_on > :since AND closed_on <= :today
UNION ALL SELECT account_id, "on", 'revenue', kind, amount FROM revenue_event WHERE "on" > :since AND "on" <= :today
UNION ALL SELECT account_id, "on", 'value', what, amount FROM value_entry
  WHERE kind = 'delivered' AND "on" > :since AND "on" <= :today
UNION ALL SELECT account_id, coalesce(date(ended_at, 'localtime'), scheduled_on) AS held, 'QBR', 'held', NULL FROM qbr
  WHERE state IN ('held', 'followed_up') AND held > :since AND held <= :today
UNION ALL SELECT json_extract(c.after, '$.account_id'), date(j.at, 'localtime') AS changed,
    CASE c.table_name WHEN 'objective' THEN 'done' ELSE 'opportunity' END,
    CASE c.table_name WHEN 'objective' THEN json_extract(c.after, '$.what')
      ELSE json_extract(c.after, '$.name') || ': ' || coalesce(json_extract(c.before, '$.stage') || ' → ', 'new, ')
        || json_extract(c.after, '$.stage') END,
    NULL
  FROM journal_change c JOIN journal_action j ON j.id = c.action_id
  WHERE j.state = 'done' AND j.batch IS NULL AND changed > :since AND changed <= :today AND c.after IS NOT NULL
    AND (c.table_name = 'opportunity' AND json_extract(c.after, '$.closed_on') IS NULL
           AND json_extract(c.before, '$.stage') IS NOT json_extract(c.after, '$.stage')
         OR c.table_name = 'objective' AND json_extract(c.after, '$.status') = 'done'
           AND json_extract(c.before, '$.status') IS NOT 'done')
ORDER BY day DESC, label, text
"""

TOUCHED = """
SELECT account_id, count(*), sum(NOT transactional) FROM touchpoint
WHERE NOT internal AND date(at, 'localtime') > :since AND date(at, 'localtime') <= :today GROUP BY account_id
"""

STILL_OPEN = """
SELECT account_id, 'objective', what, due, FALSE FROM objective WHERE status = 'open'
UNION ALL SELECT account_id, 'action', what, due, most_important FROM plan_action WHERE done_on IS NULL
"""

DEALS = """
SELECT account_id, name, stage, annual_value, next_step, next_step_due, integrity FROM opportunity
WHERE stage NOT IN ('won', 'lost') ORDER BY id
"""

FROZEN = "SELECT account_id, max(frozen_on) FROM plan_version WHERE frozen_on <= :today GROUP BY account_id"


def month_end(
    connection: sqlite3.Connection, today: date, practice: Practice, last: PastReview | None
) -> tuple[tuple[GuidedStep, ...], Mapping[str, float]]:
    """Every key account against its plan, then the pipeline (rule F-2)."""
    first = since(last.on if last is not None else None, today)
    rows = key_accounts(connection, today, practice)
    steps = [
        month_step(each, today, first, last.notes.get(each.uid, "") if last is not None else "")
        for each in months(connection, rows, first, today, practice)
    ]
    return (*steps, GuidedStep(PIPELINE, "pipeline")), {}


def key_accounts(connection: sqlite3.Connection, today: date, practice: Practice) -> list[AccountRow]:
    """The open accounts of the first two tiers (rule T-2)."""
    return [row for row in accounts(connection, today, practice) if row.open and is_key_account(row.tier)]


def months(
    connection: sqlite3.Connection, rows: list[AccountRow], first: date, today: date, practice: Practice
) -> list[Month]:
    """What moved at each account after `first`, and what is open there."""
    asked = {"since": first.isoformat(), "today": today.isoformat()}
    moved: dict[int, list[Moved]] = defaultdict(list)
    for owner, on, label, text, amount in connection.execute(MOVED, asked).fetchall():
        moved[owner].append(Moved(date.fromisoformat(on), label, text, amount))
    touched = {owner: (count, value) for owner, count, value in connection.execute(TOUCHED, asked).fetchall()}
    standing_still = _open(connection, today)
    frozen = dict(connection.execute(FROZEN, {"today": asked["today"]}).fetchall())
    found = []
    for row in rows:
        touches, of_value = touched.get(row.id, (0, 0))
        found.append(
            Month(
                account_id=row.id, uid=row.uid, name=row.name, about=_about(row, today), standing=row.standing,
                was=_was(row, first, practice), touches=touches, of_value=of_value,
                silence=row.silence, moved=tuple(moved[row.id]), open=tuple(standing_still[row.id]),
                frozen_on=day(frozen.get(row.id)),
            )
        )  # fmt: skip
    return found


def _open(connection: sqlite3.Connection, today: date) -> dict[int, list[Standstill]]:
    found: dict[int, list[Standstill]] = defaultdict(list)
    for owner, label, what, due, important in connection.execute(STILL_OPEN).fetchall():
        found[owner].append(Standstill(label, what, day(due), most_important=bool(important)))
    for owner, name, stage, worth, step, due, integrity in connection.execute(DEALS).fetchall():
        deal = Opportunity(
            name=name, stage=stage, annual_value=worth, next_step=step, next_step_due=day(due), integrity=integrity
        )
        text = f"{name}: {stage}, {money.short(worth)}" if worth else f"{name}: {stage}"
        found[owner].append(Standstill("opportunity", text, deal.next_step_due, stalled(deal, today)))
    return found


def _was(row: AccountRow, first: date, practice: Practice) -> str:
    """The colour on the day before the span; nothing where no check was made by then."""
    before = standing(row.checks, first, practice.check_cadence(row.tier))
    return before.colour.value if before.checked_on is not None else ""


def _about(row: AccountRow, today: date) -> str:
    parts = [row.tier.name.capitalize(), money.short(row.current_value)]
    if row.renewal_date is not None and row.renewal_date >= today:
        parts.append(f"renewal in {(row.renewal_date - today).days} d")
    return " · ".join(parts)
