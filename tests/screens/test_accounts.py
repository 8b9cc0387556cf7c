"""The account list: golden screens, keys, filter, order, forms."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.clock import Clock
from kamtui.domain.practice import Practice
from kamtui.screens.account import AccountScreen
from kamtui.screens.account_form import AccountForm, slot_words
from kamtui.screens.account_rows import SORTS, in_order
from kamtui.screens.accounts import AccountsScreen
from kamtui.settings import Settings
from kamtui.storage.accounts import account_list
from kamtui.storage.database import Database
from kamtui.storage.portfolio import AccountRow
from kamtui.widgets.ink import plain
from kamtui.widgets.lines import Lines
from kamtui.widgets.virtual_list import Heading, VirtualList
from tests.screens.clients import DAY, clients, hostile
from tests.screens.hands import press, shown
from tests.screens.harness import LARGE, cockpit, golden, notices, screen_text, settle
from tests.storage.records import account, add, dump


@pytest.fixture
def four(database: Database) -> Path:
    database.run(clients)
    return database.path


def listed(pilot: Pilot[Any]) -> list[str]:
    """The names and headings of the list, in order."""
    names = pilot.app.screen.query_one(VirtualList)
    return [str(line.title if isinstance(line, Heading) else line.cells[0]) for line in names.lines]


def names(pilot: Pilot[Any]) -> list[str]:
    """The names of the accounts in the order of the list."""
    return [name for _, name in pilot.app.desk.account_order]


def beside(pilot: Pilot[Any]) -> str:
    """The column beside the list, as one line."""
    return " ".join(" ".join(line.rpartition("│")[2] for line in screen_text(pilot.app)).split())


async def write(pilot: Pilot[Any], label: str, typed: str) -> None:
    """Put the cursor into a field of the form and replace what stands there."""
    row = next(row for row in pilot.app.screen.query("FieldRow") if row.field.label == label)
    row.input.focus()
    row.input.value = typed
    await pilot.pause()


@pytest.mark.rule("T-2", "T-4", "H-7", "H-8", "M-9")
async def test_the_list_shows_every_account_with_its_verdicts(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2")
        golden("accounts_80x24", screen_text(pilot.app))
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2")
        golden("accounts_140x40", screen_text(pilot.app))


@pytest.mark.parametrize("theme", ["kamtui-light", "ansi"])
async def test_the_words_are_the_same_in_every_theme(four: Path, clock: Clock, theme: str) -> None:
    async with cockpit(four, clock, settings=Settings(theme=theme)) as pilot:
        await press(pilot, "2")
        golden("accounts_80x24", screen_text(pilot.app))


@pytest.mark.rule("T-4")
async def test_a_flagged_gap_without_an_observation_says_so(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2")
        assert "no expansion observation" in beside(pilot)
        await press(pilot, "down")
        assert "Second plant" in beside(pilot)
        assert "silent for 60 days" in beside(pilot)


async def test_everything_typed_filters_in_place(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2", "/", *"max")
        assert names(pilot) == ["Northwind"]
        for typed, fitting in (("red r&d", ["R&D [/x]"]), ("maintain", ["Fabrikam", "Adatum"]), ("zzz", [])):
            pilot.app.screen.query_one(Input).value = typed
            await settle(pilot)
            assert names(pilot) == fitting
        assert "Nothing fits “zzz”" in shown(pilot)
        assert "0 of 4 accounts" in shown(pilot)
        await press(pilot, "enter", "enter")
        assert notices(pilot.app) == []
        await press(pilot, "e", "delete")
        assert notices(pilot.app) == [
            "there is no account to edit; n adds one",
            "there is no account to remove; n adds one",
        ]
        await press(pilot, "escape")
        assert len(listed(pilot)) == 8


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("tier", "Northwind"),
        ("value", "Northwind"),
        ("gap", "Northwind"),
        ("silence", "Fabrikam"),
        ("renewal", "Northwind"),
        ("name", "Fabrikam"),
        ("colour", "R&D [/x]"),
        ("due", "R&D [/x]"),
    ],
)
def test_each_order_puts_the_right_account_first_and_ended_ones_last(
    four: Path, database: Database, order: str, first: str
) -> None:
    found = database.read(account_list, DAY, Practice())
    ordered = [row.name for row in in_order(found.rows, order, found, DAY) if isinstance(row, AccountRow)]
    assert (ordered[0], ordered[-1], len(ordered)) == (first, "Adatum", 4)
    assert order in SORTS


async def test_another_order_is_chosen_by_its_name(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2", "b", *"co", "enter")
        assert "by colour" in screen_text(pilot.app)[0]
        assert names(pilot)[0] == "R&D [/x]"
        await press(pilot, "b", "escape")
        assert names(pilot)[0] == "R&D [/x]"


async def test_enter_opens_the_page_and_makes_it_the_current_account(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2", "down", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
        assert pilot.app.desk.account_name == "R&D [/x]"
        await press(pilot, "right_square_bracket")
        assert pilot.app.desk.account_name == "Fabrikam"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AccountsScreen)
        assert pilot.app.screen.list.key == pilot.app.desk.account_id


@pytest.mark.rule("T-1", "Y-3")
async def test_an_account_is_added_by_keys_alone(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "2")
        assert "n adds the first one" in shown(pilot)
        await press(pilot, "enter")
        await press(pilot, "n", *"A & [/x]", "enter", "s", "ctrl+s")
        assert notices(pilot.app)[-1].startswith("added")
        assert listed(pilot)[1] == "('A & [/x]', 'strong')"
        assert pilot.app.desk.account_id == 1
        await press(pilot, "u")
        assert listed(pilot) == []


async def test_all_refusals_stand_in_the_form_a_line_each(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2", "n", *"NORTHWIND")
        await write(pilot, "Slot 0 to 47", "99")
        assert "Slot: a number from 0 to 47." in shown(pilot)
        await write(pilot, "Term in months", "0")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, AccountForm)
        assert shown(pilot).count("✗") == 3
        assert "already an account named “NORTHWIND”" in shown(pilot)
        await write(pilot, "Name", "Southwind")
        await write(pilot, "Slot 0 to 47", "6")
        await write(pilot, "Term in months", "12")
        assert "Slot 6: week 3 of 4 in the month" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert not isinstance(pilot.app.screen, AccountForm)


async def test_an_account_is_edited(four: Path, clock: Clock) -> None:
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2", "e")
        golden("account_form_140x40", screen_text(pilot.app))
        await write(pilot, "Potential a year", "500k")
        await press(pilot, "ctrl+s")
        assert "260k" in shown(pilot)


async def test_an_account_of_several_lines_shows_its_value_read_only(
    four: Path, clock: Clock, database: Database
) -> None:
    database.connection.execute(
        "INSERT INTO contract SELECT 99, 'u', changed_at, account_id, '', 1000, NULL, NULL, 0, renewal_stage, '{}' "
        "FROM contract WHERE account_id = 1"
    )
    database.connection.execute('UPDATE account SET external_ids = \'{"salesforce": "001"}\' WHERE id = 1')
    async with cockpit(four, clock, size=LARGE) as pilot:
        await press(pilot, "2", "e")
        said = " ".join(plain(line) for line in pilot.app.screen.query_one(".beside", Lines).lines)
        assert "240k a year from 2 contract lines; change those." in said
        assert "Known elsewhere as: salesforce 001" in said
        assert "Value a year" not in shown(pilot)


async def test_removing_names_what_goes_and_u_brings_it_back_after_a_restart(
    four: Path, clock: Clock, database: Database
) -> None:
    before = dump(database.connection)
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2", "delete")
        assert "Remove Northwind and all it has?" in shown(pilot)
        assert "3 people, 3 touchpoints, 2 health checks" in " ".join(shown(pilot).replace("│", " ").split())
        await press(pilot, "n")
        assert dump(database.connection) == before
        await press(pilot, "enter", "escape", "delete", "y")
        assert notices(pilot.app)[-1] == "Northwind removed · u brings it back"
        assert pilot.app.desk.account_id is None
        assert not any("Northwind" in name for name in listed(pilot))
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2", "u")
        assert "Northwind" in listed(pilot)[1]
    assert dump(database.connection) == before


async def test_an_account_with_nothing_is_removed_too(database: Database, clock: Clock) -> None:
    database.run(add, account())
    async with cockpit(database.path, clock) as pilot:
        await press(pilot, "2", "delete")
        assert "It has nothing else." in shown(pilot)
        await press(pilot, "y")
        assert "No accounts yet" in shown(pilot)


async def test_an_account_that_is_gone_meanwhile_is_refused(four: Path, clock: Clock, database: Database) -> None:
    async with cockpit(four, clock) as pilot:
        await press(pilot, "2")
        database.connection.execute("DELETE FROM account WHERE id = 1")
        await press(pilot, "e")
        assert notices(pilot.app) == ["this account is no longer there"]
        await press(pilot, "delete", "y")
        assert "no longer there" in notices(pilot.app)[-1]


@pytest.mark.parametrize("size", [(80, 24), LARGE])
async def test_nasty_text_is_shown_as_it_is(database: Database, clock: Clock, size: tuple[int, int]) -> None:
    database.run(hostile)
    async with cockpit(database.path, clock, size=size) as pilot:
        await press(pilot, "2")
        assert "[@click=app.quit" in shown(pilot)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, AccountForm)
        await press(pilot, "escape", "delete")
        assert "[@click=app.quit]x[/] =1+1" in shown(pilot)
        assert "\u202e" not in shown(pilot)


def test_a_slot_is_said_in_weeks() -> None:
    assert slot_words("") == "Slot: empty chooses the lightest weeks."
    assert slot_words("13") == "Slot 13: week 2 of 4 in the month, week 2 of 12 in the quarter."
    assert slot_words("x") == slot_words("48") == "Slot: a number from 0 to 47."
