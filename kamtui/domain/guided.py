"""Guided reviews: steps with what is known, a note on each, a few things chosen, a summary (rules F-2, Y-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from kamtui.domain.problems import Problem
from kamtui.domain.reviews import SECONDS_PER_MINUTE, ReviewKind, list_problems
from kamtui.domain.wording import plural

MOST_CHOSEN = 3
"""How many priorities, bets or first steps a review ends with, at most (rule F-2)."""

PIPELINE = "pipeline"
"""The step in which the month-end review reads the pipeline, as Friday's does."""
END = "end"
"""The last step of every guided review: what is chosen, and the summary."""


@dataclass(frozen=True, slots=True)
class GuidedKind:
    """One guided review: the activity it completes, its title, and what its few chosen lines are called."""

    kind: ReviewKind
    activity: str
    title: str
    chosen: str
    per_account: bool = False


GUIDED: Mapping[ReviewKind, GuidedKind] = MappingProxyType(
    {
        one.kind: one
        for one in (
            GuidedKind(ReviewKind.MONTH_END, "month_end_review", "month-end review", "priorities for the month"),
            GuidedKind(
                ReviewKind.EXPANSION_STRATEGY, "expansion_strategy", "expansion strategy", "bets of the quarter"
            ),
            GuidedKind(ReviewKind.PORTFOLIO_HEALTH, "portfolio_health", "portfolio health", "things to change"),
            GuidedKind(
                ReviewKind.RELATIONSHIP_REVIEW, "relationship_review", "relationship review", "things to do next", True
            ),
            GuidedKind(ReviewKind.READINESS_ASSESSMENT, "readiness_assessment", "readiness assessment", "first steps"),
        )
    }
)


def guided_for(activity: str) -> GuidedKind | None:
    """The guided review that completes an activity of the catalogue; None where there is none (rule Y-4)."""
    return next((one for one in GUIDED.values() if one.activity == activity), None)


@dataclass(frozen=True, slots=True)
class GuidedLine:
    """One thing that is known at a step. `asks` marks what is missing or late; `place` is the screen it opens on."""

    label: str
    text: str
    asks: bool = False
    place: str = ""
    account_id: int | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class GuidedStep:
    """One step: what is known, and what was noted at it the last time.

    `about` stands beside the title, `nothing` where no line is known. `words` names the questions of the step in the
    file of words, its key unless given.
    """

    key: str
    title: str
    lines: tuple[GuidedLine, ...] = ()
    before: str = ""
    about: str = ""
    nothing: str = "Nothing is recorded here."
    words: str = ""


@dataclass(frozen=True, slots=True)
class Guided:
    """A guided review under way: the key of its step, the seconds used, what is chosen, and the notes by step."""

    place: str = ""
    seconds: int = 0
    chosen: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def minutes_used(self) -> int:
        """Whole minutes used so far, over all sittings."""
        return self.seconds // SECONDS_PER_MINUTE

    @property
    def noted(self) -> int:
        """At how many steps something was written."""
        return sum(bool(text.strip()) for text in self.notes.values())


def place_in(review: Guided, keys: Sequence[str]) -> int:
    """Which step it stands at (rule F-2): a step that is gone gives way to the first one not gone through yet."""
    if review.place in keys:
        return keys.index(review.place)
    return next((index for index, key in enumerate(keys) if key not in review.notes), len(keys) - 1)


def settled(review: Guided, keys: Sequence[str]) -> Guided:
    """The review at a step that there is; from then on it stays there whatever is noted."""
    return replace(review, place=keys[place_in(review, keys)])


def moved(review: Guided, keys: Sequence[str], by: int) -> Guided:
    """Go on (1) or back (-1); the step that is left counts as gone through, and the first and last stay (rule F-2)."""
    here = place_in(review, keys)
    there = min(max(here + by, 0), len(keys) - 1)
    notes = {**review.notes, keys[here]: review.notes.get(keys[here], "")}
    return replace(review, place=keys[there], notes=notes)


def noted(review: Guided, key: str, text: str) -> Guided:
    """Write the note of a step; an empty one on a step never written to leaves no trace."""
    if text == review.notes.get(key, ""):
        return review
    return replace(review, notes={**review.notes, key: text})


def scored(review: Guided, key: str, value: float) -> Guided:
    """Keep a number beside a step."""
    return replace(review, figures={**review.figures, key: value})


def chosen_problems(review: Guided, text: str) -> tuple[Problem, ...]:
    """Why a line cannot be chosen: there are three already, or it is empty (rule F-2)."""
    return list_problems(review.chosen, text, MOST_CHOSEN, "There are")


def with_chosen(review: Guided, text: str) -> Guided:
    """Choose a line (rule F-2). Raises ValueError when `chosen_problems` has something to say."""
    if problems := chosen_problems(review, text):
        raise ValueError(problems[0].text)
    return replace(review, chosen=(*review.chosen, text))


def without_chosen(review: Guided, index: int) -> Guided:
    """Take the line at `index` off again. Raises IndexError when there is none."""
    lines = list(review.chosen)
    del lines[index]
    return replace(review, chosen=tuple(lines))


def proposal(review: Guided, kind: GuidedKind, steps: Sequence[GuidedStep]) -> str:
    """The summary a finished review begins with, for the user to make their own (rule F-2)."""
    keys = {step.key for step in steps}
    written = sum(bool(text.strip()) for key, text in review.notes.items() if key in keys)
    if kind.kind is ReviewKind.MONTH_END:
        owners = keys - {PIPELINE, END}
        gone = len(owners & review.notes.keys())
        told = f"{gone} of {plural(len(owners), 'key account')} gone through, {written} with a priority"
    else:
        told = plural(written, "note")
    return f"{plural(review.minutes_used, 'minute')}, {told}; {kind.chosen}: {len(review.chosen)}."


FILE = "reviews.toml"
"""The file of words that holds the questions of all guided reviews."""


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What each step asks, and what a note at it is, by review and step."""

    asks: Mapping[tuple[str, str], str] = field(default_factory=dict)
    hints: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def ask(self, kind: str, step: GuidedStep) -> str:
        """The question of a step; empty where the file has none."""
        return self.asks.get((kind, step.words or step.key), "")

    def hint(self, kind: str, step: GuidedStep) -> str:
        """What is written at a step."""
        return self.hints.get((kind, step.words or step.key), "note")


def read_review_words(lists: Mapping[str, Any]) -> ReviewWords:
    """Make the words from their file; raises ValueError for an unknown review, TypeError for what is no text."""
    asks: dict[tuple[str, str], str] = {}
    hints: dict[tuple[str, str], str] = {}
    for kind, steps in lists.items():
        for step, said in steps.items():
            for name, found in (("asks", asks), ("hint", hints)):
                text = said.get(name, "")
                if not isinstance(text, str):
                    raise TypeError(f"{kind}.{step}.{name} is no text")
                found[ReviewKind(kind).value, step] = " ".join(text.split())
    return ReviewWords(asks, hints)
