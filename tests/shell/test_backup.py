"""`kamtui backup`: now, list, verify, restore."""

import re
import sqlite3
from pathlib import Path

import pytest

from kamtui.cli import main
from kamtui.clock import Clock
from kamtui.storage.database import Database
from tests.shell.calling import one_line, shell_in
from tests.storage.records import account, add


@pytest.fixture
def shell(database_file, tmp_path, monkeypatch, capsys):
    """A shell with a database of two accounts."""
    put(database_file, "R&D [/x]", "[ACME Corp]")
    monkeypatch.chdir(tmp_path)
    return shell_in(tmp_path, monkeypatch, capsys, "backup", file=database_file, today=None)


def put(file, *names):
    opened = Database.open(file, Clock())
    opened.run(add, *(account(name) for name in names))
    opened.close()


def accounts(file):
    connection = sqlite3.connect(file)
    found = [name for (name,) in connection.execute("SELECT name FROM account ORDER BY id")]
    connection.close()
    return found


def made(database_file: Path):
    return sorted((database_file.parent / "backups").iterdir())


@pytest.mark.parametrize("words", [(), ("now",)])
def test_a_backup_is_made_and_told(words, shell, database_file):
    status, out, err = shell(*words)
    (file,) = made(database_file)
    assert (status, err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(file))}: 2 accounts, \d+ kB, schema 0001, ok\n", out)


def test_the_list_says_of_each_when_how_much_and_whether_it_is_whole(shell, database_file):
    assert "there are no backups in " in shell("list")[1]
    shell()
    (file,) = made(database_file)
    (file.parent / "kamtui-before-restore-20200229T120000Z.db").write_bytes(b"\0" * 4096)
    status, out, err = shell("list")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0] == str(file.parent)
    assert lines[1].split() == ["made", "size", "accounts", "schema", "file"]
    assert re.fullmatch(rf"  today \d\d:\d\d +\d+ kB +2  0001    ok +{file.name}", lines[2])
    assert lines[3].endswith("it is not a database  kamtui-before-restore-20200229T120000Z.db")


def test_verify_reads_all_of_them_or_one_and_says_what_is_damaged(shell, database_file, tmp_path):
    assert shell("verify") == (0, "there are no backups to verify; `kamtui backup now` makes one\n", "")
    shell()
    (file,) = made(database_file)
    assert shell("verify")[0] == 0
    assert shell("verify", file.name)[1].startswith(f"{file.name}: 2 accounts, ")
    bad = tmp_path / "\x1b[2Jbad.db"
    bad.write_bytes(file.read_bytes()[:8192])
    status, out, err = shell("verify", str(bad))
    assert (status, err) == (1, "")
    assert out.count("\n") == 1
    assert "\x1b" not in out
    assert shell("verify", str(tmp_path / "gone.db"))[:2] == (1, "gone.db: there is no such file\n")
    (file.parent / "kamtui-20200229T120000Z.db").touch()
    status, out, _ = shell("verify")
    assert (status, out.count("\n")) == (1, 2)


def test_a_restore_says_what_it_did_and_how_to_go_back(shell, database_file):
    shell()
    (file,) = made(database_file)
    put(database_file, "Contoso")
    status, out, err = shell("restore", file.name)
    assert (status, err) == (0, "")
    assert accounts(database_file) == ["R&D [/x]", "[ACME Corp]"]
    restored, kept, back = out.splitlines()
    assert restored.startswith(f"restored {file.name}: 2 accounts, ")
    assert kept.startswith(f"what was there before is kept in {file.parent}/kamtui-before-restore-")
    words = back.removeprefix("to go back to it: kamtui ").split()
    assert main(words) == 0
    assert accounts(database_file) == ["R&D [/x]", "[ACME Corp]", "Contoso"]


def test_a_lost_database_is_restored_and_there_is_nothing_to_go_back_to(shell, database_file):
    shell()
    (file,) = made(database_file)
    database_file.unlink()
    status, out, _ = shell("restore", str(file))
    assert (status, out.count("\n")) == (0, 1)
    assert accounts(database_file) == ["R&D [/x]", "[ACME Corp]"]


def test_an_older_backup_says_that_it_will_be_brought_up_to_date(shell, database_file, monkeypatch):
    shell()
    monkeypatch.setattr("kamtui.storage.schema.REVISIONS", ("0001", "0002"))
    monkeypatch.setattr("kamtui.storage.schema.HEAD", "0002")
    assert (
        "the next start makes a backup of it and brings it up to date"
        in shell("restore", made(database_file)[0].name)[1]
    )


@pytest.mark.parametrize("name", ["gone.db", "~nobody-of-that-name/x.db", "x" * 300, "letter.txt", "\x1b[2J\n"])
def test_what_cannot_be_restored_is_refused_in_one_line(name, shell, database_file, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Jane,")
    before = database_file.read_bytes()
    status, out, err = shell("restore", name)
    assert (status, out) == (3, "")
    assert one_line(err)
    assert "\x1b" not in err
    assert database_file.read_bytes() == before


def test_a_locked_database_is_status_4(shell, database_file, monkeypatch):
    shell()
    monkeypatch.setattr("kamtui.storage.restore.restore.__defaults__", (0.0,))
    other = sqlite3.connect(database_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, _, err = shell("restore", made(database_file)[0].name)
    other.close()
    assert status == 4
    assert one_line(err)
    assert len(made(database_file)) == 1


@pytest.mark.parametrize("words", [("restore",), ("now", "x"), ("list", "x"), ("bogus",), ("verify", "a", "b")])
def test_wrong_usage_is_one_line_and_status_2(words, shell):
    status, out, err = shell(*words)
    assert (status, out) == (2, "")
    assert one_line(err)


def test_a_missing_database_makes_no_backup(shell, database_file):
    database_file.unlink()
    status, _, err = shell()
    assert status == 4
    assert one_line(err)


def test_a_broken_settings_file_does_not_stop_a_backup(shell, tmp_path):
    (tmp_path / "settings.toml").write_text("theme = ")
    assert shell()[0] == 0


def test_what_is_no_database_is_said_to_be_none(shell, database_file):
    database_file.write_bytes(b"my notes")
    status, out, err = shell()
    assert (status, out) == (4, "")
    assert one_line(err)
    assert "is not a database" in err
    assert not (database_file.parent / "backups").exists()
