"""A disk that remembers what it was asked, and what it may still hold when the power fails.

What was synced is there. A write that was not may be there, may not, or may be there in some of its sectors; a file
that was deleted without its folder being synced may come back. SQLite asks through a VFS, so a recording one, put
before the real one, hears everything.
"""

import random
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import apsw

SECTOR = 512


class Asked(Enum):
    """What a disk is asked to do with a file."""

    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"
    DELETE_FOR_GOOD = "delete and sync the folder"
    PROMISE = "the program said that something is saved"


class Step(NamedTuple):
    """One thing asked; a promise holds how many actions were said to be saved in `at`."""

    what: Asked
    file: str = ""
    at: int = 0
    data: bytes = b""


class Left(Enum):
    """How much of what was not synced yet has reached the disk."""

    NOTHING = "nothing"
    EVERYTHING = "everything"
    SOME_WRITES = "some writes"
    SOME_SECTORS = "some sectors"


class Recorder(apsw.VFS):
    """Passes everything on to the real disk and keeps what changes it in `steps`."""

    NAME = "recorder"

    def __init__(self) -> None:
        super().__init__(self.NAME, "")
        self.steps: list[Step] = []

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        """Open a file that tells."""
        return _Told(self.steps, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Delete, and keep whether the folder was synced afterwards."""
        super().xDelete(filename, syncdir)
        self.steps.append(Step(Asked.DELETE_FOR_GOOD if syncdir else Asked.DELETE, Path(filename).name))


class _Told(apsw.VFSFile):
    def __init__(self, steps: list[Step], name: apsw.URIFilename | str | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._steps = steps
        self._file = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "").name

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._steps.append(Step(Asked.WRITE, self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._steps.append(Step(Asked.TRUNCATE, self._file, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._steps.append(Step(Asked.SYNC, self._file))


def disks(
    steps: Sequence[Step], before: bytes, file: str, chance: random.Random
) -> Iterator[tuple[dict[str, bytes], int]]:
    """Cut the power after every step, in each way: what the disk holds then, and how many actions were promised."""
    promised = 0
    for end, step in enumerate(steps, 1):
        promised = step.at if step.what is Asked.PROMISE else promised
        for left in Left:
            yield _after(steps[:end], {file: bytearray(before)}, left, chance), promised


def _after(steps: Sequence[Step], files: dict[str, bytearray], left: Left, chance: random.Random) -> dict[str, bytes]:
    synced = {step.file: place for place, step in enumerate(steps) if step.what is Asked.SYNC}
    for place, step in enumerate(steps):
        lasting = step.what is Asked.DELETE_FOR_GOOD or synced.get(step.file, -1) > place
        if lasting or left is Left.EVERYTHING:
            _do(files, step)
        elif left is Left.SOME_SECTORS and step.what is Asked.WRITE:
            for start in range(0, len(step.data), SECTOR):
                if chance.random() < 0.5:
                    _do(files, step._replace(at=step.at + start, data=step.data[start : start + SECTOR]))
        elif left is not Left.NOTHING and chance.random() < 0.5:
            _do(files, step)
    return {name: bytes(content) for name, content in files.items()}


def _do(files: dict[str, bytearray], step: Step) -> None:
    if step.what in (Asked.DELETE, Asked.DELETE_FOR_GOOD):
        files.pop(step.file, None)
    elif step.what is Asked.WRITE:
        content = files.setdefault(step.file, bytearray())
        content.extend(bytes(max(0, step.at - len(content))))
        content[step.at : step.at + len(step.data)] = step.data
    elif step.what is Asked.TRUNCATE:
        del files.setdefault(step.file, bytearray())[step.at :]
