"""What the tests of the week share: a client of old, whose turn is this Friday, and its line on the list."""

from datetime import date
from typing import Any

from kamtui.domain.dates import week_of
from kamtui.domain.practice import Practice
from kamtui.domain.week import WeekItem
from kamtui.models.columns import Record
from kamtui.storage.database import Database
from kamtui.storage.week import Week, the_week
from kamtui.storage.week_changes import Given
from tests.storage.records import account, add

TODAY = date(2026, 11, 20)
LONG_AGO = date(2026, 10, 26)
THIS_WEEK = 2  # the slot whose turn is the third Friday of a month
PRACTICE = Practice()
GIVEN = Given(week_of(TODAY), PRACTICE)


def client(database: Database, name: str = "Nordwind", **more: Any) -> int:
    """A growth account that was there before and whose monthly work falls on today."""
    return put(database, account(name, **{"tier": 2, "created_on": LONG_AGO, "slot": THIS_WEEK, **more}))[0]


def put(database: Database, *records: Record) -> list[int]:
    """Store records and return their keys."""
    return database.run(add, *records)


def week(database: Database, today: date = TODAY, **more: Any) -> Week:
    """The week's list as it stands."""
    return database.read(the_week, today, PRACTICE, **more)


def lines(database: Database, activity: str, today: date = TODAY, **more: Any) -> list[WeekItem]:
    """The lines of one kind."""
    return [item for item in week(database, today, **more).items if item.activity == activity]


def line(database: Database, activity: str, today: date = TODAY, **more: Any) -> WeekItem:
    """The one line of a kind."""
    (found,) = lines(database, activity, today, **more)
    return found
