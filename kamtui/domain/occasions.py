"""When a playbook would fit: what has just happened at an account, or is about to."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from kamtui.domain.accounts import Status
from kamtui.domain.stakeholders import Person, Role
from kamtui.domain.wording import near, past_words


class Occasion(StrEnum):
    """What a playbook is for."""

    ONBOARDING = "onboarding"
    AT_RISK = "at_risk"
    RENEWAL = "renewal"
    CHAMPION_LEFT = "champion_left"
    SPONSOR_LEFT = "sponsor_left"


RENEWAL_DAYS: Final = 90
LEFT_DAYS: Final = 30
"""A renewal is an occasion from so many days ahead, somebody's leaving for so many days after."""


def occasions(
    status: str, renewal: date | None, people: Iterable[Person], today: date, *, at_risk: bool
) -> list[tuple[Occasion, str]]:
    """What an account gives occasion for today, each with its reason in a few words; none once it has ended."""
    if status == Status.ENDED:
        return []
    found: list[tuple[Occasion, str]] = []
    if at_risk:
        found.append((Occasion.AT_RISK, "at risk since its last check"))
    if status == Status.ONBOARDING:
        found.append((Occasion.ONBOARDING, "in its first ninety days"))
    if renewal is not None and 0 <= (renewal - today).days <= RENEWAL_DAYS:
        found.append((Occasion.RENEWAL, f"renews {near(renewal, today)}"))
    gone = [one for one in people if one.left_on is not None and 0 <= (today - one.left_on).days <= LEFT_DAYS]
    for role, occasion in (
        (Role.CHAMPION, Occasion.CHAMPION_LEFT),
        (Role.EXECUTIVE_SPONSOR, Occasion.SPONSOR_LEFT),
    ):
        found += [(occasion, f"{one.name} left {past_words(one.left_on, today)}") for one in gone if role in one.roles][
            :1
        ]
    return found
