"""Names, contents, what is made by itself, and what may go."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui import paths
from kamtui.storage import backup, backups
from kamtui.storage.backups import Backup
from kamtui.storage.database import Database
from kamtui.storage.errors import Unusable
from tests.storage.records import account, add

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def touched(file: Path, moment: datetime) -> None:
    os.utime(file, (moment.timestamp(), moment.timestamp()))


def names(database_file: Path) -> list[str]:
    return sorted(each.name for each in paths.backups(database_file).iterdir())


def test_a_backup_says_in_its_name_when_it_was_made_and_why(database: Database) -> None:
    made = [
        backups.make(database.path, NOW),
        backups.make(database.path, NOW - DAY, automatic=True),
        backups.make(database.path, NOW - 2 * DAY, before="restore"),
    ]
    assert [each.name for each in made] == [
        "kamtui-20261120T093000Z.db",
        "kamtui-20261119T093000Z-auto.db",
        "kamtui-before-restore-20261118T093000Z.db",
    ]
    assert backups.found(database.path) == [
        Backup(made[0], NOW),
        Backup(made[1], NOW - DAY, automatic=True),
        Backup(made[2], NOW - 2 * DAY, before="restore"),
    ]


def test_two_backups_of_one_moment_are_two_files(database: Database) -> None:
    made = [backups.make(database.path, NOW, automatic=automatic) for automatic in (False, False, False, True, True)]
    assert [each.name for each in made] == [
        *("kamtui-20261120T093000Z.db", "kamtui-20261120T093000Z-2.db", "kamtui-20261120T093000Z-3.db"),
        *("kamtui-20261120T093000Z-auto.db", "kamtui-20261120T093000Z-2-auto.db"),
    ]
    assert len(backups.found(database.path)) == 5


def test_only_backups_of_this_database_are_taken_for_one(database: Database) -> None:
    folder = paths.private_folder(paths.backups(database.path))
    for name in (
        *("kamtui-demo-20261120T093000Z.db", "other-20261120T093000Z-auto.db", "kamtui-20261320T093000Z.db"),
        *("kamtui-mine.db", "kamtui-20261120T093000Z.db.1.kamtui-part", "kamtui.db", "notes.txt"),
    ):
        (folder / name).touch()
    (folder / "kamtui-20261120T093000Z-auto.db").mkdir()
    (folder / "kamtui-before-0002-20261119T093000Z.db").touch()
    assert [(each.file.name, each.before) for each in backups.found(database.path)] == [
        ("kamtui-before-0002-20261119T093000Z.db", "0002")
    ]


def test_without_a_folder_there_are_no_backups(tmp_path: Path) -> None:
    assert backups.found(tmp_path / "kamtui.db") == []


def test_a_look_tells_accounts_schema_and_size(database: Database) -> None:
    database.run(add, account("Nordwind"), account("Contoso"))
    made = backups.make(database.path, NOW)
    assert backups.look(made) == backups.Look(made.stat().st_size, 2, "0001")


def test_a_look_says_what_is_wrong_with_a_file(database: Database, tmp_path: Path) -> None:
    def problem(file: Path) -> str:
        return backups.look(file).problem

    made = backups.make(database.path, NOW)
    assert problem(tmp_path / "gone.db") == "there is no such file"
    assert problem(tmp_path) == "it is not a file"
    assert problem(made / "below.db") == "the system says: Not a directory"
    (tmp_path / "letter").write_text("Dear Jane,")
    assert problem(tmp_path / "letter") == "it is not a database"
    (tmp_path / "empty").touch()
    assert problem(tmp_path / "empty") == "it is empty, which no kamtui database is"
    whole = made.read_bytes()
    made.write_bytes(whole[: len(whole) // 2] + b"\xff" * 8192 + whole[len(whole) // 2 + 8192 :])
    assert problem(made) == "it is damaged"
    made.write_bytes(whole[:8192])
    assert problem(made) == "the database is damaged"
    made.write_bytes(whole)
    other = sqlite3.connect(made)
    other.execute("DROP TABLE account")
    assert problem(made) == "the database refused: no such table: account"
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.commit()
    assert problem(made) == "it was written by a newer kamtui (schema 9999)"
    other.execute("PRAGMA application_id = 7")
    other.close()
    assert problem(made) == "it belongs to another program"


def test_the_first_automatic_backup_waits_for_the_first_account(database: Database) -> None:
    assert backups.make_automatic(database.path, NOW) is None
    database.run(add, account())
    made = backups.make_automatic(database.path, NOW)
    assert made is not None
    assert made.name == "kamtui-20261120T093000Z-auto.db"
    assert made.stat().st_mode & 0o777 == 0o600


def test_an_automatic_backup_is_made_once_a_day_and_only_after_a_change(database: Database) -> None:
    database.run(add, account())
    backups.make(database.path, NOW - DAY, automatic=True)
    touched(database.path, NOW - timedelta(hours=1))
    assert not backups.is_due(database.path, NOW - timedelta(seconds=1))
    assert backups.is_due(database.path, NOW)
    touched(database.path, NOW - 2 * DAY)
    assert not backups.is_due(database.path, NOW)
    assert backups.make_automatic(database.path, NOW) is None


def test_a_backup_made_by_hand_does_not_put_off_the_automatic_one(database: Database) -> None:
    backups.make(database.path, NOW)
    assert backups.is_due(database.path, NOW)


def test_a_backup_dated_by_a_clock_that_was_wrong_does_not_put_off_the_next(database: Database) -> None:
    backups.make(database.path, NOW + 3650 * DAY, automatic=True)
    assert backups.is_due(database.path, NOW)


def test_a_missing_database_is_not_due(tmp_path: Path) -> None:
    assert not backups.is_due(tmp_path / "kamtui.db", NOW)


def test_an_automatic_backup_removes_the_superfluous_ones_and_no_others(database: Database) -> None:
    database.run(add, account())
    for days in range(2, 40):
        backups.make(database.path, NOW - days * DAY, automatic=True) if days in (2, 38, 39) else None
    folder = paths.backups(database.path)
    one = backups.found(database.path)[0].file.read_bytes()
    for days in range(3, 38):
        (folder / f"kamtui-{NOW - days * DAY:%Y%m%dT%H%M%SZ}-auto.db").write_bytes(one)
    by_hand = backups.make(database.path, NOW - 300 * DAY)
    before = backups.make(database.path, NOW - 301 * DAY, before="0001")
    (folder / "other-20250101T000000Z-auto.db").touch()
    touched(database.path, NOW)
    backups.make_automatic(database.path, NOW)
    assert by_hand.exists()
    assert before.exists()
    assert names(database.path) == sorted(
        [
            *(by_hand.name, before.name, "other-20250101T000000Z-auto.db"),
            *(f"kamtui-{NOW - days * DAY:%Y%m%dT%H%M%SZ}-auto.db" for days in (0, 2, 3, 4, 5, 6, 7, 12, 19, 20)),
        ]
    )


def test_a_superfluous_backup_that_cannot_be_removed_stops_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.run(add, account())
    for hours in (25, 26):
        backups.make(database.path, NOW - timedelta(hours=hours), automatic=True)
    touched(database.path, NOW)

    def refused(_file: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(backup, "_forget", lambda _part: None)
        patch.setattr(Path, "unlink", refused)
        assert backups.make_automatic(database.path, NOW) is not None
    assert len(backups.found(database.path)) == 3


def test_a_folder_that_cannot_be_used_is_one_line(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.run(add, account())
    paths.backups(database.path).write_text("in the way")
    with pytest.raises(Unusable, match="no backup could be written to"):
        backups.make_automatic(database.path, NOW)

    def closed(_file: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", closed)
    with pytest.raises(Unusable, match="check the folder and its permissions"):
        backups.make(database.path, NOW)


def test_a_damaged_database_makes_no_automatic_backup_and_says_so(database_file: Path) -> None:
    database_file.write_bytes(b"\xff" * 8192)
    with pytest.raises(Unusable, match="the database is damaged"):
        backups.make_automatic(database_file, NOW)
    assert names(database_file) == []


@given(st.lists(st.integers(0, 900), max_size=60))
def test_the_newest_stays_and_so_does_one_of_each_of_the_last_days_weeks_and_months(hours: list[int]) -> None:
    made = [Backup(Path(f"{number}.db"), NOW - timedelta(hours=12 * each), True) for number, each in enumerate(hours)]
    gone = backups.superfluous([*made, Backup(Path("hand.db"), NOW - 999 * DAY)])
    kept = [each for each in made if each not in gone]
    assert set(gone) <= set(made)
    for part, most in (
        (lambda at: at.date(), 7),
        (lambda at: at.isocalendar()[:2], 4),
        (lambda at: (at.year, at.month), 12),
    ):
        there = sorted({part(each.at) for each in made}, reverse=True)[:most]
        assert set(there) <= {part(each.at) for each in kept}
    assert len(kept) <= 23
    assert backups.superfluous(kept) == []


def test_rotation_day_after_day_leaves_a_year_of_months() -> None:
    kept: list[Backup] = []
    for day in range(800):
        kept.append(Backup(Path(f"{day}.db"), NOW + day * DAY, automatic=True))
        gone = set(backups.superfluous(kept))
        kept = [each for each in kept if each not in gone]
    ages = [(kept[-1].at - each.at).days for each in kept]
    assert ages[-7:] == [6, 5, 4, 3, 2, 1, 0]
    assert 330 <= max(ages) <= 365
    assert len(kept) <= 23
