"""Difficult conversations by keys: noting, planning, the reading aid, rehearsing, holding, and what came of it."""

import asyncio
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kamtui import keys
from kamtui.app import Cockpit
from kamtui.clock import Clock
from kamtui.domain.conversations import Part
from kamtui.domain.errors import Refused
from kamtui.models.conversations import Conversation
from kamtui.screens import conversation_planner, conversation_words, keeping
from kamtui.screens.conversation_part import PartBox
from kamtui.screens.conversation_planner import PlannerScreen
from kamtui.screens.conversations import ConversationsScreen
from kamtui.screens.rehearsal import RehearsalScreen
from kamtui.storage import conversations_changes
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from tests.screens.harness import LARGE, SMALL, cockpit, golden, notices, screen_text, settle, until
from tests.storage.records import account, add, change, person

TODAY = date(2026, 11, 20)
PLACES = tuple(place for place in keys.PLACES if place.id in ("week", "conversations"))
HOSTILE = "R&D [/x] [ACME] [@click=app.quit]x[/] =1+1 שלום \U0001f600"
SCRIPT: dict[str, Any] = {
    "acknowledge": "You lost a morning at the plant and heard nothing from us until noon.",
    "invite": "What did that morning look like from your side?",
    "own": "We released without a rehearsal and I did not call. That was mine.",
    "propose": "Tomas rehearses every update with your team from the 1st.",
    "confirm": "Does that cover what worries you, or is something missing?",
}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def _notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cockpit, "NOTIFICATION_TIMEOUT", 600)


@pytest.fixture
def owners(database: Database) -> tuple[int, int]:
    """Two accounts with a person each."""
    north, contoso = database.run(add, account("Nordwind"), account("Contoso", tier=2))
    database.run(add, person(north, "Ida Berg", quality="neutral", primary_contact=True), person(contoso, "Bo"))
    return north, contoso


@pytest.fixture
def talks(database: Database, owners: tuple[int, int]) -> dict[str, str]:
    """One of each state, by state."""
    north, contoso = owners
    rows = {
        "draft": Conversation(
            account_id=north, stakeholder_id=1, kind="service_failure", noted_on=ago(23),
            happened="Our update stopped the plant for four hours", holding_back="Ida is right to be angry",
        ),
        "young": Conversation(account_id=contoso, kind="scope_creep", noted_on=ago(2), happened="Unordered extras"),
        "committed": Conversation(
            account_id=contoso, stakeholder_id=2, kind="feedback", noted_on=ago(9), committed_on=ago(-6),
            state="committed", happened="Bo wrote that we only come to sell",
            cost_of_waiting="The renewal will start from that sentence", **SCRIPT,
        ),
        "held": Conversation(
            account_id=north, stakeholder_id=1, noted_on=ago(16), committed_on=ago(1), state="held",
            happened="A rumour",
        ),
        "closed": Conversation(
            account_id=contoso, kind="other", noted_on=ago(70), committed_on=ago(60), closed_on=ago(58), state="closed",
            happened="A late invoice", outcome="A long talk that ended with a plan", effect="deeper",
            lesson="Call on the first day, not the fifth",
        ),
    }  # fmt: skip
    database.run(add, *rows.values())
    return {state: row.uid for state, row in rows.items()}


