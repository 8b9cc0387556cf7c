"""What can go wrong with the file, in words for the user."""

import errno
import sqlite3


class Unusable(Exception):
    """The database cannot be used; the message is one plain line and the file is untouched."""


SQLITE_TROUBLE = (sqlite3.Error,)

BUSY = "another program is using the database; nothing was changed, try again in a moment"
FULL = "the disk is full; nothing was changed, make room and try again"
PROTECTED = "the database file is write-protected; nothing was changed"
CLOSED = "the database file cannot be opened; check the folder and its permissions"
DAMAGED = "the database is damaged; `kamtui backup list` shows what can be restored"
FAILING = "the disk did not take it; nothing was changed, check that it is there and has room"

BY_RESULT = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: PROTECTED,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_IOERR: FAILING,
}
BY_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: PROTECTED,
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
}


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program holds the file: it was waited for, and waiting again would be no use."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_words(error: BaseException) -> str:
    """One plain line for an error of SQLite or the disk."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return BY_ERRNO.get(cause.errno or 0) or f"the system says: {cause.strerror or cause}"
    code = getattr(cause, "sqlite_errorcode", None)
    known = None if code is None else BY_RESULT.get(code & 0xFF)
    return known or f"the database refused: {_first_line(cause)}"


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
