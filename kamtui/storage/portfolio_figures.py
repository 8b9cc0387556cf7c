"""Everything the Portfolio screen and `portfolio` show, from one reading of the file (rules R-2 to R-9)."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kamtui.domain.accounts import Tier
from kamtui.domain.adherence import Adherence, adherence, streak
from kamtui.domain.attention import Audit, audit
from kamtui.domain.health import Colour
from kamtui.domain.ledger import Ledger, ledgers, year_before
from kamtui.domain.loops import Loops, asked, loops, most_valuable
from kamtui.domain.opportunities import Totals, totals
from kamtui.domain.practice import Practice
from kamtui.domain.projection import Flow, Month, by_month, flows
from kamtui.domain.renewals import Planned, Renewal, late_steps, renewals, timeline
from kamtui.domain.revenue import Book, Line
from kamtui.domain.what_if import Assumptions, Figures, figures_of
from kamtui.storage import onboarding, portfolio_practice, revenue, rhythm
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.portfolio_practice import Kept, Recommended
from kamtui.storage.revenue import OpenDeal

REACH_BACK = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Cell:
    """The accounts of one tier and colour: how many, and what they pay a year in minor units (rule R-7)."""

    tier: Tier
    colour: Colour
    count: int
    value: int


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A renewal with its account and its backward timeline (rule R-2)."""

    account: AccountRow
    renewal: Renewal
    steps: tuple[Planned, ...]

    def late(self, today: date) -> tuple[Planned, ...]:
        """The steps that are late, the nearest to the renewal first."""
        return late_steps(self.renewal, self.steps, today)


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One of the most valuable accounts: its loops, and what those that do not run ask for (rule R-5)."""

    ledger: Ledger
    loops: Loops
    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """How the practice is kept over twelve months; see each rule."""

    adherence: Adherence
    reviews: Kept
    follow_ups: Kept
    service: Kept
    first_value: Mapping[int, int]
    streak: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The whole portfolio on one day; every figure with the rows that it is made of."""

    today: date
    practice: Practice = field(repr=False)
    book: Book = field(repr=False)
    rows: Mapping[int, AccountRow] = field(repr=False)
    ledgers: tuple[Ledger, ...] = field(repr=False)
    assumed: Assumptions = field(repr=False)
    figures: Figures
    flows: tuple[Flow, ...] = field(repr=False)
    months: tuple[Month, ...]
    cells: tuple[Cell, ...]
    renewals: tuple[RenewalRow, ...]
    questions: tuple[tuple[Ledger, Line], ...]
    loops: tuple[LoopRow, ...]
    referrals: tuple[Recommended, ...]
    deals: tuple[OpenDeal, ...] = field(repr=False)
    pipeline: Totals
    habits: Habits
    audit: Audit = field(repr=False)

    @property
    def clients(self) -> tuple[AccountRow, ...]:
        """The accounts that are clients, key accounts first."""
        return tuple(row for row in self.rows.values() if row.open)

    @property
    def at_risk(self) -> tuple[AccountRow, ...]:
        """The red ones, stale or not (rules H-2, R-7)."""
        return tuple(row for row in self.clients if row.standing.at_risk)

    @property
    def referred(self) -> int:
        """Referrals in the last twelve months (rule R-7)."""
        return len(self.referrals)


