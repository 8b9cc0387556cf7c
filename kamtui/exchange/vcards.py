"""vCards 2.1, 3.0 and 4.0: every card a person, or an account where it says that it is a company's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kamtui.domain.text import shorten
from kamtui.domain.wording import plural
from kamtui.exchange.building import build
from kamtui.exchange.content_lines import ContentLine, content_lines
from kamtui.exchange.formats.shape import FileKind, Record, Source
from kamtui.exchange.reading import Reading, ReadRow
from kamtui.exchange.row_values import Values
from kamtui.exchange.tabular import shown_name
from kamtui.exchange.values import domain_of_email

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[int, int], None]

MOST_LINES: Final = 2_000
"""The most properties that are kept of one card."""

_MANAGERS: Final = frozenset(("X-MANAGER", "X-EVOLUTION-MANAGER", "X-KADDRESSBOOK-X-MANAGERSNAME", "X-MS-MANAGER"))
_READ: Final = _MANAGERS | frozenset(
    (
        "FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "NOTE", "CATEGORIES", "UID", "URL", "KIND", "X-ABSHOWAS",
        "X-ABRELATEDNAMES", "X-ABLABEL", "X-ADDRESSBOOKSERVER-KIND",
    )
)  # fmt: skip
_OF_NO_USE: Final = frozenset(
    ("BEGIN", "END", "VERSION", "PRODID", "REV", "SOURCE", "NAME", "PROFILE", "X-ABADR", "X-ABUID", "CLIENTPIDMAP")
)
_NEVER: Final = frozenset(
    (
        "PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "BDAY", "ANNIVERSARY", "DEATHDATE", "GENDER", "RELATED", "HOBBY",
        "X-GENDER", "X-SPOUSE", "X-CHILDREN", "X-HOBBY",
    )
)  # fmt: skip
_KIN: Final = frozenset(
    ("spouse", "partner", "child", "son", "daughter", "mother", "father", "parent", "sister", "brother", "friend")
)


@dataclass(slots=True)
class Card:
    """One card: its properties, how many cards are within it, and whether it ends."""

    number: int
    lines: list[ContentLine] = field(default_factory=list)
    inner: int = 0
    ended: bool = False

    def all(self, *names: str) -> list[ContentLine]:
        """The properties of these names that say anything, the most preferred first."""
        return sorted((one for one in self.lines if one.name in names and one.value.strip("; ")), key=_rank)

    def text(self, name: str) -> str:
        """The text of the first property of a name; empty without one."""
        return next((one.text.strip() for one in self.all(name)), "")

    def label(self, line: ContentLine) -> str:
        """The label that Apple gives a property by its group: `Manager` for `_$!<Manager>!$_`."""
        labels = (one.text for one in self.lines if one.name == "X-ABLABEL" and one.group == line.group)
        return re.sub(r"^_\$!<(.*)>!\$_$", r"\1", next(labels, "").strip()) if line.group else ""

    @property
    def is_company(self) -> bool:
        """Whether it stands for an organisation."""
        return self.text("KIND").casefold() == "org" or self.text("X-ABSHOWAS").casefold() == "company"

    @property
    def is_list(self) -> bool:
        """Whether it stands for a list of people."""
        return "group" in (self.text("KIND").casefold(), self.text("X-ADDRESSBOOKSERVER-KIND").casefold())


def _rank(line: ContentLine) -> int:
    return line.rank


@dataclass(frozen=True, slots=True)
class CardReader:
    """Reads the cards of a file one after the other."""

    path: Path
    keep_unmapped: bool = False

    def rows(self, progress: Progress | None = None) -> Iterator[ReadRow]:
        """Read every card from the beginning, each as a draft or with the reason why not."""
        for card in _cards(self.path, Counter(), progress):
            yield self._row(card)

    def _row(self, card: Card) -> ReadRow:
        if card.inner:
            return ReadRow(card.number, error="holds another card within it: export it without its agents")
        if not card.ended:
            return ReadRow(card.number, error="has no end: is the file complete?")
        if card.is_list:
            return ReadRow(card.number, skipped="is a list of people, not a person", name=card.text("FN"))
        values = Values(Source.VCARD)
        if uid := card.text("UID").removeprefix("urn:uuid:"):
            values.of["external_id"] = values.given_id = uid
        record = Record.ACCOUNT if card.is_company else Record.CONTACT
        (_account if card.is_company else _person)(card, values)
        values.notes.extend(one.text.strip() for one in card.all("NOTE"))
        categories = [part for one in card.all("CATEGORIES") for part in one.parts(",") if part]
        values.note("Categories", "; ".join(categories))
        if self.keep_unmapped:
            for one in card.lines:
                if one.name not in _READ:
                    values.note(one.name, ", ".join(filter(None, one.parts())))
        try:
            return ReadRow(card.number, build(record, values))
        except ValueError as error:
            return ReadRow(card.number, error=str(error))


def read_cards(path: Path, *, keep_unmapped: bool = False, progress: Progress | None = None) -> Reading:
    """Look through a file of vCards and say what it is taken for. Raises Refused for one that cannot be read."""
    left_out: Counter[str] = Counter()
    count = companies = 0
    versions: set[str] = set()
    for card in _cards(path, left_out, progress, versions):
        count += 1
        companies += card.is_company
    version = f" {', '.join(sorted(versions))}" if versions else ""
    of_them = f", {companies:,} of them {'a company' if companies == 1 else 'companies'}" if companies else ""
    taken_for = f"{shown_name(path)}: vCards{version}, {plural(count, 'card')}{of_them}"
    return Reading(
        path,
        FileKind.VCARD,
        Source.VCARD,
        taken_for,
        notes=tuple(_remarks(left_out, keep_unmapped=keep_unmapped)),
        row_count=count,
        reader=CardReader(path, keep_unmapped),
    )


def _remarks(left_out: Counter[str], *, keep_unmapped: bool) -> Iterator[str]:
    if odd := left_out.pop("", 0):
        yield f"{plural(odd, 'line')} that {'is' if odd == 1 else 'are'} no property left out"
    kept = [name for name in left_out if name not in _NEVER]
    never = [name for name in left_out if name in _NEVER]
    if never:
        yield f"pictures, sounds and what is private are not read: {', '.join(never)}"
    if kept:
        what = "kept in the notes" if keep_unmapped else "not read (--keep-unmapped keeps them in the notes)"
        yield f"properties {what}: {shorten(', '.join(kept), 400)}"


def _cards(
    path: Path, left_out: Counter[str], progress: Progress | None = None, versions: set[str] | None = None
) -> Iterator[Card]:
    """Part a file into its cards; a card within a card is counted and not read. Counts what no field is read from."""
    card: Card | None = None
    number = depth = 0
    for line in content_lines(path, progress):
        if isinstance(line, int):
            left_out[""] += 1
            continue
        mark = (line.name, line.value.strip().upper())
        if mark == ("BEGIN", "VCARD"):
            depth += 1
            if card is None:
                number += 1
                card = Card(number)
            else:
                card.inner += 1
        elif mark == ("END", "VCARD") and card is not None:
            depth -= 1
            if not depth:
                card.ended = True
                yield card
                card = None
        elif card is None:
            left_out[""] += 1
        elif depth == 1:
            _keep(card, line, left_out, versions)
    if card is not None:
        yield card


def _keep(card: Card, line: ContentLine, left_out: Counter[str], versions: set[str] | None) -> None:
    if line.name == "VERSION" and versions is not None and len(versions) < 5:
        versions.add(shorten(line.text, 5))
    if line.name in _OF_NO_USE:
        return
    if line.name not in _READ and (line.name in left_out or len(left_out) < MOST_LINES):
        left_out[line.name] += 1
    if line.name not in _NEVER and len(card.lines) < MOST_LINES:
        card.lines.append(line)


def _account(card: Card, values: Values) -> None:
    emails = [_bare(one, "mailto:") for one in card.all("EMAIL")]
    values.of["name"] = next((part for one in card.all("ORG") for part in one.parts() if part), "") or card.text("FN")
    values.of["website"] = card.text("URL")
    values.of["domain"] = next(filter(None, map(domain_of_email, emails)), "") if not values.of["website"] else ""
    phones = [_bare(one, "tel:") for one in card.all("TEL") if not one.has_type("FAX")]
    values.of["phone"] = next(iter(phones), "")
    values.note("Other phone", "; ".join(phones[1:]))
    values.note("E-mail", "; ".join(emails))


def _person(card: Card, values: Values) -> None:
    of = values.of
    family, given, middle, *_ = [*next((one.parts() for one in card.all("N")), []), "", "", ""]
    of["name"] = card.text("FN") or " ".join(filter(None, (given, middle, family)))
    company, *units = next((one.parts() for one in card.all("ORG")), [""])
    of["account_name"], of["department"] = company, ", ".join(filter(None, units))
    of["title"] = card.text("TITLE") or card.text("ROLE")
    if card.text("ROLE") != of["title"]:
        values.note("Role", card.text("ROLE"))
    of["email"] = "; ".join(_bare(one, "mailto:") for one in card.all("EMAIL"))
    _phones(card, values)
    values.note("Website", "; ".join(one.text.strip() for one in card.all("URL")))
    of["reports_to_name"] = next((one.text.strip() for one in card.all(*_MANAGERS)), "")
    for one in card.all("X-ABRELATEDNAMES"):
        label = card.label(one) or "Related"
        if label.casefold() == "manager" and not of["reports_to_name"]:
            of["reports_to_name"] = one.text.strip()
        elif label.casefold() not in _KIN:
            values.note(label, one.text.strip())


def _phones(card: Card, values: Values) -> None:
    """Take the preferred number and a mobile one; all others go to the notes."""
    lines = [one for one in card.all("TEL") if not one.has_type("FAX", "PAGER")]
    numbers = list(dict.fromkeys(_bare(one, "tel:") for one in lines))
    mobile = next((_bare(one, "tel:") for one in lines if one.has_type("CELL")), "")
    values.of["phone"], values.of["mobile"] = next(iter(numbers), ""), mobile
    values.note("Other phone", "; ".join(one for one in numbers[1:] if one != mobile))


def _bare(line: ContentLine, scheme: str) -> str:
    text = line.text.strip()
    return text[len(scheme) :] if text.casefold().startswith(scheme) else text
