"""The privacy shield: no name, no text and no amount on any screen, and nothing masked in the file (rule G-2)."""

import importlib
import inspect
import json
import pkgutil
import re
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kamtui import screens
from kamtui.clock import Clock
from kamtui.demo import portfolio
from kamtui.domain.money import full, short
from kamtui.domain.veil import MASK
from kamtui.exchange.document import import_document, read_document
from kamtui.screens.choose import ChooseScreen
from kamtui.screens.help import HelpScreen
from kamtui.screens.more import ENTRIES
from kamtui.screens.shielded import LIFT_FIRST
from kamtui.settings import Settings
from kamtui.storage.database import Database
from kamtui.storage.veil import Veil
from tests.screens.harness import LARGE, cockpit, screen_text, settle

TYPED = re.compile(r"\b(?:Input|TextArea|NotesArea|NoteArea|PartBox|FieldRow)\(")
NAMES = (("accounts", "name"), ("stakeholders", "name"), ("stakeholders", "email"), ("stakeholders", "phone"))
TEXTS = (
    *NAMES,
    *(("accounts", each) for each in ("domain", "our_objective", "their_objective", "expansion_observation", "notes")),
    *(("competitors", each) for each in ("provider", "notes")),
    *(("opportunities", each) for each in ("name", "next_step", "observation", "invitation")),
    *(("touchpoints", each) for each in ("summary", "next_step")),
    *(("commitments", each) for each in ("what", "who")),
    *(("issues", each) for each in ("title", "owner", "root_cause")),
    *(("value_entries", each) for each in ("what", "evidence")),
    ("referrals", "referred"),
    ("contracts", "description"),
    ("triggers", "heard"),
    ("objectives", "what"),
    ("actions", "what"),
    ("milestones", "what"),
    ("predictions", "statement"),
    ("conversations", "happened"),
    ("reviews", "summary"),
    ("check_ins", "question"),
)
AMOUNTS = (
    ("accounts", "potential_value"),
    ("contracts", "annual_value"),
    ("opportunities", "annual_value"),
    ("revenue_events", "amount"),
    ("value_entries", "amount"),
)
PATHS = (
    *("1", "2", "3", "4", "5", "6", "7", "8", "9", "0"),
    *("2 enter", "2 enter l", "2 enter h", "3 t", "3 w", "3 v", "3 v enter", "3 m", "3 tab"),
    *("3 l h", "4 h", "5 enter", "6 enter", "7 enter", "7 tab", "7 h", "7 T", "8 enter", "8 v"),
    *("8 v enter", "8 o", "9 enter", "9 v", "9 t", "9 w", "?"),
)


@pytest.fixture
def book() -> dict[str, Any]:
    return portfolio(date(2026, 11, 20), accounts=9, seed=3)


@pytest.fixture
def demo_file(database_file: Path, clock: Clock, book: dict[str, Any]) -> Path:
    database = Database.open(database_file, clock)
    database.run(import_document, read_document(json.dumps(book)))
    database.close()
    return database_file


class Secrets:
    """What nobody must read: every text of the demo, whole or as it begins where it is cut, and every amount."""

    def __init__(self, book: dict[str, Any]) -> None:
        texts = {one[name] for of, name in TEXTS for one in book[of] if one.get(name)}
        self.texts = {text.splitlines()[0][:18].strip() for text in texts if len(text) > 3}
        cents = {round(one[name] * 100) for of, name in AMOUNTS for one in book[of] if one.get(name)}
        said = {said for each in cents for said in (short(each), full(each))}
        self.amounts = re.compile(rf"(?<![\w.,-])(?:{'|'.join(map(re.escape, said))})(?![\w,:-])")

    def on(self, lines: list[str]) -> set[str]:
        text = "\n".join(lines)
        return {one for one in self.texts if one in text} | set(self.amounts.findall(text))


async def walk(pilot: Pilot[Any], path: str) -> None:
    first, *rest = path.split()
    if first.isdigit():
        await pilot.press(first)
        await settle(pilot)
        first = ""
    for key in filter(None, (first, *rest)):
        await pilot.press(key)
        await settle(pilot)


