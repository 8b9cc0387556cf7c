"""A review under way: it begins, and everything on its screen is kept as it happens (rules Q-2, Q-4, Q-6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamtui.domain.errors import Refused
from kamtui.domain.qbr import PHASES, UNDER_WAY, Phase, QbrState, moved
from kamtui.domain.qbr_clock import Clock, reconciled
from kamtui.domain.qbr_notes import merged
from kamtui.domain.text import clean_text
from kamtui.storage.documents import raw
from kamtui.storage.qbrs import Qbr as Whole
from kamtui.storage.qbrs import qbr
from kamtui.storage.qbrs_changes import called
from kamtui.storage.work import describe, fill, the

if TYPE_CHECKING:
    from sqlmodel import Session

    from kamtui.models.qbr import QbrPhase


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What a window of a review holds, and what it last read or kept: clocks, and notes by phase (read, now)."""

    read: Clock
    clock: Clock
    notes: Mapping[Phase, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds after keeping."""

    state: QbrState
    clock: Clock
    notes: Mapping[Phase, str]


def begin(session: "Session", qbr_id: int) -> None:
    """The meeting begins: its clock runs in the first phase (rules Q-2, Q-4).

    One that was not quite prepared counts as prepared with what it has. Raises Refused when it began before.
    """
    from kamtui.models.qbr import Qbr

    record, now = the(session, Qbr, qbr_id), session.info["now"]
    if record.state in UNDER_WAY:
        raise Refused("this review is under way already")
    steps = (QbrState.PREPARED, QbrState.RUNNING) if record.state == QbrState.PLANNED else (QbrState.RUNNING,)
    state = moved(record.state, *steps)
    started = record.started_at or now
    fill(record, {"state": state.value, "started_at": started, "counted_at": now, "phase": record.phase or PHASES[0]})
    describe(session, f"{called(session, record)} begun")


def keep(session: "Session", qbr_id: int, on_screen: OnScreen) -> Kept:
    """Keep clock and notes as they stand on a screen; gives what the file holds now. Through `note`.

    What another window wrote meanwhile stays beside it, and time is counted once (rules Q-4, Q-6). Once the review
    was held only the notes are kept. Raises Refused when it is gone.
    """
    from kamtui.models.qbr import Qbr

    record, stored = the(session, Qbr, qbr_id), _whole(session, qbr_id)
    rows = _rows(session, qbr_id)
    notes = dict(stored.notes)
    for phase, (read, text) in on_screen.notes.items():
        notes[phase] = merged(read, clean_text(text), stored.notes[phase])
        fill(rows[phase], {"notes": notes[phase]})
    clock = stored.clock
    if stored.state in UNDER_WAY:
        clock = reconciled(on_screen.clock, on_screen.read, stored.clock, session.info["now"])
        state = QbrState.RUNNING if clock.running else QbrState.PAUSED
        if state != stored.state:
            record.state = moved(stored.state, state).value
        fill(record, {"phase": clock.phase.value, "counted_at": clock.counted})
        for phase, row in rows.items():
            fill(row, {"seconds": clock.used.get(phase, 0)})
    return Kept(QbrState(record.state), clock, notes)


def _whole(session: "Session", qbr_id: int) -> Whole:
    found = qbr(raw(session), qbr_id)
    assert found is not None  # noqa: S101  its record was just read
    return found


def _rows(session: "Session", qbr_id: int) -> "dict[Phase, QbrPhase]":
    """One row a phase; what an import doubled is put together, what it left out is added."""
    from sqlmodel import col, select

    from kamtui.models.qbr import QbrPhase

    rows: dict[Phase, QbrPhase] = {}
    for row in session.exec(select(QbrPhase).where(QbrPhase.qbr_id == qbr_id).order_by(col(QbrPhase.id))).all():
        first = rows.setdefault(Phase(row.phase), row)
        if first is not row:
            first.seconds += row.seconds
            first.notes = "\n".join(filter(None, (first.notes, row.notes)))
            session.delete(row)
    for phase in PHASES:
        if phase not in rows:
            rows[phase] = QbrPhase(qbr_id=qbr_id, phase=phase)
            session.add(rows[phase])
    return rows
