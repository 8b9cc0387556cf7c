"""How difficult conversations are said, and the guidance that stands beside each step (rule D-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from kamtui import wordlists
from kamtui.domain.conversations import (
    BEFORE,
    STEPS,
    TITLES,
    ConversationKind,
    ConversationState,
    Effect,
    Part,
    surfaces_on,
)
from kamtui.domain.reading_aid import ReadingAid, reading_aid
from kamtui.domain.wording import day_words, due_words, past_words, plural
from kamtui.storage.conversations import Conversation
from kamtui.widgets.ink import Cell

KINDS = {
    ConversationKind.SERVICE_FAILURE: "service failure",
    ConversationKind.SCOPE_CREEP: "scope creep",
    ConversationKind.FEEDBACK: "feedback",
    ConversationKind.OTHER: "other",
}
EFFECTS = {Effect.DEEPER: ("deeper", "good"), Effect.SAME: ("same", ""), Effect.DAMAGED: ("damaged", "poor")}


@dataclass(frozen=True, slots=True)
class Guidance:
    """What stands beside each part, by kind."""

    texts: Mapping[tuple[ConversationKind, Part], Sequence[str]]
    questions: Mapping[ConversationKind, Sequence[str]]


def read_guidance(lists: Mapping[str, Any]) -> Guidance:
    """Make the guidance from its file; raises KeyError for a part or kind that is missing, TypeError for no text."""
    texts: dict[tuple[ConversationKind, Part], Sequence[str]] = {}
    for kind in ConversationKind:
        for part in BEFORE:
            texts[kind, part] = [_text(lists["before"][part.value])]
        for part in STEPS:
            texts[kind, part] = [_text(lists["every"][part.value]), _text(lists[kind.value][part.value])]
    return Guidance(texts, {kind: [_text(one) for one in lists[kind.value]["questions"]] for kind in ConversationKind})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


@cache
def guidance() -> wordlists.Loaded[Guidance]:
    """The guidance: the user's own, or ours."""
    return wordlists.load("conversations.toml", read_guidance)


@cache
def aid() -> wordlists.Loaded[ReadingAid]:
    """The reading aid with its words: the user's own, or ours (rule D-4)."""
    return wordlists.load("reading_aid.toml", reading_aid)


def waiting_words(talk: Conversation, today: date) -> str:
    """Since when it waits (rule D-2)."""
    days = talk.days(today)
    return "noted today" if not days else f"waiting {days} d"


def state_words(talk: Conversation, today: date, draft_days: int) -> str:
    """Where it stands, as a sentence (rule D-5)."""
    when = talk.committed_on
    if talk.state is ConversationState.DRAFT:
        days = talk.days(today)
        waits = f"Waiting {plural(days, 'day')} without a date" if days else "Noted today, without a date"
        weekly = surfaces_on(talk.noted_on, draft_days) <= today
        return f"{waits}{': it comes up every week' if weekly else ''}. s commits to one."
    if talk.state is ConversationState.COMMITTED and when is not None:
        return f"It is on {day_words(when)}, {due_words(when, today)}. h rehearses it, d says that it was held."
    if talk.state is ConversationState.HELD:
        return "It was held. d says what came of it."
    return f"Closed {past_words(talk.closed_on, today)}."


def side_lines(talk: Conversation, today: date, draft_days: int) -> list[Cell]:
    """Everything about one conversation, for the second column."""
    lines: list[Cell] = [[(talk.with_whom, "title")], [(f"{KINDS[talk.kind]} · {waiting_words(talk, today)}", "dim")]]
    lines += ["", state_words(talk, today, draft_days)]
    if talk.state is ConversationState.CLOSED:
        lines += ["", ("What came of it", "dim"), talk.outcome, "", ("What I take from it", "dim"), talk.lesson]
        if talk.effect is not None:
            lines += ["", [("The relationship: ", "dim"), EFFECTS[talk.effect]]]
        if talk.promises:
            lines += ["", f"{plural(talk.promises, 'promise')} in the ledger"]
    for part in BEFORE:
        text = talk.texts[part].strip()
        lines += ["", (TITLES[part], "dim"), text or ("nothing written yet", "dim")]
    if talk.written:
        lines += ["", ("The script", "dim")]
        lines += [[(f"{TITLES[step]}  ", "dim"), talk.texts[step]] for step in STEPS if talk.texts[step].strip()]
    return lines


def below_lines(talk: Conversation, today: date, draft_days: int) -> list[Cell]:
    """The same in three lines, where there is no second column."""
    if talk.state is ConversationState.CLOSED:
        return [
            state_words(talk, today, draft_days),
            [("came of it  ", "dim"), talk.outcome],
            [("lesson      ", "dim"), talk.lesson],
        ]
    cost = talk.texts[Part.COST_OF_WAITING].strip()
    return [
        state_words(talk, today, draft_days),
        [("happened      ", "dim"), talk.texts[Part.HAPPENED]],
        [("waiting costs ", "dim"), cost or ("enter: what does another week cost?", "dim")],
    ]


def kind_options() -> list[tuple[str, str]]:
    """The kinds, as a form offers them."""
    return [(kind.value, words) for kind, words in KINDS.items()]
