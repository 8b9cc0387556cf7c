"""Accounts and tiers: how much attention a client gets."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from kamtui.domain.frozen import frozen
from kamtui.domain.problems import (
    SHOWN,
    Problem,
    choice_problems,
    money_problems,
    name_problems,
)
from kamtui.domain.text import shorten


class Tier(IntEnum):
    """How much attention an account gets (rule T-2)."""

    STRATEGIC = 1
    GROWTH = 2
    MAINTAIN = 3


class Status(StrEnum):
    """Where an account is in its life with us (rule T-1)."""

    ONBOARDING = "onboarding"
    ACTIVE = "active"
    ENDED = "ended"


KEY_TIERS = frozenset({Tier.STRATEGIC, Tier.GROWTH})
NO_OBSERVATION = "no expansion observation written yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What a form or an import says about an account, before it is believed (rule T-1).

    Amounts are minor units; `tier` and `status` are still what was given.
    """

    name: str
    tier: int | str | None
    status: str = Status.ACTIVE
    current_value: int | None = None
    potential_value: int | None = None
    client_since: date | None = None
    renewal_date: date | None = None
    contract_term_months: int | None = None


@frozen
class AccountValue:
    """What an account is worth and could be worth, in minor units a year."""

    id: int
    name: str
    current_value: int
    potential_value: int | None
    expansion_observation: str = ""
    status: str = Status.ACTIVE


@frozen
class GapFlag:
    """One of the largest expansion gaps, in minor units, and whether its observation is missing (rule T-4)."""

    account_id: int
    gap: int
    observation_missing: bool

    @property
    def words(self) -> str:
        """What to do about it; nothing when the observation is written."""
        return NO_OBSERVATION if self.observation_missing else ""


@frozen
class TierChange:
    """A dated change of tier with its reason; the first one comes from no tier (rule T-6)."""

    on: date
    from_tier: Tier | None
    to_tier: Tier
    reason: str = ""


def name_key(name: str) -> str:
    """What makes two account names the same (rule T-1).

    Letter case, Unicode form, invisible characters and the amount of white space make no difference.
    """
    if name.isascii():
        return " ".join(name.casefold().split())
    folded = name
    for _ in range(2):  # folding can undo the normal form, and the normal form can bring capitals back
        folded = unicodedata.normalize("NFKC", folded).casefold()
    visible = "".join(c for c in unicodedata.normalize("NFKC", folded) if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def tier_of(value: int | str | None) -> Tier | None:
    """Read a tier given as a number, its name or its first letter (1, "1", "Strategic", "s"); None when it is none."""
    word = str(value).strip().casefold()
    for tier in Tier:
        if word in (str(tier.value), tier.name.casefold(), tier.name[0].casefold()):
            return tier
    return None


def validate_account(facts: AccountFacts, taken: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Everything that is wrong with an account, in the user's words (rule T-1).

    `taken` holds the name keys (see `name_key`) of all other accounts.
    """
    found = name_problems("name", facts.name)
    if not found and name_key(facts.name) in taken:
        found.append(Problem("name", f"There is already an account named “{shorten(facts.name, SHOWN)}”."))
    if tier_of(facts.tier) is None:
        given = "missing" if facts.tier in (None, "") else f"“{shorten(str(facts.tier), SHOWN)}”, which is unknown"
        found.append(Problem("tier", f"The tier is {given}; it is 1 Strategic, 2 Growth or 3 Maintain."))
    found += choice_problems("status", Status, facts.status)
    found += money_problems("current_value", facts.current_value)
    found += money_problems("potential_value", facts.potential_value)
    if facts.client_since and facts.renewal_date and facts.renewal_date < facts.client_since:
        text = f"The renewal date {facts.renewal_date} is before the first day as a client, {facts.client_since}."
        found.append(Problem("renewal_date", text))
    if facts.contract_term_months is not None and not 0 < facts.contract_term_months <= 1200:
        found.append(Problem("contract_term_months", "The contract term is between 1 and 1200 months."))
    return tuple(found)


def is_key_account(tier: int) -> bool:
    """Whether the tier makes it a key account: Strategic and Growth do (rule T-2)."""
    return tier in KEY_TIERS


def expansion_gap(current_value: int, potential_value: int | None) -> int:
    """What the client could still spend with us, in minor units a year, never below zero (rule T-4).

    Without a known potential there is no gap.
    """
    return max(0, (potential_value or 0) - current_value)


def largest_gaps(accounts: Iterable[AccountValue], count: int = 3) -> tuple[GapFlag, ...]:
    """The accounts with the largest gaps, largest first, equal ones by name (rule T-4).

    Accounts that ended or have no gap are never flagged.
    """
    ranked = sorted(
        (-expansion_gap(account.current_value, account.potential_value), name_key(account.name), account.id, account)
        for account in accounts
        if account.status != Status.ENDED and expansion_gap(account.current_value, account.potential_value)
    )
    return tuple(
        GapFlag(account.id, -negative_gap, not account.expansion_observation.strip())
        for negative_gap, _, _, account in ranked[:count]
    )
