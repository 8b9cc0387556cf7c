"""Header rows: how they are compared, remembered and recognised."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamtui.exchange.formats.shape import Format

_SALESFORCE_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")


def normal(header: str) -> str:
    """Reduce a header to what counts for comparing: letters and digits, without case."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(character for character in folded if character.isalnum())


def signature(headers: Iterable[str]) -> str:
    """Name a header row, whatever the order and spelling of its columns, so that a mapping can be remembered for it."""
    joined = "\x1f".join(sorted(normal(header) for header in headers))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def named_columns(headers: Sequence[str]) -> tuple[str, ...]:
    """Give every column a name of its own: a nameless one its place, a repeated one a number."""
    names: list[str] = []
    seen: set[str] = set()
    for place, header in enumerate(headers, start=1):
        base = " ".join(header.split()) or f"column {place}"
        name, count = base, 1
        while name in seen:
            count += 1
            name = f"{base} ({count})"
        seen.add(name)
        names.append(name)
    return tuple(names)


def recognise(
    headers: Sequence[str], formats: Sequence[Format], *, first_id: str = "", mapped: Iterable[str] = ()
) -> tuple[Format, ...]:
    """List the formats that a header fits: one when it is clear, none when it is unknown.

    The first format that fits wins. Where none does, a Salesforce id in the `Id` column tells by its first three
    characters, and then the fields that the user `mapped` columns to are taken into account; those may leave several.
    """
    present = frozenset(filter(None, map(normal, headers)))
    unparted = frozenset(key for key, header in zip(map(normal, headers), headers, strict=True) if _is_api_name(header))
    by_id = _by_id(present, formats, first_id)
    for one in formats:
        if one.fits(unparted if one.id_prefix else present):
            return (_joined(by_id, one),) if by_id and one.source == "plain" else (one,)
    fields = frozenset(mapped)
    if by_id or not fields:
        return (by_id,) if by_id else ()
    return tuple(one for one in formats if one.fits(present.union(*(one.headers_of(field) for field in fields))))


def _joined(by_id: Format, plain: Format) -> Format:
    """Let columns that people added to an export by hand be understood as in a plain table."""
    if by_id.record != plain.record:
        return by_id
    return replace(by_id, columns={**plain.columns, **by_id.columns})


def _is_api_name(header: str) -> bool:
    """Say whether a header is written as in an interface for programs: `LastName`, not `Last Name` or `last_name`."""
    return header.strip("\ufeff \"'").casefold() == normal(header)


def _by_id(present: frozenset[str], formats: Sequence[Format], first_id: str) -> Format | None:
    if "id" not in present or not _SALESFORCE_ID.fullmatch(first_id):
        return None
    return next((one for one in formats if one.id_prefix and first_id.startswith(one.id_prefix)), None)
