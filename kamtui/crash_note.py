"""The note of a crash: where it happened, never the value of a variable."""

import os
import traceback
from datetime import datetime
from pathlib import Path


def write(file: Path, error: BaseException, now: datetime) -> None:
    """Add an error's trace to a file that only its owner reads; raises OSError when that cannot be done."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as note:
        note.write(f"--- {now:%Y-%m-%dT%H:%M:%SZ}\n")
        note.writelines(traceback.format_exception(error))
