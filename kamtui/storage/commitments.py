"""The ledger of promises as it is shown."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kamtui.domain.commitments import Promise, Promises, Side, kept_so_far
from kamtui.domain.touchpoints import CHANNEL_WORDS
from kamtui.domain.wording import near
from kamtui.storage.rows import day

LEDGER = """
SELECT c.id, c.uid, c.account_id, a.name, c.side, c.what, c.who, c.due, c.state, c.settled_on, c.reason,
  coalesce(json_extract(c.source, '$.kind'), ''), coalesce(json_extract(c.source, '$.uid'), ''),
  coalesce(date(q.ended_at, 'localtime'), q.scheduled_on, date(t.at, 'localtime'), v.noted_on), coalesce(t.channel, '')
FROM commitment c JOIN account a ON a.id = c.account_id
LEFT JOIN qbr q ON q.uid = json_extract(c.source, '$.uid') AND q.account_id = c.account_id
LEFT JOIN touchpoint t ON t.uid = json_extract(c.source, '$.uid') AND t.account_id = c.account_id
LEFT JOIN conversation v ON v.uid = json_extract(c.source, '$.uid') AND v.account_id = c.account_id
WHERE :account IS NULL OR c.account_id = :account
ORDER BY c.state <> 'open', CASE WHEN c.state = 'open' THEN coalesce(c.due, '9999') END,
  CASE WHEN c.state <> 'open' THEN coalesce(c.settled_on, c.due, '') END DESC, a.tier, a.name_key, c.id
"""

KEPT = "SELECT side, due, state, settled_on FROM commitment WHERE account_id = ?"

ACCOUNTS = "SELECT id, name FROM account ORDER BY status = 'ended', name_key"

SOURCES = {"qbr": "QBR", "conversation": "talk", "touchpoint": "touchpoint", "plan": "plan"}
"""What a source is called; a promise without one was written down by hand."""

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a promise came from; `on` is the day of that record, None where it is gone or there is none (rule C-1)."""

    kind: str
    uid: str
    on: date | None
    channel: str = ""

    @property
    def name(self) -> str:
        """What it is called: `QBR`, `call`, `talk`, `plan`, `by hand`."""
        if self.channel:
            return CHANNEL_WORDS.get(self.channel, self.channel)
        return SOURCES.get(self.kind, BY_HAND)

    def words(self, today: date) -> str:
        """The source with its day: `QBR, 9 d ago`."""
        return f"{self.name}, {near(self.on, today)}" if self.on else self.name


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One promise of the ledger (rule C-1)."""

    id: int
    uid: str
    account_id: int
    account: str
    promise: Promise
    source: Source


def ledger(connection: sqlite3.Connection, account_id: int | None = None) -> tuple[LedgerRow, ...]:
    """Every promise, of one account or of all: open ones by due date, then the settled ones, the latest first."""
    return tuple(
        LedgerRow(
            key, uid, owner, name, Promise(side, what, who, day(due), state, day(settled), reason),
            Source(str(kind), str(source), day(on), channel),
        )
        for key, uid, owner, name, side, what, who, due, state, settled, reason, kind, source, on, channel
        in connection.execute(LEDGER, {"account": account_id}).fetchall()
    )  # fmt: skip


def kept_by(connection: sqlite3.Connection, account_id: int, side: Side, today: date) -> Promises:
    """How one side kept what it promised at an account (rule C-2)."""
    rows = connection.execute(KEPT, (account_id,)).fetchall()
    return kept_so_far((Promise(who, "", "", day(due), state, day(on)) for who, due, state, on in rows), side, today)


def shares(rows: Iterable[LedgerRow], today: date) -> dict[Side, Promises]:
    """How each side kept the promises of these rows (rule C-2)."""
    promises = [row.promise for row in rows]
    return {side: kept_so_far(promises, side, today) for side in Side}


def accounts_to_choose(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The accounts a promise can belong to, those that are still clients first."""
    return connection.execute(ACCOUNTS).fetchall()
