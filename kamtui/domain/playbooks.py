"""Playbooks: a named list of steps that is started on an account, step by step into the week's list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from kamtui.domain.dates import FIRST_YEAR, LAST_YEAR
from kamtui.domain.occasions import Occasion
from kamtui.domain.problems import Problem, choice_problems
from kamtui.domain.text import clean_line, clean_text
from kamtui.domain.wording import plural

FARTHEST: Final = 730
"""A step lies at most so many days before or after the day it counts from."""
MOST_STEPS: Final = 40
FILE: Final = "playbooks.toml"
WHO: Final = ("us", "client", "primary contact", "executive sponsor", "economic buyer", "champion", "procurement")
"""Who usually takes a step; any other words will do."""


class Anchor(StrEnum):
    """The day that the steps of a playbook count from."""

    START = "start"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the day it falls on, counted from the anchor, who takes it, and what is done."""

    day: int
    who: str
    what: str

    def as_stored(self) -> dict[str, Any]:
        """As it is kept."""
        return {"day": self.day, "who": self.who, "what": self.what}


@dataclass(frozen=True, slots=True)
class Playbook:
    """A named list of steps in the order of their days; without a `uid` it is one of those that come along.

    `suits` is the occasion at which it is proposed, if any.
    """

    name: str
    about: str
    anchor: str
    steps: tuple[Step, ...]
    uid: str = ""
    suits: str = ""

    @property
    def own(self) -> bool:
        """Whether it is the user's own, which can be edited."""
        return bool(self.uid)


@dataclass(frozen=True, slots=True)
class RunStep:
    """One step of a run, as it stands: an action of the account."""

    uid: str
    who: str
    what: str
    due: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: steps done of all, what is due next, and how many open steps are late."""

    done: int
    steps: int
    next_due: date | None
    next_what: str
    late: int

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.done == self.steps


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps by their day; those of one day as they were."""
    return tuple(sorted(steps, key=lambda step: step.day))


def dated(steps: Iterable[Step], anchor: date) -> list[tuple[Step, date]]:
    """Each step with the day it falls on, counted from `anchor` as it is: weekends and days away move nothing.

    Raises ValueError, in one line, when a day would lie outside the years that are kept.
    """
    found = []
    for step in in_order(steps):
        try:
            due = anchor + timedelta(days=step.day)
        except OverflowError:
            due = date.max
        if not FIRST_YEAR <= due.year <= LAST_YEAR:
            raise ValueError(f"the step of day {step.day} would fall outside the years {FIRST_YEAR} to {LAST_YEAR}")
        found.append((step, due))
    return found


def from_today_on(steps: Sequence[tuple[Step, date]], today: date) -> list[tuple[Step, date]]:
    """The dated steps of a run that starts today: nothing is late before it began.

    Steps whose day is gone keep their order and are spread evenly from today up to the next step; without a next one
    all of them fall due today.
    """
    gone = sum(1 for _, due in steps if due < today)
    ahead = (steps[gone][1] - today).days if gone < len(steps) else 0
    spread = [(step, today + timedelta(days=ahead * at // gone)) for at, (step, _) in enumerate(steps[:gone])]
    return [*spread, *steps[gone:]]


def progress(steps: Sequence[RunStep], today: date) -> Progress:
    """How far a run is; a step that lost its day was left out and does not count."""
    waiting = sorted((step.due, step.what) for step in steps if step.done_on is None and step.due is not None)
    done = sum(1 for step in steps if step.done_on is not None)
    upcoming, what = waiting[0] if waiting else (None, "")
    late = sum(1 for due, _ in waiting if due < today)
    return Progress(done, done + len(waiting), upcoming, what, late)


def day_of_step(day: int, anchor: str) -> str:
    """The day of a step in words: `day 14`, `90 d before`, `renewal day`."""
    if anchor == Anchor.RENEWAL:
        return "the day" if day == 0 else f"{abs(day)} d {'before' if day < 0 else 'after'}"
    return f"day {day}"


def steps_of(stored: Iterable[Any]) -> tuple[Step, ...]:
    """The steps of a stored list; what is no step is left out."""
    return in_order(
        Step(each["day"], clean_line(str(each.get("who", ""))), clean_line(str(each.get("what", ""))))
        for each in stored
        if isinstance(each, Mapping) and type(each.get("day")) is int
    )


def validate_playbook(playbook: Playbook) -> list[Problem]:
    """Everything that is wrong with a playbook as written."""
    found = [] if playbook.name.strip() else [Problem("name", "The playbook needs a name.")]
    found += choice_problems("anchor", Anchor, playbook.anchor)
    if len(playbook.steps) > MOST_STEPS:
        found.append(Problem("steps", f"A playbook has at most {plural(MOST_STEPS, 'step')}."))
    for step in playbook.steps:
        found += validate_step(step)
    return found


def validate_step(step: Step) -> list[Problem]:
    """Everything that is wrong with one step."""
    found = [] if step.what.strip() else [Problem("what", "Say what is to be done, one line is enough.")]
    if not -FARTHEST <= step.day <= FARTHEST:
        found.append(Problem("day", f"The day of a step is between -{FARTHEST} and {FARTHEST}."))
    return found


def read_playbooks(lists: Mapping[str, Any]) -> tuple[Playbook, ...]:
    """The playbooks of a words file, in its order.

    Raises ValueError, naming the table, when one is not written as it should be.
    """
    found = []
    for key, table in lists.items():
        if not isinstance(table, Mapping) or not isinstance(table.get("steps"), list) or not table["steps"]:
            raise ValueError(f"{key} has no steps")
        for place, step in enumerate(table["steps"], 1):
            if not isinstance(step, Mapping) or type(step.get("day")) is not int:
                raise ValueError(f"step {place} of {key} has no day")
        name, about = clean_line(str(table.get("name", ""))), clean_text(str(table.get("about", ""))).strip()
        playbook = Playbook(
            name, about, str(table.get("anchor", Anchor.START.value)), steps_of(table["steps"]),
            suits=str(table.get("suits", "")),
        )  # fmt: skip
        problems = [*validate_playbook(playbook), *choice_problems("suits", Occasion, playbook.suits or None)]
        if problems:
            raise ValueError(f"{key}: {problems[0].text}")
        found.append(playbook)
    if not found:
        raise ValueError("there are no playbooks in it")
    return tuple(found)
