"""The completeness of an account map, as a checklist that says what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamtui.domain.accounts import Tier
from kamtui.domain.problems import listed
from kamtui.domain.stakeholders import Person, Role, active, held_roles, missing_outreach
from kamtui.domain.wording import out_of, plural

REVIEW_DAYS = {Tier.STRATEGIC: 31, Tier.GROWTH: 31, Tier.MAINTAIN: 184}
"""How long a map review holds: the longest month, and the longest half year (rule T-3)."""

NAMES_SHOWN = 3


class Item(StrEnum):
    """One line of the checklist (rule M-11)."""

    PRIMARY_CONTACT = "primary_contact"
    ECONOMIC_BUYER = "economic_buyer"
    STAKEHOLDERS = "stakeholders"
    OUTREACH = "outreach"
    VALUE = "value"
    COMPETITION = "competition"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the checklist: `missing` says what is missing, and is empty when it is done."""

    item: Item
    title: str
    missing: str

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFacts:
    """What the checklist looks at: the four dimensions of one account's map."""

    tier: int
    people: tuple[Person, ...] = ()
    primary_contact: int | None = None
    value_entries: int = 0
    value_none_known: bool = False
    competitors: int = 0
    competition_none_known: bool = False
    reviewed_on: date | None = None


def checklist(facts: MapFacts, today: date, review_days: int | None = None) -> tuple[Checked, ...]:
    """Everything a complete map has, with what is missing (rule M-11).

    Seven items, for Strategic accounts eight. `review_days` is how long a review holds, by default the tier's.
    """
    held = held_roles(facts.people, today)
    items = [
        Checked(Item.PRIMARY_CONTACT, "a primary contact", _primary_contact(facts, today)),
        Checked(Item.ECONOMIC_BUYER, "an economic buyer", _role(Role.ECONOMIC_BUYER, "an economic buyer", facts, held)),
        Checked(Item.STAKEHOLDERS, f"{needed_stakeholders(facts.tier)} stakeholders or more", _number(facts, today)),
        Checked(Item.OUTREACH, "outreach to everyone unknown or at risk", _outreach(facts.people, today)),
        Checked(
            Item.VALUE, "the value dimension", _entries("value entry", facts.value_entries, facts.value_none_known)
        ),
        Checked(
            Item.COMPETITION,
            "the competition dimension",
            _entries("competitor", facts.competitors, facts.competition_none_known),
        ),
    ]
    if facts.tier == Tier.STRATEGIC:
        missing = _role(Role.EXECUTIVE_SPONSOR, "an executive sponsor", facts, held)
        items.append(Checked(Item.EXECUTIVE_SPONSOR, "an executive sponsor", missing))
    limit = REVIEW_DAYS[Tier(facts.tier)] if review_days is None else review_days
    items.append(Checked(Item.REVIEWED, "reviewed in time", _reviewed(facts.reviewed_on, today, limit)))
    return tuple(items)


def needed_stakeholders(tier: int) -> int:
    """How many people a map needs at least: five for Strategic, else three (rule M-11)."""
    return 5 if tier == Tier.STRATEGIC else 3


def summary(items: Iterable[Checked]) -> str:
    """The checklist in one phrase: "4 of 7 complete"."""
    done = [item.done for item in items]
    return f"{out_of(sum(done), len(done))} complete"


def _primary_contact(facts: MapFacts, today: date) -> str:
    if facts.primary_contact is None:
        return "nobody is marked as the primary contact"
    if facts.primary_contact not in {person.id for person in active(facts.people, today)}:
        return "the primary contact has left"
    return ""


def _role(role: Role, words: str, facts: MapFacts, held: frozenset[Role]) -> str:
    if role in held:
        return ""
    holders = [person for person in facts.people if role in person.roles]
    if any(person.placeholder and person.left_on is None for person in holders):
        return f"there is {words}, but the name is unknown"
    if holders:
        return f"{listed([person.name for person in holders[:NAMES_SHOWN]])} left, nobody holds the role now"
    return f"nobody is known as {words}"


def _number(facts: MapFacts, today: date) -> str:
    named = sum(not person.placeholder for person in active(facts.people, today))
    needed = needed_stakeholders(facts.tier)
    return "" if named >= needed else f"{named} of {needed} known by name"


def _outreach(people: Iterable[Person], today: date) -> str:
    owed = [person.name for person in missing_outreach(people, today)]
    if not owed:
        return ""
    more = len(owed) - NAMES_SHOWN
    names = [*owed[:NAMES_SHOWN], plural(more, "other")] if more > 0 else owed
    return f"no outreach planned for {listed(names)}"


def _entries(word: str, number: int, none_known: bool) -> str:
    return "" if number or none_known else f"no {word} yet, and not marked as none known"


def _reviewed(on: date | None, today: date, limit: int) -> str:
    if on is None:
        return "the map has never been reviewed"
    age = (today - on).days
    return "" if age <= limit else f"last reviewed {plural(age, 'day')} ago, due every {limit}"
