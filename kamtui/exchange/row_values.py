"""The values of one row, by field, and what several kinds of records read from them in the same way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kamtui.domain.text import clean_line
from kamtui.exchange.formats.shape import Source
from kamtui.exchange.values import split_list, to_id


@dataclass(slots=True)
class Values:
    """The values of one row by field, with the lines for the notes and for the client's profile."""

    source: Source
    of: dict[str, Any] = field(default_factory=dict)
    given_id: str | None = None
    profile: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """Give a field's text as one line; nothing when it is empty."""
        return " ".join(str(self.of.get(name) or "").split()) or None

    @property
    def called(self) -> str:
        """What the row calls itself, in one line: for rows that become no record."""
        parts = filter(None, (self.text("first_name"), self.text("last_name")))
        names = (self.text(one) for one in ("name", "title", "email", "domain", "product"))
        return clean_line(" ".join(parts) or next(filter(None, names), ""))

    def note(self, label: str, text: str | None) -> None:
        """Keep a line `label: text` in the notes, unless there is no text."""
        if text:
            self.notes.append(f"{label}: {text}")


def account_of(values: Values) -> tuple[str | None, str | None]:
    """Find the account that a record belongs to, by id and by name, of which a cell may hold several or either."""
    ids: tuple[str, ...] = values.of.get("account_external_id") or ()
    name = values.text("account_name")
    if values.source is not Source.HUBSPOT:
        return ids[0] if ids else None, name or values.text("company_name")
    named = split_list(name or "")
    if named and all(part.isascii() and part.isdigit() for part in named):
        ids, named = ids or named, ()
    elif len(named) > 1 and len(named) != len(ids):
        named = (name or "",) if len(ids) == 1 else named
    if len(ids) > 1 or len(named) > 1:
        values.note("Also associated with", "; ".join(named[1:] or ids[1:]))
    return ids[0] if ids else None, named[0] if named else values.text("company_name")


def ids_of(text: str, source: Source) -> tuple[str, ...]:
    """Read the ids in a cell of one or many."""
    found = (to_id(part, source) for part in split_list(text))
    return tuple(one for one in found if one)
