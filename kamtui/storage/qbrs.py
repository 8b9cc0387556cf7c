"""What the screens of the business review read."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kamtui.domain.accounts import Tier
from kamtui.domain.commitments import Side
from kamtui.domain.qbr import PHASES, Completion, Participant, Phase, PrepPart, QbrState, completion
from kamtui.domain.qbr_clock import Clock
from kamtui.storage.rows import moment

LISTED = """
SELECT q.id, q.uid, q.account_id, a.name, a.tier, q.scheduled_on, q.state, q.started_at, q.ended_at, q.followed_up_at,
       q.rating, q.prep, q.participants, q.learned,
       (SELECT coalesce(sum(seconds), 0) FROM qbr_phase WHERE qbr_id = q.id),
       (SELECT count(*) FROM commitment WHERE json_extract(source, '$.uid') = q.uid AND state = 'open')
FROM qbr q JOIN account a ON a.id = q.account_id
ORDER BY coalesce(q.ended_at, q.scheduled_on) DESC, a.name_key, q.id DESC
"""

WHOLE = """
SELECT q.id, q.uid, q.account_id, a.name, a.tier, q.scheduled_on, q.state, q.started_at, q.ended_at, q.followed_up_at,
       q.phase, q.counted_at, q.prep, q.participants, q.rating, q.learned, q.follow_up, q.follow_up_parts
FROM qbr q JOIN account a ON a.id = q.account_id WHERE q.id = ?
"""

PHASE_ROWS = "SELECT phase, seconds, notes FROM qbr_phase WHERE qbr_id = ? ORDER BY id"

LAST_PARTICIPANTS = """
SELECT participants FROM qbr WHERE account_id = ? AND state IN ('held', 'followed_up')
ORDER BY coalesce(ended_at, scheduled_on) DESC, id DESC LIMIT 1
"""

OUR_PEOPLE = "SELECT participants FROM qbr WHERE participants <> '[]' ORDER BY scheduled_on DESC LIMIT 60"

PEOPLE = """
SELECT uid, name, title, email FROM stakeholder
WHERE account_id = :account AND NOT placeholder AND (left_on IS NULL OR left_on > :today)
ORDER BY primary_contact DESC, name COLLATE NOCASE
"""

SCHEDULED = """
SELECT a.tier, q.state FROM qbr q JOIN account a ON a.id = q.account_id WHERE q.scheduled_on BETWEEN :since AND :today
  AND (q.scheduled_on < :today OR q.state IN ('held', 'followed_up', 'cancelled'))
