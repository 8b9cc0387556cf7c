"""What lies beside the database: who can read it, what was left behind, how much room there is, how old the backups."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from glob import escape
from pathlib import Path

from kamtui import paths
from kamtui.domain.wording import near, plural
from kamtui.storage import backup, backups, inbox, rescued
from kamtui.storage.doctor import Check, fine, found, note, size_words
from kamtui.storage.errors import in_words

OLD = timedelta(days=7)
BEGUN_SQL = "SELECT min(at) FROM journal_action"
ROOM = 20_000_000
COPIES = 3
OTHERS = 0o077
OTHERS_WRITE = 0o022
STICKY = 0o1000


def look_around(path: Path, now: datetime) -> list[Check]:
    """Check what lies beside a database file; nothing is raised and nothing is written."""
    try:
        if not path.parent.is_dir():
            return []
        checks = [_permissions(path), _inbox(path), _unsaved(path), _leftovers(path, now), _room(path)]
        return [*checks, _backups(path, now)] if path.exists() else checks
    except OSError as error:
        return [found("folder", f"{path.parent} cannot be looked at: {in_words(error)}")]


def _permissions(path: Path) -> Check:
    if sys.platform == "win32":  # pragma: no cover
        return note("permissions", "not looked at on this system")
    folder = path.parent.stat().st_mode
    if folder & OTHERS_WRITE and not folder & STICKY:
        return found("permissions", f"others can change {path.parent}; `chmod 700` keeps them out")
    open_ = [file for file in _private(path) if file.stat().st_mode & OTHERS]
    if open_:
        more = f" and {plural(len(open_) - 1, 'more file')}" if open_[1:] else ""
        return found("permissions", f"others can read {open_[0]}{more}; `chmod 600` keeps them out")
    if folder & OTHERS:
        return note("permissions", f"only you can read your files; others can see their names in {path.parent}")
    return fine("permissions", "only you can read your files")


def _private(path: Path) -> Iterator[Path]:
    beside = [path, path.with_name(f"{path.name}-journal"), path.parent / "crash.log"]
    inside = [
        *(each.file for each in backups.found(path)),
        *_files(paths.inbox(path), "*"),
        *_files(paths.rescue(path), "*"),
    ]
    yield from (file for file in (*beside, *inside) if file.is_file())


def _inbox(path: Path) -> Check:
    waiting = len(inbox.kept(paths.inbox(path)))
    if waiting:
        return note("inbox", f"{plural(waiting, 'captured line')} to finish: c, then F2, shows them")
    return fine("inbox", "no captured line waits")


def _unsaved(path: Path) -> Check:
    files = [file for file in _files(paths.rescue(path), "*") if file.is_file()]
    typed = [file for file in files if file.name.endswith(rescued.SUFFIX)]
    if len(files) > len(typed):
        count = plural(len(files) - len(typed), "text")
        return found("rescue", f"{count} could not be saved; read them in {paths.rescue(path)}, then remove them")
    if typed:
        return note("rescue", f"{plural(len(typed), 'text')} still being typed; the screen they belong to has them")
    return fine("rescue", "no text waits to be saved")


def _leftovers(path: Path, now: datetime) -> Check:
    name = escape(path.name)
    patterns = (f"*{backup.PART}", f".{name}.*.new", f".{name}.*.part")
    named = [*_files(path.parent, *patterns), *_files(paths.backups(path), patterns[0])]
    old = [file for file in named if now.timestamp() - _changed(file, now) > backup.LEFT_BEHIND_AFTER]
    if old:
        return found("leftovers", f"{plural(len(old), 'file')} of work cut short, such as {old[0]}; remove them")
    return fine("leftovers", "nothing was left behind")


def _room(path: Path) -> Check:
    size = path.stat().st_size if path.is_file() else 0
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return note("room", "the system does not say how much room is left")
    if free < ROOM + COPIES * size:
        return found("room", f"only {size_words(free)} are free; make room, or nothing can be saved soon")
    return fine("room", f"{size_words(free)} free")


def _backups(path: Path, now: datetime) -> Check:
    made = backups.found(path)
    if not made:
        state = found if now - _begun(path, now) > OLD else note
        return state("backups", "there is no backup yet; `kamtui backup now` makes one")
    newest = made[0]
    problem = backups.look(newest.file).problem
    if problem:
        return found("backups", f"the newest, {newest.file.name}, cannot be restored: {problem}")
    words = f"{plural(len(made), 'backup')}, the newest {near(newest.at.date(), now.date())}"
    if now - newest.at > OLD and _changed(path, now) > newest.at.timestamp():
        return found("backups", f"{words}, and the file changed since; `kamtui backup now` makes one")
    return fine("backups", words)


def _begun(path: Path, now: datetime) -> datetime:
    """The moment of the first thing that was done in a database; now, where there is none or it cannot be read."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error, TypeError, ValueError),
        closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection,
    ):
        return datetime.fromisoformat(connection.execute(BEGUN_SQL).fetchone()[0])
    return now


def _files(folder: Path, *patterns: str) -> list[Path]:
    names: list[Path] = []
    with suppress(OSError):
        for pattern in patterns:
            names += sorted(folder.glob(pattern))
    return names


def _changed(file: Path, now: datetime) -> float:
    with suppress(OSError):
        return file.stat().st_mtime
    return now.timestamp()
