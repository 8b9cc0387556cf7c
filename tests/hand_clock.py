"""A clock that goes on only when a test says so."""

from datetime import UTC, date, datetime, timedelta

from kamtui.clock import Clock


class HandClock(Clock):
    """Shows `at` until it is moved on."""

    def __init__(self, at: datetime = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)) -> None:
        super().__init__()
        object.__setattr__(self, "hands", [at])

    @property
    def at(self) -> datetime:
        """The moment that it shows."""
        shown: datetime = self.hands[0]
        return shown

    def on(self, **more: float) -> None:
        """Move it on by so many hours, minutes or seconds."""
        self.hands[:] = [self.at + timedelta(**more)]

    def today(self) -> date:
        """The day of that moment."""
        return self.at.astimezone().date()

    def now(self) -> datetime:
        """That moment."""
        return self.at
