"""The backups of a database: what they are called, what is in them, which make themselves, how long they stay.

A backup lies in the folder `backups` beside its database. Its name begins with the database's and says when it was
made; one that the cockpit made by itself ends in `-auto`, and only those are ever removed.
"""

import re
import sqlite3
from collections.abc import Callable, Hashable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kamtui import paths
from kamtui.storage import backup, schema
from kamtui.storage.errors import Unusable, in_words

OFTEN = timedelta(days=1)
KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 7, 4, 12
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

COUNT_SQL = "SELECT count(*) FROM account"

_MOMENT = "%Y%m%dT%H%M%SZ"
_REST = re.compile(
    r"-(?:before-(?P<before>[0-9a-z]+)-)?(?P<at>\d{8}T\d{6}Z)(?:-\d{1,3})?(?P<auto>-auto)?\.db", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by its name. `before` is what it was made before: a schema's number, `restore`, or nothing."""

    file: Path
    at: datetime
    automatic: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What is in a backup: bytes, accounts and schema; `problem` says in one line why it cannot be restored."""

    size: int = 0
    accounts: int | None = None
    schema: str = ""
    problem: str = ""


def found(database_file: Path) -> list[Backup]:
    """The backups of a database, newest first; other files in the folder are left alone."""
    backups = []
    with suppress(OSError):
        for file in paths.backups(database_file).iterdir():
            named = _named(file, database_file.stem)
            if named is not None and file.is_file():
                backups.append(named)
    return sorted(backups, key=lambda one: (one.at, one.file.name), reverse=True)


def look(file: Path) -> Look:
    """Read a backup from end to end; nothing is raised, a problem is said."""
    size = 0
    try:
        size = file.stat().st_size
        schema.examine(file)
        backup.verify(file)
        uri = f"{file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            accounts = connection.execute(COUNT_SQL).fetchone()[0]
            return Look(size, accounts, schema.revision_of(connection) or "")
    except FileNotFoundError:
        return Look(problem="there is no such file")
    except Unusable as error:
        words = str(error).removeprefix(str(file)).partition(";")[0]
        return Look(size, problem=words.removeprefix(": ") if words.startswith(":") else f"it{words}")
    except (OSError, sqlite3.Error) as error:
        return Look(size, problem="it is damaged" if is_damage(error) else in_words(error))


def is_damage(error: Exception) -> bool:
    """Whether a file is not what was written into it, rather than locked, protected or on a full disk."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in DAMAGE


def make(
    database_file: Path,
    now: datetime,
    *,
    before: str = "",
    automatic: bool = False,
    halted: Callable[[], bool] | None = None,
) -> Path:
    """Write a verified backup under a name that is free; raises Unusable as `backup.copy` does."""
    try:
        target = free_name(database_file, now, before=before, automatic=automatic)
    except OSError as error:
        raise Unusable(f"no backup could be written to {paths.backups(database_file)}: {in_words(error)}") from None
    return backup.copy(database_file, target, halted)


def free_name(database_file: Path, now: datetime, *, before: str = "", automatic: bool = False) -> Path:
    """Where a backup of this moment goes; never over another one."""
    stem = f"{database_file.stem}-{f'before-{before}-' if before else ''}{now.astimezone(UTC):{_MOMENT}}"
    end = "-auto.db" if automatic else ".db"
    folder, number = paths.backups(database_file), 1
    target = folder / f"{stem}{end}"
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}{end}"
    return target


def make_automatic(database_file: Path, now: datetime, halted: Callable[[], bool] | None = None) -> Path | None:
    """Write the backup that is made by itself, where one is due, and remove those that are not needed any more.

    Returns the new one, or None. Raises Unusable when it cannot be written.
    """
    if not is_due(database_file, now) or _is_blank(database_file):
        return None
    made = make(database_file, now, automatic=True, halted=halted)
    for each in superfluous(found(database_file)):
        with suppress(OSError):
            each.file.unlink()
    return made


def is_due(database_file: Path, now: datetime) -> bool:
    """Whether the last automatic backup is a day old or more and the file was written to since then."""
    try:
        written = datetime.fromtimestamp(database_file.stat().st_mtime, UTC)
    except OSError:
        return False
    made = [each.at for each in found(database_file) if each.automatic and each.at <= now + OFTEN]
    return not made or (now - made[0] >= OFTEN and written >= made[0])


def superfluous(backups: Iterable[Backup]) -> list[Backup]:
    """The automatic ones among them that may go: the newest of 7 days, of 4 weeks and of 12 months stay."""
    mine = sorted((each for each in backups if each.automatic), key=lambda one: (one.at, one.file.name), reverse=True)
    kept: set[Backup] = set()
    for part, most in ((_day, KEPT_DAYS), (_week, KEPT_WEEKS), (_month, KEPT_MONTHS)):
        newest: dict[Hashable, Backup] = {}
        for each in mine:
            newest.setdefault(part(each.at), each)
        kept.update(list(newest.values())[:most])
    return [each for each in mine if each not in kept]


def _named(file: Path, stem: str) -> Backup | None:
    rest = _REST.fullmatch(file.name.removeprefix(stem)) if file.name.startswith(stem) else None
    if rest is None:
        return None
    try:
        at = datetime.strptime(rest["at"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(file, at, automatic=rest["auto"] is not None, before=rest["before"] or "")


def _is_blank(database_file: Path) -> bool:
    """Whether there is nothing to back up yet; a file that cannot be read is not blank."""
    try:
        uri = f"{database_file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)) as connection:
            return bool(connection.execute(COUNT_SQL).fetchone()[0] == 0)
    except sqlite3.Error:
        return False


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month
