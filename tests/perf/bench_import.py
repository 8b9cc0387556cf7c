"""How many contact rows a second an import takes in, and how much memory it, its dry run and its way back need.

Each step is a process of its own: `kamtui import` of a file, the same file again, and `kamtui import --undo`.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(os.environ.get("ROWS", "100000"))
ACCOUNTS = max(1, ROWS // 50)
MOST = 300
"""The most megabytes that a step may need at its peak."""


def contacts(path: Path) -> None:
    """A Salesforce export of contacts: their accounts by name, half of them with a manager's id."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Id,Account Name,FirstName,LastName,Title,Email,Phone,ReportsToId,Description\n")
        for row in range(ROWS):
            boss = f"0035g{row - 7:010}AAA" if row % 2 and row > 7 and (row - 7) % ACCOUNTS == row % ACCOUNTS else ""
            file.write(
                f"0035g{row:010}AAA,Client {row % ACCOUNTS:05} GmbH,First{row % 911},Last{row},Head of Desk {row % 31},"
                f"p{row}@client{row % ACCOUNTS}.example,+49 30 {row:07},{boss},Met in round {row % 12}\n"
            )


def timed(*words: str) -> tuple[float, int, str]:
    """Seconds, peak megabytes and what was said by one `kamtui`; ends this program when that one fails."""
    read, write = os.pipe()
    started = time.perf_counter()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "kamtui.cli", *words],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_CLOSE, read)],
    )
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        said = pipe.read()
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"kamtui {' '.join(words)} failed")
    return time.perf_counter() - started, used.ru_maxrss // 1024, said


def main() -> int:
    """Print each step's rate and peak; the status is 1 when a peak is too high."""
    highest = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KAMTUI_DB": f"{folder}/k.db", "KAMTUI_CONFIG": f"{folder}/none.toml"}
        file = Path(folder, "contacts.csv")
        contacts(file)
        batch = ""
        for name, words in (
            ("dry run", ("import", str(file), "--dry-run")),
            ("import", ("import", str(file))),
            ("import again", ("import", str(file))),
            ("undo", ("import", "--undo")),
        ):
            seconds, peak, said = timed(*words, *([batch] if words[-1] == "--undo" else []))
            batch = next(iter(re.findall(r"Batch (\S+);", said)), batch)
            highest = max(highest, peak)
            print(f"{name:<13} {ROWS:>8,} rows {seconds:6.1f} s {ROWS / seconds:8,.0f} rows/s {peak:5} MB at its peak")
    return int(highest > MOST)


if __name__ == "__main__":
    sys.exit(main())
