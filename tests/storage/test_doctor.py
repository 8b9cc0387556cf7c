"""The doctor: what it finds, what it only notes, and that it never touches anything."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from kamtui import models, paths
from kamtui.models.columns import Choice, Plain
from kamtui.storage import backups, doctor, doctor_folder, doctor_values, inbox, rescued, schema
from kamtui.storage.database import Database
from kamtui.storage.doctor import Check, State
from kamtui.storage.journal_triggers import LEFT_OUT
from tests.storage.records import account, add, whole_account

NOW = datetime.now(UTC).replace(microsecond=0)
TABLES = {name: table for name, table in SQLModel.metadata.tables.items() if name not in LEFT_OUT}


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def inside(file: Path) -> dict[str, Check]:
    return by_name(doctor.look_into(file))


def around(file: Path) -> dict[str, Check]:
    return by_name(doctor_folder.look_around(file, NOW))


def states(checks: dict[str, Check]) -> dict[str, State]:
    return {name: check.state for name, check in checks.items() if check.state is not State.FINE}


def tampered(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def content(folder: Path) -> dict[str, tuple[bytes, float, int]]:
    return {
        str(each): (each.read_bytes() if each.is_file() else b"", each.stat().st_mtime, each.stat().st_mode)
        for each in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def template(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a whole account, written once."""
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("doctor") / "kamtui.db"))
    opened = Database.open(path)
    opened.run(whole_account)
    opened.close()
    return path


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Path:
    """A private file with a whole account, the test's own."""
    path = Path(shutil.copy(template, tmp_path / "kamtui.db"))
    path.chmod(0o600)
    tmp_path.chmod(0o700)
    return path


def test_a_sound_file_has_nothing_wrong_and_is_not_touched(filled: Path) -> None:
    backups.make(filled, NOW)
    before = content(filled.parent)
    found = {**inside(filled), **around(filled)}
    assert states(found) == {}
    assert list(found) == [
        *("file", "integrity", "schema", "references", "triggers", "journal", "values"),
        *("permissions", "inbox", "rescue", "leftovers", "room", "backups"),
    ]
    assert content(filled.parent) == before


def test_without_a_database_there_is_nothing_to_look_into(tmp_path: Path) -> None:
    assert states(inside(tmp_path / "kamtui.db")) == {"file": State.NOTE}
    assert "backups" not in around(tmp_path / "kamtui.db")
    assert around(tmp_path / "gone" / "kamtui.db") == {}
    assert not (tmp_path / "gone").exists()


# The file


def test_what_is_no_database_of_ours_is_named(tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Jane,")
    assert "is not a database" in inside(letter)["file"].words
    assert "is empty" in inside(Path(shutil.copy(os.devnull, tmp_path / "empty.db")))["file"].words
    assert "is not a file" in inside(tmp_path)["file"].words
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in inside(tmp_path / "pipe")["file"].words
    monkeypatch.setattr(schema, "examine", lambda _path: schema.Found.MISSING)
    assert "changed while it was looked at" in inside(letter)["file"].words


def test_a_damaged_page_is_found(filled: Path) -> None:
    with filled.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xff" * 40_960)
    found = inside(filled)
    assert found["integrity"].state is State.FOUND
    assert all("\n" not in check.words for check in found.values())


def test_a_file_cut_short_is_found(filled: Path) -> None:
    os.truncate(filled, 8192)
    assert states(inside(filled))["file"] is State.FOUND


def test_a_page_that_nothing_knows_is_found(filled: Path) -> None:
    tampered(filled, "PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = 'stakeholder_email'")
    assert "the file is damaged (" in inside(filled)["integrity"].words


def test_a_table_that_cannot_be_asked_is_said_and_the_rest_is_looked_at(filled: Path) -> None:
    tampered(filled, "DROP TABLE journal_now")
    found = inside(filled)
    assert found["journal"].words == "the database refused: no such table: journal_now"
    assert "values" in found


def test_an_older_schema_is_noted_and_a_newer_one_found(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "REVISIONS", ("0001", "0002"))
        patch.setattr(schema, "HEAD", "0002")
        assert states(inside(filled)) == {"schema": State.NOTE}
    tampered(filled, "UPDATE alembic_version SET version_num = '9999'")
    assert inside(filled)["schema"].words == "schema 9999 is not known here; update kamtui to open it"
    assert "values" not in inside(filled)
    tampered(filled, "DROP TABLE alembic_version")
    assert list(inside(filled)) == ["file", "integrity", "schema"]


def test_a_write_that_was_cut_short_is_said_and_left_to_the_cockpit(filled: Path) -> None:
    dies = (
        "import os, signal, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN EXCLUSIVE')\n"
        "c.execute('UPDATE account SET notes = zeroblob(100000)')\n"
        "c.execute('UPDATE stakeholder SET notes = zeroblob(100000)')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", dies, str(filled)])
    before = content(filled.parent)
    assert any(name.endswith("-journal") for name in before)
    assert inside(filled)["file"].words.startswith("a write was cut short")
    assert content(filled.parent) == before


