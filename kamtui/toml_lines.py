r"""Changing one value in the text of a TOML file: that line alone, with every other line and comment as it was.

    edited("# mine\ntheme = 'ansi'  # quiet\n", ("theme",), "kamtui-dark", {"theme": "kamtui-dark"})

What comes out is read back and compared with what was wanted, so a layout that is not understood gives None, never a
file that says something else.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

Place = tuple[str, ...]
"""Where a value stands: the names from the outermost table to its own."""

BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml(value: Any) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_escaped(char) for char in value) + '"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(each) for each in value)}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_words((name,))} = {toml(each)}" for name, each in value.items()) + "}"
    return str(value)


def key_words(place: Place) -> str:
    """A key as TOML writes it: dotted, quoted where it has to be."""
    return ".".join(name if BARE.fullmatch(name) else toml(name) for name in place)


def one_value(text: str) -> Any:
    """What a piece of TOML says, or None when it is not exactly one value."""
    try:
        found = tomllib.loads(f"value = {text.strip()}\n")
    except tomllib.TOMLDecodeError:
        return None
    return found["value"] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Part:
    """One header or one `key = value` of the file, from line `start` to before line `end`."""

    start: int
    end: int
    table: Place
    key: Place = ()

    @property
    def place(self) -> Place:
        return self.table + self.key


def edited(text: str, place: Place, value: Any, wanted: Mapping[str, Any]) -> str | None:
    """The text with one value changed, or None when that does not come out as `wanted`."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += line_end
    with suppress(ValueError):
        result = "".join(_changed(lines, line_end, place, value, wanted))
        if tomllib.loads(result) == wanted:
            return result
    return None


def removed(text: str, place: Place, wanted: Mapping[str, Any]) -> str | None:
    """The text without a value or a whole table, or None when that does not come out as `wanted`.

    Tables that are empty then count as gone. What stands in a line of its own goes with its line; comments stay.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    with suppress(ValueError):
        result = "".join(_without(lines, place, wanted))
        if pruned(tomllib.loads(result)) == pruned(wanted):
            return result
    return None


def pruned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without tables that hold nothing."""
    kept = {name: pruned(each) if isinstance(each, Mapping) else each for name, each in values.items()}
    return {name: each for name, each in kept.items() if each != {}}


def _without(lines: list[str], place: Place, wanted: Mapping[str, Any]) -> list[str]:
    parts = list(_parts(lines))
    gone = [one for one in parts if one.place[: len(place)] == place]
    if not gone:
        here = next(one for one in parts if one.key and one.place == place[: len(one.place)])
        line_end = "\r\n" if lines[here.end - 1].endswith("\r\n") else "\n"
        new_line = _replaced("".join(lines[here.start : here.end]), _dig(wanted, here.place), line_end)
        return [*lines[: here.start], new_line, *lines[here.end :]]
    kept = list(lines)
    for one in reversed(gone):
        start = one.start
        if not one.key and start and not kept[start - 1].strip() and not "".join(kept[one.end : one.end + 1]).strip():
            start -= 1  # the blank line that stood above a table
        del kept[start : one.end]
    return kept


def _changed(lines: list[str], line_end: str, place: Place, value: Any, wanted: Mapping[str, Any]) -> list[str]:
    parts = list(_parts(lines))
    here = next((one for one in parts if one.key and one.place == place[: len(one.place)]), None)
    if here is None:
        at, new = _inserted(parts, place, value, len(lines))
        return [*lines[:at], *(line + line_end for line in new), *lines[at:]]
    new_line = _replaced("".join(lines[here.start : here.end]), _dig(wanted, here.place), line_end)
    return [*lines[: here.start], new_line, *lines[here.end :]]


def _inserted(parts: list[_Part], place: Place, value: Any, length: int) -> tuple[int, list[str]]:
    """Where a new setting goes, and its lines: behind its neighbours, else in a table of its own."""
    table = place[:-1]
    near = [one for one in parts if one.place[: len(table)] == table and len(one.table) <= len(table)]
    if not table:
        near = [one for one in parts if one.table == () and one.key]
    if near:
        last = near[-1]
        return last.end, [f"{key_words(place[len(last.table) :])} = {toml(value)}"]
    line = f"{key_words(place[-1:])} = {toml(value)}"
    if table:
        return length, [*([""] if length else []), f"[{key_words(table)}]", line]
    return (0, [line, ""]) if parts else (length, [line])


def _replaced(statement: str, value: Any, line_end: str) -> str:
    """The statement with another value; the blanks around it and what is written behind it stay."""
    key = statement[: _equals(statement)]
    rest = statement[len(key) + 1 :]
    ends = [at for at, char in enumerate(rest) if char == "#" and one_value(rest[:at]) is not None]
    held = rest[: ends[0]] if ends else rest.rstrip("\r\n")
    before = held[: len(held) - len(held.lstrip(" \t"))]
    behind = held[len(held.rstrip(" \t")) :] + rest[ends[0] :] if ends else line_end
    return f"{key}={before}{toml(value)}{behind}"


def _parts(lines: list[str]) -> Iterator[_Part]:
    table: Place = ()
    at = 0
    while at < len(lines):
        end = at + 1
        head = lines[at].strip()
        if head.startswith("["):
            table = _nested(tomllib.loads(head))
            yield _Part(at, end, table)
        elif head and not head.startswith("#"):
            while end < len(lines) and not _is_whole("".join(lines[at:end])):
                end += 1
            statement = "".join(lines[at:end])
            yield _Part(at, end, table, _nested(tomllib.loads(statement[: _equals(statement)] + "= {}")))
        at = end


def _equals(statement: str) -> int:
    """Where the key of a statement ends: the first `=` outside of quotes."""
    quote = ""
    for at, char in enumerate(statement):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "=":
            return at
    raise ValueError(statement)


def _is_whole(statement: str) -> bool:
    try:
        return bool(tomllib.loads(statement))
    except tomllib.TOMLDecodeError:
        return False


def _nested(values: Any) -> Place:
    place: list[str] = []
    while isinstance(values, dict) and values:
        ((name, values),) = values.items()
        place.append(name)
    return tuple(place)


def _dig(values: Mapping[str, Any], place: Place) -> Any:
    for name in place:
        values = values[name]
    return values


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return f"\\u{ord(char):04x}" if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 else char
