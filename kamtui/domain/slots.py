"""Slots: which week of the year is whose, so that work spreads evenly (rules Y-2, Y-3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kamtui.domain.accounts import Tier
from kamtui.domain.catalogue import CATALOGUE, Activity, account_activities
from kamtui.domain.dates import Cadence
from kamtui.domain.frozen import frozen

WEEKS = 48
"""Weeks of the template year: every real year has at least as many review days."""

TEMPLATE_WEEKS = {
    Cadence.WEEKLY: 1,
    Cadence.MONTHLY: 4,
    Cadence.QUARTERLY: 12,
    Cadence.HALF_YEARLY: 24,
    Cadence.YEARLY: WEEKS,
}
"""The m of rule Y-2: how many weeks of the template year one period has."""


@dataclass(frozen=True, slots=True)
class Slotted:
    """An account as the template year sees it. Raises ValueError for a slot that is not 0 to 47."""

    uid: str
    tier: Tier
    slot: int

    def __post_init__(self) -> None:
        if not 0 <= self.slot < WEEKS:
            raise ValueError(f"a slot is 0 to {WEEKS - 1}, not {self.slot}")


@frozen
class Rebalance:
    """A proposal: each account's new slot by uid, and the minutes of each template week before and after."""

    slots: Mapping[str, int]
    before: tuple[int, ...]
    after: tuple[int, ...]


Touched = tuple[tuple[int, int], ...]
"""The weeks of the template year that are not empty for one account, each with its minutes."""


@lru_cache(maxsize=64)
def _minutes_by_week(tier: Tier, activities: tuple[Activity, ...]) -> tuple[Touched, ...]:
    """Return what an account of a tier brings, slot by slot."""
    return tuple(_minutes_in_slot(tier, slot, activities) for slot in range(WEEKS))


def _minutes_in_slot(tier: Tier, slot: int, activities: tuple[Activity, ...]) -> Touched:
    minutes = [0] * WEEKS
    for activity, cadence in account_activities(tier, activities):
        step = TEMPLATE_WEEKS[cadence]
        for week in range(slot % step, WEEKS, step):
            minutes[week] += activity.minutes
    return tuple((week, load) for week, load in enumerate(minutes) if load)


def loads(accounts: Iterable[Slotted], activities: Sequence[Activity] = CATALOGUE) -> tuple[int, ...]:
    """Return the minutes of each of the 48 template weeks, desk and client work together (rule Y-3)."""
    rows = tuple(activities)
    total = [0] * WEEKS
    for account in accounts:
        for week, minutes in _minutes_by_week(account.tier, rows)[account.slot % WEEKS]:
            total[week] += minutes
    return tuple(total)


def best_slot(week_loads: Sequence[int], tier: Tier, activities: Sequence[Activity] = CATALOGUE) -> int:
    """Return the slot that keeps the busiest template week lightest, the lowest slot on a tie (rule Y-3).

    `week_loads` are the 48 loads of the accounts already there. The busiest week counts in whole minutes of all that
    the tier gets, so the heavy yearly work pushes accounts apart; twelve key accounts added in any order end up with
    their monthly work spread over the four weeks of a month, three accounts in each.
    """
    by_slot = _minutes_by_week(tier, tuple(activities))
    busiest = max(week_loads)

    def busiest_with(slot: int) -> int:
        return max(busiest, max((week_loads[week] + minutes for week, minutes in by_slot[slot]), default=0))

    return min(range(WEEKS), key=busiest_with)


def rebalance(accounts: Sequence[Slotted], activities: Sequence[Activity] = CATALOGUE) -> Rebalance:
    """Propose a new slot for every account, key accounts first, each tier in the order given (rule Y-3)."""
    before = loads(accounts, activities)
    placed: list[Slotted] = []
    after = loads((), activities)
    for account in sorted(accounts, key=lambda account: account.tier):
        slot = best_slot(after, account.tier, activities)
        placed.append(Slotted(account.uid, account.tier, slot))
        after = tuple(map(int.__add__, after, loads(placed[-1:], activities)))
    return Rebalance({account.uid: account.slot for account in placed}, before, after)
