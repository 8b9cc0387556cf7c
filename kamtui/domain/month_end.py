"""The month-end review: what one key account's month is told by, beside its plan (rule F-2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamtui.domain import money
from kamtui.domain.guided import GuidedLine, GuidedStep
from kamtui.domain.health import Standing
from kamtui.domain.wording import day_words, due_words, plural

LONGEST_SPAN = timedelta(days=45)
"""A review finished longer ago does not begin the month any more."""
SETTLING = timedelta(days=7)
"""In the first days of a month the review still looks at the month before."""
OPEN_LINES = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that happened: its day, what kind of thing, what it was, and the amount in minor units, if any."""

    on: date
    label: str
    text: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Standstill:
    """Something of the plan that is open: an objective, an action or an opportunity with its day."""

    label: str
    text: str
    due: date | None = None
    stalled: str = ""
    most_important: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """One account's month: what moved, what is open, how it was touched, and when its plan was frozen last."""

    account_id: int
    uid: str
    name: str
    about: str
    standing: Standing
    was: str
    touches: int
    of_value: int
    silence: str
    moved: tuple[Moved, ...]
    open: tuple[Standstill, ...]
    frozen_on: date | None


def since(last_review: date | None, today: date) -> date:
    """The last day that does not count: the last review's, or the day before the month begins (rule F-2)."""
    if last_review is not None and last_review >= today - LONGEST_SPAN:
        return last_review
    return (today - SETTLING).replace(day=1) - timedelta(days=1)


def month_step(month: Month, today: date, first: date, before: str) -> GuidedStep:
    """What moved since `first` and what the plan still asks for, as one step of the review (rule F-2)."""
    lines = (_health(month, first), _touches(month), *_moved(month), *_plan(month, today))
    about = f"{month.about} · since {day_words(first)}"
    return GuidedStep(month.uid, month.name, lines, before, about, words="account")


def _health(month: Month, first: date) -> GuidedLine:
    standing = month.standing
    words = standing.colour.value + (", stale" if standing.stale else "")
    if standing.checked_on is None:
        return _line(month, "health", "never checked", asks=True, place="health")
    changed = standing.checked_on > first and month.was and month.was != standing.colour.value
    if changed:
        words = f"{month.was} → {words}"
    words += f", {standing.trend}" if standing.trend else ""
    on = f"checked {day_words(standing.checked_on)}"
    return _line(month, "health", f"{words} · {on}", asks=standing.at_risk or standing.stale, place="health")


def _touches(month: Month) -> GuidedLine:
    words = f"{plural(month.touches, 'touchpoint')}, {month.of_value} with nothing to sell" if month.touches else "none"
    return _line(
        month, "touchpoints", f"{words} · {month.silence}" if month.silence else words,
        asks=bool(month.silence) or not month.touches, place="account",
    )  # fmt: skip


def _moved(month: Month) -> Iterable[GuidedLine]:
    for each in month.moved:
        amount = f" · {money.short(each.amount)}" if each.amount else ""
        yield _line(month, each.label, f"{each.text}{amount} · {day_words(each.on)}", place=_PLACES[each.label])
    if not month.moved:
        yield _line(month, "moved", "nothing of the plan, the pipeline or the revenue", asks=True, place="plan")


def _plan(month: Month, today: date) -> Iterable[GuidedLine]:
    frozen = f"frozen {day_words(month.frozen_on)}" if month.frozen_on else "never frozen"
    if not month.open:
        yield _line(month, "plan", f"{frozen}, nothing open in it", asks=True, place="plan")
        return
    yield _line(month, "plan", frozen, asks=month.frozen_on is None, place="plan")
    for each in in_order(month.open)[:OPEN_LINES]:
        late = each.due is not None and each.due < today
        parts = [each.text, "the most important" if each.most_important else "", each.stalled]
        parts.append(due_words(each.due, today) if each.due is not None else "")
        said = " · ".join(filter(None, parts))
        yield _line(month, each.label, said, asks=late or bool(each.stalled), place=_PLACES[each.label])
    if len(month.open) > OPEN_LINES:
        yield _line(month, "", f"and {len(month.open) - OPEN_LINES} more open", place="plan")


def in_order(those: Sequence[Standstill]) -> list[Standstill]:
    """The most important first, then by day; what has none comes last."""
    return sorted(those, key=lambda each: (not each.most_important, each.due or date.max, each.text))


_PLACES = {
    "objective": "plan",
    "action": "plan",
    "done": "plan",
    "opportunity": "pipeline",
    "revenue": "account",
    "QBR": "qbr",
    "value": "map",
}


def _line(month: Month, label: str, text: str, *, asks: bool = False, place: str) -> GuidedLine:
    return GuidedLine(label, text, asks, place, month.account_id, month.name)
