"""The ledger of promises and the menu it is opened from, by keys alone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, text

from kamtui import keys
from kamtui.clock import Clock
from kamtui.models.accounts import Account
from kamtui.models.commitments import Commitment
from kamtui.models.conversations import Conversation
from kamtui.models.qbr import Qbr
from kamtui.models.touchpoints import Touchpoint
from kamtui.screens.commitments import CommitmentsScreen
from kamtui.screens.conversation_planner import PlannerScreen
from kamtui.screens.qbr_follow_up import QbrFollowUpScreen
from kamtui.storage.database import Database
from tests.screens.clients import HOSTILE
from tests.screens.hands import file_with, press, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle

DAY = date(2026, 11, 20)
HELD = datetime(2026, 11, 11, 15, tzinfo=UTC)
PLACES = [place for place in keys.PLACES if place.id in ("accounts", "more")]


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def account(session: Session, name: str, **more: Any) -> int:
    record = Account(name=name, name_key=name.casefold(), tier=1, created_on=ago(400), **more)
    session.add(record)
    session.flush()
    return record.id or 0


def promise(owner: int, what: str, **more: Any) -> Commitment:
    return Commitment(**{"account_id": owner, "side": "ours", "what": what, **more})


def ledger(session: Session) -> None:
    """Northwind keeps badly, R&D has a talk and a call behind its promises."""
    nord, other = account(session, "Northwind"), account(session, "R&D [/x]")
    qbr, talk = {"kind": "qbr", "uid": "q1"}, {"kind": "conversation", "uid": "c1"}
    session.add_all(
        [
            Qbr(account_id=nord, uid="q1", scheduled_on=HELD.date(), state="held", ended_at=HELD),
            Conversation(account_id=other, uid="c1", noted_on=ago(6)),
            Touchpoint(account_id=other, uid="t1", at=HELD, channel="call", summary="asked for the price list"),
            promise(nord, "Send the Nordic reference list", who="Robin", due=ago(4), source=qbr),
            promise(nord, "Introduce us to the COO", side="theirs", who="Ida Sol", due=ago(-10), source=qbr),
            promise(other, "Send the price list", who="Robin", due=ago(-2), source={"kind": "touchpoint", "uid": "t1"}),
            promise(other, "Name one contact", source=talk),
            promise(nord, "Old list", state="late", due=ago(40), settled_on=ago(30), source=qbr),
            promise(nord, "Site visit", state="broken", due=ago(20), settled_on=ago(20)),
            promise(nord, "Figures", state="kept", due=ago(60), settled_on=ago(61), source=qbr),
            promise(other, "Workshop", side="theirs", state="waived", settled_on=ago(9), reason="moved to spring"),
        ]
    )


@pytest.fixture
def filled(database_file: Path, clock: Clock) -> Path:
    return file_with(database_file, clock, ledger)


def states(file: Path, what: str) -> tuple[Any, ...]:
    opened = Database.open(file, Clock(DAY))
    row: tuple[Any, ...] = opened.connection.execute(
        "SELECT side, state, due, settled_on, reason FROM commitment WHERE what = ?", (what,)
    ).fetchone()
    opened.close()
    return row


def ledger_of(file: Path, clock: Clock, **more: Any) -> Any:
    return cockpit(file, clock, places=PLACES, **more)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.rule("C-1")
@pytest.mark.rule("C-2")
async def test_the_ledger_looks_as_agreed(filled: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with ledger_of(filled, clock, size=size) as pilot:
        await press(pilot, "0")
        golden(f"more_{size[0]}x{size[1]}", screen_text(pilot.app))
        await press(pilot, "enter")
        golden(f"commitments_{size[0]}x{size[1]}", screen_text(pilot.app))


@pytest.mark.rule("C-1")
async def test_a_promise_is_written_down_moved_kept_and_taken_back_by_keys(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(
            pilot,
            "0",
            "enter",
            "n",
            "down",
            "right",
            "down",
            tuple("Pay"),
            "down",
            tuple("Jo"),
            "down",
            tuple("fri"),
            "ctrl+s",
        )
        assert states(filled, "Pay") == ("theirs", "open", str(DAY), None, "")
        assert any("▸      today theirs Pay" in line for line in screen_text(pilot.app))
        await press(pilot, "s", ("backspace",) * 10, tuple("in 3 days"), "ctrl+s")
        assert states(filled, "Pay")[2] == str(ago(-3))
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "kept in time · u undoes it"
        assert states(filled, "Pay")[1:4] == ("kept", str(ago(-3)), str(DAY))
        await press(pilot, "u")
        assert states(filled, "Pay")[1] == "open"
        await press(pilot, "up", "delete")
        assert "removed" in notices(pilot.app)[-1]
        assert not any("Pay" in line for line in screen_text(pilot.app))
        await press(pilot, "u")
        assert states(filled, "Pay")[1] == "open"


@pytest.mark.rule("C-1")
async def test_late_broken_waived_and_open_again(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "0", "enter", "d")
        assert notices(pilot.app)[-1] == "kept 4 days late · u undoes it"
        assert states(filled, "Send the Nordic reference list")[1] == "late"
        await press(pilot, "b")
        assert states(filled, "Send the price list")[1] == "broken"
        await press(pilot, "down", "x", "escape")
        assert any(line.startswith("▸") and "Name one contact" in line for line in screen_text(pilot.app))
        await press(pilot, "up", "x", "ctrl+s")
        assert "because is needed" in shown(pilot)
        await press(pilot, tuple("new COO"), "ctrl+s")
        assert states(filled, "Introduce us to the COO")[1] == "waived"
        assert states(filled, "Introduce us to the COO")[4] == "new COO"
        assert any(line.startswith("▸") and "Name one contact" in line for line in screen_text(pilot.app))
        await press(pilot, "slash", tuple("intro"), "enter", "t")
        assert states(filled, "Introduce us to the COO")[1] == "open"


async def test_what_cannot_be_done_is_refused_with_a_reason(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "0", "enter", "t")
        assert notices(pilot.app)[-1] == "it is open already"
        await press(pilot, "slash", tuple("figures"), "enter", "d")
        assert notices(pilot.app)[-1] == "it is kept already"
        for key in ("x", "s"):
            await press(pilot, key)
            assert notices(pilot.app)[-1] == "it is kept already; t opens it again"
        await press(pilot, "escape", "slash", tuple("nothing like it"), "enter", "d")
        assert notices(pilot.app)[-1] == "there is no promise to keep; n writes one down"
        assert "Nothing fits" in shown(pilot)


async def test_the_day_it_was_kept_can_be_corrected(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "0", "enter", "slash", tuple("old list"), "enter", "e", "up")
        await press(pilot, ("backspace",) * 10, tuple(ago(41).isoformat()), "ctrl+s")
        assert states(filled, "Old list")[1:4] == ("kept", str(ago(40)), str(ago(41)))


async def test_one_account_or_all_of_them(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "0", "enter", "down", "a")
        lines = screen_text(pilot.app)
        assert lines[0].startswith(" Commitments · R&D [/x]")
        assert not any("Nordic" in line for line in lines)
        await press(pilot, "[")
        assert screen_text(pilot.app)[0].startswith(" Commitments · Northwind")
        await press(pilot, "a")
        assert screen_text(pilot.app)[0].startswith(" Commitments · all accounts")


async def test_the_source_opens_where_it_has_a_screen(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "0", "enter", "down", "enter")
        assert "asked for the price list" in shown(pilot)
        await press(pilot, "escape", "slash", tuple("visit"), "enter", "enter")
        text = shown(pilot)
        assert "written down by hand" in text
        assert "late or broken in 90 days: worth a difficult" in text
        await press(pilot, "escape")


@pytest.mark.rule("C-1")
async def test_the_source_is_the_very_review_or_conversation(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "0", "enter", "slash", tuple("contact"), "enter", "enter")
        assert isinstance(pilot.app.screen, PlannerScreen)
        assert pilot.app.desk.account_name == "R&D [/x]"
        await press(pilot, "escape", "escape", "slash", tuple("nordic"), "enter", "enter")
        assert isinstance(pilot.app.screen, QbrFollowUpScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CommitmentsScreen)


async def test_a_source_without_a_page_of_its_own_is_shown_in_its_place(filled: Path, clock: Clock) -> None:
    file_with(filled, clock, lambda session: session.execute(text("UPDATE qbr SET state = 'planned'")))
    places = [*PLACES, keys.Place("5", "qbr", "QBR", "kamtui.screens.more", "MoreScreen")]
    async with cockpit(filled, clock, places=places) as pilot:
        await press(pilot, "0", "enter", "slash", tuple("nordic"), "enter", "enter")
        assert pilot.app.current_mode == "qbr"
        assert pilot.app.desk.account_name == "Northwind"


async def test_the_page_of_an_account_opens_its_part_of_the_ledger(filled: Path, clock: Clock) -> None:
    async with ledger_of(filled, clock) as pilot:
        await press(pilot, "2", "enter")
        facts = pilot.app.screen.query_one("#facts")
        facts.go_to((("commitment", 0), 0))
        await press(pilot, "enter")
        assert screen_text(pilot.app)[0].startswith(" Commitments · Northwind")


async def test_an_empty_ledger_says_which_key_fills_it(database_file: Path, clock: Clock) -> None:
    async with ledger_of(database_file, clock) as pilot:
        await press(pilot, "0", "enter")
        assert "n writes one down" in " ".join(screen_text(pilot.app))
        for key, why in (
            ("n", "there are no accounts yet"),
            ("a", "no account is chosen"),
            ("enter", ""),
            ("e", "edit"),
        ):
            await press(pilot, key)
            assert why in notices(pilot.app)[-1]


async def test_the_menu_is_filtered_and_says_when_nothing_is_left(database_file: Path, clock: Clock) -> None:
    async with ledger_of(database_file, clock) as pilot:
        await press(pilot, "0", "slash", tuple("promised"), "enter")
        assert [line for line in screen_text(pilot.app) if "Import" in line] == []
        await press(pilot, "slash", tuple("xyz"), "enter")
        await pilot.app.screen.run_action("open")
        await settle(pilot)
        assert "nothing to open" in notices(pilot.app)[-1]


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
async def test_hostile_promises_are_shown_as_text(database_file: Path, clock: Clock, size: tuple[int, int]) -> None:
    def nasty(session: Session) -> None:
        owner = account(session, HOSTILE[:3000])
        session.add(promise(owner, HOSTILE, who=HOSTILE, due=DAY))
        session.add(promise(owner, HOSTILE, who=HOSTILE, state="waived", reason=HOSTILE, settled_on=DAY))

    async with ledger_of(file_with(database_file, clock, nasty), clock, size=size) as pilot:
        await press(pilot, "0", "enter")
        assert any("[@click=app.quit]x[/]" in line for line in screen_text(pilot.app))
        await press(pilot, "down", "enter", "escape", "a", "e", "escape", "home", "x", "escape", "s", "escape")
        assert any("[@click=app.quit]x[/]" in line for line in screen_text(pilot.app))
