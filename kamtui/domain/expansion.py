"""Triggers and opportunities: when and how an account can grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, choice_problems, name_problems
from kamtui.domain.wording import plural


class TriggerKind(StrEnum):
    """What was heard that could open a conversation (rule X-1)."""

    ADJACENT_PROBLEM = "adjacent_problem"
    MILESTONE = "milestone"
    ORG_CHANGE = "org_change"
    COMPETITOR = "competitor"
    UNSOLICITED_REFERRAL = "unsolicited_referral"
    RENEWAL = "renewal"


class Strength(StrEnum):
    """How clear the signal was (rule X-1)."""

    WEAK = "weak"
    STRONG = "strong"


class TriggerState(StrEnum):
    """What became of a trigger (rule X-2)."""

    OPEN = "open"
    ACTED = "acted"
    FILED = "filed"
    EXPIRED = "expired"


class OpportunityKind(StrEnum):
    """Where the growth comes from (rule X-4)."""

    UPSELL = "upsell"
    CROSS_SELL = "cross_sell"
    RENEWAL_GROWTH = "renewal_growth"


class Stage(StrEnum):
    """How far an opportunity has come (rule X-4)."""

    IDEA = "idea"
    INVITED = "invited"
    EXPLORING = "exploring"
    PROPOSED = "proposed"
    WON = "won"
    LOST = "lost"


class Integrity(StrEnum):
    """For whose benefit a proposal mainly is (rule X-6)."""

    THEIRS = "theirs"
    MINE = "mine"


WINDOW_DAYS = 14
"""How long after noting a trigger it is to be acted on (rule X-2)."""

AGE_BUCKETS = ((0, 3), (4, 7), (8, 14), (15, None))
"""Ages in days, first and last, for which conversion is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Something heard that could open a conversation (rule X-1)."""

    kind: str
    heard: str
    noted_on: date
    strength: str = Strength.WEAK
    state: str = TriggerState.OPEN
    acted_on: date | None = None
    look_again_on: date | None = None


@frozen
class Conversion:
    """Of the triggers acted on at an age of `first` to `last` days, how many converted (rule X-2)."""

    first: int
    last: int | None
    acted: int
    converted: int

    @property
    def share(self) -> float | None:
        """The part that converted, 0 to 1; None when there was none of that age."""
        return self.converted / self.acted if self.acted else None

    @property
    def words(self) -> str:
        """The ages as people say them: "0 to 3 days", "15 days or more"."""
        return f"{self.first} days or more" if self.last is None else f"{self.first} to {self.last} days"


def validate_trigger(trigger: Trigger) -> tuple[Problem, ...]:
    """Everything that is wrong with a trigger as entered or imported (rule X-1)."""
    found = choice_problems("kind", TriggerKind, trigger.kind)
    found += name_problems("heard", trigger.heard)
    found += choice_problems("strength", Strength, trigger.strength)
    found += choice_problems("state", TriggerState, trigger.state)
    if trigger.acted_on and trigger.acted_on < trigger.noted_on:
        found.append(Problem("acted_on", f"It was noted on {trigger.noted_on} and cannot be acted on before."))
    return tuple(found)


def window_closes(trigger: Trigger, days: int = WINDOW_DAYS) -> date:
    """The last day to act on a trigger: `days` after noting it (rule X-2).

    One that is open and has a day to look again, because it was filed or reopened, is asked for on that day if it
    is later.
    """
    closes = trigger.noted_on + timedelta(days=days)
    return max(closes, trigger.look_again_on or closes)


def days_left(trigger: Trigger, today: date, days: int = WINDOW_DAYS) -> int:
    """Days until the window closes: 0 on the last day, negative after it (rule X-2)."""
    return (window_closes(trigger, days) - today).days


def asked_on(trigger: Trigger, days: int = WINDOW_DAYS) -> date | None:
    """The day a trigger asks for the user: an open one by the end of its window, a filed one when to look again."""
    if trigger.state == TriggerState.OPEN:
        return window_closes(trigger, days)
    return trigger.look_again_on if trigger.state == TriggerState.FILED else None


def state_on(trigger: Trigger, today: date, days: int = WINDOW_DAYS) -> TriggerState:
    """What a trigger is today: an open one whose window has closed is expired (rule X-2)."""
    if trigger.state == TriggerState.OPEN and days_left(trigger, today, days) < 0:
        return TriggerState.EXPIRED
    return TriggerState(trigger.state)


def window_words(trigger: Trigger, today: date, days: int = WINDOW_DAYS) -> str:
    """How long there is still to act: "closes in 3 days", "closes today", "expired 2 days ago"; else the state.

    One that is filed says when to look again: "look again in 3 days", "look again today".
    """
    state = state_on(trigger, today, days)
    left = days_left(trigger, today, days)
    if state == TriggerState.OPEN:
        return f"closes in {plural(left, 'day')}" if left else "closes today"
    if state == TriggerState.EXPIRED and left < 0:
        return f"expired {plural(-left, 'day')} ago"
    if state == TriggerState.FILED and trigger.look_again_on is not None:
        wait = (trigger.look_again_on - today).days
        return f"look again in {plural(wait, 'day')}" if wait > 0 else "look again today" if not wait else "look again"
    return state.value


def conversion_by_age(outcomes: Iterable[tuple[int, bool]]) -> tuple[Conversion, ...]:
    """How triggers converted by the age, in days, at which they were acted on (rule X-2).

    Each outcome is the age of one trigger and whether it led to a conversation about growth.
    """
    settled = tuple(outcomes)
    rows = []
    for first, last in AGE_BUCKETS:
        fitting = [converted for age, converted in settled if first <= age and (last is None or age <= last)]
        rows.append(Conversion(first, last, len(fitting), sum(fitting)))
    return tuple(rows)
