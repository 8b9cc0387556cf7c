"""The Week screen: the list by sections, its why, and every key on it."""

from datetime import date
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.models.conversations import Conversation
from kamtui.models.plans import PlanAction
from kamtui.screens.account import AccountScreen
from kamtui.screens.commitments import CommitmentsScreen
from kamtui.screens.form import FormScreen
from kamtui.screens.guided import GuidedScreen
from kamtui.screens.opportunity import OpportunityScreen
from kamtui.screens.qbr_follow_up import QbrFollowUpScreen
from kamtui.screens.review import ReviewScreen
from kamtui.screens.week import WeekScreen
from kamtui.storage.database import Database
from kamtui.widgets.virtual_list import VirtualList
from tests.screens.hands import press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle
from tests.screens.week_book import BEGAN, HOSTILE, TODAY, friday_portfolio
from tests.screens.week_hands import go_to_line
from tests.storage.records import account, add


@pytest.fixture
def file(database_file: Path) -> Path:
    friday_portfolio(database_file)
    return database_file


@pytest.mark.rule("Y-11", "Y-12", "Y-15", "F-3")
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_week_shows_what_is_due_and_why(file: Path, clock: Clock, size: tuple[int, int]):
    async with cockpit(file, clock, size=size) as pilot:
        golden(f"week_{size[0]}x{size[1]}", screen_text(pilot.app))


async def test_a_section_with_nothing_in_it_is_not_shown(database_file: Path, clock: Clock):
    database = Database.open(database_file, clock)
    database.run(lambda session: add(session, account("New", created_on=TODAY)))
    database.close()
    async with cockpit(database_file, clock) as pilot:
        text = shown(pilot)
        assert "nothing is due at the desk" in text
        assert "── reviews" in text
        assert "does not fit" not in text
        assert "to book or hold" not in text


async def test_an_empty_cockpit_says_which_keys_fill_it(database_file: Path, clock: Clock):
    async with cockpit(database_file, clock) as pilot:
        text = " ".join(" ".join(screen_text(pilot.app)).split())
        assert "No accounts yet" in text
        assert "2 and then n adds one" in text
        await press(pilot, "r")
        assert notices(pilot.app) == ["there is nothing to review yet: add an account first"]
        await press(pilot, "d", "s", "x", "enter")
        assert notices(pilot.app)[1:] == [
            "there is nothing to do here",
            "there is nothing to put off here",
            "there is nothing to skip here",
        ]


@pytest.mark.rule("Y-4")
async def test_d_marks_a_map_reviewed_and_u_takes_it_back(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "map review", "Contoso")
        await press(pilot, "d")
        assert notices(pilot.app) == ["map review of Contoso is done · u undoes it"]
        assert rows_of(file, 'SELECT "on" FROM map_review') == [(str(TODAY),)]
        await press(pilot, "u")
        assert rows_of(file, "SELECT count(*) FROM map_review") == [(0,)]


@pytest.mark.rule("Q-7")
async def test_d_says_that_a_follow_up_went_out(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "QBR follow-up")
        assert "today 16:10" in shown(pilot)
        await press(pilot, "d")
    assert rows_of(file, "SELECT state FROM qbr") == [("followed_up",)]


@pytest.mark.rule("H-6")
async def test_d_on_a_check_in_asks_what_was_discovered_and_done(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "check-in")
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, FormScreen)
        await type_in(pilot, "they feel unheard")
        await press(pilot, "ctrl+s")
        assert "done about it is needed" in shown(pilot)
        await type_in(pilot, "a weekly call")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, WeekScreen)
    assert rows_of(file, "SELECT done_on, discovered, action FROM check_in") == [
        (str(TODAY), "they feel unheard", "a weekly call")
    ]


@pytest.mark.rule("M-4")
async def test_d_on_an_outreach_offers_to_rate_the_person(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "outreach")
        await press(pilot, "d", "escape")
        assert rows_of(file, "SELECT outreach_done_on FROM stakeholder") == [(None,)]
        await press(pilot, "d")
        await type_in(pilot, "strong")
        await press(pilot, "enter")
    assert rows_of(file, "SELECT outreach_done_on, quality FROM stakeholder") == [(str(TODAY), "strong")]


