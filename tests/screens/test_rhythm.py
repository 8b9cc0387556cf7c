"""The Rhythm screen and whose week is whose: the catalogue changed by keys, what a month needs, slots."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamtui import keys
from kamtui.clock import Clock
from kamtui.domain.catalogue import CATALOGUE, Scope, activity_named
from kamtui.domain.catalogue_changes import edited
from kamtui.domain.dates import Cadence
from kamtui.models.health import HealthCheck
from kamtui.screens.rhythm_form import changes_for, name_of
from kamtui.screens.slots import week_words
from kamtui.settings import Settings, load
from kamtui.storage.database import Database
from kamtui.widgets.strips import columns_chart
from tests.screens.hands import press, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text
from tests.storage.records import add
from tests.storage.week_records import client

PLACES = [place for place in keys.PLACES if place.id in ("accounts", "more")]
TODAY = date(2026, 11, 20)
HOSTILE = "R&D [/x] [@click=app.quit]x[/] =1+1 👩‍👩‍👧 \u202e" + "x" * 300
RATED: dict[str, Any] = dict.fromkeys(("response_time", "meeting_engagement", "referral_activity", "tone"), "good")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file that is not there yet."""
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("KAMTUI_CONFIG", str(file))
    return file


@pytest.fixture
def book(database_file: Path, clock: Clock) -> Path:
    """Four accounts that crowd one week, and health checks that were timed."""
    database = Database.open(database_file, clock)
    for number, name in enumerate(("Northwind", "Contoso", "Fabrikam", HOSTILE), 1):
        client(database, name, tier=min(number, 3), slot=1)
    day = date(2026, 11, 2)
    checks = [HealthCheck(account_id=1, on=day.replace(day=day.day + n), minutes=n + 5, **RATED) for n in range(5)]
    database.run(add, *checks)
    database.close()
    return database_file


async def open_rhythm(pilot: Any, row: str = "") -> None:
    await press(pilot, "0", "/", *"rhythm", "enter", "enter")
    if row:
        await find(pilot, row)


