"""What can go wrong with the file, in words for the user."""

import sqlite3


class Unusable(Exception):
    """The database cannot be used; the message is one plain line and the file is untouched."""


def in_words(error: Exception) -> str:
    """One plain sentence for an error of SQLite or the disk."""
    text = str(getattr(error, "orig", None) or error).lower()
    if "locked" in text or "busy" in text:
        return "another program is using the database; nothing was changed, try again in a moment"
    if "full" in text:
        return "the disk is full; nothing was changed, make room and try again"
    if "readonly" in text or "read-only" in text:
        return "the database file is write-protected; nothing was changed"
    if "unable to open" in text:
        return "the database file cannot be opened; check the folder and its permissions"
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return "the database is damaged; `kamtui backup list` shows what can be restored"
    return f"the database refused: {text}"


SQLITE_TROUBLE = (sqlite3.OperationalError, sqlite3.DatabaseError)
