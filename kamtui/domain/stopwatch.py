"""The minutes that a piece of work took in the cockpit, as far as somebody was there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

LONGEST_PAUSE = timedelta(minutes=10)
MOST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """The time between one key and the next, added up (rule Y-17); a pause of more than ten minutes does not count."""

    last: datetime
    spent: timedelta = timedelta()

    def at(self, now: datetime) -> "Stopwatch":
        """A key was pressed; a clock that was turned back counts for nothing."""
        pause = now - self.last
        counts = timedelta() <= pause <= LONGEST_PAUSE
        return replace(self, last=now, spent=self.spent + pause if counts else self.spent)

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up: at least 1, at most 60."""
        return max(1, min(MOST_MINUTES, ceil(self.spent / timedelta(minutes=1))))
