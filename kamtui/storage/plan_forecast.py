"""The next twelve months of one account, as its plan shows them."""

import sqlite3
from datetime import date

from kamtui.domain.ledger import ledgers
from kamtui.domain.projection import Projection, flows, summed
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.revenue import book_of


def forecast(connection: sqlite3.Connection, account: AccountRow, today: date) -> Projection:
    """What the account's lines, renewals and opportunities bring in 365 days (rule R-3), in minor units."""
    return summed(row for ledger in ledgers(book_of(connection, [account], today)) for row in flows(ledger))
