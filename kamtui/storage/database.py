"""The database: one connection, one transaction per user action."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from kamtui.clock import Clock
from kamtui.domain import money
from kamtui.domain.errors import Refused
from kamtui.domain.veil import MASK, masked
from kamtui.storage import journal, schema
from kamtui.storage.errors import SQLITE_TROUBLE, Unusable, in_words, is_busy

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlmodel import Session

    from kamtui.storage.veil import Veil

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 5.0
MASKED = "this would store what the privacy shield masked; lift it (p) and do it again, nothing was changed"
PRAGMAS = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA recursive_triggers = ON",
)


def connect(path: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open an existing file with the settings that lose nothing in a power cut.

    `patience` is how many seconds to wait for another program's write. Raises sqlite3.Error.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience)
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class Database:
    """An open file. Everything happens on the thread that opened it.

    `read` calls a function of the connection; `run` calls a function of a SQLModel session inside one transaction
    that the journal keeps as one action.
    """

    def __init__(self, path: Path, clock: Clock | None = None, patience: float = PATIENCE) -> None:
        self.path = path
        self.clock = clock or Clock()
        self.connection = connect(path, patience)
        self._engine: Engine | None = None
        self._veiled: sqlite3.Connection | None = None
        self._how: Veil | None = None
        self._was_veiled = False
        self.changed = True  # whether the last `run` changed anything
        try:
            self._version = self._version_now()
        except sqlite3.Error:
            self.connection.close()
            raise

    @classmethod
    def open(cls, path: Path, clock: Clock | None = None, patience: float = PATIENCE) -> Self:
        """Open the file, creating or updating it where needed; `patience` is how many seconds a lock is waited for.

        Raises Unusable when the file must not be touched or cannot be used.
        """
        opened = cls._current(path, clock, patience)
        if opened is not None:
            return opened
        found = schema.examine(path)
        if found is not schema.Found.CURRENT:
            from kamtui.storage import migrate

            if found is schema.Found.MISSING:
                migrate.create(path)
            else:
                migrate.upgrade(path)
        try:
            return cls(path, clock, patience)
        except sqlite3.Error as error:
            raise Unusable(f"{path}: {in_words(error)}") from None

    @classmethod
    def _current(cls, path: Path, clock: Clock | None, patience: float) -> Self | None:
        """The usual start: one look at the first bytes, one connection. None when a closer look is needed.

        Raises Unusable when another program holds the file.
        """
        if not schema.stamped_current(path):
            return None
        opened: Self | None = None
        try:
            opened = cls(path, clock, patience)
            if schema.revision_of(opened.connection) == schema.HEAD:
                return opened
        except sqlite3.Error as error:
            if is_busy(error):
                if opened is not None:
                    opened.close()
                raise Unusable(f"{path}: {in_words(error)}") from None
        if opened is not None:
            opened.close()
        return None

    def read(self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `query(connection, …)`; raises Unusable when the file cannot be read.

        Behind the veil it finds masked names and texts, is asked without titles of the user's own, and says no amounts.
        """
        try:
            if self._veiled is None:
                return query(self.connection, *args, **kwargs)
            from kamtui.storage.veil import seen

            asked: Any = query
            named = {name: seen(each, self._how) for name, each in kwargs.items()}
            with money.hidden():
                found: T = asked(self._veiled, *(seen(each, self._how) for each in args), **named)
            return found
        except SQLITE_TROUBLE as error:
            raise Unusable(in_words(error)) from error

    def run(self, work: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `work(session, …)` in one transaction, kept as one action that `undo` takes back.

        The work names itself with `describe`. Raises what the work raises, having changed nothing, and Unusable when
        the file cannot be written.
        """
        with self._session() as session:
            session.info["label"] = _called(work.__name__)
            action = journal.start(self.connection, _text(session.info["now"]), session.info["label"])
            result = work(session, *args, **kwargs)
            session.flush()
            label = self._unmasked_label(work.__name__, session.info["label"], action)
            self.changed = journal.finish(self.connection, action, label, session.info.get("batch"))
            session.commit()
            return result

    def note(self, work: "Callable[Concatenate[Session, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `run`, for what the cockpit itself keeps (clocks, progress): nothing to undo, no history."""
        if self._was_veiled and masked(repr((args, kwargs))):
            raise Refused(MASKED)
        with self._session() as session:
            result = work(session, *args, **kwargs)
            session.commit()
            return result

    def veil(self, how: "Veil | None") -> None:
        """Read behind a veil from now on, or plainly again (rule G-2); what is written stays as it is.

        Raises Unusable when the file cannot be read.
        """
        from kamtui.storage import veil

        before, self._veiled, self._how = self._veiled, None, how
        if before is not None:
            before.close()
        if how is not None:
            try:
                self._veiled, self._was_veiled = veil.worn(self.path, how, connect), True
            except sqlite3.Error as error:
                raise Unusable(in_words(error)) from error

    def read_plainly(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `read`, whatever veil there is: for what is edited out of sight."""
        try:
            return query(self.connection, *args, **kwargs)
        except SQLITE_TROUBLE as error:
            raise Unusable(in_words(error)) from error

    def _unmasked_label(self, name: str, label: str, action: int) -> str:
        """The label to keep; raises Refused when what was masked on the screen would be stored."""
        if not self._was_veiled:
            return label
        if journal.holds(self.connection, action, MASK):
            raise Refused(MASKED)
        return _called(name) if masked(label) else label

    def undo(self) -> str | None:
        """Take back the newest action; returns its label, or None when there is none."""
        return self._stepping(journal.undo)

    def redo(self) -> str | None:
        """Do the last undone action again; returns its label, or None when there is none."""
        return self._stepping(journal.redo)

    def changed_elsewhere(self) -> bool:
        """Whether another program wrote to the file since this was last asked; raises Unusable as `read` does."""
        try:
            before, self._version = self._version, self._version_now()
        except SQLITE_TROUBLE as error:
            raise Unusable(in_words(error)) from error
        return self._version != before

    def _version_now(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def warm(self) -> None:
        """Load what writing needs, so that the first change does not wait for it."""
        self._ready().connect().close()

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
        if self._veiled is not None:
            self._veiled.close()
        self.connection.close()

    def _stepping(self, step: Callable[[sqlite3.Connection], str | None]) -> str | None:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self.connection.execute("PRAGMA defer_foreign_keys = ON")
                label = step(self.connection)
                self.connection.execute("COMMIT")
            finally:
                self._let_go()
        except SQLITE_TROUBLE as error:
            raise Unusable(in_words(error)) from error
        return label

    def _let_go(self) -> None:
        """Take back a transaction that is still open; a commit that failed leaves one, with the file locked."""
        with suppress(sqlite3.Error):
            self.connection.rollback()

    @contextmanager
    def _session(self) -> "Iterator[Session]":
        engine = self._ready()
        from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
        from sqlmodel import Session

        try:
            with Session(engine, expire_on_commit=False) as session:
                session.info.update(now=self.clock.now(), today=self.clock.today())
                session.connection()
                yield session
        except (IntegrityError, sqlite3.IntegrityError) as error:
            contradiction = getattr(error, "orig", None) or error
            raise Refused(f"this contradicts what is already there: {contradiction}") from error
        except (DBAPIError, *SQLITE_TROUBLE) as error:
            raise Unusable(in_words(error)) from error
        except StatementError as error:
            raise Refused(f"this cannot be stored: {error.orig}") from error
        finally:
            self._let_go()

    def _ready(self) -> "Engine":
        if self._engine is None:
            from kamtui.storage import sessions

            self._engine = sessions.engine(self.connection)
        return self._engine


def _called(name: str) -> str:
    return name.strip("_").replace("_", " ")


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
