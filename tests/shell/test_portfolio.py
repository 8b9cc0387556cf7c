"""`kamtui portfolio`: the figures in words and as JSON, and the compass recomputed from the exported document."""

import json
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli import main
from kamtui.clock import Clock
from kamtui.demo import portfolio as demo
from kamtui.exchange.document import import_document, read_document
from kamtui.shell.status import FINE, UNUSABLE
from kamtui.storage.database import Database

TODAY = date(2026, 11, 20)
KEYS = [
    "accounts", "current_value", "forecast_12m", "secured", "expanding", "referring", "all_three", "nrr", "grr",
    "logo_retention", "at_risk_value", "concentration", "engagement", "health", "renewals_90", "pipeline",
    "adherence", "qbr_completion", "follow_up_on_time", "sla", "time_to_first_value_median",
]  # fmt: skip


def run(file: Path, *words: str) -> int:
    return main(["--db", str(file), "--today", str(TODAY), *words])


@pytest.fixture
def demo_file(database_file: Path) -> Path:
    database = Database.open(database_file, Clock(TODAY))
    database.run(import_document, read_document(json.dumps(demo(TODAY))))
    database.close()
    return database_file


def document(file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run(file, *words) == FINE
    return json.loads(capsys.readouterr().out)


def test_an_empty_portfolio_says_so(database_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database_file, "portfolio") == FINE
    assert capsys.readouterr().out == "No accounts.\n"
    found = document(database_file, capsys, "portfolio", "--json")
    assert list(found) == KEYS
    not_yet = ("secured", "expanding", "referring", "all_three", "nrr", "grr", "logo_retention", "qbr_completion",
               "follow_up_on_time", "time_to_first_value_median")  # fmt: skip
    assert {found[key] for key in not_yet} == {None}
    assert set(found["concentration"].values()) == {None}
    assert set(found["sla"].values()) == {None}
    assert found["engagement"] == {"mean_live_threads": None, "single_threaded": None, "value_on_bus_factor_0_1": 0}


def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "k.db").write_text("no database")
    assert run(tmp_path / "k.db", "portfolio") == UNUSABLE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.rule("R-7")
