"""The minutes that somebody works on one account's screen, key by key, until the work is marked done (rule Y-17)."""

from collections.abc import Hashable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from kamtui.domain.stopwatch import Stopwatch
from kamtui.screens.desk import desk_of

if TYPE_CHECKING:
    from textual import events

LEAST: Final = timedelta(seconds=30)
"""Less than that is no work: it was done elsewhere and only marked here."""


class Timed(Screen[None]):
    """A screen on which work is timed, for one account or thing at a time."""

    _watch: Stopwatch | None = None
    _timed: Hashable = None

    def time_on(self, thing: Hashable) -> None:
        """Time from now on the work on this thing; it goes on where it is the one that is timed already."""
        if self._watch is None or thing != self._timed:
            self._watch, self._timed = Stopwatch(desk_of(self).clock.now()), thing

    def on_key(self, event: "events.Key") -> None:  # noqa: ARG002
        """Somebody is there: the time since the key before counts."""
        self._tick()

    def _tick(self) -> None:
        if self._watch is not None:
            self._watch = self._watch.at(desk_of(self).clock.now())

    def time_spent(self) -> int | None:
        """Minutes worked so far; None where it was next to nothing."""
        self._tick()
        watch = self._watch
        return watch.minutes if watch is not None and watch.spent >= LEAST else None

    def time_anew(self) -> None:
        """The work is done: what follows is timed for itself."""
        self._watch = None
