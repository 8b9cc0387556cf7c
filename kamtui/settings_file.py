"""Changing settings in the user's file: checked first, then written whole and for the user alone."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from kamtui import paths
from kamtui.domain.errors import Refused
from kamtui.private_file import write_whole
from kamtui.settings import WEEKDAYS, Settings
from kamtui.settings_checks import from_mapping
from kamtui.toml_lines import Place, edited, one_value, removed

BOM = b"\xef\xbb\xbf"
REVIEW_DAY, EARLIER = "review_day", "review_days_before"


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


def change(file: Path, changes: Mapping[Place, Any], today: date) -> dict[Place, Any]:
    """Write settings into the file, which is made where there is none; None puts one back to its default.

    The place of a whole activity takes a table: what that does not name goes. Returns the changes that take it all
    back. With the review day goes the day on which it changed, so that the past stays where it was. Raises Refused,
    with nothing changed, when a value does not fit, or the file cannot be read, is not TOML or cannot be written.
    """
    text, before, bom = _read(file)
    wanted = _with_review_days(before, changes, today)
    after: dict[str, Any] = before
    for place, value in wanted.items():
        after = without(after, place) if value is None else with_value(after, place, value)
    _check(before, after, {place[0] for place in wanted}, file)
    back = {place: value_at(before, place) for place in wanted}
    so_far: dict[str, Any] = before
    for place, value in _in_steps(before, wanted):
        so_far = without(so_far, place) if value is None else with_value(so_far, place, value)
        if value is None:
            changed = removed(text, place, so_far) if value_at(tomllib.loads(text), place) is not None else text
        else:
            changed = edited(text, place, value, so_far)
        if changed is None:
            raise Refused(f"{file} is laid out in a way that is not understood; change {'.'.join(place)} there by hand")
        text, so_far = changed, tomllib.loads(changed)
    _write(file, (BOM if bom else b"") + text.encode())
    return back


def value_at(values: Mapping[str, Any], place: Place) -> Any:
    """What stands at a place; None for nothing."""
    here: Any = values
    for name in place:
        here = here.get(name) if isinstance(here, Mapping) else None
    return here


def without(values: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The values without what stands at a place."""
    rest = {name: each for name, each in values.items() if name != place[0]}
    if len(place) == 1 or not isinstance(inner := values.get(place[0]), Mapping):
        return rest if len(place) == 1 else dict(values)
    return {**values, place[0]: without(inner, place[1:])}


def _in_steps(before: Mapping[str, Any], changes: Mapping[Place, Any]) -> Iterator[tuple[Place, Any]]:
    """The changes value by value: a table is written field by field, so that its layout and comments stay."""
    for place, value in changes.items():
        if not isinstance(value, Mapping):
            yield place, value
            continue
        old = value_at(before, place)
        for name in old if isinstance(old, Mapping) else ():
            if name not in value:
                yield (*place, name), None
        for name, each in value.items():
            if not isinstance(old, Mapping) or old.get(name) != each:
                yield (*place, name), each


def _with_review_days(before: Mapping[str, Any], changes: Mapping[Place, Any], today: date) -> Mapping[Place, Any]:
    """The changes, and with a changed review day the ones that held before it."""
    if (REVIEW_DAY,) not in changes or (EARLIER,) in changes:
        return changes
    old = before.get(REVIEW_DAY, Settings().review_day)
    new = changes[REVIEW_DAY,] or Settings().review_day
    try:
        held = list(from_mapping({EARLIER: before.get(EARLIER, ())}).review_days_before)
    except Refused:
        return changes
    if old == new or old not in WEEKDAYS:
        return changes
    if not held or held[-1][1] < today:
        held.append((old, today))
    elif held[-1] == (new, today):
        held.pop()
    return {**changes, (EARLIER,): [list(each) for each in held] or None}


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


def _check(before: Mapping[str, Any], after: Mapping[str, Any], names: set[str], file: Path) -> None:
    """The new values must fit by themselves, and the whole file when it did before."""
    from_mapping({name: after[name] for name in names if name in after}).practice()
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
    try:
        paths.private_folder(target.parent)
        write_whole(target, content)
    except OSError as error:
        raise Refused(f"{file} could not be written: {error.strerror}; nothing was changed") from None
