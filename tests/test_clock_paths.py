from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kamtui import paths
from kamtui.clock import Clock


def test_a_fixed_day_stands_still_while_the_time_goes_on() -> None:
    clock = Clock(date(2028, 2, 29))
    assert clock.today() == date(2028, 2, 29)
    assert clock.now().date() == date(2028, 2, 29)
    assert clock.now().tzinfo is UTC
    assert clock.now().microsecond == 0


def test_without_a_fixed_day_it_is_today() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    now = Clock().now()
    assert before <= now <= datetime.now(UTC)
    assert Clock().today() in {before.date(), datetime.now(UTC).date()}


def test_the_database_is_the_one_chosen_then_the_one_named_then_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.database().name == "kamtui.db"
    assert paths.database().parent.name == "kamtui"
    monkeypatch.setenv("KAMTUI_DB", str(tmp_path / "named.db"))
    assert paths.database() == tmp_path / "named.db"
    assert paths.database(tmp_path / "chosen.db") == tmp_path / "chosen.db"


def test_the_settings_are_the_users_own_or_the_ones_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.settings().parts[-2:] == ("kamtui", "settings.toml")
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "other.toml"))
    assert paths.settings() == tmp_path / "other.toml"


def test_a_path_may_start_at_home_or_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert paths.database("~/a.db") == tmp_path / "a.db"
    assert paths.database("b.db") == tmp_path / "b.db"
    assert paths.database("~nobody-of-that-name/c.db") == tmp_path / "~nobody-of-that-name" / "c.db"


def test_backups_captured_lines_and_rescued_text_lie_beside_the_database(tmp_path: Path) -> None:
    assert paths.backups(tmp_path / "kamtui.db") == tmp_path / "backups"
    assert paths.inbox(tmp_path / "kamtui.db") == tmp_path / "kamtui.inbox"
    assert paths.rescue(tmp_path / "kamtui.db") == tmp_path / "rescue"


def test_a_new_folder_is_private_and_an_old_one_stays_as_it_is(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    old.chmod(0o755)
    assert paths.private_folder(old).stat().st_mode & 0o777 == 0o755
    assert paths.private_folder(tmp_path / "a" / "new").stat().st_mode & 0o777 == 0o700
