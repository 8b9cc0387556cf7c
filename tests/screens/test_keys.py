"""The registry of keys: one place, one meaning a key."""

import re
from importlib import import_module

import pytest

from kamtui import keys
from kamtui.keys import Action

PORTABLE = re.compile(
    r"[a-zA-Z0-9]|[\[\]/?.,+\-!*^=<>;:'#]|f([1-9]|10)|space|enter|up|down|left|right|home|end|pageup|pagedown|tab"
    r"|escape|delete|backspace|ctrl\+[defgklnopqrstuvwxy]"
)


def test_every_action_has_an_id_of_its_own() -> None:
    ids = [action.id for action in keys.ACTIONS]
    assert len(ids) == len(set(ids))


def test_a_key_does_one_thing_in_one_place() -> None:
    assert keys.clashes({}) == []


@pytest.mark.parametrize("action", keys.ACTIONS, ids=lambda action: action.id)
def test_the_same_key_means_the_same_everywhere(action: Action) -> None:
    for key in action.key.split(","):
        if key in keys.MEANINGS:
            assert action.id.rpartition(".")[2] in keys.MEANINGS[key]


@pytest.mark.parametrize("action", keys.ACTIONS, ids=lambda action: action.id)
def test_every_key_works_in_every_terminal(action: Action) -> None:
    for key in action.key.split(","):
        assert PORTABLE.fullmatch(key), key


def test_no_screen_gives_a_key_that_works_everywhere_another_meaning() -> None:
    everywhere = {key for action in keys.GLOBAL for key in action.key.split(",")}
    for action in keys.ACTIONS:
        if action.where not in (keys.EVERYWHERE, "form", "list"):
            taken = everywhere & set(action.key.split(","))
            assert all(action.id.rpartition(".")[2] in keys.MEANINGS.get(key, ()) for key in taken), action.id


def test_the_users_keys_are_checked_before_they_are_used() -> None:
    assert keys.clashes({"week.done": "z"}) == []
    assert keys.clashes({"week.done": "s"}) == ["s would be both week.done and week.snooze"]
    assert keys.clashes({"week.dnoe": "z"}) == ["week.dnoe is no action"]


def test_keys_are_written_short_in_the_footer() -> None:
    assert [keys.shown(key) for key in ("delete", "?,f1", "ctrl+s", "n", "pageup")] == ["del", "?", "^s", "n", "pgup"]
    assert keys.shown_all("?,f1") == "? f1"


def test_the_document_names_every_action() -> None:
    text = keys.as_markdown()
    assert text.startswith("# Keys\n")
    assert all(f"`{action.id}`" in text for action in keys.ACTIONS)


@pytest.mark.parametrize("place", keys.places(), ids=lambda place: place.id)
def test_every_key_of_a_screen_does_something(place: keys.Place) -> None:
    screen = getattr(import_module(place.module), place.class_name)
    names = {"action_" + action.action.partition("(")[0] for action in keys.of(place.id)}
    assert {name for name in names if not hasattr(screen, name)} == set()


def test_every_place_has_a_number_of_its_own() -> None:
    numbers = [place.key for place in keys.PLACES]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= set("1234567890")
