"""Files larger than memory should be: imported a few rows at a time."""

import tracemalloc
from pathlib import Path

from kamtui.exchange.applying import import_sources
from kamtui.exchange.sources import read_sources
from kamtui.storage.database import Database

ROWS = 1500
NOTES = "a" * 10_000
MEGABYTE = 2**20


def test_a_file_of_many_rows_is_imported_in_little_memory_and_tells_how_far_it_is(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    with file.open("w") as stream:
        stream.write("Account Name,Last Name,Email,Notes\n")
        stream.writelines(f"Client {row % 20},Last {row},p{row}@x.example,{NOTES}\n" for row in range(ROWS))
    told: list[tuple[int, int]] = []
    database.warm()
    tracemalloc.start()
    try:
        sources = read_sources([file])
        result = database.run(import_sources, sources, None, lambda done, size: told.append((done, size)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (result.by_record["contact"].created, result.totals.errors) == (ROWS, 0)
    assert file.stat().st_size > 14 * MEGABYTE
    assert peak < 10 * MEGABYTE
    assert told == sorted(told)
    assert told[-1] == (file.stat().st_size,) * 2
    assert len(told) > ROWS // 300
