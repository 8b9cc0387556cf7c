"""Issues: their clocks, themes that come back, and what the user does to them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kamtui.domain.errors import Refused
from kamtui.domain.issues import Targets
from kamtui.domain.practice import Practice
from kamtui.models.issues import Issue
from kamtui.storage import issues_changes as changes
from kamtui.storage.database import Database
from kamtui.storage.issues import Board, IssueRow, board, themes
from kamtui.storage.portfolio_figures import portfolio
from tests.hand_clock import HandClock
from tests.storage.records import account, add, dump

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def database(database_file: Path, clock: HandClock) -> Iterator[Database]:
    opened = Database.open(database_file, clock)
    yield opened
    opened.close()


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def issue(owner: int, title: str = "Late", severity: str = "P1", hours: float = 1, **more: object) -> Issue:
    return Issue(account_id=owner, title=title, severity=severity, opened_at=ago(hours), **more)


def read(database: Database, account_id: int | None = None, targets: Targets | None = None) -> Board:
    return database.read(board, database.clock.now(), targets or Targets(), account_id)


def only(database: Database) -> IssueRow:
    (row,) = read(database).rows
    return row


def client(database: Database, name: str = "Nord", **more: object) -> int:
    (key,) = database.run(add, account(name, **more))
    return key


@pytest.mark.rule("S-1", "S-2", "S-3")
def test_the_list_is_in_the_order_of_the_clocks(database: Database) -> None:
    key, other = client(database), client(database, "Other")
    database.run(
        add,
        issue(key, "plenty", "P4"), issue(key, "soon", "P2", 70), issue(other, "long gone", "P1", 90),
        issue(key, "just gone", "P1", 25, status="escalated", escalated_to="Helen"),
        issue(key, "solved", "P3", 99, status="resolved", resolved_at=ago(9)),
        issue(key, "why?", "P2", 400, status="resolved", resolved_at=ago(200)),
        issue(key, "nobody knows when", "P3", 5, status="resolved"),
    )  # fmt: skip
    rows = read(database).rows
    assert [(row.issue.title, str(row.standing)) for row in rows] == [
        ("long gone", "breached"), ("just gone", "breached"), ("soon", "running"), ("plenty", "running"),
        ("why?", "missed"), ("nobody knows when", "unknown"), ("solved", "met"),
    ]  # fmt: skip
    assert [row.issue.title for row in read(database, other).rows] == ["long gone"]
    assert rows[2].until == ago(-2)


@pytest.mark.rule("S-2")
def test_compliance_counts_breached_ones_at_once_by_severity_and_for_one_account(
    database: Database, clock: HandClock
) -> None:
    key, other = client(database), client(database, "Other")
    database.run(
        add,
        issue(key, hours=24), issue(key, "in time", hours=90, status="resolved", resolved_at=ago(80)),
        issue(other, "on time", "P2", 100, status="resolved", resolved_at=ago(50)),
        issue(other, "late", "P2", 200, status="resolved", resolved_at=ago(50)),
        issue(other, "runs", "P3"), issue(other, "unknown", "P3", status="resolved"),
        issue(other, "ages ago", "P1", 24 * 400),
    )  # fmt: skip
    kept = read(database).kept
    assert (kept.kept, kept.of, kept.under("P1").share, kept.under("P2").share) == (2, 4, 0.5, 0.5)
    assert kept.under("P3").share is None
    assert read(database, other).kept.of == 2
    seen = database.read(portfolio, TODAY, Practice(), clock.now()).habits.service
    assert (seen.kept, seen.of) == (2, 4)
    clock.on(hours=-1)
    assert read(database).kept.of == 3
    relaxed = Practice(issue_target_hours=(48, 300, 500, 900))
    assert database.read(portfolio, TODAY, relaxed, NOW).habits.service.share == 1.0


@pytest.mark.rule("S-3")
def test_themes_that_come_back_on_other_accounts_are_named(database: Database) -> None:
    key, other = client(database), client(database, "Other")
    database.run(
        add,
        issue(key, theme="Reporting"), issue(other, theme="reporting ", hours=30), issue(key, theme="sync"),
        issue(other, theme="sync", hours=24 * 120),
    )  # fmt: skip
    (found,) = database.read(themes, TODAY)
    assert (found.name, found.issues, found.accounts) == ("Reporting", 2, 2)
    shown = read(database, key)
    assert shown.recurs("REPORTING") == found
    assert shown.recurs("sync") is None
    assert shown.recurs("") is None


@pytest.mark.rule("S-1")
def test_an_issue_is_logged_changed_and_removed_and_each_is_undone(database: Database) -> None:
    key, other = client(database), client(database, "Other")
    before = dump(database.connection)
    number = database.run(changes.add_issue, {"account_id": key, "title": " Link\x1b[2J is\ndown ", "severity": "P2"})
    row = only(database)
    assert (row.issue.title, row.issue.severity, row.issue.opened_at) == ("Link is down", "P2", NOW)
    values = {
        "account_id": other, "owner": " Tom ", "theme": "links", "notes": "two\r\nlines", "severity": "P1",
        "opened_at": ago(3), "resolved_at": None,
    }  # fmt: skip
    database.run(changes.edit_issue, number, values)
    row = only(database)
    assert (row.account, row.issue.owner, row.notes, row.issue.opened_at) == ("Other", "Tom", "two\nlines", ago(3))
    assert database.run(changes.remove_issue, number) == "Link is down"
    assert read(database).rows == ()
    labels = [database.undo() for _ in range(3)]
    assert labels == ["issue Link is down removed", "changes to issue Link is down", "issue at Nord: Link is down"]
    assert dump(database.connection) == before


@pytest.mark.rule("S-1", "S-3")
def test_escalated_resolved_explained_and_opened_again(database: Database, clock: HandClock) -> None:
    (number,) = database.run(add, issue(client(database), "[/x]", "P1"))
    database.run(changes.escalate_issue, number, " Helen Marsh ")
    assert (only(database).issue.status, only(database).issue.escalated_to) == ("escalated", "Helen Marsh")
    database.run(changes.take_back_issue, number)
    assert only(database).issue.status == "open"
    database.run(changes.escalate_issue, number, "Helen")
    clock.on(hours=2)
    assert database.run(changes.resolve_issue, issue_id=number) is True
    row = only(database)
    assert (row.issue.resolved_at, str(row.standing), row.issue.asks_for_cause) == (clock.now(), "met", True)
    with pytest.raises(Refused, match="say what caused it"):
        database.run(changes.give_cause, " \n", issue_id=number)
    database.run(changes.give_cause, "an expired [certificate]", issue_id=number)
    assert not only(database).issue.asks_for_cause
    database.run(changes.edit_issue, number, {"resolved_at": ago(0.5)})
    assert only(database).issue.resolved_at == ago(0.5)
    database.run(changes.reopen_issue, number)
    assert (only(database).issue.status, only(database).issue.resolved_at) == ("open", None)
    assert database.run(changes.resolve_issue, "power", issue_id=number) is False
    assert only(database).issue.root_cause == "power"
    assert database.undo() == "issue [/x] resolved"


@pytest.mark.rule("S-1")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": " "}, "The title is empty"),
        ({"severity": "P9"}, "not a known severity"),
        ({"opened_at": ago(-1)}, "opened in the future"),
        ({"resolved_at": ago(0)}, "it is not resolved yet"),
        ({"status": "resolved"}, "an issue has no status"),
        ({"account_id": 99}, "no longer there"),
    ],
)
def test_what_does_not_do_is_refused_and_changes_nothing(
    database: Database, values: dict[str, object], words: str
) -> None:
    (number,) = database.run(add, issue(client(database)))
    before = dump(database.connection)
    with pytest.raises(Refused, match=words):
        database.run(changes.edit_issue, number, values)
    for gone in (99, number):
        with pytest.raises(Refused):
            database.run(changes.reopen_issue, gone)
    assert dump(database.connection) == before
