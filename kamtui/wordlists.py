"""Prompts, guidance and word lists: files that come with kamtui, each replaceable by one of the user's own.

    openings = wordlists.load("check_in.toml", read_openings).value

A file of the same name in the folder `words` beside the settings file takes the place of ours. One that cannot be used
is left aside, and `problem` says so in one line: words are never a reason not to work.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Generic, TypeVar

from kamtui import paths

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What a file says, and what was wrong with the user's own (empty when nothing was)."""

    value: T
    problem: str = ""


def load(name: str, read: Callable[[Mapping[str, Any]], T], folder: Path | None = None) -> Loaded[T]:
    """Read a word list; `read` turns the file into what is needed and raises ValueError, KeyError or TypeError.

    `folder` is where the user's own files lie, the one beside the settings file unless given. Reads from the disk:
    keep what it gives.
    """
    own = (paths.words() if folder is None else folder) / name
    problem = ""
    try:
        return Loaded(read(tomllib.loads(own.read_text(encoding="utf-8-sig"))))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{own} is left aside: {_said(error)}"
    return Loaded(read(packaged(name)), problem)


def packaged(name: str) -> Mapping[str, Any]:
    """The file of that name as it comes with kamtui, whatever the user has in its place."""
    return tomllib.loads(resources.files("kamtui").joinpath("words", name).read_text(encoding="utf-8"))


def _said(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return getattr(error, "strerror", None) or (str(error) or type(error).__name__).splitlines()[0]
