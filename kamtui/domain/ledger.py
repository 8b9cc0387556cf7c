"""An account's ledger: what it paid on any day, and what of its lines was never said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from kamtui.domain.accounts import name_key
from kamtui.domain.dates import ONE_DAY, add_months
from kamtui.domain.frozen import frozen
from kamtui.domain.revenue import Book, Client, Deal, Event, Line, RevenueKind

SUCCESSOR_DAYS = 31
"""How many days after the end of a line another one may begin and still carry it on."""

SIGN = {RevenueKind.NEW: 1, RevenueKind.EXPANSION: 1, RevenueKind.CONTRACTION: -1, RevenueKind.CHURN: -1}
"""What an event did to the annual value; a renewal by itself does nothing."""

_LOSSES = (RevenueKind.CONTRACTION, RevenueKind.CHURN)
_ANSWERS = (RevenueKind.RENEWAL, *_LOSSES)

Owned = TypeVar("Owned", Line, Event, Deal)


@frozen
class Ledger:
    """One account's lines and events, with what was never said filled in: see `ledgers`."""

    client: Client
    today: date
    lines: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    unanswered: tuple[Line, ...] = ()
    deals: tuple[Deal, ...] = ()
    referrals: tuple[date, ...] = ()

    @property
    def current(self) -> int:
        """The current annual value: the lines in force; nothing where the account has ended (rule R-1)."""
        return current_value(self.lines, self.today) if self.client.open else 0

    def value_on(self, day: date) -> int:
        """The annual value on an earlier day: today's with the events since then undone, never below zero (R-1)."""
        since = self.since(day)
        return max(0, self.current - sum(SIGN.get(RevenueKind(each.kind), 0) * each.amount for each in since))

    def since(self, day: date) -> tuple[Event, ...]:
        """The events that took effect after that day, up to today."""
        return tuple(each for each in self.events if day < takes_effect(each, self.lines) <= self.today)

    def moved(self, kind: str, day: date) -> int:
        """How much one kind of event moved since that day, in minor units a year."""
        return sum(each.amount for each in self.since(day) if each.kind == kind)


def year_before(today: date) -> date:
    """The day that trailing twelve months count from."""
    return add_months(today, -12)


def current_value(lines: Iterable[Line], day: date) -> int:
    """The annual value of the lines in force on a day, in minor units (rule R-1)."""
    return sum(line.annual_value for line in lines if line.in_force(day))


def takes_effect(event: Event, lines: Iterable[Line]) -> date:
    """The first day on which the value is what the event made it.

    What ends is still paid on its last day, so a loss dated on the last day of a line counts from the day after.
    """
    if event.kind in _LOSSES and event.on < date.max and any(line.end == event.on for line in lines):
        return event.on + ONE_DAY
    return event.on


def successor(line: Line, lines: Iterable[Line]) -> Line | None:
    """The line that carries an ending one on: the same description, beginning within a month after its end (R-1).

    Its value may be another one.
    """
    if line.end is None:
        return None
    end, name = line.end, name_key(line.description)
    following = (
        other
        for other in lines
        if other.id != line.id and other.start is not None and 0 < (other.start - end).days <= SUCCESSOR_DAYS
        if name_key(other.description) == name
    )
    return min(following, key=lambda other: (other.start or date.max, other.id), default=None)


def answered(line: Line, events: Iterable[Event]) -> bool:
    """Whether an event says what became of a line that ended: renewed, shrunk or lost (rule R-1).

    An event of the line itself does, within a year around the end. One that names no line does when it is dated on
    the line's last day or the day after, or when it is a loss of just that amount within a month.
    """
    if line.end is None:
        return False
    for event in events:
        after = (event.on - line.end).days
        if event.kind not in _ANSWERS:
            continue
        if event.line_id == line.id and abs(after) <= 182:
            return True
        near = after in (0, 1)
        same = event.kind in _LOSSES and event.amount == line.annual_value and abs(after) <= SUCCESSOR_DAYS
        if event.line_id is None and (near or same):
            return True
    return False


def unanswered(lines: Sequence[Line], events: Sequence[Event], today: date) -> tuple[Line, ...]:
    """The lines that ended with neither a successor nor an event: renewed, shrunk or lost? (rule R-1)."""
    return tuple(
        line
        for line in lines
        if line.ended(today) and line.annual_value and successor(line, lines) is None and not answered(line, events)
    )


def ledgers(book: Book) -> tuple[Ledger, ...]:
    """Every account's ledger. A line that ended without a word counts as churn on its end date (rule R-1).

    What still runs of an account that has ended itself counts as churn of today, unless its loss is recorded.
    """
    lines, events, deals = _by_account(book.lines), _by_account(book.events), _by_account(book.deals)
    referrals: dict[int, list[date]] = defaultdict(list)
    for account, on in book.referrals:
        referrals[account].append(on)
    return tuple(
        Ledger(
            client,
            book.today,
            tuple(lines[client.id]),
            *_filled_in(client, book.today, lines[client.id], events[client.id]),
            tuple(deals[client.id]),
            tuple(referrals[client.id]),
        )
        for client in book.clients
    )


def _by_account(rows: Iterable[Owned]) -> dict[int, list[Owned]]:
    found: dict[int, list[Owned]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found


def _filled_in(
    client: Client, today: date, lines: Sequence[Line], events: Sequence[Event]
) -> tuple[tuple[Event, ...], tuple[Line, ...]]:
    """The events with those that nobody recorded, and the lines whose end asks a question."""
    open_ends = unanswered(lines, events, today)
    implied = [_lost(line, line.annual_value, line.end or today) for line in open_ends]
    running = [line for line in lines if line.in_force(today)]
    if running and not client.open:
        left = current_value(running, today) - _said_lost(running, lines, events)
        if left > 0:
            implied.append(_lost(running[0], left, counting_at_once(lines, today)))
    return (*events, *implied), open_ends


def _said_lost(running: Sequence[Line], lines: Sequence[Line], events: Iterable[Event]) -> int:
    """What was recorded as lost of lines that still run: churn that belongs to no line's end."""
    ends = {line.end for line in lines}
    keys = {None, *(line.id for line in running)}
    return sum(
        each.amount
        for each in events
        if each.kind == RevenueKind.CHURN and each.line_id in keys and each.on not in ends
    )


def _lost(line: Line, amount: int, on: date) -> Event:
    reason = "ended without a word"
    return Event(line.account_id, RevenueKind.CHURN, amount, on, line.id, reason, implied=True)


def counting_at_once(lines: Iterable[Line], today: date) -> date:
    """The day to date a loss with so that it counts today: yesterday, where a line ends today."""
    return today - ONE_DAY if any(line.end == today for line in lines) else today


def change_of(before: int, after: int) -> tuple[RevenueKind, int] | None:
    """What kind of event a change of annual value is, and its amount; None where nothing changed (rule R-1)."""
    if before == after:
        return None
    return (RevenueKind.EXPANSION if after > before else RevenueKind.CONTRACTION), abs(after - before)
