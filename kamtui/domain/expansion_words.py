"""What is asked and said when an opportunity is opened up with a client (rules X-5, X-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kamtui.domain.opportunities import Part

FILE: Final = "expansion.toml"


@dataclass(frozen=True, slots=True)
class ExpansionWords:
    """The integrity question, what is asked for as new evidence, and what the conversation and its parts are."""

    integrity: str
    evidence: str
    conversation: str
    parts: Mapping[Part, str]


def read_expansion_words(lists: Mapping[str, Any]) -> ExpansionWords:
    """Make the words from their file; raises KeyError for what is missing and TypeError for what is no text."""
    parts = lists["parts"]
    return ExpansionWords(
        integrity=_text(lists, "integrity"),
        evidence=_text(lists, "evidence"),
        conversation=_text(lists, "conversation"),
        parts={part: _text(parts, part) for part in Part},
    )


def _text(lists: Mapping[str, Any], name: str) -> str:
    text = lists[name]
    if not isinstance(text, str) or not text.strip():
        raise TypeError(f"{name} is no text")
    return " ".join(text.split())
