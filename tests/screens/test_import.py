"""The import screen: preview, mapping, questions, import, undo."""

import asyncio
import shutil
import sqlite3
from pathlib import Path
from threading import Event

import pytest

from kamtui.keys import PLACES
from kamtui.screens import import_files, import_screen
from kamtui.screens.file_choice import entries, typed_path
from kamtui.screens.import_screen import ImportScreen
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

FILES = Path(__file__).parents[1] / "exchange" / "files"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of files to import, where the cockpit was started."""
    here = tmp_path / "exports"
    here.mkdir()
    for name in ("salesforce_account.csv", "salesforce_contact.csv"):
        shutil.copy(FILES / name, here / name)
    monkeypatch.chdir(here)
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "config" / "settings.toml"))
    return here


def names(database_file):
    with sqlite3.connect(database_file) as connection:
        found = [name for (name,) in connection.execute("SELECT name FROM account ORDER BY id")]
    connection.close()
    return found


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(*([key] if len(key) == 1 or key in NAMED else key))
        await settle(pilot)


NAMED = {"enter", "escape", "down", "up", "tab", "delete", "ctrl+o", "home", "end", "pagedown", "pageup"}


@pytest.mark.parametrize(("size", "name"), [(SMALL, "import_80x24"), (LARGE, "import_140x40")])
async def test_every_row_is_shown_with_what_would_happen(database_file, clock, folder, size, name):
    async with cockpit(database_file, clock, size=size, places=PLACES[:4]) as pilot:
        await press(pilot, "ctrl+o", "enter", "n", "contact", "enter", "down", "down")
        golden(name, screen_text(pilot.app))


async def test_files_are_imported_and_taken_back_by_keys_alone(database_file, clock, folder):
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "account", "enter")
        assert names(database_file) == []
        await press(pilot, "enter")
        assert names(database_file) == ["Northwind Traders", "Contoso", "Contoso (2)"]
        assert "Imported as batch b-20261120" in screen_text(pilot.app)[1]
        await press(pilot, "u")
        assert names(database_file) == []
        assert "Nothing is written yet" in screen_text(pilot.app)[1]
        await press(pilot, "enter", "enter")
        assert "Accounts" in screen_text(pilot.app)[0]
        await press(pilot, "i", "enter", "enter")
        assert "Everything was known already" in screen_text(pilot.app)[1]
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ImportScreen)


@pytest.mark.parametrize("slow", ["read_source", "rehearse_sources", "import_sources"])
async def test_what_takes_a_while_is_cancelled_by_escape_and_leaves_nothing(
    database_file, clock, folder, monkeypatch, slow
):
    module = import_files if slow == "read_source" else import_screen
    begun, go_on, real = Event(), Event(), getattr(module, slow)

    def held(*given):
        done = real(*given)
        begun.set()
        assert go_on.wait(10)
        given[-1](1, 2)
        return done

    async with cockpit(database_file, clock) as pilot:
        monkeypatch.setattr(module, slow, held)
        if slow == "import_sources":
            await press(pilot, "ctrl+o", "account", "enter")
            await pilot.press("enter")
        else:
            await press(pilot, "ctrl+o")
            await pilot.press(*"account", "enter")
        assert await asyncio.to_thread(begun.wait, 10)
        await pilot.press("escape")
        assert "cancelling" in screen_text(pilot.app)[0]
        monkeypatch.setattr(module, slow, real)
        go_on.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, ImportScreen)
        assert any(
            "cancelled: nothing of it was kept" in said for said in (*notices(pilot.app), *screen_text(pilot.app))
        )
        assert names(database_file) == []
        await press(pilot, *(["n", "account", "enter"] if slow == "read_source" else ["enter"]))
        await press(pilot, *([] if slow == "import_sources" else ["enter"]))
        assert names(database_file) == ["Northwind Traders", "Contoso", "Contoso (2)"]


async def test_undo_asks_before_a_whole_import_goes(database_file, clock, folder):
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "account", "enter", "enter", "enter", "escape")
        for answer in ("escape", "n"):
            await press(pilot, "u")
            assert "Take back the import of" in "\n".join(screen_text(pilot.app))
            await press(pilot, answer)
            assert len(names(database_file)) == 3
        await press(pilot, "u", "y")
        assert names(database_file) == []
        await press(pilot, "U")
        assert len(names(database_file)) == 3


async def test_cancelling_the_first_file_leaves_the_screen(database_file, clock, folder):
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ImportScreen)


async def test_what_cannot_be_read_is_refused_with_its_reason(database_file, clock, folder):
    (folder / "empty.csv").write_text("")
    (folder / "wrong.csv").write_text("Name,Tier\nAcme,Gold\n")
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "empty", "enter")
        assert notices(pilot.app) == ["empty.csv is empty"]
        assert isinstance(pilot.app.screen, ImportScreen)
        assert "✗ empty.csv is empty" in screen_text(pilot.app)[1]
        await press(pilot, "enter")
        assert notices(pilot.app)[-1] == "empty.csv is empty"
        await press(pilot, "n", "wrong", "enter")
        assert "✗ nothing can be imported: row 2: Tier: 'Gold' is not a tier" in screen_text(pilot.app)[1]
        await press(pilot, "enter")
        assert "nothing can be imported" in notices(pilot.app)[-1]
        await press(pilot, "n", "wrong", "enter")
        assert notices(pilot.app)[-1] == "wrong.csv is here already"
        await press(pilot, "delete")
        assert "wrong.csv is left out" in notices(pilot.app)
        await press(pilot, "e")
        assert notices(pilot.app)[-1] == "there is no file yet"
    assert names(database_file) == []


async def test_a_column_is_given_a_field_and_the_mapping_is_kept(database_file, clock, folder):
    (folder / "wibble.csv").write_text("Name,Wibble\nAcme,Gent\n")
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "wibble", "enter", "e", "enter", "city", "enter")
        assert pilot.app.screen.files[0].source.reading.mapping == (("Name", "name"), ("Wibble", "city"))
        await press(pilot, "e", "escape", "e", "enter", "escape")
        await press(pilot, "enter")
    assert (folder.parent / "config" / "mappings.json").exists()


async def test_the_rest_can_be_kept_in_the_notes_and_won_deals_as_contracts(database_file, clock, folder):
    (folder / "wibble.csv").write_text("Name,Wibble\nAcme,Gent\n")
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "ctrl+o", "wibble", "enter", "t", "w")
        assert "won deals as contracts · the rest in notes" in screen_text(pilot.app)[0]
        await press(pilot, "enter")
    with sqlite3.connect(database_file) as connection:
        assert connection.execute("SELECT notes FROM account").fetchone()[0] == "Wibble: Gent"
    connection.close()


async def test_whether_the_day_comes_first_is_asked(database_file, clock, folder):
    (folder / "days.csv").write_text("Name,Renewal date\nAcme,03/04/2027\n")
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "days", "enter")
        assert any("Renewal date: 03/04/2027" in line for line in screen_text(pilot.app))
        await press(pilot, "down", "enter", "m", "m", "enter")
    with sqlite3.connect(database_file) as connection:
        assert connection.execute("SELECT renewal_date FROM account").fetchone()[0] == "2027-03-04"
    connection.close()


async def test_a_header_that_nobody_knows_is_asked_about(database_file, clock, folder):
    (folder / "huis.csv").write_text("Huis,Plaats\nAcme,Gent\n")
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "huis", "enter")
        assert any("huis.csv is not recognised" in line for line in screen_text(pilot.app))
        await press(pilot, "plain_accounts", "enter", "huis", "enter", "enter")
    assert names(database_file) == ["Acme"]


async def test_a_header_that_nobody_explains_is_refused(database_file, clock, folder):
    (folder / "huis.csv").write_text("Huis,Plaats\nAcme,Gent\n")
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "huis", "enter", "escape")
        assert "has no header that is known" in notices(pilot.app)[-1]


async def test_hostile_files_and_cells_are_shown_as_they_are(database_file, clock, folder):
    nasty = folder / "R&D [@click=app.quit]x\x1b[31m.csv"
    cells = ["R&D [/x]", "[ACME Corp]", "=1+1", "🚀", "שלום", "z" * 10_000]
    nasty.write_text("Name,[b]x\n" + "".join(f'"{cell}",[/]\n' for cell in cells))
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "ctrl+o", "R&D", "enter")
        lines = "\n".join(screen_text(pilot.app))
        for cell in (*cells[:4], "columns not read: [b]x", "R&D [@click=app.quit]x"):
            assert cell in lines
        await press(pilot, "e", "escape", "enter")
    assert names(database_file)[:2] == cells[:2]


async def test_the_rows_are_filtered(database_file, clock, folder):
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o", "account", "enter", "/", "skip")
        text = "\n".join(screen_text(pilot.app))
        assert "is deleted there" in text
        assert "Northwind" not in text


async def test_a_document_is_previewed_with_its_conflicts(database_file, clock, folder):
    uid = "3f0f1a52-6a2b-4d4c-9c9a-0d6f0c6d0001"
    text = (
        '{"format": "kamtui", "settings": {"friday_minutes": %s}, "accounts": [{"uid": "%s", "name": "%s", "tier": 1}]}'
    )
    for name, minutes in (("One", 45), ("Two", 50)):
        (folder / f"{name}.json").write_text(text % (minutes, uid, name))
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "ctrl+o", "one", "enter")
        assert pilot.app.desk.settings.friday_minutes == 30
        await press(pilot, "enter")
        assert pilot.app.desk.settings.friday_minutes == 45
        assert "the document's settings come along" in "\n".join(screen_text(pilot.app))
        await press(pilot, "escape", "ctrl+o", "two", "enter")
        lines = "\n".join(screen_text(pilot.app))
        assert "accounts One: name differ" in lines
        assert "the document holds settings too; yours stay as they are" in lines


async def test_a_path_is_pasted_or_walked_to(database_file, clock, folder):
    inner = folder / "in ner"
    inner.mkdir()
    shutil.copy(FILES / "plain_contacts.csv", inner / "p.csv")
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "ctrl+o")
        window = pilot.app.screen
        window.query_one("Input").value = f"'{inner}/p'"[:-1]
        await press(pilot, "tab")
        assert window.folder == inner
        await press(pilot, "pagedown", "pageup", "down", "enter")
        assert [one.name for one in pilot.app.screen.sources] == ["p.csv"]
        await press(pilot, "n")
        window = pilot.app.screen
        await press(pilot, "..", "enter")
        assert window.folder == folder
        window.query_one("Input").value = "in ner"
        await press(pilot, "tab")
        assert window.folder == inner
        window.query_one("Input").value = str(folder) + "/"
        await press(pilot, "enter")
        assert window.folder == folder
        window.query_one("Input").value = "~/nowhere.csv"
        await press(pilot, "enter")
        assert "cannot be read" in notices(pilot.app)[-1]


def test_typed_paths_are_understood_as_terminals_paste_them(tmp_path):
    for text in ("'a b.csv'", '"a b.csv"', "a\\ b.csv", f"file://{tmp_path}/a b.csv", " a b.csv "):
        assert typed_path(text, tmp_path) == tmp_path / "a b.csv"
    assert typed_path("~nobody-at-all/x.csv", tmp_path) == tmp_path / "~nobody-at-all/x.csv"


def test_a_folder_that_cannot_be_listed_still_leads_up(tmp_path):
    assert [one.words for one in entries(tmp_path / "missing")] == [".."]
    (tmp_path / "b.CSV").write_text("")
    (tmp_path / ".hidden.csv").write_text("")
    (tmp_path / "a").mkdir()
    for name in ("c.xlsx", "d.vcf", "e.pdf"):
        (tmp_path / name).write_text("")
    assert [one.words for one in entries(tmp_path)] == ["..", "a/", "b.CSV", "c.xlsx", "d.vcf"]
