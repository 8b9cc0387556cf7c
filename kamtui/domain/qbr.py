"""The quarterly business review: its phases, its states, what is prepared, and how many were held."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kamtui.domain.accounts import Tier
from kamtui.domain.commitments import Side
from kamtui.domain.errors import Refused
from kamtui.domain.frozen import frozen
from kamtui.domain.wording import alternatives


class QbrState(StrEnum):
    """Where a review is (rule Q-2)."""

    PLANNED = "planned"
    PREPARED = "prepared"
    RUNNING = "running"
    PAUSED = "paused"
    HELD = "held"
    FOLLOWED_UP = "followed_up"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """The five phases of a review (rule Q-1)."""

    RESULTS = "results"
    CONTEXT = "context"
    ENGAGEMENT = "engagement"
    VISION = "vision"
    ALIGNMENT = "alignment"


class PrepPart(StrEnum):
    """The three parts of the preparation (rule Q-3)."""

    RESULTS = "results"
    INTELLIGENCE = "intelligence"
    HYPOTHESIS = "hypothesis"


PHASES: Final = tuple(Phase)
PHASE_MINUTES: Final = (10, 15, 10, 15, 10)
"""Minutes of the phases in their order, 60 in all, unless the settings say otherwise (rule Q-1)."""

TITLES: Final[Mapping[Phase, str]] = MappingProxyType(
    {
        Phase.RESULTS: "Results",
        Phase.CONTEXT: "Strategic context",
        Phase.ENGAGEMENT: "Engagement health",
        Phase.VISION: "Forward vision",
        Phase.ALIGNMENT: "Alignment",
    }
)
SHORT_TITLES: Final[Mapping[Phase, str]] = MappingProxyType(
    {
        Phase.RESULTS: "Results",
        Phase.CONTEXT: "Context",
        Phase.ENGAGEMENT: "Health",
        Phase.VISION: "Vision",
        Phase.ALIGNMENT: "Alignment",
    }
)
PREP_TITLES: Final[Mapping[PrepPart, str]] = MappingProxyType(
    {PrepPart.RESULTS: "Results", PrepPart.INTELLIGENCE: "Intelligence", PrepPart.HYPOTHESIS: "Hypothesis"}
)

_BEFORE_HELD: Final = frozenset({QbrState.PLANNED, QbrState.PREPARED, QbrState.RUNNING, QbrState.PAUSED})

MOVES: Final[Mapping[QbrState, frozenset[QbrState]]] = MappingProxyType(
    {
        QbrState.PLANNED: frozenset({QbrState.PREPARED, QbrState.CANCELLED}),
        QbrState.PREPARED: frozenset({QbrState.RUNNING, QbrState.CANCELLED}),
        QbrState.RUNNING: frozenset({QbrState.PAUSED, QbrState.HELD, QbrState.CANCELLED}),
        QbrState.PAUSED: frozenset({QbrState.RUNNING, QbrState.HELD, QbrState.CANCELLED}),
        QbrState.HELD: frozenset({QbrState.FOLLOWED_UP}),
        QbrState.FOLLOWED_UP: frozenset(),
        QbrState.CANCELLED: frozenset(),
    }
)
"""The only moves there are (rule Q-2)."""

OPEN: Final = _BEFORE_HELD
"""The states in which the meeting is still ahead or under way."""

UNDER_WAY: Final = frozenset({QbrState.RUNNING, QbrState.PAUSED})


@frozen
class Participant:
    """Who takes part: a name, the side, the uid of the stakeholder where there is one, and whether they came.

    `came` is None until the meeting was held (rule Q-9).
    """

    name: str
    side: Side
    stakeholder: str | None = None
    came: bool | None = None


@frozen
class Completion:
    """How many of the reviews that were scheduled were held (rule Q-10)."""

    held: int = 0
    scheduled: int = 0

    @property
    def share(self) -> float | None:
        """The part that was held, 0 to 1; None when none was scheduled."""
        return self.held / self.scheduled if self.scheduled else None


def may_move(before: str, after: str) -> bool:
    """Whether a review may go from one state to another (rule Q-2)."""
    return QbrState(after) in MOVES[QbrState(before)]


def moved(before: str, *after: str) -> QbrState:
    """The state after these moves, one by one (rule Q-2).

    Raises Refused in one line when one of them is none.
    """
    state = QbrState(before)
    for step in after:
        if not may_move(state, step):
            open_ways = alternatives(sorted(words(each) for each in MOVES[state]))
            only = f": from there it can only be {open_ways}" if open_ways else ""
            raise Refused(f"this review is {words(state)} and cannot become {words(step)}{only}")
        state = QbrState(step)
    return state


def words(state: str) -> str:
    """A state as people say it: `followed up`."""
    return str(state).replace("_", " ")


def prepared(done: Iterable[str]) -> bool:
    """Whether all three parts of the preparation are done (rule Q-3)."""
    return set(PrepPart) <= set(done)


def completion(scheduled: Iterable[tuple[Tier, str]]) -> dict[Tier | None, Completion]:
    """Held ÷ scheduled, for every tier that had one and in all, under None (rule Q-10).

    Each review is the tier of its account and its state; one that was cancelled was scheduled and not held.
    """
    counts: dict[Tier | None, list[int]] = {None: [0, 0]}
    for tier, state in scheduled:
        held = state in (QbrState.HELD, QbrState.FOLLOWED_UP)
        for key in (None, tier):
            count = counts.setdefault(key, [0, 0])
            count[0] += held
            count[1] += 1
    return {key: Completion(*count) for key, count in counts.items()}
