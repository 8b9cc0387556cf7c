"""The portfolio as it would be: the same figures and rows, made from a changed copy of the book (rule R-8)."""

from collections.abc import Iterable
from dataclasses import replace

from kamtui.domain.accounts import Status
from kamtui.domain.ledger import Ledger, ledgers
from kamtui.domain.opportunities import totals
from kamtui.domain.projection import by_month, flows
from kamtui.domain.what_if import Change, changed, figures_of
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.portfolio_figures import Portfolio, cells


def supposed(found: Portfolio, changes: Iterable[Change]) -> Portfolio:
    """What the portfolio would be after some changes; nothing is read or saved.

    Renewals, questions, loops and habits stay as they were read: no change is asked of them.
    """
    book = found.book
    for change in changes:
        book = changed(book, change)
    then = ledgers(book)
    rows = {each.client.id: _row(found.rows[each.client.id], each) for each in then}
    streams = tuple(flow for each in then for flow in flows(each, found.assumed.percents))
    left = {deal.id for deal in book.deals}
    deals = tuple(
        each for each in found.deals if rows[each.account_id].open and (each.opportunity.parked or each.id in left)
    )
    return replace(
        found,
        book=book,
        rows={key: rows[key] for key in found.rows},
        ledgers=then,
        figures=figures_of(then, found.today, found.assumed),
        flows=streams,
        months=by_month(streams, found.today),
        cells=cells(rows.values()),
        deals=deals,
        pipeline=totals([each.opportunity for each in deals], found.today),
    )


def _row(row: AccountRow, then: Ledger) -> AccountRow:
    client = then.client
    if row.open and not client.open:
        return replace(row, status=Status.ENDED, current_value=0)
    left = {person.id for person in client.people}
    people = tuple(each for each in row.people if each.person.id in left)
    return replace(row, current_value=then.current if client.open else row.current_value, people=people)
