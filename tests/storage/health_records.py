"""Checks and touchpoints for the tests of health, and what was made of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from kamtui.domain.health import Rating, Signal
from kamtui.domain.practice import Practice
from kamtui.models.health import HealthCheck
from kamtui.models.touchpoints import Touchpoint
from kamtui.storage import health, health_round
from kamtui.storage.database import Database

TODAY = date(2026, 11, 20)
LONG_AGO = date(2025, 1, 7)
USUAL = Practice()
LETTERS = {"g": Rating.GOOD, "w": Rating.WATCH, "p": Rating.POOR, ".": Rating.NOT_OBSERVED}


def rated(letters: str) -> dict[Signal, Rating]:
    return {signal: LETTERS[letter] for signal, letter in zip(Signal, letters, strict=True)}


def held(owner: int, letters: str, on: date, **more: Any) -> HealthCheck:
    words = {signal.value: rating.value for signal, rating in rated(letters).items()}
    return HealthCheck(account_id=owner, on=on, **words, **more)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def touch(owner: int, days: int, **more: Any) -> Touchpoint:
    at = datetime(2026, 11, 20, 9, tzinfo=UTC) - timedelta(days=days)
    return Touchpoint(**{"account_id": owner, "at": at, "transactional": False, **more})


def check_ins(database: Database, owner: int) -> tuple[health.CheckInRow, ...]:
    return database.read(health.check_ins, owner)


def the_row(database: Database, owner: int, today: date = TODAY, practice: Practice = USUAL) -> health_round.RoundRow:
    row = database.read(health_round.the_round, today, practice).row(owner)
    assert row is not None
    return row
