"""Files into the database: every row in its turn, in one transaction and as one batch that can be taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamtui.domain.accounts import name_key
from kamtui.domain.catalogue import CATALOGUE
from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.exchange.applying_accounts import apply_account
from kamtui.exchange.applying_deals import apply_issue, apply_opportunity
from kamtui.exchange.applying_lines import resolve_beginnings
from kamtui.exchange.applying_people import apply_contact, apply_role, resolve_managers
from kamtui.exchange.bench import Bench, RowRef, Skipped
from kamtui.exchange.drafts import AccountDraft, ContactDraft, ContactRoleDraft, Draft, IssueDraft, OpportunityDraft
from kamtui.exchange.formats.catalogue import BY_KIND
from kamtui.exchange.formats.shape import Record
from kamtui.exchange.ledger import Action, Outcome, Result
from kamtui.storage import imports
from kamtui.storage.documents import raw
from kamtui.storage.work import describe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from kamtui.domain.catalogue import Activity
    from kamtui.exchange.document import Report
    from kamtui.exchange.sources import Source

    Progress = Callable[[int, int], None]

__all__ = ["Options", "Result", "import_sources", "rehearse_sources"]

ORDER = (Record.ACCOUNT, Record.CONTACT, Record.OPPORTUNITY, Record.CONTACT_ROLE, Record.ISSUE)
"""What is read first, whatever the order of the files: later records hang on earlier ones."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose; `every_row` keeps each row's outcome, otherwise only those that need attention."""

    won_as_contracts: bool = False
    every_row: bool = False
    activities: Sequence[Activity] = CATALOGUE


def import_sources(
    session: Session, sources: Sequence[Source], options: Options | None = None, progress: Progress | None = None
) -> Result:
    """Write everything that can be written, in the transaction of the session and as one batch.

    A row that is wrong is an error of that row alone. Raises Refused, having changed nothing that stays, when not one
    row can be taken in.
    """
    given = options or Options()
    batch = f"b-{session.info['now']:%Y%m%d-%H%M%S}-{secrets.token_hex(2)[:3]}"
    reports = _documents(session, sources)
    bench = Bench(
        raw(session),
        f"{session.info['now']:%Y-%m-%dT%H:%M:%SZ}",
        session.info["today"],
        given.activities,
        won_as_contracts=given.won_as_contracts,
    )
    bench.ledger.every_row = given.every_row
    for report in reports:
        _count(bench, report)
    _tables(bench, sources, progress)
    ledger = bench.ledger
    if not ledger.totals.understood and (ledger.rows or not reports):
        raise Refused(_nothing(ledger.rows) + _not_read(sources))
    describe(session, f"import of {_called(sources)}", batch=batch)
    rows = tuple(sorted(ledger.rows, key=lambda one: (one.file, one.number)))
    reports = [replace(report, batch=batch) for report in reports]
    kept_batch = batch if ledger.totals.changes else ""
    return Result(rows, ledger.totals, ledger.by_record, tuple(ledger.duplicates), tuple(reports), kept_batch)


def rehearse_sources(
    connection: sqlite3.Connection,
    sources: Sequence[Source],
    now: datetime,
    today: date,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Result:
    """What importing would do, found out on a passing copy; the file is only read. Raises Refused like the import."""
    with imports.rehearsal(connection, now, today) as session:
        return replace(import_sources(session, sources, options, progress), batch="")


def _documents(session: Session, sources: Sequence[Source]) -> list[Report]:
    given = [source.document for source in sources if source.document is not None]
    if not given:
        return []
    from kamtui.exchange.document import import_document
    from kamtui.exchange.own_tables import joined

    return [import_document(session, document) for document in joined(given)]


def _count(bench: Bench, report: Report) -> None:
    for name, counts in report.lists.items():
        for action, number in (
            (Action.CREATE, counts.created),
            (Action.UPDATE, counts.updated),
            (Action.UNCHANGED, counts.unchanged),
            (Action.SKIP, counts.kept),
        ):
            bench.ledger.totals.count(action, number)
            bench.ledger.of_record(name.replace("_", " ")).count(action, number)


def _tables(bench: Bench, sources: Sequence[Source], progress: Progress | None) -> None:
    tables = [(place, one) for place, one in enumerate(sources) if one.document is None]
    ordered = sorted(tables, key=lambda pair: ORDER.index(_record(pair[1])))
    size, done = sum(source.size for _, source in tables), 0
    for _, source in ordered:
        if _record(source) is Record.ACCOUNT:
            drafts = (row.draft for row in source.reading.rows())
            bench.accounts.named_in_files.update(name_key(one.name) for one in drafts if isinstance(one, AccountDraft))
    for place, source in ordered:
        told = _onward(progress, done, size)
        for row in source.reading.rows(told):
            ref = RowRef(place, row.number)
            if row.draft is not None:
                _apply(bench, ref, row.draft)
            else:
                action = Action.ERROR if row.error else Action.SKIP
                why = row.error or row.skipped or ""
                bench.ledger.note(Outcome(place, row.number, _record(source).value, action, row.name, why))
        done += source.size
    resolve_managers(bench)
    resolve_beginnings(bench)


def _onward(progress: Progress | None, done: int, size: int) -> Progress | None:
    return None if progress is None else lambda now, _all: progress(done + now, size)


def _record(source: Source) -> Record:
    return BY_KIND[source.reading.kind].record


def _apply(bench: Bench, ref: RowRef, draft: Draft) -> None:
    """Take in one row; what is wrong with it is its own error."""
    name = getattr(draft, "name", None) or getattr(draft, "title", None) or ""
    try:
        match draft:
            case AccountDraft():
                record = "account"
                apply_account(bench, ref, draft)
            case ContactDraft():
                record = "contact"
                apply_contact(bench, ref, draft)
            case OpportunityDraft():
                record = "opportunity"
                apply_opportunity(bench, ref, draft)
            case ContactRoleDraft():
                record, name = "contact_role", draft.contact_external_id
                apply_role(bench, ref, draft)
            case IssueDraft():
                record = "issue"
                apply_issue(bench, ref, draft)
    except Skipped as reason:
        bench.ledger.note(Outcome(ref.file, ref.number, record, Action.SKIP, name, str(reason)))
    except ValueError as problem:
        bench.ledger.note(Outcome(ref.file, ref.number, record, Action.ERROR, name, str(problem)))


def _nothing(rows: Iterable[Outcome]) -> str:
    """Why nothing at all can be taken in, in one line."""
    every = list(rows)
    if not every:
        return "there are no rows beneath the header: nothing to import"
    first = next((row for row in every if row.action is Action.ERROR), every[0])
    more = len(every) - 1
    others = f", nor {plural(more, 'other row')}" if more else ""
    return f"nothing can be imported: row {first.number}{others}: {first.why}"


def _not_read(sources: Sequence[Source]) -> str:
    """What may have been missing: the columns that no field is read from."""
    columns = [name for source in sources for name in source.reading.unmapped]
    return f" (columns not read: {shorten(', '.join(columns), 100)})" if columns else ""


def _called(sources: Sequence[Source]) -> str:
    return sources[0].name if len(sources) == 1 else f"{sources[0].name} and {plural(len(sources) - 1, 'other file')}"
