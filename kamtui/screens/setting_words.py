"""Every setting in words: its group, what it is called, what it means, and its value as one would say it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from kamtui.domain.problems import spoken
from kamtui.domain.wording import MONTHS
from kamtui.settings import Settings
from kamtui.settings_checks import BOUNDS, SWITCHES
from kamtui.settings_checks import WORDS as CHOICES

REST: Final = "everything else"


@dataclass(frozen=True, slots=True)
class Words:
    """One setting: the group it stands in, what the list calls it, and what it means."""

    group: str
    title: str
    means: str


_WEEK, _PEOPLE, _WINDOWS = "your week", "people and contact", "days until something is due"
_HELD, _FIGURES, _SERVICE, _MACHINE = "reviews and checks", "figures", "onboarding and issues", "this machine"

WORDS: Final[Mapping[str, Words]] = {
    "review_day": Words(_WEEK, "review day", "the day of the weekly review; a week's due dates fall on it"),
    "review_time": Words(
        _WEEK, "time of the review", "the time of day at which the review stands in the calendar file"
    ),
    "friday_minutes": Words(_WEEK, "weekly review", "minutes that the weekly review offers"),
    "month_end_minutes": Words(_WEEK, "month-end review", "minutes that the month-end review offers"),
    "away": Words(
        _WEEK,
        "days away",
        "work scheduled on these days moves to the last review day before them, within its period",
    ),
    "fiscal_year_start": Words(_WEEK, "fiscal year", "the month in which your year and its quarters begin"),
    "review_days_before": Words(
        _WEEK,
        "earlier review days",
        "the review days of earlier times, each with the day from which the next one held; written when you change "
        "the review day, so that the past stays where it was",
    ),
    "activities": Words(
        _WEEK, "activities", "your changes to the catalogue of activities; the Rhythm screen changes them"
    ),
    "live_thread_days": Words(
        _PEOPLE, "live thread", "days after the last contact for which a person counts as a live thread"
    ),
    "silence_days": Words(_PEOPLE, "silence", "days without contact after which an account has gone silent"),
    "functions_that_matter": Words(_PEOPLE, "functions that matter", "the functions in which somebody should be known"),
    "check_in_days": Words(_WINDOWS, "check-in", "days until the check-in that a bad health check opens is due"),
    "trigger_window_days": Words(_WINDOWS, "trigger window", "days in which a trigger must be acted on"),
    "renewal_conversation_days": Words(
        _WINDOWS, "renewal conversation", "days before a renewal by which the conversation about it is due"
    ),
    "draft_conversation_days": Words(
        _WINDOWS, "conversation drafts", "days that a difficult conversation may stay a draft"
    ),
    "health_check_minutes": Words(_HELD, "health check", "minutes planned for one health check"),
    "qbr_phase_minutes": Words(_HELD, "phases of a QBR", "minutes of the phases of a QBR, in their order"),
    "currency": Words(_FIGURES, "currency", "what amounts are in; shown, never converted"),
    "decimal_comma": Words(_FIGURES, "decimal comma", "amounts in imported files are written 1.234,56"),
    "renewal_green_percent": Words(
        _FIGURES, "renewal, green", "how likely a line of a green account is to be renewed, in the projection"
    ),
    "renewal_yellow_percent": Words(
        _FIGURES, "renewal, yellow", "how likely a line of a yellow account is to be renewed"
    ),
    "renewal_red_percent": Words(_FIGURES, "renewal, red", "how likely a line of a red account is to be renewed"),
    "renewal_unrated_percent": Words(
        _FIGURES,
        "renewal, unrated",
        "how likely a line is to be renewed where the account is not rated, or not any more",
    ),
    "idea_percent": Words(
        _FIGURES,
        "opportunity: idea",
        "how likely an opportunity that is an idea is to be won, unless it has its own percentage",
    ),
    "invited_percent": Words(
        _FIGURES,
        "opportunity: invited",
        "how likely an opportunity is to be won once the client was invited to talk about it",
    ),
    "exploring_percent": Words(
        _FIGURES, "opportunity: exploring", "how likely an opportunity is to be won while both explore it"
    ),
    "proposed_percent": Words(
        _FIGURES, "opportunity: proposed", "how likely an opportunity is to be won once it is proposed"
    ),
    "onboarding_days": Words(
        _SERVICE,
        "milestones",
        "the days of an onboarding's milestones; the last one is the results review",
    ),
    "issue_target_hours": Words(
        _SERVICE, "target hours", "hours in which an issue of P1, P2, P3 and P4 should be resolved"
    ),
    "issue_working_hours": Words(
        _SERVICE,
        "working hours only",
        "target hours are working hours: Monday to Friday, 9:00 to 17:00, your local time",
    ),
    "theme": Words(_MACHINE, "theme", "the colours; ansi uses those of your terminal"),
    "automatic_backups": Words(
        _MACHINE, "automatic backups", "the cockpit makes a backup by itself, once a day when something changed"
    ),
    "keys": Words(_MACHINE, "keys", "your own keys for what the cockpit does"),
}
GROUPS: Final = (*dict.fromkeys(each.group for each in WORDS.values()), REST)
UNITS: Final = {"minutes": "min", "days": "days", "percent": "%", "hours": "h"}
FEW: Final = 3
NOT_HERE: Final = ("activities", "keys")
"""What has lines or a screen of its own."""


def names() -> list[str]:
    """Every setting that has one value, group by group."""
    everything = [each.name for each in fields(Settings) if each.name not in NOT_HERE]
    order = list(WORDS)
    return sorted(
        everything, key=lambda name: (GROUPS.index(words(name).group), order.index(name) if name in WORDS else 0)
    )


def words(name: str) -> Words:
    """A setting in words; one that has none is called by its name."""
    return WORDS.get(name, Words(REST, spoken(name), ""))


def value_words(name: str, value: Any) -> str:
    """A value as one would say it: `45 days`, `yes`, `January`, `24 Dec 2026 to 2 Jan 2027`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "fiscal_year_start":
        return f"from {MONTHS[value - 1]}"
    if name == "away":
        return ", ".join(range_words(first, last) for first, last in value) or "none"
    if name == "review_days_before":
        return ", ".join(f"{day} before {_day(until)}" for day, until in value) or "none"
    said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    unit = next((unit for end, unit in UNITS.items() if name.endswith(f"_{end}")), "")
    return f"{said or 'none'} {unit}".strip()


def range_words(first: date, last: date) -> str:
    """A range of days: `24 Dec 2026 to 2 Jan 2027`, `4 Dec 2026` for one day."""
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def bounds_words(name: str) -> str:
    """What a setting may be; empty where its form says so."""
    if name in BOUNDS:
        low, high = BOUNDS[name]
        return f"{low} to {high}"
    if name in CHOICES and len(CHOICES[name]) <= FEW:
        return ", ".join(CHOICES[name])
    return "yes or no" if name in SWITCHES else ""
