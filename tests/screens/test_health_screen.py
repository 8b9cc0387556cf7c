"""The Health screen: the round's list, what stands behind each colour, check-ins, scores, history."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.screens.health import HealthScreen
from kamtui.screens.health_history import HealthHistoryScreen
from kamtui.settings import Settings
from kamtui.storage import health
from kamtui.storage.database import Database
from tests.screens.hands import press, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.health_book import HOSTILE, TODAY, fill
from tests.storage.records import account, add


@pytest.fixture
def book(database_file: Path) -> dict[str, int]:
    return fill(database_file)


@pytest.mark.rule("H-7")
@pytest.mark.rule("H-8")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_round_looks_as_agreed(
    database_file: Path, clock: Clock, book: dict[str, int], size: tuple[int, int]
) -> None:
    async with cockpit(database_file, clock, size=size) as pilot:
        await press(pilot, "4", "down")
        golden(f"health_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.parametrize("theme", ["kamtui-light", "ansi"])
async def test_every_theme_says_the_same(database_file: Path, clock: Clock, book: dict[str, int], theme: str) -> None:
    async with cockpit(database_file, clock, settings=Settings(theme=theme)) as pilot:
        await press(pilot, "4", "down")
        golden("health_80x24", screen_text(pilot.app))


async def test_an_empty_portfolio_says_what_to_do_and_every_key_says_why_it_cannot(
    database_file: Path, clock: Clock
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "enter", "r", "n", "d", "e", "h", "delete")
        assert "No accounts yet" in shown(pilot)
        assert len(notices(pilot.app)) == 6
        assert notices(pilot.app)[0].startswith("November's checks are all done")


@pytest.mark.rule("H-3")
async def test_the_filter_finds_names_colours_and_states(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4")
        screen = pilot.app.screen
        assert isinstance(screen, HealthScreen)
        for words, found in (
            ("stale", {"Fabrikam"}),
            ("acme silent", {"[ACME Corp]"}),
            ("late", {"Adatum"}),
            ("zz", set()),
        ):
            screen.set_filter(words)
            await settle(pilot)
            keys = {row.key for row in screen.list.lines if getattr(row, "key", None) is not None}
            assert keys == {book[name] for name in found}
        assert "No account fits the filter" in shown(pilot)
        await press(pilot, "escape")
        assert len([row for row in screen.list.lines if getattr(row, "key", None)]) == 5


async def test_the_cursor_carries_its_account_to_the_other_screens_and_brackets_move_it(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    order = [(key, name) for name, key in book.items()]
    async with cockpit(database_file, clock, find_accounts=lambda _connection: order) as pilot:
        await press(pilot, "4", "down")
        assert pilot.app.desk.account_name == "Fabrikam"
        await press(pilot, "right_square_bracket")
        assert pilot.app.screen.list.key == book["Adatum"]
        assert "How does it feel?" in shown(pilot)


@pytest.mark.rule("H-6")
async def test_a_check_in_is_made_ones_own_and_closed_by_keys(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4", "end", "home")
        pilot.app.screen.list.go_to(book["Adatum"])
        await press(pilot, "e", "end", tuple(" [now]"), "ctrl+s")
        assert rows_of(database_file, "SELECT question FROM check_in") == [("How does it feel? [now]",)]
        await press(pilot, "d", "ctrl+s")
        assert "discovered is needed" in shown(pilot)
        await press(pilot, tuple("tired"), "tab", tuple("called"), "ctrl+s")
        assert rows_of(database_file, "SELECT discovered, action, done_on FROM check_in") == [
            ("tired", "called", "2026-11-20")
        ]
        await press(pilot, "d", "e")
        assert notices(pilot.app)[-2:] == [
            "this account has no open check-in; a check with two poor signals opens one",
            "e edits an open check-in, and this account has none; enter checks the account",
        ]
        await press(pilot, "u", "d")
        assert "Close the check-in with Adatum" in shown(pilot)


@pytest.mark.rule("H-9")
async def test_a_score_is_kept_and_one_that_cannot_be_is_refused_where_it_was_typed(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "4", "n", "tab", tuple("11"), "ctrl+s")
        assert "is between 0 and 10" in shown(pilot)
        await press(pilot, "backspace", "backspace", tuple("good"), "ctrl+s")
        assert "is not a score" in shown(pilot)
        await press(
            pilot,
            "backspace",
            "backspace",
            "backspace",
            "backspace",
            tuple("8,5"),
            "tab",
            "tab",
            tuple("[survey]"),
            "ctrl+s",
        )
        assert "CSAT 8.5  today, [survey]" in shown(pilot)
        await press(pilot, "n", "escape", "u")
        assert rows_of(database_file, "SELECT kind FROM score") == [("nps",)]


async def test_the_history_shows_every_check_check_in_and_score(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4")
        pilot.app.screen.list.go_to(book["Contoso"])
        await press(pilot, "h", "end")
        assert isinstance(pilot.app.screen, HealthHistoryScreen)
        golden("health_history_80x24", screen_text(pilot.app))
        await press(pilot, "escape")
        pilot.app.screen.list.go_to(book["Adatum"])
        await press(pilot, "tab", "down")
        assert "How does it feel?" in shown(pilot)
        await press(pilot, "home")
        assert "They stopped inviting us." in shown(pilot)


async def test_the_last_check_is_removed_after_a_question_and_comes_back_with_undo(
    database_file: Path, clock: Clock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4")
        pilot.app.screen.list.go_to(book["Adatum"])
        await press(pilot, "delete", "n")
        assert len(rows_of(database_file, "SELECT 1 FROM health_check WHERE notes <> ''")) == 1
        await press(pilot, "delete", "y")
        assert rows_of(database_file, "SELECT 1 FROM health_check WHERE notes <> ''") == []
        await press(pilot, "u")
        assert len(rows_of(database_file, "SELECT 1 FROM health_check WHERE notes <> ''")) == 1
        pilot.app.screen.list.go_to(book["Nobody"])
        await press(pilot, "delete")
        assert notices(pilot.app)[-1] == "there is no check to remove"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_hostile_names_and_notes_are_shown_as_they_are(
    database_file: Path, clock: Clock, size: tuple[int, int]
) -> None:
    from kamtui.models.health import CheckIn, HealthCheck, Score

    database = Database.open(database_file, clock)
    (owner, long) = database.run(add, account(HOSTILE, slot=2, created_on=TODAY), account("A" * 10_000, slot=2))
    database.run(
        add,
        HealthCheck(account_id=owner, on=TODAY, notes=f"{HOSTILE}\n=1+1\n\x1b[31m" + "x" * 10_000),
        CheckIn(account_id=owner, opened_on=TODAY, due=TODAY, question=HOSTILE),
        Score(account_id=owner, kind="csat", value=9, on=TODAY, source=HOSTILE),
    )
    database.close()
    async with cockpit(database_file, clock, size=size, toasts=True) as pilot:
        await press(pilot, "4")
        pilot.app.screen.list.go_to(owner)
        await press(pilot, "h", "escape", "d", "escape", "e", "escape", "enter", "e", "escape", "escape")
        pilot.app.screen.list.go_to(long)
        await press(pilot, "enter", "g", "g", "p", "p", "enter", "escape", "escape")
        pilot.app.screen.list.go_to(owner)
        await settle(pilot)
        assert "R&D [/x]" in shown(pilot)
        assert "\u202e" not in shown(pilot)
        assert "\x1b" not in shown(pilot)


async def test_a_locked_file_is_said_in_words_and_the_screen_stays(
    database_file: Path, clock: Clock, book: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "4")

        def broken(*_: Any) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        monkeypatch.setattr(health, "beside", broken)
        await press(pilot, "down")
        assert "disk" in notices(pilot.app)[-1]
        assert isinstance(pilot.app.screen, HealthScreen)