@pytest.mark.rule("Y-4", "I-3")
async def test_d_on_a_value_touchpoint_opens_the_capture_line_with_the_account(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "value touchpoint", "Contoso")
        await press(pilot, "d")
        await type_in(pilot, "sent Ida the study +value")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WeekScreen)
        assert not any("value touchpoint" in one and "Contoso" in one for one in screen_text(pilot.app))
    assert rows_of(file, "SELECT transactional FROM touchpoint") == [(0,)]


@pytest.mark.rule("X-7")
async def test_d_on_a_stalled_deal_asks_for_the_next_step(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "stalled deal")
        await press(pilot, "d")
        await type_in(pilot, "show the offer")
        await press(pilot, "enter")
        await type_in(pilot, "fri")
        await press(pilot, "enter")
    assert rows_of(file, "SELECT next_step, next_step_due FROM opportunity") == [("show the offer", str(TODAY))]


@pytest.mark.rule("Y-8")
async def test_s_asks_for_a_day_and_refuses_one_past_the_period(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "health check", "Contoso")
        await press(pilot, "s")
        assert "its period ends on Mon 30 Nov" in shown(pilot)
        await type_in(pilot, "24 dec")
        await press(pilot, "enter")
        await type_in(pilot, "Ida is away")
        await press(pilot, "enter")
        assert "its period ends on 2026-11-30" in shown(pilot)
        await press(pilot, "up", "ctrl+u")
        await type_in(pilot, "tue")
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1] == "health check of Contoso snoozed to Tue 24 Nov · u undoes it"
    assert rows_of(file, 'SELECT activity, "to", reason FROM occurrence ORDER BY id DESC LIMIT 1') == [
        ("health_check", "2026-11-24", "Ida is away")
    ]


@pytest.mark.rule("X-2", "Q-7")
async def test_s_on_a_fixed_deadline_says_why_not(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "QBR follow-up")
        await press(pilot, "s", "x")
        assert notices(pilot.app) == [
            "this cannot be put off: the follow-up goes out within 24 hours of the review",
            "the client waits for it: d says that it was sent",
        ]


@pytest.mark.rule("Y-8")
async def test_x_asks_for_a_reason(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "commitment")
        await press(pilot, "x", "enter")
        assert "because is needed" in shown(pilot)
        await type_in(pilot, "they no longer want it")
        await press(pilot, "enter")
    assert rows_of(file, "SELECT state, reason FROM commitment") == [("waived", "they no longer want it")]


@pytest.mark.rule("Y-16")
async def test_a_line_put_off_three_times_is_called_out(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "map review", "Adatum")
        text = shown(pilot)
        assert "3×" in text
        assert "Put off again and again" in " ".join(text.split())


@pytest.mark.parametrize(
    ("title", "name", "where"),
    [("health check", "Contoso", "health"), ("outreach", "", "map"), ("map review", "Contoso", "map")],
)
async def test_enter_opens_the_record_where_it_lives(file: Path, clock: Clock, title: str, name: str, where: str):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, title, name)
        await press(pilot, "enter")
        assert pilot.app.current_mode == where
        assert pilot.app.desk.account_name == "Contoso"


async def test_enter_opens_the_very_record_or_else_its_account_and_escape_comes_back(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        for title, page, said in (
            ("commitment", CommitmentsScreen, "the Nordic reference list"),
            ("QBR follow-up", QbrFollowUpScreen, "Follow-up"),
            ("stalled deal", OpportunityScreen, "Nordic rollout"),
            ("value touchpoint", AccountScreen, "Account · "),
        ):
            await press(pilot, "home")
            await go_to_line(pilot, title)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, page)
            assert said in shown(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, WeekScreen)


async def test_the_portfolio_s_own_work_says_how_it_is_done(file: Path, clock: Clock):
    later = Clock(date(2027, 1, 1))
    async with cockpit(file, later) as pilot:
        await go_to_line(pilot, "expansion strategy")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, GuidedScreen)
        await press(pilot, "escape", "d")
        assert notices(pilot.app)[1:] == ["expansion strategy is done · u undoes it"]
        await go_to_line(pilot, "pipeline review")
        await press(pilot, "enter")
        assert pilot.app.current_mode == "pipeline"