async def find(pilot: Any, row: str) -> None:
    await press(pilot, "/", *row, "enter")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_catalogue_in_its_buckets(size: tuple[int, int], file: Path, book: Path, clock: Clock) -> None:
    async with cockpit(book, clock, size=size, places=PLACES, settings=load(file)) as pilot:
        await open_rhythm(pilot)
        await press(pilot, *["down"] * 9)
        golden(f"rhythm_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("Y-4", "Y-15")
async def test_an_activity_is_changed_and_says_what_a_month_needs_before_and_after(
    file: Path, book: Path, clock: Clock
) -> None:
    async with cockpit(book, clock, size=LARGE, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_rhythm(pilot, "map review")
        await press(pilot, "e", "tab", "tab", *["backspace"] * 2, *"4x")
        await press(pilot, "ctrl+s")
        assert "is not a whole number" in shown(pilot)
        assert not file.exists()
        await press(pilot, "backspace", "0", "tab", "tab", *["left"] * 2)
        assert "desk work a month 2 h 12 → 2 h 42" in shown(pilot)
        await press(pilot, "ctrl+s")
        row = load(file).practice().catalogue[3]
        assert (row.minutes, row.cadences[0]) == (40, None)
        assert row.since == (TODAY, date.min, date.min)
        assert app.desk.settings == load(file)
        assert "2 h 12 → 2 h 42" in notices(app)[-1]
        assert "delete goes back to:" in shown(pilot)
        await press(pilot, "delete")
        assert load(file) == Settings()
        assert "2 h 42 → 2 h 12" in notices(app)[-1]
        await press(pilot, "delete")
        assert "is as usual already" in notices(app)[-1]
        await press(pilot, "u")
        assert load(file).practice().catalogue[3].minutes == 40


@pytest.mark.rule("Y-4", "Y-7")
async def test_an_activity_of_ones_own_is_added_asked_for_from_today_on_and_removed(
    file: Path, book: Path, clock: Clock
) -> None:
    async with cockpit(book, clock, size=LARGE, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_rhythm(pilot)
        await press(pilot, "n", "enter")
        await press(pilot, *"map review", "ctrl+s")
        assert "there is an activity called map_review already" in shown(pilot)
        await press(pilot, *["backspace"] * 10, *"Bills [/x]", "tab", "right", "tab", "tab", "tab", "right", "ctrl+s")
        row = activity_named("bills_x", load(file).practice().catalogue)
        assert (row.title, row.bucket, row.minutes, row.since) == ("Bills [/x]", "transactional", 10, (TODAY,) * 3)
        assert row.cadences == (Cadence.QUARTERLY, Cadence.MONTHLY, Cadence.MONTHLY)
        assert "Bills [/x]" in shown(pilot)
        await press(pilot, "delete")
        assert load(file) == Settings()
        assert "Bills [/x] is removed" in notices(app)[-1]
        await press(pilot, "n", "down", "enter")
        await press(
            pilot,
            *"Town hall",
            "tab",
            "tab",
            *["backspace"] * 2,
            *"45",
            "tab",
            "tab",
            "right",
            "tab",
            "right",
            "ctrl+s",
        )
        row = activity_named("town_hall", load(file).practice().catalogue)
        assert (row.scope, row.minutes, row.cadences[0], row.placing) == (
            Scope.PORTFOLIO, 45, Cadence.QUARTERLY, "last_review_day",
        )  # fmt: skip


async def test_the_minutes_of_the_reviews_and_of_checks_are_the_settings_of_that_name(
    file: Path, book: Path, clock: Clock
) -> None:
    file.write_text("[activities.health_check]\nminutes = 12\n")
    async with cockpit(book, clock, places=PLACES, settings=load(file)) as pilot:
        await open_rhythm(pilot, "friday")
        await press(pilot, "enter", "tab", "tab", *["backspace"] * 2, *"45", "ctrl+s")
        assert load(file).friday_minutes == 45
        await press(pilot, "delete")
        assert load(file).friday_minutes == 30
        await press(pilot, "escape")
        await find(pilot, "health check")
        await press(pilot, "enter", "tab", "tab", *["backspace"] * 2, *"20", "ctrl+s")
        found = load(file)
        assert (found.health_check_minutes, dict(found.activities)) == (20, {})
        await press(pilot, "u")
        assert load(file).activities == {"health_check": {"minutes": 12}}
        await press(pilot, *["escape"] * 4)
        await press(pilot, "0", "/", *"settings", "enter", "enter")
        await find(pilot, "minutes planned for one")
        await press(pilot, "enter", *["backspace"] * 2, *"9", "ctrl+s")
        assert activity_named("health_check", load(file).practice().catalogue).minutes == 9


@pytest.mark.rule("Y-3")
async def test_a_slot_is_changed_by_hand_and_a_rebalance_shows_before_and_after(
    file: Path, book: Path, clock: Clock
) -> None:
    async with cockpit(book, clock, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_rhythm(pilot)
        await press(pilot, "w")
        golden("slots_80x24", screen_text(app))
        await press(pilot, "e", "backspace", *"48", "enter")
        assert "a slot is a number from 0 to 47" in shown(pilot)
        await press(pilot, *["backspace"] * 2, "2")
        assert "busiest week:" in shown(pilot)
        await press(pilot, "enter")
        await press(pilot, "b")
        golden("rebalance_80x24", screen_text(app))
        await press(pilot, "ctrl+s")
        assert notices(app)[-1] == "3 accounts moved · u takes it back"
        await press(pilot, "b")
        assert "no account would move" in notices(app)[-1]
        await press(pilot, "u")
        assert notices(app)[-1] == "undone: weeks rebalanced: 3 accounts moved"
        await press(pilot, "u")
        assert notices(app)[-1] == "undone: slot of Northwind: 1 to 2"
        await press(pilot, "enter")
        assert "Northwind" in shown(pilot)


async def test_without_accounts_the_screens_say_so(file: Path, database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_rhythm(pilot, "nosuch")
        await press(pilot, "e", "delete")
        assert notices(app)[-2:] == ["there is no activity here; n adds one", "there is no activity here"]
        await press(pilot, "w")
        assert "There are no accounts yet" in shown(pilot)
        await press(pilot, "e", "b")
        assert notices(app)[-2:] == [
            "there is no account here", "no account would move: the weeks are as even as they get",
        ]  # fmt: skip
        await press(pilot, "escape", "a")
        assert "No days away" in shown(pilot)


# Without a cockpit


def test_a_title_gives_the_name_in_the_settings_file() -> None:
    assert [name_of(title) for title in ("Support digest", "Früh-Check!", "…")] == ["support_digest", "früh_check", ""]


@pytest.mark.parametrize("row", CATALOGUE)
def test_a_row_as_usual_needs_no_change(row: Any) -> None:
    assert changes_for(row, Settings()) == {}
    (made,) = [each for each in edited({})[0] if each.name == row.name]
    assert made == row


def test_weeks_are_said_and_drawn() -> None:
    assert week_words(13) == "week 2 of a month, 2 of a quarter"
    assert columns_chart([0, 8, 16, 4], 2, group=2) == ["   █ ", " █ █▄"[:2] + " █▄"]
    assert columns_chart([], 1) == [""]
    assert columns_chart([5, 0], 1, top=10) == ["▄ "]
