"""The kamtui document: everything in one JSON file, out of a database and into another one."""

import secrets
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kamtui.exchange import document_accounts as of_accounts
from kamtui.exchange.document_file import write_file
from kamtui.exchange.document_in import Document, read_document
from kamtui.exchange.document_lists import all_lists
from kamtui.exchange.document_merge import Merge
from kamtui.exchange.document_merged import forward_merged
from kamtui.exchange.document_out import dumps, export_document
from kamtui.exchange.document_records import Problems, Record
from kamtui.exchange.document_report import Conflict, Counts, Renamed, Report, Side
from kamtui.exchange.document_values import derived_uid
from kamtui.exchange.document_write import write, write_people, write_phases, write_primary_contacts
from kamtui.storage import documents
from kamtui.storage.database import Database

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = [
    "Conflict",
    "Counts",
    "Document",
    "Renamed",
    "Report",
    "Side",
    "derived_uid",
    "dry_run",
    "dumps",
    "export_document",
    "import_document",
    "read_document",
    "rehearse",
    "write_file",
]


def import_document(session: "Session", document: Document) -> Report:
    """Write a document into the database, in the transaction of the session and as one batch.

    Records are known by their uid. One that differs from what is there is written when its change is the newer one,
    and listed as a conflict either way. What belongs to a record that was merged away here goes to the one it was
    merged into. Raises Refused, having written nothing that stays, when a reference leads nowhere.
    """
    from kamtui.storage.sessions import describe

    batch = f"b-{session.info['now']:%Y%m%d-%H%M%S}-{secrets.token_hex(2)[:3]}"
    describe(session, "import of a kamtui document", batch=batch)
    fresh = not documents.keys(documents.raw(session), "account")
    given = edited_since(documents.raw(session), document.lists) if document.partial else document.lists
    forwarded = forward_merged(documents.raw(session), given)
    merge, renamed = _prepared(session, forwarded.lists)
    merge.conflicts += forwarded.conflicts
    merge.counts |= {name: Counter(kept=number) for name, number in forwarded.kept.items()}
    merge.partial = document.partial
    merge.number()
    resolved = {each.name: merge.resolved(each) for each in all_lists()}
    merge.problems.refuse()
    rows = {each.name: merge.decide(each, resolved[each.name]) for each in all_lists()}
    for each in all_lists():
        write(session, each, rows[each.name])
    write_people(session, rows["touchpoints"], {row_id: uid for uid, row_id in merge.ids["stakeholders"].items()})
    write_phases(session, rows["qbrs"])
    write_primary_contacts(session, rows["accounts"])
    return Report(
        batch,
        {name: Counts(**counts) for name, counts in merge.counts.items() if counts},
        tuple(merge.conflicts),
        tuple(renamed),
        settings_found=bool(document.settings),
        fresh=fresh,
    )


def rehearse(session: "Session", document: Document) -> Report:
    """Do everything that an import does, and take it back: the report says what an import would do."""
    with session.begin_nested() as point:
        report = import_document(session, document)
        point.rollback()
    return report


def dry_run(database: Database, document: Document) -> Report:
    """What importing the document would do; nothing is changed. Raises Refused like the import."""
    return database.run(rehearse, document)


def _prepared(session: "Session", document: Mapping[str, tuple[Record, ...]]) -> tuple[Merge, list[Renamed]]:
    connection = documents.raw(session)
    known = [of_accounts.Known(*row) for row in documents.rows(connection, "account", of_accounts.COLUMNS)]
    now, today = f"{session.info['now']:%Y-%m-%dT%H:%M:%SZ}", session.info["today"].isoformat()
    given = of_accounts.matched_by_name(document.get("accounts", ()), known)
    owners = of_accounts.Owners(given, known)
    accounts, renamed = of_accounts.with_names_of_their_own(given, known, now)
    accounts = of_accounts.filled_in(accounts, known, today)
    problems = Problems()
    lists: dict[str, tuple[Record, ...]] = {**document, "accounts": tuple(accounts)}
    changes, lines = document.get("tier_changes", ()), document.get("contracts", ())
    made = of_accounts.tier_changes(accounts, known, changes, owners, now, today)
    lists["tier_changes"] = (*changes, *made)
    held = _contracts_by_account(session)
    lists["contracts"] = (*lines, *of_accounts.contract_lines(accounts, lines, held, owners, problems))
    return Merge(session, now, today, lists, owners, problems=problems), renamed


def edited_since(
    connection: sqlite3.Connection, lists: Mapping[str, tuple[Record, ...]]
) -> dict[str, tuple[Record, ...]]:
    """The records, those that are as old as what is here without their time of change: they count as changed now."""
    found = {}
    for each in all_lists():
        stamps: dict[str, str] = (
            dict(documents.rows(connection, each.table, ("uid", "changed_at"))) if each.name in lists else {}
        )
        found[each.name] = tuple(
            replace(record, changed_at=None) if record.changed_at == stamps.get(record.uid) else record
            for record in lists.get(each.name, ())
        )
    return found


def _contracts_by_account(session: "Session") -> dict[str, set[str]]:
    connection = documents.raw(session)
    owners = {row_id: uid for uid, row_id in documents.keys(connection, "account").items()}
    held: dict[str, set[str]] = {}
    for account, uid in documents.rows(connection, "contract", ("account_id", "uid")):
        held.setdefault(owners[account], set()).add(uid)
    return held
