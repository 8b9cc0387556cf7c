"""The page of one account: golden screens, its timeline, and what its keys do."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.clock import Clock
from kamtui.domain.accounts import Tier, TierChange
from kamtui.domain.practice import Practice
from kamtui.keys import Place
from kamtui.screens import account_view
from kamtui.screens.account import AccountScreen
from kamtui.screens.account_facts import LABEL, Told
from kamtui.screens.history import HistoryScreen
from kamtui.screens.tier_form import TierForm, history_lines
from kamtui.storage.account_page import account_page
from kamtui.storage.database import Database
from kamtui.widgets.ink import plain, width_of
from kamtui.widgets.virtual_list import Row, VirtualList
from tests.screens.clients import DAY, clients, hostile
from tests.screens.hands import press, shown
from tests.screens.harness import LARGE, cockpit, golden, notices, screen_text, settle
from tests.storage.records import account, add, touch, whole_account

ONLY = [Place("2", "accounts", "Accounts", "kamtui.screens.accounts", "AccountsScreen")]


@pytest.fixture
def four(database: Database) -> Path:
    database.run(clients)
    return database.path


def page(pilot: Pilot[Any]) -> AccountScreen:
    assert isinstance(pilot.app.screen, AccountScreen)
    return pilot.app.screen


async def put_on(pilot: Pilot[Any], kind: str) -> None:
    """Put the cursor on the first line of the timeline of this kind."""
    line = next(one for one in page(pilot).happened if one.kind == kind)
    assert page(pilot).lines.go_to(("line", line.kind, line.id))
    await settle(pilot)


@pytest.mark.rule("H-8", "I-5", "M-9", "T-6")
async def test_the_page_shows_everything_of_one_account(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2", "enter")
        golden("account_80x24", screen_text(pilot.app))
        await press(pilot, "tab")
        golden("account_timeline_80x24", screen_text(pilot.app))
        await press(pilot, "tab")
        assert page(pilot).facts.cursor == 0
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2", "enter", "tab", "down")
        golden("account_140x40", screen_text(pilot.app))
        await press(pilot, "tab")
        assert page(pilot).facts.has_focus
        assert "Walked the depot" not in shown(pilot).splitlines()[-4]


async def test_the_page_of_a_new_account_says_what_is_missing(database: Database, clock: Clock) -> None:
    database.run(add, account(tier=3))
    async with cockpit(database.path, clock, places=ONLY) as pilot:
        await press(pilot, "enter")
        assert "no primary contact; e chooses one" in shown(pilot)
        assert "not written yet" in shown(pilot)
        await press(pilot, "tab", "end")
        assert "nothing happened yet · c notes the first touchpoint" in shown(pilot)
        await press(pilot, "enter", "delete")
        assert notices(pilot.app)[0] == "there is nothing to open here; e edits the account"
        assert notices(pilot.app)[1].startswith("only lines of the timeline are removed here")


async def test_the_filter_finds_lines_of_the_timeline(four: Path, clock: Clock) -> None:
    for size in ((80, 24), LARGE):
        async with cockpit(four, clock, size=size, places=ONLY) as pilot:
            await press(pilot, "enter", "/")
            pilot.app.screen.query_one(Input).value = "max visit"
            await settle(pilot)
            assert "timeline: 1 line with “max visit”" in shown(pilot)
            assert "Walked the depot" in shown(pilot)
            assert "Nordic reference" not in shown(pilot)
            await press(pilot, "escape")
            assert "timeline: 8 lines" in shown(pilot) or size == (80, 24)


async def test_a_long_timeline_is_read_in_pages(
    four: Path, clock: Clock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_view, "PAGE", 50)
    database.run(add, *(touch(2, f"call {number}") for number in range(120)))
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "down", "enter")
        assert len(page(pilot).happened) == 50
        assert "timeline: 50 lines and more" in [plain(getattr(one, "title", "")) for one in page(pilot).facts.lines]
        await press(pilot, "end")
        assert len(page(pilot).happened) == 100
        await press(pilot, "end")
        assert len(page(pilot).happened) == 124
        await press(pilot, "escape", "up", "enter")
        await press(pilot, "right_square_bracket", "/")
        pilot.app.screen.query_one(Input).value = "call 119"
        await settle(pilot)
        assert len(page(pilot).happened) == 124
        assert "1 line with" in shown(pilot)


async def test_enter_opens_what_a_line_stands_for(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2", "enter", "tab")
        for kind, window in (("touchpoint", "TouchpointForm"), ("trigger", "TriggerForm"), ("tier_change", "TierForm")):
            await put_on(pilot, kind)
            await press(pilot, "enter")
            assert type(pilot.app.screen).__name__ == window
            await press(pilot, "escape")
        await put_on(pilot, "health_check")
        await press(pilot, "enter")
        assert pilot.app.current_mode == "health"
        await press(pilot, "2")
        await put_on(pilot, "value_entry")
        await press(pilot, "enter")
        assert pilot.app.current_mode == "map"


async def test_an_open_check_in_is_closed_from_the_page(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "down", "enter")
        rows = [line for line in page(pilot).facts.lines if isinstance(line, Row)]
        key = next(line.key for line in rows if plain(line.cells[0]) == "check-in")
        page(pilot).facts.go_to(key)
        await press(pilot, "enter")
        assert "Close the check-in with R&D [/x]" in shown(pilot)


async def test_a_referral_is_opened_and_a_place_that_is_not_there_says_so(database: Database, clock: Clock) -> None:
    database.run(whole_account)
    async with cockpit(database.path, clock, places=ONLY, size=LARGE) as pilot:
        await press(pilot, "enter", "tab")
        await put_on(pilot, "referral")
        await press(pilot, "enter")
        assert type(pilot.app.screen).__name__ == "ReferralForm"
        await press(pilot, "escape")
        await put_on(pilot, "health_check")
        await press(pilot, "enter")
        assert notices(pilot.app)[-1] == "a health check is changed on the Health screen"
        await press(pilot, "tab")
        page(pilot).facts.go_to((("delivered",), 0))
        await press(pilot, "enter")
        assert notices(pilot.app)[-1] == "there is nothing to open here"


async def test_a_new_touchpoint_begins_with_the_account(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "enter", "n")
        assert "New touchpoint with Northwind" in shown(pilot)
        await press(pilot, "escape", "e")
        assert "Edit Northwind" in shown(pilot)


@pytest.mark.rule("T-6")
async def test_the_tier_is_changed_with_a_reason(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "enter", "t", "right", "ctrl+s")
        assert "✗ why is needed" in shown(pilot)
        assert isinstance(pilot.app.screen, TierForm)
        assert "2025-10-16  Strategic" in shown(pilot)
        await press(pilot, *"less", "ctrl+s")
        assert page(pilot).page is not None
        assert "Growth since 2026-11-20" in shown(pilot)
        await press(pilot, "h")
        assert isinstance(pilot.app.screen, HistoryScreen)
        assert "tier: Strategic → Growth" in shown(pilot)
        await press(pilot, "escape", "u")
        assert "Strategic since 2025-10-16" in shown(pilot)


async def test_a_line_is_removed_and_comes_back(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, size=LARGE, places=ONLY) as pilot:
        await press(pilot, "enter", "tab")
        await put_on(pilot, "touchpoint")
        await press(pilot, "delete")
        assert notices(pilot.app) == ["touchpoint removed · u brings it back"]
        assert "Wants the Nordic" not in shown(pilot)
        await press(pilot, "u")
        assert "Wants the Nordic" in shown(pilot)
        await put_on(pilot, "tier_change")
        await press(pilot, "delete")
        assert "the history of the tier is kept" in notices(pilot.app)[-1]


async def test_brackets_go_to_the_other_accounts(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "enter", "end", "right_square_bracket")
        assert "R&D [/x]" in screen_text(pilot.app)[0]
        assert page(pilot).facts.cursor == 0


async def test_an_account_that_is_removed_meanwhile_says_so_and_comes_back(
    four: Path, clock: Clock, database: Database
) -> None:
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "enter", "escape", "delete", "y")
        await pilot.app.push_screen(AccountScreen(1, "Northwind"))
        await settle(pilot)
        assert "This account is no longer there." in shown(pilot)
        await press(pilot, "e", "t", "h", "n", "enter", "tab")
        assert [notice for notice in notices(pilot.app) if notice.startswith("there is no account to")] == [
            "there is no account to edit",
            "there is no account to move to another tier",
            "there is no account to look back on",
            "there is no account to note a touchpoint for",
        ]
        await press(pilot, "u")
        assert "Northwind" in screen_text(pilot.app)[0]
        assert page(pilot).page is not None


async def test_the_page_wraps_anew_when_the_terminal_changes(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, places=ONLY) as pilot:
        await press(pilot, "enter")
        await pilot.resize_terminal(*LARGE)
        await settle(pilot)
        assert len(page(pilot).query_one("#timeline", VirtualList).lines) > 1
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "timeline: 8 lines" in [plain(getattr(one, "title", "")) for one in page(pilot).facts.lines]


@pytest.mark.parametrize("size", [(80, 24), LARGE])
async def test_nasty_text_is_shown_as_it_is(database: Database, clock: Clock, size: tuple[int, int]) -> None:
    database.run(hostile)
    async with cockpit(database.path, clock, size=size, places=ONLY) as pilot:
        await press(pilot, "enter", "tab")
        assert "[@click=app.quit]x[/] =1+1" in shown(pilot)
        assert "\u202e" not in shown(pilot)
        await press(pilot, "h")
        assert "Nothing was changed" not in shown(pilot)


@pytest.mark.parametrize("room", [10, 24, 61])
def test_facts_are_wrapped_to_the_room_there_is(database: Database, room: int) -> None:
    key = database.run(whole_account)
    database.run(clients)
    for each in (key, key + 1, key + 2):
        found = database.read(account_page, each, DAY, Practice())
        assert found is not None
        rows = [line for line in Told(found, DAY, Practice()).lines(room) if isinstance(line, Row)]
        assert all(width_of(row.cells[1]) <= room and width_of(row.cells[0]) <= LABEL for row in rows)
        assert len({row.key for row in rows}) == len(rows)


def test_a_long_tier_history_is_cut_with_a_count() -> None:
    lines = history_lines([TierChange(DAY, Tier.GROWTH, Tier.STRATEGIC, "why")] * 10)
    assert plain(lines[0]) == "2026-11-20  Growth → Strategic  why"
    assert plain(lines[-1]) == "and 2 before"
