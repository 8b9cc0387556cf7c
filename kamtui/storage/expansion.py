"""Triggers as lists and forms need them, with the timing verdict (rules X-1 to X-3)."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.domain.expansion import (
    WINDOW_DAYS,
    Conversion,
    Trigger,
    TriggerState,
    asked_on,
    conversion_by_age,
    days_left,
    state_on,
    window_words,
)
from kamtui.domain.health import Colour
from kamtui.domain.timing import Timing, TimingFacts, timing
from kamtui.storage.rows import day

TRIGGERS = """
SELECT t.uid, t.account_id, a.name, t.kind, t.heard, t.stakeholder_id, coalesce(s.name, ''), t.noted_on, t.strength,
       t.state, t.acted_on, t.look_again_on,
       CASE WHEN s.left_on IS NULL OR s.left_on > :today THEN s.quality END,
       (SELECT max("on") FROM value_entry WHERE account_id = t.account_id AND kind = 'delivered' AND "on" <= :today),
       (SELECT o.uid FROM opportunity o WHERE o.trigger_id = t.id ORDER BY o.id DESC LIMIT 1)
FROM expansion_trigger t JOIN account a ON a.id = t.account_id LEFT JOIN stakeholder s ON s.id = t.stakeholder_id
WHERE (:account IS NULL OR t.account_id = :account) AND (:uid IS NULL OR t.uid = :uid)
ORDER BY t.noted_on DESC, t.id DESC
"""

ACTED = """
SELECT julianday(t.acted_on) - julianday(t.noted_on),
       EXISTS (SELECT 1 FROM opportunity WHERE trigger_id = t.id)
FROM expansion_trigger t WHERE t.state = 'acted' AND t.acted_on IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A trigger with its window; an open one whose window has closed is `expired` (rule X-2).

    `days_left` counts to the last day to act, negative after it. `window` says it in words. `asked_on` is the day it
    asks for the user, None once it is settled. `quality` is how the person stands from whom it was heard, None where
    nobody is named or the person left; `delivered_on` the last day on which the account got value; `opportunity` the
    uid of what it became.
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
    asked_on: date | None
    quality: str | None
    delivered_on: date | None
    opportunity: str | None

    def timing(self, colour: Colour, today: date) -> Timing:
        """The verdict, given the colour of the account (rule X-3)."""
        facts = TimingFacts(
            kind=self.kind, strength=self.strength, colour=colour, quality=self.quality, delivered_on=self.delivered_on
        )
        return timing(facts, today)


@dataclass(frozen=True, slots=True)
class Judged:
    """A trigger with its timing verdict (rule X-3)."""

    trigger: TriggerRow
    timing: Timing


def triggers(
    connection: sqlite3.Connection, today: date, window_days: int = WINDOW_DAYS, account: int | None = None
) -> list[TriggerRow]:
    """The triggers of one account, or of all, the newest first."""
    rows = connection.execute(TRIGGERS, {"account": account, "uid": None, "today": today.isoformat()}).fetchall()
    return [_row(row, today, window_days) for row in rows]


def trigger(connection: sqlite3.Connection, uid: str, today: date, window_days: int = WINDOW_DAYS) -> TriggerRow | None:
    """One trigger; None when it is gone."""
    row = connection.execute(TRIGGERS, {"account": None, "uid": uid, "today": today.isoformat()}).fetchone()
    return None if row is None else _row(row, today, window_days)


def judged(
    connection: sqlite3.Connection, today: date, colours: Mapping[int, Colour], window_days: int = WINDOW_DAYS
) -> list[Judged]:
    """The triggers of the accounts in `colours` with their verdicts; what asks first stands first (rules X-2, X-3).

    Those to act on by the end of their window and those to look at again by their day, then filed ones without a day,
    then what expired, the newest first. Those that were acted on are left out.
    """
    found = [
        Judged(row, row.timing(colours[row.account_id], today))
        for row in triggers(connection, today, window_days)
        if row.account_id in colours and row.state is not TriggerState.ACTED
    ]
    return sorted(found, key=lambda each: _asks_first(each.trigger))


def conversion(connection: sqlite3.Connection) -> tuple[Conversion, ...]:
    """How many of the triggers acted on became an opportunity, by the age at which they were acted on (rule X-2)."""
    return conversion_by_age((int(age), bool(grew)) for age, grew in connection.execute(ACTED).fetchall())


def _asks_first(row: TriggerRow) -> tuple[bool, int, int]:
    gone = row.state is TriggerState.EXPIRED
    asked = date.max if gone or row.asked_on is None else row.asked_on
    return (gone, asked.toordinal(), -row.noted_on.toordinal())


def _row(row: tuple[Any, ...], today: date, window_days: int) -> TriggerRow:
    (uid, account_id, account, kind, heard, stakeholder_id, who, noted, strength, state, acted, again, quality,
     delivered, opportunity) = row  # fmt: skip
    known = Trigger(
        kind=kind, heard=heard, noted_on=date.fromisoformat(noted), strength=strength, state=state,
        acted_on=day(acted), look_again_on=day(again),
    )  # fmt: skip
    return TriggerRow(
        uid, account_id, account, kind, heard, stakeholder_id, who, known.noted_on, strength,
        state_on(known, today, window_days), known.acted_on, known.look_again_on,
        days_left(known, today, window_days), window_words(known, today, window_days), asked_on(known, window_days),
        quality, day(delivered), opportunity,
    )  # fmt: skip