async def type_text(pilot: Pilot[Any], text: str) -> None:
    names = {" ": "space", ".": "full_stop", ",": "comma", "?": "question_mark", ":": "colon", "-": "minus"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
    await settle(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def at(pilot: Pilot[Any], kind: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, kind)


def shown(pilot: Pilot[Any]) -> str:
    return "\n".join(screen_text(pilot.app))


def rows_of(file: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def written(file: Path, part: str, uid: str) -> str:
    ((text,),) = rows_of(file, f"SELECT {part} FROM conversation WHERE uid = '{uid}'")
    return str(text)


def planner(pilot: Pilot[Any]) -> PlannerScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PlannerScreen)
    return screen


def put(pilot: Pilot[Any], part: Part, text: str) -> None:
    """Type as a paste would."""
    area = planner(pilot).query_one(f"#{part.value}", PartBox).area
    area.focus()
    area.insert(text, area.document.end)


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
        await type_text(pilot, "contoso sell")
        assert "feedback" in shown(pilot)
        assert "Nordwind" not in shown(pilot).partition("─")[2]
        await type_text(pilot, "xyz")
        assert "No conversation fits the filter" in shown(pilot)


async def test_the_account_that_another_screen_chose_is_looked_at_first(
    database_file: Path, clock: Clock, talks: dict[str, str], owners: tuple[int, int]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        pilot.app.set_account(owners[1], "Contoso")  # type: ignore[attr-defined]
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
        await type_text(pilot, "4 dec")
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
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "n")
        await type_text(pilot, "nord")
        await press(pilot, "enter")
        await type_text(pilot, "The plant stood still")
        await press(pilot, "tab", "enter", "enter", "tab", "ctrl+s")
        assert at(pilot, PlannerScreen)
        assert "Ida Berg" in shown(pilot)
        assert "noted today · no date" in shown(pilot)
        assert planner(pilot).part is Part.HOLDING_BACK
        await type_text(pilot, "She is right")
        await press(pilot, "tab")
        await type_text(pilot, "They tell everybody")
        await press(pilot, "f6")
        assert planner(pilot).part is Part.ACKNOWLEDGE
        assert "Name what stood still on their side" in shown(pilot)
        await type_text(pilot, "It was only a small bug.")
        assert "“It was only” makes it smaller than it was for them." in shown(pilot)
        await press(pilot, "ctrl+u")
        await type_text(pilot, "You lost a morning.")
        assert "smaller" not in shown(pilot)
        await press(pilot, "tab", "f4", "tab")
        await type_text(pilot, "I did not call.")
        await press(pilot, "tab")
        await type_text(pilot, "I call you by Friday.")
        await press(pilot, "tab")
        await type_text(pilot, "Is that enough?")
        await press(pilot, "f2")
        await type_text(pilot, "today")
        await press(pilot, "enter")
        assert "Fri 20 Nov, today · saved" in shown(pilot)
        await press(pilot, "f3", "space")
        assert at(pilot, RehearsalScreen)
        assert "What did that day look like from your side?" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert at(pilot, ConversationsScreen)
        await press(pilot, "1")
        assert "hard conversation" in shown(pilot)
        await press(pilot, "6", "d")
        await type_text(pilot, "We have a plan")
        await press(pilot, "tab", "right", "space", "tab")
        await type_text(pilot, "Call on day one")
        await press(pilot, "tab", "home", "space", "tab")
        await type_text(pilot, "rehearse the update by 4 dec")
        assert "we: rehearse the update · by Fri 4 Dec" in shown(pilot)
        await press(pilot, "tab")
        await type_text(pilot, "meet our engineers")
        assert "Ida Berg: meet our engineers · no date" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert notices(pilot.app)[-1].startswith("the talk with Ida Berg at Nordwind is closed · 2 promises")
    ((state, effect, lesson, outcome),) = rows_of(
        database_file, "SELECT state, effect, lesson, outcome FROM conversation"
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
        await press(pilot, "escape")
        assert notices(pilot.app)[-1] == "it is held; d says later what came of it"
        assert written(database_file, "state", talks["committed"]) == "held"


# The planner


@pytest.mark.rule("D-3")
@pytest.mark.parametrize(("size", "name"), [(SMALL, "80x24"), (LARGE, "140x40")])
async def test_the_planner_shows_the_steps_in_order_with_the_guidance_of_the_kind(
    database_file: Path, clock: Clock, talks: dict[str, str], size: tuple[int, int], name: str
) -> None:
    async with cockpit(database_file, clock, size=size, places=PLACES) as pilot:
        await press(pilot, "6", "enter", "tab")
        await type_text(pilot, "It was only a small bug because our server was down.")
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
        await type_text(pilot, "You waited.")
        assert await planner(pilot).save()
        await press(pilot, "tab", "tab")
        await type_text(pilot, "I did not call.")
        await press(pilot, "escape")
        assert at(pilot, ConversationsScreen)
        assert written(database_file, "own", talks["draft"]) == "I did not call."
        await press(pilot, "u")
        assert notices(pilot.app)[-1] == "undone: plan for the talk with Ida Berg at Nordwind"
        assert (
            written(database_file, "own", talks["draft"]) == written(database_file, "acknowledge", talks["draft"]) == ""
        )


async def test_what_is_typed_is_saved_without_a_key(
    database_file: Path, clock: Clock, talks: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keeping.KEEP_AFTER < 0.5
    monkeypatch.setattr(keeping, "KEEP_AFTER", 0.001)
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter", "tab")
        put(pilot, Part.OWN, "I did not call.")
        await until(pilot, lambda: not planner(pilot).unsaved)
        assert written(database_file, "own", talks["draft"]) == "I did not call."
        assert "saved" in screen_text(pilot.app)[0]


async def test_the_end_of_the_terminal_saves_what_is_typed(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "enter")
        put(pilot, Part.OWN, "I did not call.")
        await pilot.pause(0)
        pilot.app.end()  # type: ignore[attr-defined]
        await pilot.pause(0)
        await asyncio.wait_for(pilot.app.database.close(), 5)  # type: ignore[attr-defined]
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


async def test_a_closed_conversation_is_read_and_not_changed(
    database_file: Path, clock: Clock, talks: dict[str, str]
) -> None:
    async with cockpit(database_file, clock) as pilot:
        await press(pilot, "6", "end", "enter", "x", "f4")
        assert notices(pilot.app)[-1].startswith("it is closed: what was written")
        assert "x" not in planner(pilot).texts[Part.HOLDING_BACK]
        await press(pilot, "f2")
        assert "its date does not move" in notices(pilot.app)[-1]
        await press(pilot, "f3")
        assert notices(pilot.app)[-1] == "there is no script to rehearse yet"


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
