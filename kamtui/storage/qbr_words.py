"""The words of a review: prompts by phase, guidance for its preparation, the sentences of the follow-up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kamtui import wordlists
from kamtui.domain.qbr import PHASES, Phase, PrepPart

FILE = "qbr.toml"


@dataclass(frozen=True, slots=True)
class QbrWords:
    """What a review asks and says."""

    prompts: Mapping[Phase, tuple[str, ...]]
    preparation: Mapping[PrepPart, str]
    follow_up: Mapping[str, str]


@cache
def words() -> wordlists.Loaded[QbrWords]:
    """Our words, with the user's own in the place of those that their file names (section 16)."""
    return wordlists.load(FILE, _read)


def _read(lists: Mapping[str, Any]) -> QbrWords:
    text = resources.files("kamtui").joinpath("words", FILE).read_text(encoding="utf-8")
    ours = tomllib.loads(text)
    for section in lists:
        if section not in ours:
            raise ValueError(f"there is no section {section!r}")
        if unknown := set(lists[section]) - set(ours[section]):
            raise ValueError(f"there is no {min(unknown)!r} in {section}")
    said = {section: {**ours[section], **lists.get(section, {})} for section in ours}
    prompts = {phase: (*_lines(said["prompts"][phase]), *_lines(said["more"][phase])) for phase in PHASES}
    preparation = {part: _line(said["preparation"][part]) for part in PrepPart}
    return QbrWords(prompts, preparation, {name: _line(sentence) for name, sentence in said["follow_up"].items()})


def _lines(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("prompts are a list of sentences")
    return tuple(map(_line, value))


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no sentence")
    return value.strip()
