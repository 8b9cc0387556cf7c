"""The first screen is drawn once, filled, when its list was read before there was a screen."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.settings import Settings
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from kamtui.storage.week import Week, the_week
from kamtui.widgets.virtual_list import VirtualList
from tests.screens.harness import cockpit, notices, screen_text, until
from tests.screens.week_book import TODAY, friday_portfolio


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines the list held each time it was drawn."""
    lengths: list[int] = []
    render_lines = VirtualList.render_lines

    def counted(self: VirtualList, *given: Any) -> Any:
        lengths.append(len(self.lines))
        return render_lines(self, *given)

    monkeypatch.setattr(VirtualList, "render_lines", counted)
    return lengths


def read(file: Path) -> Week:
    database = Database.open(file, Clock(TODAY))
    try:
        return database.read(the_week, TODAY, Settings().practice())
    finally:
        database.close()


async def test_a_list_that_was_read_ahead_is_never_drawn_empty(database_file: Path, drawn: list[int]) -> None:
    friday_portfolio(database_file)
    ahead: Future[Week] = Future()
    ahead.set_result(read(database_file))
    async with cockpit(database_file, Clock(TODAY), ahead=ahead) as pilot:
        assert drawn
        assert all(drawn)
        assert any("half hour" in line for line in screen_text(pilot.app))
        await until(pilot, lambda: "secured" in screen_text(pilot.app)[0])


async def test_a_list_that_comes_late_fills_the_screen_that_is_there(database_file: Path) -> None:
    friday_portfolio(database_file)
    ahead: Future[Week] = Future()
    week = read(database_file)
    async with cockpit(database_file, Clock(TODAY), ahead=ahead) as pilot:
        assert not any("half hour" in line for line in screen_text(pilot.app))
        ahead.set_result(week)
        await until(pilot, lambda: any("half hour" in line for line in screen_text(pilot.app)))


async def test_a_list_that_could_not_be_read_is_told(database_file: Path) -> None:
    ahead: Future[Week] = Future()
    ahead.set_exception(Unusable("the disk is gone"))
    async with cockpit(database_file, Clock(TODAY), ahead=ahead) as pilot:
        assert any("the disk is gone" in said for said in notices(pilot.app))
