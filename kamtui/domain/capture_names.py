"""Recognising accounts and people by name in a captured line."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from kamtui.domain.capture_words import DOINGS, NOUNS, PAST_VERBS, RESERVED_HEADS, WORDS_THAT_ARE_NAMES

Key = TypeVar("Key", bound=Hashable)

_WORD: Final = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof"})
_PARTING: Final = ",;"
_MARKS: Final = "~#@+(<"
_DASHES: Final = frozenset({"-", "–", "—", "->"})
_NO_NAMES: Final = WORDS_THAT_ARE_NAMES | RESERVED_HEADS | PAST_VERBS.keys() | NOUNS.keys() | DOINGS
_NOT_A_PERSONS: Final = frozenset({"of", "the", "for", "and", "unknown"})


@dataclass(frozen=True, slots=True)
class Head(Generic[Key]):
    """What stands before the first colon, read as an account's name."""

    account: tuple[Key, str] | None
    candidates: tuple[str, ...]
    """The names it may mean, where it may mean several."""
    words: str
    """The words taken, colon included; empty where no account was recognised."""
    rest: str


@dataclass(frozen=True, slots=True)
class Mentioned(Generic[Key]):
    """The people named in a line."""

    people: tuple[tuple[Key, str], ...]
    unsure: tuple[str, ...]
    """Full names of those who may be meant by a name that several share, or by an everyday word."""


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    capital: bool
    said_as_name: bool
    """Written as a name: capitalised inside the line, or first in it with a verb behind."""


def read_head(line: str, accounts: Sequence[tuple[Key, str]]) -> Head[Key]:
    """Find the account a line begins with: its name, or any beginning of one name only, before a colon.

    Capitals, accents and, where nothing else fits, punctuation do not matter. A whole name needs no colon. Names that
    contain a colon count too; the longest reading wins. `next` and `note` are marks, unless an account is
    called exactly that, capitals included.
    """
    folded = [(fold(account[1]), account) for account in accounts]
    longest = max((len(account[1]) for account in accounts), default=0) + 1
    unsure: tuple[str, ...] = ()
    for at in sorted((found.start() for found in re.finditer(":", line[: 2 * longest])), reverse=True):
        said = line[:at].strip()
        if not said or (said.casefold() in RESERVED_HEADS and not any(name == said for _, name in accounts)):
            continue
        wanted = fold(said)
        meant = [account for name, account in folded if name == wanted]
        meant = meant or [account for name, account in folded if name.startswith(wanted)]
        bare = _bare(wanted)
        meant = meant or [account for name, account in folded if bare and _bare(name).startswith(bare)]
        if len(meant) == 1:
            return Head(meant[0], (), line[: at + 1], line[at + 1 :].strip())
        unsure = unsure or tuple(name for _, name in meant)
    return Head(None, unsure, "", line) if unsure else _read_name(line, folded)


def _read_name(line: str, folded: Sequence[tuple[str, tuple[Key, str]]]) -> Head[Key]:
    """Find the account whose whole name a line begins with, where there is no colon; not one named by everyday words.

    The name is taken out where a comma, a dash, a mark or what was done stands behind it; in a sentence such as
    `Acme wants a demo` it stays.
    """
    words = line.split()
    named: dict[str, list[tuple[Key, str]]] = {}
    for name, account in folded:
        named.setdefault(name, []).append(account)
    longest = max((len(name.split()) for name in named), default=0)
    for count in range(min(longest, len(words)), 0, -1):
        said = " ".join(words[:count])
        wanted = fold(said.rstrip(_PARTING))
        meant = named.get(wanted, []) if wanted not in _NO_NAMES else []
        if len(meant) > 1:
            return Head(None, tuple(name for _, name in meant), "", line)
        if meant:
            taken = _taken(words, count)
            return Head(meant[0], (), " ".join(words[:taken]), " ".join(words[taken:]))
    return Head(None, (), "", line)


def _taken(words: Sequence[str], count: int) -> int:
    """How many words are the name and what parts it from the sentence; none where it belongs to the sentence."""
    if count == len(words) or words[count - 1][-1] in _PARTING:
        return count
    behind = words[count]
    if behind in _DASHES:
        return count + 1
    said = behind.rstrip(_PARTING).casefold()
    return count if behind[0] in _MARKS or said in PAST_VERBS or said in NOUNS or said in DOINGS else 0


def read_people(text: str, people: Iterable[tuple[Key, str]]) -> Mentioned[Key]:
    """Find the people a text names, by full name, first name or last name, in the order they are named.

    Capitals and accents do not matter, except for names that are everyday words (`Mark`, `Will`). A name that several
    people share is not guessed. A possessive (`Jane's team`) names nobody.
    """
    words = _words(text)
    index = _index(people)
    longest = max((len(name) for name in index), default=0)
    found: dict[int, tuple[Key, str]] = {}
    doubtful: dict[int, list[tuple[Key, str]]] = {}
    at = 0
    while at < len(words):
        taken = 1
        for length in range(min(longest, len(words) - at), 0, -1):
            meant = index.get(tuple(word.folded for word in words[at : at + length]))
            if not meant:
                continue
            everyday = length == 1 and words[at].folded in WORDS_THAT_ARE_NAMES and not words[at].said_as_name
            if everyday and not words[at].capital:
                break
            (doubtful.setdefault(at, meant) if everyday or len(meant) > 1 else found.setdefault(at, meant[0]))
            taken = length
            break
        at += taken
    named = dict(found[at] for at in sorted(found))
    unsure = [
        name
        for meant in doubtful.values()
        if not any(key in named for key, _ in meant)
        for _, name in sorted(meant, key=lambda person: person[1])
    ]
    return Mentioned(tuple(named.items()), tuple(dict.fromkeys(unsure)))


def _index(people: Iterable[tuple[Key, str]]) -> dict[tuple[str, ...], list[tuple[Key, str]]]:
    """List who is meant by each way of naming somebody, as the words of that name."""
    index: dict[tuple[str, ...], list[tuple[Key, str]]] = {}
    for person in people:
        parts = _name_parts(person[1])
        if not parts:
            continue
        ways = {parts}
        if not _NOT_A_PERSONS.intersection(parts):
            ways |= {(part,) for part in (parts[0], parts[-1]) if len(part) > 1}
            if "," in person[1]:
                ways.add((*parts[1:], parts[0]))
        for way in ways:
            index.setdefault(way, []).append(person)
    return index


@lru_cache(maxsize=8192)
def _name_parts(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in _words(name) if word.folded not in _TITLES)


def _words(text: str) -> list[_Word]:
    said = _WORD.findall(unicodedata.normalize("NFC", text))
    return [
        _Word(
            fold(word),
            word[0].isupper(),
            word[0].isupper() and (at > 0 or fold(said[1] if len(said) > 1 else "") in PAST_VERBS),
        )
        for at, word in enumerate(said)
    ]


@lru_cache(maxsize=8192)
def _bare(folded: str) -> str:
    """A folded name without its punctuation."""
    return " ".join(re.findall(r"[^\W_]+", folded))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Make names comparable: without capitals, accents and doubled blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())
