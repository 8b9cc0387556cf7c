"""`kamtui show`: everything about one account."""

import json
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli import main
from kamtui.storage.database import Database
from tests.screens.clients import clients, hostile
from tests.shell.test_accounts import FIELDS
from tests.storage.records import account, add, whole_account


@pytest.fixture
def four(database: Database) -> Path:
    database.run(clients)
    return database.path


def run(file: Path, *words: str) -> int:
    return main(["--db", str(file), "--today", "2026-11-20", "show", *words])


def shown(capsys: pytest.CaptureFixture[str], file: Path, *words: str) -> dict[str, Any]:
    assert run(file, *words, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_page_says_what_stands_and_what_happened(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(four, "north") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Northwind"
    text = "\n".join(lines)
    for part in (
        "yellow, declining, checked 9 d ago",
        "240,000 EUR a year, 400,000 EUR possible, gap 160k",
        "if Åsa Berg left: exposed: 1 live thread, none strong with influence",
        "no expansion observation written yet",
        "5 d late",
        "Wants the Nordic reference list",
        "last touch 3 d ago, primary contact",
        "Prefers mornings.",
        "2025-10-16 to open",
    ):
        assert part in text
    assert [line for line in lines if not line.startswith(" ")] == [
        "Northwind", "open work", "coming up", "people", "contracts", "timeline", "notes",
    ]  # fmt: skip


def test_an_account_with_nothing_is_short(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    database.run(add, account(status="ended"))
    assert run(database.path, "Nordwind") == 0
    out = capsys.readouterr().out
    assert "no primary contact" in out
    assert "no potential known" in out
    assert "open work" not in out


def test_a_silent_account_says_so(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(four, "r&d") == 0
    assert "red, checked 5 d ago, silent for 60 days" in capsys.readouterr().out


def test_the_json_holds_the_list_entry_and_the_records(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, four, "Northwind")
    assert list(found)[: len(FIELDS)] == FIELDS
    assert main(["--db", str(four), "--today", "2026-11-20", "accounts", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)[0]
    assert {name: found[name] for name in FIELDS} == listed
    assert {each["name"] for each in found["people"]} == {"Åsa Berg", "Max Rau", "Jo Lind"}
    assert found["touchpoints"][0]["summary"] == "Wants the Nordic reference list"
    assert (len(found["health_checks"]), len(found["contracts"]), found["notes"]) == (2, 1, "Prefers mornings.")
    assert found["touch_balance"] == {"considered": 2, "value": 1}


def test_the_open_work_has_the_shape_of_the_weeks_list(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, four, "Northwind")
    assert main(["--db", str(four), "--today", "2026-11-20", "due", "--json"]) == 0
    due = json.loads(capsys.readouterr().out)["items"]
    mine = [{**each, "packed": False} for each in due if each["account"] == "Northwind"]
    assert found["open_work"] == mine


def test_every_record_type_can_be_shown(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    database.run(whole_account)
    found = shown(capsys, database.path, "nord")
    assert all(
        found[name] for name in ("triggers", "commitments", "value_entries", "competitors", "scores", "check_ins")
    )
    assert run(database.path, found["uid"]) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("zebra", "kamtui: no account is called 'zebra'; `kamtui accounts` lists them\n"),
        ("ac", "kamtui: 'ac' could be Acme or Acme Labs; write more of the name\n"),
        ("", "kamtui: no account is called ''; `kamtui accounts` lists them\n"),
    ],
)
def test_a_name_that_means_none_or_several_is_refused(
    database: Database, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    database.run(add, account("Acme"), account("Acme Labs"))
    assert run(database.path, name) == 3
    assert capsys.readouterr() == ("", said)


def test_nasty_text_reaches_the_terminal_harmless(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    database.run(hostile)
    assert run(database.path, "[@click") == 0
    out = capsys.readouterr().out
    assert "[@click=app.quit]x[/] =1+1" in out
    assert not set(out) & {"\x1b", "\u202e"}
    assert shown(capsys, database.path, "[@click")["notes"].startswith("[@click=app.quit]x[/] =1+1")
