"""The attention audit: where the minutes go, beside where the value is (rule R-9)."""

from collections.abc import Iterable
from dataclasses import dataclass

NAMED = 3
"""How many of the most over- and under-served are named."""

CHANNEL_MINUTES = {"meeting": 60, "visit": 60, "event": 60, "call": 15, "email": 5, "message": 5}
OTHER_MINUTES = 10
"""Minutes of a touchpoint that says none, by its channel."""


@dataclass(frozen=True, slots=True)
class Took:
    """How often something was done with an account, a channel or an activity by name, and the minutes it took."""

    what: str
    times: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Spent:
    """The minutes spent on an account in twelve months, and its current and potential value in minor units a year.

    `took` says on what, the most first.
    """

    account_id: int
    name: str
    minutes: int
    current_value: int
    potential_value: int | None = None
    took: tuple[Took, ...] = ()

    @property
    def weight(self) -> int:
        """Current plus potential value; where no potential is known, what it pays is all there is."""
        return self.current_value + (self.current_value if self.potential_value is None else self.potential_value)


@dataclass(frozen=True, slots=True)
class Served:
    """An account's share of the minutes beside its share of the value, both 0 to 1."""

    account_id: int
    name: str
    minutes: int
    attention: float
    value: float
    took: tuple[Took, ...] = ()

    @property
    def balance(self) -> float:
        """How much more of the attention than of the value it has; negative where it has less."""
        return self.attention - self.value


@dataclass(frozen=True, slots=True)
class Audit:
    """Every account with its two shares, and the most over- and under-served, the farthest off first."""

    rows: tuple[Served, ...] = ()
    over: tuple[Served, ...] = ()
    under: tuple[Served, ...] = ()
    minutes: int = 0


def touch_minutes(channel: str, minutes: int | None) -> int:
    """The minutes of a touchpoint: as noted, else what its channel usually takes."""
    return CHANNEL_MINUTES.get(channel, OTHER_MINUTES) if minutes is None else max(0, minutes)


def audit(spent: Iterable[Spent], named: int = NAMED) -> Audit:
    """Weigh minutes against value (rule R-9); nobody is named while there are no minutes or no value."""
    those = list(spent)
    minutes, weight = sum(each.minutes for each in those), sum(each.weight for each in those)
    if not minutes or not weight:
        return Audit(minutes=minutes)
    rows = sorted(
        (
            Served(each.account_id, each.name, each.minutes, each.minutes / minutes, each.weight / weight, each.took)
            for each in those
        ),
        key=lambda row: (row.balance, row.name.casefold(), row.account_id),
    )
    over = tuple(row for row in reversed(rows[-named:]) if row.balance > 0)
    return Audit(tuple(rows), over, tuple(row for row in rows[:named] if row.balance < 0), minutes)