def test_a_reference_that_leads_nowhere_is_found(filled: Path) -> None:
    tampered(filled, "DELETE FROM stakeholder")
    assert "lead nowhere, in conversation" in inside(filled)["references"].words
    assert " more; " in inside(filled)["references"].words


@pytest.mark.parametrize(
    "statement", ["DROP TRIGGER journal_account_update", "ALTER TABLE account ADD COLUMN mood VARCHAR"]
)
def test_a_table_that_the_journal_does_not_see_is_found(statement: str, filled: Path) -> None:
    tampered(filled, statement)
    assert "the journal does not see account" in inside(filled)["triggers"].words


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal_now (action_id) SELECT max(id) FROM journal_action",
        "UPDATE journal_action SET state = 'undone' WHERE id = 1",
        "UPDATE journal_change SET after = '{' WHERE id = 1",
    ],
)
def test_a_journal_that_contradicts_itself_is_found(statement: str, filled: Path) -> None:
    connection = sqlite3.connect(filled)
    connection.execute("INSERT INTO journal_action (at, label, state) VALUES ('', 'later', 'done')")
    connection.commit()
    connection.close()
    assert states(inside(filled)) == {}
    tampered(filled, statement)
    assert states(inside(filled)) == {"journal": State.FOUND}


# Values


def test_the_doctor_knows_every_choice_and_every_structure_of_the_models() -> None:
    assert models.__all__
    columns = {(name, column.name): column for name, table in TABLES.items() for column in table.columns}
    choices = {place: column.type.choices for place, column in columns.items() if isinstance(column.type, Choice)}
    assert choices == doctor_values.CHOICES
    plain = [place for place, column in columns.items() if isinstance(column.type, Plain)]
    lists = set()
    for mapper in SQLModel._sa_registry.mappers:
        record = mapper.class_()
        name = str(mapper.local_table.name)
        lists |= {(name, each) for table, each in plain if table == name and isinstance(getattr(record, each), list)}
    assert lists == doctor_values.LISTS


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("account.status", "'dormant'"), ("account.tier", "'one'"), ("account.auto_renew", "2")),
        *(
            ("account.client_since", "'2026-02-30'"),
            ("account.client_since", "20260101"),
            ("account.changed_at", "'2026-02-30T09:30:00Z'"),
            ("account.created_on", "'soon'"),
        ),
        *(("account.external_ids", "'{'"), ("account.external_ids", "'[]'"), ("account.external_ids", "'null'")),
        *(("stakeholder.roles", "'{}'"), ("account.changed_at", "'2026-11-20 09:30:00'"), ("touchpoint.at", "''")),
        *(("touchpoint.response_hours", "9e999"), ("touchpoint.response_hours", "'fast'"), ("account.notes", "x'00'")),
        *(("contract.annual_value", "'1,000'"), ("touchpoint.minutes", "1.5")),
    ],
)
def test_a_value_that_the_models_would_refuse_is_found(column: str, value: str, filled: Path) -> None:
    table, _, name = column.partition(".")
    tampered(filled, f"UPDATE {table} SET {name} = {value} WHERE id = 1")
    check = inside(filled)["values"]
    assert check.state is State.FOUND
    assert f"{column} (1)" in check.words


def test_a_portfolio_of_whole_values_and_a_fraction_without_one_are_fine(filled: Path) -> None:
    tampered(filled, "UPDATE touchpoint SET response_hours = 3", "UPDATE account SET client_since = NULL")
    assert inside(filled)["values"].state is State.FINE


# The folder


def test_a_file_that_others_can_read_is_found(filled: Path) -> None:
    made = backups.make(filled, NOW)
    made.chmod(0o640)
    assert around(filled)["permissions"].words.startswith(f"others can read {made};")
    filled.chmod(0o604)
    assert f"others can read {filled} and 1 more file;" in around(filled)["permissions"].words