async def home(pilot: Pilot[Any]) -> None:
    while len(pilot.app.screen_stack) > 1:
        await pilot.press("escape")
        await settle(pilot)


@pytest.mark.rule("G-2")
async def test_no_screen_of_the_demo_shows_a_name_a_text_or_an_amount(
    demo_file: Path, clock: Clock, book: dict[str, Any]
) -> None:
    secrets = Secrets(book)
    secrets.texts.add("Jour fixe")
    own = {"title": "Jour fixe", "bucket": "execution", "cadence": "weekly", "minutes": 5}
    settings = Settings(activities={"jour_fixe": own, "standing": {**own, "scope": "portfolio"}})
    found: dict[str, set[str]] = {}
    unsigned = []
    before = dump(demo_file)
    async with cockpit(demo_file, clock, size=LARGE, toasts=True, settings=settings) as pilot:
        app: Any = pilot.app
        assert len(secrets.on(screen_text(app))) > 3
        await pilot.press("p")
        await settle(pilot)
        more = [f"0 {'down ' * place}enter" for place, one in enumerate(ENTRIES)]
        for path in (*PATHS, *more):
            await walk(pilot, path)
            lines = screen_text(app)
            found |= {path: seen} if (seen := secrets.on(lines)) else {}
            if "▒ privacy ▒" not in "\n".join(lines[:2]):
                unsigned.append(path)
            await home(pilot)
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert len(secrets.on(screen_text(app))) > 3
        assert "privacy" not in screen_text(app)[0]
    assert found == {}
    assert unsigned == []
    assert dump(demo_file) == before


