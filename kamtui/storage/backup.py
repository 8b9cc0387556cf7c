"""Copies of the database that are whole or not there at all."""

import os
import sqlite3
from pathlib import Path

from kamtui import paths
from kamtui.storage.errors import Unusable, in_words


def copy(database_file: Path, target: Path) -> Path:
    """Write a verified copy: into a part file of its own, checked and flushed, then renamed.

    Raises Unusable when it cannot be written or does not verify; nothing half-done is left behind.
    """
    paths.private_folder(target.parent)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        source = sqlite3.connect(database_file, isolation_level=None, timeout=5)
        try:
            source.execute("VACUUM INTO ?", (str(part),))
        finally:
            source.close()
        verify(part)
        sync(part)
        part.replace(target)
        sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise Unusable(f"no backup could be written to {target}: {in_words(error)}") from None
    return target


def verify(file: Path) -> None:
    """Check a copy from end to end; raises sqlite3.DatabaseError when it is damaged or empty."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok" or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            raise sqlite3.DatabaseError(f"malformed copy: {verdict}")
    finally:
        connection.close()


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
