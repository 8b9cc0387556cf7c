"""Objectives of an account plan, and what they lack to be specific."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kamtui.domain.plans import ObjectiveStatus, Origin
from kamtui.domain.problems import Problem, choice_problems, known, listed, name_problems

PRIORITIES: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What should be reached, by whom and by when (rule P-3); `uid` tells it apart from others."""

    what: str
    measure: str = ""
    target: str = ""
    owner: str = ""
    due: date | None = None
    priority: int = 2
    quick_win: bool = False
    origin: str | None = None
    status: str = ObjectiveStatus.OPEN
    uid: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be reached."""
        return self.status == ObjectiveStatus.OPEN

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks to be SMART, out of measure, owner and date (rule P-3)."""
        given = {"measure": self.measure.strip(), "owner": self.owner.strip(), "date": self.due}
        return tuple(name for name, value in given.items() if not value)

    @property
    def smart_words(self) -> str:
        """`not yet SMART: no measure and no date`; nothing when it is (rule P-3)."""
        return f"not yet SMART: {listed([f'no {name}' for name in self.missing])}" if self.missing else ""

    @property
    def origin_words(self) -> str:
        """Where it came from, as people say it."""
        return ORIGINS.get(known(Origin, self.origin, Origin.MAP), "") if self.origin else ""

    @property
    def line(self) -> str:
        """It as one line of the plan (rule P-3)."""
        measured = self.measure.strip() + (f": {self.target.strip()}" if self.target.strip() else "")
        said = [f"{self.priority} {self.what}", measured if self.measure.strip() else self.target.strip()]
        said += [self.owner.strip(), f"by {self.due}" if self.due else "", "quick win" if self.quick_win else ""]
        said += [self.smart_words if self.open else self.status]
        return " · ".join(part for part in said if part)


ORIGINS: Final = {
    Origin.OUR_OBJECTIVE: "our objective for twelve months",
    Origin.THEIR_OBJECTIVE: "the client's objective",
    Origin.MAP: "the map",
    Origin.SWOT: "the SWOT of the relationship",
    Origin.QBR: "a QBR",
}


def validate_objective(objective: Objective) -> tuple[Problem, ...]:
    """Everything that is wrong with an objective as entered; what it lacks to be SMART is not wrong (rule P-3)."""
    found = [
        *name_problems("objective", objective.what),
        *choice_problems("origin", Origin, objective.origin),
        *choice_problems("status", ObjectiveStatus, objective.status),
    ]
    if objective.priority not in PRIORITIES:
        found.append(Problem("priority", "The priority is 1, 2 or 3."))
    return tuple(found)


def in_order(objectives: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """Open ones first, by priority and date; then those that were reached; dropped ones last."""
    places = list(ObjectiveStatus)
    return tuple(
        sorted(
            objectives,
            key=lambda each: (
                places.index(known(ObjectiveStatus, each.status, ObjectiveStatus.OPEN)),
                each.priority,
                each.due or date.max,
            ),
        )
    )
