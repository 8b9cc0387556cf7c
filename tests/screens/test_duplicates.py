"""Finding what is there twice and making it one, by keys alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kamtui import keys
from kamtui.clock import Clock
from kamtui.models.revenue import Contract
from kamtui.screens.duplicates import DuplicatesScreen
from kamtui.screens.merge import MergeScreen
from kamtui.storage.database import Database
from tests.screens.clients import HOSTILE
from tests.screens.hands import file_with, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.storage.records import account, add, person, touch

PLACES = [place for place in keys.PLACES if place.id in ("accounts", "more")]
SINCE = date(2023, 4, 1)


def book(session: Session) -> None:
    nord, other, mill = add(
        session,
        account("Northwind Traders", industry="Food", domain="northwind.example", notes="Pays late in summer.",
                client_since=SINCE),
        account("Northwind Traders GmbH", name_key="nw gmbh", tier=2, domain="northwind.example",
                potential_value=90_000_00, notes="Came with the takeover."),
        account("Alder Mills", tier=3, domain="alder.example"),
    )  # fmt: skip
    add(
        session,
        person(nord, "Jo Lind", email="jo@northwind.example", title="CFO", quality="strong", primary_contact=True),
        person(nord, "Lind, Jo", phone="+46 8 123 456 78", roles=["economic_buyer"]),
        person(nord, "Ida Sol", email="ida@private.example"),
        person(mill, "Ida Sol", email="ida@private.example", title="COO"),
        touch(nord), touch(other), touch(other, summary="asked for terms"),
        Contract(account_id=other, annual_value=40_000_00),
    )  # fmt: skip


@pytest.fixture
def filled(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, book)


async def open_duplicates(pilot: Any) -> None:
    await pilot.app.push_screen(DuplicatesScreen())
    await settle(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_pairs_and_their_comparison(filled: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with cockpit(filled, clock, size=size, places=PLACES) as pilot:
        await open_duplicates(pilot)
        golden(f"duplicates_{size[0]}x{size[1]}", screen_text(pilot.app))
        await pilot.press("enter")
        await settle(pilot)
        golden(f"merge_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_two_accounts_become_one_and_undo_makes_them_two(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, size=LARGE, places=PLACES) as pilot:
        await open_duplicates(pilot)
        await pilot.press("enter")
        await settle(pilot)
        screen: Any = pilot.app.screen
        screen.desk.account_id = screen.found.other["id"]
        await pilot.press("right")  # the name of the other
        await pilot.press("down", "space", "space", "space", "right", "left")
        await settle(pilot)
        await pilot.press("end", "space")
        await settle(pilot)
        assert notices(pilot.app)[-1] == "both say the same"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "u brings both back" in notices(pilot.app)[-1]
        assert isinstance(pilot.app.screen, DuplicatesScreen)
        assert screen.desk.account_id == screen.found.first["id"]
        assert len(rows_of(filled, "SELECT * FROM account")) == 2
        assert rows_of(filled, "SELECT count(*) FROM touchpoint t JOIN account a ON a.id = t.account_id") == [(3,)]
        await pilot.press("u")
        await settle(pilot)
        assert len(rows_of(filled, "SELECT * FROM account")) == 3


async def test_people_are_joined_or_told_apart(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await open_duplicates(pilot)
        await pilot.press("end", "enter")
        await settle(pilot)
        assert "two engagements" in shown(pilot)
        await pilot.press("space")
        await pilot.press("left")
        await settle(pilot)
        assert notices(pilot.app)[-1] == "both stay as they are: a person may have two engagements"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert notices(pilot.app)[-1].startswith("Ida Sol is one person with two engagements")
        assert len(rows_of(filled, "SELECT DISTINCT person FROM stakeholder WHERE name = 'Ida Sol'")) == 1
        await pilot.press("end", "enter")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        assert "are not the same" in notices(pilot.app)[-1]
        await pilot.press("x")
        await settle(pilot)
        await settle(pilot)
        assert rows_of(filled, "SELECT kind FROM distinct_pair ORDER BY 1") == [("account",), ("person",)]
        await pilot.press("x")
        await settle(pilot)
        assert notices(pilot.app)[-1] == "there is no pair here"


async def test_behind_the_privacy_shield_nothing_is_compared_or_merged(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await open_duplicates(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert "behind the privacy shield" in shown(pilot)
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert "Northwind" not in shown(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert len(rows_of(filled, "SELECT * FROM account")) == 3


async def test_two_accounts_or_people_of_ones_choice(filled: Path, clock: Clock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await open_duplicates(pilot)
        await pilot.press("/", *"alder", "enter")
        await settle(pilot)
        await pilot.press("escape", "n", "escape")
        await settle(pilot)
        await pilot.press("n", *"mills", "enter", *"gmbh", "enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MergeScreen)
        assert screen.found is not None
        assert {screen.found.first["name"], screen.found.other["name"]} == {"Alder Mills", "Northwind Traders GmbH"}
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("n", *"jo lind", "enter", *"ida sol north", "enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MergeScreen)
        assert screen.found is not None
        assert {screen.found.first["name"], screen.found.other["name"]} == {"Jo Lind", "Ida Sol"}


async def test_there_is_nothing_to_merge_and_a_record_that_is_gone_is_refused(
    database_file: Path, clock: Clock
) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await open_duplicates(pilot)
        assert "looks as if it were there twice" in shown(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert notices(pilot.app)[-1] == "there are no two accounts and no two people to merge"
        from kamtui.domain.duplicates import Kind

        await pilot.app.push_screen(MergeScreen(Kind.ACCOUNT, 7, 8))
        await settle(pilot)
        assert "no longer there" in notices(pilot.app)[-1]
        assert isinstance(pilot.app.screen, DuplicatesScreen)


async def test_hostile_names_are_shown_as_they_are(database_file: Path, clock: Clock) -> None:
    def hostile(session: Session) -> None:
        for number, form in enumerate(("", " Ltd")):
            name = HOSTILE + form
            (owner,) = add(session, account(name, name_key=f"k{number}", notes=HOSTILE * 3, domain="x.example"))
            add(session, person(owner, HOSTILE, email="jo@x.example"))

    opened_file = Database.open(database_file, clock)
    opened_file.run(hostile)
    opened_file.close()
    async with cockpit(database_file, clock, size=LARGE, places=PLACES) as pilot:
        await open_duplicates(pilot)
        assert "[@click=app.quit]x[/]" in shown(pilot)
        await pilot.press("enter", "end", "down")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert len(rows_of(database_file, "SELECT * FROM account")) == 1
