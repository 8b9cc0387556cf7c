"""Changing one setting: its line alone, every comment kept, nothing half-written."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui import toml_lines
from kamtui.domain.dates import Calendar
from kamtui.domain.errors import Refused
from kamtui.settings import Settings, load
from kamtui.settings_checks import from_mapping
from kamtui.settings_file import change, path_of, value_of, with_value, without
from kamtui.toml_lines import edited, removed, toml

TODAY = date(2026, 11, 20)
MINE = """\
# how I work
theme = "ansi"   # the office terminal

silence_days=30
qbr_phase_minutes = [
  5, # short
  10, 5, 20, 5,
]  # forty-five minutes

# my keys
[keys]
"week.done" = "D"  # not by accident

[activities.health_check]  # quick ones
minutes = 10

[activities]
qbr = { minutes = 45, strategic = "quarterly" }
plan_review.minutes = 20
"""


def put(text: str, name: str, value: Any) -> str:
    place = path_of(name)
    result = edited(text, place, value, with_value(tomllib.loads(text), place, value))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("theme", "kamtui-light", 'theme = "ansi"   # the', 'theme = "kamtui-light"   # the'),
        ("silence_days", 45, "silence_days=30", "silence_days=45"),
        (
            "qbr_phase_minutes",
            [1, 2, 3, 4, 5],
            "[\n  5, # short\n  10, 5, 20, 5,\n]  # forty",
            "[1, 2, 3, 4, 5]  # forty",
        ),
        ("keys.week.done", "#", '"D"  # not', '"#"  # not'),
        ("keys.week.skip", '"', "accident\n", 'accident\n"week.skip" = "\\""\n'),
        ("activities.health_check.minutes", 12, "minutes = 10", "minutes = 12"),
        ("activities.health_check.growth", "never", "minutes = 10\n", 'minutes = 10\ngrowth = "never"\n'),
        ("activities.qbr.minutes", 50, "{ minutes = 45, str", "{minutes = 50, str"),
        ("activities.plan_review.minutes", 25, "review.minutes = 20", "review.minutes = 25"),
        ("activities.plan_review.title", "plan", "= 20\n", '= 20\nplan_review.title = "plan"\n'),
        ("activities.map_review.minutes", 5, "= 20\n", "= 20\n\n[activities.map_review]\nminutes = 5\n"),
        ("currency", "CHF", "minutes\n\n# my keys", 'minutes\ncurrency = "CHF"\n\n# my keys'),
        (
            "away",
            [[date(2026, 12, 24), date(2027, 1, 2)]],
            "minutes\n\n#",
            "minutes\naway = [[2026-12-24, 2027-01-02]]\n\n#",
        ),
    ],
)
def test_one_line_changes_and_everything_else_stays(name: str, value: Any, before: str, after: str) -> None:
    assert MINE.count(before) == 1
    wanted = MINE.replace(before, after)
    assert (
        put(MINE, name, value) == wanted.replace('strategic = "quarterly" }', 'strategic = "quarterly"}')
        if (name == "activities.qbr.minutes")
        else wanted
    )


@pytest.mark.parametrize(
    ("text", "name", "value", "after"),
    [
        ("", "theme", "ansi", 'theme = "ansi"\n'),
        ("# only words", "theme", "ansi", '# only words\ntheme = "ansi"\n'),
        ("", "keys.week.done", "D", '[keys]\n"week.done" = "D"\n'),
        ("[keys]\n", "keys.week.done", "D", '[keys]\n"week.done" = "D"\n'),
        ("[keys]", "theme", "ansi", 'theme = "ansi"\n\n[keys]\n'),
        ("theme = 'ansi'", "theme", "kamtui-dark", 'theme = "kamtui-dark"\n'),
        ("theme = 'ansi'\r\n# x\r\n", "currency", "CHF", "theme = 'ansi'\r\ncurrency = \"CHF\"\r\n# x\r\n"),
        ("theme = 'ansi'\r\n# x\r\n", "theme", "kamtui-dark", 'theme = "kamtui-dark"\r\n# x\r\n'),
        ("'theme' = 'a#b' # c=d\n", "theme", "ansi", "'theme' = \"ansi\" # c=d\n"),
        ('currency = """\nE#"""  # x\n', "currency", "CHF", 'currency = "CHF"  # x\n'),
        ("keys = {}\n", "keys.week.done", "D", 'keys = {"week.done" = "D"}\n'),
        (
            "activities.qbr.minutes = 5\n",
            "activities.qbr.growth",
            "never",
            'activities.qbr.minutes = 5\nactivities.qbr.growth = "never"\n',
        ),
    ],
)
def test_a_file_may_be_laid_out_in_any_way(text: str, name: str, value: Any, after: str) -> None:
    assert put(text, name, value) == after


