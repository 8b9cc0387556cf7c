"""The week's list, put together: rhythm, dated work, the half hour, capacity and the line on top."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta

from kamtui.domain.adherence import Adherence, adherence, streak
from kamtui.domain.capacity import Capacity, Minutes, Work, capacity
from kamtui.domain.dates import Period, week_of
from kamtui.domain.frozen import frozen
from kamtui.domain.health import Colour
from kamtui.domain.practice import Practice
from kamtui.domain.rhythm import next_occurrence
from kamtui.domain.week import AccountFacts, Packing, WeekItem, in_order, pack, rhythm_items
from kamtui.domain.wording import day_words
from kamtui.storage import deadlines, reviews, rhythm
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.reviews import FinishedReview, UnderWay

REACH_BACK = timedelta(days=400)

QBRS_AHEAD = """
SELECT account_id, min(scheduled_on) FROM qbr WHERE state IN ('planned', 'prepared') AND scheduled_on >= :today
GROUP BY account_id
"""


@frozen
class Week:
    """Everything the Week screen and `due` show."""

    today: date
    week: Period
    items: tuple[WeekItem, ...]
    packing: Packing
    capacity: Capacity
    timings: Mapping[str, Minutes]
    colours: Mapping[Colour, int]
    streak: int
    accounts: int
    rows: Mapping[int, AccountRow] = field(default_factory=dict, repr=False)
    under_way: UnderWay | None = None
    planned: FinishedReview | None = None
    """The latest Friday review, where it was finished in this week or the one before: what it planned still counts."""
    left_open: Mapping[tuple[str, int | None], int] = field(default_factory=dict)
    """The minutes used of every review under way, by activity and account."""
    month: FinishedReview | None = None
    """The latest month-end review, as long as its priorities count."""

    @property
    def packed(self) -> frozenset[int]:
        """The places, in `items`, of the work that fits the half hour."""
        chosen = {id(item) for item in self.packing.packed}
        return frozenset(place for place, item in enumerate(self.items) if id(item) in chosen)


def the_week(
    connection: sqlite3.Connection,
    today: date,
    practice: Practice,
    week: Period | None = None,
    minutes: int | None = None,
) -> Week:
    """The list of a week (this one by default), in order, packed into the half hour (rules Y-10 to Y-12, Y-15)."""
    week = week or week_of(today)
    rows = accounts(connection, today, practice)
    recorded = rhythm.told(connection, min(today, week.start) - REACH_BACK, practice.calendar)
    timed = rhythm.timings(connection, practice.catalogue)
    planned = {name: each.planned for name, each in timed.items()}
    facts = {row.id: AccountFacts(row.id, row.uid, row.name, row.tier, row.current_value) for row in rows}
    asked = [
        (duty, facts[row.id] if row else None)
        for duty, row in rhythm.duties(rows, recorded, practice, rhythm.started(rows))
    ]
    lines = _with_qbrs_ahead(connection, rhythm_items(asked, today, week, practice.calendar, planned), today)
    lines += deadlines.items(connection, {row.id: row for row in rows}, today, week, practice)
    ordered = in_order(lines)
    return Week(
        today=today,
        week=week,
        items=tuple(ordered),
        packing=pack(ordered, minutes or practice.friday_minutes),
        capacity=_capacity(rows, planned, today, practice),
        timings=timed,
        colours=_colours(rows),
        streak=streak(rhythm.finished_fridays(connection), today, practice.calendar),
        accounts=sum(row.open for row in rows),
        rows={row.id: row for row in rows},
        under_way=reviews.under_way(connection),
        planned=reviews.still_planned(connection, today),
        left_open=reviews.left_open(connection),
        month=reviews.of_the_month(connection, today),
    )


def _with_qbrs_ahead(connection: sqlite3.Connection, lines: Sequence[WeekItem], today: date) -> list[WeekItem]:
    """Say of a QBR that the rhythm asks for when it is planned, so that nobody books it twice."""
    ahead = dict(connection.execute(QBRS_AHEAD, {"today": today.isoformat()}).fetchall())
    return [
        replace(line, why=f"{line.why} It is planned for {day_words(date.fromisoformat(ahead[line.account_id]))}.")
        if line.activity == "qbr" and line.account_id in ahead
        else line
        for line in lines
    ]


def _capacity(rows: Sequence[AccountRow], planned: Mapping[str, int], today: date, practice: Practice) -> Capacity:
    tiers = Counter(row.tier for row in rows if row.open)
    steady = Counter(row.tier for row in rows if row.open and _steadily_green(row))
    work = Work(tiers, practice.catalogue, planned)
    return capacity(work, today, practice.friday_minutes, practice.month_end_minutes, steady, practice.calendar)


def _steadily_green(row: AccountRow) -> bool:
    known = [colour for colour in row.strip if colour is not None]
    return row.standing.counts_as_green and len(known) >= 3 and set(known[-3:]) == {Colour.GREEN}


def _colours(rows: Sequence[AccountRow]) -> Counter[Colour]:
    """Accounts by colour; a stale green is not counted as green but as unrated (rule H-3)."""
    found: Counter[Colour] = Counter()
    for row in rows:
        if row.open:
            stale_green = row.standing.colour is Colour.GREEN and row.standing.stale
            found[Colour.UNRATED if stale_green else row.standing.colour] += 1
    return found


@frozen
class NextDue:
    """What an account's rhythm asks for next."""

    activity: str
    title: str
    due: date


def next_due(
    connection: sqlite3.Connection, rows: Sequence[AccountRow], today: date, practice: Practice
) -> dict[int, NextDue]:
    """The next open occurrence of every account, by account; the earliest, in the catalogue's order on a tie."""
    recorded = rhythm.told(connection, today - REACH_BACK, practice.calendar)
    found: dict[int, NextDue] = {}
    for duty, row in rhythm.duties(rows, recorded, practice, None):
        occurrence = next_occurrence(duty, today, practice.calendar)
        assert row is not None  # noqa: S101  the portfolio's own work was left out
        assert occurrence is not None  # noqa: S101  only a duty that ends has none
        best = found.get(row.id)
        if best is None or occurrence.due < best.due:
            found[row.id] = NextDue(duty.activity.name, duty.activity.title, occurrence.due)
    return found


def kept(connection: sqlite3.Connection, today: date, practice: Practice) -> Adherence:
    """How much of the rhythm was kept over the last twelve months (rule Y-9)."""
    rows = accounts(connection, today, practice)
    recorded = rhythm.told(connection, today - timedelta(days=800), practice.calendar)
    return adherence(
        rhythm.past_duties(connection, rows, recorded, practice, rhythm.started(rows)), today, practice.calendar
    )
