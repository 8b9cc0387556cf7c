"""The business review by keys alone, from planning to follow-up."""

from datetime import date
from pathlib import Path

import pytest

from kamtui import mail
from kamtui.models.commitments import Commitment
from kamtui.models.expansion import Trigger
from kamtui.models.issues import Issue
from kamtui.models.qbr import Qbr
from kamtui.models.revenue import Contract
from kamtui.models.touchpoints import Referral, Touchpoint
from kamtui.screens.account import AccountScreen
from kamtui.screens.commitments import CommitmentsScreen
from kamtui.screens.contracts import ContractsScreen
from kamtui.screens.issues import IssuesScreen
from kamtui.screens.person_form import PersonForm
from kamtui.screens.qbr_close import QbrCloseScreen
from kamtui.screens.qbr_follow_up import QbrFollowUpScreen
from kamtui.screens.qbr_prepare import QbrPrepareScreen
from kamtui.screens.qbr_run import QbrRunScreen
from kamtui.screens.qbrs import QbrsScreen
from kamtui.screens.referral_form import ReferralForm
from kamtui.screens.touchpoint_form import TouchpointForm
from kamtui.screens.trigger_form import TriggerForm
from kamtui.screens.value_form import ValueForm
from kamtui.storage.database import Database
from kamtui.widgets.ink import plain
from kamtui.widgets.virtual_list import Row, VirtualList
from tests.hand_clock import HandClock
from tests.screens.hands import go_to, press, rows_of, shown
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.qbr_book import ENDED, HOSTILE, fill
from tests.screens.qbr_hands import PHASES, STATE, kept, pass_time, running, write
from tests.storage.records import add, change, person


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def book(database_file: Path) -> dict[str, int]:
    return fill(database_file)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screens_look_as_agreed(
    database_file: Path, clock: HandClock, book: dict[str, int], size: tuple[int, int]
) -> None:
    name = f"{size[0]}x{size[1]}"
    async with cockpit(database_file, clock, size=size) as pilot:
        await press(pilot, "5")
        golden(f"qbrs_{name}", screen_text(pilot.app))
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "enter")
        golden(f"qbr_prepare_{name}", screen_text(pilot.app))
        await press(pilot, "escape")
        await running(pilot, book["planned"])
        await pass_time(pilot, clock, 580)
        await press(pilot, "f6")
        await pass_time(pilot, clock, 60)
        await write(
            pilot,
            "new COO\n! send the list by fri\n* intro to COO, Ida sets it up by 12 dec\n^ org change: one supplier",
        )
        await kept(pilot)
        golden(f"qbr_run_{name}", screen_text(pilot.app))
        await press(pilot, "f10")
        golden(f"qbr_close_{name}", screen_text(pilot.app))
        await press(pilot, "escape", "escape")
        await go_to(pilot, ("qbr", book["held"]))
        await press(pilot, "enter")
        golden(f"qbr_follow_up_{name}", screen_text(pilot.app))


