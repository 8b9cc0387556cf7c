"""The reading aid: gentle comments on the script of a difficult conversation, while it is written (rule D-4).

It looks for words, so it is sometimes wrong; it comments and never blocks. Which words it looks for, and what it says,
is data: `words/reading_aid.toml` explains how phrases are written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kamtui.domain.conversations import Part

MOST_COMMENTS: Final = 3
LONGEST_FOUND: Final = 60
SAID_ENOUGH: Final = 3
"""From so many words on, something can be missing."""
READ_MOST: Final = 4000
"""How many characters are read; nobody says more in one step, and typing stays quick."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: which rule of the word list it is, the words that gave rise to it (if any), and what it says."""

    rule: str
    found: str
    says: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Comments on words that are there, or (`missing`) on words that are not."""

    name: str
    says: str
    phrases: re.Pattern[str]
    unless: re.Pattern[str]
    missing: bool


@dataclass(frozen=True, slots=True)
class ReadingAid:
    """The rules of each step, ready to be used."""

    rules: Mapping[Part, Sequence[_Rule]]

    def comments(self, step: Part, text: str, *, typing: bool = False) -> list[Comment]:
        """Comment on one step of the script, at most three times, in the order of the word list.

        With `typing` the sentence may go on: what is missing is said only at the end of a sentence.
        """
        read = text[:READ_MOST].translate(_PLAIN)
        found = []
        for rule in self.rules.get(step, ()):
            if rule.missing:
                ended = not typing or text.rstrip(" ")[-1:] in _ENDS
                if ended and len(read.split()) >= SAID_ENOUGH and not _first(rule, read):
                    found.append(Comment(rule.name, "", rule.says))
            elif said := _first(rule, read):
                found.append(Comment(rule.name, " ".join(said.split())[:LONGEST_FOUND], rule.says))
        return found[:MOST_COMMENTS]


def reading_aid(lists: Mapping[str, Any]) -> ReadingAid:
    """Make a reading aid from word lists; raises ValueError, naming the rule, when they are not written as they should.

    A table for each step, and in it a table for each rule: `says`, `phrases`, and if wanted `unless` and `missing`.
    """
    rules: dict[Part, list[_Rule]] = {}
    for step, tables in lists.items():
        if step not in list(Part) or not isinstance(tables, Mapping):
            raise ValueError(f"{step} is no step of the script")
        rules[Part(step)] = [_rule(f"{step}.{name}", name, table) for name, table in tables.items()]
    return ReadingAid(rules)


def _rule(place: str, name: str, table: object) -> _Rule:
    if not isinstance(table, Mapping) or not isinstance(table.get("says"), str) or not table["says"].strip():
        raise ValueError(f"{place} has no sentence to say")
    phrases = _listed(place, table.get("phrases", ()))
    if not phrases:
        raise ValueError(f"{place} has no phrases")
    unless = _listed(place, table.get("unless", ()))
    return _Rule(name, table["says"].strip(), _pattern(phrases), _pattern(unless), bool(table.get("missing", False)))


def _listed(place: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError(f"the phrases of {place} are no list of texts")
    return list(value)


def _first(rule: _Rule, text: str) -> str:
    """The first words that a rule finds and that no exception covers."""
    spared = [match.span() for match in rule.unless.finditer(text)]
    for match in rule.phrases.finditer(text):
        start, end = match.span()
        if not any(begin < end and start < stop for begin, stop in spared):
            return match.group()
    return ""


_PLAIN: Final = {ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("“"): '"', ord("”"): '"'}
_ENDS: Final = ("", ".", "!", "?", "…", "\n", ")", '"', "”")
_TOKENS: Final = re.compile(r"\s*\.\.\s*|Name\b|[()|#*]|\s+|.")
_SIGNS: Final = {
    "(": "(?:",
    ")": ")",
    "|": "|",
    "#": r"(?:[0-9]+(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    "*": r"[\w'-]+",
    "..": r"\b[^.!?\n]{1,80}?\b",  # words of the same sentence
    "Name": r"(?-i:[A-ZÀ-ÖØ-Þ][\w'-]+)",
}


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """One expression for all phrases, the longest match of the first that fits; none fits where there are none."""
    try:
        return re.compile("|".join(map(_expression, phrases)) or r"(?!)", re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{' · '.join(phrases)[:80]} is not a phrase: {error.msg}") from None


def _expression(phrase: str) -> str:
    """A phrase as an expression that matches whole words, with the few signs that the word list knows."""
    pieces = []
    for token in _TOKENS.findall(phrase.translate(_PLAIN).strip()):
        sign = _SIGNS.get(token.strip() or token)
        pieces.append(sign if sign is not None else r"\s+" if token.isspace() else re.escape(token))
    before = "" if re.match(r"\W", phrase) and phrase[0] not in "(#*" else r"(?<![\w'])"
    after = "" if re.search(r"[^\w)#*]$", phrase) else r"(?![\w'])"
    return f"{before}(?:{''.join(pieces)}){after}"