def test_the_words_and_the_json_say_the_same(demo_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(demo_file, "portfolio") == FINE
    lines = capsys.readouterr().out.splitlines()
    found = document(demo_file, capsys, "portfolio", "--json")
    assert list(found) == KEYS
    assert lines[0].startswith(f"{found['accounts']} accounts, ")
    assert lines[1].startswith(f"secured {found['secured'] * 100:.0f} %")
    assert f"renewals in 90 days: {len(found['renewals_90'])}" in lines
    assert any("d late" in line for line in lines)
    assert sum(cell["count"] for cell in found["health"]) == found["accounts"]
    assert sum(cell["value"] for cell in found["health"]) == found["current_value"]
    assert set(found["adherence"]) == {"share", "done", "missed", "skipped", "by_tier", "by_activity"}
    assert set(found["sla"]) == {"overall", "P1", "P2", "P3", "P4"}
    assert set(found["renewals_90"][0]) == {
        "account", "account_uid", "on", "days", "value", "stage", "auto_renew", "late",
    }  # fmt: skip
    assert 0 <= found["concentration"]["top1"] <= found["concentration"]["top3"] <= found["concentration"]["top5"] <= 1


# The compass, recomputed from the exported document in other words than the program's


def before(day: date) -> date:
    return day.replace(year=day.year - 1)


def on(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def colour(checks: list[dict[str, Any]], tier: int) -> str:
    """The last check's colour; a stale green is worth what an unrated one is."""
    held = sorted((each for each in checks if each["on"] <= str(TODAY)), key=lambda each: each["on"])
    if not held:
        return "unrated"
    signals = [held[-1][name] for name in ("response_time", "meeting_engagement", "referral_activity", "tone")]
    poor, unsure = signals.count("poor"), signals.count("watch") + signals.count("not_observed")
    verdict = "red" if poor >= 2 else "yellow" if poor or unsure >= 2 else "green"
    age = (TODAY - date.fromisoformat(held[-1]["on"])).days
    return "unrated" if verdict == "green" and age > (137 if tier == 3 else 45) else verdict


class Recomputed:
    """One account of the document: what is contracted, all of its projection, and its loops."""

    def __init__(self, account: dict[str, Any], everything: dict[str, Any]) -> None:
        def own(name: str) -> list[dict[str, Any]]:
            return [each for each in everything[name] if each["account"] == account["uid"]]

        self.lines, self.events = own("contracts"), own("revenue_events")
        self.account, self.deals = account, own("opportunities")
        self.colour = colour(own("health_checks"), account["tier"])
        self.contracted = self.whole = Fraction(0)
        if account["status"] != "ended":
            self._project()
        referred = any(str(before(TODAY)) < each["on"] <= str(TODAY) for each in own("referrals"))
        then, now = self.value_a_year_ago(), self.value_now()
        renewed = any(each["kind"] == "renewal" for each in self.events)
        since = account["client_since"]
        stays = self.colour != "red" and ((since and since <= str(before(TODAY))) or renewed)
        self.loops = (bool(stays), 0 < then < now, referred)

    def _project(self) -> None:
        likely = {"green": 90, "yellow": 70, "red": 40, "unrated": 70}[self.colour]
        for line in self.lines:
            start, end = on(line["start"]) or date.min, on(line["end"]) or date.max
            if not start <= TODAY <= end:
                continue
            days = min(365, (end - TODAY).days)
            self.contracted += Fraction(line["annual_value"]) * days / 365
            self.whole += Fraction(line["annual_value"]) * (365 - days) / 365 * likely / 100
        self.whole += self.contracted
        stages = {"idea": 10, "invited": 25, "exploring": 50, "proposed": 75}
        for deal in self.deals:
            close = on(deal["expected_close"])
            if deal["stage"] in stages and deal["integrity"] != "mine" and close and close >= TODAY:
                percent = stages[deal["stage"]] if deal["probability"] is None else deal["probability"]
                left = max(0, 365 - (close - TODAY).days)
                self.whole += Fraction(deal["annual_value"] or 0) * percent / 100 * left / 365

    def value_now(self) -> float:
        if self.account["status"] == "ended":
            return 0
        return sum(
            line["annual_value"]
            for line in self.lines
            if (line["start"] or "") <= str(TODAY) <= (line["end"] or "9999")
        )

    def value_a_year_ago(self) -> float:
        value = self.value_now()
        for event in self.events:
            if str(before(TODAY)) < event["on"] <= str(TODAY):
                value += {"new": -1, "expansion": -1, "contraction": 1, "churn": 1, "renewal": 0}[
                    event["kind"]
                ] * event["amount"]
        for line in self.lines:
            ended = line["end"] and str(before(TODAY)) < line["end"] < str(TODAY)
            if ended and not self._followed(line):
                value += line["annual_value"]
        return value

    def _followed(self, line: dict[str, Any]) -> bool:
        day_after = str(date.fromisoformat(line["end"]) + timedelta(days=1))
        successor = any(
            other["start"] == day_after and other["description"] == line["description"] for other in self.lines
        )
        return successor or any(event["on"] == line["end"] for event in self.events)


@pytest.mark.rule("R-3", "R-5", "R-6")
def test_the_compass_of_the_demo_is_what_the_exported_document_says(
    demo_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = document(demo_file, capsys, "export", "json")
    found = document(demo_file, capsys, "portfolio", "--json")
    accounts = [Recomputed(account, everything) for account in everything["accounts"]]
    contracted = sum(each.contracted for each in accounts)
    whole = sum(each.whole for each in accounts)
    assert found["forecast_12m"] == pytest.approx(float(whole), abs=0.015)
    assert found["secured"] == pytest.approx(float(contracted / whole), abs=1e-6)
    for name, running in (
        ("expanding", [each.loops[1] for each in accounts]),
        ("referring", [each.loops[2] for each in accounts]),
        ("all_three", [all(each.loops) for each in accounts]),
    ):
        part = sum(each.contracted for each, counts in zip(accounts, running, strict=True) if counts)
        assert found[name] == pytest.approx(float(part / contracted), abs=1e-6), name
        assert 0 < found[name] < 1
    now, then = (sum(getattr(each, name)() for each in accounts) for name in ("value_now", "value_a_year_ago"))
    assert found["current_value"] == now
    assert then > 0


def test_reading_needs_no_sqlmodel(demo_file: Path) -> None:
    program = (
        "import sys; from kamtui.cli import main\n"
        f"main(['--db', {str(demo_file)!r}, 'portfolio', '--json'])\n"
        "sys.exit(any(name.partition('.')[0] in ('sqlmodel', 'sqlalchemy', 'textual') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.rule("R-3", "X-4")
def test_the_users_own_percentages_reach_the_shell(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.toml"
    monkeypatch.setenv("KAMTUI_CONFIG", str(settings))
    before = document(demo_file, capsys, "portfolio", "--json")
    settings.write_text("renewal_green_percent = 0\nproposed_percent = 0\nexploring_percent = 0\n")
    after = document(demo_file, capsys, "portfolio", "--json")
    changed = {key for key in KEYS if before[key] != after[key]}
    assert changed == {"forecast_12m", "secured", "pipeline"}
    assert after["pipeline"]["weighted"] < before["pipeline"]["weighted"]
    assert after["pipeline"]["value"] == before["pipeline"]["value"]