@pytest.mark.rule("Q-2")
@pytest.mark.rule("Q-4")
@pytest.mark.rule("Q-5")
@pytest.mark.rule("Q-7")
@pytest.mark.rule("Q-8")
async def test_from_planning_to_the_follow_up_by_keys_alone(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        assert pilot.app.screen.list.go_to(("proposal", 3))
        await press(pilot, "n")
        await press(pilot, "tab")
        await write(pilot, "Ida Sol, Jo Rau")
        await press(pilot, "tab")
        await write(pilot, "Max Hill")
        await press(pilot, "ctrl+s")
        ((key,),) = rows_of(database_file, "SELECT id FROM qbr WHERE account_id = 3")
        await go_to(pilot, ("qbr", key))
        await press(pilot, "enter")
        for part in ("results", "intelligence", "hypothesis"):
            await write(pilot, f"{part} noted")
            await press(pilot, "f8")
        assert rows_of(database_file, STATE, key) == [("prepared",)]
        await press(pilot, "f9")
        screen = pilot.app.screen
        assert isinstance(screen, QbrRunScreen)
        lines = (
            "+ saved 84k",
            "? who signs",
            "Ida is keen",
            "plain",
            "! Max: send the list by 27 nov\n* Ida names the lead by 1 dec\n^ new COO wants one supplier",
        )
        for place, line in enumerate(lines):
            await write(pilot, line)
            await pass_time(pilot, clock, 600)
            await press(pilot, *(["f6"] if place < 4 else []))
        await press(pilot, "f5", "f5", "f8")
        clock.on(minutes=5)
        await press(pilot, "f8")
        await pass_time(pilot, clock, 100)
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, QbrCloseScreen)
        assert "3 of 3 parts" in shown(pilot)
        await press(pilot, "ctrl+s", "4", "ctrl+s")
        assert isinstance(pilot.app.screen, QbrFollowUpScreen)
        assert "What we will do:" in shown(pilot)
        assert "half an hour on Fri 27 Nov" in shown(pilot)
        await press(pilot, "e")
        await write(pilot, "Hello ")
        await press(pilot, "escape")
        clock.on(hours=23)
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "the follow-up went out on time · u takes it back"
        assert isinstance(pilot.app.screen, QbrsScreen)
    phases = rows_of(database_file, PHASES, key)
    assert [notes for _, _, notes in phases] == list(lines)
    assert [seconds for _, seconds, _ in phases] == [600, 600, 700, 600, 600]
    ((state, rating, began, ended, sent, follow_up),) = rows_of(
        database_file,
        "SELECT state, rating, started_at, ended_at, followed_up_at, follow_up FROM qbr WHERE id = ?",
        key,
    )
    assert (state, rating, began, ended, sent) == (
        "followed_up", 4, "2026-11-20T15:10:00Z", "2026-11-20T16:06:40Z", "2026-11-21T15:06:40Z",
    )  # fmt: skip
    assert follow_up.startswith("Hello Dear Ida Sol and Jo Rau")
    assert rows_of(database_file, "SELECT side, what, who, due FROM commitment ORDER BY id") == [
        ("ours", "send the list", "Max Hill", "2026-11-27"),
        ("theirs", "Ida names the lead", "Ida Sol", "2026-12-01"),
    ]
    assert rows_of(database_file, "SELECT kind, heard FROM expansion_trigger") == [
        ("org_change", "new COO wants one supplier")
    ]
    assert rows_of(database_file, "SELECT what, amount FROM value_entry WHERE account_id = 3") == [
        ("saved 84k", 84_000_00)
    ]


@pytest.mark.rule("Q-7")
@pytest.mark.rule("Q-9")
async def test_closing_asks_for_the_missing_parts_or_a_reason(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await running(pilot, book["planned"])
        await write(pilot, "! send it\n? who signs\nplain")
        await press(pilot, "f10")
        assert "1 of 3 parts, missing: what the client will do; when both will be done" in shown(pilot)
        await press(pilot, "space", "up", "space", "up", "enter", "tab")
        await write(pilot, " now")
        await press(pilot, "ctrl+s", "n", "v", "tab")
        await write(pilot, "saved 12k")
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        assert "the meeting was is needed" in shown(pilot)
        await press(pilot, "1", "ctrl+s")
        assert "the follow-up still needs what the client will do" in shown(pilot)
        await press(pilot, "tab", "space", "tab")  # Ida did not come
        await write(pilot, "Zoe")
        await press(pilot, "tab")
        await write(pilot, "They plan in spring")
        await press(pilot, "tab")
        await write(pilot, "sign it")
        await press(pilot, "tab", "tab")
        await write(pilot, "27 nov")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, QbrFollowUpScreen)
    assert rows_of(database_file, "SELECT side, what, due FROM commitment ORDER BY id") == [
        ("ours", "send it now", "2026-11-27"), ("theirs", "sign it", "2026-11-27"),
    ]  # fmt: skip
    ((people, learned, rating),) = rows_of(
        database_file, "SELECT participants, learned, rating FROM qbr WHERE id = ?", book["planned"]
    )
    assert '"Ida Sol", "stakeholder": "ida", "side": "theirs", "came": false' in people
    assert '"name": "Zoe", "stakeholder": null, "side": "theirs", "came": true' in people
    assert (learned, rating) == ("They plan in spring", 1)


