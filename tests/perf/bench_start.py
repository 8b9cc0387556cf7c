"""How long the cockpit takes to stand and to answer a key, against a bare Textual app, side by side.

Each round starts both, in turn; a ratio is taken inside the round and the median of the rounds is printed, so that a
slow spell of the machine hits both alike. Both run from byte code, as an installed program does, whatever the
environment says of writing it: the first round, which is not counted, makes it. Both are scripts that import what they
need: `kamtui` is the command as a user types it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from terminal import Terminal

ROUNDS = int(os.environ.get("ROUNDS", "9"))
HERE = Path(__file__).parent
DOWN = b"\x1b[B"


def timed(command: list[str], environment: dict[str, str], ready: str, answer: str) -> tuple[float, float]:
    """Seconds to the filled first screen, and to the first key's effect."""
    terminal = Terminal(command, environment)
    try:
        shown = terminal.seen(ready)
        terminal.press(DOWN)
        return shown, terminal.seen(answer)
    finally:
        terminal.close()


def main() -> None:
    """Print both programs' medians and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/demo.db"
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment = {"KAMTUI_DB": file, "KAMTUI_CONFIG": f"{folder}/none.toml", "KAMTUI_TODAY": "2026-11-20"}
        environment |= compiled
        bare, ours = [sys.executable, str(HERE / "bare_app.py")], [str(Path(sys.executable).with_name("kamtui"))]
        demo = [*ours, "--today", "2026-11-20", "demo", "--to", file]
        subprocess.run(demo, check=True, capture_output=True)
        rounds = []
        answer = second_line(ours, environment)
        for _ in range(ROUNDS + 1):
            theirs = timed(bare, compiled, "READY", "HIT")
            rounds.append((theirs, timed(ours, environment, "half hour", answer)))
    report("first screen filled", [(theirs[0], mine[0]) for theirs, mine in rounds[1:]])
    report("first key answered", [(theirs[1], mine[1]) for theirs, mine in rounds[1:]])


def second_line(ours: list[str], environment: dict[str, str]) -> str:
    """What the column beside the list says once the cursor stands on the second line: its account."""
    told = subprocess.run([*ours, "due", "--json"], env={**os.environ, **environment}, check=True, capture_output=True)
    first, second = [each["account"] for each in json.loads(told.stdout)["items"] if each["packed"]][:2]
    if first == second:
        raise SystemExit("the first two lines are about one account: the answer to a key could not be told")
    return f"· {second[:12]}"


def report(what: str, pairs: list[tuple[float, float]]) -> None:
    """One line: medians in milliseconds and the median ratio."""
    bare = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    least = min(pair[1] for pair in pairs) / min(pair[0] for pair in pairs)
    print(
        f"{what}: bare {bare * 1000:.0f} ms, kamtui {ours * 1000:.0f} ms, ratio {ratio:.2f} (of the minima {least:.2f})"
    )


if __name__ == "__main__":
    main()
