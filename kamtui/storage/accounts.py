"""The account list, and what a form or a question has to know of one account."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.domain.accounts import AccountValue, GapFlag, Tier, TierChange, largest_gaps
from kamtui.domain.practice import Practice
from kamtui.domain.wording import plural
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import day
from kamtui.storage.week import NextDue, next_due

WRITTEN = """
SELECT domain, our_objective, their_objective, external_ids, notes FROM account WHERE id = :account
"""

CONTRACTS = """
SELECT id, description, annual_value, start, "end", auto_renew FROM contract
WHERE account_id = :account ORDER BY "end" IS NOT NULL, "end" DESC, start, id
"""

TIERS = """
SELECT "on", from_tier, to_tier, reason FROM tier_change WHERE account_id = :account ORDER BY "on" DESC, id DESC
"""

LAST_TOUCHPOINTS = """
SELECT date(at, 'localtime'), channel, transactional, tone, summary FROM touchpoint
WHERE account_id = :account AND NOT internal AND date(at, 'localtime') <= :today ORDER BY at DESC, id DESC LIMIT :most
"""

ORDER = "SELECT id, name FROM account ORDER BY status = 'ended', tier, name_key"

BELONGINGS = """
SELECT 'person', count(*) FROM stakeholder WHERE account_id = :account
UNION ALL SELECT 'touchpoint', count(*) FROM touchpoint WHERE account_id = :account
UNION ALL SELECT 'health check', count(*) FROM health_check WHERE account_id = :account
UNION ALL SELECT 'QBR', count(*) FROM qbr WHERE account_id = :account
UNION ALL SELECT 'value entry', count(*) FROM value_entry WHERE account_id = :account
UNION ALL SELECT 'competitor', count(*) FROM competitor WHERE account_id = :account
UNION ALL SELECT 'trigger', count(*) FROM expansion_trigger WHERE account_id = :account
UNION ALL SELECT 'opportunity', count(*) FROM opportunity WHERE account_id = :account
UNION ALL SELECT 'commitment', count(*) FROM commitment WHERE account_id = :account
UNION ALL SELECT 'conversation', count(*) FROM conversation WHERE account_id = :account
UNION ALL SELECT 'contract line', count(*) FROM contract WHERE account_id = :account
UNION ALL SELECT 'objective', count(*) FROM objective WHERE account_id = :account
UNION ALL SELECT 'plan version', count(*) FROM plan_version WHERE account_id = :account
UNION ALL SELECT 'issue', count(*) FROM issue WHERE account_id = :account
UNION ALL SELECT 'milestone', count(*) FROM milestone WHERE account_id = :account
"""


@dataclass(frozen=True, slots=True)
class AccountList:
    """Every account with what its rhythm asks for next and the flags of the largest gaps, by account."""

    rows: tuple[AccountRow, ...]
    following: Mapping[int, NextDue]
    flags: Mapping[int, GapFlag]


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract line; the value is minor units a year (rule R-1)."""

    id: int
    description: str
    annual_value: int
    start: date | None
    end: date | None
    auto_renew: bool

    def in_force(self, today: date) -> bool:
        """Whether it counts today."""
        return (self.start is None or self.start <= today) and (self.end is None or self.end >= today)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote about an account, and where it came from."""

    domain: str
    our_objective: str
    their_objective: str
    external_ids: Mapping[str, Any]
    notes: str


@dataclass(frozen=True, slots=True)
class LastTouch:
    """One of the last touchpoints, in short."""

    on: date
    channel: str
    transactional: bool
    tone: str | None
    summary: str


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as its form shows it."""

    row: AccountRow
    written: Written
    contracts: tuple[ContractLine, ...]

    def value_is_typed(self, today: date) -> bool:
        """Whether the current value can be typed: at most one contract line stands behind it, and none is to come."""
        future = any(line.start is not None and line.start > today for line in self.contracts)
        return sum(line.in_force(today) for line in self.contracts) <= 1 and not future


def account_list(connection: sqlite3.Connection, today: date, practice: Practice) -> AccountList:
    """Everything the account list shows, key accounts first, then by name (rules T-2, T-4)."""
    rows = accounts(connection, today, practice)
    worth = (
        AccountValue(
            row.id, row.name, row.current_value, row.potential_value, row.expansion_observation, row.status
        )
        for row in rows
    )  # fmt: skip
    flags = {flag.account_id: flag for flag in largest_gaps(worth)}
    return AccountList(tuple(rows), next_due(connection, rows, today, practice), flags)


def account_order(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Every account, key accounts first, ended ones last: the order to step through until the list gives its own."""
    return connection.execute(ORDER).fetchall()


def account_record(
    connection: sqlite3.Connection, account_id: int, today: date, practice: Practice
) -> AccountRecord | None:
    """One account as its form shows it; None when it is gone."""
    rows = accounts(connection, today, practice, account_id)
    if not rows:
        return None
    return AccountRecord(rows[0], written(connection, account_id), contracts(connection, account_id))


def written(connection: sqlite3.Connection, account_id: int) -> Written:
    """What is written about an account that exists."""
    domain, ours, theirs, ids, notes = connection.execute(WRITTEN, {"account": account_id}).fetchone()
    return Written(domain, ours, theirs, json.loads(ids), notes)


def contracts(connection: sqlite3.Connection, account_id: int) -> tuple[ContractLine, ...]:
    """The contract lines of an account, open-ended ones first, then those that end last."""
    return tuple(
        ContractLine(key, description, value, day(start), day(end), bool(auto))
        for key, description, value, start, end, auto in connection.execute(
            CONTRACTS, {"account": account_id}
        ).fetchall()
    )


def tier_history(connection: sqlite3.Connection, account_id: int) -> tuple[TierChange, ...]:
    """Every change of tier with its reason, the newest first (rule T-6)."""
    return tuple(
        TierChange(date.fromisoformat(on), Tier(before) if before else None, Tier(after), reason)
        for on, before, after, reason in connection.execute(TIERS, {"account": account_id}).fetchall()
    )


def last_touchpoints(
    connection: sqlite3.Connection, account_id: int, today: date, most: int = 3
) -> tuple[LastTouch, ...]:
    """The last touchpoints of an account, newest first; internal notes are none (rule I-4)."""
    asked = {"account": account_id, "today": today.isoformat(), "most": most}
    return tuple(
        LastTouch(date.fromisoformat(on), channel, bool(transactional), tone, summary)
        for on, channel, transactional, tone, summary in connection.execute(LAST_TOUCHPOINTS, asked).fetchall()
    )


def belongings(connection: sqlite3.Connection, account_id: int) -> tuple[str, ...]:
    """What goes with an account that is removed: "14 people", "212 touchpoints"."""
    counted = connection.execute(BELONGINGS, {"account": account_id}).fetchall()
    return tuple(plural(number, what) for what, number in counted if number)
