"""How long a list takes to be drawn and to follow the cursor, with few accounts and with many.

A list draws only the rows in sight: a step of the cursor costs the same however long it is, and what the first sight
costs more is the reading of more accounts.
"""

import os
import statistics
import subprocess
import sys
import tempfile

from terminal import Terminal

MOVES = int(os.environ.get("ROUNDS", "20"))
FEW, MANY = 28, 200
DOWN = b"\x1b[B"


def measured(accounts: int, folder: str) -> tuple[float, float]:
    """Seconds from the key to the drawn list of accounts, and the median of a step of its cursor."""
    file = f"{folder}/{accounts}.db"
    environment = {"KAMTUI_DB": file, "KAMTUI_CONFIG": f"{folder}/none.toml", "KAMTUI_TODAY": "2026-11-20"}
    ours = [sys.executable, "-m", "kamtui"]
    filling = [*ours, "--today", "2026-11-20", "demo", "--accounts", str(accounts), "--to", file]
    subprocess.run(filling, check=True, capture_output=True)
    terminal = Terminal(ours, environment)
    try:
        terminal.seen("half hour")
        terminal.still(1.0)
        started = terminal.now
        terminal.press(b"2")
        shown = terminal.seen(f"{accounts} accounts") - started
        return shown, statistics.median(terminal.answered(DOWN) for _ in range(MOVES))
    finally:
        terminal.close()


def main() -> None:
    """Print both sizes and how much the larger one costs."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = measured(FEW, folder), measured(MANY, folder)
    for what, less, more in zip(("list drawn", "cursor moved"), few, many, strict=True):
        print(f"{what}: {FEW} accounts {less * 1000:.0f} ms, {MANY} accounts {more * 1000:.0f} ms ({more / less:.2f})")


if __name__ == "__main__":
    main()
