"""The next twelve months of one account, as its plan shows them."""

import sqlite3
from datetime import date

from kamtui.domain.ledger import ledgers
from kamtui.domain.practice import Practice
from kamtui.domain.projection import Projection, flows, summed
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.revenue import book_of


def forecast(connection: sqlite3.Connection, account: AccountRow, today: date, practice: Practice) -> Projection:
    """What the account's lines, renewals and opportunities bring in 365 days (rule R-3), in minor units."""
    found = ledgers(book_of(connection, [account], today, practice))
    return summed(row for ledger in found for row in flows(ledger, practice.renewal_percents))
