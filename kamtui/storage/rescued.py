"""Text that is being typed and cannot be saved yet: a private file beside the database, there until it is saved."""

from contextlib import suppress
from pathlib import Path

from kamtui import paths
from kamtui.private_file import write_whole

SUFFIX = ".typed.txt"


def write(folder: Path, name: str, text: str) -> Path:
    """Write a text whole, in place of the one of that name, so that it survives a power cut; raises OSError."""
    target = paths.private_folder(folder) / f"{name}{SUFFIX}"
    write_whole(target, text.encode(errors="replace"))
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
