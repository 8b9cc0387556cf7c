"""The follow-up of a review: when it is due, its three parts, and its draft (rule Q-7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kamtui.domain.deadlines import FOLLOW_UP
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.qbr_clock import away_words
from kamtui.domain.wording import day_words


class Part(StrEnum):
    """What a follow-up says (rule Q-7)."""

    OURS = "ours"
    THEIRS = "theirs"
    WHEN = "when"


PARTS: Final[Mapping[Part, str]] = MappingProxyType(
    {
        Part.OURS: "what we will do",
        Part.THEIRS: "what the client will do",
        Part.WHEN: "when both will be done",
    }
)


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing promised in the review; `ours` says by whom."""

    what: str
    ours: bool
    who: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a draft is composed from.

    `expansion` is what was raised in phase 5, `next_review` the day of the next one where it is planned.
    """

    held_on: date
    promises: Sequence[Promise] = ()
    results: Sequence[str] = ()
    expansion: Sequence[tuple[TriggerKind, str]] = ()
    questions: Sequence[str] = ()
    next_review: date | None = None
    greet: Sequence[str] = field(default_factory=tuple)


def due(ended_at: datetime) -> datetime:
    """When the follow-up is due: 24 hours after the end of the review (rule Q-7)."""
    return ended_at + FOLLOW_UP


def left_words(ended_at: datetime, now: datetime) -> str:
    """How long there is still: `due in 5 h 20`, `2 days late`."""
    left = due(ended_at) - now
    return f"due in {away_words(left)}" if left >= timedelta() else f"{away_words(-left)} late"


def both_done_by(promises: Iterable[Promise]) -> date | None:
    """The day by which all of it will be done: the last due date; None where a promise has none, or there is none."""
    days = [promise.due for promise in promises]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def missing(promises: Sequence[Promise], reasons: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """The parts that neither the promises give nor a reason explains, in their order (rule Q-7)."""
    there = {
        Part.OURS: any(promise.ours for promise in promises),
        Part.THEIRS: any(not promise.ours for promise in promises),
        Part.WHEN: both_done_by(promises) is not None,
    }
    explained = {part for part, reason in (reasons or {}).items() if reason.strip()}
    return tuple(part for part in Part if not there[part] and part not in explained)


def parts_words(promises: Sequence[Promise], reasons: Mapping[str, str] | None = None) -> str:
    """How far the three parts are: `3 of 3 parts`, `2 of 3 parts, missing: when both will be done`."""
    gaps = missing(promises, reasons)
    named = f", missing: {'; '.join(PARTS[part] for part in gaps)}" if gaps else ""
    return f"{len(Part) - len(gaps)} of {len(Part)} parts{named}"


def compose(facts: Facts, words: Mapping[str, str]) -> str:
    """The draft: what was seen, the three parts, expansion framed as theirs, one next step (rule Q-7).

    `words` are the sentences, by name, with `{day}`, `{names}` and `{heard}` to be filled in. A part of which nothing
    is known is left out.
    """
    names = " and ".join(part for part in (", ".join(facts.greet[:-1]), *facts.greet[-1:]) if part)
    greeting = _filled(words["greeting"], names=names) if names else words["greeting_nobody"]
    blocks = [greeting, _filled(words["thanks"], day=day_words(facts.held_on))]
    blocks += _listed(words["results"], facts.results)
    blocks += _listed(words["ours"], [_said(each, words) for each in facts.promises if each.ours])
    blocks += _listed(words["theirs"], [_said(each, words) for each in facts.promises if not each.ours])
    if (both := both_done_by(facts.promises)) is not None:
        blocks.append(_filled(words["when"], day=day_words(both)))
    blocks += _listed(words["questions"], facts.questions)
    for kind, heard in facts.expansion:
        blocks.append(_filled(words.get(f"expansion_{kind}", words["expansion"]), heard=heard.rstrip(".")))
    return "\n\n".join([*blocks, _next_step(facts, both, words), words["close"]]) + "\n"


def _next_step(facts: Facts, both: date | None, words: Mapping[str, str]) -> str:
    """One next step: a talk about what they raised, else a look at what was promised, else the next review."""
    if facts.expansion:
        day = _working_day(facts.held_on + timedelta(days=7))
        return _filled(words["next_expansion"], day=day_words(day))
    if both is not None:
        return _filled(words["next_promises"], day=day_words(_working_day(both)))
    if facts.next_review is not None:
        return _filled(words["next_review"], day=day_words(facts.next_review))
    return _filled(words["next_call"], day=day_words(_working_day(facts.held_on + timedelta(days=14))))


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def _said(promise: Promise, words: Mapping[str, str]) -> str:
    who = f" ({promise.who})" if promise.who and promise.who not in promise.what else ""
    by = _filled(words["by"], day=day_words(promise.due)) if promise.due else ""
    return f"{promise.what}{who}{by}"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join([title, *(f"- {line}" for line in lines)])] if lines else []


def _filled(sentence: str, **values: str) -> str:
    """Fill a sentence in; what is filled in is never read as a place itself."""
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence
