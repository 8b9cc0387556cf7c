"""Finding words in everything that was written down."""

import heapq
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kamtui.domain.capture_names import fold

ACCOUNT_NAMES = "SELECT id, name FROM account"

WRITTEN = """
SELECT 'account' AS kind, id, NULL AS day, name || ' ' || industry || ' ' || domain AS said, '' FROM account
UNION ALL SELECT 'person', account_id, left_on, name || ' ' || title || ' ' || email || ' ' || phone, uid
  FROM stakeholder
UNION ALL SELECT 'touchpoint', account_id, at, summary, uid FROM touchpoint WHERE summary <> ''
UNION ALL SELECT 'next step', account_id, coalesce(next_step_due, at), next_step, uid
  FROM touchpoint WHERE next_step <> ''
UNION ALL SELECT 'trigger', account_id, noted_on, heard || ' ' || replace(kind, '_', ' '), uid FROM expansion_trigger
UNION ALL SELECT 'referral', account_id, "on", referred || ' ' || outcome, uid FROM referral
UNION ALL SELECT 'opportunity', account_id, expected_close, name || ' ' || next_step || ' ' || observation, uid
  FROM opportunity
UNION ALL SELECT 'value', account_id, "on", what || ' ' || evidence || ' ' || unit, uid FROM value_entry
UNION ALL SELECT 'competitor', account_id, contract_end, provider || ' ' || area || ' ' || notes, uid FROM competitor
UNION ALL SELECT 'check-in', account_id, opened_on, question || ' ' || discovered || ' ' || action, uid FROM check_in
UNION ALL SELECT 'commitment', account_id, due, what || ' ' || who, uid FROM commitment
UNION ALL SELECT 'issue', account_id, opened_at,
  title || ' ' || theme || ' ' || owner || ' ' || escalated_to || ' ' || root_cause || ' ' || notes, uid FROM issue
UNION ALL SELECT 'milestone', account_id, due, what || ' ' || success_measure, uid FROM milestone
UNION ALL SELECT 'note', id, NULL, handover_note || ' ' || success_criteria || ' ' ||
  notes || ' ' || our_objective || ' ' || their_objective || ' ' || expansion_observation, '' FROM account
UNION ALL SELECT 'note', account_id, NULL, name || ': ' || notes, uid FROM stakeholder WHERE notes <> ''
UNION ALL SELECT 'note', account_id, "on", notes, uid FROM health_check WHERE notes <> ''
"""

KINDS = (
    *("account", "person", "touchpoint", "next step", "trigger", "referral", "opportunity", "value", "competitor"),
    *("check-in", "commitment", "issue", "milestone", "note"),
)
"""The kinds of what is found, in the order in which they are shown."""

MOST = 50
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was written down about an account; `text` is what was found, cut around the words."""

    kind: str
    account_id: int
    account: str
    on: date | None
    text: str
    uid: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, the newest first: at most a screenful or two of `count`."""

    kind: str
    count: int
    found: tuple[Found, ...]


def search(connection: sqlite3.Connection, text: str, most: int = MOST) -> list[Group]:
    """Everything that holds all the words of `text`, by kind.

    Capitals and accents do not matter, nothing in the text is a sign. A word may also be the account's name, as long
    as one of them is in what was written. At most `most` of each kind are given, with how many there are.
    """
    words = fold(text).split()
    if not words:
        return []
    accounts = {key: (name, fold(name)) for key, name in connection.execute(ACCOUNT_NAMES)}
    fitting: dict[str, list[tuple[str, int, str, str]]] = {kind: [] for kind in KINDS}
    for kind, account_id, day, said, uid in connection.execute(WRITTEN):
        folded = said.lower() if said.isascii() else fold(said)
        missing = [word for word in words if word not in folded]
        if not missing or (len(missing) < len(words) and all(one in accounts[account_id][1] for one in missing)):
            fitting[kind].append((day or "", account_id, said, uid))
    return [
        Group(kind, len(rows), tuple(_shown(kind, rows, accounts, words, most)))
        for kind, rows in fitting.items()
        if rows
    ]


def _shown(
    kind: str,
    rows: list[tuple[str, int, str, str]],
    accounts: dict[int, tuple[str, str]],
    words: list[str],
    most: int,
) -> Iterator[Found]:
    newest = heapq.nlargest(most, rows, key=lambda row: row[0])
    for day, account_id, said, uid in newest:
        yield Found(kind, account_id, accounts[account_id][0], _day(day), around(said, words), uid)


def _day(text: str) -> date | None:
    """The local day of a stored date or moment."""
    if len(text) > len("2026-11-20"):
        return datetime.fromisoformat(text).astimezone().date()
    return date.fromisoformat(text) if text else None


def around(said: str, words: list[str]) -> str:
    """A long text cut to where the first of the words stands."""
    line = " ".join(said.split())
    if len(line) <= LONGEST:
        return line
    lowered = line.lower()
    place = min((at for word in words if (at := lowered.find(word)) >= 0), default=0)
    start = max(0, place - 20)
    return ("…" if start else "") + line[start : start + LONGEST]
