"""The Readiness screen: assessed by keys alone, compared, exported, removed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.domain.readiness import Dimension
from kamtui.models.reviews import Assessment
from kamtui.screens.base import data_changed
from kamtui.screens.details import DetailsScreen
from kamtui.screens.readiness import ReadinessScreen
from kamtui.storage.database import Database
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.week_book import friday_portfolio
from tests.storage.records import add

pytestmark = pytest.mark.usefixtures("reviews_take_no_time")


@pytest.fixture
def file(database_file: Path) -> Path:
    friday_portfolio(database_file)
    return database_file


def assessed(file: Path, clock: Clock) -> None:
    database = Database.open(file, clock)
    for on, scores in ((date(2024, 1, 8), (2, 2, 3, 2, 3, 2)), (date(2025, 1, 6), (3, 2, 3, 3, 3, 4))):
        names = [each.value for each in Dimension]
        findings = {name: ["Tiers hold [/x]", f"found in {on.year}"] for name in names}
        database.run(add, Assessment(on=on, scores=dict(zip(names, scores, strict=True)), findings=findings))
    database.close()


async def open_readiness(pilot: Any) -> None:
    await press(pilot, "0", "/")
    await type_in(pilot, "six scores")
    await press(pilot, "enter", "enter")
    assert isinstance(pilot.app.screen, ReadinessScreen)


@pytest.mark.rule("A-1", "A-3", "A-4")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_assessments_stand_beside_each_other(file: Path, clock: Clock, size: tuple[int, int]):
    assessed(file, clock)
    async with cockpit(file, clock, size=size) as pilot:
        await open_readiness(pilot)
        golden(f"readiness_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "n")
        golden(f"readiness_assess_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("A-1", "A-2", "A-3")
async def test_an_assessment_is_made_with_a_digit_and_a_finding_a_step(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await open_readiness(pilot)
        await press(pilot, "o")
        assert notices(pilot.app)[-1].startswith("there is no assessment to report on")
        for key in ("enter", "b", "delete"):
            await press(pilot, key)
        assert "there is no other assessment to compare with" in notices(pilot.app)
        assert notices(pilot.app)[-1] == "there is nothing to remove"
        await press(pilot, "n")
        for place in range(6):
            await press(pilot, "4" if place == 5 else "3", "enter")
            await type_in(pilot, f"finding {place}")
            await press(pilot, "enter")
            if place == 1:
                await press(pilot, "escape", "n")
                assert pilot.app.screen.query_one("#score").value == 3
                assert pilot.app.screen.query_one("#note").value == "finding 1"
                await press(pilot, "right", "left", "enter", "enter")
            if place == 2:
                await type_in(pilot, "and another")
            if place < 5:
                await press(pilot, "enter")
        await press(pilot, "f6", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, ReadinessScreen)
        assert "3.2 Defined" in screen_text(pilot.app)[0]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsScreen)
        assert "finding 0" in shown(pilot)
    found = rows_of(
        file, "SELECT json_extract(findings, '$.onboarding'), json_extract(scores, '$.retention') FROM assessment"
    )
    assert found == [('["finding 2","and another"]', 4)]


@pytest.mark.rule("A-1")
async def test_one_that_is_not_complete_is_refused_and_nothing_is_lost(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await open_readiness(pilot)
        await press(pilot, "n", "2", "enter")
        await type_in(pilot, "thin")
        for _ in range(6):
            await press(pilot, "f6")
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1] == "stakeholder engagement has no score from 1 to 5 yet"
        assert rows_of(file, "SELECT notes FROM review WHERE ended_at IS NULL")[0][0].startswith('{"strategy": "thin"')
        await press(pilot, "escape")


@pytest.mark.rule("A-4")
async def test_one_is_compared_with_any_other_written_to_a_file_and_removed(file: Path, clock: Clock, tmp_path: Path):
    assessed(file, clock)
    database = Database.open(file, clock)
    database.run(add, Assessment(on=date(2026, 1, 5), scores={each.value: 4 for each in Dimension}))
    database.close()
    async with cockpit(file, clock) as pilot:
        await open_readiness(pilot)
        assert "compared with 2025-01-06" in shown(pilot)
        await press(pilot, "b")
        await type_in(pilot, "2024")
        await press(pilot, "enter")
        assert "compared with 2024-01-08" in shown(pilot)
        for name in ("report.html", "report.md"):
            await press(pilot, "o", *["ctrl+u"])
            pilot.app.screen.query_one("Input").value = str(tmp_path / name)
            await press(pilot, "ctrl+s")
            assert notices(pilot.app)[-1] == f"the report is in {tmp_path / name}"
        assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
        assert "compared with 2024-01-08" in (tmp_path / "report.md").read_text("utf-8")
        await press(pilot, "/")
        await type_in(pilot, "2025")
        await press(pilot, "enter", "delete")
        assert notices(pilot.app)[-1] == "readiness assessment of 2025-01-06 removed · u brings it back"
        await press(pilot, "u")
        assert rows_of(file, "SELECT count(*) FROM assessment") == [(3,)]
        await press(pilot, "escape", "end")
        app: Any = pilot.app
        await app.database.run(add, Assessment(on=clock.today(), scores={each.value: 4 for each in Dimension}))
        data_changed(app)
        await settle(pilot)
        assert app.screen.one.on == clock.today(), "the one just made is under the cursor"