async def test_a_close_without_lines_says_so_and_what_was_changed_is_rescued(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    from kamtui.models.qbr import Qbr

    async with cockpit(database_file, clock) as pilot:
        await running(pilot, book["planned"])
        await press(pilot, "f10")
        assert "No line carries a mark" in shown(pilot)
        assert "what the client will do; when both will be done" in " ".join(shown(pilot).split())
        await press(pilot, "space")
        assert notices(pilot.app)[-1] == "there is no line to drop"
        await press(pilot, "e")
        assert notices(pilot.app)[-1] == "there is no line to change: n adds one"
        await press(pilot, "n", "escape", "n", "tab")
        await write(pilot, "Ida sends it by 27 nov")
        await press(pilot, "ctrl+s", "e", "escape", "ctrl+s", "escape")
        assert isinstance(pilot.app.screen, QbrCloseScreen)
        await pilot.app.screen.flush()
        (file,) = (database_file.parent / "rescue").iterdir()
        assert "Ida sends it" in file.read_text()
        other = Database.open(database_file, clock)
        other.run(change, Qbr, book["planned"], state="held")
        other.close()
        pilot.app.screen.reload()
        await settle(pilot)
        assert not isinstance(pilot.app.screen, QbrCloseScreen)


@pytest.mark.rule("T-3")
async def test_proposals_are_accepted_one_by_one_or_together(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5", "a")
        assert notices(pilot.app)[-1] == "there is no proposal here: n plans a review of your own"
        await press(pilot, "space")
        assert notices(pilot.app)[-1] == "only proposals are marked"
        pilot.app.screen.list.go_to(("proposal", 3))
        await settle(pilot)
        assert "The rhythm asks for it on Fri 27 Nov" in shown(pilot)
        await press(pilot, "r")
        assert notices(pilot.app)[-1] == "a proposal is planned first: a accepts it"
        await press(pilot, "space", "space", "a")
        assert notices(pilot.app)[-1].startswith("2 planned")
        assert len(rows_of(database_file, "SELECT 1 FROM qbr WHERE state = 'planned'")) == 3
        await press(pilot, "u")
        pilot.app.screen.list.go_to(("proposal", 4))
        await press(pilot, "enter")
        assert any(line.startswith("▸") and "[ACME Corp]" in line for line in screen_text(pilot.app))
        assert len(rows_of(database_file, "SELECT 1 FROM qbr WHERE state = 'planned'")) == 2


async def test_a_review_is_moved_called_off_and_found_again(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "e", "ctrl+k")
        await press(pilot, "home", "ctrl+k")
        await write(pilot, "27 nov")
        await press(pilot, "ctrl+s")
        assert rows_of(database_file, "SELECT scheduled_on FROM qbr WHERE id = ?", book["planned"]) == [("2026-11-27",)]
        await press(pilot, "x")
        await write(pilot, "they moved")
        await press(pilot, "ctrl+s")
        assert "held: 1, cancelled: 1" in shown(pilot)
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "enter")
        assert "was called off" in notices(pilot.app)[-1]
        await press(pilot, "r")
        assert "is cancelled: it is not run again" in notices(pilot.app)[-1]
        await press(pilot, "x")
        assert notices(pilot.app)[-1] == "this review is cancelled: it is not called off any more"
        await press(pilot, "e")
        assert notices(pilot.app)[-1] == "this review is cancelled: its day and people stay as they were"
        await press(pilot, "d")
        assert "d says that the follow-up" in notices(pilot.app)[-1]
        await go_to(pilot, ("qbr", book["held"]))
        await press(pilot, "d")
        assert notices(pilot.app)[-1] == "follow-up sent on time · u undoes it"
        await press(pilot, "slash")
        await write(pilot, "north")
        assert "Contoso" not in shown(pilot)
        await write(pilot, "zzz")
        assert "No review fits" in shown(pilot)
        await press(pilot, "escape")


async def test_an_empty_list_says_which_key_fills_it(database_file: Path, clock: HandClock) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "5")
        assert "n plans one" in shown(pilot)
        for key, why in (
            ("n", "there are no accounts yet"),
            ("e", "nothing to edit"),
            ("r", "nothing to run"),
            ("x", "only a planned review"),
            ("enter", ""),
        ):
            await press(pilot, key)
            assert why in notices(pilot.app)[-1]


