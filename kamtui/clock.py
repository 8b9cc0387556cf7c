"""What time it is: the one place that asks, so that a test or `--today` can answer instead."""

from datetime import UTC, date, datetime

from kamtui.domain.frozen import frozen


@frozen
class Clock:
    """Today and now; with `fixed` the date stands still while the time of day goes on."""

    fixed: date | None = None

    def today(self) -> date:
        """The user's local date."""
        return self.fixed or datetime.now().astimezone().date()

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime, whole seconds."""
        local = datetime.now().astimezone()
        if self.fixed is not None:
            local = datetime.combine(self.fixed, local.time()).astimezone()
        return local.astimezone(UTC).replace(microsecond=0)
