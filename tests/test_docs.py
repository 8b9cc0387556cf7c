"""The documents tell the truth: keys, shell commands and places are all in them, and the picture loads nothing."""

import re
from pathlib import Path

from kamtui import keys
from kamtui.shell.parser import parser

ROOT = Path(__file__).parents[1]


def test_the_page_of_keys_is_what_the_registry_says() -> None:
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert page.rstrip() == keys.as_markdown().rstrip(), "make docs writes it anew"


def test_every_shell_command_and_every_screen_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    choices = next(action.choices for action in parser()._actions if action.dest == "command")
    commands = [command for command in choices or () if f"kamtui {command}" not in readme]
    assert commands == []
    assert [place.title for place in keys.PLACES if f"| `{place.key}` | {place.title} |" not in readme] == []


def test_the_picture_fetches_nothing() -> None:
    picture = (ROOT / "docs" / "week.svg").read_text(encoding="utf-8")
    assert not re.search(r"url\((?!#)|<image|<script|href=", picture)
    assert "half" in picture