def portfolio(
    connection: sqlite3.Connection, today: date, practice: Practice, now: datetime | None = None
) -> Portfolio:
    """Every figure of the portfolio on a day; issues are judged now, or at its beginning."""
    rows = accounts(connection, today, practice)
    book = revenue.book_of(connection, rows, today, practice)
    found = ledgers(book)
    streams = tuple(flow for ledger in found for flow in flows(ledger, practice.renewal_percents))
    deals = revenue.open_deals(connection, practice)
    known = {row.id: row for row in rows}
    ours = [each for each in deals if (owner := known.get(each.account_id)) is not None and owner.open]
    valuable = most_valuable(found)
    since, assumed = year_before(today), assumptions(connection, practice)
    return Portfolio(
        today=today,
        practice=practice,
        book=book,
        rows=known,
        ledgers=found,
        assumed=assumed,
        figures=figures_of(found, today, assumed),
        flows=streams,
        months=by_month(streams, today),
        cells=cells(rows),
        renewals=_renewals(connection, known, found, today, practice),
        questions=revenue.questions(found),
        loops=tuple(LoopRow(ledger, loops(ledger), asked(ledger)) for ledger in valuable),
        referrals=portfolio_practice.recommended(connection, today, since),
        deals=tuple(ours),
        pipeline=totals([each.opportunity for each in ours], today),
        habits=_habits(connection, rows, today, practice, now),
        audit=audit(portfolio_practice.spent(connection, rows, today, since, practice)),
    )


def assumptions(connection: sqlite3.Connection, practice: Practice) -> Assumptions:
    """What the figures take from the settings and from the minutes learned."""
    timed = rhythm.timings(connection, practice.catalogue)
    learned = {name: each.planned for name, each in timed.items()}
    return Assumptions(practice.catalogue, learned, practice.live_thread_days, practice.renewal_percents)


def cells(rows: Iterable[AccountRow]) -> tuple[Cell, ...]:
    """Every tier and colour, the empty ones too; a stale green counts as unrated (rules H-3, R-7)."""
    count: Counter[tuple[Tier, Colour]] = Counter()
    value: Counter[tuple[Tier, Colour]] = Counter()
    for row in rows:
        if row.open:
            key = (row.tier, row.standing.counted_as)
            count[key] += 1
            value[key] += row.current_value
    return tuple(
        Cell(tier, colour, count[tier, colour], value[tier, colour]) for tier in Tier for colour in Colour
    )  # fmt: skip


def renewals_ahead(
    connection: sqlite3.Connection, today: date, practice: Practice, days: int
) -> tuple[RenewalRow, ...]:
    """The renewals of the next `days` days with their timelines, the nearest first (rule R-2)."""
    rows = accounts(connection, today, practice)
    found = ledgers(revenue.book_of(connection, rows, today, practice))
    return _renewals(connection, {row.id: row for row in rows}, found, today, practice, days)


def _renewals(
    connection: sqlite3.Connection, rows: Mapping[int, AccountRow], found: tuple[Ledger, ...], today: date,
    practice: Practice, days: int = 90,
) -> tuple[RenewalRow, ...]:  # fmt: skip
    mapped = revenue.mapped(connection)
    listed = []
    for ledger in found:
        row = rows[ledger.client.id]
        if not row.open:
            continue
        for each in renewals(row.id, ledger.lines, row.renewal_written, today, days):
            done = (row.id, each.on) in mapped
            steps = timeline(each, mapped=done, conversation_days=practice.renewal_conversation_days)
            listed.append(RenewalRow(row, each, steps))
    return tuple(sorted(listed, key=lambda each: (each.renewal.on, -each.renewal.value, each.account.name.casefold())))


def _habits(
    connection: sqlite3.Connection, rows: list[AccountRow], today: date, practice: Practice, now: datetime | None
) -> Habits:
    since = year_before(today)
    recorded = rhythm.told(connection, today - REACH_BACK, practice.calendar)
    duties = rhythm.past_duties(connection, rows, recorded, practice, rhythm.started(rows))
    return Habits(
        adherence=adherence(duties, today, practice.calendar),
        reviews=portfolio_practice.reviews(connection, today, since),
        follow_ups=portfolio_practice.follow_ups(connection, today, since),
        service=portfolio_practice.service_levels(connection, today, since, practice.issue_targets, now),
        first_value=onboarding.first_values(connection, today),
        streak=streak(rhythm.finished_fridays(connection), today, practice.calendar),
    )
