"""What if: the same figures on a changed copy of the book; nothing is saved (rule R-8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kamtui.domain.accounts import Tier
from kamtui.domain.capacity import Work, needed_a_year
from kamtui.domain.catalogue import CATALOGUE, Activity
from kamtui.domain.chances import RENEWAL_PERCENT
from kamtui.domain.concentration import Concentration, Depth, concentration, depth
from kamtui.domain.departure import THREAD_DAYS, Verdict, departure, primary_verdict
from kamtui.domain.ledger import Ledger, counting_at_once, current_value, ledgers
from kamtui.domain.loops import Compass, compass
from kamtui.domain.retention import Retention, retention
from kamtui.domain.revenue import Book, Client, Event, Line, RevenueKind

WEEKS = 52

NO_LINE = 0
"""The line of an event that is supposed: none, so that it never says what became of one that ended (rule R-1)."""


@dataclass(frozen=True, slots=True)
class Lost:
    """An account is lost today."""

    account_id: int


@dataclass(frozen=True, slots=True)
class Shrunk:
    """An account's lines shrink by so many percent, 1 to 100."""

    account_id: int
    percent: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A person leaves today."""

    account_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Won:
    """An opportunity is won today."""

    deal_id: int


Change = Lost | Shrunk | Gone | Won


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the figures take from the settings: minutes of the catalogue, learned ones, thread days, percentages."""

    activities: Sequence[Activity] = CATALOGUE
    learned: Mapping[str, int] | None = None
    thread_days: int = THREAD_DAYS
    percents: Mapping[str, int] = field(default_factory=lambda: RENEWAL_PERCENT)


USUAL = Assumptions()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that a change moves; amounts are minor units, minutes are desk minutes a week."""

    accounts: int
    current_value: int
    compass: Compass
    retention: Retention
    concentration: Concentration
    depth: Depth
    weekly_minutes: int
    standings: Mapping[int, Verdict]
    """What holds each account with the people it has."""
    verdicts: Mapping[int, Verdict | None]
    """What holds each account if its primary contact leaves too."""


def figures(book: Book, assumed: Assumptions = USUAL) -> Figures:
    """All the figures of a book on its day."""
    return figures_of(ledgers(book), book.today, assumed)


def figures_of(found: Sequence[Ledger], today: date, assumed: Assumptions = USUAL) -> Figures:
    """All the figures of ledgers that are there already."""
    clients = [ledger.client for ledger in found if ledger.client.open]
    return Figures(
        accounts=len(clients),
        current_value=sum(ledger.current for ledger in found),
        compass=compass(found, assumed.percents),
        retention=retention(found),
        concentration=concentration(ledger.current for ledger in found),
        depth=depth(found, today, assumed.thread_days),
        weekly_minutes=weekly_minutes([client.tier for client in clients], assumed),
        standings={
            client.id: departure(client.people, None, today, days=assumed.thread_days).verdict for client in clients
        },
        verdicts={
            client.id: primary_verdict(client.people, client.primary, today, assumed.thread_days)
            for client in clients
        },
    )  # fmt: skip


def weekly_minutes(tiers: Sequence[Tier], assumed: Assumptions = USUAL) -> int:
    """Desk minutes an average week takes, rounded up (rules T-3, Y-15)."""
    counted = {tier: sum(1 for each in tiers if each is tier) for tier in Tier}
    return -(-needed_a_year(Work(counted, assumed.activities, assumed.learned)) // WEEKS)


def changed(book: Book, change: Change) -> Book:
    """A copy of the book as if the change had happened today (rule R-8); the book itself stays as it is."""
    if isinstance(change, Lost):
        return _lost(book, change.account_id)
    if isinstance(change, Shrunk):
        return _shrunk(book, change)
    if isinstance(change, Gone):
        clients = [_without(client, change) for client in book.clients]
        return replace(book, clients=tuple(clients))
    return _won(book, change.deal_id)


def _lost(book: Book, account_id: int) -> Book:
    """The account ends; its lines then count as churn of today."""
    return replace(
        book,
        clients=tuple(replace(each, open=False) if each.id == account_id else each for each in book.clients),
        deals=tuple(each for each in book.deals if each.account_id != account_id),
    )


def _shrunk(book: Book, change: Shrunk) -> Book:
    def less(line: Line) -> Line:
        if line.account_id != change.account_id or line.ended(book.today):
            return line
        return replace(line, annual_value=line.annual_value * (100 - change.percent) // 100)

    own = [line for line in book.lines if line.account_id == change.account_id]
    lines = tuple(less(line) for line in book.lines)
    after = current_value((line for line in lines if line.account_id == change.account_id), book.today)
    amount = current_value(own, book.today) - after
    event = Event(
        change.account_id, RevenueKind.CONTRACTION, amount, counting_at_once(own, book.today), NO_LINE, "what if"
    )
    return replace(book, lines=lines, events=(*book.events, event))


def _without(client: Client, change: Gone) -> Client:
    if client.id != change.account_id:
        return client
    people = tuple(person for person in client.people if person.id != change.person_id)
    return replace(client, people=people, primary=None if client.primary == change.person_id else client.primary)


def _won(book: Book, deal_id: int) -> Book:
    for deal in book.deals:
        if deal.id == deal_id:
            line = Line(-deal.id, deal.account_id, deal.annual_value, book.today, None, description=deal.name)
            kind = RevenueKind.EXPANSION
            event = Event(deal.account_id, kind, deal.annual_value, book.today, line.id, "what if")
            rest = tuple(each for each in book.deals if each.id != deal_id)
            return replace(book, lines=(*book.lines, line), events=(*book.events, event), deals=rest)
    return book
