"""The clock of a review: each phase's used seconds over all visits, pauses, and time away (rule Q-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from kamtui.domain.qbr import PHASE_MINUTES, PHASES, Phase

AWAY: Final = timedelta(seconds=20)
"""From here on a gap in counting is time away, of which the user says whether it counts."""

_NOTHING: Final[Mapping[Phase, int]] = MappingProxyType(dict.fromkeys(PHASES, 0))


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the meeting is, and the seconds used in each phase up to `counted`, the last moment that was looked at.

    While it does not run, `counted` is when it was stopped; None means that the meeting has not begun.
    """

    phase: Phase = Phase.RESULTS
    used: Mapping[Phase, int] = field(default_factory=lambda: _NOTHING)
    counted: datetime | None = None
    running: bool = False

    @property
    def total(self) -> int:
        """Seconds used in all phases."""
        return sum(self.used.values())

    def gap(self, now: datetime) -> timedelta:
        """The time since it was last looked at; none while it does not run, or when a clock was turned back."""
        if not self.running or self.counted is None:
            return timedelta()
        return max(timedelta(), now - self.counted)

    def was_away(self, now: datetime) -> bool:
        """Whether the gap is long enough to ask whether it counts (rule Q-4)."""
        return self.gap(now) >= AWAY

    def at(self, now: datetime) -> "Clock":
        """Count the time up to now in the phase at hand."""
        seconds = self.gap(now) // timedelta(seconds=1)
        if not self.running or self.counted is None:
            return self
        used = {**self.used, self.phase: self.used.get(self.phase, 0) + seconds}
        counted = self.counted + timedelta(seconds=seconds)
        return replace(self, used=used, counted=counted if now >= self.counted else now)

    def without_gap(self, now: datetime) -> "Clock":
        """Go on from now; the time since the last look does not count."""
        return replace(self, counted=now) if self.running else self

    def to(self, phase: Phase, now: datetime) -> "Clock":
        """Go to a phase; what the one before used is kept."""
        return replace(self.at(now), phase=phase)

    def paused(self, now: datetime) -> "Clock":
        """Stop counting."""
        return replace(self.at(now), running=False)

    def resumed(self, now: datetime) -> "Clock":
        """Count from now on; a clock that runs already goes on."""
        return self if self.running else replace(self, running=True, counted=now)


@dataclass(frozen=True, slots=True)
class Left:
    """Seconds left; below zero they are over, which stops nothing."""

    seconds: int

    @property
    def over(self) -> bool:
        """Whether the time is used up."""
        return self.seconds < 0

    @property
    def words(self) -> str:
        """`3:08 left` or `1:10 over`."""
        return f"{minutes_and_seconds(abs(self.seconds))} {'over' if self.over else 'left'}"


def left_in_phase(clock: Clock, minutes: Sequence[int] = PHASE_MINUTES) -> Left:
    """What is left of the phase at hand (rules Q-1, Q-4)."""
    return Left(minutes[PHASES.index(clock.phase)] * 60 - clock.used.get(clock.phase, 0))


def left_in_meeting(clock: Clock, minutes: Sequence[int] = PHASE_MINUTES) -> Left:
    """What is left of the whole meeting (rules Q-1, Q-4)."""
    return Left(sum(minutes) * 60 - clock.total)


def neighbour(phase: Phase, by: int) -> Phase | None:
    """The phase after (1) or before (-1) this one; None at either end."""
    place = PHASES.index(phase) + by
    return PHASES[place] if 0 <= place < len(PHASES) else None


def minutes_and_seconds(seconds: int) -> str:
    """Seconds as a clock shows them: `9:40`, `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def away_words(gap: timedelta) -> str:
    """How long one was away: `40 seconds`, `12 minutes`, `3 h 05`, `2 days`."""
    seconds = int(gap.total_seconds())
    if seconds < 120:
        return f"{seconds} seconds"
    minutes = seconds // 60
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} h {minutes % 60:02}" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def reconciled(mine: Clock, read: Clock, stored: Clock, now: datetime) -> Clock:
    """The clock to keep when two windows run one review: the stored one, with what this window did to it since.

    `read` is what this window last read or kept. Time is counted once, never twice.
    """
    if stored == read:
        return mine
    clock = stored.at(now)
    if mine.phase != read.phase:
        clock = replace(clock, phase=mine.phase)
    if mine.running != read.running:
        clock = clock.resumed(now) if mine.running else clock.paused(now)
    return clock
