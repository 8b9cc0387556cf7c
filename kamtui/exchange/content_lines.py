"""The lines of a vCard file: unfolded, decoded and taken apart, in bounded memory.

Our own reader, as no library fits: vobject, the only one in wide use, last moved in 2024, brings pytz and six, knows
no vCard 4.0, stops at the first line that it cannot read and holds the whole file in memory.
"""

from __future__ import annotations

import codecs
import quopri
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_text
from kamtui.exchange.tabular import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

LONGEST_LINE: Final = 16 << 20
"""The most bytes in one line of the file; a photograph that is not folded may be that long."""
LONGEST_VALUE: Final = 1 << 20
"""The most bytes that are kept of a line that goes on over several."""

_BATCH: Final = 1024
_LINE: Final = re.compile(
    r"(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:\"[^\"]*\"|[^\":])*)?):(?P<value>.*)", re.DOTALL
)
_BARE_ENCODINGS: Final = ("QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT")
_SOFT: Final = re.compile(rb"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_QUOTED_PRINTABLE: Final = "QUOTED-PRINTABLE"
_BACKSLASH: Final = "\x00"


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: its name and group in capitals, its parameters, its value as written, and its line from 1."""

    number: int
    name: str
    value: str
    group: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    def has_type(self, *wanted: str) -> bool:
        """Whether the property is of one of these types, such as `CELL`."""
        return any(name == "TYPE" and value.upper() in wanted for name, value in self.parameters)

    @property
    def rank(self) -> int:
        """How much it is preferred among its like: 1 the most, 101 not at all."""
        given = next((value for name, value in self.parameters if name == "PREF"), "")
        if re.fullmatch("[0-9]{1,3}", given):
            return int(given)
        return 1 if self.has_type("PREF") or ("PREF", "") in self.parameters else 101

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.value)

    def parts(self, mark: str = ";") -> list[str]:
        """The parts of a value such as a name, or of a list parted by another mark."""
        hidden = self.value.replace("\\\\", _BACKSLASH)
        return [unescaped(part.replace(_BACKSLASH, "\\\\")).strip() for part in re.split(rf"(?<!\\){mark}", hidden)]


def unescaped(value: str) -> str:
    """Undo the backslashes that a vCard writes before line breaks and its own marks."""
    hidden = value.replace("\\\\", _BACKSLASH)
    return re.sub(r"\\([nN,;:])", lambda found: "\n" if found[1] in "nN" else found[1], hidden).replace(
        _BACKSLASH, "\\"
    )


def content_lines(path: Path, progress: Callable[[int, int], None] | None = None) -> Iterator[ContentLine | int]:
    """Read a file line by line; a line that is none of the grammar's is given as its number.

    `progress` is told bytes read and bytes in all. Raises Refused for a line too long to be one.
    """
    name = shown_name(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            for count, (number, raw) in enumerate(_unfolded(_utf8_lines(stream, name))):
                if progress is not None and count % _BATCH == 0:
                    progress(min(stream.tell(), size), size)
                if raw.strip():
                    yield _taken_apart(number, raw)
        if progress is not None:
            progress(size, size)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {(error.strerror or 'unknown reason').lower()}") from error


def _utf8_lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Give the lines as bytes, without their line breaks; UTF-16 becomes UTF-8."""
    beginning = stream.read(3)
    wide = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    stream.seek(0 if wide or beginning != codecs.BOM_UTF8 else 3)
    lines = codecs.getreader("utf-16")(stream, "replace") if wide else None
    number = 0
    while True:
        line = lines.readline(LONGEST_LINE + 1).encode() if lines else stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        number += 1
        if len(line) > LONGEST_LINE:
            raise Refused(f"{name}: line {number:,} is longer than {LONGEST_LINE >> 20} MB, which no vCard needs")
        yield line.rstrip(b"\r\n")


def _unfolded(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Join the lines that go on over several, up to `LONGEST_VALUE` bytes; each with the number of its first."""
    first, held, size, soft = 0, [b""], 0, False
    for number, line in enumerate(lines, start=1):
        if soft or (first and line[:1] in (b" ", b"\t") and held[0]):
            was_soft = soft
            if soft:
                held[-1] = held[-1].removesuffix(b"=")
                soft = line.endswith(b"=")
            if size <= LONGEST_VALUE:
                held.append(line if was_soft else line[1:])
                size += len(line)
            continue
        if first:
            yield first, b"".join(held)
        first, held, size = number, [line], len(line)
        soft = line.endswith(b"=") and _SOFT.match(line) is not None
    if first:
        yield first, b"".join(held)


def _taken_apart(number: int, raw: bytes) -> ContentLine | int:
    text = _decoded(raw)
    found = _LINE.fullmatch(text)
    if found is None:
        return number
    parameters = tuple(_parameters(found["parameters"]))
    value = found["value"]
    given = dict(parameters)
    if given.get("ENCODING", "").upper() == _QUOTED_PRINTABLE:
        escaped = quopri.decodestring(value.encode("utf-8"))
        value = _decoded(escaped, given.get("CHARSET", ""))
    elif "CHARSET" in given and not raw.isascii():
        value = _decoded(raw.partition(b":")[2], given["CHARSET"])
    return ContentLine(number, found["name"].upper(), clean_text(value), (found["group"] or "").upper(), parameters)


def _decoded(raw: bytes, charset: str = "") -> str:
    """Decode by the charset that is given, else as UTF-8, else as Windows-1252."""
    for codec in (charset, "utf-8"):
        try:
            return raw.decode(codec or "utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    """Take parameters apart: lists into one each, bare ones of vCard 2.1 into types and encodings."""
    for one in re.findall(r"(?:\"[^\"]*\"|[^;\"])+", text):
        name, equals, value = one.partition("=")
        name = name.strip().upper()
        if not equals:
            yield ("ENCODING", name) if name in _BARE_ENCODINGS else ("TYPE", name)
        else:
            for each in value.replace('"', "").split(","):
                yield name, each.strip()
