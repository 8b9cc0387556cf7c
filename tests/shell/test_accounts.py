"""`kamtui accounts`: the list, its filters, its order, its JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli import main
from kamtui.storage.database import Database
from tests.screens.clients import clients, hostile

FIELDS = [
    "uid", "name", "tier", "status", "current_value", "potential_value", "gap", "colour", "stale", "trend", "at_risk",
    "last_contact", "days_silent", "live_threads", "single_threaded", "departure", "bus_factor", "renewal_date",
    "days_to_renewal", "slot", "next",
]  # fmt: skip


@pytest.fixture
def four(database: Database) -> Path:
    database.run(clients)
    return database.path


def run(file: Path, *words: str) -> int:
    return main(["--db", str(file), "--today", "2026-11-20", "accounts", *words])


def listed(capsys: pytest.CaptureFixture[str], file: Path, *words: str) -> list[dict[str, Any]]:
    assert run(file, *words, "--json") == 0
    out, err = capsys.readouterr()
    assert err == ""
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_the_json_has_every_field_of_the_contract(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = listed(capsys, four)
    assert all(list(each) == FIELDS for each in found)
    north = found[0] | {"uid": "…"}
    assert north == {
        "uid": "…", "name": "Northwind", "tier": 1, "status": "active", "current_value": 240000,
        "potential_value": 400000, "gap": 160000, "colour": "yellow", "stale": False, "trend": "declining",
        "at_risk": False, "last_contact": "2026-11-17", "days_silent": 3, "live_threads": 2, "single_threaded": False,
        "departure": "exposed", "bus_factor": 2, "renewal_date": "2026-12-27", "days_to_renewal": 37, "slot": 2,
        "next": {"activity": "plan_rewrite", "due": "2026-01-16"},
    }  # fmt: skip
    ended = found[-2]
    assert (ended["name"], ended["departure"], ended["next"], ended["trend"]) == ("Adatum", None, None, None)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["--tier", "1"], ["Northwind"]),
        (["--tier", "growth"], ["R&D [/x]"]),
        (["--tier", "m"], ["Adatum", "Fabrikam"]),
        (["--colour", "red"], ["R&D [/x]"]),
        (["--colour", "unrated", "--tier", "3"], ["Adatum", "Fabrikam"]),
        (["--colour", "green"], []),
        (["--sort", "name"], ["Adatum", "Fabrikam", "Northwind", "R&D [/x]"]),
        (["--sort", "gap"], ["Northwind", "R&D [/x]", "Adatum", "Fabrikam"]),
        (["--sort", "current_value"], ["Northwind", "R&D [/x]", "Fabrikam", "Adatum"]),
        (["--sort", "days_silent"], ["R&D [/x]", "Northwind", "Adatum", "Fabrikam"]),
        (["--sort", "days_to_renewal"], ["Northwind", "R&D [/x]", "Adatum", "Fabrikam"]),
        (["--sort", "colour"], ["R&D [/x]", "Northwind", "Adatum", "Fabrikam"]),
        (["--sort", "next"], ["R&D [/x]", "Northwind", "Fabrikam", "Adatum"]),
    ],
)
def test_filters_and_orders(four: Path, capsys: pytest.CaptureFixture[str], words: list[str], names: list[str]) -> None:
    assert [each["name"] for each in listed(capsys, four, *words)] == names


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--tier", "gold"], 3, "kamtui: no tier is called 'gold'; it is 1 Strategic, 2 Growth or 3 Maintain\n"),
        (["--sort", "mood"], 3, "kamtui: accounts have no field 'mood' to sort by"),
        (["--tier", ""], 3, "kamtui: no tier is called ''"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    four: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int, said: str
) -> None:
    assert run(four, *words) == status
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(said)


def test_a_colour_that_does_not_exist_is_wrong_usage(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(four, "--colour", "blue")
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("kamtui: ")


def test_the_table_lines_up_and_says_what_stands(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(four) == 0
    header, north, rd, *_ = capsys.readouterr().out.splitlines()
    assert header.split() == [
        "tier", "account", "colour", "trend", "value", "gap", "contact", "threads", "departure", "renewal", "next",
    ]  # fmt: skip
    assert north.index("240k") + 4 == header.index("value") + 5
    assert "exposed" in north
    assert "in 37 d" in north
    assert "silent for 60 days" in rd


def test_an_empty_database_says_so(database_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database_file) == 0
    assert capsys.readouterr().out == "No accounts.\n"
    assert run(database_file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_nasty_names_reach_the_terminal_harmless(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    database.run(hostile)
    assert run(database.path) == 0
    out = capsys.readouterr().out
    assert "[@click=app.quit]x[/] =1+1" in out
    assert not set(out) & {"\x1b", "\u202e"}


def test_a_database_that_is_none_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are my notes, not a database, and long enough to look at")
    assert run(file) == 4
    assert capsys.readouterr().err.count("\n") == 1
    assert file.read_text().startswith("these are my notes")
