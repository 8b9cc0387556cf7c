"""One value of the kamtui document: from JSON to what the file stores, checked, and back."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any, Final
from uuid import UUID, uuid5

from kamtui.domain import money
from kamtui.domain.accounts import tier_of
from kamtui.domain.dates import FIRST_YEAR, LAST_YEAR
from kamtui.domain.period_keys import named
from kamtui.domain.text import clean_line, clean_text, shorten
from kamtui.exchange.document_fields import Field, Kind, Stored

NAMESPACE: Final = UUID("6b616d74-7569-5af0-9d0c-0d0c0d0c0d0c")
DEEPEST: Final = 32
UID_LIMIT: Final = 100

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def derived_uid(*parts: object) -> str:
    """A uid that follows from its parts, so that the same record gets the same one every time."""
    return str(uuid5(NAMESPACE, json.dumps(parts, sort_keys=True)))


def shown(value: object) -> str:
    """A value as a message shows it: as JSON, on one line and cut."""
    return shorten(json.dumps(value, ensure_ascii=False, default=str), 40)


def read_uid(value: object) -> str:
    """Check a uid or a reference. Raises ValueError with a few words."""
    text = clean_line(value) if isinstance(value, str) else ""
    if not text or len(text) > UID_LIMIT:
        raise ValueError(f"{shown(value)} is not a uid, which is text of 1 to {UID_LIMIT} characters")
    return text


def read_moment(value: object) -> str:
    """Read a moment with its time zone, in UTC to the second. Raises ValueError with a few words."""
    try:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValueError
        moment = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{shown(value)} is not a moment like 2026-11-21T15:04:05Z") from None
    _believable(moment.date())
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_value(field: Field, value: Any) -> Stored:
    """Check one value that is not null and turn it into what the file stores.

    References stay the uid that was given. Raises ValueError with a few words.
    """
    return _READ[field.kind](field, value)


def writer(kind: Kind) -> Callable[[Any], Any] | None:
    """What turns a stored value that is not null into the document's; None where both are the same."""
    return _WRITE.get(kind)


def _text(_field: Field, value: Any) -> Stored:
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not text")
    return clean_text(value)


def _reference(field: Field, value: Any) -> Stored:
    text = clean_line(value) if isinstance(value, str) else ""
    if not text or (len(text) > UID_LIMIT and field.target != "accounts"):
        raise ValueError(f"{shown(value)} is not a uid")
    return text


def _date(_field: Field, value: Any) -> Stored:
    try:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{shown(value)} is not a date like 2026-11-21") from None
    _believable(day)
    return value


def _period(field: Field, value: Any) -> Stored:
    """A period, or a day, which the work before a renewal has."""
    if not isinstance(value, str) or (named(value) is None and not _DATE.fullmatch(value)):
        raise ValueError(f"{shown(value)} is not a period like 2026-W47, 2026-11, 2026-Q4, 2026-H2 or 2026")
    return value if named(value) is not None else _date(field, value)


def _believable(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year {day.year} is not from {FIRST_YEAR} to {LAST_YEAR}")


def _choice(field: Field, value: Any) -> Stored:
    if value not in field.choices:
        raise ValueError(f"{shown(value)} is unknown; known: {', '.join(field.choices)}")
    return str(value)


def _tier(_field: Field, value: Any) -> Stored:
    tier = tier_of(value) if isinstance(value, int | str) and not isinstance(value, bool) else None
    if tier is None:
        raise ValueError(f"{shown(value)} is unknown; known: 1 (strategic), 2 (growth), 3 (maintain)")
    return tier.value


def _within(field: Field, value: Any) -> None:
    low, high = field.bounds
    if not (isfinite(value) and low <= value <= high):
        raise ValueError(f"{shown(value)} is not from {low} to {high}")


def _whole(field: Field, value: Any) -> Stored:
    if type(value) is not int:
        raise ValueError(f"{shown(value)} is not a whole number")
    _within(field, value)
    return value


def _number(field: Field, value: Any) -> Stored:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{shown(value)} is not a number")
    _within(field, value)
    return float(value)


def _yes_no(_field: Field, value: Any) -> Stored:
    if not isinstance(value, bool):
        raise ValueError(f"{shown(value)} is neither true nor false")
    return int(value)


def _words(field: Field, value: Any) -> Stored:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError(f"{shown(value)} is not a list of texts")
    unknown = [word for word in value if field.choices and word not in field.choices]
    if unknown:
        raise ValueError(f"{shown(unknown[0])} is unknown; known: {', '.join(field.choices)}")
    return json.dumps(clean(value))


def _object(_field: Field, value: Any) -> Stored:
    if not isinstance(value, dict):
        raise ValueError(f"{shown(value)} is not an object")
    return json.dumps(clean(value))


def _objects(_field: Field, value: Any) -> Stored:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError(f"{shown(value)} is not a list of objects")
    return json.dumps(clean(value))


def clean(value: Any, depth: int = 0) -> Any:
    """Make all text in a structure safe. Raises ValueError when it is nested too deeply or holds no real number."""
    if depth > DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {clean_text(str(key)): clean(each, depth + 1) for key, each in value.items()}
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("it holds a number that is none")
    return value


def _short_number(stored: float) -> int | float:
    return int(stored) if stored.is_integer() else stored


_READ: Final[dict[Kind, Callable[[Field, Any], Stored]]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.PERIOD: _period,
    Kind.MOMENT: lambda _field, value: read_moment(value),
    Kind.MONEY: lambda _field, value: money.from_json(value),
    Kind.CHOICE: _choice,
    Kind.TIER: _tier,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.REFERENCE: _reference,
    Kind.WORDS: _words,
    Kind.OBJECT: _object,
    Kind.OBJECTS: _objects,
}
_WRITE: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.MONEY: money.to_json,
    Kind.NUMBER: _short_number,
    Kind.YES_NO: bool,
    Kind.WORDS: json.loads,
    Kind.OBJECT: json.loads,
    Kind.OBJECTS: json.loads,
}
