"""`kamtui import`: files in, shown first, in one batch, taken back."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from kamtui.domain.errors import Refused
from kamtui.shell.progress import Bar
from tests.shell.calling import one_line, shell_in

FILES = Path(__file__).parents[1] / "exchange" / "files"
SALESFORCE = [str(FILES / f"salesforce_{name}.csv") for name in ("contact", "account")]


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    """A shell with a database of its own."""
    return shell_in(tmp_path, monkeypatch, capsys, settings=tmp_path / "config" / "settings.toml")


def written(shell, text, name="clients.csv"):
    path = shell.folder / name
    path.write_bytes(text) if isinstance(text, bytes) else path.write_text(text)
    return str(path)


def test_the_same_two_salesforce_files_twice_create_nothing_the_second_time(shell):
    status, out, err = shell("import", *SALESFORCE)
    assert status == 0
    assert "in all: 5 created, 1 skipped, 2 errors" in out
    assert "possible duplicate: account Contoso (2) and Contoso (equal names)" in out
    assert err == "kamtui: 2 rows could not be imported; the list says why\n"
    status, out, _ = shell("import", *SALESFORCE)
    assert status == 0
    assert "in all: 0 created, 5 unchanged, 1 skipped, 2 errors" in out
    assert "nothing was changed" in out
    names = [each["name"] for each in json.loads(shell("accounts", "--json")[1])]
    assert sorted(names) == ["Contoso", "Contoso (2)", "Northwind Traders"]


def test_a_dry_run_shows_every_row_and_changes_no_byte(shell):
    shell("due")
    before = hashlib.sha256(shell.file.read_bytes()).hexdigest()
    status, out, _ = shell("import", *SALESFORCE, "--dry-run")
    assert status == 0
    for word in (
        "NAME = name",
        "columns not read",
        "create",
        "skip",
        "ERROR",
        "is deleted there",
        "Nothing was changed",
    ):
        assert word in out
    assert out.count(" row ") == 8
    assert hashlib.sha256(shell.file.read_bytes()).hexdigest() == before
    assert not shell.settings.parent.exists()


def test_json_is_one_document_with_everything_that_is_said(shell):
    status, out, err = shell("import", *SALESFORCE, "--dry-run", "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert [each["kind"] for each in told["files"]] == ["salesforce_contact", "salesforce_account"]
    assert told["totals"] == {"created": 5, "updated": 0, "unchanged": 0, "skipped": 1, "errors": 2}
    assert len(told["rows"]) == 8
    assert told["batch"] is None
    assert told["duplicates"][0]["other"] == "Contoso"
    assert "SEGMENT__C" in told["unmapped"]["salesforce_account.csv"]
    real = json.loads(shell("import", *SALESFORCE, "--json")[1])
    assert {row["action"] for row in real["rows"]} == {"skip", "error"}
    assert real["batch"].startswith("b-20261120-")


def test_an_import_is_listed_and_taken_back(shell):
    batch = json.loads(shell("import", *SALESFORCE, "--json")[1])["batch"]
    assert batch in shell("import", "--undo", "list")[1]
    assert json.loads(shell("import", "--undo", "list", "--json")[1])[0]["batch"] == batch
    status, out, _ = shell("import", "--undo", batch)
    assert status == 0
    assert "0 kept, 0 errored" in out
    assert shell("accounts", "--json")[1] == "[]\n"
    assert "No imports" in shell("import", "--undo", "list")[1]
    status, _, err = shell("import", "--undo", batch)
    assert status == 3
    assert one_line(err)


def test_what_was_edited_since_is_kept_and_said(shell):
    batch = json.loads(shell("import", SALESFORCE[1], "--json")[1])["batch"]
    later = written(shell, "Name,Industry\nContoso,Water\n")
    shell("import", later)
    told = json.loads(shell("import", "--undo", batch, "--json")[1])
    assert told["kept"] == ["account Contoso", "tier change 2026-11-20"]
    assert told["errored"] == []
    again = json.loads(shell("import", later, "--json")[1])
    assert again["totals"]["unchanged"] == 1
    shell("import", SALESFORCE[1])
    assert "needed since" not in shell("import", "--undo", "list")[1]


def test_what_is_kept_is_listed(shell):
    batch = json.loads(shell("import", SALESFORCE[1], "--json")[1])["batch"]
    shell("import", written(shell, "Name,Industry\nContoso,Water\n"))
    assert "kept, edited or needed since: account Contoso" in shell("import", "--undo", batch)[1]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff" * 200, ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, ""),
        (b"Name,Tier\nAcme,Platinum\n", "Platinum"),
        (b"Name,Renewal date\nAcme,2026-02-30\n", "2026-02-30"),
        (b"Name,Current value\nAcme,-5\n", "negative"),
        (b"Wibble,Wobble\n1,2\n", "no header that is known"),
        (b"Name,Industry\n", "no rows"),
        (b"{}", "not a kamtui document"),
        (b'{"format": "kamtui", "accounts": [{"name": "A", "wibble": 1}]}', "wibble"),
        (b'{"format": "kamtui", "accounts": [{"name": "A", "tier": 9}]}', "tier"),
        (b'{"accounts": [], "contacts": []}', 'unknown key "contacts"'),
        (b'{"contacts": []}', "not a kamtui document"),
        (b'{"accounts": [], "settings": {"wibble": 1}}', "wibble"),
        (b'{"accounts": [], "settings": {"silence_days": -1}}', "silence_days"),
        (b"Name,Renewal date\nAcme,03/04/2027\n", "--dayfirst"),
    ],
)
def test_bad_input_is_one_line_and_status_3_and_nothing_changes(shell, given, reason):
    shell("due")
    before = shell.file.read_bytes()
    status, out, err = shell("import", written(shell, given), *SALESFORCE[:0])
    assert (status, out) == (3, "")
    assert one_line(err)
    assert reason in err
    assert shell.file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "missing.csv", "gone\x1b[31m\n.csv", "~nobody-at-all/x.csv"])
def test_a_file_that_is_not_there_or_a_folder_is_refused_before_anything_is_written(shell, name):
    status, out, err = shell("import", SALESFORCE[1], name if name.startswith("~") else str(shell.folder / name))
    assert (status, out) == (3, "")
    assert one_line(err)
    assert "\x1b" not in err
    assert not shell.file.exists()


@pytest.mark.parametrize(
    "words",
    [("import", "--undo", "b-1"), ("import", "x", "--kind", "bogus"), ("import", "x", "--map", "nothing")],
)
def test_a_refused_wish_is_one_line_and_status_3(shell, words):
    status, out, err = shell(*words)
    assert (status, out) == (3, "")
    assert one_line(err)


@pytest.mark.parametrize("words", [("import",), ("import", "x", "--undo", "b-1")])
def test_words_that_do_not_go_together_are_wrong_usage_in_one_line(shell, words):
    status, out, err = shell(*words)
    assert (status, out) == (2, "")
    assert one_line(err)
    assert not shell.file.exists()


def test_a_mapping_is_said_once_and_remembered(shell):
    file = written(shell, "Huis,Plaats\nAcme,Gent\n")
    assert shell("import", file)[0] == 3
    wish = ("--kind", "accounts", "--map", "Huis=name", "--map", "Plaats=city")
    assert shell("import", file, *wish, "--dry-run")[0] == 0
    assert shell("import", file)[0] == 3
    assert shell("import", file, *wish)[0] == 0
    status, out, _ = shell("import", str(shutil.copy(file, shell.folder / "next.csv")))
    assert status == 0
    assert "as you said for this header before: Huis = name, Plaats = city" in out
    assert (shell.settings.with_name("mappings.json")).stat().st_mode & 0o777 == 0o600


def test_a_mapping_that_cannot_be_remembered_does_not_undo_the_import(shell):
    (shell.settings.with_name("mappings.json") / "folder").mkdir(parents=True)
    file = written(shell, "Name,Wibble\nAcme,Gent\n")
    status, out, err = shell("import", file, "--map", "Wibble=city")
    assert status == 0
    assert "1 created" in out
    assert one_line(err)
    assert "not remembered" in err


def test_columns_that_no_field_is_for_are_kept_on_request(shell):
    file = written(shell, "Name,Wibble\nAcme,[x]\n")
    assert "columns not read" in shell("import", file)[1]
    shell("import", file, "--keep-unmapped")
    records = json.loads(shell("export", "json")[1])
    assert records["accounts"][0]["notes"] == "Wibble: [x]"


def test_dates_are_read_as_the_user_says(shell):
    file = written(shell, "Name,Renewal date\nAcme,03/04/2027\n")
    shell("import", file, "--dayfirst")
    assert json.loads(shell("accounts", "--json")[1])[0]["renewal_date"] == "2027-04-03"
    shell("import", file, "--monthfirst")
    assert json.loads(shell("accounts", "--json")[1])[0]["renewal_date"] == "2027-03-04"


def test_a_document_is_merged_and_its_settings_are_left_alone_and_said(shell):
    document = {"format": "kamtui", "version": 1, "settings": {"friday_minutes": 45}}
    uid = "3f0f1a52-6a2b-4d4c-9c9a-0d6f0c6d0001"
    document["accounts"] = [{"uid": uid, "name": "Acme", "tier": 1}]
    file = written(shell, json.dumps(document), "mine.json")
    shell("config", "set", "silence_days", "30")
    status, out, _ = shell("import", file)
    assert status == 0
    assert "accounts: 1 created" in out
    assert "friday_minutes = 30" in shell("config")[1]
    assert "yours were left as they are" in out
    document["accounts"][0] |= {"name": "Acme Group"}
    changed = written(shell, json.dumps(document), "mine.json")
    out = shell("import", changed, "--dry-run")[1]
    assert "conflict: accounts Acme (name)" in out
    told = json.loads(shell("import", changed, "--json")[1])
    assert told["totals"]["updated"] == 1
    assert told["documents"][0]["conflicts"][0]["won"] == "document"


def test_a_restored_portfolio_brings_its_settings_and_exports_the_same_bytes(shell, monkeypatch):
    names = {"review_day": "monday", "away": "[[2026-12-24, 2027-01-02]]", "activities.health_check.minutes": "20"}
    for name, value in {**names, "theme": "ansi", "functions_that_matter": "finance, it"}.items():
        assert shell("config", "set", name, value)[0] == 0
    first = shell("export", "json")[1]
    file = written(shell, first, "everything.json")
    elsewhere = shell.folder / "elsewhere.toml"
    monkeypatch.setenv("KAMTUI_CONFIG", str(elsewhere))
    monkeypatch.setenv("KAMTUI_DB", str(shell.folder / "new" / "kamtui.db"))
    assert "settings would be yours" in shell("import", file, "--dry-run")[1]
    assert not elsewhere.exists()
    assert "settings are yours" in shell("import", file)[1]
    assert shell("export", "json")[1] == first
    assert 'theme = "kamtui-dark"' in shell("config")[1]
    again = shell("import", file)
    assert (again[0], "settings" in again[1]) == (0, False)


def test_settings_that_cannot_be_written_do_not_undo_the_import(shell, monkeypatch):
    def full(*_given):
        raise Refused("settings.toml could not be written: No space left on device; nothing was changed")

    monkeypatch.setattr("kamtui.settings_file.change", full)
    document = {"settings": {"friday_minutes": 45}, "accounts": [{"name": "Acme"}]}
    status, out, err = shell("import", written(shell, json.dumps(document), "mine.json"))
    assert status == 0
    assert "accounts: 1 created" in out
    assert err.startswith("kamtui: everything is imported, but not the settings: settings.toml could not")
    assert "yours were left as they are" in out


def test_a_document_need_not_say_what_it_is_nor_hold_anything(shell):
    status, out, _ = shell("import", written(shell, '{"accounts": [{"name": "Acme"}]}', "mine.json"))
    assert (status, "accounts: 1 created" in out) == (0, True)
    empty = '{"format": "kamtui", "version": 1, "settings": {}, "accounts": []}'
    assert shell("import", written(shell, empty, "none.json"))[::2] == (0, "")


def test_hostile_names_are_printed_harmlessly(shell):
    names = ["R&D [/x]", "[ACME Corp]", "=1+1", "🚀", "שלום", "[@click=app.quit]x[/]", "y" * 10_000]
    file = written(shell, "Name,Tier\n" + "".join(f'"{name}",Gold\n' for name in names) + "Fine\x1b[31m,A\n")
    status, out, _ = shell("import", file)
    assert status == 0
    assert "\x1b" not in out
    status, out, _ = shell("import", written(shell, "Name\n" + "\n".join(f'"{name}"' for name in names)), "--dry-run")
    assert status == 0
    assert "[@click=app.quit]x[/]" in out


def test_a_real_run_prints_only_so_many_rows(shell, monkeypatch):
    module = __import__("importlib").import_module("kamtui.shell.import")
    monkeypatch.setattr(module, "LISTED", 2)
    file = written(shell, "Name,Tier\nFine,A\n" + "Acme,Gold\n" * 5)
    assert "… and 3 more rows; --dry-run shows every one" in shell("import", file)[1]


def test_a_bar_is_drawn_only_on_a_terminal(monkeypatch, capsys):
    with Bar("reading") as bar:
        bar(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("kamtui.shell.progress.PATIENCE", -1.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Bar("reading") as bar:
        bar(1, 2)
        bar(2, 2)
    drawn = capsys.readouterr().err
    assert "reading ━" in drawn
    assert " 50%" in drawn
    assert drawn.endswith("\r")


def test_the_demo_is_opened_in_a_file_of_its_own(shell, monkeypatch):
    opened = []

    def launch(file, *_args):
        opened.append(file.name)
        return 10 if file.name == "kamtui.db" else 0

    monkeypatch.setattr("kamtui.shell.cockpit.launch", launch)
    monkeypatch.setattr("kamtui.start.launch", launch)
    assert shell()[0] == 0
    assert opened == ["kamtui.db", "demo.db"]


def test_only_a_file_in_which_nothing_was_done_asks_how_to_begin(shell, monkeypatch):
    asked = []

    class NoTerminal:
        return_code = 0

        def __init__(self, *_args, welcome, **_more):
            asked.append(welcome)

        def run(self):
            """Nothing is shown."""

    monkeypatch.setattr("kamtui.app.Cockpit", NoTerminal)
    monkeypatch.setattr("kamtui.start.has_terminal", lambda: True)
    assert shell()[0] == 0
    shell("import", SALESFORCE[1])
    assert shell()[0] == 0
    assert asked == [True, False]
