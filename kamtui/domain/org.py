"""The org tree: who reports to whom, as rows to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kamtui.domain.accounts import name_key
from kamtui.domain.stakeholders import Person, active


@dataclass(frozen=True, slots=True)
class OrgRow:
    """One line of the tree: how deep it stands and below whom; `loop` where a circle of reporting was cut.

    `last` says that nobody else follows under the same manager.
    """

    person: Person
    depth: int
    manager: int | None
    loop: bool = False
    last: bool = True


def org_tree(people: Iterable[Person], today: date) -> tuple[OrgRow, ...]:
    """Everyone active as a tree from the top down, each row followed by those who report to it (rule M-1).

    Those whose manager left stand under the next one above who is still there (rule M-10). A manager who is not
    among the people makes a top row. People who report in a circle are shown once: the first by name stands on top.
    """
    everyone = {person.id: person for person in people}
    here = sorted(active(everyone.values(), today), key=lambda person: (name_key(person.name), person.id))
    present = {person.id for person in here}
    manager = {person.id: _next_above(person, everyone, present) for person in here}
    reports: dict[int, list[Person]] = {}
    for person in reversed(here):
        above = manager[person.id]
        if above is not None:
            reports.setdefault(above, []).append(person)
    rows: list[OrgRow] = []
    shown: set[int] = set()

    def show(top: Person, *, loop: bool) -> None:
        waiting = [OrgRow(top, 0, None, loop)]
        while waiting:
            row = waiting.pop()
            shown.add(row.person.id)
            rows.append(row)
            below = [person for person in reports.get(row.person.id, []) if person.id not in shown]
            waiting += [
                OrgRow(person, row.depth + 1, row.person.id, last=place == 0) for place, person in enumerate(below)
            ]

    for person in here:
        if manager[person.id] is None:
            show(person, loop=False)
    for person in here:
        if person.id not in shown and _in_circle(person.id, manager):
            show(person, loop=True)
    return tuple(rows)


def _next_above(person: Person, everyone: Mapping[int, Person], present: set[int]) -> int | None:
    """The nearest manager who is still there, passing over those who left."""
    seen = {person.id}
    above = person.reports_to
    while above is not None and above in everyone and above not in seen:
        if above in present:
            return above
        seen.add(above)
        above = everyone[above].reports_to
    return None


def _in_circle(person: int, manager: Mapping[int, int | None]) -> bool:
    """Whether going up from here leads back here."""
    seen: set[int] = set()
    above = manager[person]
    while above is not None and above != person and above not in seen:
        seen.add(above)
        above = manager[above]
    return above == person
