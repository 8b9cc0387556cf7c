"""The marks of a review's notes: which lines become records when it is closed (rule Q-5)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kamtui.domain import money
from kamtui.domain.capture_names import fold
from kamtui.domain.commitments import Side
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.human_dates import find_date
from kamtui.domain.qbr import PHASES, Participant, Phase
from kamtui.domain.text import clean_line


class MarkKind(StrEnum):
    """What a marked line becomes (rule Q-5)."""

    OURS = "ours"
    THEIRS = "theirs"
    TRIGGER = "trigger"
    VALUE = "value"
    QUESTION = "question"


SIGNS: Final[Mapping[str, MarkKind]] = MappingProxyType(
    {
        "!": MarkKind.OURS,
        "*": MarkKind.THEIRS,
        "^": MarkKind.TRIGGER,
        "+": MarkKind.VALUE,
        "?": MarkKind.QUESTION,
    }
)
SIGN_OF: Final[Mapping[MarkKind, str]] = MappingProxyType({kind: sign for sign, kind in SIGNS.items()})

_LINE: Final = re.compile(r"[ \t]*([!*^+?])(?![!*^+?=])[ \t]*(\S.*)")
_HEAD: Final = re.compile(r"([A-Za-z][A-Za-z _-]{2,30}):\s*(\S.*)")
_AMOUNT: Final = re.compile(
    r"(?<![\w.,])(?:(?:EUR|USD|GBP|CHF|[€$£¥]) ?[0-9][0-9.,'’]*(?: ?(?:k|m|bn?)\b)?"
    r"|[0-9][0-9.,'’]* ?(?:k|m|bn?)?\b ?(?:EUR|USD|GBP|CHF|[€$£¥])"
    r"|[0-9][0-9.,'’]*(?:k|m|bn)\b)",
    re.IGNORECASE,
)

_HEADS: Final[Mapping[str, TriggerKind]] = MappingProxyType(
    {
        **{kind.value.replace("_", " "): kind for kind in TriggerKind},
        "adjacent": TriggerKind.ADJACENT_PROBLEM,
        "problem": TriggerKind.ADJACENT_PROBLEM,
        "org": TriggerKind.ORG_CHANGE,
        "reorg": TriggerKind.ORG_CHANGE,
        "organisation": TriggerKind.ORG_CHANGE,
        "competition": TriggerKind.COMPETITOR,
        "referral": TriggerKind.UNSOLICITED_REFERRAL,
    }
)
_HEARD: Final[Sequence[tuple[TriggerKind, str]]] = (
    (TriggerKind.UNSOLICITED_REFERRAL, r"referred|referral|recommend\w*|introduc\w+ us"),
    (TriggerKind.COMPETITOR, r"competitors?|rivals?|tenders?|rfps?|other (?:vendor|supplier|provider)s?|displac\w+"),
    (TriggerKind.RENEWAL, r"renew\w*|contract ends?|extension|prolong\w*"),
    (TriggerKind.ORG_CHANGE, r"reorg\w*|restructur\w+|merg(?:er|es?|ing)|acqui\w+|successor|consolidat\w+|hired"),
    (TriggerKind.ORG_CHANGE, r"new (?:ceo|coo|cfo|cio|cto|head|boss|director|team)|org(?:ani\w+)? change|leaves"),
    (TriggerKind.MILESTONE, r"milestones?|go[- ]live|went live|launch\w*|rolled out|roll-?out|anniversary|completed"),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked line as the record it may become.

    `who` is empty where nobody is named, `due` belongs to commitments, `trigger` to triggers, `amount` (minor units)
    to value delivered.
    """

    kind: MarkKind
    text: str
    phase: Phase = Phase.RESULTS
    who: str = ""
    due: date | None = None
    trigger: TriggerKind | None = None
    amount: int | None = None

    @property
    def sign(self) -> str:
        """The mark it was written with."""
        return SIGN_OF[self.kind]


