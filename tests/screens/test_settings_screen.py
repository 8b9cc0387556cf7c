"""The screens of settings and days away: changed by keys, kept in the file, followed at once, and back again."""

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamtui import keys
from kamtui.clock import Clock
from kamtui.screens.setting_form import fields_of, key_problem, value_from
from kamtui.screens.setting_words import GROUPS, NOT_HERE, REST, bounds_words, names, value_words, words
from kamtui.settings import Settings, load
from kamtui.settings_checks import BOUNDS, from_mapping
from kamtui.storage.database import Database
from tests.screens.hands import press
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text
from tests.storage.records import account, add

PLACES = [place for place in keys.PLACES if place.id in ("accounts", "more")]
HOSTILE = "R&D [/x] [@click=app.quit]x[/] =1+1 👩‍👩‍👧 \u202e" + "x" * 300
MINE = '# mine\nsilence_days = 30  # shorter\n\n[keys]\n"commitments.done" = "D"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file with a comment, a number and a key of the user's own."""
    file = tmp_path / "settings.toml"
    file.write_text(MINE)
    monkeypatch.setenv("KAMTUI_CONFIG", str(file))
    return file


async def open_it(pilot: Any, entry: str, row: str = "") -> None:
    await press(pilot, "0", "/", *entry, "enter", "enter")
    if row:
        await find(pilot, row)


async def find(pilot: Any, row: str) -> None:
    await press(pilot, "/", *row.replace(" ", "_").replace("_", " "), "enter")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_list_of_settings(size: tuple[int, int], file: Path, database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, size=size, places=PLACES, settings=load(file)) as pilot:
        await open_it(pilot, "settings")
        golden(f"settings_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_a_value_is_changed_counts_at_once_and_goes_back(file: Path, database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_it(pilot, "settings", "silence")
        await press(pilot, "e", *["backspace"] * 2, "4", "ctrl+s")
        assert "silence is a whole number" in "".join(screen_text(app)) or "7 to 730" in "".join(screen_text(app))
        assert file.read_text() == MINE
        await press(pilot, "0", "enter")
        assert file.read_text() == MINE.replace("30", "40")
        assert app.desk.settings.silence_days == 40
        await press(pilot, "delete")
        assert file.read_text() == MINE.replace("silence_days = 30  # shorter\n", "")
        assert app.desk.settings.silence_days == 45
        await press(pilot, "delete")
        assert notices(app)[-1] == "silence is as usual already: 45 days"
        await press(pilot, "u", "u")
        assert app.desk.settings == load(file) == from_mapping(tomllib.loads(MINE))
        await press(pilot, "u")
        assert notices(app)[-1].startswith("no setting was changed since")


async def test_the_theme_and_a_key_follow_at_once(file: Path, database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_it(pilot, "settings", "theme")
        await press(pilot, "enter", "right", "ctrl+s")
        assert app.theme == load(file).theme == "kamtui-light"
        await press(pilot, "escape", "/", *"commitments", "space", *"kept", "enter", "enter")
        assert "Commitments: kept" in "".join(screen_text(app))
        await press(pilot, "backspace", "x", "ctrl+s")
        assert "x would be both" in "".join(screen_text(app))
        await press(pilot, "backspace", "Z", "ctrl+s")
        assert load(file).keys == {"commitments.done": "Z"}
        await press(pilot, "delete")
        assert app.desk.settings.keys == load(file).keys == {}
        await press(pilot, "u", *["escape"] * 3)
        await open_it(pilot, "commitments")
        await press(pilot, "Z")
        assert notices(app)[-1].startswith("there is no promise to keep")


async def test_a_file_that_is_broken_meanwhile_is_said_and_nothing_changes(
    file: Path, database_file: Path, clock: Clock
) -> None:
    async with cockpit(database_file, clock, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_it(pilot, "settings", "silence")
        file.write_text("theme = ")
        await press(pilot, "delete")
        assert "mend it by hand first" in notices(app)[-1]
        assert file.read_text() == "theme = "
        assert app.desk.settings.silence_days == 30
        await press(pilot, "escape")
        await find(pilot, "earlier review")
        await press(pilot, "enter")
        assert "written when the review day changes" in notices(app)[-1]
        await press(pilot, "escape")
        await find(pilot, "nosuch")
        await press(pilot, "e", "delete")
        assert notices(app)[-2:] == ["there is no setting here; escape shows all", "nothing is here"]


@pytest.mark.rule("Y-13")
async def test_days_away_are_added_changed_and_removed(file: Path, database_file: Path, clock: Clock) -> None:
    database = Database.open(database_file, clock)
    database.run(add, account(HOSTILE, tier=2, created_on=date(2026, 10, 1), slot=3))
    database.close()
    async with cockpit(database_file, clock, size=LARGE, places=PLACES, settings=load(file)) as pilot:
        app: Any = pilot.app
        await open_it(pilot, "settings", "days away")
        await press(pilot, "enter")
        assert "No days away" in "".join(screen_text(app))
        await press(pilot, "e", "delete")
        assert notices(app)[-1] == "there are no days away to remove"
        await press(pilot, "n", *"23 nov", "tab", *"22 nov", "ctrl+s")
        assert "before the first one" in "".join(screen_text(app))
        await press(pilot, *["backspace"] * 6, *"4 dec", "ctrl+s")
        assert load(file).away == ((date(2026, 11, 23), date(2026, 12, 4)),)
        shown = "\n".join(screen_text(app))
        assert "23 Nov 2026 to 4 Dec 2026" in shown
        assert "Fri 27 Nov  health check of R&D [/x] [@click=app.quit]x[/]" in shown
        golden("away_140x40", screen_text(app))
        await press(pilot, "n", *"23 nov", "tab", *"4 dec", "ctrl+s")
        assert "in the list already" in "".join(screen_text(app))
        await press(pilot, *["backspace"] * 5, *"2 dec", "ctrl+s", "enter", "ctrl+s")
        assert len(load(file).away) == 2
        await press(pilot, "u")
        await press(pilot, "delete")
        assert load(file).away == ()
        await press(pilot, "u")
        assert len(load(file).away) == 1


# Words and fields, without a cockpit


def test_every_setting_is_in_words_and_has_fields_that_give_its_value_back() -> None:
    everything = {each.name for each in fields(Settings)}
    assert set(names()) == everything - set(NOT_HERE)
    for name in everything:
        assert words(name).group != REST, f"{name} needs words in kamtui/screens/setting_words.py"
        assert words(name).means
    for name in set(names()) - {"away", "review_days_before"}:
        value = getattr(Settings(), name)
        asked = fields_of(name, value)
        assert from_mapping({name: value_from(name, {each.name: each.value for each in asked})}) == Settings()
    assert words("no_such").group == REST
    assert GROUPS[-1] == REST


def test_values_are_said_as_one_would_say_them() -> None:
    away = ((date(2026, 12, 24), date(2027, 1, 2)), (date(2027, 5, 1), date(2027, 5, 1)))
    assert value_words("away", away) == "24 Dec 2026 to 2 Jan 2027, 1 May 2027"
    assert value_words("review_days_before", (("friday", date(2026, 11, 20)),)) == "friday before 20 Nov 2026"
    assert [value_words("fiscal_year_start", 4), value_words("silence_days", 30)] == ["from April", "30 days"]
    assert [value_words("decimal_comma", True), value_words("functions_that_matter", ())] == ["yes", "none"]
    low, high = BOUNDS["silence_days"]
    assert bounds_words("silence_days") == f"{low} to {high}"
    assert bounds_words("decimal_comma") == "yes or no"
    assert "ansi" in bounds_words("theme")
    assert bounds_words("review_day") == bounds_words("currency") == ""


@pytest.mark.parametrize(
    ("key", "fits"), [("D", True), ("f3,ctrl+x", True), ("ctrl+ä", False), ("no", False), ("", False)]
)
def test_a_key_is_a_letter_a_function_key_or_ctrl_and_a_letter(key: str, fits: bool) -> None:
    action = next(one for one in keys.ACTIONS if one.id == "week.done")
    assert (key_problem(action, key, {}) == "") is fits
