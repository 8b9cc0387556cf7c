"""Two versions of a plan side by side, with what changed between them (rule P-6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from kamtui.domain.plan_document import Section


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the older version beside one of the newer; None where one of them has none."""

    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of both versions, line by line; `alone` where only one of them kept it, so that nothing is known of it."""

    key: str
    title: str
    pairs: tuple[Pair, ...]
    alone: bool = False

    @property
    def changes(self) -> tuple[Pair, ...]:
        """The lines that differ."""
        return () if self.alone else tuple(pair for pair in self.pairs if pair.changed)


def compare(before: Iterable[Section], after: Iterable[Section]) -> tuple[Compared, ...]:
    """Lay two versions side by side (rule P-6); parts are in the newer one's order, those it has not come last.

    A version holds every part, empty ones too. One written by another program may hold fewer: what it does not say was
    not empty then, and does not count as changed.
    """
    old, new = {each.key: each for each in before}, {each.key: each for each in after}
    found = []
    for key, section in {**new, **{key: each for key, each in old.items() if key not in new}}.items():
        lines_before = old[key].lines if key in old else ()
        lines_after = new[key].lines if key in new else ()
        alone = not (key in old and key in new)
        found.append(Compared(key, section.title, side_by_side(lines_before, lines_after), alone))
    return tuple(found)


def side_by_side(before: Sequence[str], after: Sequence[str]) -> tuple[Pair, ...]:
    """Pair the lines of two texts; a line that was edited stands beside what became of it."""
    pairs: list[Pair] = []
    for _, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pairs += [Pair(one, other) for one, other in zip_longest(before[start:end], after[first:last])]
    return tuple(pairs)


def changed_lines(compared: Iterable[Compared]) -> tuple[Pair, ...]:
    """Only the pairs that differ."""
    return tuple(pair for each in compared for pair in each.changes)
