"""All reviews of the portfolio in one place: when each was done last, when it is due, which one is under way."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kamtui.domain.catalogue import Activity
from kamtui.domain.dates import Cadence
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import OccurrenceState, next_occurrence
from kamtui.storage import guided, reviews, rhythm
from kamtui.storage.guided import PastReview
from kamtui.storage.rows import day
from kamtui.storage.week import REACH_BACK

STARTED = "SELECT min(created_on) FROM account"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One activity of the whole portfolio (rule Y-4); `minutes_used` of one under way, None where none is."""

    activity: Activity
    cadence: Cadence
    last: date | None
    due: date | None
    minutes_used: int | None

    @property
    def name(self) -> str:
        """The activity's name in the catalogue."""
        return self.activity.name


@dataclass(frozen=True, slots=True)
class ReviewList:
    """What there is to start or resume, and what was finished; `names` are the accounts' names by uid."""

    lines: tuple[ReviewLine, ...]
    kept: tuple[PastReview, ...]
    names: Mapping[str, str]


def review_list(connection: sqlite3.Connection, today: date, practice: Practice) -> ReviewList:
    """Every activity of the portfolio, in the catalogue's order, and every finished review, the latest first."""
    recorded = rhythm.told(connection, today - 2 * REACH_BACK, practice.calendar)
    started = day(connection.execute(STARTED).fetchone()[0])
    used = reviews.left_open(connection)
    lines = []
    for duty, _ in rhythm.duties([], recorded, practice, started):
        coming = next_occurrence(duty, today, practice.calendar)
        done = [*duty.completions, *(mark.on for mark in duty.marks if mark.state is OccurrenceState.DONE)]
        lines.append(
            ReviewLine(
                duty.activity, duty.cadence, max((on for on in done if on <= today), default=None),
                coming.due if coming is not None else None,
                used.get((duty.activity.name, None)),
            )
        )  # fmt: skip
    return ReviewList(tuple(lines), tuple(guided.finished(connection, today)), guided.account_names(connection))
