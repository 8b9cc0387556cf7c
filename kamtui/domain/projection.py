"""The next twelve months, to the day: what is contracted, what may be renewed, what may be won (rule R-3).

All sums are whole numbers: cents × days × percent. They are divided by 365 × 100 only at the end, each of the three
parts for itself, and rounded half up to the cent. So the parts always add up to the total, and a portfolio's part may
differ by cents from its accounts' rounded parts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from kamtui.domain.chances import RENEWAL_PERCENT
from kamtui.domain.dates import add_months
from kamtui.domain.frozen import frozen
from kamtui.domain.ledger import Ledger, successor
from kamtui.domain.revenue import Deal, Line, RenewalStage

HORIZON_DAYS = 365
_WHOLE = HORIZON_DAYS * 100


class Stream(StrEnum):
    """The three parts of the projection (rule R-3)."""

    CONTRACTED = "contracted"
    RENEWAL = "renewal"
    OPPORTUNITY = "opportunity"


@frozen
class Flow:
    """One row of the projection: `cents` a year at `percent` from day `first` to day `last` of the next 365.

    Day 1 is tomorrow. `source_id` is the key of the contract line or the opportunity.
    """

    stream: Stream
    account_id: int
    name: str
    source_id: int
    cents: int
    percent: int
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days of the twelve months it covers."""
        return self.last - self.first + 1

    def exact(self, first: int = 1, last: int = HORIZON_DAYS) -> int:
        """The amount of the days `first` to `last`, in 36,500ths of a cent."""
        return self.cents * self.percent * max(0, min(self.last, last) - max(self.first, first) + 1)

    @property
    def amount(self) -> int:
        """The amount in minor units, rounded half up."""
        return rounded(self.exact())


@frozen
class Projection:
    """Twelve months in three parts, in minor units (rule R-3)."""

    contracted: int = 0
    renewal: int = 0
    opportunity: int = 0

    @property
    def total(self) -> int:
        """All three parts."""
        return self.contracted + self.renewal + self.opportunity


@frozen
class Month:
    """One of the twelve months, first and last day, with its parts in minor units."""

    first: date
    last: date
    parts: Projection


def rounded(exact: int) -> int:
    """Minor units from 36,500ths of them, rounded half up."""
    return (2 * exact + _WHOLE) // (2 * _WHOLE)


def flows(ledger: Ledger, percents: Mapping[str, int] = RENEWAL_PERCENT) -> tuple[Flow, ...]:
    """What an account brings in the next 365 days, row by row (rule R-3); nothing where it has ended.

    `percents` says how likely a renewal is, by the colour that the account counts under.

    Lines signed for later count as contracted from their first day. A line that has a successor, or is given up as
    lost, brings nothing after its end.
    """
    if not ledger.client.open:
        return ()
    percent = percents[ledger.client.colour]
    found: list[Flow] = []
    for line in ledger.lines:
        found += _of_line(line, ledger, percent)
    for deal in ledger.deals:
        first = _first_day(deal.expected_close, ledger.today)
        if 1 <= first <= HORIZON_DAYS:
            found.append(_of_deal(deal, first))
    return tuple(found)


def _first_day(close: date | None, today: date) -> int:
    return 0 if close is None else (close - today).days + 1


def _of_deal(deal: Deal, first: int) -> Flow:
    value, stream = deal.annual_value, Stream.OPPORTUNITY
    return Flow(stream, deal.account_id, deal.name, deal.id, value, deal.percent, first, HORIZON_DAYS)


def _of_line(line: Line, ledger: Ledger, percent: int) -> list[Flow]:
    first = 1 if line.start is None else max(1, (line.start - ledger.today).days)
    last = HORIZON_DAYS if line.end is None else min(HORIZON_DAYS, (line.end - ledger.today).days)
    if line.ended(ledger.today) or first > HORIZON_DAYS:
        return []
    found = []
    if first <= last:
        found.append(_flow(Stream.CONTRACTED, line, 100, first, last))
    over = line.stage == RenewalStage.LOST or successor(line, ledger.lines) is not None
    if last < HORIZON_DAYS and not over:
        found.append(_flow(Stream.RENEWAL, line, percent, last + 1, HORIZON_DAYS))
    return found


def _flow(stream: Stream, line: Line, percent: int, first: int, last: int) -> Flow:
    return Flow(stream, line.account_id, line.description, line.id, line.annual_value, percent, first, last)


def summed(rows: Iterable[Flow], first: int = 1, last: int = HORIZON_DAYS) -> Projection:
    """Add rows up over the days `first` to `last`, each part rounded half up at the end (rule R-3)."""
    exact = dict.fromkeys(Stream, 0)
    for row in rows:
        exact[row.stream] += row.exact(first, last)
    return Projection(*(rounded(exact[stream]) for stream in Stream))


def by_month(rows: Sequence[Flow], today: date) -> tuple[Month, ...]:
    """The projection month by month, counted from tomorrow; the last month ends with day 365."""
    found = []
    before = 0
    for number in range(1, 13):
        last = HORIZON_DAYS if number == 12 else (add_months(today, number) - today).days
        parts = summed(rows, before + 1, last)
        found.append(Month(today + timedelta(days=before + 1), today + timedelta(days=last), parts))
        before = last
    return tuple(found)
