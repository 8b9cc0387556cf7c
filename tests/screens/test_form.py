"""Forms: saving first, refusing inside, losing nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import work
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

from kamtui.clock import Clock
from kamtui.domain.errors import Refused
from kamtui.screens.base import CockpitScreen
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.confirm import ConfirmScreen
from kamtui.screens.desk import Desk
from kamtui.screens.form import Field, FormScreen
from kamtui.settings import Settings
from kamtui.storage.errors import Unusable
from tests.screens.harness import golden, screen_text, settle

FIELDS = [
    Field("name", "Name", required=True),
    Field("tier", "Tier", "choice", 2, options=[(1, "Strategic"), (2, "Growth"), (3, "Maintain")]),
    Field("roles", "Roles", "several", ["user"], options=[("champion", "champion"), ("user", "end user")]),
    Field("due", "Due [by]", "date", hint="fri, in 3 days, 21 nov"),
    Field("value", "Value", "money", 120_050),
    Field("seats", "Seats", "number", check=lambda seats: "at least one seat" if seats == 0 else None),
    Field("primary", "Primary contact", "yes/no", False),
    Field("notes", "Notes", "long"),
]


class Memory:
    """A database that remembers what it was asked to save, or cannot save at all."""

    def __init__(self) -> None:
        self.saved: list[dict[str, Any]] = []
        self.trouble: Exception | None = None

    async def run(self, _work: Any, **values: Any) -> Any:
        if self.trouble is not None:
            raise self.trouble
        self.saved.append(values)
        return values["name"]

    async def settled(self) -> None:
        return None


class FormApp(App[None]):
    CSS_PATH = "../../kamtui/app.tcss"

    def __init__(self, folder: Path, fields: list[Field] = FIELDS) -> None:
        super().__init__()
        self.database = Memory()
        self.desk = Desk(self.database, Settings(), Clock(date(2026, 11, 20)), rescue_folder=folder / "rescue")
        self.form = FormScreen("New [person]", fields, save=print, always={"account_id": 7})
        self.results: list[Any] = []

    def compose(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self.ask()

    @work
    async def ask(self) -> None:
        self.results.append(await self.push_screen_wait(self.form))


async def test_a_form_fits_a_small_terminal(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"Jo", "enter", "right", "enter", "enter", *"fri")
        await settle(pilot)
        golden("form_80x24", screen_text(app))


async def test_a_form_says_only_the_keys_it_has_a_use_for(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "^s save   enter next   ←→ space choose   esc cancel" in "\n".join(screen_text(app))
    app = FormApp(tmp_path, [Field("reason", "Because", required=True)])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "enter save   esc cancel" in "\n".join(screen_text(app))
        assert "choose" not in "\n".join(screen_text(app))


async def test_every_kind_of_field_gives_its_own_kind_of_value(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"Jo [/x]", "enter", "s", "enter", "left", "space", "enter", *"in 3 days", "enter")
        await pilot.press("end", *["backspace"] * 7, *"2.5k", "enter", *"12", "enter", "y")
        await pilot.press("enter", *"a", "enter", *"b", "ctrl+s")
        await settle(pilot)
        assert app.database.saved == [
            {
                "name": "Jo [/x]",
                "tier": 1,
                "roles": ["champion", "user"],
                "due": date(2026, 11, 23),
                "value": 250_000,
                "seats": 12,
                "primary": True,
                "notes": "a\nb",
                "account_id": 7,
            }
        ]
        assert app.results[0].value == "Jo [/x]"


async def test_what_is_not_understood_is_said_and_the_cursor_goes_there(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "✗ name is needed" in "\n".join(screen_text(app))
        await pilot.press(*"Jo", "down", "down", "down", *"10/11/12", "ctrl+s")
        await settle(pilot)
        assert "✗ '10/11/12'" in "\n".join(screen_text(app))
        assert isinstance(app.focused, Input)
        assert app.focused.value == "10/11/12"
        app.focused.value = ""
        await pilot.press("down", "down", *"0", "ctrl+s")
        await settle(pilot)
        assert "✗ at least one seat" in "\n".join(screen_text(app))
        await pilot.press("backspace", *"x", "ctrl+s")
        await settle(pilot)
        assert "✗ “x” is not a whole number" in "\n".join(screen_text(app))
        assert app.database.saved == []


async def test_a_refusal_is_shown_in_the_form_and_everything_typed_stays(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    app.database.trouble = Refused("there is already a [Jo]")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"Jo", "ctrl+s")
        await settle(pilot)
        assert "✗ there is already a [Jo]" in "\n".join(screen_text(app))
        assert app.screen.query(Input).first().value == "Jo"
        app.database.trouble = None
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert [saved["name"] for saved in app.database.saved] == ["Jo"]


async def test_a_full_disk_keeps_the_text_on_screen_and_a_private_copy(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    app.database.trouble = Unusable("the disk is full; nothing was changed")
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(pilot)
        await pilot.press(*"Jo", "ctrl+s")
        await settle(pilot)
        assert "✗ the disk is full" in "\n".join(screen_text(app))
        (copy,) = (tmp_path / "rescue").iterdir()
        assert "Name: Jo" in copy.read_text()
        assert copy.stat().st_mode & 0o777 == 0o600


async def test_escape_asks_only_when_something_was_typed(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"Jo", "escape")
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        await settle(pilot)
        assert app.screen is app.form
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert app.results == [None]
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.results == [None]


async def test_enter_in_the_last_field_saves(tmp_path: Path) -> None:
    app = FormApp(tmp_path, [Field("name", "Why", required=True)])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"ill", "enter")
        await settle(pilot)
        assert app.results[0].value == "ill"


async def test_one_of_many_people_is_picked_by_typing(tmp_path: Path) -> None:
    people = [(number, f"Person [{number}]") for number in range(60)]
    app = FormApp(tmp_path, [Field("name", "Who", "pick", options=people, required=True)])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "enter chooses" in "\n".join(screen_text(app))
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press(*"42", "enter")
        await settle(pilot)
        assert "Person [42]" in "\n".join(screen_text(app))
        await pilot.press("space")
        await settle(pilot)
        await pilot.press("escape", *"[17", "enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.results[0].value == 17


async def test_what_was_picked_can_be_taken_away(tmp_path: Path) -> None:
    app = FormApp(tmp_path, [Field("name", "Who", "pick", 1, options=[(1, "Jo")])])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("delete", "ctrl+s")
        await settle(pilot)
        assert app.database.saved[0]["name"] is None


async def test_an_open_form_leaves_a_copy_when_the_cockpit_has_to_end(tmp_path: Path) -> None:
    app = FormApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.form.flush()
        assert not (tmp_path / "rescue").exists()
        await pilot.press(*"Jo")
        app.screen.query_one(TextArea).text = "they said\nno"
        await app.form.flush()
        assert "they said\nno" in next((tmp_path / "rescue").iterdir()).read_text()


@pytest.mark.parametrize(("keys", "answer"), [(["y"], True), (["n"], False), (["escape"], False)])
async def test_a_question_is_answered_with_y_n_or_escape(keys: list[str], answer: bool) -> None:
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        given: list[Any] = []
        app.push_screen(ConfirmScreen("Remove [ACME] and all it has?", yes="remove", no="keep"), given.append)
        await settle(pilot)
        assert "Remove [ACME] and all it has?" in "\n".join(screen_text(app))
        await pilot.press(*keys)
        await settle(pilot)
        assert given == [answer]


async def test_one_of_many_is_found_by_typing() -> None:
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        given: list[Any] = []
        options = [(number, f"[client] {number}") for number in range(500)]
        app.push_screen(ChooseScreen("Which?", options, chosen=3), given.append)
        await settle(pilot)
        assert "▸ [client] 3" in "\n".join(screen_text(app))
        await pilot.press(*"42", "down", "enter")
        await settle(pilot)
        assert given == [142]
        app.push_screen(ChooseScreen("Which?", options), given.append)
        await settle(pilot)
        await pilot.press(*"no such", "enter", "escape")
        await settle(pilot)
        assert given == [142, None]


def test_a_screen_takes_its_bindings_from_the_registry() -> None:
    class Week(CockpitScreen):
        SCOPE = "week"

    assert "week.snooze" in {binding.id for binding in Week.BINDINGS if not isinstance(binding, tuple)}
