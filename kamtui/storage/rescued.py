"""Text that is being typed and cannot be saved yet: a private file beside the database, there until it is saved."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from kamtui import paths

SUFFIX = ".typed.txt"


def write(folder: Path, name: str, text: str) -> Path:
    """Write a text whole, in place of the one of that name, so that it survives a power cut; raises OSError."""
    target = paths.private_folder(folder) / f"{name}{SUFFIX}"
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return target


def read(folder: Path, name: str) -> str | None:
    """The text of that name; None when there is none, or it cannot be read."""
    try:
        with (folder / f"{name}{SUFFIX}").open(encoding="utf-8", errors="replace", newline="") as found:
            return found.read()
    except OSError:
        return None


def drop(folder: Path, name: str) -> None:
    """It is saved: take it away; one that is gone already is gone."""
    with suppress(OSError):
        (folder / f"{name}{SUFFIX}").unlink(missing_ok=True)
