"""The tier review by keys alone: accept, keep with a reason, finish."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamtui import keys
from kamtui.clock import Clock
from kamtui.domain.rhythm import OccurrenceState
from kamtui.screens.account import AccountScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.form import FormScreen
from kamtui.screens.pipeline import PipelineScreen
from kamtui.screens.tier_review import TierReviewScreen
from kamtui.storage.database import Database
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.pipeline_book import BEGAN, pipeline_book
from tests.storage.records import account, add

PLACES = [place for place in keys.PLACES if place.id in ("pipeline", "week")]


@pytest.fixture
def file(database_file: Path) -> Path:
    pipeline_book(database_file)
    return database_file


async def review(pilot: Any) -> None:
    await press(pilot, "7", "T")
    assert isinstance(pilot.app.screen, TierReviewScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_tier_review_looks_as_agreed(file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(file, clock, size=size, places=PLACES) as pilot:
        await review(pilot)
        golden(f"tier_review_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("T-5", "T-6")
async def test_one_is_accepted_one_is_kept_and_the_review_is_done_by_keys_alone(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await review(pilot)
        assert "Fabrikam" in next(line for line in screen_text(pilot.app) if "▸" in line)
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "Fabrikam is Maintain now · u undoes it"
        assert "Northwind" in next(line for line in screen_text(pilot.app) if "▸" in line)
        await press(pilot, "x", "ctrl+s")
        assert isinstance(pilot.app.screen, FormScreen)
        assert "because is needed" in shown(pilot)
        await type_in(pilot, "a new plant is coming")
        await press(pilot, "ctrl+s")
        assert "kept: a new" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, PipelineScreen)
        assert notices(pilot.app)[-1] == "the tier review of 2026-Q4 is done"
        await press(pilot, "T")
        assert "done on 2026-11-20" in screen_text(pilot.app)[0]
        await press(pilot, "ctrl+s")
        assert "decided in 2026-Q4 already" in notices(pilot.app)[-1]
    assert rows_of(file, "SELECT tier FROM account ORDER BY id") == [(3,), (2,), (3,)]
    assert rows_of(file, "SELECT account_id, state, reason FROM occurrence ORDER BY id") == [
        (1, OccurrenceState.DONE, "a new plant is coming"),
        (None, OccurrenceState.DONE, ""),
    ]


async def test_what_cannot_be_decided_says_why(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, places=PLACES) as pilot:
        await review(pilot)
        await press(pilot, "end", "d")
        assert "Contoso is suggested as it is: Growth" in notices(pilot.app)[-1]
        await press(pilot, "x")
        await type_in(pilot, "fits")
        await press(pilot, "ctrl+s", "end", "x")
        assert notices(pilot.app)[-1] == "decided already: fits"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "n", "t", "escape", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
        await press(pilot, "escape", "/")
        await type_in(pilot, "zzz")
        await press(pilot, "enter", "d")
        assert notices(pilot.app)[-1] == "there is no account here"


async def test_accounts_in_onboarding_are_counted_beside(file: Path, clock: Clock) -> None:
    database = Database.open(file, clock)
    database.run(add, account("Newcomer", status="onboarding", created_on=BEGAN))
    database.close()
    async with cockpit(file, clock, size=LARGE, places=PLACES) as pilot:
        await review(pilot)
        assert "1 account still in onboarding: not ranked" in shown(pilot)
        await press(pilot, "d", "d")
        assert "as it stands" in shown(pilot)


@pytest.mark.rule("Y-4")
async def test_the_week_opens_the_review_and_the_pipeline(file: Path) -> None:
    async with cockpit(file, Clock(date(2026, 12, 25)), places=PLACES) as pilot:
        await press(pilot, "/")
        await type_in(pilot, "tier review")
        await press(pilot, "enter", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, TierReviewScreen)
        assert "2026-Q4" in screen_text(pilot.app)[0]
