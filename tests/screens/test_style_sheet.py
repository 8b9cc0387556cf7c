"""The looks of the first screen: read once, and those of the theme all the same."""

import re
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.settings import Settings
from kamtui.themes import THEMES
from tests.screens.harness import cockpit, settle

NAMES = [theme.name for theme in THEMES]


def drawn(picture: str) -> str:
    """A picture of the screen without the names that each picture makes up for itself."""
    return re.sub(r"terminal-[0-9]+-", "", picture)


@pytest.mark.parametrize("name", NAMES)
async def test_a_theme_to_begin_with_looks_like_one_changed_to(database_file: Path, clock: Clock, name: str) -> None:
    other = next(each for each in NAMES if each != name)
    async with cockpit(database_file, clock, settings=Settings(theme=name)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        begun = drawn(pilot.app.export_screenshot())
    async with cockpit(database_file, clock, settings=Settings(theme=other)) as pilot:
        await settle(pilot)
        pilot.app.theme = name
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        changed = drawn(pilot.app.export_screenshot())
        pilot.app.theme = other
        await settle(pilot)
        back = drawn(pilot.app.export_screenshot())
    assert begun == changed
    assert back != changed
