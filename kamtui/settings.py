"""What the user may change, with its defaults: a TOML file in the user's config folder."""

import re
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from datetime import date
from pathlib import Path
from typing import Any

from kamtui.domain.catalogue_changes import edited
from kamtui.domain.chances import PROBABILITIES, RENEWAL_PERCENT
from kamtui.domain.dates import Calendar
from kamtui.domain.errors import Refused
from kamtui.domain.frozen import frozen
from kamtui.domain.issues import TARGET_HOURS
from kamtui.domain.onboarding import ONBOARDING_DAYS
from kamtui.domain.practice import Practice
from kamtui.domain.qbr import PHASE_MINUTES, PHASES
from kamtui.domain.stakeholders import Function

THEMES = ("kamtui-dark", "kamtui-light", "ansi")
OF_THE_MACHINE = ("theme", "keys", "automatic_backups")
"""What belongs to the user's machine and not to the practice."""
MINUTES_OF = {
    "health_check": "health_check_minutes",
    "friday_review": "friday_minutes",
    "month_end_review": "month_end_minutes",
}
"""Activities whose minutes are a setting of their own."""
LIKELY_STAGES = ("idea", "invited", "exploring", "proposed")
"""The stages whose probability can be set; what is won is won."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@frozen
class Settings:
    """Every setting; numbers of days and minutes are whole."""

    theme: str = "kamtui-dark"
    currency: str = "EUR"
    decimal_comma: bool = False
    review_day: str = "friday"
    review_days_before: tuple[tuple[str, date], ...] = ()
    fiscal_year_start: int = 1
    friday_minutes: int = 30
    month_end_minutes: int = 60
    review_time: str = "14:00"
    live_thread_days: int = 90
    silence_days: int = 45
    check_in_days: int = 10
    trigger_window_days: int = 14
    health_check_minutes: int = 15
    renewal_conversation_days: int = 42
    draft_conversation_days: int = 7
    qbr_phase_minutes: tuple[int, ...] = PHASE_MINUTES
    functions_that_matter: tuple[str, ...] = ("executive", "finance", "procurement", "operations", "it")
    away: tuple[tuple[date, date], ...] = ()
    automatic_backups: bool = True
    renewal_green_percent: int = RENEWAL_PERCENT["green"]
    renewal_yellow_percent: int = RENEWAL_PERCENT["yellow"]
    renewal_red_percent: int = RENEWAL_PERCENT["red"]
    renewal_unrated_percent: int = RENEWAL_PERCENT["unrated"]
    idea_percent: int = PROBABILITIES["idea"]
    invited_percent: int = PROBABILITIES["invited"]
    exploring_percent: int = PROBABILITIES["exploring"]
    proposed_percent: int = PROBABILITIES["proposed"]
    onboarding_days: tuple[int, ...] = ONBOARDING_DAYS
    issue_target_hours: tuple[int, ...] = TARGET_HOURS
    issue_working_hours: bool = False
    activities: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def review_weekday(self) -> int:
        """The review day as a number, Monday 0 to Sunday 6."""
        return WEEKDAYS.index(self.review_day)

    def in_document(self) -> dict[str, Any]:
        """The settings of the practice as a document carries them: those that differ from the defaults."""
        plain = Settings()
        kept = [each.name for each in fields(self) if each.name not in OF_THE_MACHINE]
        return {name: _plain(value) for name in kept if (value := getattr(self, name)) != getattr(plain, name)}

    def practice(self) -> Practice:
        """The part of the settings that the rules follow."""
        minutes = {name: {"minutes": getattr(self, of)} for name, of in MINUTES_OF.items()}
        own = {name: {**each, **self.activities.get(name, {})} for name, each in minutes.items()}
        catalogue, problems = edited({**self.activities, **own})
        if problems:
            raise Refused(problems[0])
        earlier = tuple((WEEKDAYS.index(day), until) for day, until in self.review_days_before)
        return Practice(
            calendar=Calendar(self.review_weekday, self.fiscal_year_start, self.away, earlier),
            catalogue=catalogue,
            friday_minutes=self.friday_minutes,
            month_end_minutes=self.month_end_minutes,
            live_thread_days=self.live_thread_days,
            silence_days=self.silence_days,
            check_in_days=self.check_in_days,
            trigger_window_days=self.trigger_window_days,
            renewal_conversation_days=self.renewal_conversation_days,
            draft_conversation_days=self.draft_conversation_days,
            qbr_phase_minutes=self.qbr_phase_minutes,
            functions_that_matter=self.functions_that_matter,
            onboarding_days=self.onboarding_days,
            issue_target_hours=self.issue_target_hours,
            issue_working_hours=self.issue_working_hours,
            renewal_percents={colour: getattr(self, f"renewal_{colour}_percent") for colour in RENEWAL_PERCENT},
            stage_percents={**PROBABILITIES} | {stage: getattr(self, f"{stage}_percent") for stage in LIKELY_STAGES},
        )


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


def load(file: Path) -> Settings:
    """Read the settings; a missing file means the defaults.

    Raises Refused with one line that names the file and the setting.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"the settings file {file} cannot be read: {error}") from None
    import tomllib

    try:
        settings = from_mapping(tomllib.loads(text))
        settings.practice()
        return settings
    except (tomllib.TOMLDecodeError, Refused) as error:
        raise Refused(f"settings file {file}: {error}") from None


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


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
