"""What speaks for two records being one, each sign with its weight and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from kamtui.domain.duplicates_sketch import AccountSketch, PersonSketch
from kamtui.domain.names import base_source, is_shared_mailbox

ALIKE_FROM: Final = 0.86
WORDS_ALIKE_FROM: Final = 0.85
SHORTEST: Final = 5
"""Shorter names are alike only when they are equal: too many differ by one letter."""
UNSURE: Final = 79
"""The highest score where something speaks against it."""
SOURCES: Final = {"salesforce": "Salesforce", "hubspot": "HubSpot"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for (`weight`, 0 to 1) or against a pair (`most`: the score goes no higher)."""

    words: str
    weight: float
    most: int = 100


def account_signs(one: AccountSketch, other: AccountSketch) -> list[Sign]:
    """What speaks for two accounts being one; the order of the two makes no difference."""
    signs = [*_ids(one.traits.ids, other.traits.ids), *_account_names(one, other)]
    if one.domain and one.domain == other.domain:
        signs.append(Sign(f"the same domain {one.domain}", 0.6))
    else:
        shared = sorted(({one.domain} | one.mail_domains) & ({other.domain} | other.mail_domains) - {""})
        signs += [Sign(f"their people write from {shared[0]}", 0.4)] if shared else []
        if one.domain and other.domain and not shared and any(sign.weight < 0.99 for sign in signs):
            signs.append(Sign("but different domains", 0, UNSURE))
    return signs


def person_signs(one: PersonSketch, other: PersonSketch, *, across: bool, told: bool) -> list[Sign]:
    """What speaks for two people being one; the order of the two makes no difference.

    `across` is at different clients, where equal names alone say little; `told` is known to be one person.
    """
    signs = [Sign("known to be one person", 0.99)] if told else []
    signs += _ids(one.traits.ids, other.traits.ids)
    signs += _person_names(one, other, across=across)
    named_alike = any(sign.weight for sign in signs)
    if one.mail and one.mail == other.mail:
        shared = is_shared_mailbox(one.mail)
        words = f"the same shared mailbox {one.mail}" if shared else f"the same e-mail {one.mail}"
        signs.append(Sign(words, 0.3 if shared else 0.97 if named_alike else 0.85))
    elif one.mail and other.mail and named_alike:
        signs.append(Sign("but different e-mail addresses", 0, UNSURE))
    if one.phone and one.phone == other.phone:
        signs.append(Sign("the same phone", 0.5 if named_alike else 0.2))
    if across and named_alike and one.traits.gone != other.traits.gone:
        signs.append(Sign("one of them has left", 0.3))
    return signs


def _ids(one: Mapping[str, str], other: Mapping[str, str]) -> list[Sign]:
    """The same id of one source is certain; different ids of one source speak against it."""
    mine, theirs = _by_source(one), _by_source(other)
    found = []
    for source in sorted(mine.keys() & theirs.keys()):
        name = SOURCES.get(source, source.replace("_", " "))
        if mine[source] & theirs[source]:
            return [Sign(f"the same {name} id", 0.995)]
        found.append(Sign(f"but {name} has an id for each", 0, UNSURE))
    return found


def _by_source(ids: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source, value in ids.items():
        found.setdefault(base_source(source), set()).add(value)
    return found


def _account_names(one: AccountSketch, other: AccountSketch) -> list[Sign]:
    if not one.spelt or not other.spelt:
        return []
    if one.words == other.words or "".join(one.words) == "".join(other.words):
        equal = one.traits.name.casefold() == other.traits.name.casefold()
        return [Sign("equal names" if equal else "equal names but for the legal form or the spelling", 0.85)]
    if sorted(one.words) == sorted(other.words):
        return [Sign("the same words in another order", 0.8)]
    if one.spelt == other.spelt:
        return [Sign("the same name, spelt differently", 0.82)]
    short, long = sorted((one.words, other.words), key=lambda words: (len(words), words))
    if long[: len(short)] == short and len("".join(short)) >= 4:
        return [Sign("one name begins with the other", 0.5)]
    return _alike(one.spelt, other.spelt)


def _person_names(one: PersonSketch, other: PersonSketch, *, across: bool) -> list[Sign]:
    if not one.words or not other.words:
        return []
    if sorted(one.words) == sorted(other.words) or one.spelt == other.spelt:
        said = "equal names" if one.words == other.words else "the same name, written differently"
        return [Sign(said, (0.45 if len(one.words) > 1 else 0.2) if across else 0.85)]
    if _initial(one.words, other.words) or _initial(other.words, one.words):
        return [Sign("the same surname and initial", 0.3 if across else 0.6)]
    if len(one.words) > 1 < len(other.words) and (one.words[0], one.words[-1]) == (other.words[0], other.words[-1]):
        return [Sign("the same but for a middle name", 0.4 if across else 0.8)]
    alike = len(one.words) == len(other.words) and all(map(_words_alike, one.words, other.words))
    return _alike(one.spelt, other.spelt, 0.5 if across else 1) if alike else []


def _initial(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the first is an initial of the second: `j lind` of `jo lind`."""
    if len(short) < 2 or len(long) < 2 or short[-1] != long[-1]:
        return False
    return len(short[0]) == 1 < len(long[0]) and long[0].startswith(short[0])


def _words_alike(one: str, other: str) -> bool:
    """Whether one word of a name may be the other, mistyped: Ingrid and Sigrid are two people."""
    return one == other or (min(len(one), len(other)) > 2 and _ratio(one, other, WORDS_ALIKE_FROM) > 0)


def _alike(one: str, other: str, share: float = 1) -> list[Sign]:
    """Names that differ by a letter or two; `share` is how much of its weight that has."""
    if min(len(one), len(other)) < SHORTEST:
        return []
    ratio = _ratio(one, other, ALIKE_FROM)
    return [Sign("names that are nearly equal", share * (0.5 + (ratio - ALIKE_FROM) * 1.8))] if ratio else []


def _ratio(one: str, other: str, least: float) -> float:
    """How much of two words is equal, whichever is first; 0 below `least`."""
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0
