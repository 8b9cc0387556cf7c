"""The first ninety days: milestones, what counts as met in time, and how long the first value took."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kamtui.domain.errors import Refused
from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, name_problems

ONBOARDING_DAYS: Final = (30, 60, 90)
"""The days on which the milestones fall (rule O-1)."""

FIRST = ("First use in daily work", "one team uses it every day")
BETWEEN = ("Runs without our help", "agreed with the client")
REVIEW = ("Results review after {day} days", "both sides agree on what was achieved")
"""What a milestone says until the user writes something better: what, and its measure (rules O-1, O-3)."""


@frozen
class Milestone:
    """One milestone (rule O-1): the day of the onboarding it was planned for, and the date it falls due."""

    day: int
    what: str
    due: date
    success_measure: str = ""
    met_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be met."""
        return self.met_on is None

    @property
    def late(self) -> bool:
        """Whether it was met after its date."""
        return self.met_on is not None and self.met_on > self.due

    def overdue(self, today: date) -> bool:
        """Whether it is open and its date is gone."""
        return self.open and self.due < today


def planned(start: date, days: Sequence[int] = ONBOARDING_DAYS) -> tuple[Milestone, ...]:
    """The milestones that a start writes: one for each day, the last one a results review (rules O-1, O-3)."""
    last = len(days) - 1
    found = []
    for at, day in enumerate(days):
        what, measure = REVIEW if at == last else FIRST if at == 0 else BETWEEN
        found.append(Milestone(day, what.format(day=day), start + timedelta(days=day), measure))
    return tuple(found)


def first_day(client_since: date | None, today: date, days: Sequence[int] = ONBOARDING_DAYS) -> date:
    """The day on which an onboarding begins unless somebody says so: the first as a client while that is recent.

    It is today for an account that has been a client for longer than an onboarding takes, and for one to come.
    """
    if client_since is None or not 0 <= (today - client_since).days < days[-1]:
        return today
    return client_since


def review_day(there: Iterable[int], days: Sequence[int] = ONBOARDING_DAYS) -> int | None:
    """The day of the milestone that is the results review (rule O-3): the last planned one, where it is `there`.

    Where no milestone has that day, because the days were others then, it is the last there is; None without any.
    """
    known = list(there)
    return days[-1] if days[-1] in known else max(known, default=None)


def met(milestone: Milestone, on: date) -> Milestone:
    """The milestone once it is met; raises Refused when it is met already."""
    if not milestone.open:
        raise Refused("the milestone is met already")
    return replace(milestone, met_on=on)


def moved(milestone: Milestone, to: date, today: date) -> Milestone:
    """The milestone with another date, today or later; raises Refused when it is met or the day is gone."""
    if not milestone.open:
        raise Refused("the milestone is met already: its date does not move any more")
    if to < today:
        raise Refused(f"{to} is gone: choose today or a later day")
    return replace(milestone, due=to)


def validate_milestone(milestone: Milestone, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with a milestone as entered (rule O-1)."""
    found = name_problems("what", milestone.what)
    if milestone.met_on is not None and milestone.met_on > today:
        found.append(Problem("met_on", "A milestone cannot have been met in the future."))
    return tuple(found)


def day_of(start: date, today: date) -> int:
    """Which day of the onboarding it is, the first one being day 0; below zero before it begins."""
    return (today - start).days


def days_to_first_value(start: date, delivered: Iterable[date], *, began_here: bool) -> int | None:
    """Days from the start to the first value delivered (rule O-2); None while there is none.

    Where an onboarding was started in kamtui (`began_here`), value delivered before it belongs to an earlier time and
    does not count. Elsewhere the start is the first day as a client, and value before that was there on day 0.
    """
    counted = [on for on in delivered if on >= start or not began_here]
    return max(0, (min(counted) - start).days) if counted else None
