"""The list of issues by keys alone: logged, escalated, resolved, explained; and what the week's list does with them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kamtui import keys
from kamtui.domain.issues import Targets
from kamtui.models.accounts import Account
from kamtui.models.issues import Issue
from kamtui.screens.account import AccountScreen
from kamtui.screens.issues import IssuesScreen
from kamtui.settings import Settings
from kamtui.storage.database import Database
from kamtui.storage.issues import IssueRow, board
from tests.hand_clock import HandClock
from tests.screens.clients import HOSTILE
from tests.screens.hands import file_with, press, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

NOW = datetime(2026, 11, 20, 15, 10, tzinfo=UTC)
PLACES = [place for place in keys.PLACES if place.id in ("week", "more")]


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def account(session: Session, name: str) -> int:
    record = Account(name=name, name_key=name.casefold(), tier=1, created_on=ago(24 * 400).date())
    session.add(record)
    session.flush()
    return record.id or 0


def some_issues(session: Session) -> None:
    """A breached P2 whose theme comes back, an escalated P1 with hours left, and a P1 that owes its cause."""
    nord, other = account(session, "Northwind"), account(session, "R&D [/x]")

    def add(at: int, title: str, severity: str, hours: float, **more: Any) -> None:
        session.add(Issue(account_id=at, title=title, severity=severity, opened_at=ago(hours), **more))

    add(nord, "Tracking link stopped over night", "P2", 77, theme="Links", owner="Tom Rask", notes="Two of five sites.")
    add(other, "No orders come through", "P1", 20, status="escalated", escalated_to="Helen Marsh", owner="Tom Rask")
    add(other, "Report without the depot", "P4", 30, theme="reports")
    add(nord, "Login takes minutes", "P1", 240, status="resolved", resolved_at=ago(230), theme="access")
    add(other, "Link to the portal", "P3", 900, status="resolved", resolved_at=ago(700), theme="links",
        root_cause="an old certificate")  # fmt: skip


def hostile(session: Session) -> None:
    key = account(session, HOSTILE)
    more = {"theme": HOSTILE, "owner": HOSTILE, "root_cause": HOSTILE, "notes": HOSTILE, "escalated_to": HOSTILE}
    for status, at in (("escalated", None), ("resolved", ago(1))):
        session.add(
            Issue(account_id=key, title=HOSTILE, severity="P1", opened_at=ago(9), status=status, resolved_at=at, **more)
        )


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def filled(database_file: Path, clock: HandClock) -> Path:
    return file_with(database_file, clock, some_issues)


def stored(file: Path, title: str) -> IssueRow:
    opened = Database.open(file, HandClock(NOW))
    (row,) = [row for row in opened.read(board, NOW, Targets()).rows if row.issue.title == title]
    opened.close()
    return row


async def to_issues(pilot: Any) -> None:
    await press(pilot, "0", "/", tuple("issu"), "enter", "enter")
    assert isinstance(pilot.app.screen, IssuesScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.rule("S-1", "S-2", "S-3")
async def test_the_list_of_issues_looks_as_agreed(filled: Path, clock: HandClock, size: tuple[int, int]) -> None:
    async with cockpit(filled, clock, size=size, places=PLACES) as pilot:
        await to_issues(pilot)
        golden(f"issues_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("S-1", "S-3")
async def test_an_issue_is_logged_escalated_resolved_and_explained_by_keys(filled: Path, clock: HandClock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await to_issues(pilot)
        await press(pilot, "n", "down", tuple("Sync fails"), "down", "left", "left", "down", tuple("Tom"), "down",
                    tuple("sync"), "ctrl+s")  # fmt: skip
        assert stored(filled, "Sync fails").account == "Northwind"
        assert (stored(filled, "Sync fails").issue.opened_at, stored(filled, "Sync fails").until) == (
            NOW.replace(second=0), NOW + timedelta(hours=24),
        )  # fmt: skip
        assert pilot.app.screen.current.issue.title == "Sync fails"
        await press(pilot, "g", tuple("Helen"), "enter")
        assert stored(filled, "Sync fails").issue.status == "escalated"
        await press(pilot, "t")
        assert (stored(filled, "Sync fails").issue.status, notices(pilot.app)[-1]) == (
            "open",
            "taken back · u undoes it",
        )
        await press(pilot, "e", "down", tuple(" at night"), "ctrl+s")
        assert stored(filled, "Sync fails at night").issue.opened_at == NOW
        clock.on(hours=1)
        await press(pilot, "d", "ctrl+s")
        row = stored(filled, "Sync fails at night")
        assert (row.issue.asks_for_cause, row.issue.resolved_at) == (True, NOW + timedelta(hours=1))
        assert notices(pilot.app)[-1] == "resolved, w says later what caused it"
        await press(pilot, "d", "g")
        assert notices(pilot.app)[-2:] == ["it is resolved already; t opens it again"] * 2
        await press(pilot, "w", tuple("a full disk"), "ctrl+s")
        assert stored(filled, "Sync fails at night").issue.root_cause == "a full disk"
        await press(pilot, "e", *["down"] * 8, *["backspace"] * 5, tuple("16:00"), "ctrl+s")
        assert stored(filled, "Sync fails at night").issue.resolved_at == datetime(2026, 11, 20, 16, tzinfo=UTC)
        await press(pilot, "t", "d")
        assert stored(filled, "Sync fails at night").issue.status == "resolved"
        await press(pilot, "delete", "u")
        assert stored(filled, "Sync fails at night").issue.status == "resolved"


@pytest.mark.rule("S-2", "S-3")
async def test_one_account_a_filter_all_of_it_and_refusals(filled: Path, clock: HandClock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        await to_issues(pilot)
        screen = pilot.app.screen
        await press(pilot, "enter")
        text = shown(pilot)
        assert "Two of five sites." in text
        assert "comes back: 2 issues on 2 accounts in 90 days" in " ".join(text.replace("│", " ").split())
        await press(pilot, "escape", "a")
        assert {row.account for row in screen.board.rows} == {"Northwind"}
        assert screen.board.kept.of == 2
        await press(pilot, "a", "/", tuple("helen"), "enter")
        assert screen.list.key == screen.current.id
        assert screen.current.issue.title == "No orders come through"
        await press(pilot, "escape", "/", tuple("zebra"), "enter", *"edgwt", "delete")
        assert notices(pilot.app)[-1] == "there is no issue to remove; n logs one"
        assert len(notices(pilot.app)) == 6
        await press(pilot, "n", "ctrl+s")
        assert "is needed" in shown(pilot)
        await press(pilot, "escape")


@pytest.mark.rule("S-1", "S-2")
async def test_working_hours_give_the_same_issues_more_time(filled: Path, clock: HandClock) -> None:
    settings = Settings(issue_working_hours=True, issue_target_hours=(8, 72, 168, 720))
    async with cockpit(filled, clock, places=PLACES, settings=settings) as pilot:
        await to_issues(pilot)
        standing = {row.issue.title: (str(row.standing), row.until) for row in pilot.app.screen.board.rows}
        assert standing["Tracking link stopped over night"][0] == "running"
        assert standing["No orders come through"] == ("running", datetime(2026, 11, 20, 17, tzinfo=UTC))
        await press(pilot, "home")
        assert "8 working hours, by Fri 20 Nov 17:00: 109 min left" not in screen_text(pilot.app)
        assert any("1 h left" in line for line in screen_text(pilot.app))


@pytest.mark.rule("Y-10", "S-3")
async def test_the_weeks_list_opens_the_very_issue_and_asks_for_the_cause(filled: Path, clock: HandClock) -> None:
    async with cockpit(filled, clock, places=PLACES) as pilot:
        week = pilot.app.screen
        line = next(key for key, item in week.found.items() if "No orders" in item.why)
        week.list.go_to(line)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, IssuesScreen)
        assert pilot.app.screen.current.issue.title == "No orders come through"
        await press(pilot, "escape", "d", tuple("a lost switch"), "ctrl+s")
        row = stored(filled, "No orders come through")
        assert (row.issue.root_cause, row.issue.resolved_at) == ("a lost switch", NOW)
        assert notices(pilot.app)[-1] == "issue of R&D [/x] is resolved · u undoes it"
        await pilot.app.push_screen(AccountScreen(2, "R&D [/x]"))
        await settle(pilot)
        page = pilot.app.screen
        key = next(one.id for one in page.happened if one.kind == "issue_resolved" and "No orders" in one.text)
        page.lines.go_to(("line", "issue_resolved", key))
        await press(pilot, "enter")
        assert pilot.app.screen.current.issue.title == "No orders come through"
        assert pilot.app.screen.one_account


async def test_hostile_text_is_shown_as_it_is(database_file: Path, clock: HandClock) -> None:
    async with cockpit(file_with(database_file, clock, hostile), clock, size=LARGE, places=PLACES) as pilot:
        await to_issues(pilot)
        assert any("[@click=app.quit]x[/] =1+1" in line for line in screen_text(pilot.app))
        await press(pilot, "enter", "escape", "g", "escape", "e", "escape", "end", "w", "escape")
        assert isinstance(pilot.app.screen, IssuesScreen)


async def test_without_accounts_nothing_is_logged(database_file: Path, clock: HandClock) -> None:
    async with cockpit(database_file, clock, places=PLACES) as pilot:
        await pilot.app.push_screen(IssuesScreen())
        await settle(pilot)
        assert any("No issues. n logs one" in line for line in screen_text(pilot.app))
        await press(pilot, "a", "n")
        assert notices(pilot.app)[-2:] == [
            "no account is chosen",
            "there are no accounts yet; 2 and n add the first one",
        ]
