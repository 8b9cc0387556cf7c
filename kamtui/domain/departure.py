"""Threads: what holds an account, and what would hold if somebody left."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from kamtui.domain.accounts import name_key
from kamtui.domain.frozen import frozen
from kamtui.domain.problems import known, spoken
from kamtui.domain.stakeholders import (
    Influence,
    Person,
    Quality,
    Role,
    Stance,
    active,
    gone_with,
    is_active,
    quality_of,
    role_words,
)
from kamtui.domain.touchpoints import Touch, contacts
from kamtui.domain.wording import plural

THREAD_DAYS = 90
"""How long after a touch a thread counts as live (rule M-8)."""


class Verdict(StrEnum):
    """What holds after a departure (rule M-9)."""

    SECURE = "secure"
    EXPOSED = "exposed"
    LOST = "lost"


@frozen
class Departure:
    """What follows if one person left tomorrow (rule M-9).

    `share` is the part, 0 to 1, of the recent touchpoints that ran through them; None when there were none.
    """

    leaver: int | None
    verdict: Verdict
    remaining: tuple[Person, ...]
    uncovered: tuple[Role, ...]
    share: float | None
    replacement: Person | None

    @property
    def words(self) -> str:
        """The verdict with its reason, as in "exposed: 2 live threads, none strong with influence"."""
        if self.verdict == Verdict.LOST:
            return "lost: no live thread remains"
        threads = plural(len(self.remaining), "live thread")
        if self.verdict == Verdict.EXPOSED:
            return f"exposed: {threads}, none strong with influence"
        strong = sum(map(_holds, self.remaining))
        return f"secure: {threads}, {strong} strong with influence"

    @property
    def uncovered_words(self) -> str:
        """The roles nobody else holds, in words; nothing when all stay covered."""
        return role_words(self.uncovered)

    @property
    def replacement_words(self) -> str:
        """Whom to build next, as in "Jo Lind (high influence, unknown)"; nothing when nobody is left to build."""
        if self.replacement is None:
            return ""
        influence = known(Influence, self.replacement.influence, Influence.UNKNOWN)
        weight = "influence unknown" if influence == Influence.UNKNOWN else f"{influence} influence"
        return f"{self.replacement.name} ({weight}, {spoken(quality_of(self.replacement))})"


def is_live_thread(person: Person, today: date, days: int = THREAD_DAYS) -> bool:
    """Whether a person holds the account: active, strong or neutral, touched in the last `days` days (rule M-8).

    A placeholder holds nothing, and a touch that lies in the future has not happened.
    """
    return (
        is_active(person, today)
        and quality_of(person) in (Quality.STRONG, Quality.NEUTRAL)
        and person.last_touch is not None
        and 0 <= (today - person.last_touch).days <= days
    )


def live_threads(people: Iterable[Person], today: date, days: int = THREAD_DAYS) -> tuple[Person, ...]:
    """Everyone who holds the account today (rule M-8)."""
    return tuple(person for person in people if is_live_thread(person, today, days))


def single_threaded(people: Iterable[Person], today: date, days: int = THREAD_DAYS) -> bool:
    """Whether at most one live thread holds the account (rule M-8)."""
    return len(live_threads(people, today, days)) <= 1


def bus_factor(people: Iterable[Person], today: date, days: int = THREAD_DAYS) -> int:
    """The fewest departures that lead to `lost` (rule M-9).

    An account is lost when no live thread remains, and a departure takes away one thread at most, so it takes as
    many departures as there are live threads; 0 means that it is lost already.
    """
    return len(live_threads(people, today, days))


def hangs_by_a_thread(factor: int) -> bool:
    """Whether the value of an account with this bus factor is shown as hanging on 0 or 1 (rule M-9)."""
    return factor <= 1


def verdict(remaining: Iterable[Person]) -> Verdict:
    """Judge the live threads that remain (rule M-9).

    One that is strong and has at least medium influence makes it secure. Somebody strong who has not been touched
    for long is no live thread and secures nothing.
    """
    threads = tuple(remaining)
    if not threads:
        return Verdict.LOST
    return Verdict.SECURE if any(map(_holds, threads)) else Verdict.EXPOSED


def _holds(person: Person) -> bool:
    return quality_of(person) == Quality.STRONG and person.influence in (Influence.HIGH, Influence.MEDIUM)


def departure(
    people: Sequence[Person],
    leaver: int | None,
    today: date,
    touches: Iterable[Touch] = (),
    days: int = THREAD_DAYS,
) -> Departure:
    """Suppose that one person leaves tomorrow (rule M-9); with None nobody does, and it says how the account stands.

    `touches` are the account's touchpoints; those of the last `days` days count for the share.
    """
    others = [person for person in people if person.id != leaver]
    remaining = live_threads(others, today, days)
    uncovered = tuple(role for person in people if person.id == leaver for role in gone_with(person, people, today))
    recent = [touch for touch in contacts(touches, today) if (today - touch.on).days <= days]
    share = sum(leaver in touch.people for touch in recent) / len(recent) if recent else None
    return Departure(leaver, verdict(remaining), remaining, uncovered, share, replacement(others, today))


def departures(
    people: Sequence[Person], today: date, touches: Iterable[Touch] = (), days: int = THREAD_DAYS
) -> dict[int, Departure]:
    """The departure test of everyone who is active, by person (rule M-9)."""
    recorded = tuple(touches)
    return {person.id: departure(people, person.id, today, recorded, days) for person in active(people, today)}


def primary_verdict(
    people: Sequence[Person], primary_contact: int | None, today: date, days: int = THREAD_DAYS
) -> Verdict | None:
    """What the account list shows: the verdict for the primary contact, None when there is none (rule M-9)."""
    if primary_contact is None:
        return None
    return departure(people, primary_contact, today, days=days).verdict


def replacement(people: Iterable[Person], today: date) -> Person | None:
    """Whom to build next: the highest influence among those who are not yet strong (rule M-9).

    Among equals the one closest to strong, then the friendliest stance, then the last touched, then by name. A
    placeholder cannot be built before somebody has found the name.
    """
    able = [p for p in active(people, today) if not p.placeholder and quality_of(p) != Quality.STRONG]
    return min(able, key=_build_order, default=None)


def _build_order(person: Person) -> tuple[int, int, int, int, str, int]:
    stances = (Stance.ALLY, Stance.NEUTRAL, Stance.UNKNOWN, Stance.OPPONENT)
    return (
        list(Influence).index(known(Influence, person.influence, Influence.UNKNOWN)),
        list(Quality).index(quality_of(person)),
        stances.index(known(Stance, person.stance, Stance.UNKNOWN)),
        -person.last_touch.toordinal() if person.last_touch else 0,
        name_key(person.name),
        person.id,
    )
