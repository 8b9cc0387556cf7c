"""Difficult conversations by keys: noting, planning, the reading aid, rehearsing, holding, and what came of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.domain.conversations import Part
from kamtui.models.conversations import Conversation
from kamtui.screens.conversation_planner import PlannerScreen
from kamtui.screens.conversation_words import state_words
from kamtui.screens.conversations import ConversationsScreen
from kamtui.screens.rehearsal import RehearsalScreen
from kamtui.storage.conversations import conversation
from kamtui.storage.database import Database
from tests.screens.conversation_hands import HOSTILE, PLACES, at, fill_owners, fill_talks, planner, written
from tests.screens.hands import file_with, press, rows_of, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text
from tests.storage.records import change

pytestmark = pytest.mark.usefixtures("notices_stay")


@pytest.fixture
def owners(database: Database) -> tuple[int, int]:
    return fill_owners(database)


@pytest.fixture
def talks(database: Database, owners: tuple[int, int]) -> dict[str, str]:
    return fill_talks(database, owners)


# The list


@pytest.mark.rule("D-2")
@pytest.mark.rule("D-5")
@pytest.mark.parametrize(("size", "name"), [(SMALL, "80x24"), (LARGE, "140x40")])
async def test_the_list_shows_the_ones_being_avoided_with_their_days(
    database_file: Path, clock: Clock, talks: dict[str, str], size: tuple[int, int], name: str
) -> None:
    async with cockpit(database_file, clock, size=size, places=PLACES) as pilot:
        await press(pilot, "6")
        golden(f"conversations_{name}", screen_text(pilot.app))
        await press(pilot, "end")
        assert "Call on the first day, not the fifth" in shown(pilot)
        assert "A long talk that ended with a plan" in shown(pilot)


@pytest.mark.rule("D-2")
@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, "Noted today, without a date. s commits to one."),
        (1, "Waiting 1 day without a date. s commits to one."),
        (7, "Waiting 7 days without a date: it comes up every week. s commits to one."),
    ],
)
def test_the_days_of_waiting_are_said_in_words(database: Database, talks: dict[str, str], days: int, says: str) -> None:
    talk = database.read(conversation, talks["draft"])
    assert talk is not None
    assert state_words(talk, talk.noted_on + timedelta(days=days), 7) == says


async def test_an_empty_list_says_what_to_do(database_file: Path, clock: Clock) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6")
        assert "No conversation is being avoided. n notes one" in shown(pilot)
        for key, said in (("e", "edit"), ("s", "give a date"), ("d", "hold"), ("h", "rehearse")):
            await press(pilot, key)
            assert notices(pilot.app)[-1] == f"there is no conversation to {said}: n notes one"
        await press(pilot, "delete")
        assert notices(pilot.app)[-1].startswith("there is no conversation to remove")
        await press(pilot, "n")
        assert notices(pilot.app)[-1].startswith("there is no account to talk to yet")


async def test_the_filter_finds_words_of_account_person_kind_and_story(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "/")
        await type_in(pilot, "contoso sell")
        assert "feedback" in shown(pilot)
        assert "Nordwind" not in shown(pilot).partition("─")[2]
        await type_in(pilot, "xyz")
        assert "No conversation fits the filter" in shown(pilot)


async def test_the_account_that_another_screen_chose_is_looked_at_first(
    database_file: Path, clock: Clock, talks: dict[str, str], owners: tuple[int, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        pilot.app.set_account(owners[1], "Contoso")
        await press(pilot, "6")
        screen = pilot.app.screen
        assert isinstance(screen, ConversationsScreen)
        assert screen.current is not None
        assert screen.current.uid == talks["young"]


async def test_what_cannot_be_done_is_said_in_one_line(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "d")
        assert "it has no date yet" in notices(pilot.app)[-1]
        await press(pilot, "x")
        assert notices(pilot.app)[-1].startswith("a hard conversation is not skipped")
        await press(pilot, "h")
        assert notices(pilot.app)[-1] == "there is no script to rehearse yet: enter writes it"
        await press(pilot, "end", "d")
        assert notices(pilot.app)[-1] == "it is closed already"
        await press(pilot, "s")
        assert notices(pilot.app)[-1] == "it is closed already: its date does not move any more"
        await press(pilot, "e")
        assert notices(pilot.app)[-1].startswith("it is closed: what was written")


async def test_removing_asks_first_and_undo_brings_it_back(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "delete", "n")
        assert len(rows_of(database_file, "SELECT id FROM conversation")) == 5
        await press(pilot, "delete", "y")
        assert len(rows_of(database_file, "SELECT id FROM conversation")) == 4
        assert notices(pilot.app)[-1] == "the talk with Ida Berg at Nordwind is removed · u brings it back"
        await press(pilot, "u")
        assert len(rows_of(database_file, "SELECT id FROM conversation")) == 5


async def test_person_kind_and_day_are_edited(database_file: Path, clock: Clock, talks: dict[str, str]) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "e", "tab", "right", "tab", "ctrl+s")
        assert written(database_file, "kind", talks["draft"]) == "scope_creep"


async def test_the_date_moves_and_is_taken_away(database_file: Path, clock: Clock, talks: dict[str, str]) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "down", "down", "s", "ctrl+u")
        await type_in(pilot, "4 dec")
        await press(pilot, "ctrl+s")
        assert written(database_file, "committed_on", talks["committed"]) == "2026-12-04"
        await press(pilot, "s", "ctrl+u", "ctrl+s")
        assert written(database_file, "state", talks["committed"]) == "draft"
        await press(pilot, "u")
        assert written(database_file, "state", talks["committed"]) == "committed"


# The whole way, by keys alone


@pytest.mark.rule("D-1")
@pytest.mark.rule("D-3")
@pytest.mark.rule("D-4")
@pytest.mark.rule("D-5")
@pytest.mark.rule("C-1")
async def test_from_the_note_to_the_lesson_by_keys_alone(
    database_file: Path, clock: Clock, owners: tuple[int, int]
) -> None:
    older = Conversation(account_id=owners[0], noted_on=clock.today(), state="closed", outcome="We talked")
    file_with(database_file, clock, lambda session: session.add(older))
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "n")
        await type_in(pilot, "nord")
        await press(pilot, "enter")
        await type_in(pilot, "The plant stood still")
        await press(pilot, "tab", "enter", "enter", "tab", "ctrl+s")
        assert at(pilot, PlannerScreen)
        assert "Ida Berg" in shown(pilot)
        assert "noted today · no date" in shown(pilot)
        assert planner(pilot).part is Part.HOLDING_BACK
        await type_in(pilot, "She is right")
        await press(pilot, "tab")
        await type_in(pilot, "They tell everybody")
        await press(pilot, "f6")
        assert planner(pilot).part is Part.ACKNOWLEDGE
        assert "Name what stood still on their side" in shown(pilot)
        await type_in(pilot, "It was only a small bug.")
        assert "“It was only” makes it smaller than it was for them." in shown(pilot)
        await press(pilot, "ctrl+u")
        await type_in(pilot, "You lost a morning.")
        assert "smaller" not in shown(pilot)
        await press(pilot, "tab", "f4", "tab")
        await type_in(pilot, "I did not call.")
        await press(pilot, "tab")
        await type_in(pilot, "I call you by Friday.")
        await press(pilot, "tab")
        await type_in(pilot, "Is that enough?")
        await press(pilot, "f2")
        await type_in(pilot, "today")
        await press(pilot, "enter")
        assert "Fri 20 Nov, today · saved" in shown(pilot)
        await press(pilot, "f3", "space")
        assert at(pilot, RehearsalScreen)
        assert "What did that day look like from your side?" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert at(pilot, ConversationsScreen)
        assert any(line.startswith("▸") and "Ida Berg" in line for line in screen_text(pilot.app))
        await press(pilot, "1")
        assert "hard conversation" in shown(pilot)
        await press(pilot, "6", "d")
        await type_in(pilot, "We have a plan")
        await press(pilot, "tab", "right", "space", "tab")
        await type_in(pilot, "Call on day one")
        await press(pilot, "tab", "home", "space", "tab")
        await type_in(pilot, "rehearse the update by 4 dec")
        assert "we: rehearse the update · by Fri 4 Dec" in shown(pilot)
        await press(pilot, "tab")
        await type_in(pilot, "meet our engineers")
        assert "Ida Berg: meet our engineers · no date" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1].startswith("the talk with Ida Berg at Nordwind is closed · 2 promises")
    ((state, effect, lesson, outcome),) = rows_of(
        database_file, "SELECT state, effect, lesson, outcome FROM conversation WHERE outcome <> 'We talked'"
    )
    assert (state, lesson, outcome) == ("closed", "Call on day one", "We have a plan")
    assert effect in ("deeper", "same", "damaged")
    assert rows_of(database_file, "SELECT side, what, who, due FROM commitment ORDER BY id") == [
        ("ours", "rehearse the update", "", "2026-12-04"),
        ("theirs", "meet our engineers", "Ida Berg", None),
    ]


async def test_what_came_of_it_can_wait_and_asks_for_what_is_missing(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "down", "down", "d")
        assert written(database_file, "state", talks["committed"]) == "held"
        await press(pilot, "ctrl+s")
        assert "what came of it is needed" in shown(pilot)
        await type_in(pilot, "We have a plan")
        await press(pilot, "ctrl+s")
        assert "relationship is needed" in shown(pilot)
        await press(pilot, "escape", "y")
        assert notices(pilot.app)[-1] == "it is held; d says later what came of it"
        assert written(database_file, "state", talks["committed"]) == "held"


# Hostile text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_hostile_text_is_shown_as_it_is(
    database_file: Path, clock: Clock, talks: dict[str, str], database: Database, size: tuple[int, int]
) -> None:
    texts = {part.value: f"{HOSTILE} {part.value} " + "x" * 10_000 for part in Part}
    database.run(change, Conversation, 1, **texts)
    database.run(change, type(database.run(_account)), 1, name=HOSTILE + "y" * 300)
    async with cockpit(database_file, clock, size=size) as pilot:
        await press(pilot, "6")
        assert "R&D [/x]" in shown(pilot)
        for key in ("enter", "f3", "escape", "f2", "escape", "escape", "delete", "n", "e", "escape", "s"):
            await press(pilot, key)
            assert "R&D [/x]" in shown(pilot) or at(pilot, PlannerScreen)


def _account(session: Any) -> Any:
    from kamtui.models.accounts import Account

    return session.get(Account, 1)
