"""The demo portfolio of a day, made once, and ways to read it."""

from datetime import date
from typing import Any

from kamtui.demo import portfolio

USUAL = date(2026, 11, 21)
DAYS = (USUAL, date(2024, 2, 29), date(2027, 1, 31), date(2027, 1, 1), date(2026, 11, 30))
Document = dict[str, Any]
_MADE: dict[date, Document] = {}


def made(today: date) -> Document:
    if today not in _MADE:
        _MADE[today] = portfolio(today)
    return _MADE[today]


def lists(document: Document) -> dict[str, list[dict[str, Any]]]:
    return {name: rows for name, rows in document.items() if isinstance(rows, list)}


def of(document: Document, name: str, account: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in document[name] if row["account"] == account["uid"]]


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def day_or_none(text: str | None) -> date | None:
    return day(text) if text else None