def test_a_folder_that_others_can_change_is_found_and_one_they_can_see_is_noted(filled: Path) -> None:
    filled.parent.chmod(0o755)
    assert around(filled)["permissions"].state is State.NOTE
    filled.parent.chmod(0o777)
    assert around(filled)["permissions"].state is State.FOUND
    filled.parent.chmod(0o1777)
    assert around(filled)["permissions"].state is State.NOTE


def test_waiting_lines_are_noted_and_text_that_was_not_saved_is_found(filled: Path) -> None:
    inbox.keep(paths.inbox(filled), "Acme: called", NOW)
    assert "1 captured line to finish" in around(filled)["inbox"].words
    rescued.write(paths.rescue(filled), "a plan", "half a sentence")
    assert states(around(filled))["rescue"] is State.NOTE
    left = paths.rescue(filled) / "2026-11-20 form.txt"
    left.write_text("typed")
    left.chmod(0o600)
    assert "1 text could not be saved" in around(filled)["rescue"].words


def test_what_killed_work_left_behind_is_found_and_work_under_way_is_not(filled: Path) -> None:
    backups.make(filled, NOW)
    parts = [
        paths.backups(filled) / "kamtui-1.db.7.kamtui-part",
        filled.parent / ".kamtui.db.7.new",
        filled.parent / ".kamtui.db.7.part",
    ]
    for part in parts:
        part.touch()
    assert around(filled)["leftovers"].state is State.FINE
    for part in parts:
        os.utime(part, (0, 0))
    assert "3 files of work cut short" in around(filled)["leftovers"].words


def test_a_file_that_goes_away_meanwhile_is_nothing_left_behind(filled: Path) -> None:
    (filled.parent / ".kamtui.db.7.part").symlink_to("nowhere")
    assert around(filled)["leftovers"].state is State.FINE


def test_a_disk_that_is_nearly_full_is_found(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(filled.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=12_345_678))
    assert around(filled)["room"].words.startswith("only 12.3 MB are free")

    def unknown(_path: Path) -> None:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", unknown)
    assert around(filled)["room"].state is State.NOTE


def test_old_missing_and_damaged_backups_are_found(filled: Path) -> None:
    assert around(filled)["backups"].words.startswith("there is no backup yet;")
    assert around(filled)["backups"].state is State.NOTE
    tampered(filled, f"UPDATE journal_action SET at = '{NOW - timedelta(days=8):%Y-%m-%dT%H:%M:%SZ}'")
    assert around(filled)["backups"].state is State.FOUND
    made = backups.make(filled, NOW - timedelta(days=8))
    assert "1 backup, the newest 8 d ago, and the file changed since" in around(filled)["backups"].words
    long_ago = (NOW - timedelta(days=9)).timestamp()
    os.utime(filled, (long_ago, long_ago))
    assert around(filled)["backups"].state is State.FINE
    made.write_bytes(b"")
    assert "cannot be restored: it is empty" in around(filled)["backups"].words


@pytest.mark.parametrize(("size", "words"), [(0, "0 kB"), (1, "1 kB"), (3_400_000, "3.4 MB"), (85 * 10**9, "85 GB")])
def test_sizes_are_short(size: int, words: str) -> None:
    assert doctor.size_words(size) == words


def test_a_name_full_of_wildcards_is_only_a_name(filled: Path) -> None:
    odd = filled.rename(filled.with_name("R&D [x]*.db"))
    backups.make(odd, NOW)
    (filled.parent / ".R&D [x]*.db.7.part").touch()
    os.utime(filled.parent / ".R&D [x]*.db.7.part", (0, 0))
    assert states({**inside(odd), **around(odd)}) == {"leftovers": State.FOUND}


def test_looking_costs_no_sqlmodel() -> None:
    asks = "import sys; from kamtui.storage import doctor, doctor_folder; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asks]).returncode == 0


def test_a_portfolio_with_one_account_is_fine(database: Database) -> None:
    database.run(add, account())
    assert states(inside(database.path)) == {}


def test_a_folder_that_may_not_be_looked_into_is_found(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", locked)
    (check,) = around(filled).values()
    assert (check.name, check.state) == ("folder", State.FOUND)
    assert check.words.startswith(f"{filled.parent} cannot be looked at: ")


def test_a_file_that_cannot_be_read_has_no_beginning(filled: Path) -> None:
    filled.write_bytes(b"my notes")
    assert around(filled)["backups"].state is State.NOTE
