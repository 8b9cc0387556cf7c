"""What somebody does with the list of the week in the tests of its screens."""

from typing import Any

from tests.screens.harness import settle


async def go_to_line(pilot: Any, title: str, name: str = "") -> None:
    """Put the cursor on the line with this title and account."""
    lines = pilot.app.screen.list
    for row in lines.lines:
        cells = getattr(row, "cells", None)
        if cells and title in str(cells[:2]) and name in str(cells[-4:]):
            lines.go_to(row.key)
            await settle(pilot)
            return
    raise AssertionError(f"no line {title} {name}")
