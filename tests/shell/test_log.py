"""`kamtui log`: understood, saved, and where it cannot be saved, kept."""

import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kamtui import cli, paths
from kamtui.clock import Clock
from kamtui.storage import inbox
from kamtui.storage.database import Database
from tests.storage.records import account, add, person

pytestmark = pytest.mark.rule("I-2")

Log = Callable[..., int]


@pytest.fixture
def log(database: Database, database_file: Path) -> Log:
    """Run `kamtui log` over three accounts."""
    keys = database.run(add, account("Acme"), account("Adatum"), account("R&D [/x]"))
    database.run(add, person(keys[0], "Jane Doe"))
    return lambda *words: cli.main(["--db", str(database_file), "--today", "2026-11-20", "log", *words])


def summaries(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    found = [row[0] for row in connection.execute("SELECT summary FROM touchpoint ORDER BY id")]
    connection.close()
    return found


def waiting(file: Path) -> list[str]:
    return [line.text for line in inbox.kept(paths.inbox(file))]


class Pipe(io.StringIO):
    """Standard input that is no terminal, with bytes where there are some."""

    def __init__(self, given: bytes) -> None:
        super().__init__()
        self.buffer = io.BytesIO(given)


def test_what_was_understood_is_printed_one_field_a_line(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log("Acme: called", "Jane ~warm #milestone next: send case study by fri") == 0
    assert capsys.readouterr().out.splitlines() == [
        "account    Acme",
        "channel    call",
        "with       Jane Doe",
        "tone       warm",
        "trigger    milestone",
        "next step  send case study",
        "due        Fri 20 Nov (2026-11-20)",
        "summary    called Jane",
        "saved",
    ]
    assert summaries(database_file) == ["called Jane"]


def test_json_is_one_document_and_nothing_else(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    assert log("--json", "Acme: called Jane ~warm #milestone #renewal next: send case study by fri") == 0
    assert json.loads(capsys.readouterr().out) == {
        "account": "Acme",
        "channel": "call",
        "people": ["Jane Doe"],
        "tone": "warm",
        "triggers": ["milestone", "renewal"],
        "next_step": "send case study",
        "next_step_due": "2026-11-20",
        "summary": "called Jane",
        "saved": True,
    }


def test_a_dry_run_saves_nothing_and_keeps_nothing(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log("--dry-run", "Acme: called") == 0
    assert log("--dry-run", "Foo: called") == 0
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "account?  not recognised",
        "channel   call",
        "summary   Foo: called",
        "not saved",
    ]
    assert (summaries(database_file), waiting(database_file)) == ([], [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Foo: called", "no account that is known"),
        ("a: called", "could be Acme or Adatum"),
        ("called Jane", "no account that is known"),
        ("Acme:", "what happened"),
        ("[@click=app.quit]x[/]: R&D [/x] =1+1 🦊", "no account that is known"),
    ],
)
def test_a_line_that_cannot_be_placed_is_kept_and_the_error_says_where(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    assert log("--json", line) == 3
    printed = capsys.readouterr()
    assert json.loads(printed.out)["saved"] is False
    assert words in printed.err
    assert "kept in" in printed.err
    assert printed.err.count("\n") == 1
    assert waiting(database_file) == [line]
    assert summaries(database_file) == []


def test_the_line_is_read_from_standard_input_whatever_it_holds(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(b"Acme: met\nJane \x00\x1b[31mred " + b"caf\xe9"))
    assert log() == 0
    assert summaries(database_file) == ["met Jane red caf�"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("Acme: wrote"))
    assert log() == 0
    assert summaries(database_file)[1:] == ["wrote"]
    assert "\x1b" not in capsys.readouterr().out


def test_nothing_to_note_is_said(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log(" ") == 3
    monkeypatch.setattr(sys, "stdin", Pipe(b" \n"))
    assert log() == 3
    assert capsys.readouterr().err.count("kamtui: there is nothing to note") == 2
    assert waiting(database_file) == []


def test_no_line_at_all_is_wrong_usage(
    log: Log, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Pipe(b"")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    for given in (Pipe(b""), terminal, None):
        monkeypatch.setattr(sys, "stdin", given)
        with pytest.raises(SystemExit) as leaving:
            log()
        assert leaving.value.code == 2
    assert capsys.readouterr().err.count("kamtui: write the line behind `kamtui log`") == 3


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "word " * 5_000, "lone \udcff surrogate", "\u202egnirts", "- % --x ' \""]
)
def test_no_text_is_too_long_or_too_strange(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert log(f"Acme: {text}") == 0
    (summary,) = summaries(database_file)
    assert len(summary) >= len(text.strip()) - 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_locked_database_keeps_the_line(
    log: Log, database_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(path: Path, clock: Clock, patience: float = 0.0) -> Database:
        return Database(path, clock, patience)

    monkeypatch.setattr(Database, "open", impatient)
    other = sqlite3.connect(database_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert log("--json", "Acme: called Jane") == 4
    other.execute("ROLLBACK")
    other.close()
    printed = capsys.readouterr()
    assert json.loads(printed.out)["saved"] is False
    assert "another program is using the database" in printed.err
    assert waiting(database_file) == ["Acme: called Jane"]


def test_a_file_that_is_no_database_stays_untouched_and_the_line_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(b"my notes")
    assert cli.main(["--db", str(file), "log", "Acme: called"]) == 4
    assert file.read_bytes() == b"my notes"
    assert waiting(file) == ["Acme: called"]
    assert cli.main(["--db", str(file), "log", "--dry-run", "Acme: called"]) == 4
    assert len(waiting(file)) == 1


def test_where_nothing_can_be_written_the_error_gives_the_line_back(
    log: Log, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(inbox, "keep", full)
    assert log("Foo: called Jane") == 3
    assert (
        capsys.readouterr()
        .err.rstrip()
        .endswith("could not be kept either (No space left on device): Foo: called Jane")
    )


def test_the_help_documents_the_grammar_with_examples(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        log("--help")
    printed = capsys.readouterr().out
    assert "Acme: called Jane ~warm #milestone next: send case study by fri" in printed
    assert "end of month" in printed


def test_the_grammar_is_not_loaded_for_other_commands() -> None:
    code = "import sys\nfrom kamtui.shell.parser import parser\nparser()\n"
    code += "print('kamtui.domain.capture_words' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
