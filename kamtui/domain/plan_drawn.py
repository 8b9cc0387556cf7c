"""The five components of a plan that are drawn from what was recorded, line by line (rule P-1).

Days are written out and never told by their distance, so that a frozen plan reads the same a year later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kamtui.domain.accounts import Tier, expansion_gap
from kamtui.domain.competition import Competitor, CompetitorKind, Position
from kamtui.domain.completeness import Checked, summary
from kamtui.domain.departure import Departure
from kamtui.domain.health import UNRATED, Colour, Standing
from kamtui.domain.money import short
from kamtui.domain.opportunities import Opportunity, probability, rank_key
from kamtui.domain.problems import known, listed, spoken
from kamtui.domain.projection import Projection
from kamtui.domain.revenue import Line
from kamtui.domain.stakeholders import Influence, Person, Role, is_active, quality_of, role_words
from kamtui.domain.wording import plural

SIGNS: Final = {Colour.GREEN: "●", Colour.YELLOW: "◐", Colour.RED: "○", Colour.UNRATED: "·"}
"""How a strip of colours is written."""

DECIDING: Final = (Role.ECONOMIC_BUYER, Role.CHAMPION, Role.EXECUTIVE_SPONSOR, Role.TECHNICAL_EVALUATOR)
"""The roles that put somebody on the page whatever their influence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the records say of an account when its plan is drawn; amounts are minor units a year.

    `if_primary_left` is the departure test of the primary contact, `threads` the live ones, `projected` the next
    twelve months.
    """

    tier: Tier
    people: tuple[Person, ...] = ()
    primary: int | None = None
    if_primary_left: Departure | None = None
    threads: tuple[Person, ...] = ()
    uncovered: tuple[Role, ...] = ()
    items: tuple[Checked, ...] = ()
    standing: Standing = UNRATED
    strip: tuple[Colour | None, ...] = ()
    silence: str = ""
    opportunities: tuple[Opportunity, ...] = ()
    observation: str = ""
    current_value: int = 0
    potential_value: int | None = None
    contracts: tuple[Line, ...] = ()
    renewal_date: date | None = None
    projected: Projection | None = None
    competitors: tuple[Competitor, ...] = ()
    no_competitors: bool = False


def map_lines(known_: Known, today: date) -> tuple[str, ...]:
    """Component 2: who is who, what holds the account, and what the map lacks; nothing while nobody is mapped."""
    there = [person for person in known_.people if is_active(person, today)]
    if not there:
        return ()
    decide = [person for person in there if _decides(person, known_.primary)]
    decide.sort(key=lambda person: (list(Influence).index(_influence(person)), person.name))
    found = [_person(person, known_.primary) for person in decide]
    if others := [f"{person.name} ({spoken(quality_of(person))})" for person in there if person not in decide]:
        found.append(f"Also known: {listed(others)}")
    threads = plural(len(known_.threads), "live thread")
    leaver = next((person.name for person in there if person.id == known_.primary), "")
    if known_.if_primary_left is not None and leaver:
        threads += f" · if {leaver} left: {known_.if_primary_left.words}"
    found.append(threads)
    if known_.uncovered:
        found.append(f"Nobody covers: {role_words(known_.uncovered)}")
    if lacking := [item for item in known_.items if not item.done]:
        found.append(f"Map {summary(known_.items)}; missing: {listed([item.title for item in lacking])}")
    return tuple(found)


def _decides(person: Person, primary: int | None) -> bool:
    """Whether somebody has a line of their own: by influence, by a role that decides, or as the primary contact."""
    weighs = person.influence in (Influence.HIGH, Influence.MEDIUM)
    return weighs or person.id == primary or not person.roles.isdisjoint(DECIDING)


def _influence(person: Person) -> Influence:
    return known(Influence, person.influence, Influence.UNKNOWN)


def _person(person: Person, primary: int | None) -> str:
    said = [person.name + (f", {person.title}" if person.title else ""), role_words(person.roles)]
    said += [spoken(quality_of(person)) + (" (assumed)" if person.assumed else ""), _weight(person)]
    said += ["primary contact" if person.id == primary else ""]
    return " · ".join(part for part in said if part)


def _weight(person: Person) -> str:
    influence = _influence(person)
    return "" if influence == Influence.UNKNOWN else f"{influence} influence"


def health_lines(known_: Known) -> tuple[str, ...]:
    """Component 3: colour, trend, twelve months, silence; nothing before the first check."""
    standing = known_.standing
    if standing.checked_on is None:
        return ()
    colour = f"{SIGNS[standing.colour]} {standing.colour}" + (", stale" if standing.stale else "")
    trend = f", {standing.trend}" if standing.trend else ""
    strip = " ".join(SIGNS[each or Colour.UNRATED] for each in known_.strip)
    said = [f"{colour}{trend}", f"checked {standing.checked_on}", f"twelve months {strip}", known_.silence]
    return (" · ".join(part for part in said if part),)


def expansion_lines(known_: Known) -> tuple[str, ...]:
    """Component 4: the observation, then the open opportunities by probability × value; nothing without either."""
    still = sorted((each for each in known_.opportunities if each.open), key=lambda each: (each.parked, rank_key(each)))
    if not still and not known_.observation.strip():
        return ()
    found = [known_.observation.strip()] if known_.observation.strip() else []
    if gap := expansion_gap(known_.current_value, known_.potential_value):
        found.append(f"Gap {short(gap)} a year: {short(known_.current_value)} of {short(known_.potential_value or 0)}")
    return (*found, *(_opportunity(place, each) for place, each in enumerate(still, 1)))


def _opportunity(place: int, each: Opportunity) -> str:
    value = f"{short(each.annual_value)} a year" if each.annual_value else "value not known"
    stage = "parked" if each.parked else f"{each.stage} {probability(each)} %"
    said = [f"{place}. {each.name}", spoken(each.kind), value, stage]
    if each.next_step.strip():
        said.append(f"next: {each.next_step.strip()}" + (f" by {each.next_step_due}" if each.next_step_due else ""))
    return " · ".join(said)


def revenue_lines(known_: Known, today: date) -> tuple[str, ...]:
    """Component 5: value, contract lines, renewal and the next twelve months; nothing without a value or a line."""
    running = [line for line in known_.contracts if not line.ended(today)]
    if not running and not known_.current_value:
        return ()
    worth = f"{short(known_.current_value)} a year"
    if known_.potential_value is not None:
        worth += f" of {short(known_.potential_value)} they could spend"
    found = [worth + (f" · renews on {known_.renewal_date}" if known_.renewal_date else "")]
    if known_.projected is not None:
        parts = known_.projected
        found.append(
            f"Next twelve months {short(parts.total)}: contracted {short(parts.contracted)}, "
            f"renewals {short(parts.renewal)}, opportunities {short(parts.opportunity)}"
        )
    return (*found, *map(_contract, running))


def _contract(line: Line) -> str:
    said = [line.description.strip() or "Contract line", f"{short(line.annual_value)} a year"]
    said += [f"from {line.start}" if line.start else "", f"until {line.end}" if line.end else "without an end"]
    said += ["renews by itself" if line.auto_renew else ""]
    return " · ".join(part for part in said if part)


def competition_lines(known_: Known) -> tuple[str, ...]:
    """Component 6: who else is in the client's house; nothing while nobody has looked."""
    if not known_.competitors:
        return ("None known",) if known_.no_competitors else ()
    return tuple(map(_competitor, _sharpest_first(known_.competitors)))


def _sharpest_first(competitors: Iterable[Competitor]) -> Sequence[Competitor]:
    return sorted(
        competitors,
        key=lambda each: (each.kind != CompetitorKind.VULNERABILITY, -_place(each), each.provider.casefold()),
    )


def _place(each: Competitor) -> int:
    return list(Position).index(known(Position, each.position, Position.LEVEL))


def _competitor(each: Competitor) -> str:
    threat = "could displace us" if each.kind == CompetitorKind.VULNERABILITY else "we could absorb their part"
    said = [each.provider + (f" ({each.area})" if each.area else ""), threat, f"we are {each.position}"]
    said += [f"contract ends {each.contract_end}" if each.contract_end else ""]
    return " · ".join(part for part in said if part)
