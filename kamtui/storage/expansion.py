"""Triggers as lists and forms need them (rules X-1, X-2)."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from kamtui.domain.expansion import WINDOW_DAYS, Trigger, TriggerState, days_left, state_on, window_words
from kamtui.storage.rows import day

TRIGGERS = """
SELECT t.uid, t.account_id, a.name, t.kind, t.heard, t.stakeholder_id, coalesce(s.name, ''), t.noted_on, t.strength,
       t.state, t.acted_on, t.look_again_on
FROM expansion_trigger t JOIN account a ON a.id = t.account_id LEFT JOIN stakeholder s ON s.id = t.stakeholder_id
WHERE (:account IS NULL OR t.account_id = :account) AND (:uid IS NULL OR t.uid = :uid)
ORDER BY t.noted_on DESC, t.id DESC
"""


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A trigger with its window; an open one whose window has closed is `expired` (rule X-2).

    `days_left` counts to the last day to act, negative after it. `window` says it in words.
    """

    uid: str
    account_id: int
    account: str
    kind: str
    heard: str
    stakeholder_id: int | None
    who: str
    noted_on: date
    strength: str
    state: TriggerState
    acted_on: date | None
    look_again_on: date | None
    days_left: int
    window: str


def triggers(
    connection: sqlite3.Connection, today: date, window_days: int = WINDOW_DAYS, account: int | None = None
) -> list[TriggerRow]:
    """The triggers of one account, or of all, the newest first."""
    rows = connection.execute(TRIGGERS, {"account": account, "uid": None}).fetchall()
    return [_row(row, today, window_days) for row in rows]


def trigger(connection: sqlite3.Connection, uid: str, today: date, window_days: int = WINDOW_DAYS) -> TriggerRow | None:
    """One trigger; None when it is gone."""
    row = connection.execute(TRIGGERS, {"account": None, "uid": uid}).fetchone()
    return None if row is None else _row(row, today, window_days)


def _row(row: tuple[str, int, str, str, str, int | None, str, str, str, str, str | None, str | None],
         today: date, window_days: int) -> TriggerRow:  # fmt: skip
    uid, account_id, account, kind, heard, stakeholder_id, who, noted, strength, state, acted, again = row
    known = Trigger(
        kind=kind, heard=heard, noted_on=date.fromisoformat(noted), strength=strength, state=state,
        acted_on=day(acted), look_again_on=day(again),
    )  # fmt: skip
    return TriggerRow(
        uid, account_id, account, kind, heard, stakeholder_id, who, known.noted_on, strength,
        state_on(known, today, window_days), known.acted_on, known.look_again_on,
        days_left(known, today, window_days), window_words(known, today, window_days),
    )  # fmt: skip
