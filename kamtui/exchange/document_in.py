"""A kamtui document read from text and checked, before anything is done with it."""

import codecs
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from kamtui.domain.accounts import name_key
from kamtui.domain.errors import Refused
from kamtui.exchange.document_fields import FORMAT, VERSION
from kamtui.exchange.document_lists import MODELS, listed
from kamtui.exchange.document_records import Problems, Record, read_records
from kamtui.exchange.document_settings import check_settings
from kamtui.exchange.document_values import clean, shown

LARGEST: Final = 200_000_000
"""The largest document that is read, in bytes."""

MARKS_OF_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a document begins that PowerShell wrote: its `>` makes UTF-16 of everything."""


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document: the practice settings it carries, and its records by list.

    A `partial` one is a table or several of them: what it refers to need not be there, and an edit needs no new time.
    """

    settings: Mapping[str, Any]
    lists: Mapping[str, tuple[Record, ...]]
    partial: bool = False

    def records(self, name: str) -> tuple[Record, ...]:
        """The records of one list, none where the document does not have it."""
        return self.lists.get(name, ())


def read_document(source: str | Path) -> Document:
    """Read and check a document, given as text or as the path of a file.

    Raises Refused with one line for the first thing that is wrong and the number of others. Whether references lead
    somewhere is known only once it is imported.
    """
    text = _text_of(source) if isinstance(source, Path) else source
    if len(text) > LARGEST:
        raise Refused(f"the document is larger than {LARGEST // 10**6} MB")
    try:
        given = json.loads(text, parse_constant=_no_number, object_pairs_hook=_object)
        return _document(given)
    except RecursionError:
        raise Refused("the document is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Refused(f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except Refused:
        raise
    except ValueError:
        raise Refused("this is not JSON: it holds a number that is too long") from None


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            found = file.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise Refused(f"{path} is larger than {LARGEST // 10**6} MB")
        return found.decode("utf-16" if found.startswith(MARKS_OF_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a kamtui document: it is not text in UTF-8 or UTF-16") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from None


def _no_number(word: str) -> NoReturn:
    raise Refused(f"{word} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise Refused(f"the key {shown(twice)} stands twice in one object")
    return found


def _document(given: Any) -> Document:
    if not isinstance(given, dict):
        raise Refused("this is not a kamtui document, which is a JSON object")
    if given.get("format", FORMAT) != FORMAT:
        raise Refused(f"this is not a kamtui document: its format is {shown(given['format'])}")
    version = given.get("version", VERSION)
    if type(version) is not int or version < 1:
        raise Refused(f"version: {shown(version)} is not a version of the document")
    if version > VERSION:
        raise Refused(f"the document has version {version} and was written by a newer kamtui; update kamtui to read it")
    problems = Problems()
    lists: dict[str, tuple[Record, ...]] = {}
    settings = _settings(given.get("settings"), problems)
    for key, value in given.items():
        if key in MODELS:
            lists[key] = read_records(listed(key), value, problems)
        elif key not in ("format", "version", "settings"):
            problems.add("document", f"unknown key {shown(key)}; known: format, version, settings, {', '.join(MODELS)}")
    check_distinct(lists, problems)
    problems.refuse()
    return Document(settings, lists)


def _settings(given: Any, problems: Problems) -> Mapping[str, Any]:
    if given is None:
        return {}
    try:
        if isinstance(given, dict):
            settings = dict(clean(given))
            check_settings(settings)
            return settings
        problems.add("settings", f"{shown(given)} is not an object")
    except (ValueError, Refused) as error:
        problems.add("settings", str(error))
    return {}


def check_distinct(lists: Mapping[str, tuple[Record, ...]], problems: Problems) -> None:
    """Note records that share a uid, and accounts that share a name."""
    for records in lists.values():
        seen: dict[str, str] = {}
        for record in records:
            if record.uid and record.uid in seen:
                problems.add(record.where, f"the uid {shown(record.uid)} is the one of {seen[record.uid]}")
            seen.setdefault(record.uid, record.where)
    names: dict[str, str] = {}
    for record in lists.get("accounts", ()):
        key = name_key(str(record.values.get("name", "")))
        if key and key in names:
            problems.add(record.where, f"the name {shown(record.values['name'])} is the one of {names[key]}")
        names.setdefault(key, record.where)