async def test_a_review_of_another_account_is_planned_by_choosing_it(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "5")
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "n")
        await write(pilot, "north")
        await press(pilot, "enter")
        await write(pilot, "4 dec")
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1] == "planned · enter prepares it, u undoes it"
        assert any("▸    Fri 4 Dec" in line for line in screen_text(pilot.app))
        await press(pilot, "n", "escape")
    ((people,),) = rows_of(database_file, "SELECT participants FROM qbr WHERE scheduled_on = '2026-12-04'")
    assert "Ida Sol" in people
    assert "Max Hill" in people


@pytest.mark.rule("Q-3")
async def test_the_preparation_beside_the_brief_whose_lines_lead_to_their_records(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, QbrPrepareScreen)
        assert screen.shown == "intelligence"
        await write(pilot, "who decides")
        await press(pilot, "f5", "f8")
        assert notices(pilot.app)[-1] == "results open again"
        await press(pilot, "f8", "f5", "f5", "f2")
        assert screen.query_one("#brief").has_focus
        await press(pilot, "f2")
        assert screen.area.has_focus
        await press(pilot, "f2", "home", "down", "enter")
        assert "this line is a blank" in notices(pilot.app)[-1]
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, QbrsScreen)
        await press(pilot, "r", "n")
        assert rows_of(database_file, STATE, book["planned"]) == [("planned",)]
        assert rows_of(database_file, "SELECT prep ->> '$.intelligence' FROM qbr WHERE id = ?", book["planned"]) == [
            ("who decides",)
        ]


@pytest.mark.rule("Q-3")
async def test_a_line_of_the_brief_opens_its_very_record(
    database_file: Path, clock: HandClock, book: dict[str, int]
) -> None:
    owner, noted = 1, date(2026, 11, 18)
    source = {"kind": "qbr", "uid": "early"}
    database = Database.open(database_file, clock)
    database.run(change, Qbr, book["early"], uid="early", follow_up_parts={"questions": ["who signs for Halle"]})
    database.run(
        add,
        Touchpoint(account_id=owner, at=ENDED, channel="call", summary="asked for the price list"),
        Referral(account_id=owner, on=noted, referred="Adatum"),
        person(owner, "Jo Rau"),
        Trigger(account_id=owner, kind="milestone", heard="the new hall opens", noted_on=noted),
        Issue(account_id=owner, title="No invoice", severity="P3", opened_at=ENDED),
        Commitment(account_id=owner, side="ours", what="send the figures", due=noted, source=source),
        Contract(account_id=owner, description="Platform", annual_value=100, end=date(2027, 1, 1)),
    )
    database.close()
    pages = {
        "asked for": TouchpointForm,
        "Adatum": ReferralForm,
        "the new hall": TriggerForm,
        "No invoice": IssuesScreen,
        "send the figures": CommitmentsScreen,
        "who signs": QbrFollowUpScreen,
        "ends": ContractsScreen,
        "in force": AccountScreen,
        "Hours saved": ValueForm,
        "Jo Rau": PersonForm,
    }
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "enter", "f2")
        brief = pilot.app.screen.query_one("#brief", VirtualList)
        for said, page in pages.items():
            (key,) = (row.key for row in brief.lines if isinstance(row, Row) and said in plain(row.cells[0]))
            brief.go_to(key)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, page), said
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, QbrPrepareScreen), said


