"""The planner of a difficult conversation and its rehearsal: what is typed is kept, whatever happens."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from kamtui.clock import Clock
from kamtui.domain.conversations import Part
from kamtui.domain.errors import Refused
from kamtui.models.conversations import Conversation
from kamtui.screens import conversation_planner, conversation_words, keeping
from kamtui.screens.conversation_planner import PlannerScreen
from kamtui.screens.conversations import ConversationsScreen
from kamtui.storage import conversations_changes
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from tests.screens.conversation_hands import PLACES, SCRIPT, at, fill_owners, fill_talks, planner, put, written
from tests.screens.hands import press, shown, type_in
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle, until
from tests.storage.records import change

pytestmark = pytest.mark.usefixtures("notices_stay")


@pytest.fixture
def owners(database: Database) -> tuple[int, int]:
    return fill_owners(database)


@pytest.fixture
def talks(database: Database, owners: tuple[int, int]) -> dict[str, str]:
    return fill_talks(database, owners)


# The planner


@pytest.mark.rule("D-3")
@pytest.mark.parametrize(("size", "name"), [(SMALL, "80x24"), (LARGE, "140x40")])
async def test_the_planner_shows_the_steps_in_order_with_the_guidance_of_the_kind(
    database_file: Path, clock: Clock, talks: dict[str, str], size: tuple[int, int], name: str
) -> None:
    async with cockpit(database_file, clock, size=size, places=PLACES) as pilot:
        await press(pilot, "6", "enter", "tab")
        await type_in(pilot, "It was only a small bug because our server was down.")
        assert await planner(pilot).save()
        await settle(pilot)
        golden(f"conversation_planner_{name}", screen_text(pilot.app))


@pytest.mark.rule("D-3")
async def test_tab_and_function_keys_go_through_the_parts(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock, size=LARGE) as pilot:
        await press(pilot, "6", "enter")
        seen = []
        for _ in Part:
            seen.append(planner(pilot).part)
            await press(pilot, "f6")
        assert seen == [*list(Part)[2:], *list(Part)[:2]]
        await press(pilot, "f5", "shift+tab")
        assert planner(pilot).part is Part.HAPPENED


@pytest.mark.rule("D-3")
async def test_an_editing_session_is_taken_back_whole(database_file: Path, clock: Clock, talks: dict[str, str]) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter", "tab")
        await type_in(pilot, "You waited.")
        assert await planner(pilot).save()
        await press(pilot, "tab", "tab")
        await type_in(pilot, "I did not call.")
        await press(pilot, "escape")
        assert at(pilot, ConversationsScreen)
        assert written(database_file, "own", talks["draft"]) == "I did not call."
        await press(pilot, "u")
        assert notices(pilot.app)[-1] == "undone: plan for the talk with Ida Berg at Nordwind"
        assert (
            written(database_file, "own", talks["draft"]) == written(database_file, "acknowledge", talks["draft"]) == ""
        )


@pytest.mark.usefixtures("halting")
async def test_what_is_typed_is_saved_without_a_key(
    database_file: Path, clock: Clock, talks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keeping.KEEP_AFTER < 0.5
    monkeypatch.setattr(keeping, "KEEP_AFTER", 0.001)
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter", "tab")
        for sentence in ("I did not call.", "Nor did I write."):
            put(pilot, Part.OWN, sentence)
            await until(pilot, lambda: not planner(pilot).unsaved)
        assert written(database_file, "own", talks["draft"]) == "I did not call.Nor did I write."
        assert "saved" in screen_text(pilot.app)[0]


async def test_the_end_of_the_terminal_saves_what_is_typed(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        put(pilot, Part.OWN, "I did not call.")
        await pilot.pause(0)
        pilot.app.end()
        await pilot.pause(0)
        await asyncio.wait_for(pilot.app.database.close(), 5)
    assert written(database_file, "own", talks["draft"]) == "I did not call."
    assert not list((database_file.parent / "rescue").glob("*"))


async def test_a_disk_that_is_full_leaves_the_text_on_the_screen_with_a_copy_beside(
    database_file: Path, clock: Clock, talks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True
    real = conversations_changes.keep_plan

    def keep(*given: Any) -> Any:
        if full:
            raise Unusable("the disk is full")
        return real(*given)

    monkeypatch.setattr(conversation_planner, "keep_plan", keep)
    folder = database_file.parent / "rescue"
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        put(pilot, Part.OWN, "I did not call.")
        await press(pilot, "ctrl+s")
        assert "✗ not saved: the disk is full. What you typed is still here, with a copy" in shown(pilot)
        assert "not saved" in screen_text(pilot.app)[0]
        put(pilot, Part.OWN, " That was mine.")
        await press(pilot, "escape")
        assert "Leave although not everything is saved?" in shown(pilot)
        await press(pilot, "n")
        copies = list(folder.iterdir())
        assert "I did not call. That was mine." in "".join(copy.read_text() for copy in copies)
        await press(pilot, "f2")
        assert at(pilot, PlannerScreen)
        full = False
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1] == "everything is saved; it is saved as you type"
        assert "not saved" not in shown(pilot)
        assert written(database_file, "own", talks["draft"]) == "I did not call. That was mine."
        assert len(list(folder.iterdir())) < len(copies) or not list(folder.iterdir())


async def test_it_may_be_left_unsaved_when_one_says_so(
    database_file: Path, clock: Clock, talks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*given: Any) -> Any:
        raise Refused("no")

    monkeypatch.setattr(conversation_planner, "keep_plan", keep)
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        put(pilot, Part.OWN, "I")
        await press(pilot, "escape", "y")
        assert at(pilot, ConversationsScreen)
    assert any("Own: I" in copy.read_text() for copy in (database_file.parent / "rescue").iterdir())


async def test_a_save_that_failed_is_tried_again_by_itself(
    database_file: Path, clock: Clock, talks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = conversations_changes.keep_plan, []

    def keep(*given: Any) -> Any:
        tries.append(given)
        if len(tries) < 3:
            raise Unusable("another program holds the file")
        return real(*given)

    monkeypatch.setattr(conversation_planner, "keep_plan", keep)
    monkeypatch.setattr(keeping, "KEEP_AFTER", 0.001)
    monkeypatch.setattr(keeping, "AGAIN_AFTER", 0.05)
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        put(pilot, Part.OWN, "I did not call.")
        await until(pilot, lambda: len(tries) == 3 and not planner(pilot).unsaved)
    assert written(database_file, "own", talks["draft"]) == "I did not call."


async def test_what_another_window_writes_is_shown_unless_it_was_touched_here(
    database_file: Path, clock: Clock, talks: dict[str, str], database: Database
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        put(pilot, Part.CONFIRM, "Mine?")
        database.run(change, Conversation, 1, own="Theirs.", confirm="Theirs?")
        planner(pilot).reload()
        await settle(pilot)
        assert planner(pilot).texts[Part.OWN] == "Theirs."
        assert planner(pilot).texts[Part.CONFIRM] == "Mine?"
        assert not await planner(pilot).save()
        await settle(pilot)
        assert "“Confirm” was changed elsewhere meanwhile" in shown(pilot)
        assert written(database_file, "confirm", talks["draft"]) == "Theirs?"


async def test_a_conversation_that_is_gone_closes_its_planner(
    database_file: Path, clock: Clock, talks: dict[str, str], database: Database
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        database.run(conversations_changes.remove_conversation, talks["draft"])
        planner(pilot).reload()
        await settle(pilot)
        assert at(pilot, ConversationsScreen)
        assert "this conversation was removed" in notices(pilot.app)


async def test_a_closed_conversation_is_read_and_neither_changed_nor_commented_on(
    database_file: Path, database: Database, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "end", "enter", "x", "f4")
        assert notices(pilot.app)[-1].startswith("it is closed: what was written")
        assert "x" not in planner(pilot).texts[Part.HOLDING_BACK]
        await press(pilot, "f2")
        assert "its date does not move" in notices(pilot.app)[-1]
        await press(pilot, "f3")
        assert notices(pilot.app)[-1] == "there is no script to rehearse yet"
        database.run(change, Conversation, 5, confirm="It was a small bug.")
        planner(pilot).reload()
        await settle(pilot)
        assert "It was a small bug." in planner(pilot).texts[Part.CONFIRM]
        assert "Nothing here asks" not in shown(pilot)


@pytest.mark.rule("D-1")
async def test_f4_offers_another_question_each_time(database_file: Path, clock: Clock, talks: dict[str, str]) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter", "f4", "f4")
        lines = planner(pilot).texts[Part.INVITE].splitlines()
        assert lines == [
            "What did that day look like from your side?",
            "Who had to answer for it, and what did they hear?",
        ]


@pytest.mark.rule("D-4")
async def test_words_of_ones_own_take_the_place_of_ours_and_a_broken_file_is_named(
    database_file: Path, clock: Clock, talks: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "config" / "settings.toml"))
    folder = tmp_path / "config" / "words"
    folder.mkdir(parents=True)
    (folder / "reading_aid.toml").write_text('[own.leider]\nsays = "weicht aus."\nphrases = ["leider"]')
    (folder / "conversations.toml").write_text("[before]\nhappened = 3")
    for cached in (conversation_words.aid, conversation_words.guidance):
        cached.cache_clear()
    try:
        async with cockpit(database_file, clock) as pilot:
            await press(pilot, "6", "enter")
            assert "conversations.toml is left aside: 3 is no text" in notices(pilot.app)[-1]
            put(pilot, Part.OWN, "Das war leider so.")
            await settle(pilot)
            assert "“leider” weicht aus." in shown(pilot)
    finally:
        for cached in (conversation_words.aid, conversation_words.guidance):
            cached.cache_clear()


# The rehearsal


@pytest.mark.rule("D-6")
@pytest.mark.parametrize(("size", "name"), [(SMALL, "80x24"), (LARGE, "140x40")])
async def test_the_rehearsal_shows_one_step_on_an_otherwise_empty_screen(
    database_file: Path, clock: Clock, talks: dict[str, str], size: tuple[int, int], name: str
) -> None:
    async with cockpit(database_file, clock, size=size) as pilot:
        await press(pilot, "6", "down", "down", "h")
        golden(f"rehearsal_{name}", screen_text(pilot.app))
        for step in list(SCRIPT)[1:]:
            await press(pilot, "space")
            words = " ".join(shown(pilot).split())
            assert SCRIPT[step] in words
            assert sum(text in words for text in SCRIPT.values()) == 1
        await press(pilot, "right", "right")
        assert "That was all of it." in shown(pilot)
        await press(pilot, "left", "left", "left", "left", "left", "left")
        assert SCRIPT["acknowledge"] in " ".join(shown(pilot).split())
        await press(pilot, "escape")
        assert at(pilot, ConversationsScreen)


@pytest.mark.rule("D-6")
async def test_a_long_step_scrolls_and_an_empty_one_says_so(
    database_file: Path, clock: Clock, talks: dict[str, str], database: Database
) -> None:
    database.run(change, Conversation, 1, own="\n".join(f"Line {number}." for number in range(40)))
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "h")
        assert "nothing is written for this step yet" in shown(pilot)
        await press(pilot, "space", "space", "down", "down", "down", "down")
        assert "Line 0." not in shown(pilot)
        await press(pilot, "up", "up", "up", "up")
        assert "Line 0." in shown(pilot)
