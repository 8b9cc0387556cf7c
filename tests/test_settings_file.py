"""Changing one setting: its line alone, every comment kept, nothing half-written."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamtui.domain.dates import Calendar
from kamtui.domain.errors import Refused
from kamtui.settings import Settings, load
from kamtui.settings_checks import from_mapping
from kamtui.settings_file import change, path_of, value_of
from tests.own_settings import MINE

TODAY = date(2026, 11, 20)


# Names and values


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("colour", "no setting is called 'colour'; "),
        ("theme.dark", "write it like theme"),
        ("activities", "write it like activities.health_check.minutes"),
        ("activities.qbr", "write it like activities.health_check.minutes"),
        ("activities.qbr.minutes.x", "write it like"),
        ("activities..minutes", "write it like"),
        ("keys", "write it like keys.week.done"),
        ("keys.", "write it like keys.week.done"),
        ("", "no setting is called ''"),
    ],
)
def test_a_name_that_is_no_setting_is_refused(name: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        path_of(name)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        *(("theme", "ansi", "ansi"), ("theme", '"ansi"', "ansi"), ("currency", "5", "5"), ("keys", "true", "true")),
        *(("silence_days", "30", 30), ("silence_days", "soon", "soon"), ("silence_days", "1\n[x]", "1\n[x]")),
        *(("decimal_comma", "true", True), ("activities", "never", "never"), ("activities", "12", 12)),
        *(("qbr_phase_minutes", "5, 10", [5, 10]), ("qbr_phase_minutes", "[5, 10]", [5, 10])),
        *(("functions_that_matter", "it, legal", ["it", "legal"]), ("functions_that_matter", '["it"]', ["it"])),
    ],
)
def test_a_word_of_the_shell_means_what_the_setting_holds(name: str, text: str, value: Any) -> None:
    assert value_of(name, text) == value


# The file


def test_a_change_makes_the_file_for_the_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.toml"
    change(file, {("silence_days",): 30}, TODAY)
    assert load(file) == Settings(silence_days=30)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


def test_a_byte_order_mark_and_a_link_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_bytes(b"\xef\xbb\xbf# caf\xc3\xa9\n")
    link = tmp_path / "settings.toml"
    link.symlink_to(real)
    change(link, {("theme",): "ansi"}, TODAY)
    assert link.is_symlink()
    assert real.read_bytes() == b'\xef\xbb\xbf# caf\xc3\xa9\ntheme = "ansi"\n'


@pytest.mark.parametrize(
    ("text", "place", "value", "why"),
    [
        ("", ("theme",), "neon", "theme is one of"),
        ("", ("silence_days",), "soon", "silence_days is a whole number from 7 to 730, not 'soon'"),
        ("", ("activities", "qbr", "minutes"), "x", "activity qbr: minutes are a whole number"),
        ("", ("activities", "mine", "minutes"), 5, "a new activity also needs bucket and cadence"),
        ("theme = ", ("theme",), "ansi", "mend it by hand first"),
        ("keys = 5", ("keys", "week.done"), "D", "keys is not a table"),
        ('"a\\"b" = 1', ("theme",), "ansi", "change theme there by hand"),
        (
            "health_check_minutes = 5\n[activities.health_check]\nminutes = 5\n[activities.mine]\nbucket = 'x'\n",
            ("activities", "mine", "cadence"),
            "monthly",
            "a new activity also needs minutes",
        ),
    ],
)
def test_a_change_that_does_not_fit_leaves_the_file(
    text: str, place: tuple[str, ...], value: Any, why: str, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(Refused, match=why) as refusal:
        change(file, {place: value}, TODAY)
    assert "\n" not in str(refusal.value)
    assert file.read_text() == text
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


def test_a_file_with_two_mistakes_can_be_mended_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("silence_days = 0\ncheck_in_days = 0\n")
    change(file, {("silence_days",): 30}, TODAY)
    change(file, {("check_in_days",): 5}, TODAY)
    assert load(file) == Settings(silence_days=30, check_in_days=5)


def test_what_fits_alone_must_also_fit_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("silence_days = 30\n")
    real = Settings.practice

    def quarrels(settings: Settings) -> object:
        if settings.silence_days == 30 and settings.check_in_days == 5:
            raise Refused("these two do not go together")
        return real(settings)

    monkeypatch.setattr(Settings, "practice", quarrels)
    with pytest.raises(Refused, match="these two do not go together"):
        change(file, {("check_in_days",): 5}, TODAY)


def test_a_folder_in_the_way_and_a_disk_that_fails_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="cannot be read: Is a directory"):
        change(tmp_path, {("theme",): "ansi"}, TODAY)
    file = tmp_path / "settings.toml"
    file.write_text("# mine\n")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Refused, match="could not be written: No space left on device; nothing was changed"):
        change(file, {("theme",): "ansi"}, TODAY)
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]
    assert file.read_text() == "# mine\n"


def test_settings_are_changed_together_and_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(MINE)
    row = {"minutes": 12, "growth": "never"}
    changes: dict[tuple[str, ...], Any] = {
        ("activities", "health_check"): row,
        ("activities", "mine"): {"bucket": "execution", "cadence": "monthly", "minutes": 5},
        ("activities", "qbr"): None,
        ("silence_days",): None,
        ("currency",): None,
        ("check_in_days",): 5,
    }
    back = change(file, changes, TODAY)
    found = load(file)
    assert found.activities["health_check"] == row
    assert set(found.activities) == {"health_check", "mine", "plan_review"}
    assert (found.silence_days, found.check_in_days) == (45, 5)
    assert "[activities.health_check]  # quick ones\nminutes = 12\n" in file.read_text()
    assert back["activities", "mine"] is None
    change(file, back, TODAY)
    assert from_mapping(tomllib.loads(file.read_text())) == from_mapping(tomllib.loads(MINE))
    change(file, {("activities", "health_check"): {"minutes": 10}}, TODAY)
    assert load(file).activities["health_check"] == {"minutes": 10}


def test_of_several_changes_none_is_made_where_one_does_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("theme = 'ansi'\n")
    with pytest.raises(Refused, match="silence_days"):
        change(file, {("theme",): None, ("silence_days",): 1}, TODAY)
    assert file.read_text() == "theme = 'ansi'\n"
    file.write_text("activities = 5\n")
    with pytest.raises(Refused, match="activities"):
        change(file, {("activities", "qbr"): None}, TODAY)


@pytest.mark.rule("Y-1")
def test_a_changed_review_day_is_kept_with_its_day(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    day, later = ("review_day",), date(2026, 12, 1)
    change(file, {day: "friday"}, TODAY)
    assert load(file).review_days_before == ()
    back = change(file, {day: "monday"}, TODAY)
    assert load(file).practice().calendar == Calendar(0, earlier=((4, TODAY),))
    change(file, {day: "tuesday"}, TODAY)
    assert load(file).practice().calendar == Calendar(1, earlier=((4, TODAY),))
    change(file, {day: None}, TODAY)
    assert load(file).practice().calendar == Calendar()
    change(file, {day: "monday"}, TODAY)
    change(file, {day: "sunday"}, later)
    assert load(file).practice().calendar == Calendar(6, earlier=((4, TODAY), (0, later)))
    change(file, back, later)
    assert load(file).practice().calendar == Calendar()
    file.write_text("review_days_before = 5\n")
    with pytest.raises(Refused, match="review_days_before is a list of pairs"):
        change(file, {("review_days_before",): 6}, TODAY)
    change(file, {day: "monday"}, TODAY)
    assert tomllib.loads(file.read_text()) == {"review_day": "monday", "review_days_before": 5}
