"""The account map's people: who they are and how well the relationship holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamtui.domain.problems import Problem, choice_problems, known, listed, name_problems, spoken


class Function(StrEnum):
    """The business function a stakeholder works in (rule M-1)."""

    EXECUTIVE = "executive"
    FINANCE = "finance"
    PROCUREMENT = "procurement"
    OPERATIONS = "operations"
    IT = "it"
    LEGAL = "legal"
    USERS = "users"
    OTHER = "other"


class Role(StrEnum):
    """A buying role (rule M-1)."""

    ECONOMIC_BUYER = "economic_buyer"
    CHAMPION = "champion"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    INFLUENCER = "influencer"
    TECHNICAL_EVALUATOR = "technical_evaluator"
    GATEKEEPER = "gatekeeper"
    END_USER = "end_user"


class Quality(StrEnum):
    """How good the relationship is (rule M-2)."""

    STRONG = "strong"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"
    AT_RISK = "at_risk"


class Stance(StrEnum):
    """Whether a person speaks for or against us (rule M-3)."""

    ALLY = "ally"
    NEUTRAL = "neutral"
    OPPONENT = "opponent"
    UNKNOWN = "unknown"


class Influence(StrEnum):
    """How much a person's word weighs in the client's decisions (rule M-3)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class Frequency(StrEnum):
    """How often a stakeholder wants to hear from us (rule M-1)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    AS_NEEDED = "as_needed"


OWING = frozenset({Quality.UNKNOWN, Quality.AT_RISK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person on the map of one account (rules M-1 to M-4, M-10).

    `last_touch` comes from the touchpoints they took part in, internal notes left out. A `placeholder` is a role
    with nobody known, its `name` says which. `assumed` marks roles and stance as not yet confirmed.
    """

    id: int
    name: str
    title: str = ""
    function: str = Function.OTHER
    roles: frozenset[Role] = frozenset()
    quality: str = Quality.UNKNOWN
    stance: str = Stance.UNKNOWN
    influence: str = Influence.UNKNOWN
    frequency: str = Frequency.AS_NEEDED
    reports_to: int | None = None
    left_on: date | None = None
    last_touch: date | None = None
    placeholder: bool = False
    assumed: bool = False
    outreach_what: str = ""
    outreach_due: date | None = None
    outreach_done_on: date | None = None


def roles_of(words: Iterable[str]) -> frozenset[Role]:
    """The roles among stored words; words that are no role are left out."""
    return frozenset(Role(word) for word in words if word in [role.value for role in Role])


def quality_of(person: Person) -> Quality:
    """The relationship as it counts: a placeholder is unknown, whatever is stored (rule M-10)."""
    return Quality.UNKNOWN if person.placeholder else known(Quality, person.quality, Quality.UNKNOWN)


def is_active(person: Person, today: date) -> bool:
    """Whether they still work there: a leaving day in the future has not come yet (rule M-10)."""
    return person.left_on is None or person.left_on > today


def active(people: Iterable[Person], today: date) -> tuple[Person, ...]:
    """Everyone who has not left, placeholders too, in the order given."""
    return tuple(person for person in people if is_active(person, today))


def owes_outreach(quality: str) -> bool:
    """Whether a relationship of this quality asks for an outreach action (rule M-4)."""
    return quality in OWING


def missing_outreach(people: Iterable[Person], today: date) -> tuple[Person, ...]:
    """Who is unknown or at risk and has no outreach under way that says what and by when (rule M-4).

    An outreach that is done but left the person unknown or at risk asks for the next one.
    """
    return tuple(
        person
        for person in active(people, today)
        if owes_outreach(quality_of(person))
        and not (person.outreach_what.strip() and person.outreach_due and person.outreach_done_on is None)
    )


def uncovered_roles(people: Iterable[Person], today: date) -> tuple[Role, ...]:
    """Roles that were held or are known to exist, and that nobody with a name holds today (rule M-10)."""
    everyone = tuple(people)
    heard_of = frozenset[Role]().union(*(person.roles for person in everyone))
    return _without(heard_of, held_roles(everyone, today))


def held_roles(people: Iterable[Person], today: date) -> frozenset[Role]:
    """Every role that an active person with a name holds (rule M-10)."""
    return frozenset[Role]().union(*(person.roles for person in active(people, today) if not person.placeholder))


def _without(roles: frozenset[Role], covered: frozenset[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles and role not in covered)


def gone_with(person: Person, people: Iterable[Person], today: date) -> tuple[Role, ...]:
    """The roles that nobody else would hold if this person left (rule M-9)."""
    if person.placeholder or not is_active(person, today):
        return ()
    return _without(person.roles, held_roles((other for other in people if other.id != person.id), today))


def role_words(roles: Iterable[Role]) -> str:
    """Roles as people say them, in the order of the practice: "economic buyer and champion"."""
    held = frozenset(roles)
    return listed([spoken(role) for role in Role if role in held])


def validate_stakeholder(
    person: Person, roles: Iterable[str] = (), managers: Mapping[int, int | None] | None = None
) -> tuple[Problem, ...]:
    """Everything that is wrong with a person as entered or imported (rules M-1 to M-4).

    `roles` are the role words as given, `managers` says who reports to whom at this account.
    """
    found = name_problems("name", person.name)
    found += choice_problems("function", Function, person.function)
    for role in roles:
        found += choice_problems("role", Role, role)
    found += choice_problems("quality", Quality, person.quality)
    found += choice_problems("stance", Stance, person.stance)
    found += choice_problems("influence", Influence, person.influence)
    found += choice_problems("frequency", Frequency, person.frequency)
    if person.outreach_due and not person.outreach_what.strip():
        found.append(Problem("outreach", "The outreach has a day but does not say what will be done."))
    if person.outreach_what.strip() and not person.outreach_due:
        found.append(Problem("outreach", "The outreach does not say by when."))
    if reports_in_a_circle(person.id, person.reports_to, managers or {}):
        found.append(Problem("reports_to", "This would make them report to themselves."))
    return tuple(found)


def reports_in_a_circle(person: int, manager: int | None, managers: Mapping[int, int | None]) -> bool:
    """Whether reporting to `manager` would lead back to the person, directly or over others (rule M-1)."""
    seen: set[int] = set()
    while manager is not None and manager not in seen:
        if manager == person:
            return True
        seen.add(manager)
        manager = managers.get(manager)
    return False
