"""The shell as a whole: words, errors in one line, exit statuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.cli import main
from tests.shell.calling import one_line, shell_in


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    """A shell with a database of its own."""
    return shell_in(tmp_path, monkeypatch, capsys)


def written(file, text):
    file.write_text(text)
    return file


def test_a_first_command_creates_the_database_and_says_that_nothing_is_due(shell):
    status, out, err = shell("due")
    assert (status, err) == (0, "")
    assert "there are no accounts yet" in out
    assert shell.file.exists()


@pytest.mark.parametrize(
    "words",
    [("bogus",), ("due", "--bogus"), ("show",), ("due", "--minutes", "-3"), ("show", "--x", "y"), ("due", "--week")],
)
def test_wrong_usage_is_one_line_and_status_2(shell, words):
    status, out, err = shell(*words)
    assert (status, out) == (2, "")
    assert one_line(err)


@pytest.mark.parametrize(
    "words",
    [
        "export plan --format html Larkfield",
        "export --format html plan Larkfield --paper a4",
        "export --form html plan Larkfield",
        "export --format=html plan -- Larkfield",
    ],
)
def test_options_may_stand_anywhere_among_the_words_of_a_command(shell, words):
    shell("import", written(shell.folder / "a.csv", "Name\nLarkfield\n"))
    status, out, err = shell(*words.split())
    assert (status, err) == (0, "")
    assert out.startswith("<!doctype html>")


def test_options_between_files_and_inside_a_line_are_options(shell):
    one, two = (written(shell.folder / f"{name}.csv", f"Name\n{name}\n") for name in ("Ask", "Embla"))
    assert "2 created" in shell("import", one, "--dry-run", two)[1]
    assert shell("import", one, two)[0] == 0
    status, out, _ = shell("log", "Ask:", "called", "--json", "-", "-5%", "->", "fine")
    assert (status, json.loads(out)["summary"]) == (0, "called - -5% -> fine")
    assert json.loads(shell("log", "--json", "--", "Ask:", "--json")[1])["summary"] == "--json"


def test_the_file_and_the_day_may_be_named_behind_the_command(shell, demo_file):
    assert "Fri 20 Nov" in shell("due", "--db", str(demo_file))[1]
    assert "Thu 12 Nov" in shell("--today", "2026-11-05", "due", "--today", "2026-11-12")[1]


@pytest.mark.parametrize(
    "words",
    [
        *[("--today", "2026-02-30", "due"), ("--today", "", "due"), ("--db", "", "due")],
        *[("due", "--week", "2026-W60"), ("accounts", "--tier", "platinum")],
    ],
)
def test_a_refused_value_is_one_line_and_status_3(shell, words):
    status, out, err = shell(*words)
    assert (status, out) == (3, "")
    assert one_line(err)


def test_a_file_that_is_no_database_is_status_4_and_stays_as_it_is(shell, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Jane,")
    status, _, err = shell("--db", str(file), "due")
    assert status == 4
    assert one_line(err)
    assert file.read_text() == "Dear Jane,"


@pytest.mark.parametrize(
    "words",
    [("due",), ("accounts",), ("show", "x"), ("portfolio", "--json"), ("export", "json"), ("import", "--undo", "list")],
)
def test_a_mistyped_database_is_not_made_by_reading_it(shell, tmp_path, words):
    wrong = tmp_path / "tpyo" / "kamtui.db"
    status, out, err = shell("--db", str(wrong), *words)
    assert (status, out) == (3, "")
    assert one_line(err)
    assert f"there is no database at {wrong}" in err
    assert not wrong.parent.exists()


@pytest.mark.parametrize("words", [("import", "a.csv", "--dry-run"), ("log", "Acme: called Jane", "--dry-run")])
@pytest.mark.parametrize("named", [True, False])
def test_a_dry_run_makes_no_database(shell, tmp_path, monkeypatch, words, named):
    (tmp_path / "a.csv").write_text("Name\nAcme\n")
    monkeypatch.chdir(tmp_path)
    new = tmp_path / "new" / "kamtui.db"
    monkeypatch.setenv("KAMTUI_DB", str(new))
    status, out, err = shell(*(("--db", str(new)) if named else ()), *words)
    assert (status, err) == (0, "")
    assert "Acme" in out
    assert not new.parent.exists()


def test_noting_something_makes_the_database_that_is_named(shell, tmp_path):
    new = tmp_path / "new.db"
    (tmp_path / "a.csv").write_text("Name\nAcme\n")
    assert shell("--db", str(new), "import", str(tmp_path / "a.csv"))[0] == 0
    assert shell("--db", str(new), "accounts")[1].count("Acme") == 1


@pytest.mark.parametrize("words", [("due",), ("export", "ics"), ("log", "x"), ("backup", "now"), ("import", "a.csv")])
def test_a_pipe_in_place_of_a_database_is_refused_in_one_line(shell, tmp_path, monkeypatch, words):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.csv").write_text("Name\nAcme\n")
    monkeypatch.chdir(tmp_path)
    status, out, err = shell("--db", str(tmp_path / "pipe"), *words)
    assert (status, out) == (4, "")
    assert one_line(err)
    assert shell("--db", "a.csv/child", "due")[0] in (3, 4)


def test_a_broken_settings_file_is_named_in_one_line(shell):
    (shell.settings).write_text('review_day = "someday"')
    status, _, err = shell("due")
    assert status == 3
    assert one_line(err)
    assert "settings.toml" in err
    assert "review_day" in err


def test_the_keys_are_listed_as_text_and_as_markdown(shell):
    status, out, _ = shell("keys")
    assert status == 0
    assert "capture" in out
    status, out, _ = shell("keys", "--markdown")
    assert status == 0
    assert out.startswith("# Keys")


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory):
    """A small demo, written once."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    assert main(["--today", "2026-11-20", "demo", "--accounts", "6", "--to", str(file)]) == 0
    return file


