"""The rhythm as it is set up: what each activity takes a month, what was measured, what days away move."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import Capacity, Minutes, Work, capacity, learned, minutes_a_year
from kamtui.domain.catalogue import Activity
from kamtui.domain.dates import periods_between, week_of
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import exists, occurrence_in
from kamtui.storage import rhythm
from kamtui.storage.portfolio import accounts

REACH_AHEAD = 400


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """An activity with the minutes it takes in an average month over all accounts, and how often it was timed."""

    activity: Activity
    minutes: Minutes
    timed: int
    a_month: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rhythm as it is set up: its rows, how many accounts have each tier, and whether a month holds it."""

    rows: tuple[CatalogueRow, ...]
    capacity: Capacity
    tiers: Mapping[Tier, int]
    taken: Mapping[str, Sequence[float]] = field(repr=False)

    def with_practice(self, practice: Practice, today: date) -> "Catalogue":
        """The same accounts and timings under another practice (rule Y-15)."""
        return _weighed(self.tiers, self.taken, practice, today)


def the_catalogue(connection: sqlite3.Connection, today: date, practice: Practice) -> Catalogue:
    """Every activity of the practice, in the order of the catalogue (rules Y-4, Y-15, Y-17)."""
    tiers = Counter(row.tier for row in accounts(connection, today, practice) if row.open)
    return _weighed(tiers, rhythm.taken(connection), practice, today)


def _weighed(
    tiers: Mapping[Tier, int], taken: Mapping[str, Sequence[float]], practice: Practice, today: date
) -> Catalogue:
    minutes = {one.name: learned(one, taken.get(one.name, ())) for one in practice.catalogue}
    work = Work(tiers, practice.catalogue, {name: each.planned for name, each in minutes.items()})
    rows = tuple(
        CatalogueRow(one, minutes[one.name], len(taken.get(one.name, ())), round(minutes_a_year(one, work) / 12))
        for one in practice.catalogue
    )
    fits = capacity(work, today, practice.friday_minutes, practice.month_end_minutes, None, practice.calendar)
    return Catalogue(rows, fits, tiers, taken)


@dataclass(frozen=True, slots=True)
class Moved:
    """A turn that days away move to an earlier day; it stays on its day where its period leaves no other."""

    title: str
    account: str
    home: date
    day: date


def moved_by_days_away(connection: sqlite3.Connection, today: date, practice: Practice) -> Sequence[Moved]:
    """What is to be done and scheduled in the days away that are still ahead, the earliest first (rule Y-13).

    What is done, skipped or snoozed already is not moved by them.
    """
    rows = accounts(connection, today, practice)
    calendar, week, found = practice.calendar, week_of(today), []
    recorded = rhythm.told(connection, today - timedelta(days=REACH_AHEAD), calendar)
    ahead = [(first, last) for first, last in calendar.away if last >= today and (first - today).days <= REACH_AHEAD]
    for duty, row in rhythm.duties(rows, recorded, practice, rhythm.started(rows)):
        turns = {
            turn for first, last in ahead for turn in periods_between(first, last, duty.cadence, calendar.fiscal_start)
        }
        for turn in turns:
            home, one = exists(duty, turn, calendar.at_home), occurrence_in(duty, turn, today, week, calendar)
            if one is None or not one.is_open or one.snoozes:
                continue
            if home is not None and calendar.is_away(home) and home >= today:
                found.append(Moved(duty.activity.title, row.name if row else "", home, one.scheduled))
    return sorted(found, key=lambda each: (each.home, each.account.casefold(), each.title))
