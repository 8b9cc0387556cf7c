"""The files of one import, looked through before anything is written, with the mappings that are remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kamtui import paths
from kamtui.domain.errors import Refused
from kamtui.domain.wording import plural
from kamtui.exchange.document_file import write_file
from kamtui.exchange.document_in import Document, read_document
from kamtui.exchange.encodings import is_vcard
from kamtui.exchange.formats.shape import FileKind
from kamtui.exchange.formats.shape import Source as Kind
from kamtui.exchange.headers import named_columns, normal, signature
from kamtui.exchange.json_files import is_kamtui_document
from kamtui.exchange.own_tables import own_list, read_own_table
from kamtui.exchange.reading import Reading, read_file
from kamtui.exchange.tabular import open_table, shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    Pairs = tuple[tuple[str, str], ...]

FILE = "mappings.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """How the user wants files to be read; `mapping` comes from `parse_map`."""

    kind: FileKind | None = None
    mapping: Pairs = ()
    dayfirst: bool | None = None
    decimal_comma: bool | None = None
    keep_unmapped: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it is understood: a table or a document.

    `own` is the mapping that the user gave it, `own_kind` the kind; `remembered` is the part of the mapping that was
    known from an earlier file with the same header.
    """

    path: Path
    reading: Reading
    document: Document | None = None
    own: Pairs = ()
    own_kind: FileKind | None = None
    remembered: Pairs = ()
    size: int = 0

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return shown_name(self.path)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the user said of a header before: the kind where it was given, and the mapping."""

    kind: FileKind | None = None
    mapping: Pairs = ()


def read_sources(
    given: Sequence[Path], asked: Asked | None = None, progress: Callable[[int, int], None] | None = None
) -> tuple[Source, ...]:
    """Look through every file; raises Refused for the first that cannot be read, or a mapping that fits none."""
    wanted = asked or Asked()
    files = list(dict.fromkeys(_whole(path) for path in given))
    sources = tuple(read_source(path, wanted, progress, several=len(files) > 1) for path in files)
    used = {normal(column) for source in sources for column, _ in source.own}
    for column, _ in wanted.mapping:
        if sources and normal(column) not in used:
            raise Refused(f'no file has a column "{column}"')
    return sources


def read_source(
    path: Path, asked: Asked, progress: Callable[[int, int], None] | None = None, *, several: bool = False
) -> Source:
    """Look through one file; of `several`, it takes the mappings of those columns that it has. Raises Refused."""
    size = _size(path)
    if asked.kind in (None, FileKind.KAMTUI_JSON) and is_kamtui_document(path):
        return Source(path, read_file(path, kind=asked.kind), read_document(path), size=size)
    if asked.kind is FileKind.KAMTUI_JSON:
        raise Refused(f"{shown_name(path)} is not a kamtui document")
    if is_vcard(path) and asked.kind in (None, FileKind.VCARD):
        reading = read_file(path, keep_unmapped=asked.keep_unmapped, progress=progress)
        return Source(path, reading, size=size)
    table = open_table(path)
    header = table.header
    if asked.kind is None and not asked.mapping and (listed := own_list(header)):
        document = read_own_table(table, listed)
        count = len(document.records(listed.name))
        what = f"the list {listed.name.replace('_', ' ')} as kamtui wrote it, {plural(count, 'row')}"
        called = f"{table.name}: {what}, {table.described}"
        notes = ("references to what is in none of the files and not known are left out",)
        return Source(path, Reading(path, FileKind.KAMTUI_JSON, Kind.KAMTUI, called, notes=notes), document, size=size)
    columns = {normal(name) or name for name in named_columns(header)}
    own = tuple(pair for pair in asked.mapping if not several or (normal(pair[0]) or pair[0]) in columns)
    known = recall(signature(header))
    said = {normal(column) for column, _ in own}
    taken = {field for _, field in own}
    kept = tuple(pair for pair in known.mapping if normal(pair[0]) not in said and pair[1] not in taken)
    reading = read_file(
        path,
        kind=asked.kind or known.kind,
        mapping=(*kept, *own),
        dayfirst=asked.dayfirst,
        decimal_comma=asked.decimal_comma,
        keep_unmapped=asked.keep_unmapped,
        progress=progress,
        table=table,
    )
    if kept or (known.kind and not asked.kind):
        words = ", ".join(f"{column} = {field}" for column, field in kept) or f"kind {known.kind}"
        reading = replace(reading, notes=(*reading.notes, f"as you said for this header before: {words}"))
    return Source(path, reading, own=own, own_kind=asked.kind, remembered=kept, size=size)


def _whole(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # `~somebody` whom this machine does not know is a name like any other
        return path.absolute()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def recall(header: str) -> Remembered:
    """What is remembered of a header by its signature; a file that cannot be understood holds nothing."""
    found = _everything().get(header)
    try:
        kind = FileKind(found["kind"]) if found and found.get("kind") else None
        pairs = tuple((str(column), str(field)) for column, field in found["map"]) if found else ()
    except (KeyError, TypeError, ValueError):
        return Remembered()
    return Remembered(kind, pairs)


def remember(sources: Iterable[Source]) -> None:
    """Keep what the user said of each header, for the next file of its kind; raises Refused when it cannot be kept."""
    known = _everything()
    before = json.dumps(known, sort_keys=True)
    for source in sources:
        if source.document is None and (source.own or source.own_kind):
            pairs = [list(pair) for pair in (*source.remembered, *source.own)]
            earlier = recall(source.reading.signature).kind
            known[source.reading.signature] = {"kind": source.own_kind or earlier, "map": pairs}
    if json.dumps(known, sort_keys=True) != before:
        file = _file()
        try:
            paths.private_folder(file.parent)
        except OSError as error:
            raise Refused(f"{file.parent} cannot be made: {error.strerror}") from None
        write_file(file, json.dumps(known, ensure_ascii=False, indent=1) + "\n", force=True)


def _everything() -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}


def _file() -> Path:
    return paths.settings().with_name(FILE)
