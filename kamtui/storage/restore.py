"""Going back to a backup: checked first, what is there kept first, then all of it or nothing.

A sound file is written through SQLite in one transaction, so that a cockpit that has it open goes on with what was
restored and not with a file that has no name any more. A missing or damaged one is replaced as a whole.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kamtui import paths
from kamtui.domain.errors import Refused
from kamtui.storage import backup, backups, schema
from kamtui.storage.backups import Look
from kamtui.storage.database import PATIENCE, connect
from kamtui.storage.errors import BUSY, Unusable, in_words

BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where that is kept which was there before (None when nothing was)."""

    look: Look
    kept: Path | None
    older: bool


def restore(database_file: Path, chosen: Path, now: datetime, patience: float = PATIENCE) -> Restored:
    """Make the database what the backup holds.

    Raises Refused for a backup that is missing, damaged, foreign or newer than this program, and Unusable when the
    present file belongs to another program, is locked, or cannot be written; nothing is changed then.
    """
    target = database_file.resolve()
    looked = _usable(target, chosen)
    part = target.with_name(f".{target.name}.{os.getpid()}{backup.PART}")
    try:
        _check_present(target)
        with closing(_read_only(chosen)) as source:
            backup.write(source, part)
        something = target.exists() and target.stat().st_size > 0
        kept = backups.free_name(database_file, now, before="restore") if something else None
        if kept is None or not _written_into(target, part, kept, patience):
            _put(part, target, kept)
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"{chosen.name} could not be restored: {in_words(error)}") from None
    finally:
        with suppress(OSError):
            part.unlink()
    return Restored(looked, kept, older=looked.schema != schema.HEAD)


def _usable(target: Path, chosen: Path) -> Look:
    with suppress(OSError):
        if chosen.samefile(target):
            raise Refused(f"{chosen} is the database itself; `kamtui backup list` shows what can be restored")
    looked = backups.look(chosen)
    if looked.problem:
        raise Refused(f"{chosen} cannot be restored: {looked.problem}")
    return looked


def _check_present(target: Path) -> None:
    """Only our own file, damaged or not, and one with nothing in it may be replaced."""
    if not target.exists():
        return
    if not target.is_file():
        raise Unusable(f"{target} is not a file")
    with target.open("rb") as file:
        header = file.read(100)
    ours = header.startswith(schema.MAGIC) and int.from_bytes(header[68:72]) == schema.APPLICATION_ID
    if header.strip(b"\0") and not ours:
        raise Unusable(f"{target} is not a kamtui database; move it away, then restore again")


def _written_into(target: Path, part: Path, kept: Path, patience: float) -> bool:
    """Keep a copy of the file and write the backup into it, under one lock; False when it is damaged."""
    try:
        with closing(connect(target, patience)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or _is_empty(connection):
                return False
            backup.write(connection, kept)
            with closing(_read_only(part)) as source:
                source.backup(connection, progress=_without_waiting)
            return True
    except sqlite3.DatabaseError as error:
        if not backups.is_damage(error):
            raise
        return False


def _without_waiting(status: int, _remaining: int, _total: int) -> None:
    """Give up when the file is locked after all; Python's own loop would wait for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise Unusable(BUSY)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _put(part: Path, target: Path, kept: Path | None) -> None:
    """Give the part the file's name; a damaged file is kept byte for byte, with what lies beside it."""
    if kept is not None:
        paths.private_folder(kept.parent)
        for end in ("", *BESIDE):
            beside = target.with_name(target.name + end)
            if beside.exists():
                _copy_bytes(beside, kept.with_name(kept.name + end))
        backup.sync(kept.parent)
    for end in BESIDE:
        target.with_name(target.name + end).unlink(missing_ok=True)
    part.replace(target)
    backup.sync(target.parent)


def _copy_bytes(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    shutil.copyfile(source, target)
    backup.sync(target)


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=PATIENCE)
