"""The three loops of an account, and the compass figure of the portfolio (rules R-5, R-6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kamtui.domain.chances import RENEWAL_PERCENT
from kamtui.domain.dates import add_months
from kamtui.domain.frozen import frozen
from kamtui.domain.health import Colour
from kamtui.domain.ledger import Ledger, successor, year_before
from kamtui.domain.projection import Projection, flows, summed
from kamtui.domain.revenue import RevenueKind

VALUABLE = 2
"""For how many of the most valuable accounts a loop that does not run asks for an action."""


@frozen
class Loops:
    """Which loops of an account run (rule R-5)."""

    retention: bool
    expansion: bool
    referral: bool

    @property
    def all_three(self) -> bool:
        """Whether all of them do."""
        return self.retention and self.expansion and self.referral


@frozen
class Share:
    """One account's part in the compass figure: its projection and its loops."""

    account_id: int
    name: str
    projection: Projection
    loops: Loops


@frozen
class Compass:
    """The compass figure (rule R-6): shares 0 to 1, None while there is nothing to divide.

    `secured` is the contracted part of the whole twelve months. The others are parts of what is contracted; they
    overlap and never add up to 1.
    """

    projection: Projection
    secured: float | None
    expanding: float | None
    referring: float | None
    all_three: float | None
    shares: tuple[Share, ...] = ()


def loops(ledger: Ledger) -> Loops:
    """Which loops run (rule R-5).

    Retention: a client for twelve months, or renewed at least once, and not red. Expansion: pays more than twelve
    months ago, where it paid then; a first order is no expansion. Referral: one in the last twelve months.
    """
    since = year_before(ledger.today)
    before = ledger.value_on(since)
    return Loops(
        retention=ledger.client.open and stays(ledger) and ledger.client.colour is not Colour.RED,
        expansion=bool(before) and ledger.current > before,
        referral=ledger.client.open and any(since < on <= ledger.today for on in ledger.referrals),
    )


def stays(ledger: Ledger) -> bool:
    """Whether it has been a client for twelve months, or was renewed at least once (rule R-5)."""
    since = client_since(ledger)
    if since is not None and since <= year_before(ledger.today):
        return True
    renewed = any(each.kind == RevenueKind.RENEWAL and each.on <= ledger.today for each in ledger.events)
    return renewed or any(line.ended(ledger.today) and successor(line, ledger.lines) for line in ledger.lines)


def client_since(ledger: Ledger) -> date | None:
    """The first day as a client: as recorded, else the first day of a contract line."""
    if ledger.client.since is not None:
        return ledger.client.since
    return min((line.start for line in ledger.lines if line.start is not None), default=None)


def compass(ledgers: Sequence[Ledger], percents: Mapping[str, int] = RENEWAL_PERCENT) -> Compass:
    """The compass figure of a portfolio (rule R-6)."""
    rows = [flows(ledger, percents) for ledger in ledgers]
    whole = summed(row for each in rows for row in each)
    shares = tuple(
        Share(ledger.client.id, ledger.client.name, summed(each), loops(ledger))
        for ledger, each in zip(ledgers, rows, strict=True)
        if each
    )
    return Compass(
        projection=whole,
        secured=whole.contracted / whole.total if whole.total else None,
        expanding=_share(shares, [each.loops.expansion for each in shares]),
        referring=_share(shares, [each.loops.referral for each in shares]),
        all_three=_share(shares, [each.loops.all_three for each in shares]),
        shares=shares,
    )


def _share(shares: Sequence[Share], counted: Iterable[bool]) -> float | None:
    whole = sum(each.projection.contracted for each in shares)
    part = sum(each.projection.contracted for each, counts in zip(shares, counted, strict=True) if counts)
    return part / whole if whole else None


def most_valuable(ledgers: Iterable[Ledger], count: int = VALUABLE) -> tuple[Ledger, ...]:
    """The accounts that pay the most, equal ones by name."""
    paying = [ledger for ledger in ledgers if ledger.current]
    return tuple(sorted(paying, key=lambda each: (-each.current, each.client.name.casefold(), each.client.id))[:count])


def asked(ledger: Ledger) -> dict[str, str]:
    """One action for each loop that does not run, by the name of the loop (rule R-5)."""
    running = loops(ledger)
    found: dict[str, str] = {}
    if not running.retention:
        found["retention"] = _keep(ledger)
    if not running.expansion:
        found["expansion"] = "take a growth question to the next QBR"
    if not running.referral:
        found["referral"] = "ask who gained most whom else this would help"
    return found


def _keep(ledger: Ledger) -> str:
    if ledger.client.colour is Colour.RED:
        return "hold the check-in: ask how it feels to them"
    since = client_since(ledger)
    if since is None:
        return "write down since when they are a client"
    return f"review results before {add_months(since, 12)}, their first year"
