import stat
from pathlib import Path

import pytest

from kamtui.private_file import write_new, write_whole


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)


def test_a_new_file_is_the_users_alone_and_never_written_over_another(tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    write_new(file, b"first")
    with pytest.raises(FileExistsError):
        write_new(file, b"second")
    assert file.read_bytes() == b"first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for content in (b"first", b"second"):
        write_whole(file, content)
    assert file.read_bytes() == b"second"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("write", [write_new, write_whole])
def test_a_full_disk_leaves_nothing_behind_so_that_the_name_is_free(tmp_path: Path, write: object) -> None:
    assert callable(write)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "brief.md", b"text")
    assert list(tmp_path.iterdir()) == []
