"""`kamtui export readiness`: the report in its six parts, as Markdown and as a web page."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kamtui.domain.readiness import Dimension
from kamtui.models.health import HealthCheck, Score
from kamtui.models.issues import Issue
from kamtui.models.plans import PlanAction
from kamtui.models.revenue import Contract
from kamtui.models.reviews import Assessment, Review
from kamtui.storage.database import Database
from tests.shell.calling import HOSTILE, Shell, shell_in, texts
from tests.storage.records import account, add, person

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
NAMES = [each.value for each in Dimension]
PARTS = (
    "1. Executive summary",
    "2. Scorecard",
    "3. Account health dashboard",
    "4. Stakeholder map of the five most valuable accounts",
    "5. Issue and escalation log",
    "6. Plan for 30, 60 and 90 days",
)


@pytest.fixture
def shell(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A shell with an empty database."""
    return shell_in(tmp_path, monkeypatch, capsys, file=database_file)


def fill(database: Database) -> None:
    (owner,) = database.run(add, account(HOSTILE, tier=1, created_on=date(2025, 1, 1)))
    database.run(
        add,
        Assessment(on=date(2025, 1, 6), scores=dict.fromkeys(NAMES, 3)),
        Assessment(
            on=date(2026, 1, 5), scores={**dict.fromkeys(NAMES, 3), "retention": 4, "reviews": 5, "issues": 2},
            findings={name: [HOSTILE, "second"] for name in NAMES},
        ),
        Review(kind="readiness_assessment", started_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
               ended_at=datetime(2026, 1, 5, 10, tzinfo=UTC), priorities=["book the workshop"]),
        Contract(account_id=owner, annual_value=24_000_000, end=date(2026, 12, 24)),
        HealthCheck(account_id=owner, on=date(2026, 11, 2), response_time="poor", tone="poor"),
        person(owner, "Ida Sol", roles=["champion"], quality="strong", primary_contact=True),
        person(owner, "Gone", left_on=date(2026, 1, 1)),
        Issue(account_id=owner, title="slow", severity="P1", opened_at=NOW, status="escalated", escalated_to="Jo"),
        Issue(account_id=owner, title="late", severity="P1", opened_at=datetime(2026, 10, 1, tzinfo=UTC),
              status="resolved", resolved_at=NOW, escalated_to="Max", root_cause="a typo"),
        PlanAction(account_id=owner, what="the one", due=date(2026, 12, 1), most_important=True),
        Score(account_id=owner, kind="csat", value=7, on=date(2026, 11, 2)),
    )  # fmt: skip


@pytest.mark.rule("A-4")
def test_the_report_has_six_parts_with_what_the_records_say(database: Database, shell: Shell) -> None:
    fill(database)
    status, out, err = shell("export", "readiness")
    assert (status, err) == (0, "")
    lines = texts(out)
    assert lines[:2] == [
        "Readiness report",
        "3.3 Defined · assessed on 2026-01-05 · records as of 2026-11-20 · compared with 2025-01-06",
    ]
    assert [line for line in lines if line in PARTS] == list(PARTS)
    text = "\n".join(lines)
    for said in (
        "The practice stands at 3.3 Defined, +0.3 since 2025-01-06.",
        "Strongest: proactive engagement and reviews. Weakest: issue resolution; strategy and segmentation.",
        "1 account at risk, with 240k a year at stake.",
        f"issue resolution: 2 Developing (−1). {HOSTILE} · second. Records: SLA: 0 of 2",
        "Strategic: 1 red (240k)",
        f"{HOSTILE}: 240k a year, 0 live threads, lost if the primary contact left",
        "Ida Sol, champion: strong, unknown influence, unknown",
        f"P1 slow, {HOSTILE} · opened 2026-11-18 · past its target · escalated to Jo",
        "resolved 2026-11-18 · late · had been escalated to Max · cause: a typo",
        "First step: book the workshop",
        f"Raise issue resolution from 2 to 3: {HOSTILE}",
        f"Tue 1 Dec · action {HOSTILE}: the one",
        "NRR: 100 %",
        "CSAT: 7.0 of 10, 1 answer",
        "QBR completion: not yet",
    ):
        assert said in text, said
    assert "Gone" not in text


@pytest.mark.rule("A-4")
def test_it_can_be_written_as_a_web_page_into_a_file(database: Database, shell: Shell, tmp_path: Path) -> None:
    fill(database)
    target = tmp_path / "readiness.html"
    assert shell("export", "readiness", "--format", "html", "-o", str(target)) == (0, "", "")
    page = target.read_text("utf-8")
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in page
    assert all(part in page for part in PARTS)


@pytest.mark.rule("A-4")
def test_an_empty_portfolio_has_a_report_that_says_what_is_missing(database: Database, shell: Shell) -> None:
    database.run(add, Assessment(on=date(2026, 1, 5)))
    lines = texts(shell("export", "readiness")[1])
    assert "The assessment is not complete: a score is missing." in lines
    for said in (
        "There is no client yet.",
        "No account is at risk.",
        "No issue is open, and none was in the last 90 days.",
        "Nothing has a day in it yet.",
        "CSAT: not yet",
    ):
        assert said in lines, said


def test_without_an_assessment_or_with_an_account_it_is_refused_in_one_line(shell: Shell) -> None:
    status, out, err = shell("export", "readiness")
    assert (status, out) == (3, "")
    assert err.startswith("kamtui: there is no readiness assessment yet")
    assert shell("export", "readiness", "Acme")[0] == 2
