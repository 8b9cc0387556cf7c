"""Which schema a file has, found out without importing Alembic or SQLModel."""

import sqlite3
from enum import StrEnum
from pathlib import Path

from kamtui.storage.errors import Unusable, in_words

APPLICATION_ID = 0x6B616D74
REVISIONS = ("0001",)
HEAD = REVISIONS[-1]

PATIENCE = 5.0
MAGIC = b"SQLite format 3\0"
REVISION_SQL = "SELECT version_num FROM alembic_version"


class Found(StrEnum):
    """What is at the path."""

    MISSING = "missing"
    CURRENT = "current"
    OLDER = "older"


def examine(path: Path) -> Found:
    """Look at the file without changing it.

    Raises Unusable for what must not be touched: a folder, an empty or damaged file, another program's database,
    or one that a newer kamtui wrote.
    """
    try:
        if not path.exists():
            return Found.MISSING
        if not path.is_file():
            raise Unusable(f"{path} is not a file")
        header = _header(path)
        if header == b"":
            raise Unusable(f"{path} is empty, which no kamtui database is; move it away or restore a backup")
        if len(header) < 100 or not header.startswith(MAGIC):
            raise Unusable(f"{path} is not a database; choose another file with --db")
        if int.from_bytes(header[68:72]) != APPLICATION_ID:
            raise Unusable(f"{path} belongs to another program; choose another file with --db")
        revision = _revision(path)
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"{path}: {in_words(error)}") from None
    if revision == HEAD:
        return Found.CURRENT
    if revision in REVISIONS:
        return Found.OLDER
    raise Unusable(f"{path} was written by a newer kamtui (schema {revision}); update kamtui to open it")


def stamped_current(path: Path) -> bool:
    """Whether the file's first bytes say that it is ours and up to date; the cheap look before opening it."""
    try:
        if not path.is_file():
            return False
        header = _header(path)
    except OSError:
        return False
    ours = header.startswith(MAGIC) and int.from_bytes(header[68:72]) == APPLICATION_ID
    return ours and int.from_bytes(header[60:64]) == int(HEAD)


def revision_of(connection: sqlite3.Connection) -> str | None:
    """The schema that an open file says it has; raises sqlite3.Error when it is damaged."""
    found = connection.execute(REVISION_SQL).fetchone()
    return None if found is None else str(found[0])


def _header(path: Path) -> bytes:
    """The first bytes, read without SQLite, which would write beside another program's file."""
    with path.open("rb") as file:
        return file.read(100)


def _revision(path: Path) -> str:
    try:
        return _asked(path, "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
    return _asked(path, "rw")  # a write was cut short; only a connection that may write can take it back


def _asked(path: Path, mode: str) -> str:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE)
    try:
        found = revision_of(connection)
    finally:
        connection.close()
    if found is None:
        raise sqlite3.DatabaseError("it does not say which schema it has")
    return found
