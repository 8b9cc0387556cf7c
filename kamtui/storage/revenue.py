"""Contract lines, their events and open opportunities, as the figures of revenue need them (rules R-1 to R-6)."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from kamtui.domain import loops, opportunities
from kamtui.domain.accounts import Status, Tier
from kamtui.domain.frozen import frozen
from kamtui.domain.health import Check, ratings, standing
from kamtui.domain.ledger import Ledger, ledgers, year_before
from kamtui.domain.loops import Compass
from kamtui.domain.opportunities import Opportunity
from kamtui.domain.practice import Practice
from kamtui.domain.revenue import Book, Client, Deal, Event, Line
from kamtui.storage.portfolio import AccountRow, accounts
from kamtui.storage.rows import day

LINES = """
SELECT id, account_id, annual_value, start, "end", auto_renew, renewal_stage, description FROM contract
WHERE :account IS NULL OR account_id = :account ORDER BY "end" IS NULL DESC, "end" DESC, start, id
"""

EVENTS = """
SELECT account_id, kind, amount, "on", contract_id, reason, id FROM revenue_event
WHERE :account IS NULL OR account_id = :account ORDER BY "on" DESC, id DESC
"""

DEALS = """
SELECT id, account_id, name, kind, annual_value, stage, probability, expected_close, next_step, next_step_due, integrity
FROM opportunity WHERE stage NOT IN ('won', 'lost') ORDER BY id
"""

MAPPED = """
SELECT DISTINCT account_id, period FROM occurrence
WHERE activity = 'renewal_mapping' AND state = 'done' AND account_id IS NOT NULL AND period LIKE '____-__-__'
"""

REFERRALS = 'SELECT account_id, "on" FROM referral ORDER BY "on", id'

CLIENTS = """
SELECT a.id, a.name, a.tier, a.status, a.client_since, a.potential_value, c."on", c.response_time,
       c.meeting_engagement, c.referral_activity, c.tone
FROM account a LEFT JOIN health_check c ON c.id = (
  SELECT id FROM health_check WHERE account_id = a.id AND "on" <= :today ORDER BY "on" DESC, id DESC LIMIT 1
)
ORDER BY a.tier, a.name_key
"""


@frozen
class OpenDeal:
    """An open opportunity with its keys."""

    id: int
    account_id: int
    opportunity: Opportunity


def lines(connection: sqlite3.Connection, account: int | None = None) -> tuple[Line, ...]:
    """The contract lines of one account, or of all, those without an end first, then the latest end."""
    return tuple(
        Line(key, owner, value, day(start), day(end), bool(auto), stage, description)
        for key, owner, value, start, end, auto, stage, description in connection.execute(
            LINES, {"account": account}
        ).fetchall()
    )


def events(connection: sqlite3.Connection, account: int | None = None) -> tuple[Event, ...]:
    """What happened to the lines of one account, or of all, the newest first."""
    return tuple(
        Event(owner, kind, amount, date.fromisoformat(on), line, reason, key)
        for owner, kind, amount, on, line, reason, key in connection.execute(EVENTS, {"account": account}).fetchall()
    )


def open_deals(connection: sqlite3.Connection, practice: Practice) -> tuple[OpenDeal, ...]:
    """Every opportunity that is neither won nor lost, parked ones included."""
    found = []
    for key, owner, name, kind, value, stage, percent, close, step, due, integrity in connection.execute(DEALS):
        known = Opportunity(
            name=name, kind=kind, annual_value=value, stage=stage, probability=percent, expected_close=day(close),
            next_step=step, next_step_due=day(due), integrity=integrity, usual=practice.stage_percents,
        )  # fmt: skip
        found.append(OpenDeal(key, owner, known))
    return tuple(found)


def deals_of(found: Sequence[OpenDeal]) -> tuple[Deal, ...]:
    """Open opportunities as the projection counts them: those that are not parked (rules R-3, X-6)."""
    return tuple(
        Deal(
            each.id, each.account_id, each.opportunity.name, each.opportunity.annual_value or 0,
            opportunities.probability(each.opportunity), each.opportunity.expected_close,
        )
        for each in found
        if not each.opportunity.parked
    )  # fmt: skip


def book(connection: sqlite3.Connection, today: date, practice: Practice) -> Book:
    """What the figures of revenue are made of, without the people."""
    clients = []
    for key, name, level, status, since, potential, on, *words in connection.execute(
        CLIENTS, {"today": today.isoformat()}
    ).fetchall():
        tier = Tier(level)
        held = [Check(date.fromisoformat(on), ratings(*words))] if on else []
        colour = standing(held, today, practice.check_cadence(tier)).counted_as
        clients.append(Client(key, name, tier, status != Status.ENDED, day(since), colour, potential))
    return _book(connection, today, tuple(clients), practice)


def book_of(connection: sqlite3.Connection, rows: Sequence[AccountRow], today: date, practice: Practice) -> Book:
    """The same with the people of every account, from accounts that were read before."""
    clients = tuple(
        Client(
            row.id, row.name, row.tier, row.open, row.client_since, row.standing.counted_as, row.potential_value,
            tuple(each.person for each in row.people), row.primary.person.id if row.primary else None,
        )
        for row in rows
    )  # fmt: skip
    return _book(connection, today, clients, practice)


def _book(connection: sqlite3.Connection, today: date, clients: tuple[Client, ...], practice: Practice) -> Book:
    referrals = tuple((owner, date.fromisoformat(on)) for owner, on in connection.execute(REFERRALS).fetchall())
    deals = deals_of(open_deals(connection, practice))
    return Book(today, clients, lines(connection), events(connection), deals, referrals)


def compass(connection: sqlite3.Connection, today: date, practice: Practice) -> Compass:
    """The compass figure (rule R-6), by a short way of its own: it stands on the first screen."""
    return loops.compass(ledgers(book(connection, today, practice)), practice.renewal_percents)


@frozen
class ContractPage:
    """The lines and events of one account, with what they add up to; minor units a year."""

    account_id: int
    name: str
    renewal_date: date | None
    ledger: Ledger

    @property
    def year_ago(self) -> int:
        """What it paid twelve months ago."""
        return self.ledger.value_on(year_before(self.ledger.today))


def contract_page(connection: sqlite3.Connection, account: int, today: date, practice: Practice) -> ContractPage | None:
    """The lines and events of one account; None when it is gone."""
    found = accounts(connection, today, practice, account)
    if not found:
        return None
    (ledger,) = ledgers(book_of(connection, found, today, practice))
    return ContractPage(account, found[0].name, found[0].renewal_date, ledger)


def questions(found: Sequence[Ledger]) -> tuple[tuple[Ledger, Line], ...]:
    """The lines that ended without a word, with their account's ledger, the latest end first (rule R-1)."""
    asked = [(ledger, line) for ledger in found for line in ledger.unanswered]
    return tuple(sorted(asked, key=lambda each: (each[1].end or each[0].today, each[1].id), reverse=True))


def mapped(connection: sqlite3.Connection) -> Mapping[tuple[int, date], bool]:
    """Which renewals were marked as mapped, by account and renewal day."""
    found = connection.execute(MAPPED).fetchall()
    return {(owner, date.fromisoformat(period)): True for owner, period in found}