"""


@dataclass(frozen=True, slots=True)
class QbrRow:
    """One review as a list shows it."""

    id: int
    uid: str
    account_id: int
    account: str
    tier: Tier
    scheduled_on: date
    state: QbrState
    started_at: datetime | None
    ended_at: datetime | None
    followed_up_at: datetime | None
    rating: int | None
    prep_done: tuple[str, ...]
    participants: tuple[Participant, ...]
    learned: str
    seconds: int
    open_promises: int


@dataclass(frozen=True, slots=True)
class Qbr:
    """One review with everything that belongs to it; `notes` by phase."""

    id: int
    uid: str
    account_id: int
    account: str
    tier: Tier
    scheduled_on: date
    state: QbrState
    started_at: datetime | None
    ended_at: datetime | None
    followed_up_at: datetime | None
    clock: Clock
    prep: Mapping[str, str]
    prep_done: tuple[str, ...]
    participants: tuple[Participant, ...]
    rating: int | None
    learned: str
    follow_up: str
    agreed: Mapping[str, Any]
    notes: Mapping[Phase, str] = field(repr=False)

    @property
    def reasons(self) -> dict[str, str]:
        """Why a part of the follow-up is left out, by part (rule Q-7)."""
        return {part: str(why) for part, why in _mapping(self.agreed.get("reasons")).items()}

    @property
    def held_on(self) -> date:
        """The local day of the meeting: when it ended, else began, else is planned."""
        at = self.ended_at or self.started_at
        return at.astimezone().date() if at is not None else self.scheduled_on

    def of_side(self, side: Side) -> tuple[Participant, ...]:
        """The participants of one side."""
        return tuple(each for each in self.participants if each.side == side)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the client who may take part."""

    uid: str
    name: str
    title: str
    email: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may take part, and who took part the last time (rule Q-9)."""

    people: tuple[Person, ...]
    ours: tuple[str, ...]
    last: tuple[Participant, ...]


def qbrs(connection: sqlite3.Connection) -> tuple[QbrRow, ...]:
    """Every review, the latest first."""
    return tuple(_row(row) for row in connection.execute(LISTED).fetchall())


def _row(row: Sequence[Any]) -> QbrRow:
    (key, uid, account, name, tier, scheduled, state, started, ended, followed, rating, prep, people, learned, seconds,
     promises) = row  # fmt: skip
    return QbrRow(
        key, uid, account, name, Tier(tier), date.fromisoformat(scheduled), QbrState(state), moment(started),
        moment(ended), moment(followed), rating, _done(json.loads(prep)), participants(json.loads(people)), learned,
        seconds, promises,
    )  # fmt: skip


def qbr(connection: sqlite3.Connection, qbr_id: int) -> Qbr | None:
    """One review whole; None when it is gone."""
    row = connection.execute(WHOLE, (qbr_id,)).fetchone()
    if row is None:
        return None
    (key, uid, account, name, tier, scheduled, state, started, ended, followed, phase, counted, prep, people, rating,
     learned, follow_up, agreed) = row  # fmt: skip
    seconds, notes = dict.fromkeys(PHASES, 0), dict.fromkeys(PHASES, "")
    for each, used, text in connection.execute(PHASE_ROWS, (qbr_id,)).fetchall():
        known = Phase(each)
        seconds[known] += used
        notes[known] = "\n".join(filter(None, (notes[known], text)))
    parts = json.loads(prep)
    clock = Clock(Phase(phase or PHASES[0]), seconds, moment(counted), state == QbrState.RUNNING)
    return Qbr(
        key, uid, account, name, Tier(tier), date.fromisoformat(scheduled), QbrState(state), moment(started),
        moment(ended), moment(followed), clock, prep_notes(parts), _done(parts), participants(json.loads(people)),
        rating, learned, follow_up, _mapping(json.loads(agreed)), notes,
    )  # fmt: skip


def participants(stored: Any) -> tuple[Participant, ...]:
    """The people of a review as they are stored; what is none is left out."""
    found = []
    for each in stored if isinstance(stored, list) else ():
        if isinstance(each, dict) and str(each.get("name", "")).strip():
            side = Side.OURS if each.get("side") == Side.OURS else Side.THEIRS
            found.append(Participant(str(each["name"]), side, each.get("stakeholder"), each.get("came")))
    return tuple(found)


def prep_notes(prep: Any) -> dict[str, str]:
    """The notes of the preparation by part; missing ones are empty."""
    given = prep if isinstance(prep, dict) else {}
    return {part.value: str(given.get(part.value) or "") for part in PrepPart}


def _mapping(stored: Any) -> Mapping[str, Any]:
    return stored if isinstance(stored, dict) else {}


def _done(prep: Any) -> tuple[str, ...]:
    done = prep.get("done") if isinstance(prep, dict) else None
    return tuple(str(each) for each in done) if isinstance(done, list) else ()


def choice(connection: sqlite3.Connection, account_id: int, today: date) -> Choice:
    """Who may take part in a review of an account (rule Q-9)."""
    asked = {"account": account_id, "today": today.isoformat()}
    people = tuple(Person(*row) for row in connection.execute(PEOPLE, asked).fetchall())
    ours: dict[str, None] = {}
    for (stored,) in connection.execute(OUR_PEOPLE).fetchall():
        ours.update(dict.fromkeys(each.name for each in participants(json.loads(stored)) if each.side == Side.OURS))
    return Choice(people, tuple(ours), last_participants(connection, account_id, {each.uid for each in people}))


def last_participants(
    connection: sqlite3.Connection, account_id: int, still_there: set[str] | None = None
) -> tuple[Participant, ...]:
    """Who took part in the account's last review, without those who left (rule Q-9)."""
    row = connection.execute(LAST_PARTICIPANTS, (account_id,)).fetchone()
    found = participants(json.loads(row[0])) if row else ()
    return tuple(
        Participant(each.name, each.side, each.stakeholder)
        for each in found
        if each.stakeholder is None or still_there is None or each.stakeholder in still_there
    )


def completed(connection: sqlite3.Connection, since: date, today: date) -> dict[Tier | None, Completion]:
    """Held ÷ scheduled of the reviews whose day lay in the period, per tier and in all (rule Q-10).

    One of today that is still to be held counts neither way.
    """
    asked = {"since": since.isoformat(), "today": today.isoformat()}
    return completion((Tier(tier), state) for tier, state in connection.execute(SCHEDULED, asked).fetchall())
