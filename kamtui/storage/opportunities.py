"""The pipeline as it is shown: opportunities ranked, triggers judged, forecasts scored (rules X-2 to X-8)."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.domain.calibration import Calibration, calibration, forecast_of
from kamtui.domain.expansion import Conversion
from kamtui.domain.opportunities import Opportunity, StageBar, Totals, by_stage, rank_key, totals
from kamtui.domain.practice import Practice
from kamtui.storage.expansion import Judged, conversion, judged
from kamtui.storage.portfolio import accounts
from kamtui.storage.rows import day

OPPORTUNITIES = """
SELECT o.id, o.uid, o.account_id, a.name, o.notes, coalesce(t.uid, ''), coalesce(t.kind, ''), coalesce(t.heard, ''),
       t.noted_on, o.name, o.kind, o.annual_value, o.stage, o.probability, o.expected_close, o.next_step,
       o.next_step_due, o.observation, o.connection, o.invitation, o.integrity, o.parked_on, o.closed_on
FROM opportunity o JOIN account a ON a.id = o.account_id LEFT JOIN expansion_trigger t ON t.id = o.trigger_id
WHERE :id IS NULL OR o.id = :id
ORDER BY o.id
"""

ACCOUNTS_TO_CHOOSE = "SELECT id, name FROM account WHERE status <> 'ended' ORDER BY name_key"


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """An opportunity with its account and the trigger it came from; `trigger` is that one's uid, empty without one."""

    id: int
    uid: str
    account_id: int
    account: str
    notes: str
    trigger: str
    trigger_kind: str
    heard: str
    heard_on: date | None
    deal: Opportunity


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything the Pipeline screen shows.

    `moving` are the open opportunities, ranked (rule X-7); `parked` wait for new evidence (rule X-6); `closed` are won
    or lost, the latest first. What is open
    at an account that ended is left out. `accounts` counts the clients.
    """

    moving: tuple[OpportunityRow, ...]
    parked: tuple[OpportunityRow, ...]
    closed: tuple[OpportunityRow, ...]
    bars: tuple[StageBar, ...]
    totals: Totals
    triggers: tuple[Judged, ...]
    conversions: tuple[Conversion, ...]
    calibration: Calibration
    accounts: int


def pipeline(connection: sqlite3.Connection, today: date, practice: Practice) -> Pipeline:
    """The pipeline of every account that is still a client; what was closed counts wherever it was (rule X-8)."""
    clients = [row for row in accounts(connection, today, practice) if row.open]
    known = {row.id for row in clients}
    rows = _all(connection, practice)
    standing = sorted((row for row in rows if row.deal.open and row.account_id in known), key=_ranked)
    deals = [row.deal for row in standing]
    colours = {row.id: row.standing.colour for row in clients}
    return Pipeline(
        moving=tuple(row for row in standing if not row.deal.parked),
        parked=tuple(row for row in standing if row.deal.parked),
        closed=tuple(sorted((row for row in rows if not row.deal.open), key=_closed, reverse=True)),
        bars=by_stage(deals),
        totals=totals(deals, today),
        triggers=tuple(judged(connection, today, colours, practice.trigger_window_days)),
        conversions=conversion(connection),
        calibration=_calibration(row.deal for row in rows),
        accounts=len(clients),
    )


def opportunity(connection: sqlite3.Connection, opportunity_id: int, practice: Practice) -> OpportunityRow | None:
    """One opportunity; None when it is gone."""
    rows = _all(connection, practice, opportunity_id)
    return rows[0] if rows else None


def accounts_to_choose(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The accounts that an opportunity can be for, by name."""
    return connection.execute(ACCOUNTS_TO_CHOOSE).fetchall()


def _all(connection: sqlite3.Connection, practice: Practice, key: int | None = None) -> list[OpportunityRow]:
    return [_row(row, practice.stage_percents) for row in connection.execute(OPPORTUNITIES, {"id": key}).fetchall()]


def _row(row: tuple[Any, ...], usual: Mapping[str, int]) -> OpportunityRow:
    (key, uid, account_id, account, notes, trigger, trigger_kind, heard, heard_on, name, kind, value, stage, own, close,
     step, due, observation, connection, invitation, integrity, parked, closed) = row  # fmt: skip
    deal = Opportunity(
        name=name, kind=kind, annual_value=value, stage=stage, probability=own, expected_close=day(close),
        next_step=step, next_step_due=day(due), observation=observation, connection=connection, invitation=invitation,
        integrity=integrity, parked_on=day(parked), closed_on=day(closed), usual=usual,
    )  # fmt: skip
    return OpportunityRow(key, uid, account_id, account, notes, trigger, trigger_kind, heard, day(heard_on), deal)


def _calibration(deals: Iterable[Opportunity]) -> Calibration:
    return calibration(forecast for deal in deals if (forecast := forecast_of(deal)) is not None)


def _ranked(row: OpportunityRow) -> tuple[int, int, str]:
    return rank_key(row.deal)


def _closed(row: OpportunityRow) -> tuple[date, int]:
    return (row.deal.closed_on or date.min, row.id)
