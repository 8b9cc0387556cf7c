import stat
from pathlib import Path

import pytest

from kamtui.storage import rescued


@pytest.mark.rule("Q-6")
def test_text_comes_back_as_it_was_typed_until_it_is_saved(tmp_path: Path) -> None:
    folder = tmp_path / "rescue"
    assert rescued.read(folder, "notes") is None
    file = rescued.write(folder, "notes", "first")
    rescued.write(folder, "notes", "a\n! b\r 🚀 \ud800")
    assert rescued.read(folder, "notes") == "a\n! b\r 🚀 ?"
    assert [each.name for each in folder.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rescued.drop(folder, "notes")
    rescued.drop(folder, "notes")
    assert rescued.read(folder, "notes") is None


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / f"notes{rescued.SUFFIX}").mkdir()
    with pytest.raises(OSError, match="directory"):
        rescued.write(tmp_path, "notes", "text")
    assert [each.name for each in tmp_path.iterdir()] == [f"notes{rescued.SUFFIX}"]
