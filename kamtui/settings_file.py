"""Changing one setting in the user's file: checked first, then written whole and for the user alone."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from kamtui import paths
from kamtui.domain.errors import Refused
from kamtui.settings import Settings, from_mapping
from kamtui.toml_lines import Place, edited, one_value

BOM = b"\xef\xbb\xbf"


def path_of(name: str) -> Place:
    """The place of a setting from its dotted name: `theme`, `activities.health_check.minutes`, `keys.week.done`.

    Raises Refused when there is no setting of that name.
    """
    first, *rest = name.split(".")
    if first not in {each.name for each in fields(Settings)}:
        raise Refused(f"no setting is called {name!r}; `kamtui config show` lists them")
    wanted = {"activities": 2, "keys": 1}.get(first, 0)
    if first == "keys" and rest:
        rest = [".".join(rest)]
    if len(rest) != wanted or not all(rest):
        shape = {"activities": "activities.health_check.minutes", "keys": "keys.week.done"}.get(first, first)
        raise Refused(f"{name!r} is no single setting; write it like {shape}")
    return (first, *rest)


def value_of(name: str, text: str) -> Any:
    """What a word of the shell means for a setting: TOML where it is, else the text itself or a list of its parts."""
    is_text = isinstance(getattr(Settings(), name), str) or name == "keys"
    given = one_value(text)
    if is_text:
        return given if isinstance(given, str) else text
    if given is None and isinstance(getattr(Settings(), name), tuple):
        given = one_value(f"[{text}]")
        return [part.strip() for part in text.split(",")] if given is None else given
    return text if given is None else given


def change(file: Path, place: Place, value: Any) -> None:
    """Write one setting into the file, which is made where there is none.

    Raises Refused when the value does not fit, or the file cannot be read, is not TOML or cannot be written.
    """
    text, before, bom = _read(file)
    after = with_value(before, place, value)
    _check(before, after, place, file)
    changed = edited(text, place, value, after)
    if changed is None:
        raise Refused(f"{file} is laid out in a way that is not understood; change {'.'.join(place)} there by hand")
    _write(file, (BOM if bom else b"") + changed.encode())


def with_value(values: Mapping[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """The values with one of them changed; raises Refused where a table would have to be something else."""
    if len(place) == 1:
        return {**values, place[0]: value}
    inner = values.get(place[0], {})
    if not isinstance(inner, Mapping):
        raise Refused(f"{place[0]} is not a table in the settings file; change it there by hand")
    return {**values, place[0]: with_value(inner, place[1:], value)}


def _read(file: Path) -> tuple[str, dict[str, Any], bool]:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return "", {}, False
    except OSError as error:
        raise Refused(f"the settings file {file} cannot be read: {error.strerror}") from None
    try:
        text = raw.removeprefix(BOM).decode()
        return text, tomllib.loads(text), raw.startswith(BOM)
    except ValueError as error:
        raise Refused(f"settings file {file}: {error}; mend it by hand first") from None


def _check(before: Mapping[str, Any], after: Mapping[str, Any], place: Place, file: Path) -> None:
    """The new value must fit by itself, and the whole file when it did before."""
    from_mapping({place[0]: after[place[0]]}).practice()
    try:
        from_mapping(before).practice()
    except Refused:
        return
    try:
        from_mapping(after).practice()
    except Refused as error:
        raise Refused(f"settings file {file}: {error}") from None


def _write(file: Path, content: bytes) -> None:
    target = file.resolve()
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        paths.private_folder(target.parent)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Refused(f"{file} could not be written: {error.strerror}; nothing was changed") from None
