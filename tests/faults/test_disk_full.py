import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import Session

from kamtui.models.accounts import Account
from kamtui.storage import backup
from kamtui.storage.database import Database
from kamtui.storage.errors import FAILING, FULL, Unusable
from tests.storage.records import account, actions, add, change, dump, person, whole_account

PAGE = 4096


def much(session: Session) -> None:
    """Work for `run`: more than fits."""
    (owner,) = add(session, account("Too much"))
    add(session, *(person(owner, f"Person {number}", notes="x" * 5_000) for number in range(200)))


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_plainly_and_changes_nothing(database: Database) -> None:
    database.run(whole_account)
    standing, held = dump(database.connection), database.path.read_bytes()
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    for write in (database.run, database.note):
        with pytest.raises(Unusable, match=FULL):
            write(much)
        assert not database.connection.in_transaction
    assert dump(database.connection) == standing
    assert database.path.read_bytes() == held
    database.connection.execute(f"PRAGMA max_page_count = {pages + 10_000}")
    database.run(much)
    assert [label for label, _ in actions(database.connection)] == ["whole account", "much"]
    assert database.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_undo_that_finds_no_room_changes_nothing(database: Database) -> None:
    database.run(much)
    database.run(lambda session: session.delete(session.get(Account, 1)))
    database.connection.execute("VACUUM")
    standing = dump(database.connection)
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(Unusable, match=FULL):
        database.undo()
    assert dump(database.connection) == standing
    database.connection.execute(f"PRAGMA max_page_count = {pages + 10_000}")
    assert database.undo() == "<lambda>"
    assert database.connection.execute("SELECT count(*) FROM stakeholder").fetchone() == (200,)


@pytest.mark.parametrize("room", [0, 1, 20])
def test_a_disk_that_takes_no_more_bytes_is_told_plainly_and_changes_nothing(database: Database, room: int) -> None:
    database.run(whole_account)
    standing, size = dump(database.connection), database.path.stat().st_size
    with no_room(size + room * PAGE):
        with pytest.raises(Unusable, match=f"{FULL}|{FAILING}"):
            database.run(much)
        assert dump(database.connection) == standing
    assert database.path.stat().st_size == size
    database.run(change, Account, 1, name="After")
    assert database.undo() == "change"
    assert dump(database.connection) == standing
    assert database.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_journal_that_finds_no_room_changes_nothing(database: Database) -> None:
    database.run(much)
    standing = dump(database.connection)
    with no_room(2 * PAGE), pytest.raises(Unusable):
        database.run(lambda session: session.delete(session.get(Account, 1)))
    assert dump(database.connection) == standing
    assert database.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_that_finds_no_room_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    target = backup.copy(database.path, tmp_path / "backups" / "copy.db")
    held = target.read_bytes()
    database.run(much)
    with no_room(10 * PAGE), pytest.raises(Unusable, match="no backup could be written"):
        backup.copy(database.path, target)
    assert {each.name: each.read_bytes() for each in target.parent.iterdir()} == {"copy.db": held}


def test_a_new_database_that_finds_no_room_is_not_there(tmp_path: Path) -> None:
    with no_room(3 * PAGE), pytest.raises(Unusable) as refusal:
        Database.open(tmp_path / "kamtui.db")
    assert "\n" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []
