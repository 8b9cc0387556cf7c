"""Duplicates: which accounts, and which people, may be one and the same, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kamtui.domain.duplicates_signs import Sign, account_signs, person_signs
from kamtui.domain.duplicates_sketch import AccountSketch, AccountTraits, Key, PersonSketch, PersonTraits

__all__ = ["AccountTraits", "Kind", "Pair", "PersonTraits", "Verdict", "find_accounts", "find_people", "pair_key"]


class Kind(StrEnum):
    """What may be there twice."""

    ACCOUNT = "account"
    PERSON = "person"


class Verdict(StrEnum):
    """How sure it is."""

    LIKELY = "likely"
    POSSIBLE = "possible"


LIKELY_FROM: Final = 80
POSSIBLE_FROM: Final = 55
NEIGHBOURS: Final = 12
"""With how many of those that follow it under one key a record is compared."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one, `one` before `other`: a score of 0 to 100, and what speaks for and against it.

    `across` means two people at different accounts: one person may well have two engagements (rule M-10).
    """

    kind: Kind
    one: str
    other: str
    score: int
    reasons: tuple[str, ...]
    across: bool = False

    @property
    def verdict(self) -> Verdict:
        """Likely or possible."""
        return Verdict.LIKELY if self.score >= LIKELY_FROM else Verdict.POSSIBLE


def pair_key(one: str, other: str) -> tuple[str, str]:
    """Two uids in the order in which a pair is remembered."""
    return (one, other) if one < other else (other, one)


def find_accounts(accounts: Iterable[AccountTraits], distinct: Iterable[tuple[str, str]] = ()) -> list[Pair]:
    """The pairs of accounts that may be one, the surest first; `distinct` pairs are left out.

    Records are compared only where they share a key or stand side by side under one, so that the work grows with
    their number and not with its square.
    """
    sketches = [AccountSketch.of(each) for each in sorted(accounts, key=lambda one: one.uid)]
    known = {pair_key(*pair) for pair in distinct}
    pairs: list[Pair] = []
    for first, second in _neighbours([each.keys() for each in sketches]):
        one, other = sketches[first], sketches[second]
        if (one.traits.uid, other.traits.uid) not in known:
            pairs += _pair(Kind.ACCOUNT, one.traits.uid, other.traits.uid, account_signs(one, other))
    return sorted(pairs, key=_order)


def find_people(people: Iterable[PersonTraits], distinct: Iterable[tuple[str, str]] = ()) -> list[Pair]:
    """The pairs of people that may be one, the surest first; `distinct` pairs are left out.

    Two engagements that are known to be one person's are not a pair, unless both are under way at one client.
    """
    sketches = [PersonSketch.of(each) for each in sorted(people, key=lambda one: one.uid)]
    known = {pair_key(*pair) for pair in distinct}
    pairs: list[Pair] = []
    for first, second in _neighbours([each.keys() for each in sketches]):
        one, other = sketches[first], sketches[second]
        across = one.traits.account != other.traits.account
        told = bool(one.traits.person) and one.traits.person == other.traits.person
        if told and (across or one.traits.gone or other.traits.gone):
            continue
        if (one.traits.uid, other.traits.uid) not in known:
            signs = person_signs(one, other, across=across, told=told)
            pairs += _pair(Kind.PERSON, one.traits.uid, other.traits.uid, signs, across=across)
    return sorted(pairs, key=_order)


def _order(pair: Pair) -> tuple[int, int, str, str, str]:
    return (pair.across, -pair.score, pair.kind, pair.one, pair.other)


def _pair(kind: Kind, one: str, other: str, signs: Sequence[Sign], *, across: bool = False) -> Iterator[Pair]:
    """The pair that these signs speak for, unless they say too little."""
    doubt, most = 1.0, 100
    for sign in signs:
        doubt *= 1 - sign.weight
        most = min(most, sign.most)
    score = min(round(100 * (1 - doubt)), most)
    if score >= POSSIBLE_FROM:
        yield Pair(kind, one, other, score, tuple(sign.words for sign in signs), across)


def _neighbours(keys: Sequence[Sequence[Key]]) -> list[tuple[int, int]]:
    """The places of records to compare: under each key, every one with those that follow it."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for place, each in enumerate(keys):
        for key in each:
            blocks[key].append(place)
    found = {
        (place, other)
        for block in blocks.values()
        for at, place in enumerate(block)
        for other in block[at + 1 : at + 1 + NEIGHBOURS]
        if place != other
    }
    return sorted(found)
