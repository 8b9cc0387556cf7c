"""Trailing twelve months: what of last year's revenue stayed, and what it has become."""

from collections.abc import Iterable
from dataclasses import dataclass

from kamtui.domain.ledger import Ledger, year_before
from kamtui.domain.revenue import RevenueKind

MOVES = (RevenueKind.EXPANSION, RevenueKind.CONTRACTION, RevenueKind.CHURN)


@dataclass(frozen=True, slots=True)
class Year:
    """How one account's annual value moved over twelve months; minor units a year (rule R-4)."""

    account_id: int
    name: str
    start: int
    expansion: int
    contraction: int
    churn: int
    now: int

    @property
    def lost(self) -> int:
        """Contraction and churn, at most what was there at the start: nobody can lose more than they paid."""
        return min(self.start, self.contraction + self.churn)

    @property
    def kept_value(self) -> int:
        """What is left of the start with expansion counted, never below zero."""
        return max(0, self.start + self.expansion - self.contraction - self.churn)

    @property
    def kept(self) -> bool:
        """Whether the account still pays."""
        return self.now > 0


@dataclass(frozen=True, slots=True)
class Retention:
    """The accounts that had revenue twelve months ago, and the shares that follow (rule R-4).

    Shares are None, "not yet", where there was no revenue. Losses are floored account by account, so expansion in one
    never hides contraction in another.
    """

    years: tuple[Year, ...] = ()

    @property
    def start(self) -> int:
        """The annual value twelve months ago, minor units."""
        return sum(year.start for year in self.years)

    @property
    def grr(self) -> float | None:
        """Gross revenue retention, 0 to 1."""
        start = self.start
        return (start - sum(year.lost for year in self.years)) / start if start else None

    @property
    def nrr(self) -> float | None:
        """Net revenue retention; above 1 where expansion outweighs losses."""
        start = self.start
        return sum(year.kept_value for year in self.years) / start if start else None

    @property
    def logos(self) -> float | None:
        """Accounts kept ÷ accounts at the start, 0 to 1."""
        return sum(year.kept for year in self.years) / len(self.years) if self.years else None


def retention(ledgers: Iterable[Ledger]) -> Retention:
    """How the accounts that had revenue twelve months ago have moved since (rule R-4)."""
    years = []
    for ledger in ledgers:
        since = year_before(ledger.today)
        start = ledger.value_on(since)
        if start:
            expansion, contraction, churn = (ledger.moved(kind, since) for kind in MOVES)
            client = ledger.client
            years.append(Year(client.id, client.name, start, expansion, contraction, churn, ledger.current))
    return Retention(tuple(years))
