"""The schema's runner: a new file appears whole, an older one is backed up and then changed in one transaction."""

import os
import sqlite3
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kamtui import paths
from kamtui.storage import backup, journal
from kamtui.storage.errors import Unusable, in_words
from kamtui.storage.schema import APPLICATION_ID, HEAD

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def scripts() -> Path:
    """The folder of migrations: inside the installed package, else in the checkout beside it."""
    inside = Path(str(files("kamtui"))) / "migrations"
    return inside if inside.is_dir() else inside.parent.parent / "migrations"


def create(path: Path) -> None:
    """Make a new database: built beside its final name and renamed when it is whole.

    Raises Unusable when the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        paths.private_folder(path.parent)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _upgrade(part, HEAD, fresh=True)
        backup.sync(part)
        os.link(part, path)
        backup.sync(path.parent)
    except FileExistsError:
        raise Unusable(f"{path} was created by another program just now; start again") from None
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"{path}: {in_words(error)}") from None
    finally:
        part.unlink(missing_ok=True)


def upgrade(path: Path, to: str = HEAD) -> Path:
    """Bring an older file up to date; returns the backup that was made first.

    Raises Unusable when anything fails: the file is then exactly as it was.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    saved = backup.copy(path, paths.backups(path) / f"{path.stem}-before-{to}-{stamp}.db")
    try:
        _upgrade(path, to, fresh=False)
    except Exception as error:
        raise Unusable(f"{path} could not be updated and is as it was: {in_words(error)}") from error
    return saved


def _upgrade(path: Path, to: str, *, fresh: bool) -> None:
    from alembic import command
    from alembic.config import Config

    engine = _engine(path)
    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
            raw.execute("PRAGMA foreign_keys = OFF")
            if fresh:
                raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            with connection.begin():
                before = {} if fresh else _counts(raw)
                config.attributes["connection"] = connection
                command.upgrade(config, to)
                _check(raw, before)
                journal.build_triggers(raw)
    finally:
        engine.dispose()


def _engine(path: Path) -> "Engine":
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, isolation_level=None, timeout=5),
        poolclass=NullPool,
        hide_parameters=True,
    )
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
        raise sqlite3.DatabaseError(f"malformed: {verdict}")
    after = _counts(connection)
    lost = sorted(table for table, count in before.items() if after.get(table, count) < count)
    if lost:
        raise sqlite3.IntegrityError(f"rows would be lost in {', '.join(lost)}")
