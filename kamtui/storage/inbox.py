"""Captured lines that are not in the database yet: drafts, and lines whose account is still to be told (rule I-2).

Each line is a small private file of its own in the inbox beside the database, so that writing one needs neither the
database nor a lock, and a line is either there whole or not at all.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kamtui import paths
from kamtui.domain.text import clean_line
from kamtui.private_file import write_whole

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6})Z-[0-9a-f]+\.txt", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """A line in the inbox, and since when it is there."""

    file: Path
    text: str
    at: datetime


def kept(folder: Path) -> list[Kept]:
    """The lines in the inbox, newest first; what cannot be read is left alone."""
    found = []
    with suppress(OSError):
        for file in sorted(folder.iterdir(), reverse=True):
            line = _read(file)
            if line is not None:
                found.append(line)
    return found


def keep(folder: Path, text: str, now: datetime, file: Path | None = None) -> Path:
    """Put a line into the inbox, or in place of the line in `file`; gives its file. Raises OSError."""
    target = file or paths.private_folder(folder) / f"{now:%Y-%m-%dT%H%M%S}Z-{secrets.token_hex(4)}.txt"
    write_whole(target, (clean_line(text) + "\n").encode())
    return target


def drop(file: Path) -> None:
    """Take a line out of the inbox; one that is gone already is gone."""
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _read(file: Path) -> Kept | None:
    match = _NAME.fullmatch(file.name)
    if match is None:
        return None
    try:
        at = datetime.strptime(match[1], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
        text = clean_line(file.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError):
        return None
    return Kept(file, text, at) if text else None
