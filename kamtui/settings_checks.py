"""What a setting may be: values from a file, a form or a document, checked one by one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from kamtui.domain.chances import RENEWAL_PERCENT
from kamtui.domain.errors import Refused
from kamtui.domain.issues import TARGET_HOURS
from kamtui.domain.qbr import PHASES
from kamtui.domain.stakeholders import Function
from kamtui.settings import LIKELY_STAGES, THEMES, WEEKDAYS, Settings

BOUNDS = {
    "fiscal_year_start": (1, 12),
    "friday_minutes": (5, 480),
    "month_end_minutes": (5, 480),
    "live_thread_days": (7, 730),
    "silence_days": (7, 730),
    "check_in_days": (1, 90),
    "trigger_window_days": (1, 180),
    "health_check_minutes": (1, 120),
    "renewal_conversation_days": (1, 365),
    "draft_conversation_days": (1, 90),
    **dict.fromkeys((f"renewal_{colour}_percent" for colour in RENEWAL_PERCENT), (0, 100)),
    **dict.fromkeys((f"{stage}_percent" for stage in LIKELY_STAGES), (0, 100)),
}
MOST_MINUTES = 240
MOST_MILESTONES = 12
MOST_DAYS = 730
MOST_HOURS = 8760
SWITCHES = ("decimal_comma", "automatic_backups", "issue_working_hours")
WORDS = {"theme": THEMES, "review_day": WEEKDAYS}


def from_mapping(values: Mapping[str, Any]) -> Settings:
    """Check values and build the settings from them; what is not named keeps its default.

    Raises Refused for an unknown name or a value that does not fit.
    """
    known = {each.name for each in fields(Settings)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise Refused(f"no setting is called {unknown[0]!r}")
    return Settings(**{name: _checked(name, value) for name, value in values.items()})


def _checked(name: str, value: Any) -> Any:
    if name in BOUNDS:
        low, high = BOUNDS[name]
        if type(value) is not int or not low <= value <= high:
            raise Refused(f"{name} is a whole number from {low} to {high}, not {value!r}")
        return value
    if name in WORDS:
        if value not in WORDS[name]:
            raise Refused(f"{name} is one of {', '.join(WORDS[name])}, not {value!r}")
        return value
    if name == "functions_that_matter":
        if not isinstance(value, list | tuple) or not all(each in list(Function) for each in value):
            raise Refused(f"{name} is a list of {', '.join(Function)}")
        return tuple(value)
    if name in READERS:
        return READERS[name](value)
    if name in SWITCHES:
        if not isinstance(value, bool):
            raise Refused(f"{name} is true or false, not {value!r}")
        return value
    return _text(name, value) if name == "currency" else _table(name, value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"{name} cannot be {value!r}")
    return value


def _table(name: str, value: Any) -> Mapping[str, Any]:
    inner = str if name == "keys" else Mapping
    if not isinstance(value, Mapping) or not all(isinstance(each, inner) for each in value.values()):
        raise Refused(f"{name} cannot be {value!r}")
    return value


def _minutes(value: Any) -> tuple[int, ...]:
    fits = isinstance(value, list | tuple) and len(value) == len(PHASES)
    if not fits or not all(type(each) is int and 1 <= each <= MOST_MINUTES for each in value):
        raise Refused(f"qbr_phase_minutes is a list of {len(PHASES)} whole numbers from 1 to {MOST_MINUTES}")
    return tuple(value)


def _milestone_days(value: Any) -> tuple[int, ...]:
    fits = isinstance(value, list | tuple) and 1 <= len(value) <= MOST_MILESTONES
    if not fits or not all(type(each) is int and 1 <= each <= MOST_DAYS for each in value):
        raise Refused(f"onboarding_days is a list of 1 to {MOST_MILESTONES} whole numbers from 1 to {MOST_DAYS}")
    if list(value) != sorted(set(value)):
        raise Refused("onboarding_days go up, like [30, 60, 90]; the last one is the results review")
    return tuple(value)


def _target_hours(value: Any) -> tuple[int, ...]:
    fits = isinstance(value, list | tuple) and len(value) == len(TARGET_HOURS)
    if not fits or not all(type(each) is int and 1 <= each <= MOST_HOURS for each in value):
        raise Refused(f"issue_target_hours is a list of 4 whole numbers from 1 to {MOST_HOURS}, for P1 to P4")
    return tuple(value)


def _ranges(value: Any) -> tuple[tuple[date, date], ...]:
    try:
        pairs = tuple((_day(first), _day(last)) for first, last in value)
    except (TypeError, ValueError):
        raise Refused("away is a list of pairs of dates, like [[2026-12-24, 2027-01-02]]") from None
    if any(last < first for first, last in pairs):
        raise Refused("a range of days away ends before it begins")
    return pairs


def _earlier_days(value: Any) -> tuple[tuple[str, date], ...]:
    try:
        pairs = tuple((str(name), _day(until)) for name, until in value)
    except (TypeError, ValueError):
        raise Refused('review_days_before is a list of pairs, like [["friday", 2026-11-20]]') from None
    days = [until for _, until in pairs]
    if days != sorted(set(days)) or not all(name in WEEKDAYS for name, _ in pairs):
        raise Refused("review_days_before are weekdays, each with a later day than the one before it")
    return pairs


def _time_of_day(value: Any) -> str:
    if not isinstance(value, str) or re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", value) is None:
        raise Refused(f"review_time is a time of day like 14:00, not {value!r}")
    return value


def _day(value: Any) -> date:
    """A date as TOML gives it, or as the text that a document carries; raises TypeError or ValueError."""
    return value if type(value) is date else date.fromisoformat(value)


READERS: Mapping[str, Callable[[Any], Any]] = {
    "qbr_phase_minutes": _minutes,
    "onboarding_days": _milestone_days,
    "issue_target_hours": _target_hours,
    "away": _ranges,
    "review_days_before": _earlier_days,
    "review_time": _time_of_day,
}
"""Settings that are read in a way of their own."""
