"""Difficult conversations: planned, dated, held and learned from."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kamtui.domain.errors import Refused
from kamtui.domain.human_dates import find_date
from kamtui.domain.text import clean_line


class ConversationKind(StrEnum):
    """What the conversation is about (rule D-1)."""

    SERVICE_FAILURE = "service_failure"
    SCOPE_CREEP = "scope_creep"
    FEEDBACK = "feedback"
    OTHER = "other"


class ConversationState(StrEnum):
    """Where the conversation is (rule D-5)."""

    DRAFT = "draft"
    COMMITTED = "committed"
    HELD = "held"
    CLOSED = "closed"


class Effect(StrEnum):
    """What it did to the relationship (rule D-5)."""

    DEEPER = "deeper"
    SAME = "same"
    DAMAGED = "damaged"


class Part(StrEnum):
    """What is written down before a conversation, in its order: what is before the script, then its five steps.

    The values are the fields of the data format.
    """

    HAPPENED = "happened"
    HOLDING_BACK = "holding_back"
    COST_OF_WAITING = "cost_of_waiting"
    ACKNOWLEDGE = "acknowledge"
    INVITE = "invite"
    OWN = "own"
    PROPOSE = "propose"
    CONFIRM = "confirm"


BEFORE: Final = (Part.HAPPENED, Part.HOLDING_BACK, Part.COST_OF_WAITING)
"""What is asked before the script (rule D-2)."""

STEPS: Final = (Part.ACKNOWLEDGE, Part.INVITE, Part.OWN, Part.PROPOSE, Part.CONFIRM)
"""The script, in this order (rule D-3)."""

TITLES: Final = {
    Part.HAPPENED: "What happened",
    Part.HOLDING_BACK: "What has been holding me back",
    Part.COST_OF_WAITING: "What another week of waiting costs",
    Part.ACKNOWLEDGE: "Acknowledge",
    Part.INVITE: "Invite depth",
    Part.OWN: "Own",
    Part.PROPOSE: "Propose",
    Part.CONFIRM: "Confirm",
}

CLOSED_SHOWN: Final = timedelta(days=365)
"""How long a closed conversation stays on the list."""

LONGEST_WHO: Final = 40


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody promised in a conversation (rule C-1); `who` is empty when nobody is named."""

    what: str
    who: str = ""
    due: date | None = None


def days_waiting(noted_on: date, today: date) -> int:
    """Count the days since a conversation was first noted (rule D-2); a note dated ahead counts none."""
    return max(0, (today - noted_on).days)


def surfaces_on(noted_on: date, days: int) -> date:
    """The day from which a draft without a date comes up in every week (rule D-5)."""
    return noted_on + timedelta(days=days)


def dated(state: ConversationState, day: date | None, today: date) -> ConversationState:
    """The state after a date is set, moved or, with None, taken away: a date makes a draft committed (rule D-5).

    Raises Refused when it was held already, for a day that is gone, or when there is no date to take away.
    """
    if state in (ConversationState.HELD, ConversationState.CLOSED):
        raise Refused(f"it is {state} already: its date does not move any more")
    if day is None:
        if state is ConversationState.DRAFT:
            raise Refused("a date is needed: today, fri, in 3 days, 2 dec")
        return ConversationState.DRAFT
    if day < today:
        raise Refused(f"{day} is gone: choose today or a later day")
    return ConversationState.COMMITTED


def held(state: ConversationState) -> ConversationState:
    """The state once it was held; raises Refused unless it was committed to a date (rule D-5)."""
    if state is ConversationState.DRAFT:
        raise Refused("it has no date yet: s commits to one, today counts, then d says that it was held")
    if state is not ConversationState.COMMITTED:
        raise Refused(f"it is {state} already")
    return ConversationState.HELD


def closed(state: ConversationState, outcome: str, effect: Effect | None, lesson: str) -> ConversationState:
    """The state once it is closed with what came of it (rule D-5).

    Raises Refused unless it was held, and without outcome, effect or lesson.
    """
    if state is not ConversationState.HELD:
        raise Refused(_NOT_TO_CLOSE[state])
    if not outcome.strip():
        raise Refused("say what came of it, or leave it held")
    if effect is None:
        raise Refused("say what it did to the relationship: deeper, same or damaged")
    if not lesson.strip():
        raise Refused("say what you take from it, one line is enough")
    return ConversationState.CLOSED


_NOT_TO_CLOSE: Final = {
    ConversationState.DRAFT: "it is still a draft: it gets a date, is held, and then closed",
    ConversationState.COMMITTED: "it was not held yet: d says that it was",
    ConversationState.CLOSED: "it is closed already",
}


def promise(line: str, today: date) -> Promise | None:
    """Read one promise as typed: `Ida: introduce us to the COO by 12 dec`; None for an empty line (rule C-1).

    Words before the first colon say who, unless they are long; a date at the end says by when.
    """
    said = clean_line(line)
    who, colon, rest = said.partition(":")
    if colon and rest[:1] == " " and rest.strip() and 0 < len(who.strip()) <= LONGEST_WHO:
        who, said = who.strip(), rest.strip()
    else:
        who = ""
    found = find_date(said, today)
    if found is not None and found.rest:
        return Promise(found.rest.rstrip(" ,;-"), who, found.day)
    return Promise(said, who) if said else None


def promises(text: str, today: date) -> list[Promise]:
    """Read promises, one a line; empty lines are left out (rule C-1)."""
    return [found for line in text.splitlines() if (found := promise(line, today)) is not None]