def read_line(
    line: str, today: date, people: Sequence[Participant] = (), phase: Phase = Phase.RESULTS
) -> Marked | None:
    """Read one line of the notes; None where it is a plain note (rule Q-5).

    A mark is one sign at the beginning, with words behind it. A commitment may end in a date, counted from `today`;
    the day of the meeting; a participant of its side whose name leads the line, or a part of it behind a comma, is who.
    """
    match = _LINE.fullmatch(line.rstrip())
    if match is None:
        return None
    text = clean_line(match[2])
    return None if not text else draft(SIGNS[match[1]], text, today, people, phase)


def draft(
    kind: MarkKind, text: str, today: date, people: Sequence[Participant] = (), phase: Phase = Phase.RESULTS
) -> Marked:
    """Understand the words of a line of that kind, as `read_line` does."""
    if kind in (MarkKind.OURS, MarkKind.THEIRS):
        found = find_date(text, today)
        what = found.rest.rstrip(" ,;") if found else text
        side = Side.OURS if kind is MarkKind.OURS else Side.THEIRS
        who, what = _who(what, [each.name for each in people if each.side == side])
        return Marked(kind, what or text, phase, who, found.day if found and what else None)
    if kind is MarkKind.TRIGGER:
        trigger, heard = _trigger(text)
        return Marked(kind, heard, phase, trigger=trigger)
    return Marked(kind, text, phase, amount=_amount(text) if kind is MarkKind.VALUE else None)


def read_notes(notes: Mapping[Phase, str], today: date, people: Sequence[Participant] = ()) -> tuple[Marked, ...]:
    """Every marked line of the notes, in the order of the phases; the same line twice is one (rule Q-5)."""
    found = [
        marked
        for phase in PHASES
        for line in notes.get(phase, "").split("\n")
        if (marked := read_line(line, today, people, phase)) is not None
    ]
    return tuple(dict.fromkeys(found))


def counted(notes: Iterable[str]) -> dict[MarkKind, int]:
    """How many lines carry each mark; kinds without any are left out. Cheap enough for every key."""
    counts: dict[MarkKind, int] = {}
    for text in notes:
        for line in text.split("\n"):
            match = _LINE.match(line)
            if match is not None:
                kind = SIGNS[match[1]]
                counts[kind] = counts.get(kind, 0) + 1
    return counts


def with_mark(line: str, sign: str) -> str:
    """The line with this mark in front; with the mark it has already it loses it, another one is replaced."""
    blank = line[: len(line) - len(line.lstrip())]
    body = line.lstrip()
    had = body[:1] if body[:1] in SIGNS and body[1:2] not in (*SIGNS, "=") else ""
    rest = body[1:].lstrip() if had else body
    return f"{blank}{rest}" if had == sign else f"{blank}{sign} {rest}"


def _who(text: str, names: Sequence[str]) -> tuple[str, str]:
    """Who is to do it, and what; a name before a colon is taken out of the words."""
    known = {fold(name): name for name in names}
    firsts: dict[str, list[str]] = {}
    for name in names:
        firsts.setdefault(fold(name).partition(" ")[0], []).append(name)
    known.update({first: those[0] for first, those in firsts.items() if len(those) == 1})
    for place, clause in enumerate(re.split(r"(?<=[,;]) ", text)):
        said = clause.split()
        for length in range(min(4, len(said) - 1), 0, -1):
            found = known.get(fold(" ".join(said[:length]).rstrip(":")))
            if found is not None:
                rest = " ".join(said[length:])
                return found, rest if place == 0 and said[length - 1].endswith(":") else text
    return "", text


def _trigger(text: str) -> tuple[TriggerKind, str]:
    head = _HEAD.fullmatch(text)
    named = _HEADS.get(" ".join(re.split(r"[ _-]+", head[1].casefold()))) if head else None
    if head and named:
        return named, head[2]
    for kind, pattern in _HEARD:
        if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return kind, text
    return TriggerKind.ADJACENT_PROBLEM, text


def _amount(text: str) -> int | None:
    for match in _AMOUNT.finditer(text):
        try:
            return money.parse_amount(match[0].rstrip(".,'’").upper())
        except ValueError:
            continue
    return None
