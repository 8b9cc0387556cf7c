"""The actions of an account plan: at most three for the next 90 days, one the most important of the next 30."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kamtui.domain.wording import due_words, plural

MOST_IN_PLAN: Final = 3
"""How many actions may be marked as the plan's next 90 days (rule P-4)."""

PLAN_DAYS: Final = 90
IMPORTANT_DAYS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do for an account (rule P-4); `uid` tells it apart from others."""

    what: str
    due: date | None = None
    done_on: date | None = None
    in_plan: bool = False
    most_important: bool = False
    uid: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None

    @property
    def printed(self) -> bool:
        """Whether it stands on the plan's page: open, and marked (rule P-4)."""
        return self.open and (self.in_plan or self.most_important)

    @property
    def line(self) -> str:
        """It as one line of the plan."""
        said = [("★ " if self.most_important and self.open else "") + self.what, f"by {self.due}" if self.due else ""]
        said += [f"done {self.done_on}" if self.done_on else ""]
        return " · ".join(part for part in said if part)


def why_not_in_plan(action: Action, others: Iterable[Action]) -> str:
    """Why an action cannot be marked for the next 90 days, in one line; nothing when it can (rule P-4).

    `others` are the account's other actions; those that are done make room.
    """
    if not action.open:
        return "it is done: only what is still to do is marked"
    taken = sum(1 for each in others if each.open and each.in_plan)
    if taken >= MOST_IN_PLAN:
        return f"{plural(taken, 'action')} are marked for the next 90 days, and that is the most: take one off first"
    return ""


def remarks(actions: Iterable[Action], today: date) -> tuple[str, ...]:
    """What the marks of the actions leave open, in plain sentences (rule P-4)."""
    known = [each for each in actions if each.open]
    marked = [each for each in known if each.in_plan]
    most = [each for each in known if each.most_important]
    found = [f"“{each.what}” is {due_words(each.due, today)}." for each in known if each.due and each.due < today]
    if len(marked) > MOST_IN_PLAN:
        found.append(f"{len(marked)} actions are marked for the next 90 days; three are the most.")
    if known and not most:
        found.append("No action is marked as the most important of the next 30 days.")
    if len(most) > 1:
        found.append(f"{len(most)} actions are marked as the most important one.")
    found += [_late(each, today, PLAN_DAYS) for each in marked if _beyond(each, today, PLAN_DAYS)]
    found += [_late(each, today, IMPORTANT_DAYS) for each in most if _beyond(each, today, IMPORTANT_DAYS)]
    return tuple(found)


def in_order(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The most important one first, then the marked ones, then the rest, each by date; done ones last, newest first."""
    known = list(actions)
    still = sorted(
        (each for each in known if each.open),
        key=lambda each: (not each.most_important, not each.in_plan, each.due or date.max),
    )
    done = sorted((each for each in known if not each.open), key=lambda each: each.done_on or date.min, reverse=True)
    return (*still, *done)


def _beyond(action: Action, today: date, days: int) -> bool:
    return action.due is None or action.due > today + timedelta(days=days)


def _late(action: Action, today: date, days: int) -> str:
    if action.due is None:
        return f"“{action.what}” has no date within the next {days} days."
    return f"“{action.what}” is due in {(action.due - today).days} days, after the next {days}."
