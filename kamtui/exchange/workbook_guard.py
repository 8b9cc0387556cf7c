"""Workbooks that would do harm: looked for before any is opened, by reading through all of it in bounded memory.

The reader of workbooks unpacks a whole sheet into memory, as a rectangle up to its furthest cell and with a copy of
the text in every cell. So what it would unpack is measured here first, from the bytes and not from what the archive
says of itself.
"""

from __future__ import annotations

import functools
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from kamtui.domain.errors import Refused
from kamtui.exchange.tabular import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_PARTS: Final = 2_000
MOST_BYTES: Final = 256 << 20
MOST_CELLS: Final = 4_000_000
MOST_TEXT: Final = 128 << 20
MOST_STRINGS: Final = 2_000_000

_ENTRY: Final = b"PK\x01\x02"
_CHUNK: Final = 1 << 18
_BOOK: Final = "xl/workbook.xml"
_DECLARES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_STRINGS: Final = re.compile(rb"<(?:\w+:)?sst[\s>]")
_STRING_ENDS: Final = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_ROW_ENDS: Final = re.compile(rb"</(?:\w+:)?row\s*>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_ROW_NUMBER: Final = re.compile(rb"<(?:\w+:)?row\s[^<>]{0,400}?\br\s{0,4}=\s{0,4}[\"']([0-9]{1,9})[\"']")
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^<>]*)(?<!/)>(?:\s*<(?:\w+:)?v[^<>]*>\s*([0-9]{1,9})\s*<)?")
_ERROR: Final = re.compile(rb"<(?:\w+:)?c\s[^<>]*\bt\s{0,4}=\s{0,4}[\"']e[\"']")
_NEVER_WORKED_OUT: Final = re.compile(
    rb"<(?:\w+:)?c\s(?![^<>]*\bt\s{0,4}=\s{0,4}[\"'](?:str|e)[\"'])[^<>]*(?<!/)>\s*"
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f\s*>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v\s*>)?\s*</(?:\w+:)?c\s*>"
)
_PLACE: Final = re.compile(rb"\br\s{0,4}=\s{0,4}[\"']([A-Za-z]{1,3})([0-9]{1,9})[\"']")


def check(path: Path) -> int:
    """Read through a workbook and count its cells that have no value to be read: errors, formulas never worked out.

    Raises Refused, in one line, for a file that is no workbook or that would do harm.
    """
    name = shown_name(path)
    try:
        with path.open("rb") as stream:
            _count_parts(stream, name)
            with zipfile.ZipFile(stream) as archive:
                parts = archive.infolist()
            _look_at(parts, name)
            return _read_through(stream, parts, name)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError):
        raise Refused(f"{name} is damaged, or no Excel workbook at all") from None
    except OSError as error:
        raise Refused(f"{name} cannot be read: {(error.strerror or 'unknown reason').lower()}") from error


def _count_parts(stream: BinaryIO, name: str) -> None:
    found = 0
    while chunk := stream.read(1 << 20):
        found += chunk.count(_ENTRY)
        if found > MOST_PARTS:
            raise Refused(f"{name} has more parts than any workbook: save the sheet as CSV and import that")


def _look_at(parts: list[zipfile.ZipInfo], name: str) -> None:
    names = [one.filename.replace("\\", "/").casefold() for one in parts]
    if _BOOK not in names:
        raise Refused(f"{name} is a zip archive, but no Excel workbook")
    if len(set(names)) < len(names):
        raise Refused(f"{name} holds two parts of the same name: no spreadsheet writes that")
    if any(one.flag_bits & 1 for one in parts):
        raise Refused(f"{name} is protected by a password: save it without one")
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in parts):
        raise Refused(f"{name} is packed in a way that no spreadsheet uses")
    if sum(one.file_size for one in parts) > MOST_BYTES:
        raise Refused(f"{name} unpacks to more than {MOST_BYTES >> 20} MB: save the sheet as CSV and import that")


