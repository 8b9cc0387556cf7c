"""Which schema a file has, found out without importing Alembic or SQLModel."""

import sqlite3
from enum import StrEnum
from pathlib import Path

from kamtui.storage.errors import Unusable, in_words

APPLICATION_ID = 0x6B616D74
REVISIONS = ("0001",)
HEAD = REVISIONS[-1]


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
    if not path.exists():
        return Found.MISSING
    if not path.is_file():
        raise Unusable(f"{path} is not a file")
    if path.stat().st_size == 0:
        raise Unusable(f"{path} is empty, which no kamtui database is; move it away or restore a backup")
    try:
        application, revision = _stamp(path)
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise Unusable(f"{path} is not a database; choose another file with --db") from None
        raise Unusable(f"{path}: {in_words(error)}") from None
    if application != APPLICATION_ID or revision is None:
        raise Unusable(f"{path} belongs to another program; choose another file with --db")
    if revision == HEAD:
        return Found.CURRENT
    if revision in REVISIONS:
        return Found.OLDER
    raise Unusable(f"{path} was written by a newer kamtui (schema {revision}); update kamtui to open it")


def _stamp(path: Path) -> tuple[int, str | None]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=5)
    try:
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        held = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if held else None
        return application, None if row is None else str(row[0])
    finally:
        connection.close()
