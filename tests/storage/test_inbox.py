"""Lines that wait beside the database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kamtui.storage import inbox

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 9, 31, tzinfo=UTC)

pytestmark = pytest.mark.rule("I-2")


def test_lines_are_kept_private_and_come_back_newest_first(tmp_path: Path) -> None:
    folder = tmp_path / "kamtui.inbox"
    assert inbox.kept(folder) == []
    first = inbox.keep(folder, "Foo: called\n\x1b[31m", NOW)
    inbox.keep(folder, "Bar: met", LATER)
    assert [(line.text, line.at) for line in inbox.kept(folder)] == [("Bar: met", LATER), ("Foo: called", NOW)]
    assert (folder.stat().st_mode & 0o777, first.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_line_is_written_in_place_of_another_and_taken_out(tmp_path: Path) -> None:
    file = inbox.keep(tmp_path, "Foo: c", NOW)
    assert inbox.keep(tmp_path, "Foo: called", LATER, file) == file
    assert [line.text for line in inbox.kept(tmp_path)] == ["Foo: called"]
    inbox.drop(file)
    inbox.drop(file)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_line_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("mine")
    (tmp_path / "2026-11-20T093000Z-ab.txt").mkdir()
    (tmp_path / "2026-13-40T093000Z-ab.txt").write_text("no such day")
    (tmp_path / "2026-11-20T093000Z-cd.txt").write_text(" \n")
    (tmp_path / "2026-11-20T093000Z-ef.txt").write_bytes(b"caf\xe9 met")
    assert [line.text for line in inbox.kept(tmp_path)] == ["caf� met"]


def test_a_line_that_cannot_be_written_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = inbox.keep(tmp_path, "Foo: called", NOW)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        inbox.keep(tmp_path, "Foo: called Jane", NOW, file)
    assert [line.text for line in inbox.kept(tmp_path)] == ["Foo: called"]
    assert len(list(tmp_path.iterdir())) == 1
