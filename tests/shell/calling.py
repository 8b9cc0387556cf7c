"""Calling kamtui as a shell does, in this process, and reading what comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from kamtui.cli import main

TODAY = date(2026, 11, 20)


HOSTILE = "# R&D [/x] [ACME](http://x) <b>=1+1</b>"


@dataclass(frozen=True)
class Shell:
    """A shell in a folder of the test's own, with a database and settings set; calling it calls kamtui."""

    folder: Path
    file: Path
    settings: Path
    begin: tuple[str, ...]
    read: Callable[[], tuple[Any, Any]]

    def __call__(self, *words: object) -> tuple[int, Any, str]:
        """Call kamtui with these words: status, standard output, standard error."""
        self.read()
        try:
            status = main([*self.begin, *map(str, words)])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        out, err = self.read()
        return status, out, err.decode() if isinstance(err, bytes) else err


def shell_in(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capture: pytest.CaptureFixture[Any],
    *begin: str,
    file: Path | None = None,
    settings: Path | None = None,
    today: date | None = TODAY,
) -> Shell:
    """A shell with these files and this day set, where every call begins with the words of `begin`."""
    file, settings = file or folder / "data" / "kamtui.db", settings or folder / "settings.toml"
    monkeypatch.setenv("KAMTUI_DB", str(file))
    monkeypatch.setenv("KAMTUI_CONFIG", str(settings))
    if today is not None:
        monkeypatch.setenv("KAMTUI_TODAY", str(today))
    return Shell(folder, file, settings, begin, capture.readouterr)


def one_line(error: str) -> bool:
    """Whether it is said in one line what was wrong."""
    return error.startswith("kamtui: ") and error.count("\n") == 1


def texts(markdown: str) -> list[str]:
    """The text of every line of a document, without its structure."""
    found: list[str] = []
    for token in MarkdownIt("gfm-like").parse(markdown):
        if token.type == "inline":
            whole = "".join("\n" if each.type == "hardbreak" else each.content for each in token.children or [])
            found += whole.split("\n")
    return found
