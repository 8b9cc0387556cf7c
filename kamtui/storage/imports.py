"""What an import looks up and writes: the records that are known, and rows as the tables take them."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.storage import journal
from kamtui.storage.journal_rows import row
from kamtui.storage.work import describe

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["add", "batches", "change", "is_untouched", "rehearsal", "row", "take_back"]

ACCOUNTS_SQL = "SELECT id, name, domain, external_ids, tier, slot, status FROM account ORDER BY id"
PEOPLE_SQL = "SELECT id, account_id, name, email, external_ids FROM stakeholder ORDER BY id"
DEALS_SQL = "SELECT id, account_id, name, external_ids FROM opportunity ORDER BY id"
ISSUES_SQL = "SELECT id, account_id, title, external_ids FROM issue ORDER BY id"
MANAGERS_SQL = "SELECT id, reports_to_id FROM stakeholder WHERE account_id = ?"
LINES_SQL = "SELECT id, description, annual_value FROM contract WHERE account_id = ? ORDER BY id"
PAID_BEFORE_SQL = (
    "SELECT coalesce(sum(annual_value), 0) FROM contract WHERE account_id = :account AND id <> :id "
    "AND (start IS NULL OR start < :start OR (start = :start AND id < :id)) "
    """AND ("end" IS NULL OR "end" >= date(:start, '-1 day'))"""
)
LINE_SQL = "SELECT id FROM contract WHERE uid = ?"
UNTOUCHED_SQL = (
    "SELECT NOT EXISTS (SELECT 1 FROM account) AND NOT EXISTS (SELECT 1 FROM journal_action WHERE state <> 'undone')"
)

UNDONE: Final = "-undone"
"""What the batch of taking an import back ends in."""

EMPTY: Final[Mapping[str, Mapping[str, Any]]] = {
    "account": {
        **dict.fromkeys(("industry", "domain", "our_objective", "their_objective", "expansion_observation"), ""),
        **dict.fromkeys(("handover_note", "success_criteria"), ""),
        **dict.fromkeys(("auto_renew", "value_none_known", "competition_none_known"), 0),
        "status": "active", "external_ids": "{}", "notes": "",
    },
    "tier_change": {"reason": ""},
    "stakeholder": {
        **dict.fromkeys(("title", "email", "phone", "outreach_what", "notes"), ""),
        **dict.fromkeys(("quality", "stance", "influence"), "unknown"),
        **dict.fromkeys(("assumed", "placeholder", "primary_contact"), 0),
        "function": "other", "roles": "[]", "frequency": "as_needed", "external_ids": "{}",
    },
    "quality_change": {},
    "opportunity": {
        **dict.fromkeys(("next_step", "observation", "connection", "invitation", "notes"), ""),
        "kind": "upsell", "stage": "idea", "external_ids": "{}",
    },
    "issue": {
        **dict.fromkeys(("owner", "escalated_to", "theme", "root_cause", "notes"), ""),
        "severity": "P3", "status": "open", "external_ids": "{}",
    },
    "contract": {"description": "", "auto_renew": 0, "renewal_stage": "not_started", "external_ids": "{}"},
    "revenue_event": {"reason": ""},
}  # fmt: skip
"""What the columns of a new row hold that the file says nothing of."""


def add(connection: sqlite3.Connection, table: str, values: Mapping[str, Any], now: str, uid: str = "") -> int:
    """Write one new row of stored values and give its key; what is missing takes its default."""
    given = {"uid": uid or str(uuid4()), "changed_at": now, **EMPTY[table], **values}
    columns = ", ".join(f'"{column}"' for column in given)
    places = ", ".join("?" * len(given))
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'
    return int(connection.execute(statement, list(given.values())).lastrowid or 0)


def change(
    connection: sqlite3.Connection, table: str, old: Mapping[str, Any], values: Mapping[str, Any], now: str
) -> tuple[str, ...]:
    """Write those values that differ from the row as it stands, and name their columns; none differs, none is written.

    `old` is the row as `row` gives it.
    """
    given = {column: value for column, value in values.items() if old[column] != value}
    if given:
        changes = ", ".join(f'"{column}" = ?' for column in (*given, "changed_at"))
        connection.execute(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*given.values(), now, old["id"]))
    return tuple(given)


def is_untouched(connection: sqlite3.Connection) -> bool:
    """Whether nothing was ever done in this file: no account, and nothing in the journal that stands."""
    return bool(connection.execute(UNTOUCHED_SQL).fetchone()[0])


@contextmanager
def rehearsal(connection: sqlite3.Connection, now: datetime, today: date) -> "Iterator[Session]":
    """A session on a passing copy of everything: what is written there shows what would be, and is gone afterwards."""
    from sqlmodel import Session

    from kamtui.storage import sessions

    copy = sqlite3.connect("", isolation_level=None)  # SQLite keeps it in memory while it fits, else in a passing file
    engine = sessions.engine(copy)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        with Session(engine, expire_on_commit=False) as session:
            session.info.update(now=now, today=today)
            session.connection()
            yield session
    finally:
        engine.dispose()
        copy.close()


def batches(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """The imports that stand and were not taken back: batch, moment and label, newest first."""
    every = journal.batches(connection)
    back = {batch.removesuffix(UNDONE) for batch, _, _ in every if batch.endswith(UNDONE)}
    return [one for one in every if not one[0].endswith(UNDONE) and one[0] not in back]


def take_back(session: "Session", batch: str) -> journal.RolledBack:
    """Take back an import out of its turn: what was edited since stays. Raises Refused for a batch that is none."""
    from kamtui.storage.documents import raw

    connection = raw(session)
    known = batches(connection)
    action = journal.action_of_batch(connection, batch)
    if action is None or batch not in [one for one, _, _ in known]:
        if action is not None and not batch.endswith(UNDONE):
            raise Refused(f"the import {shorten(batch, 40)} was taken back already")
        listed = ", ".join(one for one, _, _ in known[:3])
        raise Refused(
            f"there is no import “{shorten(batch, 40)}”; "
            + (f"the newest are {listed}" if listed else "none was made that could be taken back")
        )
    found = journal.roll_back(connection, action)
    describe(session, f"import {batch} taken back", batch=batch + UNDONE)
    return found


def stored(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values as the tables hold them, without those that say nothing: None and empty text."""
    return {name: _plain(value) for name, value in values if value is not None and value != ""}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else getattr(value, "value", value)
