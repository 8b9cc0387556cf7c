"""How a text file is encoded: found out by reading it, never guessed where it can be known."""

from __future__ import annotations

import codecs
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SAMPLE: Final = 65_536
_CHUNK: Final = 1 << 20

_BINARY_BEGINNINGS: Final = {
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook: save the sheet as CSV and import that",
    b"%PDF": "is a PDF document, not a table",
    b"SQLite format 3\x00": "is a database, not a table",
    b"\x89PNG": "is a picture, not a table",
    b"\x1f\x8b": "is compressed: unpack it and import what is inside",
}
_MARKS: Final = {
    codecs.BOM_UTF8: ("utf-8-sig", "UTF-8 with a byte order mark"),
    codecs.BOM_UTF32_LE: ("utf-32", "UTF-32"),
    codecs.BOM_UTF32_BE: ("utf-32", "UTF-32"),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, its name for people, and how many bytes of the file it cannot read and shows as �."""

    codec: str
    called: str
    unreadable: int = 0

    @property
    def errors(self) -> str:
        """The error handler to open the file with."""
        return "replace" if self.unreadable else "strict"


def is_zip(path: Path) -> bool:
    """Say whether a file begins as a zip archive does, which every workbook is."""
    return _beginning(path, 4) == b"PK\x03\x04"


def is_vcard(path: Path) -> bool:
    """Say whether a file begins as vCards do."""
    text = _beginning(path, 4096)
    for mark, (codec, _) in _MARKS.items():
        if text.startswith(mark):
            text = text.decode(codec, "ignore").encode("ascii", "ignore")
            break
    return text.strip().lower().startswith(b"begin:vcard")


def _beginning(path: Path, size: int) -> bytes:
    """The first bytes of a regular file; none of one that cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError:
        return b""


def detect(path: Path) -> Encoding:
    """Find out how a file is encoded: byte order mark, UTF-16 by its zeros, UTF-8, Windows-1252, then a guess.

    Raises ValueError with the rest of a sentence ("is empty") for what is not text, OSError for what cannot be opened.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise ValueError("is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("is not a regular file")
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    if not sample.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ValueError("is empty")
    for beginning, what in _BINARY_BEGINNINGS.items():
        if sample.startswith(beginning):
            raise ValueError(what)
    if is_vcard(path):
        raise ValueError("is a vCard file, not a table")
    if sample.removeprefix(codecs.BOM_UTF8).lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        raise ValueError("is a calendar, which cannot be imported")
    for mark, (codec, called) in _MARKS.items():
        if sample.startswith(mark):
            return Encoding(codec, called, _unreadable(path, codec))
    if wide := _zeros_tell(sample):
        return Encoding(wide, "UTF-16", _unreadable(path, wide))
    if _is_binary(sample):
        raise ValueError("is not a text file")
    return _of_bytes(path, sample)


def _of_bytes(path: Path, sample: bytes) -> Encoding:
    if not (bad := _unreadable(path, "utf-8")):
        return Encoding("utf-8", "UTF-8")
    if _mostly_utf8(path, bad):
        return Encoding("utf-8", "UTF-8", bad)
    if not _unreadable(path, "cp1252"):
        return Encoding("cp1252", "Windows-1252")
    from charset_normalizer import from_bytes

    guess = from_bytes(sample).best()
    if guess is not None and not _unreadable(path, guess.encoding):
        return Encoding(guess.encoding, guess.encoding.replace("_", "-"))
    return Encoding("latin-1", "Latin-1")


def _zeros_tell(sample: bytes) -> str | None:
    """Recognise UTF-16 without a mark: western text has a zero in every other byte."""
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return None
    low, high = even.count(0) / len(even), odd.count(0) / len(odd)
    if high > 0.4 and low < 0.1:
        return "utf-16-le"
    return "utf-16-be" if low > 0.4 and high < 0.1 else None


def _is_binary(sample: bytes) -> bool:
    """Say whether too many bytes are of a kind that text has no use for; UTF-8 is given more credit."""
    text_controls = b"\t\n\r\x0b\x0c\x1b"
    strange = sum(sample.count(byte) for byte in range(32) if byte not in text_controls)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return strange > len(sample) / 20
    return strange > len(sample) / 3


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _unreadable(path: Path, codec: str) -> int:
    """Count what the codec cannot read: 0 for a sound file."""
    try:
        for _ in codecs.iterdecode(_chunks(path), codec):
            pass
    except UnicodeError:
        real = sum(chunk.count("\ufffd") for chunk in codecs.iterdecode(_chunks(path), codec, "replace"))
        return max(real, 1)
    return 0


def _mostly_utf8(path: Path, bad: int) -> bool:
    """Say whether a file is UTF-8 with a few broken bytes, and not another encoding altogether."""
    decoded = codecs.iterdecode(_chunks(path), "utf-8", "replace")
    beyond_ascii = sum(len(chunk) - len(chunk.encode("ascii", "ignore")) for chunk in decoded)
    return beyond_ascii - bad >= 10 * bad
