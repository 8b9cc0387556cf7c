"""Guided reviews: the month-end and its relatives, walked through by keys alone, left, resumed, finished."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.models.accounts import Account
from kamtui.models.reviews import Review
from kamtui.screens.account import AccountScreen
from kamtui.screens.details import DetailsScreen
from kamtui.screens.guided import GuidedScreen
from kamtui.screens.pipeline import PipelineScreen
from kamtui.screens.review import ReviewScreen
from kamtui.screens.reviews import ReviewsScreen
from kamtui.screens.tier_review import TierReviewScreen
from kamtui.screens.week import WeekScreen
from kamtui.storage.database import Database
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.week_book import HOSTILE, TODAY, friday_portfolio
from tests.screens.week_hands import go_to_line
from tests.storage.records import add, change

OCTOBER = datetime(2026, 10, 30, 15, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("reviews_take_no_time")


@pytest.fixture
def file(database_file: Path) -> Path:
    friday_portfolio(database_file)
    return database_file


def last_month(file: Path, clock: Clock, **more: Any) -> None:
    """Finish a month-end in October, with a priority for every account."""
    database = Database.open(file, clock)
    uids = [uid for (uid,) in database.read(lambda c: c.execute("SELECT uid FROM account").fetchall())]
    kept = Review(
        kind="month_end", started_at=OCTOBER, ended_at=OCTOBER, seconds=3_300, summary="Solid.",
        priorities=["visit"], notes=dict.fromkeys(uids, "map the board"),
    )  # fmt: skip
    database.run(add, kept)
    if more:
        database.run(change, Account, 1, **more)
    database.close()


async def start(pilot: Any, title: str) -> None:
    """Start a review from the list of all reviews."""
    await press(pilot, "v")
    await go_to_line(pilot, title)
    await press(pilot, "enter")


@pytest.mark.rule("F-2")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_step_shows_what_moved_beside_the_plan(file: Path, clock: Clock, size: tuple[int, int]):
    last_month(file, clock)
    async with cockpit(file, clock, size=size) as pilot:
        await press(pilot, "v")
        golden(f"reviews_{size[0]}x{size[1]}", screen_text(pilot.app))
        await go_to_line(pilot, "Month-end review")
        await press(pilot, "r")
        golden(f"guided_month_end_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("F-2", "X-2", "Y-4")
async def test_a_whole_month_end_is_done_by_keys_alone(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await start(pilot, "Month-end review")
        for text in ("call the board", "", "book the QBR"):
            await type_in(pilot, text)
            await press(pilot, "enter")
        assert "4 of 5  pipeline" in screen_text(pilot.app)[1]
        assert "stalled: 1 opportunity" in shown(pilot)
        await go_to_line(pilot, "Adatum")
        await press(pilot, "s")
        await type_in(pilot, "call them")
        await press(pilot, "enter")
        await type_in(pilot, "tue")
        await press(pilot, "enter")
        assert "stalled" not in shown(pilot)
        await press(pilot, "f6", "space", "down", "enter", "space", "space", "n")
        await type_in(pilot, "one of my own")
        await press(pilot, "enter")
        assert "priorities for the month: 3 of 3" in shown(pilot)
        await type_in(pilot, "a fourth")
        await press(pilot, "enter")
        assert "There are 3 already" in notices(pilot.app)[-1]
        await press(pilot, "tab")
        assert "3 of 3 key accounts gone through, 2 with a priority" in pilot.app.screen.query_one("#summary").text
        await type_in(pilot, " Good.")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ReviewsScreen)
        await go_to_line(pilot, "Month-end review", "of 3 key")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsScreen)
        told = shown(pilot)
        assert all(words in told for words in ("one of my own", "call the board", "priorities for the month"))
        await press(pilot, "escape", "r")
        assert "not started again" in notices(pilot.app)[-1]
        await press(pilot, "/")
        await type_in(pilot, "solid")
        assert "No review fits the filter" in shown(pilot)
        await press(pilot, "escape", "escape")
        await go_to_line(pilot, "one of my own")
        assert "priorities of the month-end review of Fri 20 Nov" in shown(pilot)
    finished = "SELECT date(ended_at), priorities, summary LIKE '% Good.' FROM review WHERE kind = 'month_end'"
    assert rows_of(file, finished) == [
        (str(TODAY), '["Northwind: call the board", "Contoso: book the QBR", "one of my own"]', 1)
    ]


@pytest.mark.rule("F-2")
async def test_escape_leaves_it_and_it_goes_on_where_it_was_with_hostile_names(file: Path, clock: Clock):
    last_month(file, clock, name=HOSTILE)
    async with cockpit(file, clock) as pilot:
        await start(pilot, "Month-end review")
        assert HOSTILE[:20] in screen_text(pilot.app)[1]
        assert "priority of 2026-10-30: map the board" in shown(pilot)
        await press(pilot, "f5")
        assert notices(pilot.app)[-1] == "this is the first step: escape leaves the review and keeps it"
        await type_in(pilot, "[@click=app.quit]x[/] =1+1")
        await press(pilot, "f6")
        await type_in(pilot, "half a li")
        await press(pilot, "ctrl+s")
        assert "from its last step" in notices(pilot.app)[-1]
        await press(pilot, "escape")
        assert notices(pilot.app)[-1] == "the review is kept: r goes on where it was"
        await press(pilot, "enter")
        assert "2 of 5" in screen_text(pilot.app)[1]
        assert pilot.app.screen.query_one("#note").value == "half a li"
        await press(pilot, "f5")
        assert pilot.app.screen.query_one("#note").value == "[@click=app.quit]x[/] =1+1"
        for _ in range(4):
            await press(pilot, "f6")
        await press(pilot, "space", "f6")
        assert notices(pilot.app)[-1] == "this is the last step: ctrl+s finishes the review"
        await press(pilot, "delete")
        assert notices(pilot.app)[-1] == "there is no chosen line here to take off"
        screen = pilot.app.screen
        assert len(screen.review.chosen) == 1
        screen.query_one("#chosen").focus()
        await press(pilot, "delete")
        assert screen.review.chosen == ()
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, WeekScreen)


@pytest.mark.rule("T-4", "Y-4")
async def test_a_line_opens_its_place_and_the_end_marks_the_activity_done(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await start(pilot, "Expansion strategy")
        assert "Adatum" in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
        await press(pilot, "escape", "tab")
        await type_in(pilot, "ask about the yard")
        await press(pilot, "enter")
        assert "No adjacent need waits" in shown(pilot)
        for _ in range(3):
            await press(pilot, "f6")
        await press(pilot, "space", "d")
        assert "bets of the quarter: 1 of 3" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "the expansion strategy is finished" in notices(pilot.app)[-1]
        await go_to_line(pilot, "Friday review")
    assert rows_of(file, "SELECT activity, state, period FROM occurrence ORDER BY id DESC LIMIT 1") == [
        ("expansion_strategy", "done", "2026-Q4")
    ]


@pytest.mark.rule("Y-4", "R-7")
async def test_each_activity_of_the_portfolio_opens_its_page(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await start(pilot, "Portfolio health")
        assert "1 of 8  concentration" in screen_text(pilot.app)[1]
        await press(pilot, "shift+tab", "enter")
        assert pilot.app.current_mode == "portfolio"
        await press(pilot, "1", "escape")
        await go_to_line(pilot, "Tier review")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TierReviewScreen)
        await press(pilot, "escape", "/")
        await type_in(pilot, "pipeline")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, PipelineScreen)
        assert pilot.app.screen.stalled_first
        await press(pilot, "2", "t")
        assert isinstance(pilot.app.screen, TierReviewScreen)
        await press(pilot, "escape", "1")
        screen = pilot.app.screen
        assert await screen.open_review("relationship_review", 1, "Northwind")
        await settle(pilot)
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, GuidedScreen)
        assert "the year  Northwind" in screen_text(pilot.app)[1]
        assert not await screen.open_review("map_review", 1, "Northwind")


@pytest.mark.rule("F-2")
async def test_a_review_is_open_only_once_wherever_it_is_asked_for(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await start(pilot, "Month-end review")
        await type_in(pilot, "half")
        await press(pilot, "shift+tab")
        first = pilot.app.screen
        await press(pilot, "0", "/")
        await type_in(pilot, "friday, month")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, ReviewsScreen)
        line = next(each for each in screen_text(pilot.app) if "Month-end review" in each)
        assert line.endswith("under way")
        await go_to_line(pilot, "Month-end review")
        await press(pilot, "enter")
        assert pilot.app.screen is first
        assert pilot.app.current_mode == "week"
        await press(pilot, "2", "0")
        await go_to_line(pilot, "Friday review")
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.current_mode == "more"
        await press(pilot, "escape")


@pytest.mark.rule("F-2")
async def test_a_review_that_is_begun_is_under_way_on_every_screen_at_once(file: Path):
    async with cockpit(file, Clock(date(2026, 11, 30))) as pilot:
        await press(pilot, "0", "/")
        await type_in(pilot, "friday, month")
        await press(pilot, "enter", "enter", "1")
        await go_to_line(pilot, "month-end review")
        await press(pilot, "r", "shift+tab", "0")
        assert isinstance(pilot.app.screen, ReviewsScreen)
        line = next(each for each in screen_text(pilot.app) if "Month-end review" in each)
        assert line.endswith("under way")


@pytest.mark.rule("F-2")
async def test_r_and_d_on_the_line_of_the_week_start_the_month_end(file: Path):
    async with cockpit(file, Clock(date(2026, 11, 30))) as pilot:
        for key in ("r", "d", "enter"):
            await go_to_line(pilot, "month-end review")
            await press(pilot, key)
            assert isinstance(pilot.app.screen, GuidedScreen)
            await press(pilot, "escape")
        await press(pilot, "enter")
        await type_in(pilot, "half")
        await press(pilot, "escape")
        assert any("month-end review" in each and "under way" in each for each in screen_text(pilot.app))
        await go_to_line(pilot, "Friday review")
        await press(pilot, "r")
        assert not isinstance(pilot.app.screen, GuidedScreen)
