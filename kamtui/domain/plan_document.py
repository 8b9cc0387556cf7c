"""The account plan as one page: seven components with what stands beside them, put together from plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kamtui.domain import plan_actions, plan_drawn, predictions, smart
from kamtui.domain.account_team import Member
from kamtui.domain.plan_actions import Action
from kamtui.domain.plan_drawn import Known
from kamtui.domain.plans import DRAWN, LABELS, TITLES, WRITTEN, PlanPart, part_of
from kamtui.domain.predictions import Prediction
from kamtui.domain.problems import spoken
from kamtui.domain.smart import Objective

OLD_NAMES: Mapping[str, PlanPart] = {"objective": PlanPart.OUR_OBJECTIVE, "profile": PlanPart.CLIENT_PROFILE}
"""What the parts are called in documents that were written by hand or by another program."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a part. `uid` is the record behind it, `printed` whether it belongs to the plan's page.

    What is not printed is there to work with: actions that are not marked, and what is done.
    """

    text: str
    uid: str = ""
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the plan as it is shown: its lines, the remark beneath them, and whether it is still a gap (P-7)."""

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    remark: tuple[str, ...] = ()

    @property
    def part(self) -> PlanPart | None:
        """Which part it is; None for one that only a document from elsewhere knows."""
        return part_of(self.key)

    @property
    def label(self) -> str:
        """What its first line begins with, where several parts stand under one heading."""
        return LABELS.get(self.part, "") if self.part else ""

    @property
    def printed(self) -> tuple[str, ...]:
        """The lines that belong to the page."""
        return tuple(entry.text for entry in self.entries if entry.printed)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the page with the remark beneath them, as versions are compared."""
        return (*self.printed, *(f"Remark: {line}" for line in self.remark))

    @property
    def gap(self) -> bool:
        """Whether nothing is known or written yet; a remark alone does not fill a component (rule P-7)."""
        return not self.printed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """Everything a plan is put together from: what is written, the lists, and what the records say."""

    known: Known
    texts: Mapping[PlanPart, str] = field(default_factory=dict)
    remarks: Mapping[PlanPart, str] = field(default_factory=dict)
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    team: tuple[Member, ...] = ()
    predictions: tuple[Prediction, ...] = ()


def compose(facts: PlanFacts, today: date) -> tuple[Section, ...]:
    """The plan as it stands today, every part in the order of the page, empty ones included (rules P-1, P-2, P-7)."""
    drawn = {
        PlanPart.RELATIONSHIP_MAP: plan_drawn.map_lines(facts.known, today),
        PlanPart.ENGAGEMENT_HEALTH: plan_drawn.health_lines(facts.known),
        PlanPart.EXPANSION: plan_drawn.expansion_lines(facts.known),
        PlanPart.REVENUE: plan_drawn.revenue_lines(facts.known, today),
        PlanPart.COMPETITION: plan_drawn.competition_lines(facts.known),
    }
    lists = {
        PlanPart.OBJECTIVES: [Entry(each.line, each.uid, each.open) for each in smart.in_order(facts.objectives)],
        PlanPart.ACTIONS: [Entry(each.line, each.uid, each.printed) for each in plan_actions.in_order(facts.actions)],
        PlanPart.TEAM: [Entry(member.line, str(place)) for place, member in enumerate(facts.team)],
        PlanPart.PREDICTIONS: [
            Entry(each.line, each.uid, not each.settled) for each in predictions.in_order(facts.predictions)
        ],
    }
    found = []
    for part in PlanPart:
        if part in WRITTEN:
            entries = [Entry(line) for line in lines_of(facts.texts.get(part, ""))]
        else:
            entries = [Entry(line) for line in drawn[part]] if part in DRAWN else lists[part]
        remark = lines_of(facts.remarks.get(part, "")) if part in DRAWN else ()
        found.append(Section(part, TITLES[part], tuple(entries), remark))
    return tuple(found)


def with_text(sections: Iterable[Section], part: PlanPart, text: str) -> tuple[Section, ...]:
    """The plan with another text of a part, or another remark where the part is drawn: as it is being written."""
    lines = lines_of(text)
    return tuple(
        section
        if section.part is not part
        else Section(part, section.title, section.entries, lines)
        if part in DRAWN
        else Section(part, section.title, tuple(map(Entry, lines)))
        for section in sections
    )


def as_document(account: str, tier: int, on: date, sections: Iterable[Section]) -> dict[str, Any]:
    """The plan as plain values, for a frozen version (rule P-6): text alone, nothing that could change later."""
    return {
        "account": account,
        "tier": int(tier),
        "on": on.isoformat(),
        "parts": [
            {
                "part": section.key,
                "title": section.title,
                "lines": list(section.printed),
                "remark": list(section.remark),
            }
            for section in sections
        ],
    }


def read_document(document: Any) -> tuple[Section, ...]:
    """A frozen version as it was, in its own order; documents of another form are read as far as they go."""
    if not isinstance(document, Mapping):
        return ()
    parts = document.get("parts")
    if isinstance(parts, list):
        return tuple(_section(row) for row in parts if isinstance(row, Mapping))
    found = [_foreign(str(name), value) for name, value in document.items() if name not in ("account", "tier", "on")]
    places = list(PlanPart)
    return tuple(sorted(found, key=lambda each: places.index(each.part) if each.part else len(places)))


def _section(row: Mapping[str, Any]) -> Section:
    key = str(row.get("part") or "")
    title = str(row.get("title") or spoken(key).capitalize())
    return Section(key, title, tuple(map(Entry, _texts(row.get("lines")))), _texts(row.get("remark")))


def _foreign(name: str, value: Any) -> Section:
    part = OLD_NAMES.get(name) or part_of(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:,}"
    title = TITLES[part] if part else spoken(name).capitalize()
    return Section(part or name, title, tuple(map(Entry, _texts(value))))


def _texts(value: Any) -> tuple[str, ...]:
    """Lines from a text or a list of them; what is neither is written as it is."""
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    return tuple(line for each in values for line in lines_of(str(each)))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
