"""Copies of the database that are whole or not there at all."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from kamtui import paths
from kamtui.storage.errors import Unusable, in_words

PART = ".kamtui-part"
LEFT_BEHIND_AFTER = 3600
STEPS_BETWEEN_LOOKS = 20_000


def copy(database_file: Path, target: Path, halted: Callable[[], bool] | None = None) -> Path:
    """Write a verified copy: into a part file of its own, checked and flushed, then renamed.

    It is broken off as soon as `halted` says so. Raises Unusable when it cannot be written or does not verify; nothing
    half-done is left behind.
    """
    try:
        if not database_file.is_file():
            raise Unusable(f"there is no database at {database_file} to copy")
        if target.exists() and target.samefile(database_file):
            raise Unusable(f"{target} is the database itself; choose another name for the backup")
        uri = f"{database_file.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)) as source:
            if halted is not None:
                source.set_progress_handler(halted, STEPS_BETWEEN_LOOKS)
            return write(source, target)
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"no backup could be written to {target}: {in_words(error)}") from None


def write(source: sqlite3.Connection, target: Path) -> Path:
    """Write a verified copy of an open database that has no transaction open; raises OSError or sqlite3.Error."""
    part = target.with_name(f"{target.name}.{os.getpid()}{PART}")
    try:
        paths.private_folder(target.parent)
        _sweep(target.parent)
        _forget(part)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        source.execute("VACUUM INTO ?", (str(part),))
        verify(part)
        sync(part)
        part.replace(target)
        sync(target.parent)
    finally:
        _forget(part)
    return target


def verify(file: Path) -> None:
    """Check a copy from end to end; raises sqlite3.DatabaseError when it is damaged or empty."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {verdict}")
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            raise sqlite3.DatabaseError("the copy is empty")
    finally:
        connection.close()


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what a backup that was killed left behind; one that is still being written is younger than that."""
    for part in folder.glob(f"*{PART}"):
        if time.time() - part.stat().st_mtime > LEFT_BEHIND_AFTER:
            _forget(part)


def _forget(part: Path) -> None:
    for each in (part, part.with_name(f"{part.name}-journal")):
        with suppress(OSError):
            each.unlink()
