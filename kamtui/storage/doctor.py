"""Looking the file and what lies beside it over, from end to end, and changing nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kamtui.storage import doctor_values, schema
from kamtui.storage.errors import Unusable, in_words
from kamtui.storage.journal_triggers import columns_of, journalled

PATIENCE = 5.0
MOST_NAMED = 3

OPEN_ACTION_SQL = "SELECT 1 FROM journal_now LIMIT 1"
MISPLACED_SQL = (
    "SELECT count(*) FROM journal_action WHERE state = 'undone' "
    "AND id < (SELECT max(id) FROM journal_action WHERE state = 'done')"
)
UNREADABLE_SQL = (
    "SELECT count(*) FROM journal_change WHERE (before IS NOT NULL AND NOT json_valid(before)) "
    "OR (after IS NOT NULL AND NOT json_valid(after)) OR (before IS NULL AND after IS NULL)"
)
TRIGGERS_SQL = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


class State(StrEnum):
    """What a check came to."""

    FINE = "fine"
    NOTE = "note"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the verdict: what was looked at, what it came to, and what that means."""

    name: str
    state: State
    words: str


def fine(name: str, words: str) -> Check:
    """Nothing to do."""
    return Check(name, State.FINE, words)


def note(name: str, words: str) -> Check:
    """Worth knowing, nothing wrong."""
    return Check(name, State.NOTE, words)


def found(name: str, words: str) -> Check:
    """Something is wrong; the words say what to do."""
    return Check(name, State.FOUND, words)


def look_into(path: Path) -> list[Check]:
    """Check the database file; a check that cannot run says why, nothing is raised and nothing is written."""
    try:
        if not path.exists():
            return [note("file", f"there is no database at {path} yet; `kamtui` makes one")]
        if not _is_ours(path):
            return [found("file", _why_not(path))]
        with closing(_opened(path)) as connection:
            return [fine("file", f"{path}, {size_words(path.stat().st_size)}"), *_checks(connection)]
    except (OSError, sqlite3.Error) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_ROLLBACK:
            return [found("file", "a write was cut short; opening the cockpit takes it back, nothing is lost")]
        return [found("file", f"{path}: {in_words(error)}")]


def size_words(size: int) -> str:
    """How large something is: `12 kB`, `3.4 MB`, `85 GB`."""
    if size >= 10_000_000_000:
        return f"{size // 1_000_000_000} GB"
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} kB"


def _checks(connection: sqlite3.Connection) -> Iterator[Check]:
    for name, check in CHECKS.items():
        try:
            said = check(connection)
        except sqlite3.Error as error:
            said = found(name, in_words(error))
        yield said
        if name == "schema" and said.state is State.FOUND:
            return


def _is_ours(path: Path) -> bool:
    if not path.is_file():  # a pipe would be waited for
        return False
    with path.open("rb") as file:
        header = file.read(100)
    return header.startswith(schema.MAGIC) and int.from_bytes(header[68:72]) == schema.APPLICATION_ID


def _why_not(path: Path) -> str:
    try:
        schema.examine(path)
    except Unusable as error:
        return str(error)
    return f"{path} changed while it was looked at; try again"


def _opened(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _integrity(connection: sqlite3.Connection) -> Check:
    verdicts = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST_NAMED})")]
    if verdicts == ["ok"]:
        return fine("integrity", "every page and every index is whole")
    first = " ".join(verdicts[0].split())
    return found("integrity", f"the file is damaged ({first}); `kamtui backup list` shows what can be restored")


def _schema(connection: sqlite3.Connection) -> Check:
    revision = schema.revision_of(connection)
    if revision == schema.HEAD:
        return fine("schema", f"schema {revision}, the newest")
    if revision in schema.REVISIONS:
        return note("schema", f"schema {revision}; the next start makes a backup and brings it to {schema.HEAD}")
    return found("schema", f"schema {revision} is not known here; update kamtui to open it")


def _references(connection: sqlite3.Connection) -> Check:
    broken = [row[0] for row in connection.execute("PRAGMA foreign_key_check")]
    if not broken:
        return fine("references", "every reference leads somewhere")
    return found("references", f"{len(broken)} lead nowhere, in {_some(sorted(set(broken)))}; {GO_BACK}")


def _triggers(connection: sqlite3.Connection) -> Check:
    there = dict(connection.execute(TRIGGERS_SQL).fetchall())
    missing = [
        f"{table} {event}"
        for table in journalled(connection)
        for event in ("insert", "update", "delete")
        if not all(
            f"'{column}'" in there.get(f"journal_{table}_{event}", "") for column in columns_of(connection, table)
        )
    ]
    if not missing:
        return fine("triggers", f"the journal sees every change, {len(there)} triggers")
    return found("triggers", f"the journal does not see {_some(missing)}; {GO_BACK}")


def _journal(connection: sqlite3.Connection) -> Check:
    if connection.execute(OPEN_ACTION_SQL).fetchone() is not None:
        return found("journal", f"an action was never closed; {GO_BACK}")
    misplaced = connection.execute(MISPLACED_SQL).fetchone()[0]
    unreadable = connection.execute(UNREADABLE_SQL).fetchone()[0]
    if misplaced or unreadable:
        return found("journal", f"{misplaced} actions out of order, {unreadable} changes unreadable; {GO_BACK}")
    return fine("journal", "no action is open, undo can read every change")


def _values(connection: sqlite3.Connection) -> Check:
    wrong = [f"{table}.{column} ({count})" for table, column, count in doctor_values.refused(connection)]
    if not wrong:
        return fine("values", "every value is one that kamtui writes")
    return found("values", f"values that kamtui never writes, in {_some(wrong)}; {GO_BACK}")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


GO_BACK = "an earlier backup may be whole, `kamtui backup list` shows them"
CHECKS: dict[str, Callable[[sqlite3.Connection], Check]] = {
    "integrity": _integrity,
    "schema": _schema,
    "references": _references,
    "triggers": _triggers,
    "journal": _journal,
    "values": _values,
}