def test_a_demo_is_written_where_it_is_told_and_never_over_a_file(shell, demo_file):
    before = demo_file.read_bytes()
    status, _, err = shell("demo", "--to", str(demo_file))
    assert status == 3
    assert one_line(err)
    assert demo_file.read_bytes() == before


@pytest.mark.parametrize("number", ["0", "1001", "-5"])
def test_a_demo_of_an_impossible_size_is_refused(shell, number):
    status, _, err = shell("demo", "--accounts", number, "--to", str(shell.folder / "x.db"))
    assert status == 3
    assert one_line(err)
    assert not (shell.folder / "x.db").exists()


def test_the_same_seed_writes_the_same_portfolio(shell, demo_file):
    other = shell.folder / "other.db"
    shell("demo", "--accounts", "6", "--to", str(other))
    first, second = (shell("--db", str(file), "export", "json")[1] for file in (demo_file, other))
    assert first == second


def test_an_export_goes_to_a_file_once_and_again_only_by_force(shell, demo_file):
    target = shell.folder / "all.json"
    assert shell("--db", str(demo_file), "export", "json", "-o", str(target))[0] == 0
    first = target.read_text()
    assert json.loads(first)["format"] == "kamtui"
    target.write_text("mine")
    status, _, err = shell("--db", str(demo_file), "export", "json", "-o", str(target))
    assert status == 3
    assert one_line(err)
    assert target.read_text() == "mine"
    assert shell("--db", str(demo_file), "export", "json", "-o", str(target), "--force")[0] == 0
    assert target.read_text() == first


def test_a_reader_that_stops_early_is_no_error(demo_file):
    command = f'"{sys.executable}" -m kamtui --db "{demo_file}" export json | head -c 10'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stderr == ""


CLOSED = [("accounts", ">&-", 0), ("export xlsx", ">&-", 0), ("show nobody", "2>&-", 3), ("bogus", "2>&-", 2)]
FULL = [(words, ">/dev/full", 3) for words in ("accounts", "export json", "export xlsx")]


@pytest.mark.parametrize(
    ("words", "redirected", "status"),
    [*CLOSED, *((*FULL, ("show nobody", "2>/dev/full", 3)) if Path("/dev/full").exists() else ())],
)
def test_where_nothing_can_be_printed_no_fault_and_no_word_goes_astray(demo_file, words, redirected, status):
    command = f'"{sys.executable}" -m kamtui --db "{demo_file}" {words} {redirected}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (status, "")
    if redirected == ">/dev/full":
        assert one_line(done.stderr)
        assert "standard output cannot be written: No space left on device" in done.stderr
    else:
        assert done.stderr == ""


def test_without_a_terminal_the_cockpit_says_so_in_one_line_and_draws_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "kamtui", "--db", str(tmp_path / "k.db")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert one_line(done.stderr)
    assert "needs a terminal" in done.stderr
    assert not (tmp_path / "k.db").exists()


def test_a_fault_of_ours_is_one_line_and_never_a_traceback(shell, monkeypatch):
    def broken(*_given):
        raise ZeroDivisionError("secret note about Jane")

    monkeypatch.setattr("kamtui.shell.due.run", broken)
    status, out, err = shell("due")
    assert (status, out) == (70, "")
    assert one_line(err)
    assert "Jane" not in err
    monkeypatch.setenv("KAMTUI_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        shell("due")