async def test_the_arrows_show_other_weeks_and_escape_comes_back(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "right")
        top, *body = screen_text(pilot.app)
        assert top.startswith(" Week 48 · from Mon 23 Nov")
        assert any("action" in one and "Adatum" in one for one in body)
        await press(pilot, "left", "left")
        assert screen_text(pilot.app)[0].startswith(" Week 46")
        await press(pilot, "escape")
        assert screen_text(pilot.app)[0].startswith(" Week 47 · Fri 20 Nov")
        screen = pilot.app.screen
        screen.shown_week = None
        for _ in range(54):
            screen.action_later()
        await settle(pilot)
        assert notices(pilot.app)[-1] == "a year ahead or back is as far as it goes"


async def test_the_filter_keeps_the_lines_that_hold_every_word(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await press(pilot, "/")
        await type_in(pilot, "health cont")
        fitting = [row for row in pilot.app.screen.query_one(VirtualList).lines if hasattr(row, "cells")]
        assert [row.cells[2] for row in fitting] == ["Contoso"]
        await type_in(pilot, "zzz")
        assert "No line of this week fits the filter" in shown(pilot)
        await press(pilot, "escape")
        assert len(pilot.app.screen.query_one(VirtualList).lines) > 10


@pytest.mark.rule("Y-15")
async def test_capacity_is_said_plainly_where_it_does_not_fit(file: Path, clock: Clock):
    database = Database.open(file, clock)
    database.run(add, *(account(f"Client {number}", created_on=BEGAN) for number in range(12)))
    database.close()
    async with cockpit(file, clock, size=LARGE) as pilot:
        await go_to_line(pilot, "capacity")
        text = " ".join(" ".join(one[85:] for one in screen_text(pilot.app)).split())
        assert "A month needs" in text
        assert "would hold it." in text
        assert "short" in screen_text(pilot.app)[0]
        await press(pilot, "enter")
        assert notices(pilot.app) == ["there is nothing to open here"]


@pytest.mark.rule("F-1")
async def test_what_the_last_review_planned_is_on_the_list(file: Path, clock: Clock):
    async with cockpit(file, clock, size=LARGE) as pilot:
        await go_to_line(pilot, "call Jo Lind")
        text = shown(pilot)
        assert "planned in the review of Fri 13 Nov" in text
        assert "A quiet week." in text
        assert "book the QBR with Contoso" in text


async def test_r_and_d_start_the_review(file: Path, clock: Clock):
    async with cockpit(file, clock) as pilot:
        await go_to_line(pilot, "Friday review")
        for key in ("d", "enter", "r"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, ReviewScreen)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, WeekScreen)
    assert rows_of(file, "SELECT count(*) FROM review WHERE ended_at IS NULL") == [(0,)]


async def test_hostile_text_is_shown_as_it_is(file: Path, clock: Clock):
    database = Database.open(file, clock)
    (owner,) = database.run(add, account(HOSTILE, created_on=BEGAN, slot=2))
    database.run(add, PlanAction(account_id=owner, what=HOSTILE + "x" * 10_000, due=date(2026, 11, 2)))
    database.close()
    for size in (SMALL, LARGE):
        async with cockpit(file, clock, size=size) as pilot:
            await go_to_line(pilot, "action", "R&D")
            text = shown(pilot)
            assert "R&D [/x] [@clic" in text
            assert pilot.app.return_code is None
            await press(pilot, "s", "escape", "x", "escape", "d")
            await press(pilot, "u")
            assert any("action of R&D [/x]" in one for one in notices(pilot.app))


@pytest.mark.rule("D-5")
async def test_a_talk_is_dated_and_held_from_the_list_and_says_what_came_of_it(file: Path, clock: Clock):
    database = Database.open(file, clock)
    key = database.read(lambda connection: connection.execute("SELECT id FROM account LIMIT 1").fetchone()[0])
    talk = Conversation(account_id=key, noted_on=date(2026, 11, 2), happened="The invoice was wrong twice")
    database.run(add, talk)
    database.close()
    async with cockpit(file, clock, size=LARGE) as pilot:
        await go_to_line(pilot, "undated talk")
        await press(pilot, "d", "t", "o", "d", "a", "y", "ctrl+s")
        await go_to_line(pilot, "hard conversation")
        await press(pilot, "d")
        assert "What came of it" in shown(pilot)
        await press(pilot, "escape")
    assert rows_of(file, "SELECT state, committed_on FROM conversation") == [("held", "2026-11-20")]
