"""`kamtui doctor`: one line a check, a verdict, and nothing touched."""

import json
import subprocess
import sys

import pytest

from kamtui.cli import main
from kamtui.clock import Clock
from kamtui.storage import backups


@pytest.fixture
def shell(database_file, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KAMTUI_DB", str(database_file))
    monkeypatch.setenv("KAMTUI_CONFIG", str(tmp_path / "settings.toml"))
    tmp_path.chmod(0o700)
    database_file.chmod(0o600)
    backups.make(database_file, Clock().now())

    def call(*words):
        status = main(["doctor", *words])
        out, err = capsys.readouterr()
        assert err == ""
        return status, out

    return call


def content(folder):
    return {each: (each.read_bytes() if each.is_file() else b"", each.stat().st_mtime) for each in folder.rglob("*")}


def test_a_healthy_house_is_one_line_a_check_and_status_0(shell, tmp_path):
    before = content(tmp_path)
    status, out = shell()
    assert status == 0
    lines = out.splitlines()
    assert lines[-1] == "nothing is wrong"
    assert all(line.startswith("ok ") for line in lines[:-1])
    assert [line.split()[1] for line in lines[:-1]] == [
        *("file", "integrity", "schema", "references", "triggers", "journal", "values", "permissions", "inbox"),
        *("rescue", "leftovers", "room", "backups", "settings", "keys"),
    ]
    assert content(tmp_path) == before


def test_what_is_found_is_said_in_the_same_lines_and_status_1(shell, database_file, tmp_path):
    database_file.write_bytes(b"\0" * 4096)
    (tmp_path / "settings.toml").write_text("theme = 'neon'")
    status, out = shell()
    assert status == 1
    assert out.splitlines()[-1] == "2 findings"
    assert out.count("FOUND") == 2


def test_a_clash_of_keys_is_found(shell, tmp_path):
    (tmp_path / "settings.toml").write_text('[keys]\n"week.done" = "x"\n"week.dance" = "D"\n')
    status, out = shell()
    assert status == 1
    assert "x would be both week.done and week.skip" in out
    assert "week.dance is no action" in out


def test_json_is_one_document(shell, database_file):
    status, out = shell("--json")
    document = json.loads(out)
    assert (status, document["verdict"], document["database"]) == (0, "fine", str(database_file))
    assert {check["state"] for check in document["checks"]} == {"fine"}
    database_file.chmod(0o644)
    status, out = shell("--json")
    document = json.loads(out)
    assert (status, document["verdict"]) == (1, "found")
    assert [check["name"] for check in document["checks"] if check["state"] == "found"] == ["permissions"]


def test_without_a_database_nothing_is_wrong_and_nothing_is_made(shell, database_file):
    database_file.unlink()
    status, out = shell()
    assert status == 0
    assert "note  file         there is no database at" in out
    assert not database_file.exists()


def test_the_doctor_needs_neither_sqlmodel_nor_textual(database_file):
    asks = (
        "import sys; from kamtui.cli import main; main(['doctor']);"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'sqlmodel', 'pydantic', 'textual')))"
    )
    assert subprocess.run([sys.executable, "-c", asks], stdout=subprocess.DEVNULL).returncode == 0
