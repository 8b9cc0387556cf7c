"""The account team: who does what for a client, who may authorise what, and where that overlaps or leaves a gap."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamtui.domain.accounts import name_key
from kamtui.domain.problems import Problem, listed, name_problems


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of ours with a role for this client (rule P-2)."""

    person: str
    role: str = ""
    may_authorise: str = ""
    overrules: str = ""

    @property
    def line(self) -> str:
        """The member as one line of the plan."""
        said = [self.person, self.role or "no role yet"]
        said += [f"may authorise {self.may_authorise}" if self.may_authorise else ""]
        said += [f"overrules {self.overrules}" if self.overrules else ""]
        return " · ".join(part for part in said if part)

    def as_stored(self) -> dict[str, str]:
        """The member as the plan keeps it."""
        return {
            "person": self.person, "role": self.role, "may_authorise": self.may_authorise, "overrules": self.overrules,
        }  # fmt: skip


def team_of(stored: Any) -> tuple[Member, ...]:
    """The team from what the plan keeps; what is no member of a team is left out."""
    rows = stored if isinstance(stored, list) else []
    names = ("person", "role", "may_authorise", "overrules")
    return tuple(
        Member(*(str(row.get(name) or "") for name in names))
        for row in rows
        if isinstance(row, Mapping) and row.get("person")
    )


def validate_member(member: Member) -> tuple[Problem, ...]:
    """Everything that is wrong with a member as entered (rule P-2)."""
    return tuple(name_problems("person", member.person))


def overlaps(team: Sequence[Member]) -> tuple[str, ...]:
    """Where two do or decide the same, in plain sentences (rule P-2).

    Two who may authorise the same are no overlap where one of them overrules the other.
    """
    found = [f"{_all(names)} are the same person, listed {len(names)} times." for names in _same(team, "person")]
    found += [f"{_all(names)} hold the same role." for names in _same(team, "role")]
    for names in _same(team, "may_authorise"):
        if not any(_overrules(team, one, other) for one in names for other in names if one != other):
            found.append(f"{_all(names)} may authorise the same, and none of them overrules the other.")
    return tuple(found)


def gaps(team: Sequence[Member]) -> tuple[str, ...]:
    """What nobody does or decides, in plain sentences (rule P-2); an empty team is the part's own gap."""
    if not team:
        return ()
    known = {name_key(member.person) for member in team}
    found = [f"{member.person} has no role yet." for member in team if not member.role.strip()]
    if not any(member.may_authorise.strip() for member in team):
        found.append("Nobody may authorise anything: who says yes to a discount, or to extra days?")
    for member in team:
        if member.overrules.strip() and name_key(member.overrules) not in known:
            found.append(f"{member.person} overrules {member.overrules}, who is not on the team.")
        elif member.overrules.strip() and name_key(member.overrules) == name_key(member.person):
            found.append(f"{member.person} cannot overrule themselves.")
    pairs = {frozenset((name_key(one.person), name_key(one.overrules))) for one in team if _mutual(team, one)}
    for pair in pairs:
        names = [one.person for one in team if name_key(one.person) in pair]
        found.append(f"{_all(names)} overrule each other: who has the last word?")
    return tuple(found)


def _same(team: Sequence[Member], field: str) -> list[list[str]]:
    """The names of those who have the same text in a field, where there are several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for member in team:
        text = name_key(getattr(member, field))
        if text:
            groups[text].append(member.person)
    return [names for names in groups.values() if len(names) > 1]


def _overrules(team: Iterable[Member], one: str, other: str) -> bool:
    return any(each.person == one and name_key(each.overrules) == name_key(other) for each in team)


def _mutual(team: Sequence[Member], one: Member) -> bool:
    other = name_key(one.overrules)
    return other not in ("", name_key(one.person)) and any(
        name_key(each.person) == other and name_key(each.overrules) == name_key(one.person) for each in team
    )


def _all(names: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(names)))
