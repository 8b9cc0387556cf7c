"""Word lists: ours, the user's own in their place, and what happens when theirs cannot be used."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kamtui import paths, wordlists
from kamtui.storage import health_changes


def openings(lists: Mapping[str, Any]) -> list[str]:
    if not lists["openings"]:
        raise ValueError
    return [each.strip() for each in lists["openings"]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "settings.toml"))
    paths.words().mkdir()
    health_changes.openings.cache_clear()
    yield paths.words()
    health_changes.openings.cache_clear()


def test_ours_are_read_where_the_user_has_none(tmp_path: Path) -> None:
    loaded = wordlists.load("check_in.toml", openings, tmp_path)
    assert len(loaded.value) > 1
    assert loaded.problem == ""


def test_a_file_of_the_same_name_in_the_users_folder_takes_the_place_of_ours(folder: Path) -> None:
    (folder / "check_in.toml").write_text('openings = ["Wie geht es?"]', encoding="utf-8-sig")
    assert wordlists.load("check_in.toml", openings) == wordlists.Loaded(["Wie geht es?"])
    assert health_changes.openings() == ("Wie geht es?",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"openings = [", "Invalid value"),
        (b"other = 1", "openings is missing"),
        (b"openings = []", "ValueError"),
        (b"openings = [3]", "'int' object has no attribute 'strip'"),
        (b"openings = 3", "'int' object is not iterable"),
        (b"\xff\xfe", "codec"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_aside_and_named(folder: Path, text: bytes, said: str) -> None:
    (folder / "check_in.toml").write_bytes(text)
    loaded = wordlists.load("check_in.toml", openings)
    assert len(loaded.value) > 1
    assert loaded.problem.startswith(f"{folder / 'check_in.toml'} is left aside: ")
    assert said in loaded.problem
    assert "\n" not in loaded.problem


def test_a_folder_in_the_place_of_a_file_is_left_aside_too(folder: Path) -> None:
    (folder / "check_in.toml").mkdir()
    assert "Is a directory" in wordlists.load("check_in.toml", openings).problem


def test_an_empty_list_of_openings_leaves_ours(folder: Path) -> None:
    (folder / "check_in.toml").write_text("openings = []", encoding="utf-8")
    assert len(health_changes.openings()) > 1
