"""How much hangs on how few: concentration of value, and the depth of engagement behind it (rule R-7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kamtui.domain.departure import THREAD_DAYS, bus_factor, hangs_by_a_thread
from kamtui.domain.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Concentration:
    """The share, 0 to 1, of the one, three and five largest accounts, and the Herfindahl index; None without value."""

    top1: float | None
    top3: float | None
    top5: float | None
    hhi: float | None
    curve: tuple[float, ...] = ()
    """The share of the largest, the two largest, the three largest … accounts."""


@dataclass(frozen=True, slots=True)
class Depth:
    """Engagement depth: mean live threads, share single-threaded (None without accounts), value that hangs on 0 or 1.

    The value is minor units a year (rules M-8, M-9).
    """

    mean_live_threads: float | None
    single_threaded: float | None
    value_on_bus_factor_0_1: int


def concentration(values: Iterable[int]) -> Concentration:
    """How concentrated annual values are (rule R-7). The index is the sum of the squared shares: 1 for one account."""
    ordered = sorted((value for value in values if value > 0), reverse=True)
    whole = sum(ordered)
    if not whole:
        return Concentration(None, None, None, None)
    hhi = sum(value * value for value in ordered) / (whole * whole)
    top1, top3, top5 = (sum(ordered[:most]) / whole for most in (1, 3, 5))
    return Concentration(top1, top3, top5, hhi, _curve(ordered, whole))


def _curve(ordered: Sequence[int], whole: int) -> tuple[float, ...]:
    found, running = [], 0
    for value in ordered:
        running += value
        found.append(running / whole)
    return tuple(found)


def depth(ledgers: Iterable[Ledger], today: date, days: int = THREAD_DAYS) -> Depth:
    """How deep the engagement with the open accounts is (rules R-7, M-8, M-9)."""
    those = [ledger for ledger in ledgers if ledger.client.open]
    threads = [bus_factor(ledger.client.people, today, days) for ledger in those]
    hanging = sum(each.current for each, count in zip(those, threads, strict=True) if hangs_by_a_thread(count))
    if not those:
        return Depth(None, None, 0)
    single = sum(1 for count in threads if count <= 1)
    return Depth(sum(threads) / len(those), single / len(those), hanging)
