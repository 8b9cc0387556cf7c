import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kamtui.storage import schema
from kamtui.storage.database import Database
from kamtui.storage.errors import BUSY, DAMAGED, Unusable


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("Dear diary, " * 100)


def short(path: Path) -> None:
    path.write_bytes(schema.MAGIC)


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE alembic_version (version_num)")
    connection.close()


def newer(path: Path) -> None:
    ours(path, "UPDATE alembic_version SET version_num = '9999'")


def unstamped(path: Path) -> None:
    ours(path, "DELETE FROM alembic_version")


def cut_short(path: Path) -> None:
    ours(path, "SELECT 1")
    os.truncate(path, path.stat().st_size // 2)


def scribbled_over(path: Path) -> None:
    ours(path, "SELECT 1")
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def a_folder(path: Path) -> None:
    path.mkdir()


def ours(path: Path, statement: str) -> None:
    shutil.copy(path.parent / "template.db", path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (empty, "is empty"),
        (text, "is not a database"),
        (short, "is not a database"),
        (foreign, "belongs to another program"),
        (newer, "was written by a newer kamtui (schema 9999)"),
        (unstamped, "does not say which schema"),
        (cut_short, DAMAGED),
        (scribbled_over, DAMAGED),
        (a_folder, "is not a file"),
    ],
)
def test_what_is_not_ours_to_touch_is_refused_in_one_line_and_untouched(
    make: Callable[[Path], None], why: str, tmp_path: Path, migrated_file: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "template.db")
    path = tmp_path / "kamtui.db"
    make(path)
    held = {each: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    with pytest.raises(Unusable) as refusal:
        Database.open(path)
    assert why in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert {each: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()} == held


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="too long"):
        Database.open(tmp_path / ("x" * 300))


def test_a_missing_file_is_missing_and_a_migrated_one_is_current(tmp_path: Path, migrated_file: Path) -> None:
    assert schema.examine(tmp_path / "kamtui.db") is schema.Found.MISSING
    assert schema.examine(migrated_file) is schema.Found.CURRENT


def test_a_known_earlier_schema_is_older(migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(schema, "HEAD", "0002")
    assert schema.examine(migrated_file) is schema.Found.OLDER


def test_looking_at_a_locked_file_is_told_plainly(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "PATIENCE", 0.05)
    other = sqlite3.connect(database_file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Unusable, match=BUSY):
        schema.examine(database_file)
    other.close()


def test_a_write_that_was_cut_short_is_taken_back_before_looking(database_file: Path, tmp_path: Path) -> None:
    writing = sqlite3.connect(database_file, isolation_level=None)
    writing.execute("PRAGMA cache_size = 1")
    writing.execute("PRAGMA cache_spill = 1")
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("UPDATE alembic_version SET version_num = '9999'")
    for number in range(500):
        writing.execute("INSERT INTO journal_action (at, label, state) VALUES ('', ?, 'done')", (f"{number}" * 100,))
    shutil.copy(database_file, tmp_path / "crashed.db")
    shutil.copy(f"{database_file}-journal", tmp_path / "crashed.db-journal")
    writing.close()
    assert schema.examine(tmp_path / "crashed.db") is schema.Found.CURRENT
    opened = Database.open(tmp_path / "crashed.db")
    assert opened.connection.execute("SELECT count(*) FROM journal_action").fetchone() == (0,)
    assert opened.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    opened.close()
