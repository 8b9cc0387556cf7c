"""A file that goes out: whole or not at all, and never over another one by accident."""

import os
from pathlib import Path
from uuid import uuid4

from kamtui.domain.errors import Refused
from kamtui.storage import backup


def write_file(path: Path, text: str, *, force: bool = False) -> Path:
    """Write a file that only the user can read, whole or not at all.

    Raises Refused when it exists and `force` is not given, or when it cannot be written.
    """
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if not force:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        part.replace(path)
        backup.sync(path.parent)
    except FileExistsError:
        raise Refused(f"{path} exists already; choose another name or add --force") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return path
