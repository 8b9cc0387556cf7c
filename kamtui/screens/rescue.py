"""Text that could not be saved, written beside the database so that it is not lost."""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kamtui import paths


def keep(folder: Path | None, now: datetime, title: str, texts: Mapping[str, str]) -> Path | None:
    """Write what was typed to a new private file; None when there is no folder, nothing typed, or no room."""
    typed = {label: text for label, text in texts.items() if text.strip()}
    if folder is None or not typed:
        return None
    with suppress(OSError):
        file = paths.private_folder(folder) / f"{now:%Y-%m-%dT%H%M%S}-{os.getpid()}.txt"
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
            out.write(title + "\n\n" + "".join(f"{label}: {text}\n" for label, text in typed.items()))
        return file
    return None
