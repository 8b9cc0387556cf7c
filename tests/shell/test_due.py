"""`kamtui due`: the week's list, in words and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli import main
from kamtui.shell.status import FINE, REFUSED, USAGE
from tests.screens.week_book import friday_portfolio


@pytest.fixture
def file(database_file: Path) -> Path:
    friday_portfolio(database_file)
    return database_file


def due(file: Path, *words: str) -> int:
    return main(["--db", str(file), "--today", "2026-11-20", "due", *words])


def document(file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert due(file, "--json", *words) == FINE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.rule("Y-11", "Y-12", "Y-15")
def test_the_list_is_printed_by_sections_with_what_fits_and_capacity(file: Path, capsys: pytest.CaptureFixture[str]):
    assert due(file) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Week 2026-W47 · Fri 20 Nov"
    assert lines[1] == "half hour: 3 of 13 fit, 30 min of 30"
    assert "late  check-in" in lines[3]
    assert any(line.startswith("does not fit: 10, ") for line in lines)
    assert any("QBR follow-up" in line and "today 16:10" in line for line in lines)
    assert any("soft  stalled deal" in line for line in lines)
    assert "to book or hold with clients: 3" in lines
    assert "reviews" in lines
    assert any(line.startswith("capacity: ") and line.endswith("3 min short") for line in lines)
    assert any(line.startswith("  A Friday review of ") for line in lines)


def test_without_accounts_it_says_so(database_file: Path, capsys: pytest.CaptureFixture[str]):
    assert due(database_file) == FINE
    out = capsys.readouterr().out
    assert "Nothing is due: there are no accounts yet." in out
    assert "capacity: 55 min" in out


@pytest.mark.rule("Y-10", "Y-11", "Y-12", "Y-15")
def test_the_json_has_the_shape_that_other_programs_rely_on(file: Path, capsys: pytest.CaptureFixture[str]):
    found = document(file, capsys)
    assert {key: found[key] for key in ("today", "week", "budget")} == {
        "today": "2026-11-20",
        "week": {"iso": "2026-W47", "from": "2026-11-16", "to": "2026-11-22"},
        "budget": {"minutes": 30, "packed": 30},
    }
    assert set(found["capacity"]) == {"needed", "available", "fits"}
    assert found["capacity"]["fits"] is False
    check_in = next(item for item in found["items"] if item["activity"] == "check_in")
    uid = check_in.pop("account_uid")
    assert len(uid) == 36
    assert check_in == {
        "class": 0,
        "kind": "deadline",
        "activity": "check_in",
        "account": "Contoso",
        "tier": 2,
        "due": "2026-11-18",
        "status": "overdue",
        "minutes": 10,
        "with": "desk",
        "packed": True,
        "why": "At risk since the check of 2026-10-30. Ask how it feels from their side; sell nothing. "
        "How is it for you?",
    }
    friday = next(item for item in found["items"] if item["activity"] == "friday_review")
    assert (friday["account"], friday["account_uid"], friday["tier"], friday["packed"]) == (None, None, None, False)
    assert {item["kind"] for item in found["items"]} == {"deadline", "rhythm", "soft"}
    assert [item["class"] for item in found["items"]] == sorted(item["class"] for item in found["items"])


@pytest.mark.rule("Y-12")
def test_the_minutes_of_the_half_hour_can_be_given(file: Path, capsys: pytest.CaptureFixture[str]):
    found = document(file, capsys, "--minutes", "15")
    assert found["budget"] == {"minutes": 15, "packed": 15}
    assert [item["activity"] for item in found["items"] if item["packed"]] == ["renewal_mapping"]


@pytest.mark.rule("Y-6")
def test_another_week_can_be_asked_for(file: Path, capsys: pytest.CaptureFixture[str]):
    found = document(file, capsys, "--week", "2026-W48")
    assert found["week"]["from"] == "2026-11-23"
    assert any(item["activity"] == "action" for item in found["items"])


@pytest.mark.parametrize("week", ["2026-W54", "next", "2026-11", "9999-W01"])
def test_a_week_that_is_none_is_refused_in_one_line(file: Path, capsys: pytest.CaptureFixture[str], week: str):
    assert due(file, "--week", week) == REFUSED
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("kamtui: ")


@pytest.mark.parametrize("minutes", ["0", "-5", "many", "1441"])
def test_minutes_that_are_none_are_wrong_usage(file: Path, capsys: pytest.CaptureFixture[str], minutes: str):
    with pytest.raises(SystemExit) as ended:
        due(file, f"--minutes={minutes}")
    assert ended.value.code == USAGE
    assert capsys.readouterr().err.count("\n") == 1
