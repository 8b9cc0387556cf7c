"""A file that goes out: whole or not at all, and never over another one by accident."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from kamtui.domain.errors import Refused
from kamtui.private_file import write_new
from kamtui.storage import backup


def write_file(path: Path, content: str | bytes, *, force: bool = False) -> Path:
    """Write a file, text as UTF-8, that only the user can read, whole or not at all.

    Raises Refused when it exists and `force` is not given, or when it cannot be written. With `force` a link stays, and
    what it leads to is written; a device is never replaced.
    """
    target = _meant(path) if force else path
    if force and target.exists() and not target.is_file():
        raise Refused(f"{path} cannot be written: it is not a file")
    part = _beside(target)
    try:
        _write(part, content)
        if force:
            part.replace(target)
        else:
            _give_name(part, target)
        backup.sync(target.parent)
    except FileExistsError:
        raise Refused(f"{path} exists already; choose another name or add --force") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            part.unlink()
    return path


def write_folder(folder: Path, files: Mapping[str, str | bytes], *, force: bool = False) -> Path:
    """Write files into a new folder that only the user can enter, all of them or none.

    With `force` the folder may exist already: files of these names are replaced, others stay as they are. Raises
    Refused when it exists and `force` is not given, or when something cannot be written.
    """
    folder = _meant(folder) if force else folder
    part = _beside(folder)
    try:
        part.mkdir(0o700)
        for name, content in files.items():
            _write(part / name, content)
        backup.sync(part)
        if force and folder.is_dir():
            for name in files:
                (part / name).replace(folder / name)
            backup.sync(folder)
        else:
            if folder.exists() or folder.is_symlink():
                raise Refused(f"{folder} exists already; choose another name or add --force")
            part.rename(folder)
            backup.sync(folder.parent)
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _meant(path: Path) -> Path:
    """What a link leads to; everything else is meant itself. Raises Refused for links that go round."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):
        raise Refused(f"{path} cannot be written: it is a link that leads nowhere") from None


def _give_name(part: Path, path: Path) -> None:
    """Let a file have its name, whole from the first moment. Raises FileExistsError where something has it already.

    Where the file system knows no second names, the name is taken first, and the file put in its place.
    """
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        part.replace(path)


def _beside(path: Path) -> Path:
    whole = path.absolute()
    if not whole.name:
        raise Refused(f"{path} cannot be written: it is not a name")
    return whole.with_name(f".{whole.name}.{uuid4().hex[:8]}.part")


def _write(path: Path, content: str | bytes) -> None:
    write_new(path, content if isinstance(content, bytes) else content.encode())
