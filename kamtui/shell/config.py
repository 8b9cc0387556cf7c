"""`kamtui config`: where the settings are, what they are, and changing one."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui import keys, paths
from kamtui.domain.errors import Refused
from kamtui.domain.text import clean_line
from kamtui.settings import Settings, load
from kamtui.settings_file import change, path_of, value_of
from kamtui.shell.output import say
from kamtui.toml_lines import key_words, toml

if TYPE_CHECKING:
    from kamtui.cli import Shell

TABLES = ("activities", "keys")


def run(arguments: Namespace, shell: "Shell") -> int:
    """Do what was asked; returns the exit status.

    Raises Refused, with nothing changed, for a setting that there is not or a value that does not fit.
    """
    wanted = 2 if arguments.what == "set" else 0
    if len(arguments.words) != wanted:
        shape = "set KEY VALUE" if wanted else arguments.what
        arguments.leave(f"write it as `kamtui config {shape}`")
    if arguments.what == "path":
        say(str(paths.settings()))
    elif arguments.what == "show":
        say("\n".join(_lines(load(paths.settings()))))
    else:
        name, value = map(clean_line, arguments.words)
        _set(name, value, shell.clock.today())
    return 0


def _set(name: str, text: str, today: date) -> None:
    place = path_of(name)
    value = value_of(place[0], text)
    if place[0] == "keys":
        _check_key(place[1], value)
    change(paths.settings(), {place: value}, today)
    say(f"{key_words(place)} = {toml(value)}")


def _check_key(action: str, key: str) -> None:
    """The key must be free where the action works; what clashed before is not this change's fault."""
    try:
        own = dict(load(paths.settings()).keys)
    except Refused:
        own = {}
    new = [clash for clash in keys.clashes({**own, action: key}) if clash not in keys.clashes(own)]
    if new:
        raise Refused(f"{new[0]}; `kamtui keys` lists them")


def _lines(settings: Settings) -> Iterator[str]:
    plain = Settings()
    yield f"# {clean_line(str(paths.settings()))}"
    names = [each.name for each in fields(settings) if each.name not in TABLES]
    written = {name: f"{name} = {toml(getattr(settings, name))}" for name in names}
    width = min(48, max(len(line) for line in written.values()))
    for name, line in written.items():
        default = getattr(plain, name)
        told = "default" if getattr(settings, name) == default else f"default is {toml(default)}"
        yield f"{line:<{width}}  # {told}"
    for name, change_ in settings.activities.items():
        yield from ("", f"[{key_words(('activities', name))}]", *_rows(change_))
    if settings.keys:
        yield from ("", "[keys]", *_rows(settings.keys))


def _rows(values: Any) -> Iterator[str]:
    return (f"{key_words((name,))} = {toml(value)}" for name, value in values.items())
