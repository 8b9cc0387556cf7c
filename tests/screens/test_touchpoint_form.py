"""The forms of touchpoints, triggers and referrals."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.clock import Clock
from kamtui.keys import Place
from kamtui.screens.fields import FieldRow
from kamtui.screens.form import FormScreen
from kamtui.screens.record_form import GONE
from kamtui.screens.referral_form import ReferralForm
from kamtui.screens.touchpoint_form import TouchpointForm
from kamtui.screens.trigger_form import TriggerForm
from kamtui.storage.errors import Unusable
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

PLACES = [Place("1", "week", "Week", "kamtui.screens.base", "CockpitScreen")]
HOSTILE = "[@click=app.quit]Bo[/] R&D [/x]"


def fill(session: Any) -> None:
    from kamtui.models.expansion import Trigger
    from kamtui.models.touchpoints import Referral, TouchpointPerson
    from tests.storage.records import DAY, account, add, person, touch

    (acme,) = add(session, account("Acme [ACME]"))
    add(session, person(acme, "Jane Doe"), person(acme, HOSTILE))
    add(session, account("Empty"))
    made = touch(
        acme, "talked\ntwice", uid="t1", channel="meeting", tone="warm", response_hours=4.0, minutes=30,
        transactional=False, next_step="call", next_step_due=DAY,
    )  # fmt: skip
    made.at = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
    (touched,) = add(session, made)
    add(session, TouchpointPerson(touchpoint_id=touched, stakeholder_id=2))
    add(session, Trigger(uid="x1", account_id=acme, kind="renewal", heard="soon", noted_on=DAY, stakeholder_id=1))
    add(session, Referral(uid="r1", account_id=acme, on=DAY, referrer_id=1, referred="Bo Lind"))


@asynccontextmanager
async def asked(
    file: Path, clock: Clock, make: Callable[[], FormScreen], size: tuple[int, int] = SMALL
) -> AsyncIterator[Pilot[Any]]:
    """A cockpit with a form open."""
    async with cockpit(file, clock, size=size, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        pilot.app.push_screen(make())
        await settle(pilot)
        yield pilot


async def rows(pilot: Pilot[Any], statement: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = await pilot.app.database.read(
        lambda connection: connection.execute(statement).fetchall()
    )
    return found


def field(pilot: Pilot[Any], name: str) -> Any:
    return next(row.input for row in pilot.app.screen.query(FieldRow) if row.field.name == name)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("touchpoint_form", lambda: TouchpointForm(1, "t1")),
        ("trigger_form", lambda: TriggerForm(1, "x1")),
        ("referral_form", lambda: ReferralForm(1, "r1")),
    ],
)
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_form_shows_the_record_as_it_stands(
    database_file: Path, clock: Clock, name: str, make: Callable[[], FormScreen], size: tuple[int, int]
) -> None:
    async with asked(database_file, clock, make, size) as pilot:
        golden(f"{name}_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("I-1")
async def test_a_new_touchpoint_is_entered_by_keys_alone(database_file: Path, clock: Clock) -> None:
    async with asked(database_file, clock, lambda: TouchpointForm(1)) as pilot:
        await pilot.press(*["backspace"] * 10, *"tue", "enter", *"9:15", "enter", "m", "m", "enter", "space", "enter")
        await pilot.press(*"went well", "tab", "v", "enter", "enter", "w", "enter", *"2d", "enter", *"45", "enter")
        await pilot.press(*"call her", "enter", *"fri", "enter")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, FormScreen)
        columns = "at, channel, transactional, tone, response_hours, minutes, summary, next_step, next_step_due"
        assert await rows(pilot, f"SELECT {columns} FROM touchpoint WHERE uid <> 't1'") == [
            ("2026-11-17T09:15:00Z", "meeting", 0, "warm", 48.0, 45, "went well", "call her", "2026-11-20")
        ]
        assert await rows(pilot, "SELECT stakeholder_id FROM touchpoint_person WHERE touchpoint_id = 2") == [(2,)]


@pytest.mark.rule("I-1")
async def test_a_touchpoint_saved_unchanged_leaves_no_trace(database_file: Path, clock: Clock) -> None:
    async with asked(database_file, clock, lambda: TouchpointForm(1, "t1")) as pilot:
        before = await rows(pilot, "SELECT * FROM touchpoint")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, FormScreen)
        assert await rows(pilot, "SELECT * FROM touchpoint") == before


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("time", "25:99", "✗ “25:99” is no time of day"),
        ("response_hours", "soon", "✗ “soon” is no time to answer"),
        ("minutes", "2000", "✗ minutes are a whole number from 1 to 1440"),
        ("on", "in 3 days", "✗ Mon 23 Nov is still to come"),
        ("next_step", "", "✗ what the next step is, is needed"),
    ],
)
async def test_what_cannot_be_is_refused_in_the_form(
    database_file: Path, clock: Clock, name: str, typed: str, words: str
) -> None:
    async with asked(database_file, clock, lambda: TouchpointForm(1, "t1"), LARGE) as pilot:
        field(pilot, name).value = typed
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert words in "\n".join(screen_text(pilot.app))
        assert field(pilot, name).value == typed


async def test_an_account_without_people_is_asked_for_none(database_file: Path, clock: Clock) -> None:
    async with asked(database_file, clock, lambda: TouchpointForm(2)) as pilot:
        assert "people" not in [row.field.name for row in pilot.app.screen.query(FieldRow)]


@pytest.mark.parametrize(
    "make", [lambda: TouchpointForm(1, "gone"), lambda: TriggerForm(1, "gone"), lambda: ReferralForm(1, "gone")]
)
async def test_a_record_that_is_gone_opens_no_form(
    database_file: Path, clock: Clock, make: Callable[[], FormScreen]
) -> None:
    async with asked(database_file, clock, make) as pilot:
        assert not isinstance(pilot.app.screen, FormScreen)
        assert notices(pilot.app) == [GONE]


async def test_a_file_that_cannot_be_read_opens_no_form(
    database_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:

        async def read(*_arguments: Any) -> None:
            raise Unusable("the database is damaged")

        monkeypatch.setattr(pilot.app.database, "read_plainly", read)
        pilot.app.push_screen(TouchpointForm(1))
        await settle(pilot)
        monkeypatch.undo()
        assert notices(pilot.app) == ["the database is damaged"]


@pytest.mark.rule("X-1")
async def test_a_trigger_is_noted_and_changed(database_file: Path, clock: Clock) -> None:
    async with asked(database_file, clock, lambda: TriggerForm(1)) as pilot:
        await pilot.press("m", "enter", *"new plant", "enter", "right", "enter", "s", "ctrl+s")
        await settle(pilot)
        statement = "SELECT kind, heard, stakeholder_id, strength, noted_on FROM expansion_trigger WHERE uid <> 'x1'"
        assert await rows(pilot, statement) == [("milestone", "new plant", 2, "strong", "2026-11-20")]
        pilot.app.push_screen(TriggerForm(1, "x1"))
        await settle(pilot)
        field(pilot, "heard").value = "later"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert await rows(pilot, "SELECT heard FROM expansion_trigger WHERE uid = 'x1'") == [("later",)]


@pytest.mark.rule("I-6")
async def test_what_came_of_a_referral_is_added(database_file: Path, clock: Clock) -> None:
    async with asked(database_file, clock, lambda: ReferralForm(1, "r1")) as pilot:
        field(pilot, "outcome").value = "a first talk"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert await rows(pilot, "SELECT outcome, referred FROM referral") == [("a first talk", "Bo Lind")]


async def test_a_response_time_that_is_no_round_figure_keeps_its_hours(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.database.run(fill)
        await pilot.app.database.run(_answered_within, 7.33)
        pilot.app.push_screen(TouchpointForm(1, "t1"))
        await settle(pilot)
        found = field(pilot, "response_hours")
        assert isinstance(found, Input)
        assert found.value == "7.33"


def _answered_within(session: Any, hours: float) -> None:
    from kamtui.models.touchpoints import Touchpoint

    session.get(Touchpoint, 1).response_hours = hours
