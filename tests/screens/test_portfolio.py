"""The Portfolio screen: every figure in sight, the rows behind it, and the answers by one key."""

from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.screens.account import AccountScreen
from kamtui.screens.contracts import ContractsScreen
from kamtui.screens.form import FormScreen
from kamtui.screens.portfolio import PortfolioScreen
from kamtui.screens.portfolio_made import explained
from kamtui.screens.renewals import RenewalsScreen
from kamtui.screens.rows import RowsScreen
from kamtui.widgets.ink import plain
from kamtui.widgets.virtual_list import Heading, VirtualList
from tests.screens.hands import file_with, go_to, press, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text
from tests.screens.portfolio_book import book, hostile


@pytest.fixture
def file(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, book)


@pytest.mark.rule("R-6", "R-7")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_portfolio_stands_in_sections(file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(file, clock, size=size) as pilot:
        await press(pilot, "9")
        golden(f"portfolio_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "end")
        golden(f"portfolio_end_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_the_middle_of_the_portfolio_at_80_columns(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        for number, key in enumerate((("forecast", 11), ("concentration", "index"), ("pipeline", True))):
            await go_to(pilot, key)
            golden(f"portfolio_middle_{number}_80x24", screen_text(pilot.app))


async def test_an_empty_portfolio_says_which_keys_fill_it(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "9")
        assert "No accounts yet" in shown(pilot)
        await press(pilot, "enter", "w", "t", "a", "l", "m")
        assert len(notices(pilot.app)) == 5
        assert isinstance(pilot.app.screen, PortfolioScreen)


@pytest.mark.rule("R-7")
async def test_every_figure_opens_the_rows_it_is_made_of(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        keys = [line.key for line in pilot.app.screen.list.lines if not isinstance(line, Heading)]
        figures = [key for key in keys if key[0] not in ("question", "renewal")]
        assert len(figures) > 40
        for key in figures:
            told = explained(key, pilot.app.screen.found)
            assert told.title, key
            assert told.rows or key[0] == "streak", key
        for key in (("loops", 2, "expansion"), ("service",), ("streak",)):
            await go_to(pilot, key)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, RowsScreen), key
            assert pilot.app.screen.told == explained(key, pilot.app.screen_stack[0].found)
            assert pilot.app.screen.list.key == {"loops": 1, "service": 0, "streak": None}[key[0]]
            await press(pilot, "escape")


async def test_the_rows_of_a_figure_lead_to_the_account(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9", "enter")
        golden("rows_80x24", screen_text(pilot.app))
        await press(pilot, "/", *"sup", "enter")
        drawn = pilot.app.screen.list.lines
        assert [plain(line.title if isinstance(line, Heading) else line.cells[2]) for line in drawn] == [
            "contracted",
            "40k × 200 d  Support",
            "to renew",
            "40k × 165 d × 90 %  Support",
        ]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
        assert pilot.app.desk.account_id == 1
        await press(pilot, "escape", "escape", "escape")
        await go_to(pilot, ("adherence", None))
        await press(pilot, "enter", "enter")
        assert notices(pilot.app) == ["this row belongs to no single account"]


@pytest.mark.rule("R-3", "I-6", "R-9")
async def test_rows_say_what_their_figure_is_made_of(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        found = pilot.app.screen.found

    def words(*key: Any) -> list[str]:
        return [f"{row.name} {plain(row.words)}" for row in explained(key, found).rows]

    assert words("forecast", 0)[:2] == ["Northwind 200k × 30 d  Planning platform", "R&D [/x] 80k × 30 d  Platform"]
    assert words("forecast", 1)[2:4] == ["R&D [/x] 80k × 7 d  Platform", "Fabrikam 12k × 31 d  Licences"]
    assert words("referrals") == ["Northwind somebody → Contoso  unsolicited"]
    assert words("concentration", "index")[0].startswith("Northwind  1.  72 %  together  72 % █████")
    work = explained(("work",), found)
    assert sum(int(plain(row.amount).split(" h")[0]) for row in work.rows) // 52 == found.figures.weekly_minutes // 60
    assert words("attention", 1) == ["QBR 1 ×", "call 1 ×", "health check 1 ×", *words("attention")]


async def test_rows_at_140_columns(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock, size=LARGE) as pilot:
        await press(pilot, "9")
        await go_to(pilot, ("nrr",))
        await press(pilot, "enter")
        golden("rows_140x40", screen_text(pilot.app))
        await press(pilot, "/", *"nobody")
        assert "No row fits" in shown(pilot)


@pytest.mark.rule("R-1")
async def test_a_line_that_ended_is_renewed_by_one_key(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        await go_to(pilot, ("question", 5))
        assert "a renewed  m shrunk  l lost" in shown(pilot)
        await press(pilot, "a")
        assert notices(pilot.app) == ["Reports of Fabrikam renewed as it was · u takes it back"]
        assert "ended without a word" not in shown(pilot)
        assert rows_of(file, "SELECT kind, amount, reason FROM revenue_event WHERE contract_id = 5") == [
            ("renewal", 6_000_00, "")
        ]
        await press(pilot, "u")
        assert "ended without a word" in shown(pilot)


@pytest.mark.rule("R-1")
async def test_a_line_that_ended_is_lost_by_one_key(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        await go_to(pilot, ("question", 5))
        await press(pilot, "l")
        assert notices(pilot.app) == ["Reports of Fabrikam lost · u takes it back"]
    assert rows_of(file, 'SELECT kind, "on" FROM revenue_event WHERE contract_id = 5') == [("churn", "2026-11-08")]


@pytest.mark.rule("R-1", "R-2")
async def test_a_line_that_shrank_asks_how_much_and_why(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        await go_to(pilot, ("question", 5))
        await press(pilot, "m")
        assert isinstance(pilot.app.screen, FormScreen)
        await press(pilot, "ctrl+u", *"4000", "ctrl+s")
        assert "needs the reason" in shown(pilot)
        await press(pilot, "tab", "tab", *"fewer", "ctrl+s")
        assert notices(pilot.app) == ["Reports of Fabrikam renewed · u takes it back"]
    assert rows_of(file, "SELECT kind, amount, reason FROM revenue_event ORDER BY id DESC LIMIT 2") == [
        ("contraction", 2_000_00, "fewer"),
        ("renewal", 4_000_00, "fewer"),
    ]


async def test_answers_act_only_on_a_question_and_enter_opens_its_lines(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9", "a", "l", "m")
        assert [notice.startswith("put the cursor") for notice in notices(pilot.app)] == [True] * 3
        await go_to(pilot, ("question", 5))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ContractsScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PortfolioScreen)


async def test_t_opens_contract_lines_of_the_row_or_of_whom_one_chooses(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        for key, account in ((("loops", 1), 1), (("question", 5), 3)):
            await go_to(pilot, key)
            await press(pilot, "t")
            assert pilot.app.screen.account_id == account
            await press(pilot, "escape")
        await press(pilot, "home", "t", *"r&d", "enter")
        assert pilot.app.screen.account_id == 2
        await press(pilot, "escape", "t", "escape")
        assert isinstance(pilot.app.screen, PortfolioScreen)


async def test_enter_on_a_renewal_opens_its_timeline(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        key = next(line.key for line in pilot.app.screen.list.lines if getattr(line, "key", ("",))[0] == "renewal")
        await go_to(pilot, key)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RenewalsScreen)
        assert pilot.app.screen.list.key == key


@pytest.mark.rule("R-8")
async def test_what_if_adds_up_by_keys_alone_and_leaves_every_byte_of_the_file(file: Path, clock: Clock) -> None:
    before = file.read_bytes()
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9", "w")
        assert "Nothing is saved here." in shown(pilot)
        figures = screen_text(pilot.app)[3:]
        await press(pilot, "l", "enter")
        assert "suppose Northwind is lost" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RowsScreen)
        assert "As it would be; nothing is saved." in shown(pilot)
        assert "Northwind" not in shown(pilot)
        await press(pilot, "escape", "l")
        assert "Northwind  " not in shown(pilot)
        await press(pilot, "escape", "m", "enter", *"20", "ctrl+s")
        await press(pilot, "g", "enter", "v", "enter")
        lines = screen_text(pilot.app)
        assert sum(line.strip().startswith("suppose ") for line in lines) == 4, lines
        for _ in range(4):
            await press(pilot, "delete")
        await press(pilot, "delete")
        assert screen_text(pilot.app)[3:] == figures
        await press(pilot, "escape")
    assert file.read_bytes() == before


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_hostile_text_is_only_text(database_file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(file_with(database_file, clock, hostile), clock, size=size) as pilot:
        await press(pilot, "9")
        for line in list(pilot.app.screen.list.lines):
            if not isinstance(line, Heading):
                await go_to(pilot, line.key)
        for keys in (("t",), ("v",), ("w", "g", "enter", "v", "enter", "l", "enter")):
            await go_to(pilot, ("question", 2))
            await press(pilot, *keys)
            assert "\u202e" not in shown(pilot)
            await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PortfolioScreen)
        assert pilot.app.screen.query_one(VirtualList).lines
