"""Reading a file of the samples, and what its rows became."""

from pathlib import Path
from typing import Any

from kamtui.exchange.reading import Reading, read_file

FILES = Path(__file__).parent / "files"


def read(name: str, **how: Any) -> Reading:
    return read_file(FILES / name, **how)


def drafts(reading: Reading) -> dict[int, Any]:
    return {row.number: row.draft for row in reading.rows() if row.draft is not None}


def errors(reading: Reading) -> dict[int, str]:
    return {row.number: row.error for row in reading.rows() if row.error is not None}
