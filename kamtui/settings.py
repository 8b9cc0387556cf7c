"""What the user may change, with its defaults: a TOML file in the user's config folder."""

from collections.abc import Mapping
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
from kamtui.domain.qbr import PHASE_MINUTES

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


def load(file: Path) -> Settings:
    """Read the settings; a missing file means the defaults.

    Raises Refused with one line that names the file and the setting.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise Refused(f"the settings file {file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Refused(f"the settings file {file} cannot be read: {error}") from None
    import tomllib

    from kamtui.settings_checks import from_mapping

    try:
        settings = from_mapping(tomllib.loads(text))
        settings.practice()
        return settings
    except (tomllib.TOMLDecodeError, Refused) as error:
        raise Refused(f"settings file {file}: {error}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
