"""One line, one fact: what a captured line says (rule I-2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Generic

from kamtui.domain.capture_marks import Marks, read_marks
from kamtui.domain.capture_names import Head, Key, Mentioned, fold, read_head, read_people
from kamtui.domain.capture_words import GRAMMAR_HELP, NOUNS, OCCASIONS, PAST_VERBS, REACHING_VERBS
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.text import clean_line
from kamtui.domain.touchpoints import Channel, Initiator, Tone
from kamtui.domain.wording import alternatives, day_words, hours_words, minutes_words

__all__ = ["GRAMMAR_HELP", "Captured", "capture"]

_NOTE: Final = re.compile(r"note:(?!//)\s*", re.IGNORECASE)
_GLUED_NEXT: Final = re.compile(r"(?<!\S)(next:)(?=\S)(?!//)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_REACHED: Final = rf"(?:{'|'.join(sorted(REACHING_VERBS))})"
BEGINNING: Final = 3
"""How many words are the beginning of a sentence."""
_TO_US: Final = re.compile(rf"\b{_REACHED} (?:to |with )?(?:us|me)\b|\b(?:they|he|she) {_REACHED}\b")


@dataclass(frozen=True, slots=True)
class Captured(Generic[Key]):
    """What was understood of a captured line, to be shown before it is saved."""

    account_id: Key | None
    account_name: str | None
    candidates: tuple[str, ...]
    """The accounts that may be meant, where the beginning fits several."""
    channel: Channel
    people: tuple[Key, ...]
    people_names: tuple[str, ...]
    unsure_people: tuple[str, ...]
    """Full names of people who may be meant and were not guessed."""
    tone: Tone | None
    triggers: tuple[TriggerKind, ...]
    transactional: bool
    """True unless marked `+value`: a value touchpoint is claimed, never assumed (rule I-3)."""
    internal: bool
    """A note for ourselves, which is no touchpoint (rule I-4)."""
    initiated_by: Initiator
    response_hours: float | None
    minutes: int | None
    happened_on: date | None
    """The day it happened, where one was said; never a day to come."""
    next_step: str | None
    next_step_due: date | None
    summary: str
    lifted: tuple[str, ...]
    """The words that are in neither summary nor next step, because a field above says the same."""
    heard: tuple[tuple[str, str], ...]
    """What was understood, as (label, value) to show."""


def capture(
    text: str,
    today: date,
    accounts: Sequence[tuple[Key, str]],
    people: Sequence[tuple[Key, Key, str]],
    *,
    current: Key | None = None,
) -> Captured[Key]:
    """Read a line such as `Acme: called Jane ~warm next: send case study by fri` (rule I-2).

    `accounts` are (id, name), `people` are (id, account id, name); `current` is the account meant where the line
    begins with none. Any text is accepted, and what is not understood stays in the summary.
    """
    head = read_head(clean_line(text), accounts)
    if head.account is None and not head.candidates and current is not None:
        named = next((account for account in accounts if account[0] == current), None)
        head = Head(named, (), head.words, head.rest)
    note = _NOTE.match(head.rest)
    marks = read_marks(_GLUED_NEXT.sub(r"\1 ", head.rest[note.end() if note else 0 :]), today)
    marks.lifted[:0] = [*head.words.split(), *(note.group().split() if note else [])]
    summary = " ".join(marks.said)
    account_id = head.account[0] if head.account else None
    mentioned = read_people(summary, [(key, name) for key, account, name in people if account == account_id])
    channel = Channel.OTHER if note else _channel(summary)
    theirs = marks.client_began or _client_began(summary, mentioned)
    return Captured(
        account_id=account_id,
        account_name=head.account[1] if head.account else None,
        candidates=head.candidates,
        channel=channel,
        people=tuple(key for key, _ in mentioned.people),
        people_names=tuple(name for _, name in mentioned.people),
        unsure_people=mentioned.unsure,
        tone=marks.tone,
        triggers=tuple(marks.triggers),
        transactional=not marks.value,
        internal=note is not None,
        initiated_by=Initiator.CLIENT if theirs else Initiator.US,
        response_hours=marks.response_hours,
        minutes=marks.minutes,
        happened_on=marks.happened_on,
        next_step=" ".join(marks.next_words or []) or None,
        next_step_due=marks.due,
        summary=summary,
        lifted=tuple(marks.lifted),
        heard=tuple(_heard(head, mentioned, marks, channel, internal=note is not None, theirs=theirs)),
    )


def _channel(summary: str) -> Channel:
    """Tell the channel by the first verb that says one, else by the first noun, else by how the sentence begins."""
    words = [word.casefold() for word in _WORD.findall(summary)]
    for vocabulary in (PAST_VERBS, NOUNS):
        for word in words:
            if word in vocabulary:
                return vocabulary[word]
    return next((OCCASIONS[word] for word in words[:BEGINNING] if word in OCCASIONS), Channel.OTHER)


def _client_began(summary: str, mentioned: Mentioned[Key]) -> bool:
    """Tell whether the sentence says that they came to us: `called us`, `Jane called`, `mail from Jane`."""
    said = fold(summary)
    if _TO_US.search(said):
        return True
    names = {
        part for name in (*(name for _, name in mentioned.people), *mentioned.unsure) for part in fold(name).split()
    }
    words = _WORD.findall(said)
    if any(before in names and word in REACHING_VERBS for before, word in pairwise(words)):
        return True
    sent = ((what, who) for what, way, who in zip(words, words[1:], words[2:], strict=False) if way == "from")
    return any((what in NOUNS or what in OCCASIONS) and who in names for what, who in sent)


def _heard(
    head: Head[Key], mentioned: Mentioned[Key], marks: Marks, channel: Channel, *, internal: bool, theirs: bool
) -> list[tuple[str, str]]:
    pairs = [
        ("account", head.account[1] if head.account else ""),
        ("account?", alternatives(head.candidates)),
        ("note", "for ourselves, no touchpoint" if internal else ""),
        ("channel", "" if internal else channel.value),
        ("with", ", ".join(name for _, name in mentioned.people)),
        ("with?", alternatives(mentioned.unsure)),
        ("begun by", "client" if theirs else ""),
        ("tone", marks.tone.value if marks.tone else ""),
        ("trigger", ", ".join(kind.value.replace("_", " ") for kind in marks.triggers)),
        ("value touchpoint", "yes" if marks.value else ""),
        ("when", _dated(marks.happened_on)),
        ("took", minutes_words(marks.minutes) if marks.minutes else ""),
        ("answered within", hours_words(marks.response_hours) if marks.response_hours is not None else ""),
        ("next step", " ".join(marks.next_words or [])),
        ("due", _dated(marks.due)),
    ]
    return [(label, value) for label, value in pairs if value]


def _dated(day: date | None) -> str:
    return f"{day_words(day)} ({day.isoformat()})" if day else ""
