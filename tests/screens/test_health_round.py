"""The health round by keys alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.screens.health import HealthScreen
from kamtui.screens.health_round import HealthRoundScreen
from kamtui.settings import Settings
from kamtui.storage.database import Database
from tests.screens.hands import press, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.health_book import TODAY, fill
from tests.storage.records import remove

CHECKS = """SELECT a.name, response_time, meeting_engagement, referral_activity, tone, h.notes
FROM health_check h JOIN account a ON a.id = h.account_id WHERE "on" = '2026-11-20' ORDER BY h.id"""


@pytest.fixture
def book(database_file: Path) -> dict[str, int]:
    return fill(database_file)


@pytest.mark.rule("H-5")
@pytest.mark.rule("C-2")
@pytest.mark.rule("I-5")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_round_looks_as_agreed(
    database_file: Path, clock: Clock, book: dict[str, int], size: tuple[int, int]
) -> None:
    async with cockpit(database_file, clock, size=size) as pilot:
        await press(pilot, "4", "r", tuple("wgwp"))
        golden(f"health_round_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("H-2")
@pytest.mark.rule("H-4")
@pytest.mark.rule("H-6")
async def test_a_round_of_two_accounts_by_keys_alone(database_file: Path, clock: Clock, book: dict[str, int]) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r")
        assert "Contoso" in shown(pilot)
        assert "next: Fabrikam" in shown(pilot)
        await press(pilot, tuple("pgp"))
        assert "3 of 4 rated" in shown(pilot)
        await press(pilot, "w")
        assert "○ red (was green)   ↘ declining" in shown(pilot)
        assert "saving opens a check-in, due Mon 30 Nov" in shown(pilot)
        await press(pilot, "e", tuple("cold"), "enter")
        assert "Check-in with Contoso" in shown(pilot)
        await press(pilot, "home", tuple("So: "), "ctrl+s")
        assert "Fabrikam" in screen_text(pilot.app)[1]
        await press(pilot, tuple("gw.g"))
        assert "◐ yellow" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HealthScreen)
        assert notices(pilot.app)[-1] == "the round is done: 2 accounts checked"
    assert rows_of(database_file, CHECKS) == [
        ("Contoso", "poor", "good", "poor", "watch", "cold"),
        ("Fabrikam", "good", "watch", "not_observed", "good", ""),
    ]
    (question, due), *_ = rows_of(
        database_file, "SELECT question, due FROM check_in WHERE done_on IS NULL AND due > '2026-11-20'"
    )
    assert question.startswith("So: ")
    assert due == "2026-11-30"


@pytest.mark.rule("H-5")
async def test_a_suggestion_is_not_saved_unless_it_is_confirmed(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r", "enter")
        assert "suggested ○ poor" in shown(pilot)
        assert notices(pilot.app)[-1].startswith("response time is not rated yet")
        assert rows_of(database_file, CHECKS) == []
        await press(pilot, "space", "space", "space", "down", "up", "up", "down", "enter")
        assert notices(pilot.app)[-1].startswith("tone is not rated yet")
        await press(pilot, "space", "enter", "escape")
        assert [row[1:5] for row in rows_of(database_file, CHECKS)] == [("poor", "good", "watch", "good")]


async def test_where_nothing_is_suggested_the_key_says_so(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r", "right_square_bracket", "space")
        assert notices(pilot.app)[-1] == "there is too little on record to suggest a rating of response time"


async def test_undo_takes_the_last_saved_check_back_and_returns_to_it(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r", "u")
        assert notices(pilot.app)[-1] == "no check was saved in this round yet"
        await press(pilot, tuple("gggw"), "tab", tuple("fine"), "enter")
        assert "1 of" not in screen_text(pilot.app)[1]
        await press(pilot, "u")
        assert rows_of(database_file, CHECKS) == []
        assert "Contoso" in screen_text(pilot.app)[1]
        assert "● green (was green)" in shown(pilot)
        assert "fine" in shown(pilot)
        await press(pilot, "p", "enter")
        assert rows_of(database_file, CHECKS) == [("Contoso", "poor", "good", "good", "watch", "fine")]


async def test_undo_takes_what_was_done_since_then_back_first(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r", tuple("pppp"), "enter", "home", tuple("So: "), "ctrl+s", "u")
        assert notices(pilot.app)[-1] == "undone: check-in with Contoso"
        assert "Fabrikam" in screen_text(pilot.app)[1]
        await press(pilot, "u")
        assert "Contoso" in screen_text(pilot.app)[1]
        assert rows_of(database_file, CHECKS) == []


async def test_what_was_rated_and_typed_waits_when_the_round_is_left(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r", "escape")
        assert isinstance(pilot.app.screen, HealthScreen)
        await press(pilot, "r", "g", "w", "e", tuple("half"), "space", "a", "escape", "escape", "n")
        assert isinstance(pilot.app.screen, HealthRoundScreen)
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert notices(pilot.app)[-1] == "this is the round's last account"
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert notices(pilot.app)[-1] == "this is the round's first account"
        assert "half a" in shown(pilot)
        await press(pilot, "escape", "y", "r")
        assert "2 of 4 rated" in shown(pilot)
        assert "half a" in shown(pilot)
        assert rows_of(database_file, CHECKS) == []
        await press(pilot, "q")
    (kept,) = (database_file.parent / "rescue").glob("*.txt")
    assert "Contoso: response time good, meeting engagement watch\nhalf a" in kept.read_text()


async def test_a_second_check_on_one_day_begins_with_the_first(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r", tuple("gggg"), "e", tuple("fine"), "enter", "escape")
        pilot.app.screen.list.go_to(book["Contoso"])
        await press(pilot, "enter")
        assert "● green (was green)" in shown(pilot)
        await press(pilot, "w", "enter")
        assert rows_of(database_file, CHECKS) == [("Contoso", "watch", "good", "good", "good", "fine")]


async def test_one_account_alone_can_be_checked_early(database_file: Path, clock: Clock, book: dict[str, int]) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "4")
        pilot.app.screen.list.go_to(book["[ACME Corp]"])
        await press(pilot, "enter")
        assert "silent for 61 days" in screen_text(pilot.app)[2]
        await press(pilot, tuple("gggg"), "enter", "escape")
        assert [row[0] for row in rows_of(database_file, CHECKS)] == ["[ACME Corp]"]
        assert "3 of 5 done" not in shown(pilot)


@pytest.mark.rule("H-6")
async def test_an_account_whose_check_in_is_open_says_so_and_gets_no_second(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, settings=Settings(check_in_days=3)) as pilot:
        await press(pilot, "4")
        pilot.app.screen.list.go_to(book["Adatum"])
        await press(pilot, "enter", tuple("pppp"))
        assert "check-in open, 3 d late" in shown(pilot)
        await press(pilot, "enter")
        assert "check-in due 2026-11-17" in notices(pilot.app)[-1]
        assert len(rows_of(database_file, "SELECT 1 FROM check_in")) == 1


@pytest.mark.rule("Y-17")
async def test_the_minutes_from_opening_to_saving_are_kept(
    database_file: Path, book: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watched(Clock):
        def now(self) -> datetime:
            return times.pop(0) if len(times) > 1 else times[0]

    nine = datetime(2026, 11, 20, 9, tzinfo=UTC)
    times = [nine]
    async with cockpit(database_file, Watched(TODAY)) as pilot:
        await press(pilot, "4", "r")
        for minutes in (2, 5, 25, 27):
            times[:] = [nine + timedelta(minutes=minutes)]
            await press(pilot, "g")
        await press(pilot, "enter")
    assert rows_of(database_file, "SELECT minutes FROM health_check WHERE \"on\" = '2026-11-20'") == [(7,)]


async def test_an_account_that_is_gone_drops_out_of_the_round(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    from kamtui.models.accounts import Account

    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "r")
        assert "Contoso" in shown(pilot)
        other = Database.open(database_file, clock)
        for name in ("Contoso", "Fabrikam"):
            other.run(remove, Account, book[name])
        other.close()
        await press(pilot, tuple("gggg"), "enter")
        assert "no longer there" in notices(pilot.app)[-1]
        pilot.app.desk.version += 1
        pilot.app.screen.catch_up()
        await settle(pilot)
        assert notices(pilot.app)[-1] == "nothing is left to check here"
        assert isinstance(pilot.app.screen, HealthScreen)
