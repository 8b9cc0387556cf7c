"""The schema's runner: a new file appears whole, an older one is backed up and then changed in one transaction."""

import os
import sqlite3
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kamtui import paths
from kamtui.clock import Clock
from kamtui.storage import backup, journal, schema
from kamtui.storage.database import connect
from kamtui.storage.errors import Unusable, in_words

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def scripts() -> Path:
    """The folder of migrations: inside the installed package, else in the checkout beside it."""
    inside = Path(str(files("kamtui"))) / "migrations"
    return inside if inside.is_dir() else inside.parent.parent / "migrations"


def create(path: Path) -> None:
    """Make a new database: built beside its final name and put there whole.

    When another program makes the same file at the same time, the first one stays. Raises Unusable when the folder
    cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        paths.private_folder(path.parent)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _upgrade(part, schema.HEAD, fresh=True)
        backup.sync(part)
        _put(part, path)
        backup.sync(path.parent)
    except Exception as error:  # Alembic's, the database's or the disk's: no half of a file stays
        raise Unusable(f"{path} could not be created: {in_words(error)}") from error
    finally:
        with suppress(OSError):
            part.unlink()


def upgrade(path: Path, to: str | None = None) -> Path:
    """Bring an older file up to date; returns the backup that was made first.

    Raises Unusable when anything fails: the file is then exactly as it was.
    """
    target = to or schema.HEAD
    saved = backup.copy(path, paths.backups(path) / f"{path.stem}-before-{target}-{Clock().now():%Y%m%dT%H%M%SZ}.db")
    try:
        _upgrade(path, target, fresh=False)
    except Exception as error:  # likewise: the file was rolled back
        raise Unusable(f"{path} could not be updated and is as it was: {in_words(error)}") from error
    return saved


def _put(part: Path, path: Path) -> None:
    """Give the file its name, never over another one."""
    try:
        os.link(part, path)
    except FileExistsError:
        if path.is_symlink() and not path.exists():
            raise
    except OSError:
        if not path.exists():
            part.rename(path)  # a file system without links, such as a memory stick's


def _upgrade(path: Path, to: str, *, fresh: bool) -> None:
    from alembic import command
    from alembic.config import Config

    engine = _engine(path)
    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            raw = cast("sqlite3.Connection", connection.connection.driver_connection)
            raw.execute("PRAGMA foreign_keys = OFF")
            if fresh:
                raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            with connection.begin():
                before = {} if fresh else _counts(raw)
                journal.drop_triggers(raw)
                config.attributes["connection"] = connection
                command.upgrade(config, to)
                _check(raw, before)
                journal.build_triggers(raw)
                raw.execute(f"PRAGMA user_version = {int(to)}")
    finally:
        engine.dispose()


def _engine(path: Path) -> "Engine":
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in journal.journalled(connection)
    }


def _check(connection: sqlite3.Connection, before: dict[str, int]) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise sqlite3.IntegrityError("a reference would point nowhere")
    verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"the file is damaged: {verdict}")
    after = _counts(connection)
    lost = sorted(table for table, count in before.items() if after.get(table, 0) < count)
    if lost:
        raise sqlite3.IntegrityError(f"rows would be lost in {', '.join(lost)}")
