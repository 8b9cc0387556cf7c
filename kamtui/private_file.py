"""Files for the user's eyes alone that are there whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, down to the disk. Raises OSError, and then leaves nothing behind."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        _forget(file)
        raise


def write_whole(file: Path, content: bytes) -> None:
    """Write a file, in place of the one of that name where there is one. Raises OSError, and then changes nothing."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    write_new(part, content)
    try:
        part.replace(file)
    except OSError:
        _forget(part)
        raise


def _forget(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
