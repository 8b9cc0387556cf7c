"""The practice as this user has set it up: calendar, catalogue and every number that can be changed."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import CATALOGUE, Activity, activity_named
from kamtui.domain.chances import PROBABILITIES, RENEWAL_PERCENT
from kamtui.domain.dates import Cadence, Calendar
from kamtui.domain.frozen import frozen
from kamtui.domain.issues import TARGET_HOURS, Targets
from kamtui.domain.onboarding import ONBOARDING_DAYS
from kamtui.domain.qbr import PHASE_MINUTES


@frozen
class Practice:
    """Everything that rules take from the settings; days and minutes are whole numbers."""

    calendar: Calendar = field(default_factory=Calendar)
    catalogue: tuple[Activity, ...] = CATALOGUE
    friday_minutes: int = 30
    month_end_minutes: int = 60
    live_thread_days: int = 90
    silence_days: int = 45
    check_in_days: int = 10
    trigger_window_days: int = 14
    renewal_conversation_days: int = 42
    draft_conversation_days: int = 7
    qbr_phase_minutes: tuple[int, ...] = PHASE_MINUTES
    functions_that_matter: tuple[str, ...] = ("executive", "finance", "procurement", "operations", "it")
    renewal_percents: Mapping[str, int] = field(default_factory=lambda: RENEWAL_PERCENT)
    """How likely a renewal is, by the colour of the account (rule R-3)."""
    stage_percents: Mapping[str, int] = field(default_factory=lambda: PROBABILITIES)
    """How likely an opportunity is to be won, by its stage (rule X-4)."""
    onboarding_days: tuple[int, ...] = ONBOARDING_DAYS
    issue_target_hours: tuple[int, ...] = TARGET_HOURS
    issue_working_hours: bool = False

    @property
    def issue_targets(self) -> Targets:
        """By when issues should be resolved (rule S-1)."""
        return Targets(self.issue_target_hours, self.issue_working_hours)

    def check_cadence(self, tier: Tier) -> Cadence:
        """How often the tier's health is checked, which says when a check has gone stale (rules T-3, H-3)."""
        return activity_named("health_check", self.catalogue).cadence_for(tier) or Cadence.YEARLY

    def map_period_days(self, tier: Tier) -> int:
        """How old a map review may be before it no longer counts (rules T-3, M-11)."""
        days = {Cadence.WEEKLY: 7, Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92, Cadence.HALF_YEARLY: 184}
        cadence = activity_named("map_review", self.catalogue).cadence_for(tier)
        return days.get(cadence, 366) if cadence else 366


def with_usual_titles(practice: Practice, own: Callable[[str], str]) -> Practice:
    """Return the practice with the titles that the catalogue began with, for whoever must read no text of the user's.

    `own` gives what an activity that the user added is called there, from its title (rule G-2).
    """
    usual = {one.name: one.title for one in CATALOGUE}
    shown = tuple(replace(one, title=usual.get(one.name) or own(one.title)) for one in practice.catalogue)
    return replace(practice, catalogue=shown)