@pytest.mark.rule("Q-7")
async def test_the_follow_up_is_copied_mailed_and_written_to_a_file(
    database_file: Path, clock: HandClock, book: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    copied: list[str] = []
    async with cockpit(database_file, clock) as pilot:
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        await press(pilot, "5")
        await go_to(pilot, ("qbr", book["held"]))
        await press(pilot, "enter", "y")
        assert copied[0].startswith("Dear Ida Sol,")
        monkeypatch.setattr(mail, "hand_over", lambda url: bool(opened.append(url)) or len(opened) > 1)
        await press(pilot, "m", "m")
        assert notices(pilot.app)[-2:] == [
            "no mail program can be opened from here: y copies the text, o writes it to a file",
            "handed to the mail program; d says that it was sent",
        ]
        assert opened[1].startswith("mailto:?subject=Our%20review")
        await press(pilot, "w", "home", "ctrl+k")
        await write(pilot, str(tmp_path / "out.txt"))
        await press(pilot, "ctrl+s")
        assert (tmp_path / "out.txt").read_text().startswith("Dear Ida Sol,")
        await press(pilot, "o", "home", "ctrl+k")
        await write(pilot, str(tmp_path / "out.txt"))
        await press(pilot, "ctrl+s")
        assert "is there already" in shown(pilot)
        await press(pilot, "home", "ctrl+k")
        await write(pilot, "/nowhere/at/all")
        await press(pilot, "ctrl+s")
        assert "it cannot be written" in shown(pilot)
        await press(pilot, "escape", "y", "e")
        pilot.app.screen.area.insert("a" * 1_900)
        await press(pilot, "escape", "m")
        assert "too long for the mail program" in notices(pilot.app)[-1]
        assert copied[-1].startswith("aaa")
        clock.on(hours=30)
        await press(pilot, "d")
        assert notices(pilot.app)[-1].startswith("the follow-up went out late")
        await go_to(pilot, ("qbr", book["held"]))
        await press(pilot, "enter", "e")
        assert notices(pilot.app)[-1] == "it went out already: this is what was sent"
        assert "sent late" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QbrsScreen)
        await go_to(pilot, ("qbr", book["early"]))
        await press(pilot, "enter", "escape")
        assert pilot.app.screen.list.key == ("qbr", book["early"])


async def test_hostile_text_is_only_text(database_file: Path, clock: HandClock, book: dict[str, int]) -> None:
    from kamtui.models.accounts import Account
    from kamtui.models.qbr import QbrPhase

    database = Database.open(database_file, clock)
    ((phase,),) = rows_of(
        database_file, "SELECT id FROM qbr_phase WHERE qbr_id = ? AND phase = 'results'", book["planned"]
    )
    people = [{"name": HOSTILE, "side": "theirs"}, {"name": "x" * 10_000, "side": "ours"}]
    database.run(change, Account, 1, name=HOSTILE)
    database.run(change, Account, 2, name=HOSTILE + " 2")
    database.run(change, Qbr, book["planned"], participants=people, prep={"results": HOSTILE})
    database.run(
        change, Qbr, book["held"], participants=people, learned=HOSTILE, follow_up=f"{HOSTILE}\n=1+1\n" + "y" * 10_000
    )
    database.run(change, QbrPhase, phase, notes=f"! {HOSTILE}\n* =1+1\n+ {'z' * 10_000}\n? \x1b[31mred\x1b[0m")
    database.close()
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "5")
        assert "R&D [/x] [@click=app.quit]x[/]" in shown(pilot)
        await go_to(pilot, ("qbr", book["held"]))
        await press(pilot, "enter")
        assert "R&D [/x] [@click=app.quit]x[/]" in shown(pilot)
        await press(pilot, "escape")
        await go_to(pilot, ("qbr", book["planned"]))
        await press(pilot, "enter", "f5", "escape", "r", "y", "f10")
        assert "R&D [/x] [@click=app.quit]x[/]" in shown(pilot)
        await press(pilot, "ctrl+s", "space", "escape", "y", "escape")
        assert isinstance(pilot.app.screen, QbrRunScreen)
