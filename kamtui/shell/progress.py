"""A bar on standard error for what takes a while, where that is a terminal."""

import sys
from time import monotonic
from typing import Final, Self

WIDTH: Final = 30
STEP: Final = 0.1
PATIENCE: Final = 0.5
"""Seconds that pass before a bar is shown: what is quicker needs none."""


class Bar:
    """Called with what is done and what there is in all; it draws itself at most ten times a second."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.shown = False
        self.next = monotonic() + PATIENCE
        self.wanted = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, whole: int) -> None:
        """Draw how far it is."""
        now = monotonic()
        if not self.wanted or now < self.next:
            return
        self.next, self.shown = now + STEP, True
        share = min(1.0, done / whole) if whole else 1.0
        filled = round(share * WIDTH)
        print(
            f"\r{self.label} {'━' * filled}{'─' * (WIDTH - filled)} {share:4.0%}", end="", file=sys.stderr, flush=True
        )

    def __exit__(self, *_: object) -> None:
        """Wipe the bar away."""
        if self.shown:
            print("\r" + " " * (len(self.label) + WIDTH + 7) + "\r", end="", file=sys.stderr, flush=True)