def _read_through(stream: BinaryIO, parts: list[zipfile.ZipInfo], name: str) -> int:
    """Read the shared strings first, then everything else, as sheets may come before them; gives the hollow cells."""
    strings: list[zipfile.ZipInfo] = []
    others: list[zipfile.ZipInfo] = []
    for part in parts:
        beginning = next(_unpacked(stream, part, name), b"")
        (strings if _STRINGS.search(beginning[:4096]) else others).append(part)
    lengths: list[int] = []
    for part in strings:
        for piece in _pieces(_safe(stream, part, name), _STRING_ENDS, name):
            lengths.append(len(piece))
            if len(lengths) > MOST_STRINGS:
                raise Refused(f"{name} holds too many texts: save the sheet as CSV and import that")
    return sum(_measure(_pieces(_safe(stream, part, name), _ROW_ENDS, name), lengths, name) for part in others)


def _measure(rows: Iterator[bytes], lengths: list[int], name: str) -> int:
    """Refuse a sheet whose rectangle of cells, or whose text in all cells, is too large to be held in memory.

    Cells with nothing but a look are not counted, as they are not read. Gives how many cells are hollow.
    """
    longest = max(lengths, default=0)
    at = height = width = text = hollow = 0
    for row in rows:
        if _STRINGS.search(row):
            raise Refused(f"{name} hides its texts behind something else: it is not read")
        at += len(_ROW.findall(row))
        at = max([at, *(int(number) for number in _ROW_NUMBER.findall(row))])
        cells = _CELL.findall(row)
        if not cells:
            continue
        if b'"e"' in row or b"'e'" in row:
            hollow += len(_ERROR.findall(row))
        if b"<f" in row or b":f" in row:
            hollow += len(_NEVER_WORKED_OUT.findall(row))
        places = _PLACE.findall(b" ".join([attributes for attributes, _ in cells]))
        height = max([height, at, *map(int, {number for _, number in places})])
        furthest = [_place(letters) for letters, _ in places] or [0]
        width = max(width, *furthest, furthest[-1] + len(cells) - len(places))
        for place in [value for attributes, value in cells if b'"s"' in attributes or b"'s'" in attributes]:
            text += lengths[int(place)] if place and int(place) < len(lengths) else longest
        if height * width > MOST_CELLS or text > MOST_TEXT:
            raise Refused(f"{name} has a sheet too large to be read: save it as CSV and import that")
    return hollow


@functools.cache
def _place(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


def _pieces(chunks: Iterator[bytes], ends: re.Pattern[bytes], name: str) -> Iterator[bytes]:
    """Cut a stream behind every end of a row or text; what is left over at the end is a piece, too."""
    rest = b""
    for chunk in chunks:
        *whole, rest = ends.split(rest + chunk)
        if len(rest) > MOST_BYTES // 16:
            raise Refused(f"{name} has a row or a text too long to be read: save the sheet as CSV and import that")
        yield from whole
    yield rest


def _safe(stream: BinaryIO, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Give the content of a part; refuse one that declares entities, as no spreadsheet does."""
    is_xml = not part.filename.casefold().startswith("xl/media/")
    tail = b""
    for chunk in _unpacked(stream, part, name):
        if is_xml and (_DECLARES.search(tail + chunk) or (not tail and chunk.startswith(_WIDE))):
            raise Refused(f"{name} declares entities of its own, which no spreadsheet does: it is not read")
        tail = chunk[-32:]
        if is_xml:
            yield chunk


def _unpacked(stream: BinaryIO, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Unpack a part bit by bit; refuse it as soon as it is longer than the archive says."""
    stream.seek(part.header_offset)
    header = struct.unpack("<4s22xHH", stream.read(30))
    if header[0] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    start = part.header_offset + 30 + header[1] + header[2]
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    left, size, position = part.compress_size, 0, start
    while left or inflate:
        data = inflate.unconsumed_tail if inflate else b""
        if not data and left:
            stream.seek(position)
            data = stream.read(min(_CHUNK, left))
            left, position = left - len(data), position + len(data)
        chunk = inflate.decompress(data, _CHUNK) if inflate else data
        if not data and not chunk:
            raise EOFError
        size += len(chunk)
        if size > part.file_size:
            raise Refused(f"{name} unpacks to more than it says: it is not read")
        if chunk:
            yield chunk
        if inflate and inflate.eof:
            return
