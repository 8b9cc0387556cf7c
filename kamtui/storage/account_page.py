"""Everything the page of one account shows above its timeline."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from kamtui.domain.accounts import TierChange
from kamtui.domain.dates import week_of
from kamtui.domain.expansion import Trigger, state_on
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import next_occurrence
from kamtui.domain.touchpoints import Balance, Touch, touch_balance
from kamtui.domain.week import AccountFacts, WeekItem, in_order, rhythm_items
from kamtui.storage import deadlines, rhythm
from kamtui.storage.accounts import ContractLine, Written, contracts, tier_history, written
from kamtui.storage.health import CheckInRow, check_ins
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import day
from kamtui.storage.week import REACH_BACK, NextDue

TOUCHED = """
SELECT date(at, 'localtime'), transactional FROM touchpoint WHERE account_id = :account AND NOT internal ORDER BY at, id
"""

TRIGGERS = """
SELECT id, uid, kind, heard, noted_on, strength, state, acted_on, look_again_on FROM expansion_trigger
WHERE account_id = :account AND state = 'open' ORDER BY noted_on, id
"""

COMMITMENTS = """
SELECT side, what, who, due FROM commitment WHERE account_id = :account AND state = 'open'
ORDER BY due IS NULL, due, id
"""

SCORES = """
SELECT kind, value, "on", source FROM score WHERE account_id = :account AND "on" <= :today
ORDER BY "on" DESC, id DESC LIMIT 4
"""

COUNTS = """
SELECT
  (SELECT count(*) FROM value_entry WHERE account_id = :account AND kind = 'delivered'),
  (SELECT coalesce(sum(amount), 0) FROM value_entry WHERE account_id = :account AND kind = 'delivered'),
  (SELECT count(*) FROM value_entry WHERE account_id = :account AND kind = 'adjacent'),
  (SELECT coalesce(sum(amount), 0) FROM value_entry WHERE account_id = :account AND kind = 'adjacent'),
  (SELECT count(*) FROM competitor WHERE account_id = :account),
  (SELECT count(*) FROM competitor WHERE account_id = :account AND kind = 'vulnerability'),
  (SELECT count(*) FROM opportunity WHERE account_id = :account AND stage NOT IN ('won', 'lost')),
  (SELECT coalesce(sum(annual_value), 0) FROM opportunity WHERE account_id = :account AND stage NOT IN ('won', 'lost'))
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """An open commitment of ours or theirs (rule C-1)."""

    side: str
    what: str
    who: str
    due: date | None


@dataclass(frozen=True, slots=True)
class LatestScore:
    """A score the client gave (rule H-9)."""

    kind: str
    value: float
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the other screens hold of an account: how many, and their amounts in minor units."""

    delivered: int
    delivered_amount: int
    adjacent: int
    adjacent_amount: int
    competitors: int
    vulnerable: int
    opportunities: int
    pipeline: int


@dataclass(frozen=True, slots=True)
class OpenTrigger:
    """A trigger that is open, or whose window has just closed (rule X-2)."""

    id: int
    uid: str
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account with its verdicts, its open work and what was written about it."""

    row: AccountRow
    written: Written
    contracts: tuple[ContractLine, ...]
    tiers: tuple[TierChange, ...]
    work: tuple[WeekItem, ...]
    coming: tuple[NextDue, ...]
    balance: Balance
    check_in: CheckInRow | None
    triggers: tuple[OpenTrigger, ...]
    commitments: tuple[Promise, ...]
    scores: tuple[LatestScore, ...]
    counts: Counts


def account_page(
    connection: sqlite3.Connection, account_id: int, today: date, practice: Practice
) -> AccountPage | None:
    """The page of an account; None when it is gone."""
    rows = accounts(connection, today, practice, account_id)
    if not rows:
        return None
    asked = {"account": account_id, "today": today.isoformat()}
    work, coming = work_of(connection, rows[0], today, practice)
    touched = [
        Touch(on=date.fromisoformat(on), transactional=bool(transactional))
        for on, transactional in connection.execute(TOUCHED, asked).fetchall()
    ]
    return AccountPage(
        row=rows[0],
        written=written(connection, account_id),
        contracts=contracts(connection, account_id),
        tiers=tier_history(connection, account_id),
        work=work,
        coming=coming,
        balance=touch_balance(touched, today),
        check_in=next((each for each in check_ins(connection, account_id) if each.done_on is None), None),
        triggers=open_triggers(connection, account_id, today, practice),
        commitments=tuple(
            Promise(side, what, who, day(due)) for side, what, who, due in connection.execute(COMMITMENTS, asked)
        ),
        scores=tuple(
            LatestScore(kind, value, date.fromisoformat(on), source)
            for kind, value, on, source in connection.execute(SCORES, asked)
        ),
        counts=Counts(*connection.execute(COUNTS, asked).fetchone()),
    )


def work_of(
    connection: sqlite3.Connection, row: AccountRow, today: date, practice: Practice
) -> tuple[tuple[WeekItem, ...], tuple[NextDue, ...]]:
    """What this week asks for at an account, in the week's order, and each activity's next turn, the nearest first."""
    week = week_of(today)
    recorded = rhythm.told(connection, today - REACH_BACK, practice.calendar)
    planned = {name: each.planned for name, each in rhythm.timings(connection, practice.catalogue).items()}
    facts = AccountFacts(row.id, row.uid, row.name, row.tier, row.current_value)
    duties = [duty for duty, _ in rhythm.duties([row], recorded, practice, None)]
    items = rhythm_items([(duty, facts) for duty in duties], today, week, practice.calendar, planned)
    items += deadlines.items(connection, {row.id: row}, today, week, practice)
    turns = [next_occurrence(duty, today, practice.calendar) for duty in duties]
    coming = [NextDue(turn.activity.name, turn.activity.title, turn.due) for turn in turns if turn is not None]
    return tuple(in_order(items)), tuple(sorted(coming, key=lambda each: each.due))


def open_triggers(
    connection: sqlite3.Connection, account_id: int, today: date, practice: Practice
) -> tuple[OpenTrigger, ...]:
    """The triggers that can still be acted on, the oldest first (rule X-2)."""
    found = (
        OpenTrigger(
            key,
            uid,
            Trigger(
                kind=kind, heard=heard, noted_on=date.fromisoformat(noted), strength=strength, state=state,
                acted_on=day(acted), look_again_on=day(again),
            ),
        )
        for key, uid, kind, heard, noted, strength, state, acted, again in connection.execute(
            TRIGGERS, {"account": account_id}
        ).fetchall()
    )  # fmt: skip
    return tuple(each for each in found if state_on(each.trigger, today, practice.trigger_window_days) == "open")
