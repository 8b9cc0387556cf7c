"""Touchpoints and referrals as forms need them, and the names that a captured line is read with."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from kamtui.storage.rows import day

ACCOUNT_NAMES = "SELECT id, name FROM account ORDER BY status = 'ended', name_key"

PEOPLE_NAMES = """
SELECT id, account_id, name FROM stakeholder
WHERE NOT placeholder AND (left_on IS NULL OR left_on > :today) ORDER BY account_id, name COLLATE NOCASE, id
"""

PEOPLE_OF = """
SELECT id, name, left_on IS NOT NULL AND left_on <= :today FROM stakeholder WHERE account_id = :account
ORDER BY left_on IS NOT NULL AND left_on <= :today, NOT primary_contact, name COLLATE NOCASE, id
"""

ACCOUNT_NAME = "SELECT name FROM account WHERE id = :account"

TOUCHPOINT = """
SELECT t.account_id, a.name, t.at, t.channel, t.initiated_by, t.transactional, t.internal, t.tone, t.response_hours,
       t.minutes, t.summary, t.next_step, t.next_step_due, t.next_step_done_on, t.id
FROM touchpoint t JOIN account a ON a.id = t.account_id WHERE t.uid = :uid
"""

TOOK_PART = "SELECT stakeholder_id FROM touchpoint_person WHERE touchpoint_id = :touchpoint ORDER BY id"

REFERRAL = """
SELECT r.account_id, a.name, r."on", r.referrer_id, r.referred, r.solicited, r.outcome
FROM referral r JOIN account a ON a.id = r.account_id WHERE r.uid = :uid
"""


@dataclass(frozen=True, slots=True)
class TouchpointDetails:
    """One touchpoint (rule I-1); `at` is aware local time, `people` are the keys of those who took part."""

    account_id: int
    account: str
    at: datetime
    channel: str
    initiated_by: str
    transactional: bool
    internal: bool
    tone: str | None
    response_hours: float | None
    minutes: int | None
    summary: str
    next_step: str
    next_step_due: date | None
    next_step_done_on: date | None
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReferralDetails:
    """One referral (rule I-6)."""

    account_id: int
    account: str
    on: date
    referrer_id: int | None
    referred: str
    solicited: bool
    outcome: str


def capture_lists(
    connection: sqlite3.Connection, today: date
) -> tuple[list[tuple[int, str]], list[tuple[int, int, str]]]:
    """All accounts as (id, name) and their present people as (id, account id, name), to read lines with (rule I-2)."""
    people = connection.execute(PEOPLE_NAMES, {"today": today.isoformat()}).fetchall()
    return connection.execute(ACCOUNT_NAMES).fetchall(), people


def account_name(connection: sqlite3.Connection, account_id: int) -> str:
    """An account's name; empty when it is gone."""
    row = connection.execute(ACCOUNT_NAME, {"account": account_id}).fetchone()
    return row[0] if row else ""


def people_to_choose(
    connection: sqlite3.Connection, account_id: int, today: date, also: Collection[int | None] = ()
) -> list[tuple[int, str]]:
    """The people of an account who are there, the primary contact first, and those named in `also` who have left."""
    rows = connection.execute(PEOPLE_OF, {"account": account_id, "today": today.isoformat()}).fetchall()
    return [(key, f"{name} (left)" if left else name) for key, name, left in rows if not left or key in also]


def touchpoint(connection: sqlite3.Connection, uid: str) -> TouchpointDetails | None:
    """One touchpoint; None when it is gone."""
    row = connection.execute(TOUCHPOINT, {"uid": uid}).fetchone()
    if row is None:
        return None
    (account_id, account, at, channel, initiated_by, transactional, internal, tone, response_hours, minutes, summary,
     next_step, due, done, key) = row  # fmt: skip
    people = connection.execute(TOOK_PART, {"touchpoint": key}).fetchall()
    return TouchpointDetails(
        account_id, account, datetime.fromisoformat(at).astimezone(), channel, initiated_by, bool(transactional),
        bool(internal), tone, response_hours, minutes, summary, next_step, day(due), day(done),
        tuple(person for (person,) in people),
    )  # fmt: skip


def referral(connection: sqlite3.Connection, uid: str) -> ReferralDetails | None:
    """One referral; None when it is gone."""
    row = connection.execute(REFERRAL, {"uid": uid}).fetchone()
    if row is None:
        return None
    account_id, account, on, referrer_id, referred, solicited, outcome = row
    return ReferralDetails(account_id, account, date.fromisoformat(on), referrer_id, referred, bool(solicited), outcome)
