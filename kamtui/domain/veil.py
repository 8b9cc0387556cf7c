"""The privacy veil: what stands for names, texts and amounts while others look at the screen (rule G-2)."""

import re
import unicodedata
from typing import Any, Final

MASK: Final = "▒"
"""What is drawn for a letter or a digit behind the veil."""

NAME: Final = MASK * 6
LEFT_OUT: Final = "(left out)"
"""What stands for a text in a redacted file."""

UID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KEPT_KEYS: Final = frozenset({"kind", "uid", "side", "stakeholder", "done", "part", "tier", "on", "day"})
"""What is structure, not text, in the small structures that records hold."""

_KEPT_SIGNS: Final = frozenset("+<>=^`|~")


class _Letters(dict[int, str]):
    """What each character becomes: spaces, line ends and punctuation stay, all else is masked."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kept = unicodedata.category(sign)[0] in "PZC" or sign in _KEPT_SIGNS
        self[code] = sign if kept else MASK
        return self[code]


_LETTERS: Final = _Letters()


def veiled(text: str) -> str:
    """The text with every letter and digit masked; its words, marks and lines keep their places."""
    return text.translate(_LETTERS)


def masked(text: str) -> bool:
    """Whether a text shows something masked, so that it must not be stored."""
    return MASK in text


def is_uid(text: str) -> bool:
    """Whether this is a record's uid and nothing else."""
    return UID.fullmatch(text) is not None


def veiled_value(value: Any, *, figures: bool = True) -> Any:
    """A small structure of lists, objects and text with every text masked but uids and what is structure.

    Numbers stay where `figures` says so; else they are masked as well.
    """
    if isinstance(value, str):
        return value if is_uid(value) else veiled(value)
    if isinstance(value, list):
        return [veiled_value(each, figures=figures) for each in value]
    if isinstance(value, dict):
        return {key: each if key in KEPT_KEYS else veiled_value(each, figures=figures) for key, each in value.items()}
    if isinstance(value, bool) or value is None or figures:
        return value
    return NAME


def without_texts(value: Any) -> Any:
    """A small structure for a redacted file: texts are left out, uids and what is structure stay, figures go."""
    if isinstance(value, str):
        return value if is_uid(value) else LEFT_OUT if value else ""
    if isinstance(value, list):
        return [without_texts(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in KEPT_KEYS else without_texts(each) for key, each in value.items()}
    return value if isinstance(value, bool) else None
