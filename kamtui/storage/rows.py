"""Small helpers for what comes out of a statement."""

import json
from datetime import date, datetime
from typing import Any


def day(text: str | None) -> date | None:
    """A stored date."""
    return None if text is None else date.fromisoformat(text)


def moment(text: str | None) -> datetime | None:
    """A stored moment, aware."""
    return None if text is None else datetime.fromisoformat(text)


def words(text: str | None) -> tuple[str, ...]:
    """A stored list of words; anything else is an empty one."""
    found: Any = json.loads(text) if text else []
    return tuple(str(word) for word in found) if isinstance(found, list) else ()
