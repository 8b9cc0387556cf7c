"""The quarterly tier review: which tier each account would get from what it is worth and could be (rule T-5).

How the edges are decided:
- Only accounts that are active are ranked: one that is still being onboarded keeps the tier it began with.
- The top fifth of n accounts is n ÷ 5, rounded up, so that there is a top of even one account. Who is level with the
  last of it belongs to it. A value or a gap of zero is never at the top; without a known potential there is no gap.
- The median of an even number is the mean of the two in the middle, and at the median counts as above it.
- A gap of zero is no opening, whatever the current value.
- A referral in the last 12 months is one since the same day of last year, that day included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kamtui.domain import money
from kamtui.domain.accounts import Status, Tier, expansion_gap
from kamtui.domain.capacity import Capacity
from kamtui.domain.dates import add_months
from kamtui.domain.problems import listed
from kamtui.domain.slots import WEEKS
from kamtui.domain.wording import percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What the tier review looks at; amounts are minor units a year."""

    id: int
    tier: Tier
    current_value: int
    potential_value: int | None = None
    status: str = Status.ACTIVE
    last_referral: date | None = None

    @property
    def gap(self) -> int:
        """The expansion gap (rule T-4)."""
        return expansion_gap(self.current_value, self.potential_value)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The tier that the figures suggest for one account, with the reasons (rule T-5)."""

    account_id: int
    now: Tier
    tier: Tier
    reasons: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether it suggests another tier than the account has."""
        return self.tier is not self.now

    @property
    def words(self) -> str:
        """The reasons as one line."""
        return "; ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Load:
    """What a choice of tiers costs: minutes of an average week and of the busiest one, and the month's capacity."""

    mean: int
    busiest: int
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class _Field:
    """What one account is measured against: how many there are, the bars of the top fifth, and the median."""

    count: int
    top: int
    value_bar: int
    gap_bar: int
    middle: float


def suggestions(accounts: Sequence[Reviewed], today: date) -> tuple[Suggestion, ...]:
    """Suggest a tier for every active account, in the order given (rule T-5); nothing is applied by itself."""
    active = [each for each in accounts if each.status == Status.ACTIVE]
    if not active:
        return ()
    top = -(-len(active) // 5)
    values = sorted((each.current_value for each in active), reverse=True)
    gaps = sorted((each.gap for each in active), reverse=True)
    measure = _Field(len(active), top, values[top - 1], gaps[top - 1], median(values))
    return tuple(_suggest(each, measure, today) for each in active)


def load_of(week_loads: Sequence[int], capacity: Capacity) -> Load:
    """Say what the 48 weeks of the template year ask for (rules Y-3, Y-15), the mean rounded half up."""
    return Load((2 * sum(week_loads) + WEEKS) // (2 * WEEKS), max(week_loads), capacity)


def _suggest(account: Reviewed, measure: _Field, today: date) -> Suggestion:
    high_value = account.current_value >= measure.value_bar and account.current_value > 0
    high_gap = account.gap >= measure.gap_bar and account.gap > 0
    fifth = f"the top {measure.top} of {measure.count}"
    if high_value and high_gap:
        return Suggestion(
            account.id, account.tier, Tier.STRATEGIC,
            (
                f"value {money.short(account.current_value)} is in {fifth}",
                f"gap {money.short(account.gap)} is in {fifth}",
            ),
        )  # fmt: skip
    above = account.current_value >= measure.middle
    worth = f"value {money.short(account.current_value)} is {'at or above' if above else 'below'}"
    worth += f" the median of {money.short(int(measure.middle))}"
    openings = _openings(account, today)
    if above and openings:
        reasons: tuple[str, ...] = (worth, *openings)
    else:
        reasons = (worth,) if openings else (worth, _no_opening(account))
    if account.tier is Tier.STRATEGIC:
        lacking = listed([name for name, high in (("value", high_value), ("gap", high_gap)) if not high])
        reasons = (*reasons, f"for Strategic its {lacking} would have to be in {fifth}")
    tier = Tier.GROWTH if above and openings else Tier.MAINTAIN
    return Suggestion(account.id, account.tier, tier, reasons)


def _openings(account: Reviewed, today: date) -> tuple[str, ...]:
    found = []
    if account.gap and account.gap * 5 >= account.current_value:
        found.append(f"gap {_gap_words(account)}")
    if account.last_referral is not None and add_months(today, -12) <= account.last_referral <= today:
        found.append(f"a referral on {account.last_referral}")
    return tuple(found)


def _no_opening(account: Reviewed) -> str:
    if account.potential_value is None:
        return "no potential is known and no referral in 12 months"
    return f"gap {_gap_words(account)}, no referral in 12 months"


def _gap_words(account: Reviewed) -> str:
    if not account.current_value or not account.gap:
        return money.short(account.gap)
    return f"{money.short(account.gap)}, {percent(account.gap / account.current_value)} of the value"
