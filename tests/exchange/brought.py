"""What an import brought, for the tests of it."""

from datetime import date
from pathlib import Path

from kamtui.domain.ledger import ledgers
from kamtui.domain.practice import Practice
from kamtui.storage import revenue

TODAY = date(2026, 11, 20)
FILES = Path(__file__).parent / "files"
SALESFORCE = sorted(FILES.glob("salesforce_*.csv"))


def select(database, statement, *values):
    return database.read(lambda connection: connection.execute(statement, values).fetchall())


def one(database, statement, *values):
    return select(database, statement, *values)[0][0]


def ledgers_of(database):
    return ledgers(database.read(revenue.book, TODAY, Practice()))


def whys(result, action):
    return [row.why for row in result.rows if row.action is action]
