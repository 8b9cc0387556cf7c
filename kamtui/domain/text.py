"""Text that came from outside: made safe to keep and to show, and cut to a width."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

ELLIPSIS: Final = "…"

# Payloads end at a line break, so that an unfinished sequence never swallows the text that follows.
# Only parameters make the 8-bit CSI a sequence: read in the wrong encoding it is a mere quotation mark.
_SEQUENCE: Final = (
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]+[ -/]*[@-~]"
)
_CONTROL: Final = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
_UNSAFE: Final = re.compile(f"{_SEQUENCE}|{_CONTROL}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_BREAK: Final = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_SOFT_HYPHEN: Final = "\u00ad"


def clean_text(text: str) -> str:
    """Make text safe to keep and to show, line breaks and tabs included.

    Escape sequences, control characters and characters that turn the writing direction are taken out, what is not a
    character at all becomes �, every kind of line break becomes a newline, and accents are composed (NFC).
    Never raises; cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _LINE_BREAK.sub("\n", _UNSAFE.sub("", text))
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", kept))


def clean_line(text: str) -> str:
    """Make text safe as one line: as `clean_text`, with line breaks, tabs and runs of blanks as one space."""
    return " ".join(clean_text(text).split())


def removed_count(text: str) -> int:
    """Count the characters of `text` that cleaning takes out or replaces; line breaks and accents do not count."""
    return sum(len(match.group()) for match in _UNSAFE.finditer(text)) + len(_SURROGATE.findall(_UNSAFE.sub("", text)))


def cell_width(text: str) -> int:
    """Tell how many terminal cells a line of text fills."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_cluster_width(cluster) for cluster in _clusters(text))


def shorten(text: str, width: int) -> str:
    """Cut one line of text to at most `width` terminal cells, the last of them an ellipsis where something was cut.

    The text is cleaned first. Letters keep their accents and emoji stay whole.
    """
    line = clean_line(text)
    if not line or (line.isascii() and len(line) <= width):
        return line
    fitting: list[str] = []
    end = 0
    for cluster in _clusters(line):
        end += _cluster_width(cluster)
        if end > width:
            return "".join(fitting).rstrip() + ELLIPSIS if width > 0 else ""
        if end < width:
            fitting.append(cluster)
    return line


def _clusters(text: str) -> Iterator[str]:
    """Split text, at least one character, into signs: a letter with its accents, a joined emoji, a flag."""
    start = 0
    for at in range(1, len(text)):
        if not _continues(text, start, at):
            yield text[start:at]
            start = at
    yield text[start:]


def _continues(text: str, start: int, at: int) -> bool:
    char, before = text[at], text[at - 1]
    if char.isascii():
        return False
    if char in (_JOINER, _EMOJI_STYLE) or "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    if before == _JOINER:
        return unicodedata.east_asian_width(char) == "W"
    if _is_flag_letter(char):
        return at - start == 1 and _is_flag_letter(before)
    return unicodedata.category(char) in ("Mn", "Me")


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _cluster_width(cluster: str) -> int:
    if _EMOJI_STYLE in cluster:
        return 2
    if len(cluster) > 1 and _is_flag_letter(cluster[0]):
        return 2
    return max(_char_width(char) for char in cluster)


def _char_width(char: str) -> int:
    if char != _SOFT_HYPHEN and unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
