"""The Friday review, and what all reviews share: their minutes, and a short list of what will be done."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import IntEnum, StrEnum
from typing import Protocol, TypeVar, cast

from kamtui.domain.frozen import frozen
from kamtui.domain.problems import Problem, name_problems
from kamtui.domain.wording import plural


class ReviewKind(StrEnum):
    """Which review (rules F-1, F-2, Y-4)."""

    FRIDAY = "friday"
    MONTH_END = "month_end"
    EXPANSION_STRATEGY = "expansion_strategy"
    PORTFOLIO_HEALTH = "portfolio_health"
    RELATIONSHIP_REVIEW = "relationship_review"
    READINESS_ASSESSMENT = "readiness_assessment"


class FridayStep(IntEnum):
    """The four steps of the Friday review, in their order (rule F-1)."""

    CATCH_UP = 0
    WORK_THE_LIST = 1
    PIPELINE = 2
    NEXT_WEEK = 3

    @property
    def title(self) -> str:
        """The step as the screen names it."""
        return self.name.replace("_", " ").lower()


MOST_FOR_NEXT_WEEK = 5
SECONDS_PER_MINUTE = 60


class Timed(Protocol):
    """A review whose seconds are counted."""

    @property
    def seconds(self) -> int:
        """The seconds used so far, over all sittings."""
        ...


T = TypeVar("T", bound=Timed)


@frozen
class Friday:
    """A Friday review under way: where it is, the seconds used, and what will be done next week (rule F-1)."""

    step: FridayStep = FridayStep.CATCH_UP
    seconds: int = 0
    next_week: tuple[str, ...] = ()

    @property
    def minutes_used(self) -> int:
        """Whole minutes used so far, over all sittings."""
        return self.seconds // SECONDS_PER_MINUTE

    @property
    def at_last_step(self) -> bool:
        """Whether the next thing is to finish it."""
        return self.step == FridayStep.NEXT_WEEK


@frozen
class FridayCounts:
    """What a review got done, for its summary."""

    caught: int = 0
    done: int = 0
    snoozed: int = 0
    skipped: int = 0


def resumed(step: int, seconds: int, next_week: Iterable[str]) -> Friday:
    """A review as it was left (rule F-1): a step that does not exist becomes the nearest one, no line is dropped."""
    nearest = FridayStep(min(max(step, 0), FridayStep.NEXT_WEEK))
    return Friday(nearest, max(0, seconds), tuple(next_week))


def forward(review: Friday) -> Friday:
    """Go on to the next step; the last one stays (rule F-1)."""
    return replace(review, step=FridayStep(min(review.step + 1, FridayStep.NEXT_WEEK)))


def back(review: Friday) -> Friday:
    """Go back to the step before; the first one stays (rule F-1)."""
    return replace(review, step=FridayStep(max(review.step - 1, FridayStep.CATCH_UP)))


def spent(review: T, seconds: int) -> T:
    """Count the seconds of one more sitting; a clock that was set back counts nothing (rules F-1, F-2)."""
    return cast("T", replace(cast("Friday", review), seconds=review.seconds + max(0, seconds)))


def next_week_problems(review: Friday, text: str) -> tuple[Problem, ...]:
    """Why a line cannot join next week's list: it is full with five, or the line is empty (rule F-1)."""
    return list_problems(review.next_week, text, MOST_FOR_NEXT_WEEK, "Next week has")


def list_problems(lines: Sequence[str], text: str, most: int, full: str) -> tuple[Problem, ...]:
    """Why a line cannot join a list of at most so many: it is full (`full` begins that sentence), or it is empty."""
    if len(lines) >= most:
        return (Problem("line", f"{full} {most} already: take one off first."),)
    return tuple(name_problems("line", text))


def with_next_week(review: Friday, text: str) -> Friday:
    """Put one line on next week's list (rule F-1).

    Raises ValueError when `next_week_problems` has something to say.
    """
    problems = next_week_problems(review, text)
    if problems:
        raise ValueError(problems[0].text)
    return replace(review, next_week=(*review.next_week, text))


def without_next_week(review: Friday, index: int) -> Friday:
    """Take the line at `index` off next week's list (rule F-1). Raises IndexError when there is none."""
    lines = list(review.next_week)
    del lines[index]
    return replace(review, next_week=tuple(lines))


def summary(review: Friday, counts: FridayCounts) -> str:
    """The summary a finished review begins with, for the user to make their own (rule F-1)."""
    parts = [
        plural(review.minutes_used, "minute"),
        f"{counts.caught} caught up",
        f"{counts.done} done",
        f"{counts.snoozed} snoozed" if counts.snoozed else "",
        f"{counts.skipped} skipped" if counts.skipped else "",
        f"{len(review.next_week)} for next week",
    ]
    return ", ".join(filter(None, parts)) + "."
