"""Contract lines, renewals on their timeline, and what if, by keys alone."""

from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.screens.contracts import ContractsScreen
from kamtui.screens.portfolio import PortfolioScreen
from kamtui.storage.accounts_changes import remove_account
from tests.screens.hands import file_with, go_to, press, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.portfolio_book import book, client


@pytest.fixture
def file(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, book)


async def contracts_of(pilot: Any, account: int) -> None:
    await pilot.app.push_screen(ContractsScreen(account, ""))
    await settle(pilot)


EVENTS = 'SELECT kind, amount, "on", reason FROM revenue_event WHERE id > 3 ORDER BY id'


# Contract lines


@pytest.mark.rule("R-1")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_lines_stand_by_how_they_are_with_what_happened(file: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(file, clock, size=size) as pilot:
        await contracts_of(pilot, 3)
        golden(f"contracts_asked_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "escape")
        await contracts_of(pilot, 1)
        golden(f"contracts_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("R-1")
async def test_a_new_value_writes_its_event_and_a_typing_error_none(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await contracts_of(pilot, 1)
        await press(pilot, "e", "tab", "ctrl+u", *"250k", "tab", "tab", "tab", "tab", *"fourth", "ctrl+s")
        assert rows_of(file, EVENTS) == [("expansion", 50_000_00, "2026-11-20", "fourth")]
        await press(pilot, "enter", "tab", "ctrl+u", *"251k", "tab", "tab", "tab", "tab", "tab", "left", "ctrl+s")
        assert rows_of(file, "SELECT annual_value FROM contract WHERE id = 1") == [(251_000_00,)]
        assert len(rows_of(file, EVENTS)) == 1
        await press(pilot, "e", "tab", "ctrl+u", *"-5", "ctrl+s")
        assert "✗" in shown(pilot)


@pytest.mark.rule("R-1")
async def test_lines_and_events_are_added_changed_and_removed(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await contracts_of(pilot, 1)
        await press(pilot, "n", *"Training", "tab", *"9k", "ctrl+s")
        assert rows_of(file, EVENTS) == [("expansion", 9_000_00, "2026-11-20", "")]
        assert pilot.app.screen.line.description == "Training"
        await press(pilot, "delete", "n")
        assert rows_of(file, "SELECT count(*) FROM contract WHERE account_id = 1") == [(3,)]
        await press(pilot, "delete", "y")
        assert (rows_of(file, EVENTS), rows_of(file, "SELECT count(*) FROM contract WHERE account_id = 1")) == (
            [],
            [(2,)],
        )
        await press(pilot, "v", "tab", *"7k", "ctrl+s")
        assert rows_of(file, EVENTS) == [("expansion", 7_000_00, "2026-11-20", "")]
        key = rows_of(file, "SELECT max(id) FROM revenue_event")[0][0]
        await go_to(pilot, ("event", key))
        assert "no reason was written" in shown(pilot)
        await press(pilot, "e", "tab", "tab", "tab", *"pilot", "ctrl+s")
        assert rows_of(file, EVENTS)[0][3] == "pilot"
        await press(pilot, "a", "m", "l", "delete")
        assert rows_of(file, EVENTS) == []
        assert [each for each in notices(pilot.app) if each.startswith("put the cursor")] == [
            "put the cursor on a contract line to renew it",
            "put the cursor on a contract line to shrink it",
            "put the cursor on a contract line to end it",
        ]


@pytest.mark.rule("R-1", "R-2")
async def test_a_running_line_is_renewed_on_new_terms_or_ended(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await contracts_of(pilot, 2)
        await press(pilot, "a")
        golden("contract_renewal_form_80x24", screen_text(pilot.app))
        await press(pilot, "ctrl+u", *"70k", "ctrl+s")
        assert "needs the reason" in shown(pilot)
        await press(pilot, "tab", "tab", *"two sites less", "ctrl+s")
        assert [each[:3] for each in rows_of(file, EVENTS)] == [
            ("renewal", 70_000_00, "2026-12-27"),
            ("contraction", 10_000_00, "2026-12-28"),
        ]
        await press(pilot, "l", "ctrl+s")
        assert "renewed already" in shown(pilot)
        await press(pilot, "escape", "m", "escape", "escape")
        await contracts_of(pilot, 1)
        await press(pilot, "a")
        assert notices(pilot.app)[-1] == "this line has no end: e changes its value, l ends it"
        await press(pilot, "l", "tab", *"closed", "ctrl+s")
        assert rows_of(file, EVENTS)[-1] == ("churn", 200_000_00, "2026-11-20", "closed")


@pytest.mark.rule("R-1")
@pytest.mark.parametrize(("key", "kind"), [("a", "renewal"), ("l", "churn")])
async def test_a_question_is_answered_by_one_key_here_too(file: Path, clock: Clock, key: str, kind: str) -> None:
    async with cockpit(file, clock) as pilot:
        await contracts_of(pilot, 3)
        assert "to answer: a m l" in shown(pilot)
        await press(pilot, key)
        assert [each[0] for each in rows_of(file, EVENTS)] == [kind]
        assert "to answer" not in shown(pilot)


async def test_an_account_without_lines_says_which_key_adds_one(database_file: Path, clock: Clock) -> None:
    def empty(session: Any) -> None:
        client(session, "Nobody", 1)

    async with cockpit(file_with(database_file, clock, empty), clock) as pilot:
        await contracts_of(pilot, 1)
        assert "No contract line yet. n adds the first one" in " ".join(shown(pilot).split())
        await press(pilot, "e", "enter", "delete")
        assert len(notices(pilot.app)) == 2


async def test_an_account_that_goes_takes_its_page_along(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9")
        await contracts_of(pilot, 1)
        await pilot.app.screen.change(remove_account, 1)
        await settle(pilot)
        assert isinstance(pilot.app.screen, PortfolioScreen)


# Renewals


@pytest.mark.rule("R-2")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_renewals_are_planned_backwards_with_what_is_late(
    file: Path, clock: Clock, size: tuple[int, int]
) -> None:
    async with cockpit(file, clock, size=size) as pilot:
        await press(pilot, "9", "v")
        golden(f"renewals_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("R-2")
async def test_steps_are_done_one_by_one_until_the_answer(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9", "v", "b", "d", "d", "b", "d", "d", "d")
        said = notices(pilot.app)
        assert said[0] == "it has not started yet"
        assert said[-1] == "after terms comes the answer: a renewed, l lost"
        assert rows_of(file, "SELECT renewal_stage FROM contract WHERE account_id = 2") == [("terms",)]
        await press(pilot, "a", "ctrl+s")
        assert rows_of(file, EVENTS) == [("renewal", 80_000_00, "2026-12-27", "")]
        assert "renewed" in shown(pilot)
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "it is renewed already"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ContractsScreen)


@pytest.mark.rule("R-2")
async def test_a_renewal_is_given_up_with_its_reason(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9", "v", "l", "tab", *"rival", "ctrl+s")
        assert rows_of(file, EVENTS) == [("churn", 80_000_00, "2026-12-27", "rival")]
        await press(pilot, "a", "l", "b")
        assert notices(pilot.app)[-3:] == ["it is lost already"] * 3


async def test_a_date_without_a_line_and_nothing_at_all_say_so(database_file: Path, clock: Clock) -> None:
    def bare(session: Any) -> None:
        from tests.screens.portfolio_book import ahead

        client(session, "Bare", 1, renewal_date=ahead(30))

    async with cockpit(file_with(database_file, clock, bare), clock) as pilot:
        await press(pilot, "9", "v", "d")
        assert notices(pilot.app) == ["no contract line stands behind this date: enter, then n, writes one"]
        await pilot.app.screen.change(remove_account, 1)
        await settle(pilot)
        await press(pilot, "d", "enter")
        assert notices(pilot.app)[1:] == ["there is no renewal to move on"]
        assert "Nothing renews in the next twelve months" in shown(pilot)


# What if


@pytest.mark.rule("R-8")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_suppositions_add_up_and_the_file_stays_as_it_is(file: Path, clock: Clock, size: tuple[int, int]) -> None:
    before = file.read_bytes()
    async with cockpit(file, clock, size=size) as pilot:
        await press(pilot, "9", "w", "l", *"r&d", "enter")
        await press(pilot, "m", *"north", "enter", *"20", "ctrl+s")
        await press(pilot, "g", *"berg", "enter", "v", "enter")
        golden(f"what_if_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "end")
        assert "if the next one leaves too" in shown(pilot)
        await press(pilot, "delete", "delete", "delete", "delete", "delete")
        assert notices(pilot.app) == ["nothing is supposed yet"]
        assert "Nothing is saved here" in shown(pilot)
    assert file.read_bytes() == before


@pytest.mark.rule("R-8")
async def test_what_if_asks_for_a_share_and_leaves_with_escape(file: Path, clock: Clock) -> None:
    async with cockpit(file, clock) as pilot:
        await press(pilot, "9", "w", "m", "enter", "ctrl+u", *"101", "ctrl+s")
        assert "from 1 to 100" in shown(pilot)
        await press(pilot, "escape", "y", "l", "escape", "g", "escape", "v", "escape", "m", "escape", "escape")
        assert isinstance(pilot.app.screen, PortfolioScreen)


async def test_what_if_says_what_is_not_there(database_file: Path, clock: Clock) -> None:
    def bare(session: Any) -> None:
        client(session, "Bare", 1, status="ended")

    async with cockpit(file_with(database_file, clock, bare), clock) as pilot:
        await press(pilot, "9", "w", "l", "m", "g", "v")
        assert notices(pilot.app) == [
            "there are no accounts to ask about",
            "there are no accounts to ask about",
            "nobody is left to suppose gone: 3 and then n maps a person",
            "there is no open opportunity left",
        ]
