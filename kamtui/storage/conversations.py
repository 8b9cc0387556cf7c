"""Difficult conversations: the list of them, and one with everything that is written for it."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kamtui.domain.conversations import (
    CLOSED_SHOWN,
    STEPS,
    ConversationKind,
    ConversationState,
    Effect,
    Part,
    days_waiting,
)
from kamtui.domain.problems import known
from kamtui.domain.stakeholders import Quality
from kamtui.storage.rows import day, moment

CONVERSATIONS = """
SELECT c.uid, c.account_id, a.name, coalesce(s.name, ''), c.kind, c.state, c.noted_on, c.committed_on, c.closed_on,
       c.happened, c.holding_back, c.cost_of_waiting, c.acknowledge, c.invite, c.own, c.propose, c.confirm,
       c.outcome, c.effect, c.lesson, c.stakeholder_id, s.quality, coalesce(s.placeholder, 1), c.changed_at,
       (SELECT count(*) FROM commitment p WHERE json_extract(p.source, '$.uid') = c.uid)
FROM conversation c JOIN account a ON a.id = c.account_id LEFT JOIN stakeholder s ON s.id = c.stakeholder_id
WHERE c.uid = :uid OR (:uid IS NULL AND (c.state <> 'closed' OR coalesce(c.closed_on, c.noted_on) >= :since))
ORDER BY CASE c.state WHEN 'draft' THEN 1 WHEN 'committed' THEN 2 WHEN 'held' THEN 3 ELSE 4 END,
         CASE c.state WHEN 'draft' THEN c.noted_on WHEN 'closed' THEN '' ELSE c.committed_on END,
         coalesce(c.closed_on, c.noted_on) DESC, c.id
"""

ACCOUNTS = "SELECT id, name FROM account WHERE status <> 'ended' ORDER BY name_key"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation; `texts` is what was written before it, by part. `promises` counts its commitments."""

    uid: str
    account_id: int
    account: str
    person: str
    kind: ConversationKind
    state: ConversationState
    noted_on: date
    committed_on: date | None
    closed_on: date | None
    texts: Mapping[Part, str]
    outcome: str
    effect: Effect | None
    lesson: str
    stakeholder_id: int | None
    quality: Quality | None
    changed_at: datetime | None
    promises: int

    def days(self, today: date) -> int:
        """The days since it was first noted (rule D-2)."""
        return days_waiting(self.noted_on, today)

    @property
    def written(self) -> int:
        """How many steps of the script are written (rule D-3)."""
        return sum(1 for step in STEPS if self.texts[step].strip())

    @property
    def with_whom(self) -> str:
        """The person, and the account; only the account where nobody is named."""
        return f"{self.person} at {self.account}" if self.person else self.account


def conversations(connection: sqlite3.Connection, today: date) -> list[Conversation]:
    """All that are not closed, and those closed within twelve months.

    The ones without a date come first, the longest waiting on top (rule D-2); then those with a date by date, those
    that were held, and the closed ones, the newest first.
    """
    asked = {"uid": None, "since": (today - CLOSED_SHOWN).isoformat()}
    return [_conversation(row) for row in connection.execute(CONVERSATIONS, asked)]


def conversation(connection: sqlite3.Connection, uid: str) -> Conversation | None:
    """One conversation; None when it is gone."""
    row = connection.execute(CONVERSATIONS, {"uid": uid, "since": ""}).fetchone()
    return None if row is None else _conversation(row)


def accounts(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The accounts that a conversation can be about: key and name."""
    return connection.execute(ACCOUNTS).fetchall()


def _conversation(row: tuple[Any, ...]) -> Conversation:
    (uid, account_id, account, person, kind, state, noted_on, committed_on, closed_on) = row[:9]
    (outcome, effect, lesson, stakeholder_id, quality, placeholder, changed_at, promises) = row[17:]
    return Conversation(
        uid,
        account_id,
        account,
        person,
        known(ConversationKind, kind, ConversationKind.OTHER),
        known(ConversationState, state, ConversationState.DRAFT),
        date.fromisoformat(noted_on),
        day(committed_on),
        day(closed_on),
        dict(zip(Part, row[9:17], strict=True)),
        outcome,
        None if effect is None else known(Effect, effect, Effect.SAME),
        lesson,
        stakeholder_id,
        None if placeholder else known(Quality, quality, Quality.UNKNOWN),
        moment(changed_at),
        promises,
    )
