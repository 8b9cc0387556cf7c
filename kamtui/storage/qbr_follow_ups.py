"""What a follow-up is made of: promises, draft, addresses (rule Q-7)."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from kamtui.domain.commitments import Side
from kamtui.domain.expansion import TriggerKind
from kamtui.domain.follow_up import Facts, Promise, compose
from kamtui.domain.problems import known
from kamtui.domain.qbr import Phase
from kamtui.domain.qbr_marks import MarkKind, read_notes
from kamtui.storage.qbrs import PEOPLE, Qbr
from kamtui.storage.rows import day

PROMISES = """
SELECT what, side, who, due FROM commitment
WHERE json_extract(source, '$.uid') = ? AND state <> 'waived' ORDER BY side, due IS NULL, due, id
"""

NEXT_REVIEW = """
SELECT min(scheduled_on) FROM qbr WHERE account_id = ? AND scheduled_on > ? AND state IN ('planned', 'prepared')
"""


def promises(connection: sqlite3.Connection, uid: str) -> tuple[Promise, ...]:
    """What was promised in a review: ours first, by date."""
    rows = connection.execute(PROMISES, (uid,)).fetchall()
    return tuple(Promise(what, side == Side.OURS, who, day(due)) for what, side, who, due in rows)


def draft(connection: sqlite3.Connection, qbr: Qbr, sentences: Mapping[str, str]) -> str:
    """The draft of a held review's follow-up, composed from its notes and records (rule Q-7).

    What was kept when the review was closed stands in it; one that was closed elsewhere is read from its notes.
    """
    agreed = qbr.agreed if "results" in qbr.agreed else _noted(qbr)
    following = connection.execute(NEXT_REVIEW, (qbr.account_id, qbr.held_on.isoformat())).fetchone()[0]
    facts = Facts(
        qbr.held_on,
        promises=promises(connection, qbr.uid),
        results=_texts(agreed, "results"),
        expansion=[_raised(each) for each in agreed.get("expansion") or () if isinstance(each, dict)],
        questions=_texts(agreed, "questions"),
        next_review=day(following),
        greet=[each.name for each in qbr.of_side(Side.THEIRS) if each.came is not False],
    )
    return compose(facts, sentences)


def text(connection: sqlite3.Connection, qbr: Qbr, sentences: Mapping[str, str]) -> str:
    """The follow-up as the user left it, else the draft."""
    return qbr.follow_up or draft(connection, qbr, sentences)


def addresses(connection: sqlite3.Connection, qbr: Qbr, today: date) -> tuple[str, ...]:
    """The e-mail addresses of the client's participants, without those who did not come."""
    asked = {"account": qbr.account_id, "today": today.isoformat()}
    mails = {row[0]: row[3] for row in connection.execute(PEOPLE, asked).fetchall() if row[3]}
    there = [each.stakeholder for each in qbr.of_side(Side.THEIRS) if each.came is not False]
    return tuple(mails[uid] for uid in there if uid in mails)


def _noted(qbr: Qbr) -> dict[str, Any]:
    marked = read_notes(qbr.notes, qbr.held_on, qbr.participants)
    return {
        "results": [each.text for each in marked if each.kind is MarkKind.VALUE],
        "questions": [each.text for each in marked if each.kind is MarkKind.QUESTION],
        "expansion": [
            {"kind": each.trigger, "heard": each.text}
            for each in marked
            if each.kind is MarkKind.TRIGGER and each.phase is Phase.ALIGNMENT
        ],
    }


def _texts(agreed: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(each) for each in agreed.get(name) or ())


def _raised(each: Mapping[str, Any]) -> tuple[TriggerKind, str]:
    return known(TriggerKind, str(each.get("kind")), TriggerKind.ADJACENT_PROBLEM), str(each.get("heard", ""))
