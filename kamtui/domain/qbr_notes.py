"""Notes that two windows wrote at once: both are kept, nothing is overwritten (rule Q-6)."""

from difflib import SequenceMatcher
from typing import Final

THEIRS: Final = "── also written in another window ──"
"""The line above what came from elsewhere."""


def merged(read: str, mine: str, stored: str) -> str:
    """The text to keep, given what this window last read, what it holds now, and what the file holds.

    Where only one of them changed it, that one's text is kept. Where both did, what the other one wrote since stands
    below mine, under a clear line; nothing that is in either is left out.
    """
    if stored in (read, mine):
        return mine
    if mine == read:
        return stored
    if stored.startswith(mine):
        return stored
    if mine.startswith(stored):
        return mine
    theirs = _added(read, stored, mine)
    return mine if not theirs else "\n".join([mine.rstrip("\n"), THEIRS, *theirs])


def _added(read: str, stored: str, mine: str) -> list[str]:
    """The lines that the other one added or changed, and that are not in mine."""
    before, after = read.split("\n"), stored.split("\n")
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    added = [
        line for change, _, _, start, end in changes if change in ("insert", "replace") for line in after[start:end]
    ]
    here = set(mine.split("\n"))
    return [line for line in added if line.strip() and line != THEIRS and line not in here]
