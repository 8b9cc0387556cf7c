"""The parts of a brief about people and the contract: who came and went, what changed, what lies ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kamtui.domain import money
from kamtui.domain.brief import BriefLine, Section, joined, said_day
from kamtui.domain.problems import listed, spoken
from kamtui.domain.wording import due_words, plural


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person of the map with the first day that anything was recorded of them, and the day they left."""

    uid: str
    name: str
    title: str
    first_on: date | None
    left_on: date | None
    uncovered: tuple[str, ...] = ()
    """The roles they held that nobody holds now."""


@dataclass(frozen=True, slots=True)
class QualityStep:
    """A dated change of a relationship; `before` is empty for the first one."""

    uid: str
    person_uid: str
    name: str
    on: date
    before: str
    after: str


def map_section(
    people: Iterable[Arrival], steps: Iterable[QualityStep], first: date, last: date, since: str
) -> Section:
    """Who joined and left between two days, which relationships changed, which roles nobody holds any more."""
    lines, new = [], set[str]()
    counts = {"joined": 0, "left": 0, "changed": 0}
    for one in people:
        called = f"{one.name}, {one.title}" if one.title else one.name
        if one.first_on is not None and first <= one.first_on <= last:
            new.add(one.uid)
            counts["joined"] += 1
            lines.append(BriefLine(joined(called, "new on the map"), "stakeholder", one.uid, one.first_on))
        if one.left_on is not None and first <= one.left_on <= last:
            counts["left"] += 1
            roles = f"nobody now: {listed([spoken(role) for role in one.uncovered])}" if one.uncovered else ""
            lines.append(BriefLine(joined(called, "left", roles), "stakeholder", one.uid, one.left_on))
    for step in steps:
        became = spoken(step.after) if not step.before else f"{spoken(step.before)} → {spoken(step.after)}"
        counts["changed"] += step.person_uid not in new or bool(step.before)
        lines.append(BriefLine(joined(step.name, f"relationship {became}"), "quality_change", step.uid, step.on))
    lines.sort(key=lambda line: line.on or first)
    summary = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    blank = "" if lines else f"no change on the map since {since}: ask who is new and who decides"
    return Section("Changes on the map", tuple(lines), blank, summary)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What an account pays and when that is up for renewal."""

    uid: str
    value: int
    renewal_date: date | None
    auto_renew: bool


def contract_section(ahead: Ahead, ending: Iterable[BriefLine], events: Iterable[BriefLine], today: date) -> Section:
    """The contract as it stands, what of it ends, and what happened to it."""
    lines = []
    blank, summary = "no renewal date is known: ask when their budget is decided", ""
    if ahead.value:
        summary = f"{money.short(ahead.value)} a year"
        lines.append(BriefLine(f"{summary} in force", "account", ahead.uid))
    if ahead.renewal_date is not None:
        near = due_words(ahead.renewal_date, today)
        itself = ", by itself" if ahead.auto_renew else ""
        days = (ahead.renewal_date - today).days
        when = f"in {plural(days, 'day')}" if days > 1 else near
        text = f"renews {said_day(ahead.renewal_date, today)}, {when}{itself}"
        lines.append(BriefLine(text, "account", ahead.uid, ahead.renewal_date))
        summary, blank = ", ".join(filter(None, (summary, f"renews {when}"))), ""
    return Section("Contract and renewal ahead", (*lines, *ending, *events), blank, summary)