@pytest.mark.parametrize("text", ['"a\\"b" = 1\n"theme" = "x"\n"="=1\n', "[[keys]]\nx = 1\n"])
def test_a_layout_that_is_not_understood_is_left_alone(text: str) -> None:
    wanted = {**tomllib.loads(text), "keys": {"week.done": "D"}}
    assert edited(text, ("keys", "week.done"), "D", wanted) is None


@given(st.text(), st.lists(st.integers() | st.booleans() | st.dates()), st.dictionaries(st.text(), st.text()))
def test_what_is_written_is_read_back_as_it_was(text: str, values: list[Any], table: dict[str, str]) -> None:
    for value in (text, values, table):
        assert tomllib.loads(f"v = {toml(value)}")["v"] == value


@given(st.sampled_from(["theme", "currency"]), st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_the_word_the_rest_of_the_file_stays(name: str, word: str) -> None:
    after = put(MINE, name, word)
    assert tomllib.loads(after) == {**tomllib.loads(MINE), name: word}
    assert [line for line in MINE.splitlines() if "#" in line and "theme" not in line] == [
        line for line in after.split("\n") if "#" in line and "theme" not in line and not line.startswith("currency")
    ]


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


def test_a_key_without_an_equals_sign_is_no_statement() -> None:
    with pytest.raises(ValueError, match="theme"):
        toml_lines._equals("theme")


# Back to the default, whole tables, several at once


def drop(text: str, *place: str) -> str:
    result = removed(text, place, without(tomllib.loads(text), place))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [
        (("theme",), 'theme = "ansi"   # the office terminal\n', ""),
        (("qbr_phase_minutes",), "qbr_phase_minutes = [\n  5, # short\n  10, 5, 20, 5,\n]  # forty-five minutes\n", ""),
        (("keys", "week.done"), '"week.done" = "D"  # not by accident\n', ""),
        (("activities", "health_check"), "\n[activities.health_check]  # quick ones\nminutes = 10\n", ""),
        (("activities", "health_check", "minutes"), "minutes = 10\n", ""),
        (("activities", "qbr"), 'qbr = { minutes = 45, strategic = "quarterly" }\n', ""),
        (("activities", "qbr", "minutes"), "{ minutes = 45, strategic = ", "{strategic = "),
        (("activities", "plan_review"), "plan_review.minutes = 20\n", ""),
    ],
)
def test_one_setting_goes_and_everything_else_stays(place: tuple[str, ...], before: str, after: str) -> None:
    assert MINE.count(before) == 1
    wanted = MINE.replace(before, after).replace('"quarterly" }', '"quarterly"}' if "qbr" in place else '"quarterly" }')
    assert drop(MINE, *place) == wanted


def test_a_setting_goes_from_any_layout_or_not_at_all() -> None:
    assert drop("theme = 'ansi'\r\nkeys = {x = 'y'}\r\n", "theme") == "keys = {x = 'y'}\r\n"
    assert drop("keys = {x = 'y', z = 'a'}\r\n", "keys", "x") == 'keys = {z = "a"}\r\n'
    assert drop("[activities.a]\nminutes = 5\n[activities.a.b]\nc = 1\n\n[keys]\n", "activities", "a") == "\n[keys]\n"
    assert removed("[[keys]]\nx = 1\n", ("keys", "x"), {}) is None


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
