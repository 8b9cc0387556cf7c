"""The follow-up of an account's latest review, as it is or will be sent."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from kamtui.domain.errors import Refused
from kamtui.domain.text import shorten
from kamtui.storage.qbr_follow_ups import text
from kamtui.storage.qbr_words import words
from kamtui.storage.qbrs import qbr

LATEST = """
SELECT id FROM qbr WHERE account_id = ? AND state IN ('held', 'followed_up')
ORDER BY coalesce(ended_at, scheduled_on) DESC, id DESC LIMIT 1
"""

NAME = "SELECT name FROM account WHERE id = ?"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What goes out after a review (rule Q-7): the draft, or what the user made of it; `sent_at` None until it went."""

    account: str
    held_on: date
    sent_at: datetime | None
    text: str


def follow_up_of(connection: sqlite3.Connection, account_id: int) -> FollowUp:
    """The follow-up of the latest review that was held (rule Q-7). Raises Refused when there was none."""
    found = connection.execute(LATEST, (account_id,)).fetchone()
    review = qbr(connection, found[0]) if found else None
    if review is None:
        name = connection.execute(NAME, (account_id,)).fetchone()
        raise Refused(f"{shorten(name[0], 60) if name else 'it'} had no QBR yet: there is nothing to follow up")
    sentences = words().value.follow_up
    return FollowUp(review.account, review.held_on, review.followed_up_at, text(connection, review, sentences))