def dump(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    try:
        return [line for line in connection.iterdump() if "journal" not in line]
    finally:
        connection.close()


@pytest.mark.rule("G-2")
async def test_the_shield_takes_away_what_is_in_sight_wherever_it_is_raised(
    demo_file: Path, clock: Clock, book: dict[str, Any]
) -> None:
    secrets = Secrets(book)
    async with cockpit(demo_file, clock, size=LARGE, toasts=True) as pilot:
        app: Any = pilot.app
        for path, stays in (
            *(("2 enter", False), ("3 v", False), ("7 tab", False), ("9 enter", False), ("0 enter", False)),
            *(("2 / a", False), ("2 enter l", True), ("2 e", True), ("3 l enter", True), ("4 r", True)),
            *(
                ("5 home enter", True),
                ("6 enter", True),
                ("8 enter", True),
                ("c a", True),
                ("ctrl+f", True),
                ("1 r", True),
            ),
        ):
            await walk(pilot, path)
            shown, depth = type(app.screen).__name__, len(app.screen_stack)
            await pilot.press("ctrl+g")
            await settle(pilot)
            assert secrets.on(screen_text(app)) == set(), path
            assert (type(app.screen).__name__ == "Curtain") is stays, path
            if stays:
                assert "comes back when the shield is lifted" in "\n".join(screen_text(app))
                await pilot.press("escape")
                await settle(pilot)
                assert secrets.on(screen_text(app)) == set(), path
            await pilot.press("ctrl+g")
            await settle(pilot)
            assert (type(app.screen).__name__, len(app.screen_stack)) == (shown, depth), path
            await pilot.press("ctrl+g", "ctrl+g")
            await settle(pilot)
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
                await settle(pilot)
                if type(app.screen).__name__ == "ConfirmScreen":
                    await pilot.press("y")
                    await settle(pilot)


@pytest.mark.rule("G-2")
async def test_what_was_read_before_the_shield_was_up_never_comes_over_the_curtain(
    demo_file: Path, clock: Clock
) -> None:
    async with cockpit(demo_file, clock, size=LARGE, toasts=True) as pilot:
        app: Any = pilot.app
        window = ("Stage of Northwind", [("won", "won")])
        app.desk.shielded = True  # as it is while the shield goes up
        await app.push_screen(ChooseScreen(*window))
        assert len(app.screen_stack) == 1
        app.desk.shielded = False
        await walk(pilot, "2 e ctrl+g")
        assert type(app.screen).__name__ == "Curtain"
        await app.push_screen(ChooseScreen(*window))
        assert type(app.screen).__name__ == "Curtain"
        await app.push_screen(HelpScreen(app.screen))
        assert type(app.screen).__name__ == "HelpScreen"
        await walk(pilot, "escape ctrl+g")
        await home(pilot)
        await walk(pilot, "7")
        await app.database.veil(Veil.SCREEN)  # as it is where the shield goes up while a form reads
        await walk(pilot, "e")
        assert type(app.screen).__name__ == "OpportunityForm"
        assert MASK not in "".join(screen_text(app))


@pytest.mark.rule("G-2")
async def test_single_keys_still_work_and_nothing_can_be_typed(
    demo_file: Path, clock: Clock, book: dict[str, Any]
) -> None:
    secrets = Secrets(book)

    def said() -> list[str]:
        return [one.message for one in app._notifications]

    async with cockpit(demo_file, clock, size=LARGE, toasts=True) as pilot:
        app: Any = pilot.app
        await pilot.press("p", "9", "2")  # faster than the shield goes up
        await settle(pilot)
        assert secrets.on(screen_text(app)) == set()
        await pilot.press("p")
        await settle(pilot)
        names = await app.database.read(lambda c: {name for (name,) in c.execute("SELECT name FROM account")})
        await walk(pilot, "2 enter")
        named = app.desk.account_name
        assert named in names
        await home(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert app.desk.account_name.startswith(MASK)
        for key in ("e", "n", "c", "ctrl+f"):
            await pilot.press(key)
            await settle(pilot)
            assert said()[-1:] == [LIFT_FIRST], key
        await pilot.press("/")
        await settle(pilot)
        assert "cannot be filtered" in said()[-1]
        await walk(pilot, "2 enter l ctrl+g")
        assert MASK not in "".join(screen_text(app))
        assert type(app.screen).__name__ == "AccountScreen"
        await pilot.press("p")
        await settle(pilot)
        await home(pilot)
        await walk(pilot, "0 enter d")
        assert said()[-1].endswith("u undoes it")
        assert secrets.on(screen_text(app)) == set()
        assert await labels(app) == ["import of a kamtui document", (await labels(app))[-1]]
        assert MASK not in (await labels(app))[-1]
        await pilot.press("u")
        await settle(pilot)
        assert said()[-1] == "undone"
        await pilot.press("p")
        await settle(pilot)
        assert app.desk.account_name == named
        assert {name for _, name in app.desk.account_order} <= names


@pytest.mark.rule("G-1", "G-2")
async def test_a_pack_written_from_the_screen_is_redacted_while_the_shield_is_up(
    demo_file: Path, clock: Clock, book: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = Secrets(book)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with cockpit(demo_file, clock, size=LARGE) as pilot:
        await walk(pilot, "2 enter o ctrl+s")
        (plain,) = tmp_path.glob("handover-*.md")
        assert plain.stat().st_mode & 0o777 == 0o600
        text = plain.read_text(encoding="utf-8")
        assert len(secrets.on(text.replace("\\", "").splitlines())) > 20
        plain.unlink()
        await pilot.press("p")
        await settle(pilot)
        await walk(pilot, "o")
        assert "so the file is redacted" in "\n".join(screen_text(pilot.app))
        await walk(pilot, "ctrl+s")
        (given,) = tmp_path.glob("handover-*.md")
        text = given.read_text(encoding="utf-8")
        assert "redacted: names, texts and amounts are left out" in text
        assert secrets.on(text.replace("\\", "").splitlines()) == set()


async def labels(app: Any) -> list[str]:
    return await app.database.read_plainly(
        lambda c: [label for (label,) in c.execute("SELECT label FROM journal_action ORDER BY id")]
    )


@pytest.mark.rule("G-2")
def test_every_screen_on_which_one_types_stays_out_of_sight() -> None:
    seen = 0
    for module in pkgutil.iter_modules(screens.__path__, "kamtui.screens."):
        for one in vars(importlib.import_module(module.name)).values():
            if not (inspect.isclass(one) and issubclass(one, Screen) and one.__module__ == module.name):
                continue
            if TYPED.search(inspect.getsource(one)) and one.__name__ != "ChooseScreen":
                seen += 1
                assert getattr(one, "PLAIN", False), f"{one.__name__} shows what is typed: PLAIN = True"
    assert seen > 6
