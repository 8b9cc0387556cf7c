"""`kamtui config`, and the page that documents every setting."""

import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from kamtui.settings import Settings, load
from kamtui.settings_checks import BOUNDS, SWITCHES, WORDS, from_mapping
from kamtui.toml_lines import toml
from tests.shell.calling import one_line, shell_in

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.fixture
def shell(file, tmp_path, monkeypatch, capsys):
    """A shell with settings of its own."""
    return shell_in(tmp_path, monkeypatch, capsys, "config", settings=file, today=None)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "settings.toml"


def test_the_path_is_told_and_nothing_is_made(shell, file, tmp_path):
    assert shell("path") == (0, f"{file}\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("show",)])
def test_every_setting_is_shown_with_its_default_marked(words, shell):
    status, out, err = shell(*words)
    assert (status, err) == (0, "")
    lines = {line.split(" ")[0]: line for line in out.splitlines()[1:]}
    assert set(lines) == {each.name for each in fields(Settings)} - {"activities", "keys"}
    assert all(line.endswith("# default") for line in lines.values())


def test_what_is_shown_is_a_settings_file(shell, file):
    file.parent.mkdir()
    file.write_text(
        'silence_days = 30\naway = [[2026-12-24, 2027-01-02]]\n[keys]\n"week.done" = "D"\n'
        '[activities.health_check]\nminutes = 10\n[activities."call [/x]"]\nbucket = "execution"\n'
        'cadence = "monthly"\nminutes = 5\ntitle = "a \\u001b[2J"\ntiers = [1]\n'
    )
    _, out, _ = shell("show")
    assert re.search(r"^silence_days = 30 +# default is 45$", out, re.MULTILINE)
    assert from_mapping(tomllib.loads(out)) == load(file)
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("theme", "ansi", 'theme = "ansi"'),
        ("silence_days", "30", "silence_days = 30"),
        ("automatic_backups", "false", "automatic_backups = false"),
        ("functions_that_matter", "finance,legal", 'functions_that_matter = ["finance", "legal"]'),
        ("away", "[[2026-12-24, 2027-01-02]]", "away = [[2026-12-24, 2027-01-02]]"),
        ("activities.health_check.minutes", "12", "activities.health_check.minutes = 12"),
        ("keys.week.done", "D", 'keys."week.done" = "D"'),
        ("currency", "\x1b[2JE\nUR", 'currency = "E UR"'),
    ],
)
def test_a_setting_is_changed_and_told(name, text, line, shell, file):
    assert shell("set", name, text) == (0, f"{line}\n", "")
    assert load(file) != Settings()
    assert from_mapping(tomllib.loads(line)) == load(file)


@pytest.mark.rule("Y-1")
def test_a_changed_review_day_is_kept_with_the_day_of_the_change(shell, file, monkeypatch):
    monkeypatch.setenv("KAMTUI_TODAY", "2026-11-18")
    assert shell("set", "review_day", "monday")[0] == 0
    assert file.read_text() == 'review_day = "monday"\nreview_days_before = [["friday", 2026-11-18]]\n'
    assert load(file).practice().calendar.review_day_on(date(2026, 11, 17)) == 4


def test_comments_and_other_lines_stay(shell, file):
    file.parent.mkdir()
    file.write_text("# mine\ntheme = 'ansi'  # the office\nsilence_days = 30\n")
    shell("set", "theme", "kamtui-light")
    assert file.read_text() == '# mine\ntheme = "kamtui-light"  # the office\nsilence_days = 30\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("colour", "red"), ("theme", "neon"), ("silence_days", "soon"), ("silence_days", "0")),
        *(("automatic_backups", "yes"), ("away", "christmas"), ("activities.health_check", "5")),
        *(("activities.health_check.minutes", "0"), ("activities.x.minutes", "5"), ("keys.week.dance", "D")),
        *(("keys.week.done", "x"), ("\x1b[2J\n", "5"), ("theme", "=1+1"), ("theme", "x" * 10_000)),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line_and_nothing_is_written(name, text, shell, file):
    status, out, err = shell("set", name, text)
    assert (status, out) == (3, "")
    assert one_line(err)
    assert "\x1b" not in err
    assert not file.exists()


@pytest.mark.parametrize(
    "words", [("set",), ("set", "theme"), ("set", "a", "b", "c"), ("show", "x"), ("path", "x"), ("x",)]
)
def test_wrong_usage_is_one_line_and_status_2(words, shell):
    status, out, err = shell(*words)
    assert (status, out) == (2, "")
    assert one_line(err)


def test_a_broken_file_is_said_by_show_and_mended_by_set(shell, file):
    file.parent.mkdir()
    file.write_text("theme = 'neon'\n")
    status, _, err = shell("show")
    assert status == 3
    assert one_line(err)
    assert shell("set", "keys.week.done", "D")[0] == 0
    assert shell("set", "theme", "ansi")[0] == 0
    assert load(file).theme == "ansi"


# The page


def documented():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (default, bounds, meaning) for name, default, bounds, meaning in rows}


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_every_setting_is_documented_with_its_default_and_its_bounds(name):
    default, bounds, meaning = documented()[name]
    value = getattr(Settings(), name)
    assert default == ("–" if isinstance(value, dict) else f"`{toml(value)}`")
    assert meaning
    if name in BOUNDS:
        assert bounds == "{} to {}".format(*BOUNDS[name])
    if name in SWITCHES:
        assert bounds == "`true`, `false`"
    if name == "theme":
        assert bounds == ", ".join(f"`{word}`" for word in WORDS[name])


def test_nothing_is_documented_that_is_no_setting_and_every_example_is_one():
    table = PAGE.read_text(encoding="utf-8").split("## Activities")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == {each.name for each in fields(Settings)}
    for example in re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        from_mapping(tomllib.loads(example)).practice()
